//! What the three views of where labels flip share.
//!
//! Their pictures follow the width of the page without being measured: an SVG as wide as its place, with positions in
//! percent and sizes in pixels. What must be a path (curves, polygons) lies in an SVG of its own that is stretched, with
//! strokes that are not.

use crate::page::i18n::t;
use crate::page::piece::PieceInput;
use crate::state::fixed;
use yew::prelude::*;

/// A share as an SVG length.
pub(crate) fn share(value: f64) -> String {
    format!("{}%", fixed(value * 100.0, 2))
}

/// From which side a text is anchored so that it stays inside.
pub(crate) fn anchor(at: f64) -> &'static str {
    if at < 0.3 {
        "start"
    } else if at > 0.7 {
        "end"
    } else {
        "middle"
    }
}

/// An input's text as it stands in a sentence: texts can be as long as a page.
pub(crate) fn brief(text: &str, i: usize) -> AttrValue {
    const MOST: usize = 48;
    if text.trim().is_empty() {
        return t!("inputs.unnamed", number = i + 1);
    }
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)).into(),
        None => text.to_owned().into(),
    }
}

/// The text of a context-free prompt as it stands in a sentence.
pub(crate) fn brief_prompt(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("prompt.empty")
    } else {
        brief(text, 0)
    }
}

/// A picture in words: there for everyone, out of the way of who sees it.
pub(crate) fn in_words(words: AttrValue) -> Html {
    html! {
        <details class="geo-words">
            <summary>{ t!("lesson.ui.described") }</summary>
            <p translate="no">{ words }</p>
        </details>
    }
}

/// How many of the test inputs change their label, and how many there are.
pub(crate) fn flipping(input: &PieceInput) -> (usize, usize) {
    let inputs = &input.derived.inputs;
    let count = inputs.iter().filter(|output| output.flips()).count();
    (count, inputs.len())
}
