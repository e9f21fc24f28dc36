//! The state in the address: written, and where it is too long for that, kept.

use super::App;
use super::kept::{forget_state, keep_state};
use crate::link;
use crate::page::dom;
use crate::page::msg::{AppMsg, HostMsg};
use crate::state::{MAX_LINK_CHARS, State};
use gloo_timers::callback::Timeout;

/// The address follows the state this long after the last change, in milliseconds.
const WRITE_MS: u32 = 300;

impl App {
    pub(super) fn schedule_write(&mut self) {
        let send = self.send.clone();
        self.pending_write = Some(Timeout::new(WRITE_MS, move || {
            send.emit(AppMsg::Host(HostMsg::WriteAddress))
        }));
    }

    pub(super) fn write_address(&mut self, push: bool) {
        self.pending_write = None;
        // The address of a frame belongs to the author of the page around.
        if self.framed {
            return;
        }
        // A drag that is still on its way is no state to come back to.
        let state = self.workbench.history.before_drag();
        let hash = self.link(state);
        if hash.len() > MAX_LINK_CHARS {
            // Too long for a link: kept for a reload of this tab, and shared as a file.
            keep_state(&self.written, state);
            return;
        }
        let hash = format!("#{hash}");
        if hash != self.written {
            dom::set_hash(hash.trim_start_matches('#'), push);
            // The browser may write some characters in its own way.
            self.written = dom::hash();
        }
        forget_state();
    }

    /// The link to what is in view, with this state of the workbench.
    pub(super) fn link(&self, state: &State) -> String {
        match self.view.learn {
            Some(chapter) => link::format_lesson(chapter, &self.view),
            None => self.workbench.link(state, &self.view),
        }
    }
}
