//! Presets whose rows are in files beside the page, in the folder that the host names.

use super::{dom, host};
use crate::presets::Preset;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// Loads what a preset lacks; returns whether it is there.
pub(crate) async fn load(preset: Preset) -> bool {
    preset.is_here()
        || fetch(preset)
            .await
            .is_some_and(|text| preset.take_file(&text))
}

async fn fetch(preset: Preset) -> Option<String> {
    let url = format!("{}{}", host::host("sets")?.as_string()?, preset.file()?);
    let response = JsFuture::from(dom::window()?.fetch_with_str(&url))
        .await
        .ok()?;
    let response: Response = response.dyn_into().ok().filter(Response::ok)?;
    JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()
}
