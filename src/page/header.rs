use super::choice::{Choice, Choices};
use super::dialog::Dialog;
use super::{Language, Request, icons};
use crate::explainer::permalink::Theme;
use rust_i18n::t;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) language: Language,
    pub(super) theme: Theme,
    pub(super) can_undo: bool,
    pub(super) can_redo: bool,
    pub(super) share: bool,
    pub(super) send: Callback<Request>,
}

/// Title, language, undo and redo, share, theme.
#[component(Header)]
pub(super) fn header(props: &Props) -> Html {
    let Props {
        language,
        theme,
        can_undo,
        can_redo,
        share,
        send,
    } = props;
    let ask = |request: Request| send.reform(move |_: MouseEvent| request.clone());
    let languages: Vec<Choice> = (Language::all().into_iter())
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
            <div class="site-tools">
                <Choices id="language" name={t!("header.language").into_owned()} choices={languages}
                    show_name=false language={*language} {send} />
                <button class="icon-button" disabled={!can_undo} onclick={ask(Request::Undo)}
                    aria-label={t!("header.undo").into_owned()} title={t!("header.undo").into_owned()}>{ icons::undo() }</button>
                <button class="icon-button" disabled={!can_redo} onclick={ask(Request::Redo)}
                    aria-label={t!("header.redo").into_owned()} title={t!("header.redo").into_owned()}>{ icons::redo() }</button>
                if *share {
                    <button onclick={ask(Request::Show(Some(Dialog::Share)))}>{ t!("header.share") }</button>
                }
                <button class="icon-button" onclick={ask(Request::Paint(next))}
                    aria-label={t!("header.theme", theme = name).into_owned()}
                    title={t!("header.theme", theme = name).into_owned()}>{ icon }</button>
            </div>
        </header>
    }
}
