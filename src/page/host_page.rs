//! The page embedded in another one: `embed.html` in an iframe, or an element. The JavaScript that communicates with the
//! surrounding page (`static/frame.js`, the package's `element.js`) passes itself as the host's `frame`; its presence shows that
//! the page is embedded.
//!
//! An embedded page reads its state from the query or the attributes, and never writes the address, which the author of the
//! surrounding page wrote. It reports changes to that page instead, and adds nothing to the browser's history, which both
//! share.

use crate::link::{self, Theme, View};
use crate::page::language::Language;
use crate::page::msg::{AppMsg, HostMsg};
use crate::page::{dom, host};
use crate::phrase::imported::Imported;
use crate::state::{Named, State};
use gloo_events::EventListener;
use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};
use yew::Callback;

fn frame() -> Option<JsValue> {
    host::host("frame")
}

fn text(name: &str) -> Option<String> {
    host::get(&frame()?, name)?.as_string()
}

/// Returns whether the page is embedded, in an iframe or as an element.
pub(crate) fn is_embedded() -> bool {
    frame().is_some()
}

/// The language of the page around an element; `None` if it is unknown, and outside of an element.
pub(crate) fn language() -> Option<Language> {
    let tag = host::ask("language", &JsValue::UNDEFINED)?.as_string()?;
    Language::from_tag(&tag)
}

/// The language of a view: the link's, else that of the surrounding page, else the one that the reader prefers.
pub(crate) fn language_of(view: &View) -> Language {
    let asked = view.lang.as_deref().and_then(Language::from_tag);
    (asked.or_else(language)).unwrap_or_else(Language::preferred)
}

/// The colour theme of the page around an element; `None` if it is unknown, and outside of an element.
pub(crate) fn theme() -> Option<Theme> {
    let name = host::ask("theme", &JsValue::UNDEFINED)?.as_string()?;
    Theme::from_name(&name)
}

/// The link that the page starts from: that of its address, in an iframe its query, in an element its current attributes.
pub(crate) fn link() -> String {
    let of_address = || {
        let hash = dom::hash();
        if hash.len() > 1 {
            return hash;
        }
        Some(dom::query())
            .filter(|query| link::is_link(query))
            .unwrap_or_default()
    };
    text("link").unwrap_or_else(of_address)
}

/// Reads the state in the `config` of the query or of the element; empty if there is none.
pub(crate) fn config() -> Imported<State> {
    text("config").map_or_else(Imported::default, |config| Imported::config(&config))
}

/// Reports the current link to the surrounding page, and the state if the link does not contain it.
pub(crate) fn report(link: &str, state: Option<&State>) {
    let tell = || {
        let frame = frame()?;
        let report: Function = host::get(&frame, "report")?.dyn_into().ok()?;
        let state = state.map(|state| link::format(state, &View::default()));
        report.call2(&frame, &link.into(), &state.into()).ok()
    };
    tell();
}

/// The name of an event from JavaScript, and the function that makes a message of its text.
type HostEvent = (&'static str, fn(String) -> HostMsg);

const EVENTS: [HostEvent; 5] = [
    ("calibration-link", HostMsg::OpenLink),
    ("calibration-state", HostMsg::OpenState),
    // Only in an element: all of its attributes, some of them, or the surrounding page have changed.
    ("calibration-whole", |_| HostMsg::AttributesReplaced),
    ("calibration-part", HostMsg::AttributesChanged),
    ("calibration-around", |_| HostMsg::HostChanged),
];

/// Listens to what the surrounding page sends, after JavaScript has checked it.
pub(crate) fn listeners(send: &Callback<AppMsg>) -> Vec<EventListener> {
    let Some(around) = dom::around() else {
        return Vec::new();
    };
    let listen = |(name, msg): HostEvent| {
        let send = send.clone();
        EventListener::new(&around, name, move |event| {
            if let Some(text) = host::get(event, "detail").and_then(|text| text.as_string()) {
                send.emit(AppMsg::Host(msg(text)));
            }
        })
    };
    EVENTS.into_iter().map(listen).collect()
}
