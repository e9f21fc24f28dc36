//! The page's entry for Trunk, nothing else. `static/start.js` calls it for the page, the package's `element.js` for an element.

#![allow(unreachable_pub)] // wasm-bindgen exports what is `pub`.

#[cfg(target_arch = "wasm32")]
mod exports {
    use calibration_explainer::page;
    use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

    /// Draws what `host` asks for; false if the words that it needs could not be loaded.
    #[wasm_bindgen]
    pub async fn start(host: JsValue) -> bool {
        page::start(host).await
    }

    /// Takes everything down.
    #[wasm_bindgen]
    pub fn stop() {
        page::stop();
    }

    /// The state of a link that was reported, as a JSON file.
    #[wasm_bindgen]
    pub fn state(link: &str) -> String {
        page::state(link)
    }

    /// Its result, as JSON; where there is none, the error with `code` and `path`.
    #[wasm_bindgen]
    pub fn result(link: &str) -> String {
        page::result(link)
    }
}

fn main() {}
