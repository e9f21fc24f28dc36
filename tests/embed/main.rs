//! The JavaScript interface without JavaScript: results for specs that are JSON.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests may fail loudly.

#[path = "../arbitrary/mod.rs"]
mod arbitrary;
mod errors;
mod json;
mod table;

use calibration_explainer::embed::{Calibration, Code, SpecError, calibrate};
use calibration_explainer::state::{Derived, Named, State};
use json::Json;
use proptest::prelude::*;
use serde_json::{Value, json};

fn run(spec: Value) -> Result<Calibration, SpecError> {
    calibrate(Json(Some(spec)))
}

/// The spec of a case in the file of expected values.
fn vector_spec(case: &Value) -> Value {
    let rows = |rows: &Value, key: &str| -> Vec<Value> {
        let row =
            |row: &Value| json!({ "probabilities": if key.is_empty() { row } else { &row[key] } });
        rows.as_array().unwrap().iter().map(row).collect()
    };
    json!({
        "labels": case["labels"],
        "contextFree": rows(&case["context_free"], ""),
        "inputs": rows(&case["expect"]["inputs"], "before"),
        "method": case["method"],
        "averaging": case["averaging"],
        "readout": case["readout"],
    })
}

fn assert_close(found: &[f64], expected: &Value, what: &str) {
    let expected = expected.as_array().unwrap();
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        let expected = expected.as_f64().unwrap();
        let close = (found - expected).abs() <= 1e-9 * expected.abs().max(f64::MIN_POSITIVE);
        assert!(close, "{what}: {found} is not {expected}");
    }
}

#[test]
fn expected_values() {
    let file: Value = serde_json::from_str(include_str!("../calibration-vectors.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 60);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let found = run(vector_spec(case)).unwrap();
        let expect = &case["expect"];
        for (row, expected) in found.w.iter().zip(expect["w"].as_array().unwrap()) {
            assert_close(row, expected, name);
        }
        assert_close(&found.b, &expect["b"], name);
        let per_prompt = expect["per_prompt"].as_array().unwrap();
        assert_eq!(found.per_prompt.len(), per_prompt.len());
        for (found, expected) in found.per_prompt.iter().zip(per_prompt) {
            let diagonal: Vec<f64> = found.w.iter().enumerate().map(|(i, row)| row[i]).collect();
            assert_close(&diagonal, &expected["w_diagonal"], name);
            assert_close(&found.b, &expected["b"], name);
        }
        let inputs = expect["inputs"].as_array().unwrap();
        assert_eq!(found.inputs.len(), inputs.len());
        for (found, expected) in found.inputs.iter().zip(inputs) {
            assert_close(&found.before, &expected["before"], name);
            assert_close(&found.scores, &expected["scores"], name);
            assert_close(&found.after, &expected["after"], name);
            assert_eq!(
                json!(found.label_before),
                expected["label_before"],
                "{name}"
            );
            assert_eq!(json!(found.label_after), expected["label_after"], "{name}");
        }
        let after = expect["context_free_after"].as_array().unwrap();
        assert_eq!(found.context_free.len(), after.len());
        for (found, expected) in found.context_free.iter().zip(after) {
            assert_close(&found.after, expected, name);
        }
        assert_eq!(found.accuracy, None);
    }
}

/// A spec with nothing wrong in it.
fn good() -> Value {
    json!({
        "labels": ["A", "B"],
        "contextFree": [
            { "prompt": "nothing", "probabilities": [0.9, 0.1] },
            { "probabilities": [0.6, 0.4] },
        ],
        "inputs": [
            { "text": "one", "probabilities": [0.8, 0.2], "label": 1 },
            { "probabilities": [8, 2] },
        ],
        "method": "diagonal",
        "averaging": "parameters",
        "readout": "softmax",
    })
}

#[test]
fn the_shape_of_a_result() {
    let result = serde_json::to_value(run(good()).unwrap()).unwrap();
    let keys = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    let all = ["w", "b", "perPrompt", "contextFree", "inputs", "accuracy"];
    assert_eq!(keys(&result), all);
    assert_eq!(keys(&result["perPrompt"][1]), ["w", "b"]);
    let output = ["before", "scores", "after", "labelBefore", "labelAfter"];
    assert_eq!(keys(&result["contextFree"][1]), output);
    assert_eq!(keys(&result["inputs"][1]), output);
    // Eight to two is 0.8 to 0.2: the same as the first input.
    assert_eq!(result["inputs"][0], result["inputs"][1]);
    assert_eq!(
        result["accuracy"],
        json!({ "before": 0.0, "after": 1.0, "counted": 1 })
    );
}

#[test]
fn what_is_left_out_has_its_default() {
    let row = json!([{ "probabilities": [0.9, 0.1] }]);
    let short = json!({ "labels": ["A", "B"], "contextFree": row });
    let long = json!({
        "labels": ["A", "B"], "contextFree": [{ "prompt": "", "probabilities": [0.9, 0.1] }], "inputs": [],
        "method": "diagonal", "averaging": "parameters", "readout": "softmax",
    });
    let found = run(short).unwrap();
    assert_eq!(found, run(long).unwrap());
    assert_eq!((found.inputs.len(), found.accuracy), (0, None));
    assert_eq!(found.context_free[0].after, [0.5, 0.5]);
}

#[test]
fn the_types_name_every_code() {
    let types = include_str!("../../src/embed/package/index.d.ts");
    let union = types.split("type ErrorCode =").nth(1).unwrap();
    let union = union.split("export ").next().unwrap();
    let named: Vec<&str> = (union.lines())
        .filter_map(|line| line.trim().strip_prefix("| \"")?.split('"').next())
        .collect();
    // These two come from index.js.
    let all = ["not-loaded", "load-failed"].into_iter();
    let all: Vec<&str> = all.chain(Code::ALL.map(|(_, name)| name)).collect();
    assert_eq!(named, all);
}

/// A state of the page as a spec.
fn spec_of(state: &State) -> Value {
    let inputs = state.inputs.iter().map(|input| {
        let mut value = json!({ "text": input.text, "probabilities": input.p.as_slice() });
        if let Some(label) = input.label {
            value["label"] = json!(label);
        }
        value
    });
    json!({
        "labels": *state.labels,
        "contextFree": state.prompts.iter()
            .map(|prompt| json!({ "prompt": prompt.text, "probabilities": prompt.p.as_slice() }))
            .collect::<Vec<_>>(),
        "inputs": inputs.collect::<Vec<_>>(),
        "method": state.method.name(),
        "averaging": state.averaging.name(),
        "from": state.from.name(),
        "readout": state.readout.name(),
    })
}

fn numbers(value: &Value, check: &mut impl FnMut(&Value)) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| numbers(item, check)),
        Value::Object(members) => members.values().for_each(|member| numbers(member, check)),
        // serde_json writes NaN and infinities as null.
        other => check(other),
    }
}

