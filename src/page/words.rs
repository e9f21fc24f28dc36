//! Values as words of the reader's language. The texts are in `locales/`.

use super::say::{fill, t};
use crate::calibration::{Decision, NegativeScore};
use crate::phrase::{Blank, Phrase};
use crate::state::{State, short};
use std::fmt::Display;
use yew::AttrValue;

/// A label's name as it stands in a sentence.
pub(super) fn label(state: &State, k: usize) -> AttrValue {
    state.label(k).to_owned().into()
}

/// The text of a prompt or input; a word of our own where it is empty.
pub(super) fn text(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("prompt.empty")
    } else {
        text.to_owned().into()
    }
}

/// A share as a percentage in the language's own form.
pub(super) fn percent(share: f64) -> AttrValue {
    t!("number.percent", value = short(share * 100.0))
}

/// Names joined as the language does.
pub(super) fn list(names: &[AttrValue]) -> AttrValue {
    join(names, &t!("number.list_separator"))
}

pub(super) fn join(parts: &[AttrValue], separator: &str) -> AttrValue {
    let mut joined = String::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            joined.push_str(separator);
        }
        joined.push_str(part);
    }
    joined.into()
}

/// Who wins; a tie is named as one.
pub(super) fn decision(decision: &Decision, labels: &[String]) -> AttrValue {
    let name = |k: &usize| AttrValue::from(labels.get(*k).cloned().unwrap_or_default());
    match decision {
        Decision::Label(k) => name(k),
        Decision::Tie(tied) if tied.len() == labels.len() && tied.len() > 2 => {
            t!("verdict.tie_all")
        }
        Decision::Tie(tied) => {
            let names: Vec<AttrValue> = tied.iter().map(name).collect();
            t!("verdict.tie", labels = list(&names))
        }
    }
}

pub(super) fn negative_score(error: &NegativeScore, labels: &[String]) -> AttrValue {
    let label = labels.get(error.label).cloned().unwrap_or_default();
    t!(
        "use.negative_score",
        label = label,
        score = short(error.score)
    )
}

/// A phrase in the reader's language.
pub(super) fn phrase(phrase: &Phrase) -> AttrValue {
    let values: Vec<AttrValue> = (phrase.blanks.iter())
        .map(|(_, blank)| match blank {
            Blank::Text(text) => text.clone().into(),
            Blank::Phrase(inner) => self::phrase(inner),
            Blank::List(names) => {
                let names: Vec<AttrValue> = names.iter().map(|name| name.clone().into()).collect();
                list(&names)
            }
        })
        .collect();
    let blanks: Vec<(&str, &dyn Display)> = (phrase.blanks.iter())
        .zip(&values)
        .map(|((name, _), value)| (*name, value as &dyn Display))
        .collect();
    fill(phrase.key, &blanks)
}

/// Sentences in a row.
pub(super) fn sentences(sentences: &[Phrase]) -> AttrValue {
    let said: Vec<AttrValue> = sentences.iter().map(phrase).collect();
    sentences_of(&said)
}

/// Sentences that are already words, in a row.
pub(super) fn sentences_of(said: &[AttrValue]) -> AttrValue {
    join(said, &t!("number.sentence_separator"))
}
