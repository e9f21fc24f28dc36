//! vLLM (its documentation "OpenAI-Compatible Server"): `/tokenize`, and `/v1/completions` with `prompt_logprobs`, which tells the
//! probability of every token of the prompt, whether or not it is among the most likely ones.

use super::by_tokens::Plan;
use super::json::{array, logarithm, tokens};
use super::{Request, Transport, failure};
use crate::asking::{Answer, Failure, Question};
use serde_json::{Value, json};

pub(super) async fn test(transport: &impl Transport, model: &str) -> Result<(), Failure> {
    let prompt = tokenize(transport, model, "A B").await?;
    let start = prompt.len().saturating_sub(1);
    log_probability(transport, model, &prompt, start).await?;
    Ok(())
}

pub(super) async fn ask(
    transport: &impl Transport,
    model: &str,
    question: &Question,
) -> Result<Answer, Failure> {
    let alone = tokenize(transport, model, &question.prompt).await?;
    let mut sequences = Vec::with_capacity(question.labels.len());
    for label in question.labels.iter() {
        let text = format!("{}{label}", question.prompt);
        sequences.push(tokenize(transport, model, &text).await?);
    }
    let plan = Plan::new(&alone, sequences)?;
    let mut log_probabilities = Vec::with_capacity(plan.sequences.len());
    for all in &plan.sequences {
        log_probabilities.push(log_probability(transport, model, all, plan.start).await?);
    }
    Ok(plan.answer(log_probabilities))
}

async fn tokenize(
    transport: &impl Transport,
    model: &str,
    prompt: &str,
) -> Result<Vec<u32>, Failure> {
    let body = json!({ "model": model, "prompt": prompt });
    let answer = transport.send(Request {
        path: "/tokenize",
        body: Some(body),
    });
    tokens(&answer.await?)
}

/// The logarithm of the probability of all tokens from `start` on, each after all before it.
async fn log_probability(
    transport: &impl Transport,
    model: &str,
    tokens: &[u32],
    start: usize,
) -> Result<f64, Failure> {
    let body = json!({
        "model": model, "prompt": tokens, "max_tokens": 1, "temperature": 0, "prompt_logprobs": 0
    });
    let answer = transport.send(Request {
        path: "/v1/completions",
        body: Some(body),
    });
    let answer = answer.await?;
    let choice = array(&answer, "choices").first().unwrap_or(&Value::Null);
    let told = array(choice, "prompt_logprobs");
    if told.is_empty() {
        return Err(failure("server_no_logprobs"));
    }
    if told.len() != tokens.len() {
        return Err(failure("server_template"));
    }
    let of = |(token, told): (&u32, &Value)| {
        let entry = told.get(token.to_string());
        logarithm(entry.and_then(|entry| entry.get("logprob")))
    };
    tokens.iter().zip(told).skip(start).map(of).sum()
}