proptest! {
    /// Whatever the page can hold has a result of finite numbers, or one of the two reasons why not.
    #[test]
    fn every_state_of_the_page_is_a_spec(state in arbitrary::state()) {
        match run(spec_of(&state)) {
            Ok(found) => {
                prop_assert_eq!(found.inputs.len(), state.inputs.len());
                numbers(&serde_json::to_value(&found).unwrap(), &mut |value| assert!(value.is_number()));
            }
            Err(error) => prop_assert!(
                matches!(error.code, Code::ZeroProbability | Code::NegativeScore),
                "{}", error
            ),
        }
    }
}

proptest! {
    /// What an element tells of a state is what `calibrate` computes of it, also when it is wrong.
    #[test]
    fn the_explainers_result_is_that_of_calibrate(state in arbitrary::state()) {
        let mut state = state;
        state.overrides = Default::default();
        let shown = Calibration::of_state(&state, &Derived::of(&state));
        let computed = run(spec_of(&state));
        match (&shown, &computed) {
            (Ok(shown), Ok(computed)) => {
                // Probabilities are divided by their sum once more on the way through a spec.
                let close = |a: &f64, b: &f64| (a - b).abs() <= 1e-9 * b.abs().max(1e-9);
                let flat = |c: &Calibration| -> Vec<f64> {
                    (c.w.iter().flatten().chain(&c.b))
                        .chain(c.inputs.iter().flat_map(|o| o.scores.iter().chain(&o.after)))
                        .copied()
                        .collect()
                };
                let (a, b) = (flat(shown), flat(computed));
                prop_assert_eq!(a.len(), b.len());
                prop_assert!(a.iter().zip(&b).all(|(a, b)| close(a, b)));
                prop_assert_eq!(&shown.accuracy.as_ref().map(|a| a.counted), &computed.accuracy.as_ref().map(|a| a.counted));
            }
            _ => prop_assert_eq!(shown.as_ref().err().map(|e| (e.code, e.path.clone())), computed.as_ref().err().map(|e| (e.code, e.path.clone()))),
        }
        // The page's own JSON says what the serializer would.
        if let Ok(shown) = &shown {
            let written: Value = serde_json::from_str(&shown.to_json()).unwrap();
            let back = |value: &Value| -> Value { serde_json::from_str(&value.to_string()).unwrap() };
            let expected = serde_json::to_value(shown).unwrap();
            prop_assert_eq!(numbers_of(&back(&written)), numbers_of(&expected));
        }
        if let Err(error) = &shown {
            let written: Value = serde_json::from_str(&error.to_json()).unwrap();
            prop_assert_eq!(written, json!({ "code": error.code.name(), "path": error.path, "message": error.to_string() }));
        }
    }
}

/// Every number of a JSON value with its place, so that `1` and `1.0` are the same.
fn numbers_of(value: &Value) -> Vec<(String, f64)> {
    fn collect(path: String, value: &Value, found: &mut Vec<(String, f64)>) {
        match value {
            Value::Array(items) => {
                for (i, item) in items.iter().enumerate() {
                    collect(format!("{path}[{i}]"), item, found);
                }
            }
            Value::Object(members) => {
                for (key, member) in members {
                    collect(format!("{path}.{key}"), member, found);
                }
            }
            other => found.push((path, other.as_f64().unwrap())),
        }
    }
    let mut found = Vec::new();
    collect(String::new(), value, &mut found);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}
