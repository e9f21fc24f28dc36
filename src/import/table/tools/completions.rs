//! Answers of servers with the probabilities of tokens: OpenAI's chat and text completions (vLLM and many others write the same),
//! llama.cpp and Ollama. What counts is the first token of the answer.

use super::Members;
use serde_json::{Map, Value};

/// Members in which the answer of a server may be wrapped: in the lines of a batch, or beside a text.
const WRAPPERS: [&str; 6] = [
    "response",
    "body",
    "completion",
    "output",
    "result",
    "raw_response",
];

/// Makes an item of an answer, or of an object that holds one beside its own members. The flag is true if it has logarithms.
pub(super) fn item(members: &Members) -> Option<(Members, bool)> {
    let (answer, own) = match first_token(members) {
        Some(answer) => (answer, None),
        None => (WRAPPERS.iter())
            .find_map(|name| Some((wrapped(members.get(*name)?, 0)?, Some(*name))))?,
    };
    let mut item = Map::new();
    for (name, value) in members {
        let is_answers =
            ["choices", "completion_probabilities", "logprobs"].contains(&name.as_str());
        if Some(name.as_str()) != own && !is_answers && !value.is_object() {
            item.insert(name.clone(), value.clone());
        }
    }
    // What the model wrote is no text of an input.
    for name in ["content", "response", "id", "object", "model", "created"] {
        item.shift_remove(name);
    }
    let (tokens, logarithms) = answer;
    let name = if logarithms {
        "logprobs"
    } else {
        "probabilities"
    };
    item.insert(name.to_owned(), Value::Object(tokens));
    Some((item, logarithms))
}

/// Looks for an answer in an object within an object; batches have two of them.
fn wrapped(value: &Value, depth: usize) -> Option<(Map<String, Value>, bool)> {
    let members = value.as_object()?;
    let inside = || (WRAPPERS.iter()).find_map(|name| wrapped(members.get(*name)?, depth + 1));
    first_token(members).or_else(|| if depth < 3 { inside() } else { None })
}

/// The tokens that the first one might have been, with their numbers; true if these are logarithms.
fn first_token(answer: &Members) -> Option<(Map<String, Value>, bool)> {
    let choice = answer.get("choices").and_then(|choices| choices.get(0));
    // llama.cpp, Ollama, OpenAI's completions, OpenAI's chat.
    let lists = [
        answer.get("completion_probabilities"),
        answer.get("logprobs"),
        choice.and_then(|choice| choice.get("logprobs")?.get("top_logprobs")),
        choice.and_then(|choice| choice.get("logprobs")?.get("content")),
    ];
    (lists.into_iter().flatten()).find_map(|list| alternatives(list.as_array()?.first()?))
}

/// The alternatives at one position.
fn alternatives(position: &Value) -> Option<(Map<String, Value>, bool)> {
    let members = position.as_object()?;
    for name in ["top_logprobs", "top_probs", "probs"] {
        if let Some(list) = members.get(name).and_then(Value::as_array) {
            return tokens(list.iter().chain([position]));
        }
    }
    // A text completion has an object from token to logarithm.
    let numbers = members
        .values()
        .all(|value| value.is_number() || value.is_null());
    (numbers && !members.is_empty()).then(|| (members.clone(), true))
}

fn tokens<'a>(list: impl Iterator<Item = &'a Value>) -> Option<(Map<String, Value>, bool)> {
    let mut found = Map::new();
    let mut logarithms = false;
    for entry in list {
        let token = ["token", "tok_str"]
            .iter()
            .find_map(|name| entry.get(name)?.as_str());
        let logarithm = entry.get("logprob");
        let number = logarithm.or_else(|| entry.get("prob"));
        if let (Some(token), Some(number)) = (token, number) {
            logarithms |= logarithm.is_some();
            // The chosen token stands among its alternatives, too.
            found.entry(token).or_insert_with(|| number.clone());
        }
    }
    (!found.is_empty()).then_some((found, logarithms))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_first_token_of_each_tool() {
        let chat = json!({"id": "x", "choices": [{"message": {"content": "Yes"}, "logprobs": {"content": [
            {"token": "Yes", "logprob": -0.1, "top_logprobs": [{"token": "Yes", "logprob": -0.1}, {"token": "No", "logprob": -2.5}]},
            {"token": ".", "logprob": -0.1, "top_logprobs": [{"token": ".", "logprob": -0.1}]}]}}]});
        let text = json!({"choices": [{"text": " Yes", "logprobs": {"top_logprobs": [{" Yes": -0.1, " No": -2.5}]}}]});
        let llama = json!({"content": " Yes", "completion_probabilities": [{"token": " Yes", "logprob": -0.1,
            "top_logprobs": [{"token": " Yes", "logprob": -0.1}, {"token": " No", "logprob": -2.5}]}]});
        let older = json!({"content": " Yes", "completion_probabilities": [{"content": " Yes",
            "probs": [{"tok_str": " Yes", "prob": 0.9}, {"tok_str": " No", "prob": 0.1}]}]});
        let ollama = json!({"response": "Yes", "logprobs": [{"token": "Yes", "logprob": -0.1,
            "top_logprobs": [{"token": "Yes", "logprob": -0.1}, {"token": "No", "logprob": -2.5}]}]});
        let batch =
            json!({"custom_id": "7", "response": {"status_code": 200, "body": chat.clone()}});
        let beside = json!({"text": "Fine", "label": "No", "response": text.clone()});
        for (answer, logarithms, first) in [
            (&chat, true, -0.1),
            (&text, true, -0.1),
            (&llama, true, -0.1),
            (&older, false, 0.9),
            (&ollama, true, -0.1),
            (&batch, true, -0.1),
            (&beside, true, -0.1),
        ] {
            let (item, found) = item(answer.as_object().unwrap()).unwrap();
            assert_eq!(found, logarithms, "{answer}");
            let tokens = item
                .get(if logarithms {
                    "logprobs"
                } else {
                    "probabilities"
                })
                .unwrap()
                .as_object()
                .unwrap();
            assert_eq!(tokens.len(), 2, "{answer}");
            assert_eq!(
                tokens.values().next().unwrap().as_f64(),
                Some(first),
                "{answer}"
            );
        }
        let (kept, _) = item(beside.as_object().unwrap()).unwrap();
        assert_eq!(
            (kept["text"].as_str(), kept["label"].as_str()),
            (Some("Fine"), Some("No"))
        );
        assert!(
            item(
                json!({"text": "a", "probabilities": [0.5, 0.5], "logprobs": null})
                    .as_object()
                    .unwrap()
            )
            .is_none()
        );
    }
}
