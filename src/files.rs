//! A second WebAssembly module, loaded when a reader asks for it: reading and writing files, code with the current
//! numbers, snippets that embed it, and the measured presets. It keeps JSON, CSV and the data out of the page's first load.
//!
//! States go in and out as links of any length; see `page::files` for the other side.

#![allow(unreachable_pub)] // wasm-bindgen exports what is `pub`.

#[cfg(target_arch = "wasm32")]
mod exports {
    use calibration_explainer::explainer::export::code;
    use calibration_explainer::explainer::export::csv;
    use calibration_explainer::explainer::export::embed::{self, Choices, Page, Subject};
    use calibration_explainer::explainer::export::json::state_to_json;
    use calibration_explainer::explainer::permalink::{self, Theme, View};
    use calibration_explainer::explainer::presets::Preset;
    use calibration_explainer::explainer::reply::Reply;
    use calibration_explainer::explainer::{Derived, Named, State};
    use wasm_bindgen::prelude::wasm_bindgen;

    fn read(link: &str) -> (State, Derived) {
        let state = permalink::parse(link, &[]).state;
        let derived = Derived::of(&state);
        (state, derived)
    }

    /// A preset's state as a link; `None` for a name that is none.
    #[wasm_bindgen]
    pub fn preset(name: &str) -> Option<String> {
        let preset = Preset::from_name(name)?;
        Some(permalink::format(&preset.state(), &View::default()))
    }

    /// Reads a file of a whole state; gives a [`Reply`] as text.
    #[wasm_bindgen]
    pub fn read_state(text: &str) -> String {
        Reply::to_state(text).to_text()
    }

    /// Reads the `config` of an embedded page's address; gives a [`Reply`] as text.
    #[wasm_bindgen]
    pub fn read_config(text: &str) -> String {
        Reply::to_config(text).to_text()
    }

    /// Reads a file of test inputs for the labels of `link`; gives a [`Reply`] as text.
    #[wasm_bindgen]
    pub fn read_inputs(text: &str, link: &str) -> String {
        Reply::to_inputs(text, &read(link).0).to_text()
    }

    /// The state as a JSON file.
    #[wasm_bindgen]
    pub fn json(link: &str) -> String {
        state_to_json(&read(link).0)
    }

    /// The test inputs as a CSV file.
    #[wasm_bindgen]
    pub fn inputs_csv(link: &str) -> String {
        let (state, derived) = read(link);
        csv::inputs_csv(&state, &derived)
    }

    /// The context-free prompts as a CSV file.
    #[wasm_bindgen]
    pub fn prompts_csv(link: &str) -> String {
        let (state, derived) = read(link);
        csv::prompts_csv(&state, &derived)
    }

    /// W and b as a CSV file.
    #[wasm_bindgen]
    pub fn parameters_csv(link: &str) -> String {
        let (state, derived) = read(link);
        csv::parameters_csv(&state, &derived)
    }

    /// The computation as a program in the language of a file extension: `py`, `rs` or `js`.
    #[wasm_bindgen]
    pub fn code(link: &str, extension: &str, selected: usize) -> String {
        let (state, derived) = read(link);
        let languages = [
            code::Language::NumPy,
            code::Language::Rust,
            code::Language::JavaScript,
        ];
        let language = languages
            .into_iter()
            .find(|language| language.extension() == extension);
        code::code(language.unwrap_or_default(), &state, &derived, selected)
    }

    /// The snippet that embeds what `link` shows, by the choices of the embed dialog's form; see [`Page`] for the others.
    #[wasm_bindgen]
    pub fn embed_snippet(link: &str, form: &str, base: &str, title: &str, open: &str) -> String {
        let page = Page { base, title, open };
        embed::snippet(&Subject::of_link(link), &Choices::read(form), &page)
    }

    /// What the embed dialog shows of that, in the language and the colours of the page around: the address of the embedded page,
    /// the height that a frame sets aside, and the state as JSON if no address can hold it.
    #[wasm_bindgen]
    pub fn embed_preview(link: &str, form: &str, lang: &str, theme: &str) -> Vec<String> {
        let theme = Theme::from_name(theme).unwrap_or_default();
        let preview = embed::preview(&Subject::of_link(link), &Choices::read(form), lang, theme);
        let mut told = vec![preview.address, preview.height.to_string()];
        told.extend(preview.state);
        told
    }
}

fn main() {}
