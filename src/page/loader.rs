//! What is loaded on demand. `static/start.js` knows where it lies and gives it as functions of `calibrationExplainer`,
//! each of which gives a promise.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property of an object.
pub(super) fn get(object: &JsValue, key: &str) -> Option<JsValue> {
    Reflect::get(object, &key.into()).ok()
}

/// Loads something by name; `None` where that is not possible now.
pub(super) async fn load(what: &str, name: &str) -> Option<JsValue> {
    let loader = get(&js_sys::global(), "calibrationExplainer")?;
    let load: Function = get(&loader, what)?.dyn_into().ok()?;
    let promise: Promise = load.call1(&loader, &name.into()).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()
}
