//! The JavaScript interface without JavaScript: specs as JSON (and what JSON cannot say), results, errors with code and path.

mod arbitrary;

use calibration_explainer::embed::{Calibration, Code, Plain, SpecError, calibrate};
use calibration_explainer::explainer::{Named, State};
use proptest::prelude::*;
use serde_json::{Value, json};

/// JSON as plain data. The strings `NaN` and `Infinity` stand for these numbers where a number is asked for; `null` is
/// a value of its own, as in JavaScript, and only what is not there is missing.
#[derive(Clone)]
struct Json(Option<Value>);

impl Plain for Json {
    fn is_missing(&self) -> bool {
        self.0.is_none()
    }

    fn number(&self) -> Option<f64> {
        match self.0.as_ref()? {
            Value::String(text) if text == "NaN" => Some(f64::NAN),
            Value::String(text) if text == "Infinity" => Some(f64::INFINITY),
            value => value.as_f64(),
        }
    }

    fn text(&self) -> Option<String> {
        Some(self.0.as_ref()?.as_str()?.to_owned())
    }

    fn length(&self) -> Option<usize> {
        Some(self.0.as_ref()?.as_array()?.len())
    }

    fn item(&self, index: usize) -> Self {
        Self(self.0.as_ref().and_then(|value| value.get(index)).cloned())
    }

    fn keys(&self) -> Option<Vec<String>> {
        Some(self.0.as_ref()?.as_object()?.keys().cloned().collect())
    }

    fn member(&self, key: &str) -> Self {
        Self(self.0.as_ref().and_then(|value| value.get(key)).cloned())
    }
}

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
    let file: Value = serde_json::from_str(include_str!("calibration-vectors.json")).unwrap();
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

/// A spec with nothing wrong in it, to be spoilt.
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

/// Puts `value` where a JSON pointer says and gives the error that follows.
fn spoilt(pointer: &str, value: Value) -> SpecError {
    let mut spec = good();
    if pointer.is_empty() {
        spec = value;
    } else {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        match spec.pointer_mut(parent).unwrap() {
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = value,
            object => object[key] = value,
        }
    }
    run(spec).unwrap_err()
}

#[test]
fn every_mistake_has_its_code_and_path() {
    use Code::*;
    let names = |n: usize| -> Value { (0..n).map(|i| format!("L{i}")).collect() };
    let rows = |n: usize| -> Value {
        (0..n)
            .map(|_| json!({ "probabilities": [0.5, 0.5] }))
            .collect()
    };
    let long = "x".repeat(20_001);
    for (pointer, value, code, path) in [
        ("", json!(null), WrongType, ""),
        ("", json!([]), WrongType, ""),
        ("/labels", json!("A,B"), WrongType, "labels"),
        ("/labels/1", json!(2), WrongType, "labels[1]"),
        ("/contextFree", json!({}), WrongType, "contextFree"),
        (
            "/contextFree/1",
            json!([0.6, 0.4]),
            WrongType,
            "contextFree[1]",
        ),
        (
            "/contextFree/0/prompt",
            json!(null),
            WrongType,
            "contextFree[0].prompt",
        ),
        (
            "/contextFree/1/probabilities",
            json!("0.6"),
            WrongType,
            "contextFree[1].probabilities",
        ),
        (
            "/contextFree/1/probabilities/0",
            json!("0.6"),
            WrongType,
            "contextFree[1].probabilities[0]",
        ),
        (
            "/contextFree/1/probabilities/1",
            json!(null),
            WrongType,
            "contextFree[1].probabilities[1]",
        ),
        ("/inputs", json!(null), WrongType, "inputs"),
        ("/inputs/0/text", json!(7), WrongType, "inputs[0].text"),
        ("/inputs/0/label", json!("B"), WrongType, "inputs[0].label"),
        ("/method", json!(1), WrongType, "method"),
        ("/Method", json!("none"), UnknownKey, "Method"),
        (
            "/contextFree/0/text",
            json!(""),
            UnknownKey,
            "contextFree[0].text",
        ),
        (
            "/inputs/1/prompt",
            json!(""),
            UnknownKey,
            "inputs[1].prompt",
        ),
        (
            "/inputs/1/a b",
            json!(""),
            UnknownKey,
            r#"inputs[1]["a b"]"#,
        ),
        ("", json!({ "contextFree": [] }), MissingKey, "labels"),
        (
            "",
            json!({ "labels": ["A", "B"] }),
            MissingKey,
            "contextFree",
        ),
        (
            "/contextFree/1",
            json!({ "prompt": "" }),
            MissingKey,
            "contextFree[1].probabilities",
        ),
        (
            "/inputs/0",
            json!({}),
            MissingKey,
            "inputs[0].probabilities",
        ),
        ("/method", json!("Diagonal"), UnknownChoice, "method"),
        ("/averaging", json!(""), UnknownChoice, "averaging"),
        ("/readout", json!("softmax "), UnknownChoice, "readout"),
        ("/labels", names(1), WrongCount, "labels"),
        ("/labels", names(21), WrongCount, "labels"),
        ("/contextFree", rows(0), WrongCount, "contextFree"),
        ("/contextFree", rows(21), WrongCount, "contextFree"),
        ("/inputs", rows(501), WrongCount, "inputs"),
        (
            "/labels",
            names(3),
            WrongLength,
            "contextFree[0].probabilities",
        ),
        (
            "/inputs/1/probabilities",
            json!([1]),
            WrongLength,
            "inputs[1].probabilities",
        ),
        (
            "/contextFree/1/probabilities/0",
            json!("NaN"),
            NotFinite,
            "contextFree[1].probabilities[0]",
        ),
        (
            "/inputs/0/probabilities/1",
            json!("Infinity"),
            NotFinite,
            "inputs[0].probabilities[1]",
        ),
        (
            "/contextFree/1/probabilities/0",
            json!(-0.1),
            Negative,
            "contextFree[1].probabilities[0]",
        ),
        (
            "/inputs/0/probabilities",
            json!([0, 0]),
            NoSum,
            "inputs[0].probabilities",
        ),
        (
            "/inputs/0/probabilities",
            json!([1e308, 1e308]),
            NoSum,
            "inputs[0].probabilities",
        ),
        ("/labels/0", json!(" \u{7}"), EmptyLabel, "labels[0]"),
        ("/labels/1", json!(" A "), DuplicateLabel, "labels[1]"),
        ("/labels/1", json!("é".repeat(201)), TooLong, "labels[1]"),
        (
            "/contextFree/1/prompt",
            json!(long),
            TooLong,
            "contextFree[1].prompt",
        ),
        ("/inputs/1/text", json!(long), TooLong, "inputs[1].text"),
        ("/inputs/0/label", json!(2), NoSuchLabel, "inputs[0].label"),
        ("/inputs/0/label", json!(-1), NoSuchLabel, "inputs[0].label"),
        (
            "/inputs/0/label",
            json!(0.5),
            NoSuchLabel,
            "inputs[0].label",
        ),
        (
            "/inputs/0/label",
            json!("NaN"),
            NoSuchLabel,
            "inputs[0].label",
        ),
        (
            "/contextFree/1/probabilities",
            json!([0, 1]),
            ZeroProbability,
            "contextFree[1].probabilities[0]",
        ),
    ] {
        let error = spoilt(pointer, value);
        assert_eq!(
            (error.code, error.path.as_str()),
            (code, path),
            "{pointer}: {error}"
        );
        assert!(error.to_string().contains(&error.message) && !error.message.is_empty());
    }
}

