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
        let ids = model.tokenizer().tokens(words(token, "text")?)?;
        set(token, "ids", json!(ids));
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
        set(case, "ids", json!(answer.prompt));
        for (asked, label) in list(case, "labels").into_iter().zip(&answer.labels) {
            set(asked, "ids", json!(label.tokens));
        }
        let logs = answer.labels.iter().map(|label| label.log_probability);
        set(case, "logprobs", logs.collect());
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

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

fn words<'a>(value: &'a Value, key: &str) -> Result<&'a str, String> {
    let text = value[key].as_str();
    text.ok_or_else(|| format!("\"{key}\" is missing in {value}"))
}
