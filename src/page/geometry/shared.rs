//! Helpers of the three geometry views.
//!
//! Their pictures adapt to the width of the page without being measured: an SVG fills the width available, with positions
//! in percent and sizes in pixels. Curves and polygons, which need paths, are in an SVG of their own that is stretched,
//! with strokes that keep their width.

use crate::page::i18n::t;
use crate::page::piece::PieceInput;
use crate::state::fixed;
use yew::prelude::*;

/// Formats a share (0 to 1) as an SVG length in percent.
pub(crate) fn share(value: f64) -> String {
    format!("{}%", fixed(value * 100.0, 2))
}

/// The `text-anchor` of a text at a share of the width, such that the text stays inside the picture.
pub(crate) fn anchor(at: f64) -> &'static str {
    if at < 0.3 {
        "start"
    } else if at > 0.7 {
        "end"
    } else {
        "middle"
    }
}

/// The text of the input with index `i`, shortened for a sentence; a placeholder if it is empty.
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

/// The text of a context-free prompt, shortened for a sentence.
pub(crate) fn brief_prompt(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("prompt.empty")
    } else {
        brief(text, 0)
    }
}

/// The description of a picture in words, which can be unfolded.
pub(crate) fn in_words(words: AttrValue) -> Html {
    html! {
        <details class="geo-words">
            <summary>{ t!("lesson.ui.described") }</summary>
            <p translate="no">{ words }</p>
        </details>
    }
}

/// Greatest number of test inputs that a picture shows one by one; of more, it shows how dense they lie.
pub(crate) const MOST_SHOWN: usize = 500;

/// Whether a picture shows how dense the inputs lie.
pub(crate) fn is_dense(input: &PieceInput) -> bool {
    input.state.inputs.len() > MOST_SHOWN
}

/// The number of test inputs whose label flips, and the number of all.
pub(crate) fn flipping(input: &PieceInput) -> (usize, usize) {
    let derived = &input.derived;
    (derived.evaluation.flips, derived.labels_after.len())
}
