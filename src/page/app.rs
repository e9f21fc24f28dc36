//! The whole page: what it holds, what it is asked for, and how the parts of it that change follow.

mod address;
mod learn;
mod listeners;
mod view;

use address::{Under, kept_state, messages};
use listeners::listeners;

use super::desk::Desk;
use super::dialog::{self, Dialog};
use super::embed_dialog::EmbedDialog;
use super::header::Header;
use super::lesson::{self, LearnRequest, Lesson};
use super::part::{Env, Part};
use super::request::{Looks, Shown};
use super::say::{self, t};
use super::share_dialog::ShareDialog;
use super::{Language, Request, bar, dom, frame, language, linked, loader, readonly, theme, words};
use crate::chart::Palette;
use crate::export::code::code;
use crate::export::embed::Subject;
use crate::link::{self, Parsed, Theme, View};
use crate::phrase::imported::Imported;
use crate::phrase::message::Message;
use crate::phrase::phrase;
use crate::presets::Preset;
use crate::state::{Action, Derived, Merge, Named, Row, State, TestInput};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// How long the handout's charts have to draw before it is printed, in milliseconds.
const PRINT_MS: u32 = 400;

/// The whole page. Owns everything that changes.
pub struct App {
    /// The workbench's state.
    bench: Desk,
    /// The lesson, with the state of its figure; it stays when the reader goes to the workbench.
    lesson: Option<Lesson>,
    view: View,
    language: Language,
    /// The language that was asked for and whose words are on their way.
    asked_language: Option<Language>,
    theme: Theme,
    palette: Rc<Palette>,
    text_size: f64,
    shown: Shown,
    dialog: Option<Dialog>,
    share_node: NodeRef,
    /// The code in the share dialog and the lesson's last chapter; empty where neither is open.
    code: AttrValue,
    messages: Rc<Vec<Message>>,
    announcement: AttrValue,
    /// The hash as this page wrote it, to tell its own changes from the reader's.
    written: String,
    pending_write: Option<Timeout>,
    pending_print: Option<Timeout>,
    /// Whether this is a page inside somebody else's, see [`frame`].
    framed: bool,
    /// The state that the page around was told last.
    reported: Option<Rc<State>>,
    /// A chapter was opened: its title takes the focus once it is there.
    focus_chapter: bool,
    /// Made once, so that components which get it compare equal.
    send: Callback<Request>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = Request;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let send = ctx.link().callback(|request| request);
        let framed = frame::is_on();
        let hash = frame::link();
        let config = frame::config();
        let has_config = config.value.is_some();
        let parsed = link::parse_over(&hash, &language::TAGS, config.value);
        let language = first_language(&parsed.view);
        let theme = theme::of(&parsed.view);
        language.apply(false);
        theme::apply(theme, false);
        let Parsed {
            state,
            preset,
            untouched,
            mut view,
            notices,
        } = parsed;
        let given = lesson::given(&hash, has_config, &state);
        // What is beside a chapter is read again, over its own state.
        let told = if view.learn.is_some() && !has_config {
            &[]
        } else {
            &*notices
        };
        let bare = hash.trim_start_matches('#').is_empty();
        let preset = preset_shown(&state, preset.filter(|_| untouched));
        if bare && !framed && lesson::opens_first() {
            view.learn = Some(lesson::last_chapter());
        }
        let kept = (!framed).then(|| kept_state(&hash)).flatten();
        let kept = kept.unwrap_or_else(|| state.clone());
        let mut app = Self {
            bench: Desk::new(state, preset, kept),
            lesson: None,
            view,
            language,
            asked_language: None,
            theme,
            palette: Rc::new(theme::palette()),
            text_size: dom::root_font_size(),
            shown: Shown::default(),
            dialog: None,
            share_node: NodeRef::default(),
            code: AttrValue::default(),
            messages: messages(config.message, told),
            announcement: AttrValue::default(),
            written: hash,
            pending_write: None,
            pending_print: None,
            framed,
            reported: None,
            focus_chapter: false,
            _listeners: listeners(&send, framed),
            send,
        };
        app.enter(Some(given), false);
        app
    }

    fn update(&mut self, _: &Context<Self>, request: Request) -> bool {
        if self.view.readonly && readonly::changes_state(&request) {
            return false;
        }
        match request {
            Request::Edit(action, merge) => self.edit(action, merge),
            Request::Step { row, label, by } => {
                let state = self.desk().history.present();
                let p = match row {
                    Row::Prompt(i) => state.prompts.get(i).map(|prompt| &prompt.p),
                    Row::Input(i) => state.inputs.get(i).map(|input| &input.p),
                };
                let Some(value) = p.and_then(|p| p.get(label)) else {
                    return false;
                };
                let value = bar::round(value + by);
                let action = Action::Drag { row, label, value };
                self.edit(action, Some(Merge::Bar(row, label)));
            }
            // A drag that is refused (everything else is locked) simply does not move.
            Request::Preview(action) => {
                let desk = self.desk_mut();
                let before = Rc::clone(desk.history.present());
                let _ = desk.history.preview(&action);
                if Rc::ptr_eq(&before, desk.history.present()) {
                    return false;
                }
                desk.derive();
            }
            Request::Commit => {
                if self.desk_mut().history.commit() {
                    self.changed();
                    self.announcement = self.after_drag();
                }
            }
            Request::Cancel => {
                self.desk_mut().history.cancel();
                self.changed();
            }
            Request::Settle => {
                self.desk_mut().history.settle();
                self.announcement = self.after_drag();
            }
            Request::Undo => {
                if self.desk_mut().history.undo() {
                    self.announcement = t!("header.undone");
                    self.changed();
                }
            }
            Request::Redo => {
                if self.desk_mut().history.redo() {
                    self.announcement = t!("header.redone");
                    self.changed();
                }
            }
            Request::Load(preset) => self.load(preset),
            Request::Reset => {
                let action = Action::Replace(Box::new((*self.desk().origin).clone()));
                if self.desk_mut().history.edit(&action, None).is_ok() {
                    self.announcement = t!("preset.was_reset");
                    self.changed();
                }
            }
            Request::Select(input) => {
                let desk = self.desk_mut();
                desk.selected = input.min(desk.last_input());
            }
            Request::Speak(language) if !say::is_here(language) => {
                self.asked_language = Some(language);
                let send = self.send.clone();
                spawn_local(async move {
                    let there = say::fetch(language).await;
                    send.emit(Request::Fetched(language, there));
                });
            }
            Request::Fetched(language, there) => {
                // The reader may have chosen another one meanwhile.
                if self.asked_language != Some(language) {
                    return false;
                }
                self.asked_language = None;
                if there {
                    self.send.emit(Request::Speak(language));
                } else {
                    self.tell(Message::problem(phrase!("file.not_loaded")));
                }
            }
            Request::Speak(language) => {
                self.asked_language = None;
                self.language = language;
                self.view.lang = self.view.lang.as_ref().map(|_| language.tag().to_owned());
                language.apply(true);
                self.announcement = AttrValue::default();
                self.schedule_write();
            }
            Request::Paint(theme) => {
                self.theme = theme;
                self.view.theme = self.view.theme.map(|_| theme);
                theme::apply(theme, true);
                self.palette = Rc::new(theme::palette());
                self.schedule_write();
            }
            Request::Show(dialog) => {
                // At once, so that the focus is back where it was before another dialog takes it.
                dialog::sync(&self.share_node, false);
                self.shown.copied = Default::default();
                self.dialog = Some(dialog);
                self.write_code();
            }
            Request::Close(dialog) => {
                // A dialog that has given way to another is told to close, too.
                if self.dialog != Some(dialog) {
                    return false;
                }
                self.dialog = None;
                self.write_code();
            }
            Request::Look(looks) => {
                self.shown.apply(looks);
                if matches!(looks, Looks::Code(_)) {
                    self.write_code();
                }
                if looks == Looks::ByHand(false)
                    && self
                        .desk_mut()
                        .history
                        .edit(&Action::ClearOverrides, None)
                        .is_ok()
                {
                    self.changed();
                }
            }
            Request::Tell(message) => self.tell(message),
            Request::Dismiss(i) => {
                let messages = Rc::make_mut(&mut self.messages);
                if i < messages.len() {
                    messages.remove(i);
                }
            }
            Request::Announce(text) => self.announcement = text,
            Request::ReadInputs(text) => {
                let labels = Rc::clone(&self.desk().history.present().labels);
                self.take_inputs(Imported::inputs(&text, &labels));
            }
            Request::ReadState(text) | Request::SetState(text) => {
                let Imported { value, message } = Imported::state(&text);
                if let Some(state) = value {
                    self.open(state, None);
                }
                self.tell_all(message);
            }
            Request::Learn(request) => self.learn(request),
            Request::AddressChanged => return self.read_address(),
            Request::TakeLink(link) => {
                return self.take_link(&link, Under::Nothing);
            }
            Request::TakeAll => {
                return self.take_link(&frame::link(), Under::Config(frame::config()));
            }
            Request::TakePart(link) => return self.take_link(&link, Under::Present),
            Request::LookAround => {
                self.take_language(first_language(&self.view));
                self.take_theme(theme::of(&self.view));
                self.text_size = dom::root_font_size();
            }
            Request::WriteAddress => {
                self.write_address(false);
                return false;
            }
            Request::Redraw => {
                self.palette = Rc::new(theme::palette());
                self.text_size = dom::root_font_size();
            }
        }
        true
    }

    fn view(&self, _: &Context<Self>) -> Html {
        let desk = self.desk();
        let env = &Env {
            language: self.language,
            send: self.send.clone(),
        };
        let shows = |part: link::Part| !self.view.hide.contains(&part);
        let header = Header {
            theme: self.theme,
            can_undo: desk.history.can_undo(),
            can_redo: desk.history.can_redo(),
            share: shows(link::Part::Share),
            learning: self.view.learn.is_some(),
            language: self.asked_language.unwrap_or(self.language),
        };
        let share = ShareDialog {
            node: &self.share_node,
            open: self.dialog == Some(Dialog::Share),
            desk,
            view: &self.view,
            shown: self.shown,
            code: &self.code,
            env,
        };
        let content = match &self.lesson {
            Some(lesson) if self.view.learn.is_some() => self.lesson_view(lesson, env),
            _ => self.workbench(env),
        };
        html! {
            <div class="page" id="page" data-view={self.view.view.name()}>
                if !self.framed {
                    <a class="skip-link" href="#figure" onclick={|e: MouseEvent| linked::skip_to_figure(&e)}>
                        { t!("page.skip") }
                    </a>
                    if shows(link::Part::Header) {
                        { Part::Header(header).html(0, env) }
                    }
                }
                { content }
                if !self.framed {
                    <footer>
                        <p>{ t!("page.source") }</p>
                        <p>{ t!("page.private") }</p>
                    </footer>
                }
                { share.view() }
                if self.dialog == Some(Dialog::Embed) {
                    <EmbedDialog subject={self.subject()} theme={self.theme} env={env.clone()} />
                }
                <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
                    { &self.announcement }
                </div>
                <div id="tooltip" role="tooltip" hidden=true></div>
            </div>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            // What is inside has been told before: charts have their size, and nothing moves any more.
            dom::ready();
        }
        dialog::sync(&self.share_node, self.dialog == Some(Dialog::Share));
        readonly::apply(self.view.readonly);
        // An element names its parts.
        loader::ask("rendered", &JsValue::UNDEFINED);
        self.report();
        if std::mem::take(&mut self.focus_chapter) {
            dom::focus("chapter-title");
        }
        let printing = self.lesson.as_ref().is_some_and(|lesson| lesson.printing);
        if printing && self.pending_print.is_none() {
            let send = self.send.clone();
            // The charts draw in the next frames.
            self.pending_print = Some(Timeout::new(PRINT_MS, move || {
                if let Some(window) = dom::window() {
                    let _ = window.print();
                }
                send.emit(Request::Learn(LearnRequest::Print(false)));
            }));
        }
    }
}

