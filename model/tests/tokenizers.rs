//! Tokenisers of other models than SmolLM2's (which `smollm2.rs` tests): SentencePiece's, GPT-2's and Llama 3's rules for words.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // Tests may fail loudly.

use serde_json::Value as Json;
use small_model::gguf::{Header, Value};
use small_model::tokenizer::Tokenizer;

fn header(entries: &[(&str, Value)]) -> Header {
    let entries = entries
        .iter()
        .map(|(key, value)| (format!("tokenizer.ggml.{key}"), value.clone()));
    Header {
        metadata: entries.collect(),
        ..Header::default()
    }
}

#[test]
fn sentence_piece_merges_by_score() {
    let data: Json = serde_json::from_str(include_str!("data/sentencepiece.json")).unwrap();
    let list = |key: &str| data[key].as_array().unwrap().clone();
    let tokens: Vec<String> = list("tokens")
        .iter()
        .map(|token| token.as_str().unwrap().to_owned())
        .collect();
    let scores = list("scores")
        .iter()
        .map(|score| score.as_f64().unwrap() as f32)
        .collect();
    let count = tokens.len();
    let mut header = header(&[
        ("model", Value::Text("llama".to_owned())),
        ("tokens", Value::Texts(tokens)),
        ("scores", Value::Numbers(scores)),
        ("bos_token_id", Value::Integer(1)),
    ]);
    let tokenizer = Tokenizer::take(&mut header, count).unwrap();
    let mut unlike = Vec::new();
    for case in list("texts") {
        let text = case["text"].as_str().unwrap();
        let ids = case["ids"]
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_u64().unwrap() as u32);
        let wanted: Vec<u32> = [1].into_iter().chain(ids).collect();
        let found = tokenizer.tokens(text).unwrap();
        if found != wanted {
            unlike.push(format!("{text:?}: {found:?} for {wanted:?}"));
        }
    }
    assert!(
        unlike.is_empty(),
        "{} differ:\n{}",
        unlike.len(),
        unlike.join("\n")
    );
    assert_eq!(tokenizer.tokens("").unwrap(), [1]);
}

/// The words of a text, by a vocabulary in which every word of every rule is a token: nothing is merged across words.
fn words(pre: &str, text: &str, tokens: &[&str]) -> Vec<String> {
    let letters = "abcdefghijklmnopqrstuvwxyzIS0123456789'!ĠĊ"
        .chars()
        .map(String::from);
    let mut all: Vec<String> = letters.collect();
    let mut merges = Vec::new();
    for token in tokens {
        // Merged letter by letter from the left.
        let mut before = String::new();
        for letter in token.chars() {
            if !before.is_empty() {
                merges.push(format!("{before} {letter}"));
            }
            before.push(letter);
            if !all.contains(&before) {
                all.push(before.clone());
            }
        }
    }
    let count = all.len();
    let mut header = header(&[
        ("model", Value::Text("gpt2".to_owned())),
        ("pre", Value::Text(pre.to_owned())),
        ("tokens", Value::Texts(all)),
        ("merges", Value::Texts(merges)),
        ("add_bos_token", Value::Truth(false)),
    ]);
    let tokenizer = Tokenizer::take(&mut header, count).unwrap();
    let tokens = tokenizer.tokens(text).unwrap();
    tokens.iter().map(|token| tokenizer.text(*token)).collect()
}

#[test]
fn words_are_cut_by_the_rules_of_each_model() {
    let tokens = ["Ġab", "!ab", "ab", "'S", "'s", "1234", "!Ċ", "ĊĊ"];
    let text = "ab'S ab's 1234 12!ab!\n\n   ab";
    let cut = |pre: &str| words(pre, text, &tokens).join("|");
    // GPT-2: clitics in small letters only, numbers as long as they are.
    let gpt2 = "ab|'|S| ab|'s| |1234| |12|!|ab|!|\n\n| | | ab";
    assert_eq!(cut("gpt-2"), gpt2);
    // SmolLM: the same, but every digit apart.
    let smollm = "ab|'|S| ab|'s| |1|2|3|4| |1|2|!|ab|!|\n\n| | | ab";
    assert_eq!(cut("smollm"), smollm);
    // Llama 3: clitics in any letters, three digits at most, a sign may begin a word, line ends belong to signs before them.
    let llama3 = "ab|'S| ab|'s| |123|4| |12|!ab|!\n|\n| | | ab";
    assert_eq!(cut("llama-bpe"), llama3);
}