#[test]
fn at_the_limits() {
    let names: Value = (0..20).map(|i| format!("{i:0>200}")).collect();
    let row = json!({ "probabilities": vec![1.0; 20] });
    let rows = |n: usize| vec![row.clone(); n];
    let spec = json!({ "labels": names, "contextFree": rows(20), "inputs": rows(500) });
    let found = run(spec).unwrap();
    assert_eq!(found.w.len(), 20);
    assert_eq!(
        (
            found.per_prompt.len(),
            found.context_free.len(),
            found.inputs.len()
        ),
        (20, 20, 500)
    );
}

#[test]
fn what_has_no_result_is_named() {
    // The mean has no zero, but the W of the first prompt, which the result would hold, is undefined all the same.
    let mut spec = good();
    spec["averaging"] = json!("probabilities");
    spec["contextFree"][0]["probabilities"] = json!([1, 0]);
    let error = run(spec.clone()).unwrap_err();
    assert_eq!(error.code, Code::ZeroProbability);
    assert_eq!(error.path, "contextFree[0].probabilities[1]");
    assert!(error.message.contains("\"B\""), "{error}");
    for method in ["identity", "none"] {
        spec["method"] = json!(method);
        assert!(run(spec.clone()).is_ok(), "{method}");
    }

    spec = good();
    spec["readout"] = json!("normalize");
    assert!(run(spec.clone()).is_ok());
    spec["method"] = json!("identity");
    // s = p − mean: one of the two scores is negative.
    let error = run(spec.clone()).unwrap_err();
    assert_eq!(
        (error.code, error.path.as_str()),
        (Code::NegativeScore, "contextFree[0].probabilities")
    );
    spec["contextFree"] = json!([{ "probabilities": [0.5, 0.5] }]);
    // s = 0 for the prompt itself.
    let error = run(spec).unwrap_err();
    assert_eq!(
        (error.code, error.path.as_str()),
        (Code::NegativeScore, "contextFree[0].probabilities")
    );
    assert!(error.message.contains("all zero"), "{error}");
}

#[test]
fn the_types_name_every_code() {
    let types = include_str!("../src/embed/package/index.d.ts");
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
