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
mod equation;
mod field;
mod files;
mod fit_panel;
mod frame;
mod header;
mod icons;
mod input_list;
mod language;
mod later;
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

/// Takes the words of a language, for tests: a nested object of texts.
pub fn take_words(language: Language, words: &wasm_bindgen::JsValue) {
    say::take(language, words);
}

/// Starts the page in `<div id="app">`.
pub fn start() {
    std::panic::set_hook(Box::new(dom::show_crash));
    wasm_bindgen_futures::spawn_local(async {
        let link = frame::link();
        let view = files::parse(&link).view;
        let language = app::first_language(&view);
        let at_once = lesson::opens_later(&link, &view);
        if at_once {
            // Begins beside the words.
            wasm_bindgen_futures::spawn_local(async move {
                later::fetch(language).await;
            });
        }
        let words = say::fetch(language);
        let preset = files::missing(&link);
        let loaded = words.await
            && (!at_once || later::fetch(language).await)
            && match preset {
                Some(preset) => files::fetch(preset).await,
                None => true,
            };
        if !loaded {
            return dom::show_load_failed();
        }
        frame::fetch_config().await;
        if let Some(root) = dom::by_id("app") {
            yew::Renderer::<App>::with_root(root).render();
            dom::ready();
            later::fetch(language).await;
        }
    });
}
