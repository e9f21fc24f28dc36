//! The JavaScript interface as a separate WebAssembly module: `calibrate` without the page, small enough to be loaded for
//! the mathematics alone. `src/embed/package/index.js` is its only caller.
//!
//! Results are converted by serde-wasm-bindgen. Specs are not: it would ignore unknown keys, accept a `Map` as an object,
//! and let an accessor's exception pass through the module.

#![allow(unreachable_pub)] // wasm-bindgen exports what is `pub`.

#[cfg(target_arch = "wasm32")]
mod value;

#[cfg(target_arch = "wasm32")]
mod exports {
    use crate::value::{Value, error};
    use calibration_explainer::embed::{self, SpecError};
    use serde::Serialize;
    use serde_wasm_bindgen::Serializer;
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    /// See `index.d.ts`.
    #[wasm_bindgen]
    pub fn calibrate(spec: JsValue) -> Result<JsValue, JsValue> {
        let calibration = embed::calibrate(Value(spec)).map_err(to_error)?;
        // Writes plain objects, also for values that would otherwise become a `Map`.
        let serializer = Serializer::json_compatible();
        calibration.serialize(&serializer).map_err(JsValue::from)
    }

    /// Makes an `Error` with `code` and `path`.
    fn to_error(failed: SpecError) -> JsValue {
        let members = [
            ("code", failed.code.name().into()),
            ("path", JsValue::from_str(&failed.path)),
        ];
        error(&failed.to_string(), &members)
    }
}

fn main() {}
