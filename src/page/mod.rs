//! The page: Yew components over [`crate::explainer`]. The only part that needs a browser.
//!
//! [`App`] owns the history and is the only place that changes it. Leaves take plain data, compare
//! cheaply, and send [`Request`]s through one callback that stays the same for the page's life, so
//! that only what changed is rendered again.
//!
//! No component sets a `style` attribute: the Content-Security-Policy forbids it. Lengths that
//! follow a value are SVG attributes; the few positions that cannot be are set through CSSOM.

mod app;
mod bar;
mod chart_view;
mod choice;
mod data_menu;
mod desk;
mod dialog;
mod dom;
mod draw_queue;
mod embed_dialog;
mod equation;
mod field;
mod fit_panel;
mod frame;
mod header;
mod icons;
mod input_list;
mod language;
mod lesson;
mod linked;
mod loader;
mod matrix;
mod notices;
mod part;
mod piece;
mod pieces;
mod preset_bar;
mod prompt_card;
mod prompt_panel;
mod readonly;
mod request;
mod say;
mod share_dialog;
mod text_field;
mod theme;
mod use_panel;
mod verdict;
mod words;

pub use app::App;
pub use language::Language;
pub use lesson::LearnRequest;
pub use request::Request;

use crate::embed::Calibration;
use crate::export::json::state_to_json;
use crate::link;
use crate::state::Derived;
use std::cell::RefCell;

/// Takes the words of a language, for tests: a nested object of texts.
pub fn take_words(language: Language, words: &wasm_bindgen::JsValue) {
    say::take(language, words);
}

thread_local! {
    static APP: RefCell<Option<yew::AppHandle<App>>> = const { RefCell::new(None) };
}

/// Draws the page in `<div id="app">`, as `host` asks for: see [`loader`] for what a host is. Whether that was possible.
pub async fn start(host: wasm_bindgen::JsValue) -> bool {
    loader::set_host(host);
    // Yew's own hook, from the beginning: a panic is told in the console. The reader is told by JavaScript, which sees that the
    // WebAssembly has stopped (`static/start.js`, the package's `element.js`).
    console_error_panic_hook::set_once();
    let view = link::parse(&frame::link(), &language::TAGS).view;
    let language = app::first_language(&view);
    let loaded = say::fetch(language).await;
    let Some(root) = dom::by_id("app").filter(|_| loaded) else {
        return false;
    };
    APP.set(Some(yew::Renderer::<App>::with_root(root).render()));
    true
}

/// Takes the page down, with all that it listens to.
pub fn stop() {
    if let Some(app) = APP.take() {
        app.destroy();
    }
}

/// The state of a link that was reported, as a JSON file.
pub fn state(link: &str) -> String {
    state_to_json(&link::parse(link, &[]).state)
}

/// Its result as JSON, or why there is none: `code`, `path` and `message`.
pub fn result(link: &str) -> String {
    let state = link::parse(link, &[]).state;
    let result = Calibration::of_state(&state, &Derived::of(&state));
    result.map_or_else(|error| error.to_json(), |result| result.to_json())
}
