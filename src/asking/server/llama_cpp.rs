//! llama.cpp's server (`tools/server/README.md` in its repository): `/tokenize` and `/completion` with `n_probs`, which tells the
//! probabilities before any sampling.

use super::by_tokens::Plan;
use super::json::{array, logarithm, tokens};
use super::{Request, Transport, failure};
use crate::asking::{Answer, Failure, Question};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Number of most likely tokens that are asked for before single ones are.
const TOP: usize = 64;

/// A bias that makes the sampler take a token; the probability that is told does not know of it.
const FORCED: f64 = 1e6;

pub(super) async fn test(transport: &impl Transport) -> Result<(), Failure> {
    let prompt = tokenize(transport, "A B").await?;
    most_likely(transport, &prompt, 2).await?;
    Ok(())
}

pub(super) async fn ask(
    transport: &impl Transport,
    question: &Question,
) -> Result<Answer, Failure> {
    let alone = tokenize(transport, &question.prompt).await?;
    let mut sequences = Vec::with_capacity(question.labels.len());
    for label in question.labels.iter() {
        sequences.push(tokenize(transport, &format!("{}{label}", question.prompt)).await?);
    }
    let plan = Plan::new(&alone, sequences)?;
    // After which tokens which tokens are wanted: the labels share what stands before them.
    let mut wanted: BTreeMap<&[u32], BTreeSet<u32>> = BTreeMap::new();
    for (before, token) in plan.sequences.iter().flat_map(|all| steps(all, plan.start)) {
        wanted.entry(before).or_default().insert(token);
    }
    let mut known: BTreeMap<(&[u32], u32), f64> = BTreeMap::new();
    for (before, tokens) in &wanted {
        let mut found = BTreeMap::new();
        if tokens.len() > 1 {
            found = most_likely(transport, before, TOP).await?;
        }
        for token in tokens {
            let log_p = match found.get(token) {
                Some(log_p) => *log_p,
                None => probability(transport, before, *token).await?,
            };
            known.insert((before, *token), log_p);
        }
    }
    let log_probabilities = plan.sequences.iter().map(|all| {
        steps(all, plan.start)
            .filter_map(|step| known.get(&step))
            .sum()
    });
    let log_probabilities = log_probabilities.collect();
    Ok(plan.answer(log_probabilities))
}

/// The tokens from `start` on, each with all before it.
fn steps(tokens: &[u32], start: usize) -> impl Iterator<Item = (&[u32], u32)> {
    (start..tokens.len()).filter_map(|i| Some((tokens.get(..i)?, *tokens.get(i)?)))
}

async fn tokenize(transport: &impl Transport, content: &str) -> Result<Vec<u32>, Failure> {
    // With the token that a text begins with, if the model has one.
    let body = json!({ "content": content, "add_special": true });
    tokens(&transport.send(post("/tokenize", body)).await?)
}

/// The most likely tokens after others, with the logarithm of each one's probability.
async fn most_likely(
    transport: &impl Transport,
    before: &[u32],
    count: usize,
) -> Result<BTreeMap<u32, f64>, Failure> {
    let answer = complete(transport, json!({ "prompt": before, "n_probs": count })).await?;
    let top = array(first(&answer)?, "top_logprobs");
    if top.is_empty() {
        return Err(failure("server_no_logprobs"));
    }
    let entry = |entry| Ok((id(entry)?, logarithm(Value::get(entry, "logprob"))?));
    top.iter().map(entry).collect()
}

/// The logarithm of the probability of one token after others, however small.
async fn probability(
    transport: &impl Transport,
    before: &[u32],
    token: u32,
) -> Result<f64, Failure> {
    let body = json!({ "prompt": before, "n_probs": 1, "logit_bias": [[token, FORCED]] });
    let answer = complete(transport, body).await?;
    let chosen = first(&answer)?;
    if id(chosen)? != token {
        return Err(failure("server_shape"));
    }
    logarithm(chosen.get("logprob"))
}

async fn complete(transport: &impl Transport, mut body: Value) -> Result<Value, Failure> {
    for (key, value) in [
        ("n_predict", json!(1)),
        ("temperature", json!(0)),
        ("response_fields", json!(["completion_probabilities"])),
    ] {
        if let Some(slot) = body.as_object_mut() {
            slot.insert(key.to_owned(), value);
        }
    }
    transport.send(post("/completion", body)).await
}

fn first(answer: &Value) -> Result<&Value, Failure> {
    let first = array(answer, "completion_probabilities").first();
    first.ok_or_else(|| failure("server_no_logprobs"))
}

fn id(entry: &Value) -> Result<u32, Failure> {
    let id = entry.get("id").and_then(Value::as_u64);
    id.and_then(|id| u32::try_from(id).ok())
        .ok_or_else(|| failure("server_shape"))
}

fn post(path: &'static str, body: Value) -> Request {
    Request {
        path,
        body: Some(body),
    }
}
