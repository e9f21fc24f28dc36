//! Public test sets: hundreds of rows each, so they are no part of the page.

use crate::import::state_json::state_from_json;
use crate::state::State;
use std::cell::RefCell;
use std::collections::HashMap;

thread_local! {
    static TAKEN: RefCell<HashMap<u8, State>> = RefCell::default();
}

/// The state of a set by its index, if its file was taken.
pub(super) fn state(index: u8) -> Option<State> {
    TAKEN.with_borrow(|taken| taken.get(&index).cloned())
}

/// Takes the text of a set's file; returns whether it is a state.
pub(super) fn take(index: u8, text: &str) -> bool {
    let state = state_from_json(text);
    let is_state = state.is_ok();
    if let Ok(state) = state {
        TAKEN.with_borrow_mut(|taken| taken.insert(index, state));
    }
    is_state
}
