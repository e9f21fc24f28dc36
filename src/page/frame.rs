//! The page inside somebody else's: `embed.html`. Its JavaScript side, which speaks with the page around, is
//! `static/frame.js`; it gives itself as `calibrationExplainer.frame`, which is how the page knows that it is in a frame.
//!
//! There the state comes from the query, and the address stays as the author of the page around wrote it: what the reader
//! does is told to that page instead, and is its to keep. Nothing is put into the browser's history, which both share.

use super::{Request, dom, files, loader};
use crate::explainer::State;
use crate::explainer::permalink::{Parsed, View};
use crate::explainer::phrase::phrase;
use crate::explainer::reply::{Message, Reply};
use gloo_events::EventListener;
use js_sys::Function;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

thread_local! {
    /// What came of the address's `config`.
    static CONFIG: RefCell<Reply> = RefCell::default();
}

fn frame() -> Option<JsValue> {
    let loader = loader::get(&js_sys::global(), "calibrationExplainer")?;
    loader::get(&loader, "frame").filter(JsValue::is_object)
}

fn text(name: &str) -> Option<String> {
    loader::get(&frame()?, name)?.as_string()
}

/// Whether the page is in a frame.
pub(super) fn is_on() -> bool {
    frame().is_some()
}

/// The link that the page starts from: its hash, in a frame its query.
pub(super) fn link() -> String {
    text("link").unwrap_or_else(dom::hash)
}

/// Reads the address's `config`, if it has one. What cannot be read is told once the page is there; the rest stands.
pub(super) async fn fetch_config() {
    let Some(config) = text("config") else {
        return;
    };
    let reply = files::read("read_config", &[config.into()]).await;
    let reply = reply.unwrap_or_else(|| Reply {
        link: None,
        message: Some(Message::problem(phrase!("file.not_loaded"))),
    });
    CONFIG.set(reply);
}

/// Reads the link that the page starts from, and what is to be told about the address's `config`.
pub(super) fn parse() -> (Parsed, Option<Message>) {
    let config = CONFIG.take();
    (files::parse_over(&link(), config.state()), config.message)
}

/// Tells the page around what is in view: its link, and the state where that is not the link's.
pub(super) fn report(link: &str, state: Option<&State>) {
    let tell = || {
        let frame = frame()?;
        let report: Function = loader::get(&frame, "report")?.dyn_into().ok()?;
        let state = state.map_or(JsValue::UNDEFINED, files::link);
        report.call2(&frame, &link.into(), &state).ok()
    };
    tell();
}

/// An event of `static/frame.js`, and the request that the text in it makes.
type Ask = (&'static str, fn(String) -> Request);

/// What the page around asks for, after `static/frame.js` has looked at it.
pub(super) fn listeners(send: &Callback<Request>) -> Vec<EventListener> {
    let asks: [Ask; 2] = [
        ("calibration-link", Request::TakeLink),
        ("calibration-state", Request::ReadState),
    ];
    let Some(window) = dom::window() else {
        return Vec::new();
    };
    let listen = |(name, request): Ask| {
        let send = send.clone();
        EventListener::new(&window, name, move |event| {
            if let Some(text) = loader::get(event, "detail").and_then(|text| text.as_string()) {
                send.emit(request(text));
            }
        })
    };
    asks.into_iter().map(listen).collect()
}

/// How a page in a frame looks after the page around has sent it a link: as before, but for what the link names.
pub(super) fn view_after(now: &View, sent: View) -> View {
    View {
        lang: sent.lang.or_else(|| now.lang.clone()),
        theme: sent.theme.or(now.theme),
        hide: if sent.hide.is_empty() {
            now.hide.clone()
        } else {
            sent.hide
        },
        ..sent
    }
}
