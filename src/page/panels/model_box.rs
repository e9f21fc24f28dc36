use crate::asking::Origin;
use crate::asking::server::{Kind, Listed};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::model::{Address, Amount, Offer, Opened, Phase, Place};
use crate::page::msg::{AppMsg, ModelMsg, maybe};
use crate::page::widgets::icons;
use crate::page::widgets::origin::{self, LEAST_MASS};
use crate::state::short;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Waiting rows from which a progress is shown: fewer are answered before one could read it.
const MANY: usize = 8;

/// The id of what is shown of a model.
const PLACE: &str = "ask-model";

/// Returns whether something in the box has the focus.
pub(crate) fn has_focus() -> bool {
    dom::by_id(PLACE).is_some_and(|place| place.matches(":focus-within").unwrap_or(false))
}

/// Moves the focus to the box, or to the button that opens it.
pub(crate) fn focus() {
    dom::focus(PLACE);
}

/// Who answers: the choice of a model, its loading, and what it does.
#[derive(Clone, PartialEq)]
pub(crate) struct ModelBox {
    pub(crate) phase: Phase,
    /// Number of rows that wait for an answer, and the greatest such number since none waited.
    pub(crate) waiting: (usize, usize),
    pub(crate) paused: bool,
    /// Number of rows whose numbers are not the model's.
    pub(crate) others: usize,
    /// Where the rows come from that are in view.
    pub(crate) origins: Vec<Origin>,
    /// The server whose address was typed last.
    pub(crate) address: Address,
    /// True if models in this page are offered.
    pub(crate) page: bool,
    /// True if models on servers are offered.
    pub(crate) server: bool,
}

impl View for ModelBox {
    fn view(&self, env: &Env) -> Html {
        let click = |msg: ModelMsg| env.on_click(AppMsg::Model(msg));
        let cancel =
            || html! { <button onclick={click(ModelMsg::Choose)}>{ t!("model.cancel") }</button> };
        let content = match &self.phase {
            Phase::Closed => {
                return html! {
                    <div class="buttons ask-model">
                        <button id={PLACE} onclick={click(ModelMsg::Choose)}>{ t!("model.ask") }</button>
                    </div>
                };
            }
            Phase::Choosing(offer) => html! {
                <>
                    if self.page {
                        { Self::choice(offer.as_ref(), env) }
                    }
                    if self.server {
                        { self.server_form(env) }
                    }
                </>
            },
            Phase::Looking => html! { <><p>{ t!("server.looking") }</p>{ cancel() }</> },
            Phase::Listed(listed) => Self::served(listed, env),
            Phase::Starting => html! { <><p>{ t!("model.starting") }</p>{ cancel() }</> },
            Phase::Fetching(amount) => html! {
                <>
                    { progress(t!("model.fetching"), amount) }
                    <p class="hint">{ fetched(amount) }</p>
                    <div class="buttons">{ cancel() }</div>
                </>
            },
            Phase::Reading(amount) => html! {
                <>{ progress(t!("model.reading"), amount) }<div class="buttons">{ cancel() }</div></>
            },
            Phase::Failed(failure) if failure.code.starts_with("server_") && self.server => html! {
                <>
                    <p role="alert">{ origin::sentence(failure) }</p>
                    { self.server_form(env) }
                    <div class="buttons">
                        if self.page {
                            <button class="link-button" onclick={click(ModelMsg::Choose)}>{ t!("model.another") }</button>
                        }
                        <button class="link-button" onclick={click(ModelMsg::Close)}>{ t!("model.without") }</button>
                    </div>
                </>
            },
            Phase::Failed(failure) => html! {
                <>
                    <p role="alert">{ origin::sentence(failure) }</p>
                    <div class="buttons">
                        <button onclick={click(ModelMsg::Choose)}>{ t!("model.try_again") }</button>
                        <button onclick={click(ModelMsg::Close)}>{ t!("model.without") }</button>
                    </div>
                </>
            },
            Phase::Ready { name, place } => self.ready(name, place, env),
        };
        let close = matches!(self.phase, Phase::Choosing(_)).then(|| {
            env.icon_button(
                icons::close(),
                t!("model.close"),
                AppMsg::Model(ModelMsg::Close),
                false,
            )
        });
        html! {
            <div class="model-box" id={PLACE} tabindex="-1" role="group" aria-label={t!("model.title")}>
                if let Some(close) = close {
                    <div class="model-head"><h3>{ t!("model.title") }</h3>{ close }</div>
                }
                { content }
            </div>
        }
    }
}

