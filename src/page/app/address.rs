//! The state in the address: read, written, and where it is too long for that, kept.

use super::{App, first_language, preset_shown};
use crate::link::{self, Parsed, Theme, View};
use crate::page::{Language, Request, dom, frame, language, lesson, say, theme};
use crate::phrase::imported::Imported;
use crate::phrase::message::Message;
use crate::state::{MAX_LINK_CHARS, State};
use gloo_timers::callback::Timeout;
use std::rc::Rc;

/// The address follows the state this long after the last change, in milliseconds.
const SETTLED_MS: u32 = 300;

impl App {
    pub(super) fn schedule_write(&mut self) {
        let send = self.send.clone();
        self.pending_write = Some(Timeout::new(SETTLED_MS, move || {
            send.emit(Request::WriteAddress)
        }));
    }

    pub(super) fn write_address(&mut self, push: bool) {
        self.pending_write = None;
        // The address of a frame belongs to the author of the page around.
        if self.framed {
            return;
        }
        // A drag that is still on its way is no state to come back to.
        let state = self.bench.history.settled();
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
    fn link(&self, state: &State) -> String {
        match self.view.learn {
            Some(chapter) => link::format_lesson(chapter, &self.view),
            None => self.bench.link(state, &self.view),
        }
    }

    /// In a frame: tells the page around about every new state, also while a bar is dragged.
    pub(super) fn report(&mut self) {
        let state = self.desk().history.present();
        let told = (self.reported.as_ref()).is_some_and(|told| Rc::ptr_eq(told, state));
        if !self.framed || told {
            return;
        }
        let state = Rc::clone(state);
        // The link to a chapter does not carry the state of its figure.
        let figure = self.view.learn.map(|_| &*state);
        frame::report(&self.link(self.bench.history.present()), figure);
        self.reported = Some(state);
    }

    pub(super) fn read_address(&mut self) -> bool {
        let hash = dom::hash();
        hash != self.written && self.take_link(&hash, Under::Nothing)
    }

    /// Opens what a link says.
    pub(super) fn take_link(&mut self, link: &str, under: Under) -> bool {
        // All attributes of an element say what the state is, also where none of them is there.
        let whole = matches!(under, Under::Config(_));
        let part = under == Under::Present;
        let (base, problem) = match under {
            Under::Nothing => (None, None),
            Under::Present => (Some((**self.desk().history.present()).clone()), None),
            Under::Config(config) => (config.value, config.message),
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
            self.take_language(first_language(&view));
        }
        if follows || view.theme.is_some() {
            self.take_theme(theme::of(&view));
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
            let given = lesson::given(link, has_config, &state);
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
            self.desk_mut().open(state, None);
            return true;
        }
        if !self.framed {
            lesson::remember_workbench();
        }
        let preset = preset_shown(&state, preset.filter(|_| untouched));
        // One step for undo: what was here before is not lost.
        self.bench.open(state, preset);
        true
    }
}

impl App {
    /// Speaks a language that nobody chose here: nothing is remembered.
    pub(super) fn take_language(&mut self, language: Language) {
        if say::is_here(language) {
            self.language = language;
            language.apply(false);
        } else {
            self.send.emit(Request::Speak(language));
        }
    }

    pub(super) fn take_theme(&mut self, theme: Theme) {
        self.theme = theme;
        theme::apply(theme, false);
        self.palette = Rc::new(theme::palette());
    }
}

/// What a link is read over.
#[derive(PartialEq)]
pub(super) enum Under {
    /// What it does not name has its default.
    Nothing,
    /// What it does not name stays.
    Present,
    /// What it does not name is as an element's `config` says.
    Config(Imported<State>),
}

/// What is to be said about a link and the `config` that came with it.
pub(super) fn messages(problem: Option<Message>, notices: &[link::Notice]) -> Rc<Vec<Message>> {
    let notices = notices.iter().map(Message::from);
    Rc::new(problem.into_iter().chain(notices).map(in_tag).collect())
}

/// A message about a link as it is told where that is made of attributes.
pub(super) fn in_tag(mut message: Message) -> Message {
    if dom::is_element() {
        for sentence in &mut message.sentences {
            match sentence.key {
                "link.bad_value" => sentence.key = "attribute.bad_value",
                "link.changed" => sentence.key = "attribute.changed",
                _ => {}
            }
        }
    }
    message
}

const KEPT_HASH: &str = "calibration-explainer.kept-at";
const KEPT_STATE: &str = "calibration-explainer.kept";

fn session() -> Option<web_sys::Storage> {
    dom::window()?.session_storage().ok()?
}

fn keep_state(hash: &str, state: &State) {
    if let Some(session) = session() {
        let link = link::format(state, &View::default());
        let _ = session.set_item(KEPT_STATE, &link);
        let _ = session.set_item(KEPT_HASH, hash);
    }
}

fn forget_state() {
    if let Some(session) = session() {
        let _ = session.remove_item(KEPT_STATE);
        let _ = session.remove_item(KEPT_HASH);
    }
}

/// The state that was too long for the address `hash`, if this tab kept one.
pub(super) fn kept_state(hash: &str) -> Option<State> {
    let session = session()?;
    if session.get_item(KEPT_HASH).ok()?? != hash {
        return None;
    }
    Some(link::parse(&session.get_item(KEPT_STATE).ok()??, &[]).state)
}
