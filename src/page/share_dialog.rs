use super::data_menu;
use super::dialog::Modal;
use super::notices::Message;
use super::{Language, Request, dom};
use crate::explainer::export::code::{Language as CodeLanguage, code};
use crate::explainer::export::csv::{inputs_csv, parameters_csv, prompts_csv};
use crate::explainer::export::json::state_to_json;
use crate::explainer::permalink::{self, View};
use crate::explainer::presets::Preset;
use crate::explainer::{Derived, MAX_LINK_CHARS, State};
use rust_i18n::t;
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) open: bool,
    pub(super) state: Rc<State>,
    pub(super) derived: Rc<Derived>,
    pub(super) selected: usize,
    /// The preset, while nobody has changed it.
    pub(super) preset: Option<Preset>,
    pub(super) view: View,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
}

/// Link, files and code of the current state.
#[component(ShareDialog)]
pub(super) fn share_dialog(props: &Props) -> Html {
    let onclose = props.send.reform(|()| Request::Show(None));
    // What the dialog holds is made only while it is open: it is not cheap while a bar is dragged.
    let content = if props.open {
        html! {
            <Content state={&props.state} derived={&props.derived} selected={props.selected} preset={props.preset}
                view={props.view.clone()} language={props.language} send={&props.send} />
        }
    } else {
        Html::default()
    };
    html! {
        <Modal open={props.open} title={t!("share.title").into_owned()} close_name={t!("share.close").into_owned()} {onclose}>
            { content }
        </Modal>
    }
}

#[derive(PartialEq, Properties)]
struct ContentProps {
    state: Rc<State>,
    derived: Rc<Derived>,
    selected: usize,
    preset: Option<Preset>,
    view: View,
    language: Language,
    send: Callback<Request>,
}

#[component(Content)]
fn content(props: &ContentProps) -> Html {
    let ContentProps {
        state,
        derived,
        selected,
        preset,
        view,
        language,
        send,
    } = props;
    let in_language = use_state(|| CodeLanguage::NumPy);
    // What was copied last, so that its button can say so.
    let copied = use_state(|| None::<&'static str>);
    let hash = match preset {
        Some(preset) => permalink::format_preset(*preset, view),
        None => permalink::format(state, view),
    };
    let too_long = hash.len() > MAX_LINK_CHARS;
    let link = format!("{}#{hash}", dom::address());
    let snippet = code(*in_language, state, derived, *selected);
    let copy = |what: &'static str, text: String| {
        let (mark, send) = (copied.clone(), send.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let (copied, send, text) = (mark.clone(), send.clone(), text.clone());
            wasm_bindgen_futures::spawn_local(async move {
                if write_clipboard(&text).await {
                    copied.set(Some(what));
                    send.emit(Request::Announce(t!("share.copied").into_owned()));
                } else {
                    send.emit(Request::Tell(Message::NoClipboard));
                    copied.set(Some("blocked"));
                }
            });
        });
        html! {
            <button class="primary" {onclick}>
                { if *copied == Some(what) { t!("share.copied") } else { t!("share.copy") } }
            </button>
        }
    };
    let file = |name: &'static str, mime: &'static str, make: fn(&State, &Derived) -> String| {
        let (state, derived) = (Rc::clone(state), Rc::clone(derived));
        let onclick = Callback::from(move |_: MouseEvent| {
            dom::download(name, mime, &make(&state, &derived).into());
        });
        html! { <button {onclick}>{ name }</button> }
    };
    let onchange = {
        let send = send.clone();
        Callback::from(move |event: Event| {
            let input = dom::target::<HtmlInputElement>(&event);
            if let Some(file) = input.and_then(|i| i.files()).and_then(|files| files.get(0)) {
                send.emit(Request::Show(None));
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
                        <input type="text" readonly=true value={link.clone()} aria-label={t!("share.link").into_owned()} onfocus={select_all} />
                        { copy("link", link) }
                    </div>
                }
                if *copied == Some("blocked") {
                    <p class="field-problem" role="alert">{ t!("share.no_clipboard") }</p>
                }
            </section>
            <section class="share-part">
                <h3>{ t!("share.files") }</h3>
                <p class="hint">{ t!("share.files_hint") }</p>
                <div class="buttons">
                    { file("calibration.json", "application/json", |state, _| state_to_json(state)) }
                    { file("inputs.csv", "text/csv;charset=utf-8", inputs_csv) }
                    { file("context-free.csv", "text/csv;charset=utf-8", prompts_csv) }
                    { file("parameters.csv", "text/csv;charset=utf-8", parameters_csv) }
                </div>
                <label class="paste-label">
                    { t!("share.open") }
                    <input type="file" accept=".json,.csv,.tsv,application/json,text/csv" {onchange} />
                </label>
            </section>
            <section class="share-part">
                <h3>{ t!("share.code") }</h3>
                <p class="hint">{ t!("share.code_hint") }</p>
                <CodeChoice chosen={*in_language} choose={Callback::from({ let l = in_language.clone(); move |language| l.set(language) })}
                    language={*language} />
                <pre class="code" tabindex="0" role="group" aria-label={t!("share.code").into_owned()}><code>{ snippet.clone() }</code></pre>
                { copy("code", snippet) }
            </section>
        </>
    }
}

#[derive(PartialEq, Properties)]
struct CodeChoiceProps {
    chosen: CodeLanguage,
    choose: Callback<CodeLanguage>,
    language: Language,
}

#[component(CodeChoice)]
fn code_choice(props: &CodeChoiceProps) -> Html {
    const LANGUAGES: [(CodeLanguage, &str); 3] = [
        (CodeLanguage::NumPy, "NumPy"),
        (CodeLanguage::Rust, "Rust"),
        (CodeLanguage::JavaScript, "JavaScript"),
    ];
    let option = |(language, name): (CodeLanguage, &'static str)| {
        let onchange = props.choose.reform(move |_: Event| language);
        html! {
            <label class="segment">
                <input type="radio" name="code" checked={props.chosen == language} {onchange} />
                <span>{ name }</span>
            </label>
        }
    };
    html! {
        <fieldset class="choice">
            <legend class="visually-hidden">{ t!("share.code_language") }</legend>
            <div class="segments">{ for LANGUAGES.into_iter().map(option) }</div>
        </fieldset>
    }
}

fn select_all(event: FocusEvent) {
    if let Some(input) = dom::target::<HtmlInputElement>(&event) {
        input.select();
    }
}

/// Whether the text is now on the clipboard.
async fn write_clipboard(text: &str) -> bool {
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
