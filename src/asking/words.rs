use super::random::Random;
use crate::state::{MAX_TEXT_CHARS, State};

/// Most words of a text that are drawn from; of long inputs the first count.
const MAX_WORDS: usize = 1_000;
/// Most inputs that words are drawn from, and most words of a drawn text.
const MAX_DRAWN_FROM: usize = 2_000;

/// Most words of a drawn text.
pub const MAX_DRAWN: usize = 200;

/// Texts of random words of the state's own test inputs, as context-free prompts: domain-context calibration (Fei et al. 2023, arXiv
/// 2305.19148). Each has as many words as the inputs have on average. The same seed draws the same texts; empty if the inputs have
/// no words.
///
/// Chinese, Japanese and Korean characters count as a word each, since no spaces part their words.
pub fn of_random_words(state: &State, count: usize, seed: u64) -> Vec<String> {
    let texts = state.inputs.iter().take(MAX_DRAWN_FROM);
    let texts: Vec<Vec<&str>> = texts
        .map(|input| words(input.text).take(MAX_WORDS).collect())
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect();
    let all: Vec<&str> = texts.iter().flatten().copied().collect();
    if all.is_empty() {
        return Vec::new();
    }
    let length = (all.len() as f64 / texts.len() as f64).round() as usize;
    let length = length.clamp(1, MAX_DRAWN);
    let mut random = Random::new(seed);
    let draw = |_| {
        let words = (0..length).filter_map(|_| all.get(random.below(all.len())).copied());
        joined(words)
    };
    (0..count).map(draw).collect()
}

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().flat_map(|run| {
        let mut rest = run;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = if is_word_alone(first) {
                first.len_utf8()
            } else {
                rest.find(is_word_alone).unwrap_or(rest.len())
            };
            let (word, after) = rest.split_at_checked(end)?;
            rest = after;
            Some(word)
        })
    })
}

/// Returns whether a character is written without spaces around it: those of Chinese, Japanese and Korean, and their punctuation.
fn is_word_alone(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// Joins words as their script does.
fn joined<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    for word in words {
        let alone = |c: Option<char>| c.is_none_or(is_word_alone);
        if !alone(text.chars().last()) && !alone(word.chars().next()) {
            text.push(' ');
        }
        if text.len() + word.len() > MAX_TEXT_CHARS {
            break;
        }
        text.push_str(word);
    }
    text
}
