//! The content of a snippet as keys of a link; keys as attributes and as a query.

use super::choices::{Choices, What};
use crate::calibration::{Averaging, Method, Readout};
use crate::link::{self, PagePart, Theme, View, ViewName};
use crate::state::{INPUT_SLOT, Named, State};
use percent_encoding::percent_decode_str;

/// A key and its value, percent-encoded.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    name: &'static str,
    value: String,
}

impl Key {
    pub(super) fn new(name: &'static str, value: impl Into<String>) -> Self {
        Self {
            name,
            value: value.into(),
        }
    }

    /// Returns whether the key also applies to the page outside a frame.
    pub(super) fn is_of_page(&self) -> bool {
        ["lang", "theme", "learn"].contains(&self.name)
    }
}

/// Keys of a state, in the order of a link.
const STATE: [&str; 15] = [
    "labels",
    "template",
    "shot",
    "cf",
    "p",
    "method",
    "averaging",
    "from",
    "readout",
    "w",
    "b",
    "lock",
    "source",
    "hand",
    "unasked",
];

/// The keys of a state, without those at their default, since people read the snippet.
pub(super) fn of_state(state: &State) -> Vec<Key> {
    let defaults = [
        ("method", Method::default().name()),
        ("averaging", Averaging::default().name()),
        ("readout", Readout::default().name()),
    ];
    let link = link::format(state, &View::default());
    (link.split('&').filter_map(|pair| pair.split_once('=')))
        .filter(|pair| !defaults.contains(pair))
        .filter_map(|(name, value)| {
            let name = STATE.iter().find(|known| **known == name)?;
            Some(Key::new(name, value))
        })
        .collect()
}

/// The keys of the view.
pub(super) fn of_view(choices: &Choices, chapter: Option<usize>) -> Vec<Key> {
    let mut keys = Vec::new();
    match (chapter, choices.what) {
        (Some(chapter), _) => keys.push(Key::new("learn", chapter.to_string())),
        // The whole workbench is the default.
        (None, What::View(ViewName::Workbench) | What::Chapter) => {}
        (None, What::View(view)) => keys.push(Key::new("view", view.name())),
    }
    if let Some(lang) = &choices.lang {
        keys.push(Key::new("lang", lang));
    }
    if choices.theme != Theme::Auto {
        keys.push(Key::new("theme", choices.theme.name()));
    }
    let hidden: Vec<&str> = (choices.what.parts().iter())
        .filter(|part| choices.hide.contains(part))
        .map(|part: &PagePart| part.name())
        .collect();
    if !hidden.is_empty() {
        keys.push(Key::new("hide", hidden.join(",")));
    }
    if choices.readonly {
        keys.push(Key::new("readonly", "true"));
    }
    keys
}

/// Writes keys as a query.
pub(super) fn query<'a>(keys: impl IntoIterator<Item = &'a Key>) -> String {
    let pairs: Vec<String> = (keys.into_iter())
        .map(|key| format!("{}={}", key.name, key.value))
        .collect();
    pairs.join("&")
}

/// Writes keys as attributes: the entries of a repeated key are joined by `;`.
pub(super) fn attributes(keys: &[Key]) -> Vec<(&'static str, String)> {
    let mut attributes: Vec<(&'static str, String)> = Vec::new();
    for Key { name, value } in keys {
        let value = readable(value).replace(';', "%3B");
        match attributes.last_mut() {
            Some((last, entries)) if last == name => {
                entries.push_str("; ");
                entries.push_str(&value);
            }
            _ => attributes.push((name, value)),
        }
    }
    attributes
}

/// Decodes the letters, quotation marks and spaces between words of a percent-encoded text, since people read the snippet.
/// The rest stays encoded: invisible characters (spaces at an end, direction marks, joiners), and characters that one of the
/// targets, or a template engine before it, would interpret.
fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('%') {
        let (before, encoded) = rest.split_at(start);
        out.push_str(before);
        let (run, after) = encoded
            .split_at_checked(run_of_triples(encoded))
            .unwrap_or((encoded, ""));
        match percent_decode_str(run).decode_utf8() {
            Ok(decoded) => {
                let mut chars = decoded.chars().peekable();
                while let Some(c) = chars.next() {
                    // The character after the space; a separator ends the text.
                    let next = chars.peek().copied().or_else(|| after.chars().next());
                    let inside = out.ends_with(is_plain) && next.is_some_and(is_plain);
                    if is_plain(c) || c == ' ' && inside {
                        out.push(c);
                    } else {
                        encode(&mut out, c);
                    }
                }
            }
            Err(_) => out.push_str(run),
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("%7Binput%7D", INPUT_SLOT)
}

/// Length in bytes of the sequence of `%XX` at the start; at least one.
fn run_of_triples(text: &str) -> usize {
    let is_triple = |bytes: &&[u8]| matches!(bytes, [b'%', a, b] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    let triples = text.as_bytes().chunks(3).take_while(is_triple).count();
    (triples * 3).max(1)
}

fn encode(out: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Returns whether a character is visible and has no meaning in an attribute or to a key.
fn is_plain(c: char) -> bool {
    match c.is_ascii() {
        true => c.is_ascii_alphanumeric() || "[]'()/.!?-_".contains(c),
        false => !is_unseen(c),
    }
}

/// Returns whether a character is invisible or has no meaning of its own: controls, spaces, characters that Unicode lets
/// programs ignore (direction marks, joiners, variation selectors), private and unassigned ones. The standard library has no
/// table of these.
fn is_unseen(c: char) -> bool {
    matches!(u32::from(c),
        0x80..=0xa0 | 0xad | 0x34f | 0x61c | 0x115f..=0x1160 | 0x1680 | 0x17b4..=0x17b5 | 0x180b..=0x180f
        | 0x2000..=0x200f | 0x2028..=0x202f | 0x205f..=0x206f | 0x3000 | 0x3164 | 0xe000..=0xf8ff | 0xfe00..=0xfe0f
        | 0xfeff | 0xffa0 | 0xfff0..=0xffff | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..)
}
