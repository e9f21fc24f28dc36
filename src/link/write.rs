//! Writes links.

use super::parsed::VERSION;
use super::view::{View, ViewName};
use crate::calibration::EstimatedFrom;
use crate::presets::Preset;
use crate::state::{Named, Row, State, full};
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
    format_within(usize::MAX, state, view).unwrap_or_default()
}

/// Writes a link of a state and a view; `None` if it has more than `most` characters, which is found out before all of it is
/// written.
pub fn format_within(most: usize, state: &State, view: &View) -> Option<String> {
    let mut link = format!("v={VERSION}");
    let names: Vec<String> = state.labels.iter().map(|label| escape(label)).collect();
    let mut add = |key: &str, value: &str| {
        link.extend(["&", key, "=", value]);
        (link.len() <= most).then_some(())
    };
    add("labels", &names.join(","))?;
    if state.template != State::default_template() {
        add("template", &escape(&state.template))?;
    }
    for example in state.examples.iter() {
        let name = names.get(example.label).map_or("", String::as_str);
        add("shot", &format!("{}@{name}", escape(&example.text)))?;
    }
    for prompt in state.prompts.iter() {
        let (text, p) = (escape(&prompt.text), numbers(prompt.p.as_slice()));
        add("cf", &format!("{text}:{p}"))?;
    }
    for input in state.inputs.iter() {
        let text = if input.text.is_empty() {
            String::new()
        } else {
            format!("{}:", escape(input.text))
        };
        let right = (input.label.and_then(|label| names.get(label)))
            .map_or(String::new(), |name| format!("@{name}"));
        add(
            "p",
            &format!("{text}{}{right}", numbers(input.p.as_slice())),
        )?;
    }
    add("method", state.method.name())?;
    add("averaging", state.averaging.name())?;
    if state.from != EstimatedFrom::default() {
        add("from", state.from.name())?;
    }
    add("readout", state.readout.name())?;
    let k = state.k();
    let entry = |value: Option<&f64>| value.map_or(String::new(), |v| full(*v));
    if !state.overrides.w.is_empty() {
        let entries: Vec<String> = (0..k * k)
            .map(|i| entry(state.overrides.w.get(&(i / k, i % k))))
            .collect();
        add("w", &entries.join(","))?;
    }
    if !state.overrides.b.is_empty() {
        let entries: Vec<String> = (0..k).map(|i| entry(state.overrides.b.get(&i))).collect();
        add("b", &entries.join(","))?;
    }
    if state.locked.contains(&true) {
        let locked: Vec<&str> = (names.iter().zip(&state.locked))
            .filter(|&(_, &locked)| locked)
            .map(|(name, _)| name.as_str())
            .collect();
        add("lock", &locked.join(","))?;
    }
    if let Some(measured) = &state.measured {
        add("source", &escape(&measured.source))?;
        for (key, rows) in [("hand", &measured.by_hand), ("unasked", &measured.unasked)] {
            if rows.is_empty() {
                continue;
            }
            let rows = rows.iter().map(|row| match row {
                Row::Prompt(i) => format!("cf{}", i + 1),
                Row::Input(i) => format!("p{}", i + 1),
            });
            add(key, &rows.collect::<Vec<_>>().join(","))?;
        }
    }
    for key in view_keys(view) {
        link.extend(["&", &key]);
    }
    (link.len() <= most).then_some(link)
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
    if !view.models.is_empty() {
        let models: Vec<&str> = view.models.iter().map(|model| model.name()).collect();
        keys.push(format!("model={}", models.join(",")));
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
