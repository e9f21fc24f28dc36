//! The few things that components need from the browser itself. Nothing here fails loudly: a
//! blocked storage or a missing element only means that something small is left out.

use crate::page::host;
use gloo_timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{
    CanvasRenderingContext2d, Document, Element, EventTarget, HtmlCanvasElement, HtmlElement,
    Storage, Window,
};

pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

pub(crate) fn document() -> Option<Document> {
    window()?.document()
}

/// Whether this is an element in somebody else's document, of which only what is inside its shadow root is its own: no title,
/// no address, no storage, nothing that listens to the document or the window.
pub(crate) fn is_element() -> bool {
    own_root().is_some()
}

fn own_root() -> Option<HtmlElement> {
    host::host("root")?.dyn_into().ok()
}

/// `<html>`, or what stands for it in an element.
pub(crate) fn root() -> Option<HtmlElement> {
    own_root().or_else(|| document()?.document_element()?.dyn_into().ok())
}

/// What the window tells: its own events, or an element's stand-in for it, which goes when the element goes.
pub(crate) fn around() -> Option<EventTarget> {
    match host::host("around") {
        Some(around) => around.dyn_into().ok(),
        None => Some(window()?.into()),
    }
}

pub(crate) fn by_id(id: &str) -> Option<Element> {
    root()?.query_selector(&format!("#{id}")).ok()?
}

/// Moves the focus to an element.
pub(crate) fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

fn set_hidden(id: &str, hidden: bool) {
    if let Some(element) = by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        element.set_hidden(hidden);
    }
}

/// Takes the loading text away and shows what is drawn (`data-ready` in the style sheet); tests and embedders wait for it.
pub(crate) fn ready() {
    set_hidden("loading", true);
    set_root_attribute("data-ready", "true");
}

pub(crate) fn set_root_attribute(name: &str, value: &str) {
    if let Some(root) = root() {
        let _ = root.set_attribute(name, value);
    }
}

pub(crate) fn set_document_language(tag: &str, title: &str) {
    set_root_attribute("lang", tag);
    if let Some(document) = document().filter(|_| !is_element()) {
        document.set_title(title);
    }
}

fn storage() -> Option<Storage> {
    if is_element() {
        return None;
    }
    window()?.local_storage().ok()?
}

pub(crate) fn stored(key: &str) -> Option<String> {
    storage()?.get_item(key).ok()?
}

pub(crate) fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // Full or forbidden: the choice then holds for this visit.
        let _ = storage.set_item(key, value);
    }
}

pub(crate) fn browser_languages() -> Vec<String> {
    window()
        .map(|window| {
            window
                .navigator()
                .languages()
                .iter()
                .filter_map(|l| l.as_string())
                .collect()
        })
        .unwrap_or_default()
}

/// A custom property of the document's root, as the style sheet computes it.
pub(crate) fn root_property(name: &str) -> String {
    let value = || {
        let style = window()?.get_computed_style(root()?.as_ref()).ok()??;
        style.get_property_value(name).ok()
    };
    value().unwrap_or_default()
}

/// Red, green and blue of any colour that a style sheet may have, as a canvas paints it; `None` for what is no colour.
pub(crate) fn painted(colour: &str) -> Option<[u8; 3]> {
    let canvas = window()?.document()?.create_element("canvas").ok()?;
    let canvas = canvas.dyn_into::<HtmlCanvasElement>().ok()?;
    let context = canvas.get_context("2d").ok()??;
    let context = context.dyn_into::<CanvasRenderingContext2d>().ok()?;
    // What is no colour leaves the one before, which is none either.
    context.set_fill_style_str("transparent");
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, 1.0, 1.0);
    match context.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data()[..] {
        [red, green, blue, alpha] if alpha > 0 => Some([red, green, blue]),
        _ => None,
    }
}

/// The root font size in CSS pixels.
pub(crate) fn root_font_size() -> f64 {
    let size = root_property("font-size");
    (size.strip_suffix("px"))
        .and_then(crate::state::parse)
        .unwrap_or(16.0)
}

pub(crate) fn hash() -> String {
    window()
        .and_then(|w| w.location().hash().ok())
        .unwrap_or_default()
}

/// The address of the page without its hash.
pub(crate) fn address() -> String {
    let href = window()
        .and_then(|w| w.location().href().ok())
        .unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// The folder of the page, ending in `/`.
pub(crate) fn folder() -> String {
    let address = address();
    let path = address.split('?').next().unwrap_or_default();
    let end = path.rfind('/').map_or(0, |slash| slash + 1);
    path.get(..end).unwrap_or_default().to_owned()
}

pub(crate) fn origin() -> String {
    let origin = window().and_then(|w| w.location().origin().ok());
    origin.unwrap_or_default()
}

/// Whether only the reader's own machine knows the page's address.
pub(crate) fn is_local() -> bool {
    let host = window().and_then(|w| w.location().hostname().ok());
    let host = host.unwrap_or_default();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host == "[::1]"
}

/// Puts a hash into the address, as a new entry of the browser's history or in place of this one.
pub(crate) fn set_hash(hash: &str, push: bool) {
    let Some(history) = window().and_then(|w| w.history().ok()) else {
        return;
    };
    let url = format!("#{hash}");
    // Browsers limit how often this may be called; a missed update is caught up by the next one.
    let _ = if push {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    };
}

/// Sets a property through CSSOM, which the Content-Security-Policy allows.
pub(crate) fn set_style(element: &Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property(property, value);
    }
}

/// Whether an element is on the screen, as far as up and down count.
pub(crate) fn in_view(element: &Element) -> bool {
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64());
    let place = element.get_bounding_client_rect();
    place.bottom() > 0.0 && height.is_none_or(|height| place.top() < height)
}

/// The input element behind an event.
pub(crate) fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// By then a file that was offered has been fetched, in milliseconds.
const FETCHED_MS: u32 = 60_000;

/// Offers text or bytes to the reader as a file.
pub(crate) fn download(name: &str, mime: &str, parts: &JsValue) {
    let offer = || -> Result<(), JsValue> {
        let options = web_sys::BlobPropertyBag::new();
        options.set_type(mime);
        let list = js_sys::Array::of1(parts);
        let blob = web_sys::Blob::new_with_str_sequence_and_options(&list, &options)?;
        download_blob(name, &blob)
    };
    let _ = offer();
}

pub(crate) fn download_blob(name: &str, blob: &web_sys::Blob) -> Result<(), JsValue> {
    let document = document().ok_or(JsValue::NULL)?;
    let url = web_sys::Url::create_object_url_with_blob(blob)?;
    let anchor: web_sys::HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // The browser fetches the file when it gets round to it, not before `click` returns.
    Timeout::new(FETCHED_MS, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}
