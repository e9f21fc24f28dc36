//! Changes of what the page shows, and how: language, colours, dialogs, messages, open parts.

use super::App;
use crate::export::code::code;
use crate::export::embed::Subject;
use crate::lesson::chapters::summary_number;
use crate::link::Theme;
use crate::page::language::Language;
use crate::page::lesson::session;
use crate::page::msg::{AppMsg, Dialog, UiAction, ViewMsg};
use crate::page::widgets::dialog;
use crate::page::{dom, i18n, theme};
use crate::phrase::message::Message;
use crate::phrase::phrase;
use crate::state::{Action, Derived};
use std::fmt::Display;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::AttrValue;

impl App {
    pub(super) fn update_ui(&mut self, msg: ViewMsg) -> bool {
        match msg {
            ViewMsg::Ui(action) => self.apply_ui(action),
            ViewMsg::Select(input) => {
                let workspace = self.workspace_mut();
                workspace.selected = input.min(workspace.last_input());
            }
            ViewMsg::SetLanguage(language) => self.set_language(language, true),
            ViewMsg::LanguageLoaded(language, loaded) => {
                // The reader may have chosen another one meanwhile.
                let Some((_, remember)) = self.asked_language.filter(|asked| asked.0 == language)
                else {
                    return false;
                };
                self.asked_language = None;
                if loaded {
                    self.set_language(language, remember);
                } else {
                    self.notify(Message::problem(phrase!("file.not_loaded")));
                }
            }
            ViewMsg::SetTheme(theme) => {
                self.view.theme = self.view.theme.map(|_| theme);
                self.paint(theme, true);
                self.schedule_write();
            }
            ViewMsg::OpenDialog(dialog) => {
                // At once, so that the focus is back where it was before another dialog takes it.
                dialog::sync(&self.share_node, false);
                self.ui.copied = Default::default();
                self.dialog = Some(dialog);
                self.write_code();
            }
            ViewMsg::CloseDialog(dialog) => {
                // A dialog that was replaced by another one sends this, too.
                if self.dialog != Some(dialog) {
                    return false;
                }
                self.dialog = None;
                self.import = None;
                self.write_code();
            }
            ViewMsg::Notify(message) => self.notify(message),
            ViewMsg::Dismiss(i) => {
                let messages = Rc::make_mut(&mut self.messages);
                if i < messages.len() {
                    messages.remove(i);
                }
            }
            ViewMsg::Announce(text) => self.announcement = text,
            ViewMsg::Redraw => {
                self.palette = Rc::new(theme::palette());
                self.text_size = dom::root_font_size();
            }
        }
        true
    }

    fn apply_ui(&mut self, action: UiAction) {
        self.ui.apply(action);
        match action {
            UiAction::Code(_) | UiAction::WithoutTexts(_) => self.write_code(),
            UiAction::ByHand(false) => {
                let history = &mut self.workspace_mut().history;
                if history.edit(&Action::ClearOverrides, None).is_ok() {
                    self.changed();
                }
            }
            _ => {}
        }
    }

    /// Switches to a language, once its words are there; `remember` keeps it as the reader's choice and in the link.
    pub(super) fn set_language(&mut self, language: Language, remember: bool) {
        if i18n::is_here(language) {
            self.asked_language = None;
            self.language = language;
            i18n::set_language(language, remember);
            // Its comments are in the reader's language.
            self.write_code();
            if remember {
                self.view.lang = (self.view.lang.as_ref()).map(|_| language.tag().to_owned());
                self.announcement = AttrValue::default();
                self.schedule_write();
            }
            return;
        }
        self.asked_language = Some((language, remember));
        let send = self.send.clone();
        spawn_local(async move {
            let loaded = i18n::fetch(language).await;
            send.emit(AppMsg::View(ViewMsg::LanguageLoaded(language, loaded)));
        });
    }

    /// Switches to a colour theme; `remember` stores it as the reader's choice.
    pub(super) fn paint(&mut self, theme: Theme, remember: bool) {
        self.theme = theme;
        theme::apply(theme, remember);
        self.palette = Rc::new(theme::palette());
    }

    /// Returns whether the lesson shows the code of the figure.
    pub(super) fn shows_code(&self) -> bool {
        let last = self.view.learn == Some(summary_number());
        last || self.lesson.as_ref().is_some_and(|lesson| lesson.printing)
    }

    /// Writes the code for the share dialog and for the lesson's last chapter, if one of them is open.
    pub(super) fn write_code(&mut self) {
        if self.dialog != Some(Dialog::Share) && !self.shows_code() {
            self.code = AttrValue::default();
            return;
        }
        let language = self.ui.code;
        let printing = self.lesson.as_ref().is_some_and(|lesson| lesson.printing);
        self.code = match session::summary_state().filter(|_| printing) {
            Some(state) => code(language, &state, &Derived::of(&state), 0, &comment),
            None => {
                let workspace = self.workspace();
                let state = workspace.history.present();
                let without = self.ui.without_texts && self.dialog == Some(Dialog::Share);
                let bare = without.then(|| state.without_texts());
                let state = bare.as_ref().unwrap_or(state);
                let (derived, selected) = (&workspace.derived, workspace.selected);
                code(language, state, derived, selected, &comment)
            }
        }
        .into();
    }

    /// The subject of the embed dialog: what the page shows now.
    pub(super) fn subject(&self) -> Rc<Subject> {
        let workspace = self.workspace();
        Rc::new(Subject {
            state: (**workspace.history.present()).clone(),
            preset: workspace.preset.filter(|_| workspace.is_untouched()),
            chapter: self.view.learn,
        })
    }
}

/// A comment of the code in the reader's language.
fn comment(key: &str, blanks: &[(&str, &dyn Display)]) -> String {
    i18n::fill(&format!("code.{key}"), blanks).to_string()
}