/// Panels of a desk.
impl App {
    /// After every change of the state that is not part of a drag.
    fn changed(&mut self) {
        self.desk_mut().changed();
        self.schedule_write();
        if self.shows_code() {
            self.write_code();
        }
    }

    /// Changes the state as one step.
    fn edit(&mut self, action: Action, merge: Option<Merge>) {
        let added = matches!(action, Action::AddInput { .. });
        let desk = self.desk_mut();
        match desk.history.edit(&action, merge) {
            Ok(()) => {
                self.changed();
                let desk = self.desk_mut();
                if added {
                    desk.selected = desk.last_input();
                }
            }
            Err(refusal) => self.tell((&refusal).into()),
        }
    }

    /// What the reader works on: the lesson's figure in the lesson, else the workbench.
    fn desk(&self) -> &Desk {
        match &self.lesson {
            Some(lesson) if self.view.learn.is_some() => &lesson.desk,
            _ => &self.bench,
        }
    }

    fn desk_mut(&mut self) -> &mut Desk {
        match &mut self.lesson {
            Some(lesson) if self.view.learn.is_some() => &mut lesson.desk,
            _ => &mut self.bench,
        }
    }

    fn tell(&mut self, message: Message) {
        if !self.messages.contains(&message) {
            Rc::make_mut(&mut self.messages).push(message);
        }
    }

