//! The listeners of the whole page, beyond those of its components.

use crate::page::msg::{AppMsg, EditMsg, HostMsg, LessonMsg, ViewMsg};
use crate::page::panels::data_menu;
use crate::page::{dom, highlight, host_page};
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use yew::Callback;

/// Installs the listeners; each is removed when it is dropped.
pub(crate) fn listeners(send: &Callback<AppMsg>, embedded: bool) -> Vec<EventListener> {
    let mut listeners = highlight::listeners();
    if embedded {
        listeners.extend(host_page::listeners(send));
    }
    listeners.extend(data_menu::listeners(send));
    // A surrounding page prints itself, and a sandboxed frame cannot print.
    listeners.extend(keys(send, !embedded && !dom::is_element()));
    // In an element, element.js sends all other news.
    let Some(window) = dom::window().filter(|_| !dom::is_element()) else {
        return listeners;
    };
    // The address of an embedded page is read only at the start.
    for event in ["hashchange", "popstate"].into_iter().filter(|_| !embedded) {
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

/// Listens to the keys of the whole page; in an element, only while the focus is in it.
fn keys(send: &Callback<AppMsg>, prints: bool) -> Option<EventListener> {
    let send = send.clone();
    let options = gloo_events::EventListenerOptions::enable_prevent_default();
    let listen = move |event: &web_sys::Event| {
        let msg = event.dyn_ref().and_then(|event| {
            let handout = || print(event).filter(|_| prints);
            shortcut(event).or_else(|| turn(event)).or_else(handout)
        });
        if let Some(msg) = msg {
            event.prevent_default();
            send.emit(msg);
        }
    };
    let root = dom::root()?;
    Some(EventListener::new_with_options(
        &root, "keydown", options, listen,
    ))
}

/// The keys for undo and redo, except in a text field, which has its own undo.
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

/// The browser's key for printing: in the lesson it prints the handout of all chapters, like the button, not just the open one.
fn print(event: &web_sys::KeyboardEvent) -> Option<AppMsg> {
    let command = (event.ctrl_key() != event.meta_key()) && !event.alt_key() && !event.shift_key();
    if !command || !event.key().eq_ignore_ascii_case("p") {
        return None;
    }
    dom::root()?.query_selector(".lesson").ok()??;
    Some(AppMsg::Lesson(LessonMsg::Print(true)))
}

/// The keys of the presentation mode, except where they have another use: arrows turn the pages, Escape ends the mode.
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
