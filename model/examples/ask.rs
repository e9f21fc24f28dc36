//! Answers a file of prompts and labels: `ask MODEL.gguf FILE.json`, behind `cargo xtask ask`.
//!
//! The file is `{"tokens": [{"text"}], "cases": [{"prompt", "labels": [{"text"}]}]}`, either of them or both; the answer, on
//! standard output, is the same with `ids` for each text and `logprobs` for each case (natural logarithms, softmax over the
//! whole vocabulary, summed over a label's tokens). Other members are left as they are.

use serde_json::{Value, json};
use small_model::{Prompt, SmallModel};
use std::error::Error;
use std::fs::{File, read_to_string};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(model), Some(file)) = (arguments.next(), arguments.next()) else {
        return Err("ask MODEL.gguf FILE.json".into());
    };
    let text = read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut asked: Value =
        serde_json::from_str(&text).map_err(|error| format!("{file}: {error}"))?;
    let mut source = File::open(&model).map_err(|error| format!("{model}: {error}"))?;
    let mut model = pollster::block_on(SmallModel::open(&mut source, &mut async |_| false))?;
    for token in list(&mut asked, "tokens") {
        token["ids"] = json!(model.tokenizer().tokens(words(token, "text")?)?);
    }
    for case in list(&mut asked, "cases") {
        answer(&mut model, case)?;
    }
    println!("{asked:#}");
    Ok(())
}

fn answer(model: &mut SmallModel, case: &mut Value) -> Result<(), Box<dyn Error>> {
    let labels = case["labels"].as_array().cloned().unwrap_or_default();
    let labels: Vec<&str> = labels
        .iter()
        .map(|label| words(label, "text"))
        .collect::<Result<_, _>>()?;
    let text = words(case, "prompt")?.to_owned();
    let prompt = Prompt {
        text: &text,
        labels: &labels,
    };
    let answers = pollster::block_on(model.answer(&[prompt], &mut async || false))?;
    for answer in answers {
        let answer = answer.map_err(|error| format!("{text:?}: {error}"))?;
        case["ids"] = json!(answer.prompt);
        for (place, label) in answer.labels.iter().enumerate() {
            case["labels"][place]["ids"] = json!(label.tokens);
        }
        case["logprobs"] = (answer.labels.iter())
            .map(|label| label.log_probability)
            .collect();
    }
    Ok(())
}

/// The items of an array, or none where there is no array.
fn list<'a>(value: &'a mut Value, key: &str) -> Vec<&'a mut Value> {
    let items = value.get_mut(key).and_then(Value::as_array_mut);
    items
        .map(|items| items.iter_mut().collect())
        .unwrap_or_default()
}

fn words<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    let text = value[key].as_str();
    text.ok_or_else(|| format!("\"{key}\" is missing in {value}"))
}