    /// What changed, for those who do not see it: once, when a drag or a run of steps ends.
    fn after_drag(&self) -> AttrValue {
        let desk = self.desk();
        let state = desk.history.present();
        let verdict = desk.derived.inputs.get(desk.selected).map(|output| {
            let labels = &state.labels;
            let (before, after) = (
                words::decision(&output.label_before, labels),
                words::decision(&output.label_after, labels),
            );
            if output.flips() {
                t!("announce.flips", before = before, after = after)
            } else {
                t!("announce.stays", label = after)
            }
        });
        let verdict = verdict.unwrap_or_else(|| t!("fit.undefined_short"));
        t!("announce.rescaled", verdict = verdict)
    }

    fn load(&mut self, preset: Preset) {
        self.open(preset.state(), Some(preset));
        self.announcement = t!("preset.was_loaded");
    }

    /// Whether the lesson shows the code of the figure now.
    fn shows_code(&self) -> bool {
        let last = self.view.learn == Some(crate::lesson::chapters::CHAPTERS.len());
        last || self.lesson.as_ref().is_some_and(|lesson| lesson.printing)
    }

    /// Writes the code for the share dialog and for the lesson's last chapter, where one of them is open.
    fn write_code(&mut self) {
        if self.dialog != Some(Dialog::Share) && !self.shows_code() {
            self.code = AttrValue::default();
            return;
        }
        let language = self.shown.code;
        let printing = self.lesson.as_ref().is_some_and(|lesson| lesson.printing);
        self.code = match lesson::last_state().filter(|_| printing) {
            Some(state) => code(language, &state, &Derived::of(&state), 0),
            None => {
                let desk = self.desk();
                code(
                    language,
                    desk.history.present(),
                    &desk.derived,
                    desk.selected,
                )
            }
        }
        .into();
    }

