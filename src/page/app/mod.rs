//! The app: the data of the whole page and its changes. Each file of this folder handles one concern of [`App`].

mod address;
mod edit;
mod host;
pub(crate) mod kept;
mod lesson;
mod link_messages;
mod listeners;
mod model;
mod ui;
mod view;

use super::dialogs::import::Import;
use super::env::Env;
use super::language::{self, Language};
use super::lesson::session::{self, Lesson};
use super::model::{Address, Asking, Opened};
use super::msg::{AppMsg, Dialog, LessonMsg, ModelMsg, UiState};
use super::panels::model_box;
use super::translation::TranslationGuard;
use super::widgets::dialog;
use super::workspace::{self, Workspace};
use super::{dom, highlight, host_page, i18n, readonly, theme};
use crate::chart::Palette;
use crate::link::{self, Parsed, Theme, View, ViewName};
use crate::phrase::message::Message;
use crate::phrase::phrase;
use crate::state::{Action, State};
use gloo_events::EventListener;
use gloo_render::AnimationFrame;
use gloo_timers::callback::Timeout;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// Time that the handout's charts have to draw before it is printed, in milliseconds.
const PRINT_MS: u32 = 400;

/// The component of the whole page. It owns all data that more than one view needs.
pub struct App {
    /// The workspace of the workbench.
    workbench: Workspace,
    /// The lesson, with the workspace of its figure; it stays when the reader goes to the workbench.
    lesson: Option<Lesson>,
    view: View,
    language: Language,
    /// The language that is still being loaded; true if the reader has chosen it.
    asked_language: Option<(Language, bool)>,
    theme: Theme,
    palette: Rc<Palette>,
    /// The root font size in CSS pixels.
    text_size: f64,
    ui: UiState,
    dialog: Option<Dialog>,
    share_node: NodeRef,
    import_node: NodeRef,
    /// The table that the import dialog shows.
    import: Option<Import>,
    /// True if a table has taken the place of the progress of its reading, and its first button takes the focus after the next
    /// rendering.
    focus_import: bool,
    /// The code in the share dialog and the lesson's last chapter; empty if neither is open.
    code: AttrValue,
    messages: Rc<Vec<Message>>,
    /// The last of `messages` if it is about something that did not work.
    problem: Option<Message>,
    announcement: AttrValue,
    /// The animation frame for which further previews of a drag wait.
    frame: Option<AnimationFrame>,
    /// The latest of the previews that wait for `frame`.
    next_preview: Option<Action>,
    /// The element of the equation.
    equation: NodeRef,
    /// False if the equation is out of view, as far as the last preview of a drag could tell.
    equation_in_view: bool,
    /// The hash that this page wrote or read last, to distinguish its own changes of the address from the reader's.
    written: String,
    pending_write: Option<Timeout>,
    pending_print: Option<Timeout>,
    /// True if the page is embedded in another one, see [`host_page`].
    embedded: bool,
    /// The state that was reported last to the surrounding page.
    reported: Option<Rc<State>>,
    /// The model that answers, if there is one.
    asking: Asking,
    /// Counts the attempts to open a model.
    opening: u32,
    /// The model that was opened last.
    opened: Option<Opened>,
    /// The server whose address was typed last.
    address: Address,
    /// The delay until answers are shown that have come.
    pending_answers: Option<Timeout>,
    /// True if the choice of a model takes the focus after the next rendering.
    focus_model: bool,
    /// True if a chapter was opened and its title takes the focus after the next rendering.
    focus_chapter: bool,
    /// Created once, so that views which hold it compare equal.
    send: Callback<AppMsg>,
    translation: Option<TranslationGuard>,
    _listeners: Vec<EventListener>,
}

