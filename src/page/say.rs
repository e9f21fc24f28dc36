//! The words of the reader's language: `locales/<tag>.json`, one file a language, loaded when it is needed.
//!
//! Words are not compiled in: with the lesson a language weighs as much as the rest of the page's data, and nobody reads
//! two at once.

use super::{Language, loader};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt::Display;
use wasm_bindgen::{JsCast, JsValue};
use yew::AttrValue;

/// Texts by their keys: `lesson.ui.next` and the like.
type Words = HashMap<String, AttrValue>;

thread_local! {
    static LOADED: RefCell<Vec<(Language, Words)>> = const { RefCell::new(Vec::new()) };
    static CURRENT: Cell<Language> = const { Cell::new(Language::FALLBACK) };
}

/// The words of a key, with its blanks filled in: `t!("bar.value", percent = 90)`. An [`AttrValue`], which costs nothing
/// to copy. A key that is missing shows as a question mark; a test keeps that from happening.
macro_rules! t {
    ($key:expr) => {
        $crate::page::say::say($key)
    };
    ($key:literal, $($blank:ident = $value:expr),+ $(,)?) => {
        $crate::page::say::fill(
            $key,
            &[$((stringify!($blank), &$value as &dyn std::fmt::Display)),+],
        )
    };
}
pub(super) use t;

/// The words of a key.
pub(super) fn say(key: &str) -> AttrValue {
    say_in(CURRENT.get(), key)
}

/// The words of a key in a language that is here.
pub(super) fn say_in(language: Language, key: &str) -> AttrValue {
    let found = LOADED.with_borrow(|loaded| {
        let (_, words) = loaded.iter().find(|(here, _)| *here == language)?;
        words.get(key).cloned()
    });
    found.unwrap_or(AttrValue::Static("?"))
}

/// The words of a key with `%{name}` replaced.
pub(super) fn fill(key: &str, blanks: &[(&str, &dyn Display)]) -> AttrValue {
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

/// Whether a character is a Chinese one, as wide as it is high. Chinese has a space beside Latin words and numbers, but none
/// inside itself.
fn is_wide(character: Option<char>) -> bool {
    character.is_some_and(|c| c >= '\u{2e80}')
}

/// Whether a language's words are here.
pub(super) fn is_here(language: Language) -> bool {
    LOADED.with_borrow(|loaded| loaded.iter().any(|(here, _)| *here == language))
}

/// Brings a language's words here; whether that was possible.
pub(super) async fn fetch(language: Language) -> bool {
    if is_here(language) {
        return true;
    }
    match loader::load("words", language.tag()).await {
        Some(words) => take(language, &words),
        None => return false,
    }
    is_here(language)
}

/// Takes the words of a language: a nested object of texts.
pub(super) fn take(language: Language, object: &JsValue) {
    let mut words = Words::new();
    collect("", object, &mut words);
    if !words.is_empty() {
        LOADED.with_borrow_mut(|loaded| loaded.push((language, words)));
    }
}

/// Adds the texts of an object, whose keys begin with `path`.
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
                words.insert(key, text.into());
            }
            None => collect(&format!("{key}."), &value, words),
        }
    }
}

/// Speaks a language from now on.
pub(super) fn speak(language: Language) {
    CURRENT.set(language);
}
