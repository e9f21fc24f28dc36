//! Texts that a reader copies: the button, the clipboard, the choice of a programming language.

use super::choice::Choice;
use crate::export::code::Language as CodeLanguage;
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, Copied, UiAction, UiState, ViewMsg};
use crate::phrase::message::Message;
use crate::phrase::phrase;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The programming languages of the code, as a choice.
pub(crate) fn code_languages(shown: UiState) -> Vec<Choice> {
    let languages = [
        (CodeLanguage::NumPy, "NumPy"),
        (CodeLanguage::Rust, "Rust"),
        (CodeLanguage::JavaScript, "JavaScript"),
    ];
    let choice = |(language, name): (CodeLanguage, &'static str)| Choice {
        words: name.into(),
        msg: AppMsg::View(ViewMsg::Ui(UiAction::Code(language))),
        chosen: language == shown.code,
    };
    languages.map(choice).to_vec()
}

/// A button that copies a text, and shows when that is done.
pub(crate) fn copy_button(
    what: Copied,
    words: AttrValue,
    text: &AttrValue,
    shown: UiState,
    env: &Env,
) -> Html {
    let text = text.clone();
    copy_made(what, words, move || Some(text.clone()), shown, env)
}

/// A button that copies a text which is made when it is pressed.
pub(crate) fn copy_made(
    what: Copied,
    words: AttrValue,
    make: impl Fn() -> Option<AttrValue> + 'static,
    shown: UiState,
    env: &Env,
) -> Html {
    let env = env.clone();
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(text) = make() {
            copy(what, text, env.clone());
        }
    });
    html! {
        <button class="primary" {onclick}>
            { if shown.copied == what { t!("share.copied") } else { words } }
        </button>
    }
}

fn copy(what: Copied, text: AttrValue, env: Env) {
    spawn_local(async move {
        let copied = if write_clipboard(&text).await {
            env.send
                .emit(AppMsg::View(ViewMsg::Announce(t!("share.copied"))));
            what
        } else {
            env.send
                .emit(AppMsg::View(ViewMsg::Notify(Message::problem(phrase!(
                    "share.no_clipboard"
                )))));
            Copied::Blocked
        };
        env.send
            .emit(AppMsg::View(ViewMsg::Ui(UiAction::Copied(copied))));
    });
}

pub(crate) fn select_all(event: FocusEvent) {
    if let Some(input) = dom::target::<HtmlInputElement>(&event) {
        input.select();
    }
}

/// Copies a text to the clipboard; returns whether that was possible.
pub(crate) async fn write_clipboard(text: &str) -> bool {
    let Some(window) = dom::window() else {
        return false;
    };
    // The clipboard is absent if the page is not in a secure context.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if clipboard.map_or(true, |clipboard| clipboard.is_undefined()) {
        return false;
    }
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}
