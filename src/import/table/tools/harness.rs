//! Samples of lm-evaluation-harness (`--log_samples`): one request for each answer that may be chosen.

use super::Members;
use serde_json::{Map, Value};

/// Makes an item of a sample: the labels are the continuations, the text is the longest one of the document.
pub(super) fn item(sample: &Members) -> Option<Members> {
    let answers = sample
        .get("filtered_resps")
        .or_else(|| sample.get("resps"))?
        .as_array()?;
    let continuations: Vec<&str> = match sample.get("arguments")? {
        Value::Array(requests) => requests
            .iter()
            .map(|request| request.get(1)?.as_str())
            .collect::<Option<_>>()?,
        Value::Object(requests) => (requests.values())
            .map(|request| request.get("arg_1")?.as_str())
            .collect::<Option<_>>()?,
        _ => return None,
    };
    // Filtered: (logarithm, is greedy). Not filtered: a list with one of these.
    let logarithms: Vec<Value> = (answers.iter())
        .map(|answer| {
            let answer = answer.as_array()?;
            let answer = answer.first()?.as_array().unwrap_or(answer);
            answer.first().cloned()
        })
        .collect::<Option<_>>()?;
    if continuations.len() < 2 || continuations.len() != logarithms.len() {
        return None;
    }
    let names: Vec<Value> = continuations
        .iter()
        .map(|name| name.trim().into())
        .collect();
    let mut item = Map::new();
    if let Some(text) = sample.get("doc").and_then(longest) {
        item.insert("text".to_owned(), text.into());
    }
    if let Some(target) = sample.get("target") {
        item.insert("label".to_owned(), target.clone());
    }
    item.insert("labels".to_owned(), Value::Array(names));
    item.insert("logprobs".to_owned(), Value::Array(logarithms));
    Some(item)
}

/// The longest text in a document; its lists hold the choices.
fn longest(document: &Value) -> Option<&str> {
    let texts = document.as_object()?.values().filter_map(Value::as_str);
    texts.max_by_key(|text| text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_forms_of_requests_and_answers() {
        let lists = json!({"doc": {"sentence": "Great value", "id": "7", "label": 1}, "target": "1",
            "arguments": [["Review: Great value", " no"], ["Review: Great value", " yes"]], "filtered_resps": [[-4.1, false], [-0.3, true]]});
        let objects = json!({"doc": {"sentence": "Great value"}, "target": 1, "resps": [[["-4.1", "False"]], [["-0.3", "True"]]],
            "arguments": {"gen_args_0": {"arg_0": "Review: Great value", "arg_1": " no"}, "gen_args_1": {"arg_0": "", "arg_1": " yes"}}});
        for sample in [lists, objects] {
            let item = item(sample.as_object().unwrap()).unwrap();
            assert_eq!(item["text"], "Great value");
            assert_eq!(item["labels"], json!(["no", "yes"]));
            assert_eq!(item["logprobs"].as_array().unwrap().len(), 2);
        }
        assert!(item(json!({"text": "a"}).as_object().unwrap()).is_none());
    }
}
