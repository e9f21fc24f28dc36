//! The texts in the reader's language: `locales/<tag>.json`, one file per language, loaded when it is needed.
//!
//! They are not compiled in: with the lesson, one language is as large as the rest of the page's data, and nobody reads
//! two at once.

use crate::calibration::{Decision, NegativeScore};
use crate::lesson::figures;
use crate::lesson::markup::keep_together;
use crate::page::language::{self, Language};
use crate::page::{dom, host};
use crate::phrase::{Blank, Phrase};
use crate::state::{State, short};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt::Display;
use wasm_bindgen::{JsCast, JsValue};
use yew::AttrValue;

/// Texts by their keys, such as `lesson.ui.next`.
type Words = HashMap<String, AttrValue>;

thread_local! {
    static LOADED: RefCell<Vec<(Language, Words)>> = const { RefCell::new(Vec::new()) };
    static CURRENT: Cell<Language> = const { Cell::new(Language::FALLBACK) };
}

/// The text of a key, with its blanks filled in: `t!("bar.value", percent = 90)`. It is an [`AttrValue`], which is cheap
/// to clone. A missing key gives a question mark; a test checks that no key is missing.
macro_rules! t {
    ($key:expr) => {
        $crate::page::i18n::say($key)
    };
    ($key:literal, $($blank:ident = $value:expr),+ $(,)?) => {
        $crate::page::i18n::fill(
            $key,
            &[$((stringify!($blank), &$value as &dyn std::fmt::Display)),+],
        )
    };
}
pub(crate) use t;

/// Returns the text of a key in the current language.
pub(crate) fn say(key: &str) -> AttrValue {
    say_in(CURRENT.get(), key)
}

/// Returns the text of a key in a language that is loaded.
pub(crate) fn say_in(language: Language, key: &str) -> AttrValue {
    let found = LOADED.with_borrow(|loaded| {
        let (_, words) = loaded.iter().find(|(here, _)| *here == language)?;
        words.get(key).cloned()
    });
    found.unwrap_or(AttrValue::Static("?"))
}

/// Returns the text of a key with every `%{name}` replaced, and without spaces that this leaves between Chinese characters.
pub(crate) fn fill(key: &str, blanks: &[(&str, &dyn Display)]) -> AttrValue {
    let words = say(key);
    let mut filled = String::new();
    let mut rest: &str = &words;
    while let Some((before, after)) = rest.split_once("%{") {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = blanks.iter().find(|(blank, _)| *blank == name);
        let value = value.map(|(_, value)| value.to_string());
        let value = value.as_deref().unwrap_or_default();
        let (close, follows) = (before.trim_end(), after.trim_start());
        let starts_wide = is_wide(value.chars().next()) && is_wide(close.chars().next_back());
        let ends_wide = is_wide(value.chars().next_back()) && is_wide(follows.chars().next());
        filled.push_str(if starts_wide { close } else { before });
        filled.push_str(value);
        rest = if ends_wide { follows } else { after };
    }
    filled.push_str(rest);
    filled.into()
}

/// Returns whether a character is Chinese. Our Chinese texts have a space beside Latin words and numbers, but none between
/// Chinese characters.
fn is_wide(character: Option<char>) -> bool {
    character.is_some_and(|c| c >= '\u{2e80}')
}

/// Returns whether the texts of a language are loaded.
pub(crate) fn is_here(language: Language) -> bool {
    LOADED.with_borrow(|loaded| loaded.iter().any(|(here, _)| *here == language))
}

/// Loads the texts of a language unless they are loaded already; returns whether that was possible.
pub(crate) async fn fetch(language: Language) -> bool {
    if is_here(language) {
        return true;
    }
    match host::load("words", language.tag()).await {
        Some(words) => take(language, &words),
        None => return false,
    }
    is_here(language)
}

/// Registers the texts of a language, given as a nested object of strings.
pub(crate) fn take(language: Language, object: &JsValue) {
    let mut words = Words::new();
    collect("", object, &mut words);
    if !words.is_empty() {
        LOADED.with_borrow_mut(|loaded| loaded.push((language, words)));
    }
}

/// Adds the texts of an object to `words`, with `path` before their keys.
fn collect(path: &str, object: &JsValue, words: &mut Words) {
    let Some(object) = object.dyn_ref::<js_sys::Object>() else {
        return;
    };
    for entry in js_sys::Object::entries(object).iter() {
        let entry: js_sys::Array = entry.unchecked_into();
        let key = format!("{path}{}", entry.get(0).as_string().unwrap_or_default());
        let value = entry.get(1);
        match value.as_string() {
            Some(text) => {
                let text = figures::fill(&text);
                let text = if key.split('.').next() == Some("lesson") {
                    keep_together(&text)
                } else {
                    text.into_owned()
                };
                words.insert(key, text.into());
            }
            None => collect(&format!("{key}."), &value, words),
        }
    }
}

/// Sets the language, which must be loaded, of all texts and of the document. `remember` stores it as the reader's choice.
pub(crate) fn set_language(language: Language, remember: bool) {
    CURRENT.set(language);
    dom::set_document_language(&t!("language.tag"), &t!("page.title"));
    if remember {
        dom::store(language::STORED, language.tag());
    }
}

/// The name of a label, for a sentence.
pub(crate) fn label(state: &State, k: usize) -> AttrValue {
    state.label(k).to_owned().into()
}

/// The text of a prompt or input; if it is empty, a translated placeholder.
pub(crate) fn text(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("prompt.empty")
    } else {
        text.to_owned().into()
    }
}

/// Formats a share (0 to 1) as a percentage of the current language.
pub(crate) fn percent(share: f64) -> AttrValue {
    t!("number.percent", value = short(share * 100.0))
}

/// Joins names with the separator of the current language.
pub(crate) fn list(names: &[AttrValue]) -> AttrValue {
    join(names, &t!("number.list_separator"))
}

pub(crate) fn join(parts: &[AttrValue], separator: &str) -> AttrValue {
    let mut joined = String::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            joined.push_str(separator);
        }
        joined.push_str(part);
    }
    joined.into()
}

/// The winning label in words, or the labels of a tie.
pub(crate) fn decision(decision: &Decision, labels: &[String]) -> AttrValue {
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

pub(crate) fn negative_score(error: &NegativeScore, labels: &[String]) -> AttrValue {
    let label = labels.get(error.label).cloned().unwrap_or_default();
    t!(
        "use.negative_score",
        label = label,
        score = short(error.score)
    )
}

/// Translates a phrase and fills in its blanks.
pub(crate) fn phrase(phrase: &Phrase) -> AttrValue {
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

/// Translates sentences and joins them.
pub(crate) fn sentences(sentences: &[Phrase]) -> AttrValue {
    let said: Vec<AttrValue> = sentences.iter().map(phrase).collect();
    sentences_of(&said)
}

/// Joins sentences that are already translated.
pub(crate) fn sentences_of(said: &[AttrValue]) -> AttrValue {
    join(said, &t!("number.sentence_separator"))
}
