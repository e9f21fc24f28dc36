//! The reader of tables as a WebAssembly module of its own: who only calibrates does not load it. `src/embed/package/table.js` is its
//! only caller.

#![allow(unreachable_pub)] // wasm-bindgen exports what is `pub`.

#[cfg(target_arch = "wasm32")]
mod value;

#[cfg(target_arch = "wasm32")]
mod exports {
    use crate::value::{Value, error};
    use calibration_explainer::embed::table::{self, ReadError, Source};
    use js_sys::Uint8Array;
    use serde::Serialize;
    use serde_wasm_bindgen::Serializer;
    use wasm_bindgen::JsCast;
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    /// See `table.d.ts`. Buffers and views come as a `Uint8Array`.
    #[wasm_bindgen(js_name = readTable)]
    pub fn read_table(source: JsValue, options: JsValue) -> Result<JsValue, JsValue> {
        let text = source.as_string();
        let bytes = source.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
        let source = match (&text, &bytes) {
            (Some(text), _) => Source::Text(text),
            (None, Some(bytes)) => Source::Bytes(bytes),
            (None, None) => return Err(to_error(ReadError::no_source())),
        };
        let table = table::read_table(source, Value(options)).map_err(to_error)?;
        to_js(&table)
    }

    /// Writes plain objects, also for values that would otherwise become a `Map`.
    fn to_js(value: &impl Serialize) -> Result<JsValue, JsValue> {
        let serializer = Serializer::json_compatible();
        value.serialize(&serializer).map_err(JsValue::from)
    }

    /// Makes an `Error` with `code`, `path`, `line` and `skipped`.
    fn to_error(failed: ReadError) -> JsValue {
        let members = [
            ("code", failed.code.into()),
            ("path", JsValue::from_str(&failed.path)),
            (
                "line",
                failed
                    .line
                    .map_or(JsValue::UNDEFINED, |line| JsValue::from_f64(line as f64)),
            ),
            ("skipped", to_js(&failed.skipped).unwrap_or_default()),
        ];
        error(&failed.to_string(), &members)
    }
}

fn main() {}
