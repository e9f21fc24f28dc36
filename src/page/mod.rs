//! The page: Yew components that show and change a [`crate::state::State`]. The only module that needs a browser.
//!
//! [`App`] owns the state with its history, and nothing else changes it. Views take plain data, which is
//! cheap to compare, and send [`AppMsg`]s through one callback that never changes, so that only views with
//! new data are rendered again.
//!
//! No component sets a `style` attribute: the Content-Security-Policy forbids it. Lengths that depend on a
//! value are SVG attributes; the few positions and sizes of HTML elements are set through CSSOM.

mod app;
mod check;
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
mod model;
mod msg;
mod panels;
mod piece;
mod readonly;
mod slices;
mod test_sets;
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

/// Registers the texts of a language, a nested object of strings, without loading them; for tests.
pub fn take_words(language: Language, words: &wasm_bindgen::JsValue) {
    i18n::take(language, words);
}

thread_local! {
    static APP: RefCell<Option<yew::AppHandle<App>>> = const { RefCell::new(None) };
}

/// Renders the page in `<div id="app">`; returns whether that was possible. `src/page/host.rs` describes what `host` has.
pub async fn start(host: wasm_bindgen::JsValue) -> bool {
    host::set_host(host);
    // The hook that Yew would set later: it writes panics to the console. JavaScript sees that the WebAssembly has stopped, and
    // informs the reader (`static/start.js`, the package's `element.js`).
    console_error_panic_hook::set_once();
    let view = link::parse(&host_page::link(), &language::TAGS).view;
    let language = host_page::language_of(&view);
    let loaded = i18n::fetch(language).await;
    // The address of an embedded page belongs to the surrounding page.
    if !host_page::is_embedded() {
        app::kept::find(&host_page::link()).await;
    }
    if let Some(preset) = link::preset_of(&host_page::link()) {
        test_sets::load(preset).await;
    }
    let Some(root) = dom::by_id("app").filter(|_| loaded) else {
        return false;
    };
    APP.set(Some(yew::Renderer::<App>::with_root(root).render()));
    true
}

/// Removes the page and its listeners.
pub fn stop() {
    if let Some(app) = APP.take() {
        app.destroy();
    }
}

/// Returns the state of a link that was reported to the surrounding page, as a JSON file.
pub fn state(link: &str) -> String {
    state_to_json(&link::parse(link, &[]).state)
}

/// Returns the result of such a link as JSON; if it has none, the error with `code`, `path` and `message`.
pub fn result(link: &str) -> String {
    let state = link::parse(link, &[]).state;
    let result = Calibration::of_state(&state, &Derived::of(&state));
    result.map_or_else(|error| error.to_json(), |result| result.to_json())
}
