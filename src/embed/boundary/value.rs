//! JavaScript's values, and the errors that it gets.

use calibration_explainer::embed::Plain;
use js_sys::{Array, ArrayBuffer, Error, Map, Reflect};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

#[wasm_bindgen]
extern "C" {
    /// Declared here, since js-sys declares it as never failing, but it can throw if the object is a `Proxy`.
    #[wasm_bindgen(js_namespace = Object, js_name = keys, catch)]
    fn own_keys(object: &JsValue) -> Result<Array, JsValue>;
}

/// Makes an `Error` with these members.
pub(crate) fn error(message: &str, members: &[(&str, JsValue)]) -> JsValue {
    let value = JsValue::from(Error::new(message));
    for (key, member) in members {
        // Setting a property of a new object cannot fail.
        let _ = Reflect::set(&value, &(*key).into(), member);
    }
    value
}

/// A value that is read as plain data.
pub(crate) struct Value(pub(crate) JsValue);

impl Value {
    /// Returns true for typed arrays too, in which models often give their probabilities.
    fn is_array(&self) -> bool {
        Array::is_array(&self.0) || ArrayBuffer::is_view(&self.0)
    }
}

impl Plain for Value {
    fn is_missing(&self) -> bool {
        self.0.is_undefined()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn length(&self) -> Option<usize> {
        if !self.is_array() {
            return None;
        }
        let length = self.member("length").number()?;
        (length >= 0.0).then_some(length as usize)
    }

    fn item(&self, index: usize) -> Self {
        let item = u32::try_from(index).ok();
        let item = item.and_then(|index| Reflect::get_u32(&self.0, index).ok());
        Self(item.unwrap_or_default())
    }

    fn keys(&self) -> Option<Vec<String>> {
        if !self.0.is_object() || self.is_array() || self.0.is_instance_of::<Map>() {
            return None;
        }
        let keys = own_keys(&self.0).ok()?;
        Some(keys.iter().filter_map(|key| key.as_string()).collect())
    }

    fn member(&self, key: &str) -> Self {
        Self(Reflect::get(&self.0, &key.into()).unwrap_or_default())
    }
}
