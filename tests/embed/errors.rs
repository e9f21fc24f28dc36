//! Every mistake has its code and its path.

use crate::{good, run};
use calibration_explainer::embed::{Code, SpecError};
use calibration_explainer::state::MAX_INPUTS;
use serde_json::{Value, json};

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
        ("/inputs", rows(MAX_INPUTS + 1), WrongCount, "inputs"),
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
    let row = json!({ "probabilities": [1, 1] });
    let spec =
        json!({ "labels": ["A", "B"], "contextFree": [row], "inputs": vec![row; MAX_INPUTS] });
    assert_eq!(run(spec).unwrap().inputs.len(), MAX_INPUTS);
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
