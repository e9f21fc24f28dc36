//! Objects that hold the items of a whole file in one of their members.

use super::Members;
use serde_json::{Map, Value};

/// Members that hold the items, in the order of preference.
const LISTS: [&str; 9] = [
    "inputs",
    "samples",
    "items",
    "examples",
    "rows",
    "records",
    "data",
    "results",
    "predictions",
];

/// The items, and the labels if the object names them for all. An object that holds no list is an item itself.
pub(in super::super) fn items(mut members: Members) -> (Vec<Value>, Option<Vec<String>>) {
    let is_list = |name: &&&str| members.get(**name).is_some_and(Value::is_array);
    let answers = ["probabilities", "probs", "logprobs", "scores", "choices"];
    let is_item = answers.iter().any(|name| members.contains_key(*name));
    let found = LISTS.iter().find(is_list).filter(|_| !is_item);
    let Some(name) = found else {
        return (vec![Value::Object(members)], None);
    };
    let labels = members
        .get("labels")
        .and_then(Value::as_array)
        .map(|names| {
            let name = |name: &Value| {
                name.as_str()
                    .map_or_else(|| name.to_string(), str::to_owned)
            };
            names.iter().map(name).collect()
        });
    let Some(Value::Array(inputs)) = members.shift_remove(*name) else {
        return (Vec::new(), labels);
    };
    // A file of a whole state has its context-free prompts beside the inputs.
    let prompts = match members.shift_remove("contextFree") {
        Some(Value::Array(prompts)) => prompts,
        _ => Vec::new(),
    };
    let prompts = prompts.into_iter().map(|prompt| match prompt {
        Value::Object(mut prompt) => {
            let text = prompt.shift_remove("prompt").unwrap_or_default();
            let mut item = Map::new();
            item.insert("text".to_owned(), text);
            item.extend(prompt);
            item.insert("context_free".to_owned(), true.into());
            Value::Object(item)
        }
        other => other,
    });
    (prompts.chain(inputs).collect(), labels)
}
