//! Writes a state as a file; [`crate::import::state_json`] reads it and describes the format.

use crate::calibration::EstimatedFrom;
use crate::import::state_json::{FORMAT, VERSION};
use crate::state::{Example, Named, Row, State, full};
use std::collections::BTreeSet;

/// Writes a state, with one line for each prompt and each input, so that people can read and compare it.
pub fn state_to_json(state: &State) -> String {
    let labels: Vec<String> = state.labels.iter().map(|label| quoted(label)).collect();
    let prompts = (state.prompts.iter()).map(|prompt| {
        let (text, p) = (quoted(&prompt.text), numbers(prompt.p.as_slice()));
        format!("{{ \"prompt\": {text}, \"probabilities\": {p} }}")
    });
    let inputs = (state.inputs.iter()).map(|input| {
        let (text, p) = (quoted(input.text), numbers(input.p.as_slice()));
        let label = input
            .label
            .map_or(String::new(), |label| format!(", \"label\": {label}"));
        format!("{{ \"text\": {text}, \"probabilities\": {p}{label} }}")
    });
    let locked: Vec<&str> = (labels.iter().zip(&state.locked))
        .filter(|&(_, &locked)| locked)
        .map(|(label, _)| label.as_str())
        .collect();
    let w = (state.overrides.w.iter()).map(|&((row, column), value)| {
        format!(
            "{{ \"row\": {row}, \"column\": {column}, \"value\": {} }}",
            full(value)
        )
    });
    let b = (state.overrides.b.iter())
        .map(|&(label, value)| format!("{{ \"label\": {label}, \"value\": {} }}", full(value)));
    let members = [
        ("format", quoted(FORMAT)),
        ("version", VERSION.to_string()),
        ("labels", format!("[{}]", labels.join(", "))),
        ("template", quoted(&state.template)),
        ("contextFree", lines(prompts, "  ")),
        ("inputs", lines(inputs, "  ")),
        ("method", quoted(state.method.name())),
        ("averaging", quoted(state.averaging.name())),
        ("readout", quoted(state.readout.name())),
        ("locked", format!("[{}]", locked.join(", "))),
        (
            "overrides",
            format!(
                "{{\n    \"w\": {},\n    \"b\": {}\n  }}",
                lines(w, "    "),
                lines(b, "    ")
            ),
        ),
    ];
    // Written where it is not what older readers take for granted.
    let from = ("from", quoted(state.from.name()));
    let from = (state.from != EstimatedFrom::default()).then_some(from);
    let examples = (state.examples.iter()).map(|example| {
        let Example { text, label } = example;
        format!("{{ \"text\": {}, \"label\": {label} }}", quoted(text))
    });
    let examples = (!state.examples.is_empty()).then(|| ("examples", lines(examples, "  ")));
    let measured = state.measured.iter().flat_map(|measured| {
        let rows = |key, rows: &BTreeSet<Row>| (key, row_set(rows));
        let unasked = (!measured.unasked.is_empty()).then(|| rows("unasked", &measured.unasked));
        [
            ("source", quoted(&measured.source)),
            rows("byHand", &measured.by_hand),
        ]
        .into_iter()
        .chain(unasked)
    });
    let members: Vec<String> = members
        .into_iter()
        .chain(from)
        .chain(examples)
        .chain(measured)
        .map(|(key, value)| format!("  \"{key}\": {value}"))
        .collect();
    format!("{{\n{}\n}}\n", members.join(",\n"))
}

/// The indices of the prompts and of the inputs of a set.
fn row_set(rows: &BTreeSet<Row>) -> String {
    let of = |index: fn(&Row) -> Option<usize>| {
        let rows: Vec<String> = (rows.iter().filter_map(index))
            .map(|row| row.to_string())
            .collect();
        format!("[{}]", rows.join(", "))
    };
    let prompts = of(|row| match row {
        Row::Prompt(i) => Some(*i),
        Row::Input(_) => None,
    });
    let inputs = of(|row| match row {
        Row::Input(i) => Some(*i),
        Row::Prompt(_) => None,
    });
    format!("{{ \"contextFree\": {prompts}, \"inputs\": {inputs} }}")
}

/// Writes a JSON string without serde_json, which the page would have to load for this.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

fn numbers(p: &[f64]) -> String {
    let values: Vec<String> = p.iter().copied().map(full).collect();
    format!("[{}]", values.join(", "))
}

fn lines(items: impl Iterator<Item = String>, indent: &str) -> String {
    let items: Vec<String> = items.map(|item| format!("\n{indent}  {item}")).collect();
    if items.is_empty() {
        return "[]".to_owned();
    }
    format!("[{}\n{indent}]", items.join(","))
}
