//! Writes the state to the address; if it is too long for that, keeps it for a reload.

use super::App;
use super::kept::{forget_state, keep_state};
use crate::link;
use crate::page::dom;
use crate::page::msg::{AppMsg, HostMsg};
use crate::state::{MAX_LINK_CHARS, State};
use gloo_timers::callback::Timeout;

/// Delay after the last change until the state is written to the address, in milliseconds.
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
        // The address of an embedded page belongs to the author of the surrounding page.
        if self.embedded {
            return;
        }
        // The preview of an unfinished drag is left out.
        let state = self.workbench.history.before_drag();
        let Some(hash) = self.link(MAX_LINK_CHARS, state) else {
            // Too long for a link: kept for a reload of this tab, and shared as a file.
            keep_state(&self.written, state);
            return;
        };
        let hash = format!("#{hash}");
        if hash != self.written {
            dom::set_hash(hash.trim_start_matches('#'), push);
            // The browser may encode some characters differently.
            self.written = dom::hash();
        }
        forget_state();
    }

    /// The link to the open chapter, or else to this state of the workbench, if it has at most `most` characters.
    pub(super) fn link(&self, most: usize, state: &State) -> Option<String> {
        match self.view.learn {
            Some(chapter) => Some(link::format_lesson(chapter, &self.view)),
            None => self.workbench.link(most, state, &self.view),
        }
    }
}
