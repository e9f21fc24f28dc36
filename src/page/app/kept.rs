//! Keeps a state that is too long for the address in the tab's session storage, for a reload.

use crate::link::{self, View};
use crate::page::dom;
use crate::state::State;

const KEPT_HASH: &str = "calibration-explainer.kept-at";
const KEPT_STATE: &str = "calibration-explainer.kept";

fn session() -> Option<web_sys::Storage> {
    dom::window()?.session_storage().ok()?
}

pub(super) fn keep_state(hash: &str, state: &State) {
    if let Some(session) = session() {
        let link = link::format(state, &View::default());
        let _ = session.set_item(KEPT_STATE, &link);
        let _ = session.set_item(KEPT_HASH, hash);
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
