//! The host: the JavaScript object through which the page reaches its surroundings. `static/start.js` passes one to the page,
//! the package's `element.js` one to each element.
//!
//! | member | |
//! | --- | --- |
//! | `words(tag)` | loads the texts of a language; returns a promise |
//! | `model` | the address of the folder with the language model's engine; without it no model can be asked |
//! | `sets` | the address of the folder with the measured test sets |
//! | `frame` | only if the page is embedded in another one, see [`crate::page::host_page`] |
//! | `root` | only in an element: the element inside its shadow root that replaces `<html>` |
//! | `around` | only in an element: an event target in place of the window |
//! | `language()`, `theme()` | only in an element: those of the surrounding page |
//! | `rendered()` | only in an element: called after each rendering |

use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    static HOST: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

pub(crate) fn set_host(host: JsValue) {
    HOST.set(host);
}

/// Returns a member of the host, if it has it.
pub(crate) fn host(name: &str) -> Option<JsValue> {
    HOST.with_borrow(|host| get(host, name))
        .filter(|member| !member.is_undefined())
}

/// Calls a function of the host, if it has it.
pub(crate) fn ask(name: &str, argument: &JsValue) -> Option<JsValue> {
    let function: Function = host(name)?.dyn_into().ok()?;
    let host = HOST.with_borrow(Clone::clone);
    function.call1(&host, argument).ok()
}

/// Returns a property of an object.
pub(crate) fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &key.into()).ok()
}

/// Calls the function `what` of the host and waits for its promise; `None` if that fails.
pub(crate) async fn load(what: &str, name: &str) -> Option<JsValue> {
    let promise: Promise = ask(what, &name.into())?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
