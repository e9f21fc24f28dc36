//! What the page listens to beyond its own components.

use crate::page::msg::{AppMsg, EditMsg, HostMsg, LessonMsg, ViewMsg};
use crate::page::panels::data_menu;
use crate::page::{dom, highlight, host_page};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use yew::Callback;

/// All of it, for as long as it lives.
pub(crate) fn listeners(send: &Callback<AppMsg>, framed: bool) -> Vec<EventListener> {
    let mut listeners = highlight::listeners();
    if framed {
        listeners.extend(host_page::listeners(send));
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
            send.emit(AppMsg::Host(HostMsg::AddressChanged))
        }));
    }
    if let Ok(Some(dark)) = window.match_media("(prefers-color-scheme: dark)") {
        let send = send.clone();
        listeners.push(EventListener::new(&dark, "change", move |_| {
            send.emit(AppMsg::View(ViewMsg::Redraw))
        }));
    }
    listeners
}

/// The keys of the whole page; of an element, while the focus is in it.
fn keys(send: &Callback<AppMsg>, prints: bool) -> Option<EventListener> {
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
fn shortcut(event: &web_sys::KeyboardEvent) -> Option<AppMsg> {
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
        ("z", false) => Some(AppMsg::Edit(EditMsg::Undo)),
        ("z", true) | ("y", false) => Some(AppMsg::Edit(EditMsg::Redo)),
        _ => None,
    }
}

/// In the lesson, the browser's own key for printing gives the handout, as the button does: all chapters and not just the open one.
fn print(event: &web_sys::KeyboardEvent) -> Option<AppMsg> {
    let command = (event.ctrl_key() != event.meta_key()) && !event.alt_key() && !event.shift_key();
    if !command || !event.key().eq_ignore_ascii_case("p") {
        return None;
    }
    dom::root()?.query_selector(".lesson").ok()??;
    Some(AppMsg::Lesson(LessonMsg::Print(true)))
}

/// While presenting, the arrow keys turn the pages and Escape ends; not where they do something else.
fn turn(event: &web_sys::KeyboardEvent) -> Option<AppMsg> {
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
        "ArrowRight" | "PageDown" => Some(AppMsg::Lesson(LessonMsg::Turn(true))),
        "ArrowLeft" | "PageUp" => Some(AppMsg::Lesson(LessonMsg::Turn(false))),
        "Escape" => Some(AppMsg::Lesson(LessonMsg::Present(false))),
        _ => None,
    }
}
