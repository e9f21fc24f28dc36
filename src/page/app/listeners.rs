//! What the page listens to beyond its own components.

use crate::page::lesson::LearnRequest;
use crate::page::{Request, data_menu, dom, frame, linked};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use yew::Callback;

/// All of it, for as long as it lives.
pub(super) fn listeners(send: &Callback<Request>, framed: bool) -> Vec<EventListener> {
    let mut listeners = linked::listeners();
    if framed {
        listeners.extend(frame::listeners(send));
    }
    listeners.extend(data_menu::listeners(send));
    // A host prints its own page, and a sandboxed frame cannot print.
    listeners.extend(keys(send, !framed && !dom::is_element()));
    // An element is told about all else by what is around it.
    let Some(window) = dom::window().filter(|_| !dom::is_element()) else {
        return listeners;
    };
    // In a frame the address says nothing new after the start.
    for event in ["hashchange", "popstate"].into_iter().filter(|_| !framed) {
        let send = send.clone();
        listeners.push(EventListener::new(&window, event, move |_| {
            send.emit(Request::AddressChanged)
        }));
    }
    if let Ok(Some(dark)) = window.match_media("(prefers-color-scheme: dark)") {
        let send = send.clone();
        listeners.push(EventListener::new(&dark, "change", move |_| {
            send.emit(Request::Redraw)
        }));
    }
    listeners
}

/// The keys of the whole page; of an element, while the focus is in it.
fn keys(send: &Callback<Request>, prints: bool) -> Option<EventListener> {
    let send = send.clone();
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    let listen = move |event: &web_sys::Event| {
        let request = event.dyn_ref().and_then(|event| {
            let handout = || print(event).filter(|_| prints);
            shortcut(event).or_else(|| turn(event)).or_else(handout)
        });
        if let Some(request) = request {
            event.prevent_default();
            send.emit(request);
        }
    };
    let root = dom::root()?;
    Some(EventListener::new_with_options(
        &root, "keydown", options, listen,
    ))
}

/// Undo and redo, but not where the reader is typing: fields have their own.
fn shortcut(event: &web_sys::KeyboardEvent) -> Option<Request> {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return None;
    }
    let typing = dom::target::<web_sys::Element>(event).is_some_and(|element| {
        element
            .matches("input:not([type=radio], [type=checkbox], [type=range]), textarea")
            .unwrap_or(false)
    });
    if typing {
        return None;
    }
    match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Some(Request::Undo),
        ("z", true) | ("y", false) => Some(Request::Redo),
        _ => None,
    }
}

/// In the lesson, the browser's own key for printing gives the handout, as the button does: all chapters and not just the open one.
fn print(event: &web_sys::KeyboardEvent) -> Option<Request> {
    let command = (event.ctrl_key() != event.meta_key()) && !event.alt_key() && !event.shift_key();
    if !command || !event.key().eq_ignore_ascii_case("p") {
        return None;
    }
    dom::root()?.query_selector(".lesson").ok()??;
    Some(Request::Learn(LearnRequest::Print(true)))
}

/// While presenting, the arrow keys turn the pages and Escape ends; not where they do something else.
fn turn(event: &web_sys::KeyboardEvent) -> Option<Request> {
    dom::root()?.query_selector(".is-presenting").ok()??;
    let target = dom::target::<web_sys::Element>(event);
    let busy = target.is_some_and(|element| {
        let own = "input, textarea, select, dialog, [role=slider], [data-roving] *";
        element.closest(own).ok().flatten().is_some()
    });
    if busy || event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    match event.key().as_str() {
        "ArrowRight" | "PageDown" => Some(Request::Learn(LearnRequest::Turn(true))),
        "ArrowLeft" | "PageUp" => Some(Request::Learn(LearnRequest::Turn(false))),
        "Escape" => Some(Request::Learn(LearnRequest::Present(false))),
        _ => None,
    }
}
