use crate::link::Theme;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::language::Language;
use crate::page::memo::View;
use crate::page::msg::{AppMsg, Dialog, EditMsg, LessonMsg, ViewMsg};
use crate::page::widgets::choice::{Choice, choices};
use crate::page::widgets::icons;
use yew::prelude::*;

/// The header: title, lesson and workbench, language, undo and redo, share, theme.
#[derive(Clone, PartialEq)]
pub(crate) struct Header {
    pub(crate) theme: Theme,
    pub(crate) can_undo: bool,
    pub(crate) can_redo: bool,
    pub(crate) share: bool,
    /// True if the lesson is open, false if the workbench is.
    pub(crate) learning: bool,
    /// The chosen language, which may still be loading.
    pub(crate) language: Language,
}

impl View for Header {
    fn view(&self, env: &Env) -> Html {
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
                msg: AppMsg::View(ViewMsg::SetLanguage(option)),
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
                    onclick={env.on_click(AppMsg::Lesson(LessonMsg::Open))}>{ t!("lesson.ui.learn") }</button>
                <button class="segment-button" aria-current={(!learning).then_some("page")}
                    onclick={env.on_click(AppMsg::Lesson(LessonMsg::Leave))}>{ t!("lesson.ui.workbench") }</button>
            </nav>
                <div class="site-tools">
                    { choices("language", t!("header.language"), false, languages, env) }
                    { env.icon_button(icons::undo(), t!("header.undo"), AppMsg::Edit(EditMsg::Undo), !can_undo) }
                    { env.icon_button(icons::redo(), t!("header.redo"), AppMsg::Edit(EditMsg::Redo), !can_redo) }
                    if *share {
                        <button onclick={env.on_click(AppMsg::View(ViewMsg::OpenDialog(Dialog::Share)))}>{ t!("header.share") }</button>
                    }
                    { env.icon_button(icon, t!("header.theme", theme = name), AppMsg::View(ViewMsg::SetTheme(next)), false) }
                </div>
            </header>
        }
    }
}
