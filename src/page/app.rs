use super::bar;
use super::data_menu;
use super::desk::Desk;
use super::dialog::{self, Dialog};
use super::equation::Equation;
use super::fit_panel::FitPanel;
use super::header::Header;
use super::lesson::{self, Frame, LearnRequest, Lesson};
use super::notices::Notices;
use super::part::{Env, Part};
use super::piece::{Kind, Piece};
use super::preset_bar::PresetBar;
use super::prompt_panel::PromptPanel;
use super::request::{Looks, Shown};
use super::say::t;
use super::share_dialog::ShareDialog;
use super::use_panel::UsePanel;
use super::{
    Language, Request, dom, files, frame, later, linked, loader, readonly, say, theme, words,
};
use crate::chart::Palette;
use crate::explainer::permalink::{self, Parsed, Theme, View};
use crate::explainer::phrase::phrase;
use crate::explainer::presets::Preset;
use crate::explainer::reply::{Message, Reply};
use crate::explainer::{Action, MAX_LINK_CHARS, Merge, Named, Row, State};
use crate::lesson::chapters::Figure;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use markup::html;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

/// The address follows the state this long after the last change, in milliseconds.
const SETTLED_MS: u32 = 300;

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
    theme: Theme,
    palette: Rc<Palette>,
    text_size: f64,
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
        let (parsed, problem) = frame::parse_first(&hash);
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
            theme,
            palette: Rc::new(theme::palette()),
            text_size: dom::root_font_size(),
            shown: Shown::default(),
            dialog: None,
            dialog_node: NodeRef::default(),
            code: AttrValue::default(),
            messages: messages(problem, &notices),
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
        app.enter();
        app
    }

    fn update(&mut self, _: &Context<Self>, request: Request) -> bool {
        if self.view.readonly && readonly::changes_state(&request) {
            return false;
        }
        match request {
            request if shows_later(&request) && !later::is_here(self.language) => {
                let (send, language) = (self.send.clone(), self.language);
                spawn_local(async move {
                    let there = later::fetch(language).await;
                    send.emit(if there { request } else { not_loaded() });
                });
                return false;
            }
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
            Request::Speak(language) if !is_here(language) => {
                let send = self.send.clone();
                spawn_local(async move {
                    let there = say::fetch(language).await && later::fetch(language).await;
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
                self.code = AttrValue::default();
                self.dialog = dialog;
                self.write_code();
            }
            Request::Embed => {
                self.dialog = None;
                self.embed();
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
                let link = files::link(self.desk().history.present());
                self.read_file("read_inputs", vec![text.into(), link], Request::InputsRead);
            }
            Request::ReadState(text) | Request::SetState(text) => {
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
            Request::Learn(request) => self.learn(request),
            Request::AddressChanged => return self.read_address(),
            Request::TakeLink(link) => {
                let again = Request::TakeLink(link.clone());
                return self.take_link(&link, Under::Nothing, again);
            }
            Request::TakeAll => {
                let send = self.send.clone();
                spawn_local(async move {
                    if let Some(config) = frame::fetch_config().await {
                        send.emit(Request::ConfigRead(config));
                    }
                });
                return false;
            }
            Request::ConfigRead(config) => {
                // As they are now: some may have changed while the config, or a preset, was on its way.
                let link = frame::link();
                let again = Request::ConfigRead(config.clone());
                return self.take_link(&link, Under::Config(config), again);
            }
            Request::TakePart(link) => {
                let again = Request::TakePart(link.clone());
                return self.take_link(&link, Under::Present, again);
            }
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
        let state = desk.history.present();
        let env = &Env {
            language: self.language,
            send: self.send.clone(),
        };
        let shows = |part: permalink::Part| !self.view.hide.contains(&part);
        let header = Header {
            theme: self.theme,
            can_undo: desk.history.can_undo(),
            can_redo: desk.history.can_redo(),
            share: shows(permalink::Part::Share),
            learning: self.view.learn.is_some(),
        };
        let share = ShareDialog {
            node: &self.dialog_node,
            open: self.dialog == Some(Dialog::Share),
            state,
            preset: desk.preset.filter(|_| desk.is_untouched()),
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
                    if shows(permalink::Part::Header) {
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
                <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
                    { &self.announcement }
                </div>
                <div id="tooltip" role="tooltip" hidden=true></div>
            </div>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        dialog::sync(&self.dialog_node, self.dialog.is_some());
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
    fn piece(&self, desk: &Desk, kind: Kind) -> Piece {
        Piece {
            kind,
            state: Rc::clone(desk.history.present()),
            derived: Rc::clone(&desk.derived),
            selected: desk.selected,
            shown: self.shown,
            code: self.code.clone(),
            answered: false,
        }
    }

    fn prompt_panel(desk: &Desk, env: &Env) -> Html {
        let state = desk.history.present();
        let panel = PromptPanel {
            labels: Rc::clone(&state.labels),
            locked: state.locked.clone(),
            template: Rc::clone(&state.template),
            prompts: Rc::clone(&state.prompts),
        };
        Part::PromptPanel(panel).html(0, env)
    }

    fn fit_panel(&self, desk: &Desk, env: &Env) -> Html {
        let panel = FitPanel {
            state: Rc::clone(desk.history.present()),
            derived: Rc::clone(&desk.derived),
            by_hand: self.shown.by_hand,
            entry: self.shown.entry,
            whole: self.shown.whole,
        };
        Part::FitPanel(panel).html(1, env)
    }

    fn use_panel<'a>(&'a self, desk: &'a Desk, env: &'a Env) -> UsePanel<'a> {
        UsePanel {
            state: desk.history.present(),
            derived: &desk.derived,
            settled: &desk.settled,
            order: &desk.order,
            selected: desk.selected,
            shown: self.shown,
            palette: &self.palette,
            text_size: self.text_size,
            geometry: self.piece(desk, Kind::Line),
            env,
        }
    }

    fn equation(desk: &Desk, env: &Env) -> Html {
        let equation = Equation {
            state: Rc::clone(desk.history.present()),
            derived: Rc::clone(&desk.derived),
            selected: desk.selected,
        };
        Part::Equation(equation).html(3, env)
    }

    fn workbench(&self, env: &Env) -> Html {
        let desk = &self.bench;
        let shows = |part: permalink::Part| !self.view.hide.contains(&part);
        let presets = PresetBar {
            preset: desk.preset,
            untouched: desk.is_untouched(),
        };
        let alone = match self.view.view {
            permalink::Shown::Workbench => None,
            permalink::Shown::Prompts => Some(Self::prompt_panel(desk, env)),
            permalink::Shown::Fit => Some(self.fit_panel(desk, env)),
            permalink::Shown::Use => Some(self.use_panel(desk, env).view()),
            permalink::Shown::Chart => Some(self.use_panel(desk, env).chart_alone()),
            permalink::Shown::Equation => Some(Self::equation(desk, env)),
            permalink::Shown::Geometry => {
                Some(html! { <div class="panel">{ self.piece(desk, Kind::Line).html(env) }</div> })
            }
        };
        if let Some(alone) = alone {
            return html! { <main id="figure" tabindex="-1">{ self.notices(env) }{ alone }</main> };
        }
        html! {
            <main id="figure" tabindex="-1">
                <p class="lede">
                    { t!("page.lede_before") }<em>{ t!("page.lede_nothing") }</em>{ t!("page.lede_after") }
                </p>
                if shows(permalink::Part::Presets) {
                    { Part::PresetBar(presets).html(1, env) }
                }
                { self.notices(env) }
                <div class="panels">
                    { Self::prompt_panel(desk, env) }
                    { self.fit_panel(desk, env) }
                    { self.use_panel(desk, env).view() }
                </div>
                if shows(permalink::Part::Equation) {
                    { Self::equation(desk, env) }
                }
            </main>
        }
    }

    fn notices(&self, env: &Env) -> Html {
        Part::Notices(Notices(Rc::clone(&self.messages))).html(2, env)
    }

    /// The panels of the lesson's figure, the one that matters first.
    fn figure(&self, desk: &Desk, figure: Figure, env: &Env) -> Html {
        let prompts = || Self::prompt_panel(desk, env);
        let piece = |kind| {
            html! { <div class="panel">{ self.piece(desk, kind).html(env) }</div> }
        };
        match figure {
            Figure::Prompts => prompts(),
            Figure::Fit => html! { <>{ prompts() }{ self.fit_panel(desk, env) }</> },
            Figure::Use => html! { <>{ self.use_panel(desk, env).view() }{ prompts() }</> },
            Figure::Equation => {
                html! { <>{ Self::equation(desk, env) }{ prompts() }{ self.fit_panel(desk, env) }</> }
            }
            Figure::Line => html! { <>{ piece(Kind::Line) }{ prompts() }</> },
            Figure::Triangle => html! { <>{ piece(Kind::Triangle) }{ prompts() }</> },
            Figure::Pairwise => html! { <>{ piece(Kind::Pairwise) }{ prompts() }</> },
            Figure::Paper => piece(Kind::Paper),
        }
    }

    fn lesson_view(&self, lesson: &Lesson, env: &Env) -> Html {
        if lesson.printing {
            let chapters = lesson.handout();
            let chapters = chapters.iter().map(|(desk, figure)| {
                (
                    self.figure(desk, *figure, env),
                    self.piece(desk, Kind::Ghost),
                )
            });
            return lesson::handout(chapters.collect(), env);
        }
        let frame = Frame {
            lesson,
            figure: html! { <>{ self.notices(env) }{ self.figure(&lesson.desk, lesson.figure(), env) }</> },
            piece: self.piece(&lesson.desk, Kind::Ghost),
            controls: !self.view.hide.contains(&permalink::Part::Controls),
            env,
        };
        frame.view()
    }
}

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
        let desk = self.desk();
        let printing = self.lesson.as_ref().is_some_and(|lesson| lesson.printing);
        let (state, selected) = match lesson::last_state().filter(|_| printing) {
            Some(state) => (files::link(&state), 0),
            None => (files::link(desk.history.present()), desk.selected),
        };
        let arguments = [state, self.shown.code.extension().into(), selected.into()];
        let send = self.send.clone();
        spawn_local(async move {
            let code = files::call("code", &arguments).await;
            send.emit(code.map_or_else(not_loaded, |code| Request::Coded(code.into())));
        });
    }

    /// Opens the embed dialog, which is loaded on demand as a whole: few readers write documentation. It gets what is in
    /// view as a link.
    fn embed(&self) {
        let desk = self.desk();
        let view = View::default();
        let mut link = match desk.preset.filter(|_| desk.is_untouched()) {
            Some(preset) => permalink::format_preset(preset, &view),
            None => permalink::format(desk.history.present(), &view),
        };
        if let Some(chapter) = self.view.learn {
            link.push_str("&learn=");
            link.push_str(&chapter.to_string());
        }
        let send = self.send.clone();
        spawn_local(async move {
            if loader::load("embed", &link).await.is_none() {
                send.emit(not_loaded());
            }
        });
    }

    fn messages_of(&mut self, reply: Reply) {
        if let Some(message) = reply.message {
            self.tell(message);
        }
    }

    /// A whole new state: a preset, a file. One step for undo, a new entry in the browser's history.
    fn open(&mut self, state: State, preset: Option<Preset>) {
        self.messages = Rc::default();
        self.desk_mut().open(state, preset);
        self.write_address(true);
    }

    fn take_inputs(&mut self, reply: Reply) {
        if let Some(inputs) = reply.inputs() {
            let desk = self.desk_mut();
            match desk.history.edit(&Action::SetInputs(inputs), None) {
                Ok(()) => {
                    desk.selected = 0;
                    self.changed();
                }
                Err(refusal) => return self.tell((&refusal).into()),
            }
        }
        self.messages_of(reply);
    }

    fn learn(&mut self, request: LearnRequest) {
        let Some(lesson) = &mut self.lesson else {
            if let LearnRequest::Go(number) = request {
                self.go(number);
            }
            return;
        };
        match request {
            LearnRequest::Go(number) => return self.go(number),
            LearnRequest::Leave => return self.leave(),
            LearnRequest::Turn(forward) => {
                let number = if forward {
                    lesson.number + 1
                } else {
                    lesson.number.saturating_sub(1)
                };
                return match lesson.turn_part(forward) {
                    true => self.set_figure(false),
                    false => self.go(number.clamp(1, crate::lesson::chapters::CHAPTERS.len())),
                };
            }
            LearnRequest::Part(part) => {
                lesson.part = part;
                self.focus_chapter = true;
            }
            LearnRequest::Guess(prediction, option) => {
                lesson.guess(prediction, |guess| guess.option = Some(option))
            }
            LearnRequest::Reveal(prediction) => {
                lesson.guess(prediction, |guess| guess.shown = true)
            }
            LearnRequest::Again(prediction) => {
                lesson.guess(prediction, |guess| *guess = Default::default())
            }
            LearnRequest::SetFigure => {}
            LearnRequest::Show(preset) => {
                if !lesson.show(preset) {
                    self.fetch(preset, Request::Learn(request));
                }
                return;
            }
            LearnRequest::Restore => {
                self.announcement = t!("lesson.ui.restored");
                return self.set_figure(true);
            }
            LearnRequest::Take => {
                let state = (**lesson.desk.history.present()).clone();
                self.view.learn = None;
                self.open(state, None);
                lesson::remember_workbench();
                self.announcement = t!("lesson.ui.taken");
            }
            LearnRequest::Present(presenting) => lesson.presenting = presenting,
            LearnRequest::Bring => {
                lesson
                    .desk
                    .open((**self.bench.history.present()).clone(), None);
            }
            LearnRequest::Print(printing) => {
                // Every figure is printed in its chapter's state, so that all of them must be at hand.
                if let Some(missing) = lesson.handout_needs().filter(|_| printing) {
                    return self.fetch(missing, Request::Learn(request));
                }
                lesson.printing = printing;
                if !printing {
                    self.pending_print = None;
                }
                // Paper is white; the charts take their colours from the theme.
                theme::apply(if printing { Theme::Light } else { self.theme }, false);
                self.palette = Rc::new(theme::palette());
            }
            LearnRequest::Forget => {
                lesson.forget();
                self.announcement = t!("lesson.ui.forgotten");
            }
        }
        self.set_figure(false);
    }

    /// Opens a chapter as a new entry of the browser's history.
    fn go(&mut self, number: usize) {
        self.view.learn = Some(number);
        self.enter();
        self.focus_chapter = true;
        self.write_address(true);
    }

    fn leave(&mut self) {
        self.view.learn = None;
        lesson::remember_workbench();
        self.write_address(true);
    }

    /// Opens the lesson at the chapter that the view names, if it names one.
    fn enter(&mut self) {
        let Some(number) = self.view.learn else {
            return;
        };
        self.messages = Rc::default();
        match &mut self.lesson {
            Some(lesson) => lesson.go(number),
            None => self.lesson = Some(Lesson::new(number)),
        }
        self.set_figure(false);
    }

    fn set_figure(&mut self, again: bool) {
        let missing = self
            .lesson
            .as_mut()
            .and_then(|lesson| lesson.set_figure(again));
        if let Some(preset) = missing {
            self.fetch(preset, Request::Learn(LearnRequest::SetFigure));
        }
        self.write_code();
    }

    fn schedule_write(&mut self) {
        let send = self.send.clone();
        self.pending_write = Some(Timeout::new(SETTLED_MS, move || {
            send.emit(Request::WriteAddress)
        }));
    }

    fn write_address(&mut self, push: bool) {
        self.pending_write = None;
        // The address of a frame belongs to the author of the page around.
        if self.framed {
            return;
        }
        let hash = self.link();
        let state = self.bench.history.present();
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

    /// The link to what is in view.
    fn link(&self) -> String {
        let untouched = self.bench.is_untouched();
        match (self.view.learn, self.bench.preset.filter(|_| untouched)) {
            (Some(chapter), _) => permalink::format_lesson(chapter, &self.view),
            (None, Some(preset)) => permalink::format_preset(preset, &self.view),
            (None, None) => permalink::format(self.bench.history.present(), &self.view),
        }
    }

    /// In a frame: tells the page around about every new state, also while a bar is dragged.
    fn report(&mut self) {
        let state = self.desk().history.present();
        let told = (self.reported.as_ref()).is_some_and(|told| Rc::ptr_eq(told, state));
        if !self.framed || told {
            return;
        }
        let state = Rc::clone(state);
        // The link to a chapter does not carry the state of its figure.
        let figure = self.view.learn.map(|_| &*state);
        let derived = Rc::clone(&self.desk().derived);
        frame::report(&self.link(), figure, (Rc::clone(&state), derived));
        self.reported = Some(state);
    }

    fn read_address(&mut self) -> bool {
        let hash = dom::hash();
        hash != self.written && self.take_link(&hash, Under::Nothing, Request::AddressChanged)
    }

    /// Opens what a link says; if a preset must be brought to hand for that, asks `again` when it is.
    fn take_link(&mut self, link: &str, under: Under, again: Request) -> bool {
        if let Some(preset) = files::missing(link).filter(|_| under != Under::Present) {
            self.fetch(preset, again);
            return false;
        }
        // All attributes of an element say what the state is, also where none of them is there.
        let whole = matches!(under, Under::Config(_));
        let (base, problem) = match under {
            Under::Nothing => (None, None),
            Under::Present => (Some((**self.bench.history.present()).clone()), None),
            Under::Config(config) => (config.state(), config.message),
        };
        let parsed = files::parse_over(link, base);
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
        self.view = if self.framed {
            frame::view_after(&self.view, view)
        } else {
            view
        };
        self.messages = messages(problem, &notices);
        if self.framed && !whole && !permalink::names_state(link) {
            self.view.learn = learn;
            return true;
        }
        if self.view.learn.is_some() {
            // The workbench stays as it is while the reader is in the lesson.
            self.enter();
            // A frame does not take the focus away from the page around.
            self.focus_chapter = !self.framed;
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
    fn take_language(&mut self, language: Language) {
        if is_here(language) {
            self.language = language;
            language.apply(false);
        } else {
            self.send.emit(Request::Speak(language));
        }
    }

    fn take_theme(&mut self, theme: Theme) {
        self.theme = theme;
        theme::apply(theme, false);
        self.palette = Rc::new(theme::palette());
    }
}

/// What a link is read over.
#[derive(PartialEq)]
enum Under {
    /// What it does not name has its default.
    Nothing,
    /// What it does not name stays.
    Present,
    /// What it does not name is as an element's `config` says.
    Config(Reply),
}

/// What is to be said about a link and the `config` that came with it.
fn messages(problem: Option<Message>, notices: &[permalink::Notice]) -> Rc<Vec<Message>> {
    let notices = notices.iter().map(Message::from);
    Rc::new(problem.into_iter().chain(notices).collect())
}

/// Whether a language is here with all its words.
fn is_here(language: Language) -> bool {
    say::is_here(language) && later::is_here(language)
}

/// Whether a request may show what comes later, see [`later`].
fn shows_later(request: &Request) -> bool {
    match request {
        Request::Learn(request) => match request {
            LearnRequest::Go(number) => *number != 1,
            LearnRequest::Turn(_) | LearnRequest::Part(_) | LearnRequest::Print(_) => true,
            _ => false,
        },
        Request::Look(looks) => *looks == Looks::Geometry(true),
        Request::AddressChanged
        | Request::TakeLink(_)
        | Request::TakePart(_)
        | Request::ConfigRead(_) => true,
        _ => false,
    }
}

/// Something that is loaded on demand could not be loaded.
pub(super) fn not_loaded() -> Request {
    Request::Tell(Message::problem(phrase!("file.not_loaded")))
}

/// The preset that a link stands for: a link without a state is the worked example, and one that changes a preset is none.
fn preset_shown(state: &State, named: Option<Preset>) -> Option<Preset> {
    named.or_else(|| {
        let worked = Preset::default();
        (worked.built_in().as_ref() == Some(state)).then_some(worked)
    })
}

/// The language of the first view.
pub(super) fn first_language(view: &View) -> Language {
    let asked = view.lang.as_deref().and_then(Language::from_tag);
    (asked.or_else(frame::language)).unwrap_or_else(Language::preferred)
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

/// What the page listens to beyond its own components, for as long as it lives.
fn listeners(send: &Callback<Request>, framed: bool) -> Vec<EventListener> {
    let mut listeners = linked::listeners();
    if framed {
        listeners.extend(frame::listeners(send));
    }
    listeners.extend(data_menu::listeners(send));
    listeners.extend(keys(send));
    // An element is told about all else by what is around it.
    let Some(window) = dom::window().filter(|_| !dom::is_element()) else {
        return listeners;
    };
    // In a frame the address says nothing new after the start.
    for event in ["hashchange", "popstate"].into_iter().filter(|_| !framed) {
        let send = send.clone();
        listeners.push(EventListener::new(&window, event, move |_| {
            send.emit(Request::AddressChanged)
        }));
    }
    if let Ok(Some(dark)) = window.match_media("(prefers-color-scheme: dark)") {
        let send = send.clone();
        listeners.push(EventListener::new(&dark, "change", move |_| {
            send.emit(Request::Redraw)
        }));
    }
    listeners
}

/// The keys of the whole page; of an element, while the focus is in it.
fn keys(send: &Callback<Request>) -> Option<EventListener> {
    let send = send.clone();
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    let listen = move |event: &web_sys::Event| {
        let request = (event.dyn_ref()).and_then(|event| shortcut(event).or_else(|| turn(event)));
        if let Some(request) = request {
            event.prevent_default();
            send.emit(request);
        }
    };
    let root = dom::root()?;
    Some(EventListener::new_with_options(
        &root, "keydown", options, listen,
    ))
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

/// While presenting, the arrow keys turn the pages and Escape ends; not where they do something else.
fn turn(event: &web_sys::KeyboardEvent) -> Option<Request> {
    dom::root()?.query_selector(".is-presenting").ok()??;
    let target = dom::target::<web_sys::Element>(event);
    let busy = target.is_some_and(|element| {
        let own = "input, textarea, select, dialog, [role=slider], [data-roving] *";
        element.closest(own).ok().flatten().is_some()
    });
    if busy || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowRight" | "PageDown" => Some(Request::Learn(LearnRequest::Turn(true))),
        "ArrowLeft" | "PageUp" => Some(Request::Learn(LearnRequest::Turn(false))),
        "Escape" => Some(Request::Learn(LearnRequest::Present(false))),
        _ => None,
    }
}
