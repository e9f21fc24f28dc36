//! Wrappers of the browser interfaces that components need. They fail silently: a blocked storage or
//! a missing element only means that a minor function is left out.

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

/// Returns whether the page is an element in somebody else's document. Then only its shadow root is its own: it has no title,
/// no address and no storage, and must not listen to the document or the window.
pub(crate) fn is_element() -> bool {
    own_root().is_some()
}

fn own_root() -> Option<HtmlElement> {
    host::host("root")?.dyn_into().ok()
}

/// Returns `<html>`, or in an element the root that replaces it.
pub(crate) fn root() -> Option<HtmlElement> {
    own_root().or_else(|| document()?.document_element()?.dyn_into().ok())
}

/// Returns the target to listen to for the window's events: the window, or in an element a target that receives them for the
/// element's lifetime.
pub(crate) fn around() -> Option<EventTarget> {
    match host::host("around") {
        Some(around) => around.dyn_into().ok(),
        None => Some(window()?.into()),
    }
}

/// Finds an element of the page by its id.
pub(crate) fn by_id(id: &str) -> Option<Element> {
    root()?.query_selector(&format!("#{id}")).ok()?
}

/// Today's date, `2026-11-29`, in the time of the reader.
pub(crate) fn today() -> String {
    let now = js_sys::Date::new_0();
    format!(
        "{}-{:02}-{:02}",
        now.get_full_year(),
        now.get_month() + 1,
        now.get_date()
    )
}

/// Moves the focus to an element.
pub(crate) fn focus(id: &str) {
    if let Some(element) = by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus to the first element that a selector matches, once what is being rendered now is there.
pub(crate) fn focus_soon(selector: &str) {
    let selector = selector.to_owned();
    let focus = move || {
        if let Some(element) = found(&selector) {
            let _ = element.focus();
        }
    };
    gloo_timers::callback::Timeout::new(0, focus).forget();
}

/// Unfolds what a text field is in, and selects its text.
pub(crate) fn reveal(selector: &str) {
    let Some(field) = found(selector) else {
        return;
    };
    let mut around = field.closest("details").ok().flatten();
    while let Some(details) = around {
        let _ = details.set_attribute("open", "");
        around = details
            .parent_element()
            .and_then(|parent| parent.closest("details").ok().flatten());
    }
    let _ = field.focus();
    if let Some(input) = field.dyn_ref::<web_sys::HtmlInputElement>() {
        input.select();
    }
}

fn found(selector: &str) -> Option<HtmlElement> {
    html(&root()?.query_selector(selector).ok()??)
}

/// Moves the focus to the first element in another one that a selector matches, unless the reader is choosing or typing there.
pub(crate) fn focus_first(within: &yew::NodeRef, selector: &str) {
    let found = || {
        let within = within.cast::<Element>()?;
        if within
            .query_selector(":is(select, input, summary):focus")
            .ok()?
            .is_some()
        {
            return None;
        }
        html(&within.query_selector(selector).ok()??)
    };
    if let Some(element) = found() {
        let _ = element.focus();
    }
}

fn set_hidden(id: &str, hidden: bool) {
    if let Some(element) = by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        element.set_hidden(hidden);
    }
}

/// Hides the loading text and shows the page (`data-ready` in the style sheet); tests and surrounding pages wait for it.
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
        // If the storage is full or forbidden, the choice holds for this visit only.
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

/// Returns the computed value of a property of the root; empty if there is none.
pub(crate) fn root_property(name: &str) -> String {
    let value = || {
        let style = window()?.get_computed_style(root()?.as_ref()).ok()??;
        style.get_property_value(name).ok()
    };
    value().unwrap_or_default()
}

/// Converts any CSS colour to red, green and blue by painting it on a canvas; `None` if it is transparent or not a colour.
pub(crate) fn painted(colour: &str) -> Option<[u8; 3]> {
    let canvas = window()?.document()?.create_element("canvas").ok()?;
    let canvas = canvas.dyn_into::<HtmlCanvasElement>().ok()?;
    let context = canvas.get_context("2d").ok()??;
    let context = context.dyn_into::<CanvasRenderingContext2d>().ok()?;
    // A text that is not a colour is ignored and leaves the fill transparent.
    context.set_fill_style_str("transparent");
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, 1.0, 1.0);
    match context.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data()[..] {
        [red, green, blue, alpha] if alpha > 0 => Some([red, green, blue]),
        _ => None,
    }
}

/// Returns the root font size in CSS pixels, 16 if it is unknown.
pub(crate) fn root_font_size() -> f64 {
    let size = root_property("font-size");
    (size.strip_suffix("px"))
        .and_then(crate::state::parse)
        .unwrap_or(16.0)
}

/// Returns the hash of the address with its `#`; empty if there is none.
pub(crate) fn hash() -> String {
    window()
        .and_then(|w| w.location().hash().ok())
        .unwrap_or_default()
}

/// Returns the query of the page's address, or what stands behind a `#` that was escaped on its way.
pub(crate) fn query() -> String {
    let location = window().map(|window| window.location());
    let part = |read: fn(&web_sys::Location) -> Result<String, wasm_bindgen::JsValue>| {
        let text = location.as_ref().and_then(|location| read(location).ok());
        text.unwrap_or_default()
    };
    match part(web_sys::Location::pathname).split_once("%23") {
        Some((_, link)) => link.to_owned(),
        None => part(web_sys::Location::search),
    }
}

/// Returns the address of the page without its hash.
pub(crate) fn address() -> String {
    let href = window()
        .and_then(|w| w.location().href().ok())
        .unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Returns the address of the folder of the page, ending in `/`.
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

/// Returns whether the page comes from the reader's own machine, so that others cannot open its address.
pub(crate) fn is_local() -> bool {
    let host = window().and_then(|w| w.location().hostname().ok());
    let host = host.unwrap_or_default();
    host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host == "[::1]"
}

/// Writes a hash, given without `#`, to the address: as a new entry of the browser's history (`push`) or in place of this one.
pub(crate) fn set_hash(hash: &str, push: bool) {
    let Some(history) = window().and_then(|w| w.history().ok()) else {
        return;
    };
    let url = format!("#{hash}");
    // Browsers limit how often this may be called; the next update makes up for a missed one.
    let _ = if push {
        history.push_state_with_url(&JsValue::NULL, "", Some(&url))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&url))
    };
}

/// Returns an element as an HTML element, which can have the focus and a size.
pub(crate) fn html(element: &Element) -> Option<HtmlElement> {
    element.clone().dyn_into().ok()
}

/// Sets a property through CSSOM, which the Content-Security-Policy allows.
pub(crate) fn set_style(element: &Element, property: &str, value: &str) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let _ = element.style().set_property(property, value);
    }
}

/// Returns whether an element is vertically within the window, at least in part.
pub(crate) fn in_view(element: &Element) -> bool {
    let height = window().and_then(|window| window.inner_height().ok()?.as_f64());
    let place = element.get_bounding_client_rect();
    place.bottom() > 0.0 && height.is_none_or(|height| place.top() < height)
}

/// Returns the target of an event, if it is a `T`.
pub(crate) fn target<T: JsCast>(event: &web_sys::Event) -> Option<T> {
    event.target()?.dyn_into().ok()
}

/// Time after which the browser has fetched an offered file, in milliseconds.
const FETCHED_MS: u32 = 60_000;

/// Offers text or bytes to the reader as a download.
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
    // The browser fetches the file some time after `click` has returned.
    Timeout::new(FETCHED_MS, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}
