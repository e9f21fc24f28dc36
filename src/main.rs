//! The entry point of the WebAssembly module that Trunk builds. `static/start.js` calls it for the page, the package's
//! `element.js` for an element.

#![allow(unreachable_pub)] // wasm-bindgen exports what is `pub`.

#[cfg(target_arch = "wasm32")]
mod exports {
    use calibration_explainer::page;
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    /// Renders the page for a host (see `src/page/host.rs`); returns false if the texts of its language could not be loaded.
    #[wasm_bindgen]
    pub async fn start(host: JsValue) -> bool {
        page::start(host).await
    }

    /// Removes the page and its listeners.
    #[wasm_bindgen]
    pub fn stop() {
        page::stop();
    }

    /// Returns the state of a link that was reported to the surrounding page, as a JSON file.
    #[wasm_bindgen]
    pub fn state(link: &str) -> String {
        page::state(link)
    }

    /// Returns the result of such a link as JSON; if it has none, the error with `code`, `path` and `message`.
    #[wasm_bindgen]
    pub fn result(link: &str) -> String {
        page::result(link)
    }
}

fn main() {}
