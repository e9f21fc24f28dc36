//! SmolLM2-135M-Instruct with its real weights, which `cargo xtask model` fetches, against numbers from two other programs.
//!
//! `data/smollm2.json`: token ids by llama.cpp for strings of many scripts, log-probabilities by a forward pass in double
//! precision over the exactly dequantised weights (its own text says how it was made).

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // Tests may fail loudly.

use pollster::block_on;
use serde_json::Value;
use small_model::{Answer, Prompt, SmallModel};
use std::fs::File;
use std::path::PathBuf;

/// Where `cargo xtask model` puts the weights; `cargo xtask test` fetches them and sets the variable.
fn weights() -> File {
    let set = std::env::var_os("EXPLAINER_MODEL").map(PathBuf::from);
    let path = set.unwrap_or_else(|| {
        let cache = std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty());
        let cache = cache
            .map(PathBuf::from)
            .unwrap_or_else(|| std::env::home_dir().unwrap().join(".cache"));
        cache.join("calibration-explainer/models/SmolLM2-135M-Instruct.Q4_1.gguf")
    });
    let file = File::open(&path);
    file.unwrap_or_else(|error| {
        panic!("{}: {error}; please run: cargo xtask model", path.display())
    })
}

fn open() -> SmallModel {
    block_on(SmallModel::open(&mut weights(), &mut async |_| false)).unwrap()
}

fn ids(value: &Value) -> Vec<u32> {
    let ids = value.as_array().unwrap().iter();
    ids.map(|id| id.as_u64().unwrap() as u32).collect()
}

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|number| number.as_f64().unwrap())
        .collect()
}

fn texts(labels: &Value) -> Vec<&str> {
    labels
        .as_array()
        .unwrap()
        .iter()
        .map(|label| label["text"].as_str().unwrap())
        .collect()
}

fn logs(answer: &Answer) -> Vec<f64> {
    answer
        .labels
        .iter()
        .map(|label| label.log_probability)
        .collect()
}

/// Probabilities of the labels among themselves.
fn shares(logs: &[f64]) -> Vec<f64> {
    let mass: f64 = logs.iter().map(|log| log.exp()).sum();
    logs.iter().map(|log| log.exp() / mass).collect()
}

fn largest_difference(a: &[f64], b: &[f64]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter()
        .zip(b)
        .map(|(a, b)| (a - b).abs())
        .fold(0.0, f64::max)
}

/// Batched is one by one and a kept start is a cold start: exactly, in `synthetic.rs`. Here all prompts are one batch, so the
/// longest test of all runs once.
#[test]
fn answers_are_those_of_double_precision() {
    let data: Value = serde_json::from_str(include_str!("data/smollm2.json")).unwrap();
    let mut model = open();
    for token in data["tokens"].as_array().unwrap() {
        let text = token["text"].as_str().unwrap();
        assert_eq!(
            model.tokenizer().tokens(text).unwrap(),
            ids(&token["ids"]),
            "{text:?}"
        );
    }
    let cases = data["cases"].as_array().unwrap();
    let labels: Vec<Vec<&str>> = cases.iter().map(|case| texts(&case["labels"])).collect();
    let prompts = cases.iter().zip(&labels).map(|(case, labels)| Prompt {
        text: case["prompt"].as_str().unwrap(),
        labels,
    });
    let prompts: Vec<Prompt> = prompts.collect();
    let answers = block_on(model.answer(&prompts, &mut async || false)).unwrap();
    let (mut in_logs, mut in_shares) = (0.0_f64, 0.0_f64);
    for (case, answer) in cases.iter().zip(answers) {
        let answer = answer.unwrap();
        assert_eq!(answer.prompt, ids(&case["ids"]), "{}", case["prompt"]);
        for (label, wanted) in answer.labels.iter().zip(case["labels"].as_array().unwrap()) {
            assert_eq!(label.tokens, ids(&wanted["ids"]), "{}", case["prompt"]);
            assert!(!label.melts);
        }
        let (logs, wanted) = (logs(&answer), numbers(&case["logprobs"]));
        in_logs = in_logs.max(largest_difference(&logs, &wanted));
        in_shares = in_shares.max(largest_difference(&shares(&logs), &shares(&wanted)));
    }
    println!("largest differences: {in_logs:.5} in a logarithm, {in_shares:.5} in a share");
    assert!(
        in_logs <= 0.02 && in_shares <= 0.005,
        "{in_logs} {in_shares}"
    );
    assert_eq!(cases.len(), 60);
}
