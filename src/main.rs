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

    /// The snippet that embeds what `link` shows, by the choices of the embed dialog's form.
    #[wasm_bindgen]
    pub fn embed_snippet(link: &str, form: &str, base: &str, title: &str, open: &str) -> String {
        page::embed_snippet(link, form, base, title, open)
    }

    /// What the embed dialog shows of that: address, height and, where no address can hold it, the state as JSON.
    #[wasm_bindgen]
    pub fn embed_preview(link: &str, form: &str, lang: &str, theme: &str) -> Vec<String> {
        page::embed_preview(link, form, lang, theme)
    }
}

fn main() {}
