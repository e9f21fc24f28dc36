//! What the three views of where labels flip share.
//!
//! Their pictures follow the width of the page without being measured: an SVG as wide as its place, with positions in
//! percent and sizes in pixels. What must be a path (curves, polygons) lies in an SVG of its own that is stretched, with
//! strokes that are not.

use crate::page::part::Env;
use crate::page::piece::{Kind, Piece};
use crate::page::say::t;
use crate::page::{Request, dom};
use crate::state::fixed;
use web_sys::Element;
use yew::prelude::*;

/// The view for that many labels. A reader can add labels under a figure that was made for fewer.
pub(super) fn fitting(k: usize) -> Kind {
    match k {
        2 => Kind::Line,
        3 => Kind::Triangle,
        _ => Kind::Pairwise,
    }
}

/// In place of a piece: the one for this number of labels, or why there is none.
pub(super) fn instead(piece: &Piece, env: &Env) -> Option<Html> {
    let kind = fitting(piece.state.k());
    if kind != piece.kind {
        return Some(piece.of(kind).html(env));
    }
    let undefined = piece.derived.parameters.is_err();
    undefined.then(|| html! { <p class="hint" role="status">{ t!("lesson.ui.no_figure") }</p> })
}

/// A pointer that holds a point. Nothing changes before it moves, so that a click only selects.
#[derive(Default)]
pub(super) struct Hold {
    pointer: Option<i32>,
    moved: bool,
    /// Where it went down, in CSS pixels.
    from: (f64, f64),
    /// From there to the point, which stays under the pointer as it was taken up.
    offset: (f64, f64),
}

/// How far a finger may slip and still only click.
const SLIP: f64 = 3.0;

impl Hold {
    /// Takes a point up that lies at `at` in its plane (shares of the plane's sides).
    pub(super) fn down(&mut self, event: &PointerEvent, at: (f64, f64)) -> bool {
        if event.button() != 0 || self.pointer.is_some() {
            return false;
        }
        let slider = dom::target::<Element>(event).and_then(|e| e.closest("[role=slider]").ok());
        let (Some(place), Some(slider)) = (place(event), slider.flatten()) else {
            return false;
        };
        let _ = slider.set_pointer_capture(event.pointer_id());
        *self = Self {
            pointer: Some(event.pointer_id()),
            moved: false,
            from: (f64::from(event.client_x()), f64::from(event.client_y())),
            offset: (at.0 - place.0, at.1 - place.1),
        };
        true
    }

    /// Where the point is now, once it is on its way.
    pub(super) fn moved(&mut self, event: &PointerEvent) -> Option<(f64, f64)> {
        if self.pointer != Some(event.pointer_id()) {
            return None;
        }
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        self.moved |= (x - self.from.0).abs().max((y - self.from.1).abs()) >= SLIP;
        let place = place(event).filter(|_| self.moved)?;
        Some((place.0 + self.offset.0, place.1 + self.offset.1))
    }

    pub(super) fn up(&mut self, event: &PointerEvent, env: &Env) {
        if self.pointer == Some(event.pointer_id()) {
            self.pointer = None;
            if self.moved {
                env.send.emit(Request::Commit);
            }
        }
    }

    /// The browser took the pointer away, mostly to scroll the page.
    pub(super) fn cancelled(&mut self, event: &PointerEvent, env: &Env) {
        if self.pointer == Some(event.pointer_id()) {
            self.give_up(env);
        }
    }

    /// Escape gives a drag up; whether it was that.
    pub(super) fn escaped(&mut self, event: &KeyboardEvent, env: &Env) -> bool {
        let held = event.key() == "Escape" && self.pointer.is_some();
        if held {
            event.prevent_default();
            self.give_up(env);
        }
        held
    }

    fn give_up(&mut self, env: &Env) {
        self.pointer = None;
        if self.moved {
            env.send.emit(Request::Cancel);
        }
    }
}

/// Where the pointer is in the plane of the point that it began on, in shares of the plane's sides.
fn place(event: &PointerEvent) -> Option<(f64, f64)> {
    let plane = dom::target::<Element>(event)?
        .closest(".geo-plane")
        .ok()??;
    let rect = plane.get_bounding_client_rect();
    (rect.width() > 0.0 && rect.height() > 0.0).then(|| {
        (
            (f64::from(event.client_x()) - rect.left()) / rect.width(),
            (f64::from(event.client_y()) - rect.top()) / rect.height(),
        )
    })
}

/// A share as an SVG length.
pub(super) fn share(value: f64) -> String {
    format!("{}%", fixed(value * 100.0, 2))
}

/// From which side a text is anchored so that it stays inside.
pub(super) fn anchor(at: f64) -> &'static str {
    if at < 0.3 {
        "start"
    } else if at > 0.7 {
        "end"
    } else {
        "middle"
    }
}

/// An input's text as it stands in a sentence: texts can be as long as a page.
pub(super) fn brief(text: &str, i: usize) -> AttrValue {
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
pub(super) fn brief_prompt(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("prompt.empty")
    } else {
        brief(text, 0)
    }
}

/// A picture in words: there for everyone, out of the way of who sees it.
pub(super) fn in_words(words: AttrValue) -> Html {
    html! {
        <details class="geo-words">
            <summary>{ t!("lesson.ui.described") }</summary>
            <p>{ words }</p>
        </details>
    }
}

/// How many of the test inputs change their label, and how many there are.
pub(super) fn flipping(piece: &Piece) -> (usize, usize) {
    let inputs = &piece.derived.inputs;
    let count = inputs.iter().filter(|output| output.flips()).count();
    (count, inputs.len())
}
