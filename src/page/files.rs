//! The module that is loaded on demand: files, code, measured presets. Its Rust side is `src/files.rs`.

use super::loader;
use crate::explainer::permalink::{self, View};
use crate::explainer::presets::Preset;
use crate::explainer::reply::Reply;
use crate::explainer::{Named, State};
use js_sys::{Array, Function};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// Measured presets that were loaded: they do not change.
    static LOADED: RefCell<Vec<(Preset, State)>> = const { RefCell::new(Vec::new()) };
}

/// Calls one of the module's functions; `None` where the module cannot be loaded.
pub(super) async fn call(name: &str, arguments: &[JsValue]) -> Option<String> {
    let module = loader::load("files", "").await?;
    let function: Function = loader::get(&module, name)?.dyn_into().ok()?;
    let arguments: Array = arguments.iter().collect();
    function.apply(&module, &arguments).ok()?.as_string()
}

/// A state on its way to the module.
pub(super) fn link(state: &State) -> JsValue {
    permalink::format(state, &View::default()).into()
}

/// Calls a function that reads a file.
pub(super) async fn read(name: &str, arguments: &[JsValue]) -> Option<Reply> {
    call(name, arguments)
        .await
        .map(|text| Reply::from_text(&text))
}

/// A preset's state, if it is at hand.
pub(super) fn at_hand(preset: Preset) -> Option<State> {
    preset.built_in().or_else(|| {
        LOADED.with_borrow(|loaded| {
            let found = loaded.iter().find(|(known, _)| *known == preset);
            found.map(|(_, state)| state.clone())
        })
    })
}

/// Brings a preset to hand; whether that was possible.
pub(super) async fn fetch(preset: Preset) -> bool {
    if at_hand(preset).is_some() {
        return true;
    }
    let Some(link) = call("preset", &[preset.name().into()]).await else {
        return false;
    };
    let state = permalink::parse_with(&link, &[], at_hand).state;
    LOADED.with_borrow_mut(|loaded| loaded.push((preset, state)));
    true
}

/// The preset that a link needs and that is not at hand.
pub(super) fn missing(link: &str) -> Option<Preset> {
    permalink::preset_of(link).filter(|preset| at_hand(*preset).is_none())
}

/// Reads a link with the presets that are at hand.
pub(super) fn parse(hash: &str) -> permalink::Parsed {
    parse_over(hash, None)
}

/// Reads a link over a state that came beside it, if one did.
pub(super) fn parse_over(link: &str, base: Option<State>) -> permalink::Parsed {
    permalink::parse_over(link, &super::language::TAGS, at_hand, base)
}