    /// What the embed dialog is about: what is in view.
    fn subject(&self) -> Rc<Subject> {
        let desk = self.desk();
        Rc::new(Subject {
            state: (**desk.history.present()).clone(),
            preset: desk.preset.filter(|_| desk.is_untouched()),
            chapter: self.view.learn,
        })
    }

    fn tell_all(&mut self, messages: impl IntoIterator<Item = Message>) {
        for message in messages {
            self.tell(message);
        }
    }

    /// A whole new state: a preset, a file. One step for undo, a new entry in the browser's history.
    fn open(&mut self, state: State, preset: Option<Preset>) {
        self.messages = Rc::default();
        self.desk_mut().open(state, preset);
        self.write_address(true);
    }

    fn take_inputs(&mut self, Imported { value, message }: Imported<Vec<TestInput>>) {
        if let Some(inputs) = value {
            let desk = self.desk_mut();
            match desk.history.edit(&Action::SetInputs(inputs), None) {
                Ok(()) => {
                    desk.selected = 0;
                    self.changed();
                }
                Err(refusal) => return self.tell((&refusal).into()),
            }
        }
        self.tell_all(message);
    }
}

/// The preset that a link stands for: a link without a state is the worked example, and one that changes a preset is none.
fn preset_shown(state: &State, named: Option<Preset>) -> Option<Preset> {
    named.or_else(|| {
        let worked = Preset::default();
        (worked.state() == *state).then_some(worked)
    })
}

/// The language of the first view.
pub(super) fn first_language(view: &View) -> Language {
    let asked = view.lang.as_deref().and_then(Language::from_tag);
    (asked.or_else(frame::language)).unwrap_or_else(Language::preferred)
}