impl ModelBox {
    fn choice(offer: Option<&Option<Offer>>, env: &Env) -> Html {
        let small = match offer {
            None => html! { <p class="hint">{ t!("model.looking") }</p> },
            Some(None) => html! { <p class="hint">{ t!("model.not_offered") }</p> },
            Some(Some(Offer {
                name,
                bytes,
                licence,
            })) => {
                let load = env.on_click(AppMsg::Model(ModelMsg::Open(Opened::Offered)));
                html! {
                    <>
                        <p><b translate="no">{ name }</b>{ t!("model.small", size = megabytes(*bytes), licence = licence) }</p>
                        <div class="buttons">
                            <button class="primary" onclick={load}>{ t!("model.load", size = megabytes(*bytes)) }</button>
                        </div>
                    </>
                }
            }
        };
        let onchange = maybe(&env.send, |event: Event| {
            let input = dom::target::<HtmlInputElement>(&event)?;
            let file = input.files()?.get(0)?;
            // So that the same file can be chosen again.
            input.set_value("");
            Some(AppMsg::Model(ModelMsg::Open(Opened::File(file))))
        });
        html! {
            <>
                { small }
                <p>{ t!("model.own") }</p>
                <label class="file-button">
                    <input type="file" accept=".gguf" aria-label={t!("model.own_file")} {onchange} />
                </label>
                <p class="hint">{ t!("model.stays") }</p>
            </>
        }
    }

    /// Asks for a server, and says what will be sent there.
    fn server_form(&self, env: &Env) -> Html {
        // What is typed is kept at once: the box is drawn again by whatever happens meanwhile.
        let typed = |read: fn(Rc<str>, &Address) -> Address| {
            let address = self.address.clone();
            maybe(&env.send, move |event: InputEvent| {
                let value = dom::target::<HtmlInputElement>(&event)?.value();
                Some(AppMsg::Model(ModelMsg::Type(read(value.into(), &address))))
            })
        };
        let onsubmit = env.send.reform(|event: SubmitEvent| {
            event.prevent_default();
            AppMsg::Model(ModelMsg::Find)
        });
        let Address {
            typed: address,
            key,
        } = &self.address;
        let address_typed = typed(|typed, old| Address {
            typed,
            ..old.clone()
        });
        let key_typed = typed(|key, old| Address { key, ..old.clone() });
        html! {
            <form class="server-form" {onsubmit}>
                <p>{ t!("server.own") }</p>
                <label>
                    <span>{ t!("server.address") }</span>
                    <input value={address.to_string()} oninput={address_typed} inputmode="url" placeholder="http://localhost:8080" autocomplete="off" spellcheck="false" autocapitalize="none" />
                </label>
                <label>
                    <span>{ t!("server.key") }</span>
                    // Not of the type `password`: a browser would offer to keep it.
                    <input class="secret" value={key.to_string()} oninput={key_typed} autocomplete="off" spellcheck="false" autocapitalize="none" />
                </label>
                <p class="hint">{ t!("server.sends") }</p>
                <div class="buttons"><button class="primary">{ t!("server.ask") }</button></div>
            </form>
        }
    }

    /// The choice among the models of a server.
    fn served(listed: &Listed, env: &Env) -> Html {
        let onsubmit = maybe(&env.send, |event: SubmitEvent| {
            event.prevent_default();
            let form = dom::target::<Element>(&event)?;
            let chosen = form.query_selector("[name=model]").ok()??;
            let name = match chosen.dyn_into::<HtmlSelectElement>() {
                Ok(select) => select.value(),
                Err(input) => input.dyn_into::<HtmlInputElement>().ok()?.value(),
            };
            // Many servers with one model take any name, or none.
            Some(AppMsg::Model(ModelMsg::Serve(name.trim().to_owned())))
        });
        let models = listed.models.iter().enumerate().map(|(i, model)| {
            html! { <option value={model.clone()} selected={i == 0} translate="no">{ model }</option> }
        });
        let cancel = env.on_click(AppMsg::Model(ModelMsg::Choose));
        html! {
            <form class="server-form" {onsubmit}>
                <label>
                    <span>{ t!("server.model") }</span>
                    if listed.models.is_empty() {
                        <input name="model" autocomplete="off" spellcheck="false" autocapitalize="none" />
                    } else {
                        <select name="model">{ for models }</select>
                    }
                </label>
                <div class="buttons">
                    <button class="primary">{ t!("server.ask_model") }</button>
                    <button type="button" onclick={cancel}>{ t!("model.cancel") }</button>
                </div>
            </form>
        }
    }

