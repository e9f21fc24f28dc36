//! The queue in which charts wait to be drawn: a few of them in each animation frame.

use crate::page::dom;
use gloo_render::{AnimationFrame, request_animation_frame};
use std::cell::RefCell;
use std::collections::VecDeque;
use web_sys::Element;
use yew::{Callback, NodeRef};

/// Greatest number of charts that are drawn in one animation frame. The rest (there may be twenty) follow in the next frames, so
/// that drags stay smooth.
const PER_FRAME: usize = 5;

/// A chart that waits to be drawn.
pub(crate) struct Waiting {
    /// The element of the chart.
    pub(crate) frame: NodeRef,
    /// True during a drag: then the chart may be left out if it is out of view.
    pub(crate) dragging: bool,
    /// Called when the turn of the chart has come, with false if it may be left out.
    pub(crate) draw: Callback<bool>,
}

impl Waiting {
    /// Returns false if the chart may be left out.
    fn must_draw(&self) -> bool {
        let frame = self.frame.cast::<Element>();
        !self.dragging || frame.is_some_and(|frame| dom::in_view(&frame))
    }
}

thread_local! {
    static WAITING: RefCell<VecDeque<Waiting>> = const { RefCell::new(VecDeque::new()) };
    static FRAME: RefCell<Option<AnimationFrame>> = const { RefCell::new(None) };
}

/// Adds a chart to the queue, to be drawn in one of the next animation frames.
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
            let must_draw = waiting.must_draw();
            drawn += usize::from(must_draw);
            now.push((waiting.draw, must_draw));
        }
        FRAME.set(None);
        if WAITING.with_borrow(|waiting| !waiting.is_empty()) {
            next_frame();
        }
        for (draw, must_draw) in now {
            draw.emit(must_draw);
        }
    });
    FRAME.set(Some(frame));
}