impl Component for App {
    type Message = AppMsg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let send = ctx.link().callback(|msg| msg);
        let embedded = host_page::is_embedded();
        let hash = host_page::link();
        let config = host_page::config();
        let has_config = config.value.is_some();
        let parsed = link::parse_over(&hash, &language::TAGS, config.value);
        let language = host_page::language_of(&parsed.view);
        let theme = theme::of(&parsed.view);
        i18n::set_language(language, false);
        theme::apply(theme, false);
        let Parsed {
            state,
            preset,
            untouched,
            mut view,
            notices,
        } = parsed;
        let given = session::given(&hash, has_config, &state);
        // Keys beside a chapter are read again later, over the chapter's own state, with notices of their own.
        let notices = if view.learn.is_some() && !has_config {
            &[]
        } else {
            &*notices
        };
        let bare = hash.trim_start_matches('#').is_empty();
        // What its link names could not be loaded before the page began.
        let missing = preset.is_some_and(|preset| !preset.is_here());
        let preset = preset.filter(|_| !missing);
        let preset = workspace::preset_of(&state, preset.filter(|_| untouched));
        if bare && !embedded && session::opens_first() {
            view.learn = Some(session::last_chapter());
        }
        let kept = (!embedded).then(kept::take).flatten();
        let kept = kept.unwrap_or_else(|| state.clone());
        let mut app = Self {
            workbench: Workspace::new(state, preset, kept),
            lesson: None,
            view,
            language,
            asked_language: None,
            theme,
            palette: Rc::new(theme::palette()),
            text_size: dom::root_font_size(),
            ui: UiState::default(),
            dialog: None,
            share_node: NodeRef::default(),
            import_node: NodeRef::default(),
            import: None,
            focus_import: false,
            code: AttrValue::default(),
            messages: link_messages::messages(config.message, notices),
            problem: None,
            announcement: AttrValue::default(),
            frame: None,
            next_preview: None,
            equation: NodeRef::default(),
            equation_in_view: true,
            written: hash,
            pending_write: None,
            pending_print: None,
            embedded,
            reported: None,
            asking: Asking::default(),
            opening: 0,
            opened: None,
            address: Address::default(),
            pending_answers: None,
            focus_model: false,
            focus_chapter: false,
            translation: None,
            _listeners: listeners::listeners(&send, embedded),
            send,
        };
        app.enter(Some(given), false);
        if missing {
            app.notify(Message::problem(phrase!("preset.not_loaded")));
        }
        if app.view.view == ViewName::Ask && app.offers_models() {
            app.update_model(ModelMsg::Choose);
        }
        app
    }

    fn update(&mut self, _: &Context<Self>, msg: AppMsg) -> bool {
        if self.view.readonly && readonly::changes_state(&msg) {
            return false;
        }
        match msg {
            AppMsg::Edit(msg) => self.update_edit(msg),
            AppMsg::View(msg) => self.update_ui(msg),
            AppMsg::Host(msg) => self.update_host(msg),
            AppMsg::Model(msg) => self.update_model(msg),
            AppMsg::Lesson(msg) => {
                self.update_lesson(msg);
                true
            }
        }
    }

    fn view(&self, _: &Context<Self>) -> Html {
        self.page(&Env {
            language: self.language,
            send: self.send.clone(),
            live: self.is_live(),
            asks: self.offers_models(),
        })
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            // Children are rendered before: charts have their size, and nothing moves any more.
            dom::ready();
            self.translation = TranslationGuard::new();
        }
        dialog::sync(&self.share_node, self.dialog == Some(Dialog::Share));
        dialog::sync(&self.import_node, self.dialog == Some(Dialog::Import));
        readonly::apply(self.view.readonly);
        highlight::refresh();
        // An element marks its parts for the surrounding page's styles (`::part`).
        super::host::ask("rendered", &JsValue::UNDEFINED);
        self.report();
        if std::mem::take(&mut self.focus_import) {
            dom::focus_first(&self.import_node, "[autofocus]");
        }
        if std::mem::take(&mut self.focus_model) {
            model_box::focus();
        }
        if std::mem::take(&mut self.focus_chapter) {
            dom::focus("chapter-title");
        }
        let printing = self.lesson.as_ref().is_some_and(|lesson| lesson.printing);
        if printing && self.pending_print.is_none() {
            let send = self.send.clone();
            // The charts are drawn in the next animation frames.
            self.pending_print = Some(Timeout::new(PRINT_MS, move || {
                if let Some(window) = dom::window() {
                    let _ = window.print();
                }
                send.emit(AppMsg::Lesson(LessonMsg::Print(false)));
            }));
        }
    }
}

impl App {
    /// The workspace that the reader works on: that of the figure in the lesson, else that of the workbench.
    fn workspace(&self) -> &Workspace {
        match &self.lesson {
            Some(lesson) if self.view.learn.is_some() => &lesson.workspace,
            _ => &self.workbench,
        }
    }

    fn workspace_mut(&mut self) -> &mut Workspace {
        match &mut self.lesson {
            Some(lesson) if self.view.learn.is_some() => &mut lesson.workspace,
            _ => &mut self.workbench,
        }
    }

    /// Shows a message, unless it is shown already.
    /// Shows a message. A problem takes the place of the one before it, and leaves when the next change works.
    fn notify(&mut self, message: Message) {
        self.forget_problem();
        if message.problem {
            self.problem = Some(message.clone());
        }
        self.show(message);
    }

    /// Shows a message that stays until it is dismissed.
    fn show(&mut self, message: Message) {
        if !self.messages.contains(&message) {
            Rc::make_mut(&mut self.messages).push(message);
        }
    }

    /// Removes the message about the last problem.
    fn forget_problem(&mut self) {
        if let Some(problem) = self.problem.take() {
            Rc::make_mut(&mut self.messages).retain(|message| *message != problem);
        }
    }
}
