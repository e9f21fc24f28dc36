//! Results of Hugging Face's pipelines: `[{label, score}, …]` for each text, or labels and scores of a zero-shot one.

use super::Members;
use serde_json::{Map, Value};

/// The answer in a list of `{label, score}`.
pub(in super::super) fn answer(list: &[Value]) -> Option<Value> {
    let pairs = list.iter().map(|entry| {
        let score = entry
            .get("score")
            .or_else(|| entry.get("probability"))
            .or_else(|| entry.get("logprob"))?;
        let label = entry
            .get("label")
            .or_else(|| entry.get("token_str"))
            .or_else(|| entry.get("token"))?;
        let label = label
            .as_str()
            .map_or_else(|| label.to_string(), str::to_owned);
        score.is_number().then(|| (label, score.clone()))
    });
    let pairs: Map<String, Value> = pairs.collect::<Option<_>>()?;
    (pairs.len() >= 2).then_some(Value::Object(pairs))
}

/// Returns whether the list of a whole file is the answer about a single text: every label once.
pub(in super::super) fn is_one_answer(list: &[Value]) -> bool {
    let has_more = list
        .iter()
        .any(|entry| entry.as_object().is_none_or(|entry| entry.len() > 2));
    !has_more
        && answer(list).is_some_and(|pairs| {
            pairs
                .as_object()
                .is_some_and(|pairs| pairs.len() == list.len())
        })
}

/// An item whose answer is such a list in one of its members; others are given back as they are.
pub(super) fn item(mut members: Members) -> Members {
    let found = members
        .iter()
        .find_map(|(name, value)| Some((name.clone(), answer(value.as_array()?)?)));
    if let Some((name, answer)) = found {
        members.shift_remove(&name);
        members.insert("probabilities".to_owned(), answer);
    }
    members
}
