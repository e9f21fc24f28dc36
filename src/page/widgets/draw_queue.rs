//! Charts wait here for an animation frame: at most one drawing of each in a frame, and few in one.

use crate::page::dom;
use gloo_render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::collections::VecDeque;
use web_sys::Element;
use yew::{Callback, NodeRef};

/// Charts that are drawn in one animation frame: with twenty prompts the rest comes in the next ones, so that the page
/// stays fluid under the finger.
const PER_FRAME: usize = 5;

/// A chart that waits for its frame.
pub(crate) struct Waiting {
    /// Where it stands.
    pub(crate) frame: NodeRef,
    /// Whether it may be left out where it is out of view.
    pub(crate) dragging: bool,
    /// Told whether the chart is in view.
    pub(crate) draw: Callback<bool>,
}

impl Waiting {
    fn in_view(&self) -> bool {
        let frame = self.frame.cast::<Element>();
        !self.dragging || frame.is_some_and(|frame| dom::in_view(&frame))
    }
}

thread_local! {
    static WAITING: RefCell<VecDeque<Waiting>> = const { RefCell::new(VecDeque::new()) };
    static FRAME: RefCell<Option<AnimationFrame>> = const { RefCell::new(None) };
}

/// Draws in one of the next animation frames, in the order of asking.
pub(crate) fn wait(waiting: Waiting) {
    WAITING.with_borrow_mut(|all| all.push_back(waiting));
    if FRAME.with_borrow(Option::is_none) {
        next_frame();
    }
}

fn next_frame() {
    let frame = request_animation_frame(|_| {
        let mut drawn = 0;
        let mut now = Vec::new();
        while drawn < PER_FRAME
            && let Some(waiting) = WAITING.with_borrow_mut(VecDeque::pop_front)
        {
            let in_view = waiting.in_view();
            drawn += usize::from(in_view);
            now.push((waiting.draw, in_view));
        }
        FRAME.set(None);
        if WAITING.with_borrow(|waiting| !waiting.is_empty()) {
            next_frame();
        }
        for (draw, in_view) in now {
            draw.emit(in_view);
        }
    });
    FRAME.set(Some(frame));
}
