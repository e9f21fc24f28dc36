//! Writes links.

use super::parsed::VERSION;
use super::view::{View, ViewName};
use crate::presets::Preset;
use crate::state::{Named, State, full};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// Characters to escape: those that a link cannot hold, and those that separate its parts.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b',')
    .add(b':')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// Writes a link of a state and a view, without `#` or `?`.
pub fn format(state: &State, view: &View) -> String {
    let mut link = vec![format!("v={VERSION}")];
    let names: Vec<String> = state.labels.iter().map(|label| escape(label)).collect();
    link.push(format!("labels={}", names.join(",")));
    if state.template != State::default_template() {
        link.push(format!("template={}", escape(&state.template)));
    }
    for prompt in state.prompts.iter() {
        link.push(format!(
            "cf={}:{}",
            escape(&prompt.text),
            numbers(prompt.p.as_slice())
        ));
    }
    for input in state.inputs.iter() {
        let text = if input.text.is_empty() {
            String::new()
        } else {
            format!("{}:", escape(&input.text))
        };
        let right = input
            .label
            .map_or(String::new(), |k| format!("@{}", escape(state.label(k))));
        link.push(format!("p={text}{}{right}", numbers(input.p.as_slice())));
    }
    link.push(format!("method={}", state.method.name()));
    link.push(format!("averaging={}", state.averaging.name()));
    link.push(format!("readout={}", state.readout.name()));
    let k = state.k();
    let entry = |value: Option<&f64>| value.map_or(String::new(), |v| full(*v));
    if !state.overrides.w.is_empty() {
        let entries: Vec<String> = (0..k * k)
            .map(|i| entry(state.overrides.w.get(&(i / k, i % k))))
            .collect();
        link.push(format!("w={}", entries.join(",")));
    }
    if !state.overrides.b.is_empty() {
        let entries: Vec<String> = (0..k).map(|i| entry(state.overrides.b.get(&i))).collect();
        link.push(format!("b={}", entries.join(",")));
    }
    if state.locked.contains(&true) {
        let locked: Vec<&str> = (names.iter().zip(&state.locked))
            .filter(|&(_, &locked)| locked)
            .map(|(name, _)| name.as_str())
            .collect();
        link.push(format!("lock={}", locked.join(",")));
    }
    link.extend(view_keys(view));
    link.join("&")
}

/// Writes a link of a preset without changes.
pub fn format_preset(preset: Preset, view: &View) -> String {
    let mut link = vec![format!("preset={}", preset.name())];
    link.extend(view_keys(view));
    link.join("&")
}

/// Writes a link of a chapter of the lesson, whose figure has a state of its own.
pub fn format_lesson(chapter: usize, view: &View) -> String {
    let mut link = vec![format!("learn={chapter}")];
    link.extend(view_keys(view));
    link.join("&")
}

fn view_keys(view: &View) -> Vec<String> {
    let mut keys = Vec::new();
    if view.view != ViewName::default() {
        keys.push(format!("view={}", view.view.name()));
    }
    if let Some(lang) = &view.lang {
        keys.push(format!("lang={}", escape(lang)));
    }
    if let Some(theme) = view.theme {
        keys.push(format!("theme={}", theme.name()));
    }
    if !view.hide.is_empty() {
        let parts: Vec<&str> = view.hide.iter().map(|part| part.name()).collect();
        keys.push(format!("hide={}", parts.join(",")));
    }
    if view.readonly {
        keys.push("readonly=true".to_owned());
    }
    keys
}

fn numbers(values: &[f64]) -> String {
    values
        .iter()
        .map(|&v| full(v))
        .collect::<Vec<_>>()
        .join(",")
}
