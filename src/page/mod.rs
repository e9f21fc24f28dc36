//! The page: Yew components over [`crate::explainer`]. The only part that needs a browser.
//!
//! [`App`] owns the history and is the only place that changes it. Leaves take plain data, compare
//! cheaply, and send [`AppMsg`]s through one callback that stays the same for the page's life, so
//! that only what changed is rendered again.
//!
//! No component sets a `style` attribute: the Content-Security-Policy forbids it. Lengths that
//! follow a value are SVG attributes; the few positions that cannot be are set through CSSOM.

mod app;
mod dialogs;
mod dom;
mod drag;
mod env;
mod geometry;
mod highlight;
mod host;
mod host_page;
mod i18n;
mod language;
mod lesson;
mod memo;
mod msg;
mod panels;
mod piece;
mod readonly;
mod theme;
mod translation;
mod widgets;
mod workspace;

pub use app::App;
pub use language::Language;
pub use msg::{AppMsg, EditMsg, HostMsg, LessonMsg, ViewMsg};

use crate::embed::Calibration;
use crate::export::json::state_to_json;
use crate::link;
use crate::state::Derived;
use std::cell::RefCell;

/// Takes the words of a language, for tests: a nested object of texts.
pub fn take_words(language: Language, words: &wasm_bindgen::JsValue) {
    i18n::take(language, words);
}

thread_local! {
    static APP: RefCell<Option<yew::AppHandle<App>>> = const { RefCell::new(None) };
}

/// Draws the page in `<div id="app">`, as `host` asks for: see [`loader`] for what a host is. Whether that was possible.
pub async fn start(host: wasm_bindgen::JsValue) -> bool {
    host::set_host(host);
    // Yew's own hook, from the beginning: a panic is told in the console. The reader is told by JavaScript, which sees that the
    // WebAssembly has stopped (`static/start.js`, the package's `element.js`).
    console_error_panic_hook::set_once();
    let view = link::parse(&host_page::link(), &language::TAGS).view;
    let language = host_page::language_of(&view);
    let loaded = i18n::fetch(language).await;
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
