//! The page inside somebody else's: `embed.html` in an iframe, or an element. Its JavaScript side, which speaks with the page
//! around, is `static/frame.js` or the package's `element.js`; it gives itself as the host's `frame`, which is how the page
//! knows where it is.
//!
//! There the state comes from the query or the attributes, and the address stays as the author of the page around wrote it:
//! what the reader does is told to that page instead, and is its to keep. Nothing is put into the browser's history, which
//! both share.

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

/// Whether the page is in a frame.
pub(crate) fn is_on() -> bool {
    frame().is_some()
}

/// The language of the page around, as far as an element can tell.
pub(crate) fn language() -> Option<Language> {
    let tag = host::ask("language", &JsValue::UNDEFINED)?.as_string()?;
    Language::from_tag(&tag)
}

/// The language of a view: what a link fixes, else that of the page around, else what was chosen before.
pub(crate) fn language_of(view: &View) -> Language {
    let asked = view.lang.as_deref().and_then(Language::from_tag);
    (asked.or_else(language)).unwrap_or_else(Language::preferred)
}

/// The colours of the page around, as far as an element can tell.
pub(crate) fn theme() -> Option<Theme> {
    let name = host::ask("theme", &JsValue::UNDEFINED)?.as_string()?;
    Theme::from_name(&name)
}

/// The link that the page starts from: its hash; in a frame its query, in an element its attributes as they are now.
pub(crate) fn link() -> String {
    text("link").unwrap_or_else(dom::hash)
}

/// Reads the `config` of the address or, as it is now, of the element; nothing comes of it if there is none.
pub(crate) fn config() -> Imported<State> {
    text("config").map_or_else(Imported::default, |config| Imported::config(&config))
}

/// Tells the page around what is in view: its link, and the state where that is not the link's.
pub(crate) fn report(link: &str, state: Option<&State>) {
    let tell = || {
        let frame = frame()?;
        let report: Function = host::get(&frame, "report")?.dyn_into().ok()?;
        let state = state.map(|state| link::format(state, &View::default()));
        report.call2(&frame, &link.into(), &state.into()).ok()
    };
    tell();
}

/// An event of the JavaScript side, and the message that the text in it makes.
type HostEvent = (&'static str, fn(String) -> HostMsg);

const EVENTS: [HostEvent; 5] = [
    ("calibration-link", HostMsg::OpenLink),
    ("calibration-state", HostMsg::OpenState),
    // Of an element alone: all of its attributes, some of them, and a change of the page around.
    ("calibration-whole", |_| HostMsg::AttributesReplaced),
    ("calibration-part", HostMsg::AttributesChanged),
    ("calibration-around", |_| HostMsg::HostChanged),
];

/// Listeners to what the page around asks for, after `static/frame.js` has looked at it.
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
