//! News from the address or from the page around: links, attributes, states, language and colours.

use super::App;
use super::link_messages::messages;
use crate::link::{self, Parsed};
use crate::page::language::{self, Language};
use crate::page::lesson::session;
use crate::page::msg::{AppMsg, HostMsg, ViewMsg};
use crate::page::{dom, host_page, i18n, theme, workspace};
use crate::phrase::imported::Imported;
use crate::state::State;
use std::rc::Rc;

impl App {
    pub(super) fn update_host(&mut self, msg: HostMsg) -> bool {
        match msg {
            HostMsg::AddressChanged => {
                let hash = dom::hash();
                hash != self.written && self.open_link(&hash, Base::Defaults)
            }
            HostMsg::WriteAddress => {
                self.write_address(false);
                false
            }
            HostMsg::OpenLink(link) => self.open_link(&link, Base::Defaults),
            HostMsg::OpenState(text) => {
                self.read_state(&text);
                true
            }
            HostMsg::AttributesReplaced => {
                self.open_link(&host_page::link(), Base::Config(host_page::config()))
            }
            HostMsg::AttributesChanged(link) => self.open_link(&link, Base::Present),
            HostMsg::HostChanged => {
                self.follow_language(host_page::language_of(&self.view));
                self.paint(theme::of(&self.view), false);
                self.text_size = dom::root_font_size();
                true
            }
        }
    }

    /// Speaks a language that nobody chose here: nothing is remembered.
    fn follow_language(&mut self, language: Language) {
        if i18n::is_here(language) {
            self.language = language;
            i18n::set_language(language, false);
        } else {
            self.send.emit(AppMsg::View(ViewMsg::SetLanguage(language)));
        }
    }

    /// In a frame: tells the page around about every new state, also while a bar is dragged.
    pub(crate) fn report(&mut self) {
        let state = self.workspace().history.present();
        let same = (self.reported.as_ref()).is_some_and(|reported| Rc::ptr_eq(reported, state));
        if !self.framed || same {
            return;
        }
        let state = Rc::clone(state);
        // The link to a chapter does not carry the state of its figure.
        let figure = self.view.learn.map(|_| &*state);
        host_page::report(&self.link(self.workbench.history.present()), figure);
        self.reported = Some(state);
    }

    /// Opens what a link says.
    fn open_link(&mut self, link: &str, over: Base) -> bool {
        // All attributes of an element say what the state is, also where none of them is there.
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
        // What an element's attributes do not fix follows the page around it; else it stays as it is.
        let follows = dom::is_element();
        if follows || view.lang.is_some() {
            self.follow_language(host_page::language_of(&view));
        }
        if follows || view.theme.is_some() {
            self.paint(theme::of(&view), false);
        }
        let learn = self.view.learn;
        // The page around a frame names what it changes; an element gets all of its attributes each time.
        self.view = if self.framed && !follows {
            link::view_over(&self.view, link, view, &notices)
        } else {
            view
        };
        let names_state = link::names_state(link);
        if self.framed && !whole && (part || !names_state) {
            self.view.learn = learn;
        }
        let chapter = self.view.learn.is_some();
        if chapter && !part && (whole || names_state) {
            let given = session::given(link, has_config, &state);
            // What is beside a chapter is read again, over its own state.
            self.messages = messages(problem, if has_config { &notices } else { &[] });
            // The workbench stays as it is while the reader is in the lesson.
            self.enter(Some(given), whole);
            // A frame does not take the focus away from the page around.
            self.focus_chapter = !self.framed;
            return true;
        }
        self.messages = messages(problem, &notices);
        if self.framed && !whole && !names_state {
            return true;
        }
        if part && chapter {
            self.workspace_mut().open(state, None);
            return true;
        }
        if !self.framed {
            session::remember_workbench();
        }
        let preset = workspace::preset_of(&state, preset.filter(|_| untouched));
        // One step for undo: what was here before is not lost.
        self.workbench.open(state, preset);
        true
    }
}

/// What a link is read over.
#[derive(PartialEq)]
enum Base {
    /// What it does not name has its default.
    Defaults,
    /// What it does not name stays.
    Present,
    /// What it does not name is as an element's `config` says.
    Config(Imported<State>),
}
