//! Link, files and code of the current state.

use super::choice::{Choice, choices};
use super::desk::Desk;
use super::dialog::{Dialog, modal};
use super::part::Env;
use super::request::{Copied, Looks, Shown};
use super::say::t;
use super::{Request, data_menu, dom};
use crate::export::code::Language as CodeLanguage;
use crate::export::csv;
use crate::export::json::state_to_json;
use crate::link::View;
use crate::phrase::message::Message;
use crate::phrase::phrase;
use crate::state::{Derived, MAX_LINK_CHARS, State};
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

pub(super) struct ShareDialog<'a> {
    pub(super) node: &'a NodeRef,
    pub(super) open: bool,
    pub(super) desk: &'a Desk,
    pub(super) view: &'a View,
    pub(super) shown: Shown,
    /// The code with the current numbers.
    pub(super) code: &'a AttrValue,
    pub(super) env: &'a Env,
}

impl ShareDialog<'_> {
    pub(super) fn view(&self) -> Html {
        // What the dialog holds is made only while it is open: it is not cheap while a bar is dragged.
        let content = if self.open {
            self.content()
        } else {
            Html::default()
        };
        modal(
            self.node,
            Dialog::Share,
            "share-dialog",
            t!("share.title"),
            t!("share.close"),
            content,
            self.env,
        )
    }

    fn content(&self) -> Html {
        let Self {
            desk,
            view,
            shown,
            code,
            env,
            ..
        } = self;
        let state = desk.history.present();
        let hash = desk.link(state, view);
        let too_long = hash.len() > MAX_LINK_CHARS;
        let link = AttrValue::from(format!("{}#{hash}", dom::address()));
        let copy =
            |what: Copied, text: &AttrValue| copy_button(what, t!("share.copy"), text, *shown, env);
        let file =
            |name: &'static str, mime: &'static str, write: fn(&State, &Derived) -> String| {
                let (state, derived) = (Rc::clone(state), Rc::clone(&desk.derived));
                let onclick = Callback::from(move |_: MouseEvent| {
                    dom::download(name, mime, &write(&state, &derived).into());
                });
                html! { <button {onclick}>{ name }</button> }
            };
        let onchange = {
            let send = env.send.clone();
            Callback::from(move |event: Event| {
                let input = dom::target::<HtmlInputElement>(&event);
                if let Some(file) = input.and_then(|i| i.files()).and_then(|files| files.get(0)) {
                    send.emit(Request::Close(Dialog::Share));
                    data_menu::read(file.into(), send.clone());
                }
            })
        };
        html! {
            <>
                <section class="share-part">
                    <h3>{ t!("share.link") }</h3>
                    if too_long {
                        <p>{ t!("share.too_long", most = MAX_LINK_CHARS) }</p>
                    } else {
                        <p class="hint">{ t!("share.link_hint") }</p>
                        <div class="copy-line">
                            <input type="text" readonly=true value={&link} aria-label={t!("share.link")} onfocus={select_all} />
                            { copy(Copied::Link, &link) }
                        </div>
                    }
                    if shown.copied == Copied::Blocked {
                        <p class="field-problem" role="alert">{ t!("share.no_clipboard") }</p>
                    }
                </section>
                <section class="share-part">
                    <h3>{ t!("embed.door") }</h3>
                    <p class="hint">{ t!("embed.door_hint") }</p>
                    <div class="buttons">
                        <button onclick={env.ask(Request::Show(Dialog::Embed))}>{ t!("embed.make") }</button>
                    </div>
                </section>
                <section class="share-part">
                    <h3>{ t!("share.files") }</h3>
                    <p class="hint">{ t!("share.files_hint") }</p>
                    <div class="buttons">
                        { file("calibration.json", "application/json", |state, _| state_to_json(state)) }
                        { file("inputs.csv", "text/csv;charset=utf-8", csv::inputs_csv) }
                        { file("context-free.csv", "text/csv;charset=utf-8", csv::prompts_csv) }
                        { file("parameters.csv", "text/csv;charset=utf-8", csv::parameters_csv) }
                    </div>
                    <label class="paste-label">
                        { t!("share.open") }
                        <input type="file" accept=".json,.csv,.tsv,application/json,text/csv" {onchange} />
                    </label>
                </section>
                <section class="share-part">
                    <h3>{ t!("share.code") }</h3>
                    <p class="hint">{ t!("share.code_hint") }</p>
                    { choices("code", t!("share.code_language"), false, code_languages(*shown), env) }
                    <pre class="code" tabindex="0" role="group" aria-label={t!("share.code")}><code>{ *code }</code></pre>
                    { copy(Copied::Code, code) }
                </section>
            </>
        }
    }
}

/// The programming languages of the code, as a choice.
pub(super) fn code_languages(shown: Shown) -> Vec<Choice> {
    let languages = [
        (CodeLanguage::NumPy, "NumPy"),
        (CodeLanguage::Rust, "Rust"),
        (CodeLanguage::JavaScript, "JavaScript"),
    ];
    let choice = |(language, name): (CodeLanguage, &'static str)| Choice {
        words: name.into(),
        request: Request::Look(Looks::Code(language)),
        chosen: language == shown.code,
    };
    languages.map(choice).to_vec()
}

/// A button that copies a text, and says so when it has.
pub(super) fn copy_button(
    what: Copied,
    words: AttrValue,
    text: &AttrValue,
    shown: Shown,
    env: &Env,
) -> Html {
    let (env, text) = (env.clone(), text.clone());
    let onclick = Callback::from(move |_: MouseEvent| copy(what, text.clone(), env.clone()));
    html! {
        <button class="primary" {onclick}>
            { if shown.copied == what { t!("share.copied") } else { words } }
        </button>
    }
}

fn copy(what: Copied, text: AttrValue, env: Env) {
    spawn_local(async move {
        let copied = if write_clipboard(&text).await {
            env.send.emit(Request::Announce(t!("share.copied")));
            what
        } else {
            env.send.emit(Request::Tell(Message::problem(phrase!(
                "share.no_clipboard"
            ))));
            Copied::Blocked
        };
        env.send.emit(Request::Look(Looks::Copied(copied)));
    });
}

pub(super) fn select_all(event: FocusEvent) {
    if let Some(input) = dom::target::<HtmlInputElement>(&event) {
        input.select();
    }
}

/// Whether the text is now on the clipboard.
pub(super) async fn write_clipboard(text: &str) -> bool {
    let Some(window) = dom::window() else {
        return false;
    };
    // Absent where the page is not served securely.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if clipboard.map_or(true, |clipboard| clipboard.is_undefined()) {
        return false;
    }
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.is_ok()
}
