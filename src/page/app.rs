use super::data_menu;
use super::dialog::{self, Dialog};
use super::equation::Equation;
use super::fit_panel::FitPanel;
use super::header::Header;
use super::notices::Notices;
use super::part::{Env, Part};
use super::preset_bar::PresetBar;
use super::prompt_panel::PromptPanel;
use super::request::{Looks, Shown};
use super::say::t;
use super::share_dialog::ShareDialog;
use super::use_panel::UsePanel;
use super::{Language, Request, dom, files, linked, say, theme, words};
use crate::chart::Palette;
use crate::explainer::permalink::{self, Parsed, Theme, View};
use crate::explainer::phrase::phrase;
use crate::explainer::presets::Preset;
use crate::explainer::reply::{Message, Reply};
use crate::explainer::{Action, Derived, History, MAX_LINK_CHARS, State};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The address follows the state this long after the last change, in milliseconds.
const SETTLED_MS: u32 = 300;

/// The whole page. Owns everything that changes.
pub struct App {
    history: History,
    derived: Rc<Derived>,
    /// The order in which test inputs are listed; kept while dragging so that rows do not jump.
    order: Rc<Vec<usize>>,
    /// What "reset" returns to.
    origin: Rc<State>,
    /// The preset that `origin` is, if it is one.
    preset: Option<Preset>,
    view: View,
    language: Language,
    theme: Theme,
    palette: Rc<Palette>,
    text_size: f64,
    selected: usize,
    shown: Shown,
    dialog: Option<Dialog>,
    dialog_node: NodeRef,
    /// The code in the share dialog; empty until it is made.
    code: AttrValue,
    messages: Rc<Vec<Message>>,
    announcement: AttrValue,
    /// The hash as this page wrote it, to tell its own changes from the reader's.
    written: String,
    pending_write: Option<Timeout>,
    /// Made once, so that components which get it compare equal.
    send: Callback<Request>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = Request;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let send = ctx.link().callback(|request| request);
        let hash = dom::hash();
        let parsed = files::parse(&hash);
        let language = first_language(&parsed.view);
        let theme = parsed.view.theme.unwrap_or_else(theme::preferred);
        language.apply(false);
        theme::apply(theme, false);
        let Parsed {
            state,
            preset,
            untouched,
            view,
            notices,
        } = parsed;
        // A bare address is the worked example; a link that changes a preset is no preset.
        let bare = hash.trim_start_matches('#').is_empty();
        let preset = if bare {
            Some(Preset::default())
        } else {
            preset.filter(|_| untouched)
        };
        let origin = Rc::new(state.clone());
        let state = kept_state(&hash).unwrap_or(state);
        let mut app = Self {
            derived: Rc::new(Derived::of(&state)),
            history: History::new(state),
            order: Rc::default(),
            origin,
            preset,
            view,
            language,
            theme,
            palette: Rc::new(theme::palette()),
            text_size: dom::root_font_size(),
            selected: 0,
            shown: Shown::default(),
            dialog: None,
            dialog_node: NodeRef::default(),
            code: AttrValue::default(),
            messages: Rc::new(notices.iter().map(Message::from).collect()),
            announcement: AttrValue::default(),
            written: hash,
            pending_write: None,
            _listeners: listeners(&send),
            send,
        };
        app.sort_inputs();
        app
    }

    fn update(&mut self, _: &Context<Self>, request: Request) -> bool {
        match request {
            Request::Edit(action, merge) => {
                let added = matches!(action, Action::AddInput { .. });
                match self.history.edit(&action, merge) {
                    Ok(()) => self.changed(),
                    Err(refusal) => self.tell((&refusal).into()),
                }
                if added {
                    self.selected = self.history.present().inputs.len().saturating_sub(1);
                }
            }
            // A drag that is refused (everything else is locked) simply does not move.
            Request::Preview(action) => {
                let before = Rc::clone(self.history.present());
                let _ = self.history.preview(&action);
                if Rc::ptr_eq(&before, self.history.present()) {
                    return false;
                }
                self.derive();
            }
            Request::Commit => {
                if self.history.commit() {
                    self.changed();
                    self.announcement = self.after_drag();
                }
            }
            Request::Cancel => {
                self.history.cancel();
                self.changed();
            }
            Request::Settle => {
                self.history.settle();
                self.announcement = self.after_drag();
            }
            Request::Undo => {
                if self.history.undo() {
                    self.announcement = t!("header.undone");
                    self.changed();
                }
            }
            Request::Redo => {
                if self.history.redo() {
                    self.announcement = t!("header.redone");
                    self.changed();
                }
            }
            Request::Load(preset) => self.load(preset),
            Request::Reset => {
                let action = Action::Replace(Box::new((*self.origin).clone()));
                if self.history.edit(&action, None).is_ok() {
                    self.announcement = t!("preset.was_reset");
                    self.changed();
                }
            }
            Request::Select(input) => self.selected = input.min(self.last_input()),
            Request::Speak(language) if !say::is_here(language) => {
                let send = self.send.clone();
                spawn_local(async move {
                    let there = say::fetch(language).await;
                    send.emit(if there {
                        Request::Speak(language)
                    } else {
                        not_loaded()
                    });
                });
                return false;
            }
            Request::Speak(language) => {
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
                self.shown.copied = Default::default();
                self.dialog = dialog;
                self.write_code();
            }
            Request::Look(looks) => {
                self.shown.apply(looks);
                if matches!(looks, Looks::Code(_)) {
                    self.write_code();
                }
                if looks == Looks::ByHand(false)
                    && self.history.edit(&Action::ClearOverrides, None).is_ok()
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
                let link = files::link(self.history.present());
                self.read_file("read_inputs", vec![text.into(), link], Request::InputsRead);
            }
            Request::ReadState(text) => {
                self.read_file("read_state", vec![text.into()], Request::StateRead);
            }
            Request::InputsRead(reply) => self.take_inputs(reply),
            Request::StateRead(reply) => {
                if let Some(state) = reply.state() {
                    self.open(state, None);
                }
                self.messages_of(reply);
            }
            Request::Coded(code) => self.code = code,
            Request::AddressChanged => return self.read_address(),
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
        let state = self.history.present();
        let env = &Env {
            language: self.language,
            send: self.send.clone(),
        };
        let shows = |part: permalink::Part| !self.view.hide.contains(&part);
        let untouched = *state == self.origin;
        let header = Header {
            theme: self.theme,
            can_undo: self.history.can_undo(),
            can_redo: self.history.can_redo(),
            share: shows(permalink::Part::Share),
        };
        let presets = PresetBar {
            preset: self.preset,
            untouched,
        };
        let prompts = PromptPanel {
            labels: Rc::clone(&state.labels),
            locked: state.locked.clone(),
            template: Rc::clone(&state.template),
            prompts: Rc::clone(&state.prompts),
        };
        let fit = FitPanel {
            state: Rc::clone(state),
            derived: Rc::clone(&self.derived),
            by_hand: self.shown.by_hand,
            entry: self.shown.entry,
            whole: self.shown.whole,
        };
        let using = UsePanel {
            state,
            derived: &self.derived,
            order: &self.order,
            selected: self.selected,
            shown: self.shown,
            palette: &self.palette,
            text_size: self.text_size,
            env,
        };
        let equation = Equation {
            state: Rc::clone(state),
            derived: Rc::clone(&self.derived),
            selected: self.selected,
        };
        let share = ShareDialog {
            node: &self.dialog_node,
            open: self.dialog == Some(Dialog::Share),
            state,
            preset: self.preset.filter(|_| untouched),
            view: &self.view,
            shown: self.shown,
            code: &self.code,
            env,
        };
        html! {
            <div class="page" id="page">
                <a class="skip-link" href="#figure" onclick={|e: MouseEvent| linked::skip_to_figure(&e)}>
                    { t!("page.skip") }
                </a>
                if shows(permalink::Part::Header) {
                    { Part::Header(header).html(0, env) }
                }
                <main id="figure" tabindex="-1">
                    <p class="lede">
                        { t!("page.lede_before") }<em>{ t!("page.lede_nothing") }</em>{ t!("page.lede_after") }
                    </p>
                    if shows(permalink::Part::Presets) {
                        { Part::PresetBar(presets).html(1, env) }
                    }
                    { Part::Notices(Notices(Rc::clone(&self.messages))).html(2, env) }
                    <div class="panels">
                        { Part::PromptPanel(prompts).html(0, env) }
                        { Part::FitPanel(fit).html(1, env) }
                        { using.view() }
                    </div>
                    if shows(permalink::Part::Equation) {
                        { Part::Equation(equation).html(3, env) }
                    }
                </main>
                <footer>
                    <p>{ t!("page.source") }</p>
                    <p>{ t!("page.private") }</p>
                </footer>
                { share.view() }
                <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
                    { &self.announcement }
                </div>
                <div id="tooltip" role="tooltip" hidden=true></div>
            </div>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        dialog::sync(&self.dialog_node, self.dialog.is_some());
    }
}

impl App {
    /// After every change of the state that is not part of a drag.
    fn changed(&mut self) {
        self.derive();
        self.sort_inputs();
        self.schedule_write();
    }

    fn derive(&mut self) {
        self.derived = Rc::new(Derived::of(self.history.present()));
        self.selected = self.selected.min(self.last_input());
    }

    fn last_input(&self) -> usize {
        self.history.present().inputs.len().saturating_sub(1)
    }

    /// Flips first: what calibration broke, what it mended, other flips; then the rest as it came.
    fn sort_inputs(&mut self) {
        let evaluation = &self.derived.evaluation;
        let rank = |i: &usize| {
            if evaluation.lost.contains(i) {
                0
            } else if evaluation.gained.contains(i) {
                1
            } else if evaluation.flipped_otherwise.contains(i) {
                2
            } else {
                3
            }
        };
        let n = self.history.present().inputs.len();
        let ranked = |wanted| (0..n).filter(move |i| rank(i) == wanted);
        let order: Vec<usize> = (0..4).flat_map(ranked).collect();
        if *self.order != order {
            self.order = Rc::new(order);
        }
    }

    fn tell(&mut self, message: Message) {
        if !self.messages.contains(&message) {
            Rc::make_mut(&mut self.messages).push(message);
        }
    }

    /// What changed, for those who do not see it: once, when a drag or a run of steps ends.
    fn after_drag(&self) -> AttrValue {
        let state = self.history.present();
        let verdict = self.derived.inputs.get(self.selected).map(|output| {
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
        if let Some(state) = files::at_hand(preset) {
            self.open(state, Some(preset));
            self.announcement = t!("preset.was_loaded");
        } else {
            self.fetch(preset, Request::Load(preset));
        }
    }

    /// Brings a preset to hand, then asks again.
    fn fetch(&self, preset: Preset, then: Request) {
        let send = self.send.clone();
        spawn_local(async move {
            let there = files::fetch(preset).await;
            send.emit(if there { then } else { not_loaded() });
        });
    }

    fn read_file(&self, name: &'static str, arguments: Vec<JsValue>, then: fn(Reply) -> Request) {
        let send = self.send.clone();
        spawn_local(async move {
            let reply = files::read(name, &arguments).await;
            send.emit(reply.map_or_else(not_loaded, then));
        });
    }

    /// Writes the code for the share dialog, if it is open.
    fn write_code(&mut self) {
        self.code = AttrValue::default();
        if self.dialog != Some(Dialog::Share) {
            return;
        }
        let arguments = [
            files::link(self.history.present()),
            self.shown.code.extension().into(),
            self.selected.into(),
        ];
        let send = self.send.clone();
        spawn_local(async move {
            let code = files::call("code", &arguments).await;
            send.emit(code.map_or_else(not_loaded, |code| Request::Coded(code.into())));
        });
    }

    fn messages_of(&mut self, reply: Reply) {
        if let Some(message) = reply.message {
            self.tell(message);
        }
    }

    /// A whole new state: a preset, a file. One step for undo, a new entry in the browser's history.
    fn open(&mut self, state: State, preset: Option<Preset>) {
        self.origin = Rc::new(state.clone());
        self.preset = preset;
        self.selected = 0;
        self.messages = Rc::default();
        // Replacing is never refused.
        let _ = self.history.edit(&Action::Replace(Box::new(state)), None);
        self.changed();
        self.write_address(true);
    }

    fn take_inputs(&mut self, reply: Reply) {
        if let Some(inputs) = reply.inputs() {
            match self.history.edit(&Action::SetInputs(inputs), None) {
                Ok(()) => {
                    self.selected = 0;
                    self.changed();
                }
                Err(refusal) => return self.tell((&refusal).into()),
            }
        }
        self.messages_of(reply);
    }

    fn schedule_write(&mut self) {
        let send = self.send.clone();
        self.pending_write = Some(Timeout::new(SETTLED_MS, move || {
            send.emit(Request::WriteAddress)
        }));
    }

    fn write_address(&mut self, push: bool) {
        self.pending_write = None;
        let state = self.history.present();
        let untouched = **state == *self.origin;
        let hash = match self.preset.filter(|_| untouched) {
            Some(preset) => permalink::format_preset(preset, &self.view),
            None => permalink::format(state, &self.view),
        };
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

    fn read_address(&mut self) -> bool {
        let hash = dom::hash();
        if hash == self.written {
            return false;
        }
        if let Some(preset) = files::missing() {
            self.fetch(preset, Request::AddressChanged);
            return false;
        }
        let Parsed {
            state,
            preset,
            untouched,
            view,
            notices,
        } = files::parse(&hash);
        self.written = hash.clone();
        self.pending_write = None;
        if let Some(language) = view.lang.as_deref().and_then(Language::from_tag) {
            if say::is_here(language) {
                self.language = language;
                language.apply(false);
            } else {
                self.send.emit(Request::Speak(language));
            }
        }
        if let Some(theme) = view.theme {
            self.theme = theme;
            theme::apply(theme, false);
            self.palette = Rc::new(theme::palette());
        }
        let bare = hash.trim_start_matches('#').is_empty();
        self.preset = if bare {
            Some(Preset::default())
        } else {
            preset.filter(|_| untouched)
        };
        self.view = view;
        self.origin = Rc::new(state.clone());
        self.messages = Rc::new(notices.iter().map(Message::from).collect());
        // One step for undo: what was here before is not lost.
        let _ = self.history.edit(&Action::Replace(Box::new(state)), None);
        self.derive();
        self.sort_inputs();
        true
    }
}

/// The language of the first view.
pub(super) fn first_language(view: &View) -> Language {
    let asked = view.lang.as_deref().and_then(Language::from_tag);
    asked.unwrap_or_else(Language::preferred)
}

/// Something that is loaded on demand could not be loaded.
pub(super) fn not_loaded() -> Request {
    Request::Tell(Message::problem(phrase!("file.not_loaded")))
}

const KEPT_HASH: &str = "calibration-explainer.kept-at";
const KEPT_STATE: &str = "calibration-explainer.kept";

fn session() -> Option<web_sys::Storage> {
    dom::window()?.session_storage().ok()?
}

fn keep_state(hash: &str, state: &State) {
    if let Some(session) = session() {
        let link = permalink::format(state, &View::default());
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
fn kept_state(hash: &str) -> Option<State> {
    let session = session()?;
    if session.get_item(KEPT_HASH).ok()?? != hash {
        return None;
    }
    Some(files::parse(&session.get_item(KEPT_STATE).ok()??).state)
}

/// What the page listens to outside its own elements, for as long as it lives.
fn listeners(send: &Callback<Request>) -> Vec<EventListener> {
    let mut listeners = linked::listeners();
    let Some(window) = dom::window() else {
        return listeners;
    };
    for event in ["hashchange", "popstate"] {
        let send = send.clone();
        listeners.push(EventListener::new(&window, event, move |_| {
            send.emit(Request::AddressChanged)
        }));
    }
    let keys = send.clone();
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    listeners.push(EventListener::new_with_options(
        &window,
        "keydown",
        options,
        move |event| {
            if let Some(request) = event.dyn_ref().and_then(shortcut) {
                event.prevent_default();
                keys.emit(request);
            }
        },
    ));
    if let Ok(Some(dark)) = window.match_media("(prefers-color-scheme: dark)") {
        let send = send.clone();
        listeners.push(EventListener::new(&dark, "change", move |_| {
            send.emit(Request::Redraw)
        }));
    }
    listeners.extend(data_menu::listeners(send));
    listeners
}

/// Undo and redo, but not where the reader is typing: fields have their own.
fn shortcut(event: &web_sys::KeyboardEvent) -> Option<Request> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return None;
    }
    let typing = dom::target::<web_sys::Element>(event).is_some_and(|element| {
        element
            .matches("input:not([type=radio], [type=checkbox], [type=range]), textarea")
            .unwrap_or(false)
    });
    if typing {
        return None;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(Request::Undo),
        ("z", true) | ("y", false) => Some(Request::Redo),
        _ => None,
    }
}
