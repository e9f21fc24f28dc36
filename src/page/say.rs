//! Looks up the words of the reader's language.
//!
//! A thin layer over rust-i18n: its own `t!` writes the whole lookup out at every call, which weighs more than all the
//! words together.

use std::fmt::Display;
use yew::AttrValue;

/// The words of a key, with its blanks filled in: `t!("bar.value", percent = 90)`. An [`AttrValue`], which costs nothing
/// to copy. A key that is missing shows itself; a test keeps that from happening.
macro_rules! t {
    ($key:expr) => {
        $crate::page::say::say($key)
    };
    ($key:expr, $($blank:ident = $value:expr),+ $(,)?) => {
        $crate::page::say::fill($key, &[$((stringify!($blank), &$value as &dyn std::fmt::Display)),+])
    };
}
pub(super) use t;

#[inline(never)]
pub(super) fn say(key: &str) -> AttrValue {
    match crate::_rust_i18n_try_translate(&rust_i18n::locale(), key) {
        Some(words) => words.into(),
        None => key.to_owned().into(),
    }
}

#[inline(never)]
pub(super) fn fill(key: &str, blanks: &[(&str, &dyn Display)]) -> AttrValue {
    let mut names = Vec::with_capacity(blanks.len());
    let mut values = Vec::with_capacity(blanks.len());
    for (name, value) in blanks {
        names.push(*name);
        values.push(value.to_string());
    }
    rust_i18n::replace_patterns(&say(key), &names, &values).into()
}
