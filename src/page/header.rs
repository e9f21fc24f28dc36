use super::choice::{Choice, choices};
use super::dialog::Dialog;
use super::lesson::{self, LearnRequest};
use super::part::Env;
use super::say::t;
use super::{Language, Request, icons};
use crate::link::Theme;
use yew::prelude::*;

/// Title, language, undo and redo, share, theme.
#[derive(Clone, PartialEq)]
pub(super) struct Header {
    pub(super) theme: Theme,
    pub(super) can_undo: bool,
    pub(super) can_redo: bool,
    pub(super) share: bool,
    /// Whether the lesson is open, and not the workbench.
    pub(super) learning: bool,
    /// The language that is chosen; its words may still be on their way.
    pub(super) language: Language,
}

impl Header {
    pub(super) fn view(&self, env: &Env) -> Html {
        let Self {
            theme,
            can_undo,
            can_redo,
            share,
            learning,
            language,
        } = self;
        let languages: Vec<Choice> = Language::all()
            .map(|option| Choice {
                words: option.own_name().into(),
                request: Request::Speak(option),
                chosen: option == *language,
            })
            .collect();
        let (icon, next, name) = match theme {
            Theme::Auto => (icons::contrast(), Theme::Light, t!("theme.auto")),
            Theme::Light => (icons::sun(), Theme::Dark, t!("theme.light")),
            Theme::Dark => (icons::moon(), Theme::Auto, t!("theme.dark")),
        };
        html! {
            <header class="site-head">
                <h1>{ t!("page.title") }</h1>
            <nav class="places">
                <button class="segment-button" aria-current={learning.then_some("page")}
                    onclick={env.ask(Request::Learn(LearnRequest::Go(lesson::last_chapter())))}>{ t!("lesson.ui.learn") }</button>
                <button class="segment-button" aria-current={(!learning).then_some("page")}
                    onclick={env.ask(Request::Learn(LearnRequest::Leave))}>{ t!("lesson.ui.workbench") }</button>
            </nav>
                <div class="site-tools">
                    { choices("language", t!("header.language"), false, languages, env) }
                    { env.icon_button(icons::undo(), t!("header.undo"), Request::Undo, !can_undo) }
                    { env.icon_button(icons::redo(), t!("header.redo"), Request::Redo, !can_redo) }
                    if *share {
                        <button onclick={env.ask(Request::Show(Dialog::Share))}>{ t!("header.share") }</button>
                    }
                    { env.icon_button(icon, t!("header.theme", theme = name), Request::Paint(next), false) }
                </div>
            </header>
        }
    }
}
