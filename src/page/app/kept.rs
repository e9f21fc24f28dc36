//! Keeps a state that is too long for the address in the tab's session storage, for a reload.

use crate::link::{self, View};
use crate::page::dom;
use crate::state::State;

const KEPT_HASH: &str = "calibration-explainer.kept-at";
const KEPT_STATE: &str = "calibration-explainer.kept";

/// Greatest length of a kept state, in characters: no browser keeps more than ten million bytes, in two for each character.
const MAX_KEPT_CHARS: usize = 5_000_000;

fn session() -> Option<web_sys::Storage> {
    dom::window()?.session_storage().ok()?
}

/// Keeps a state, or none if there is no room for it: an older one must not come back.
pub(super) fn keep_state(hash: &str, state: &State) {
    let kept = session().and_then(|session| {
        let link = link::format_within(MAX_KEPT_CHARS, state, &View::default())?;
        session.set_item(KEPT_STATE, &link).ok()?;
        session.set_item(KEPT_HASH, hash).ok()
    });
    if kept.is_none() {
        forget_state();
    }
}

pub(super) fn forget_state() {
    if let Some(session) = session() {
        let _ = session.remove_item(KEPT_STATE);
        let _ = session.remove_item(KEPT_HASH);
    }
}

/// Returns the state that was kept while the address had this hash, if there is one.
pub(super) fn kept_state(hash: &str) -> Option<State> {
    let session = session()?;
    if session.get_item(KEPT_HASH).ok()?? != hash {
        return None;
    }
    Some(link::parse(&session.get_item(KEPT_STATE).ok()??, &[]).state)
}
