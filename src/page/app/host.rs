//! News from the address or from the surrounding page: links, attributes, states, language and colours.

use super::App;
use super::link_messages::messages;
use crate::link::{self, Parsed};
use crate::page::language;
use crate::page::lesson::session;
use crate::page::msg::{AppMsg, HostMsg};
use crate::page::{dom, host_page, test_sets, theme, workspace};
use crate::phrase::imported::Imported;
use crate::phrase::message::Message;
use crate::phrase::phrase;
use crate::presets::Preset;
use crate::state::State;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Greatest number of test inputs of a state that is reported in each frame of a drag.
const MOST_WHILE_DRAGGED: usize = 1_000;

impl App {
    pub(super) fn update_host(&mut self, msg: HostMsg) -> bool {
        match msg {
            HostMsg::AddressChanged => {
                let hash = dom::hash();
                if hash == self.written || self.waits_for_link(&hash, HostMsg::AddressChanged) {
                    return false;
                }
                self.open_link(&hash, Base::Defaults)
            }
            HostMsg::WriteAddress => {
                self.write_address(false);
                false
            }
            HostMsg::OpenLink(link) => {
                let again = HostMsg::OpenLink(link.clone());
                !self.waits_for_link(&link, again) && self.open_link(&link, Base::Defaults)
            }
            HostMsg::OpenState(text) => {
                if let Some(problem) = self.read_state(&text) {
                    self.notify(problem);
                }
                true
            }
            HostMsg::AttributesReplaced => {
                let link = host_page::link();
                !self.waits_for_link(&link, HostMsg::AttributesReplaced)
                    && self.open_link(&link, Base::Config(host_page::config()))
            }
            HostMsg::AttributesChanged(link) => self.open_link(&link, Base::Present),
            HostMsg::PresetMissing => {
                self.notify(Message::problem(phrase!("preset.not_loaded")));
                true
            }
            HostMsg::HostChanged => {
                self.set_language(host_page::language_of(&self.view), false);
                self.paint(theme::of(&self.view), false);
                self.text_size = dom::root_font_size();
                true
            }
        }
    }

    /// Loads what a preset lacks, and sends a message once it is there; returns false if nothing is lacking.
    pub(super) fn waits_for(&self, preset: Option<Preset>, then: AppMsg) -> bool {
        let Some(preset) = preset.filter(|preset| !preset.is_here()) else {
            return false;
        };
        let send = self.send.clone();
        spawn_local(async move {
            send.emit(match test_sets::load(preset).await {
                true => then,
                false => AppMsg::Host(HostMsg::PresetMissing),
            });
        });
        true
    }

    fn waits_for_link(&self, link: &str, then: HostMsg) -> bool {
        self.waits_for(link::preset_of(link), AppMsg::Host(then))
    }

    /// Reports every new state to the surrounding page, if the page is embedded; also during a drag, unless its link takes longer
    /// than a frame.
    pub(crate) fn report(&mut self) {
        let history = &self.workspace().history;
        let state = history.present();
        let same = (self.reported.as_ref()).is_some_and(|reported| Rc::ptr_eq(reported, state));
        let waits = history.dragging() && state.inputs.len() > MOST_WHILE_DRAGGED;
        if !self.embedded || same || waits {
            return;
        }
        let state = Rc::clone(state);
        // The link to a chapter does not contain the state of its figure.
        let figure = self.view.learn.map(|_| &*state);
        let link = self.link(usize::MAX, self.workbench.history.present());
        host_page::report(&link.unwrap_or_default(), figure);
        self.reported = Some(state);
    }

    /// Opens a link; what it does not name is taken from `over`. Returns whether the page must be rendered.
    fn open_link(&mut self, link: &str, over: Base) -> bool {
        // All attributes of an element together define the state, even if there are none.
        let whole = matches!(over, Base::Config(_));
        let part = over == Base::Present;
        let (base, problem) = match over {
            Base::Defaults => (None, None),
            Base::Present => (Some((**self.workspace().history.present()).clone()), None),
            Base::Config(config) => (config.value, config.message),
        };
        let has_config = whole && base.is_some();
        let parsed = link::parse_over(link, &language::TAGS, base);
        let Parsed {
            state,
            preset,
            untouched,
            view,
            notices,
        } = parsed;
        self.written = link.to_owned();
        self.pending_write = None;
        // A language or theme that an element's attributes do not set follows the surrounding page; elsewhere it stays.
        let follows = dom::is_element();
        if follows || view.lang.is_some() {
            self.set_language(host_page::language_of(&view), false);
        }
        if follows || view.theme.is_some() {
            self.paint(theme::of(&view), false);
        }
        let learn = self.view.learn;
        // A link for an iframe names only what changes; an element passes all of its attributes each time.
        self.view = if self.embedded && !follows {
            link::view_over(&self.view, link, view, &notices)
        } else {
            view
        };
        let names_state = link::names_state(link);
        if self.embedded && !whole && (part || !names_state) {
            self.view.learn = learn;
        }
        let chapter = self.view.learn.is_some();
        if chapter && !part && (whole || names_state) {
            let given = session::given(link, has_config, &state);
            // Keys beside a chapter are read again later, over the chapter's own state, with notices of their own.
            self.messages = messages(problem, if has_config { &notices } else { &[] });
            // The workbench stays as it is while the reader is in the lesson.
            self.enter(Some(given), whole);
            // An embedded page does not take the focus away from the surrounding page.
            self.focus_chapter = !self.embedded;
            return true;
        }
        self.messages = messages(problem, &notices);
        if self.embedded && !whole && !names_state {
            return true;
        }
        if part && chapter {
            self.workspace_mut().open(state, None);
            return true;
        }
        if !self.embedded {
            session::remember_workbench();
        }
        let preset = workspace::preset_of(&state, preset.filter(|_| untouched));
        // One step for undo, so that the state before is not lost.
        self.workbench.open(state, preset);
        true
    }
}

/// The source of everything that a link does not name.
#[derive(PartialEq)]
enum Base {
    /// The defaults.
    Defaults,
    /// The present state.
    Present,
    /// An element's `config`, if it has one.
    Config(Imported<State>),
}