    fn ready(&self, name: &str, place: &Place, env: &Env) -> Html {
        let click = |msg: ModelMsg| env.on_click(AppMsg::Model(msg));
        let (answers, about) = match place {
            Place::Page { bytes, kept } => {
                let size = megabytes(*bytes);
                let kept = match kept.as_str() {
                    "disk" | "cache" => t!("model.kept", size = size),
                    "full" => t!("model.kept_full", size = size),
                    "file" => t!("model.kept_file", size = size),
                    _ => t!("model.kept_memory", size = size),
                };
                (t!("model.answers_here"), kept)
            }
            Place::Server { host, kind, top } => {
                let about = match kind {
                    Kind::LlamaCpp => t!("server.llama_cpp"),
                    Kind::Vllm => t!("server.vllm"),
                    Kind::Echo => t!("server.echo"),
                    Kind::Ollama => t!("server.ollama", top = top),
                    Kind::Completions => t!("server.completions", top = top),
                    Kind::Chat => t!("server.chat", top = top),
                };
                (t!("server.answers_at", host = host), about)
            }
        };
        let (waiting, most) = self.waiting;
        let done = most.saturating_sub(waiting);
        html! {
            <>
                <p><b translate="no">{ name.to_owned() }</b>{ answers }</p>
                <p class="hint">{ about }</p>
                if most > MANY && waiting > 0 {
                    <progress max={most.to_string()} value={done.to_string()} aria-label={t!("model.asking_rows")}></progress>
                    <p class="hint">{ t!("model.rows", done = done, count = most) }</p>
                }
                if self.origins.iter().any(|origin| matches!(origin, Origin::Answer { mass: Some(mass), .. } if *mass < LEAST_MASS)) {
                    <p class="note">{ t!("model.small_mass") }</p>
                }
                if self.origins.iter().any(|origin| matches!(origin, Origin::Answer { melts: true, .. })) {
                    <p class="note">{ t!("model.melts") }</p>
                }
                <div class="buttons">
                    if waiting > 0 && most > MANY && !self.paused {
                        <button onclick={click(ModelMsg::Pause(true))}>{ t!("model.stop") }</button>
                    }
                    if waiting > 0 && self.paused {
                        <button onclick={click(ModelMsg::Pause(false))}>{ t!("model.go_on") }</button>
                    }
                    if self.others > 0 {
                        <button onclick={click(ModelMsg::AskAll)}>{ t!("model.ask_all") }</button>
                    }
                    <button class="link-button" onclick={click(ModelMsg::Choose)}>{ t!("model.another") }</button>
                    <button class="link-button" onclick={click(ModelMsg::Close)}>{ t!("model.close") }</button>
                </div>
            </>
        }
    }
}

fn progress(name: AttrValue, amount: &Amount) -> Html {
    let share = |value: f64| format!("{:.0}", value / 1000.0);
    html! {
        <>
            <p>{ &name }</p>
            <progress max={share(amount.total)} value={share(amount.done)} aria-label={name}></progress>
        </>
    }
}

/// How much has come, and how long the rest takes.
fn fetched(amount: &Amount) -> AttrValue {
    let (done, total) = (megabytes(amount.done), megabytes(amount.total));
    match amount.left {
        Some(left) if left < 90.0 => {
            t!(
                "model.fetched_seconds",
                done = done,
                total = total,
                left = left.ceil().max(1.0)
            )
        }
        Some(left) => {
            t!(
                "model.fetched_minutes",
                done = done,
                total = total,
                left = (left / 60.0).ceil()
            )
        }
        None => t!("model.fetched", done = done, total = total),
    }
}

/// A number of bytes in the unit of the current language.
fn megabytes(bytes: f64) -> AttrValue {
    let megabytes = bytes / 1e6;
    let rounded = if megabytes < 10.0 {
        (megabytes * 10.0).round() / 10.0
    } else {
        megabytes.round()
    };
    i18n::fill("model.megabytes", &[("value", &short(rounded))])
}
