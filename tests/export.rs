//! Exported files: reading them gives what was written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

mod arbitrary;

use arbitrary::state;
use calibration_explainer::calibration::{Distribution, Readout};
use calibration_explainer::export::csv::{inputs_csv, parameters_csv, prompts_csv};
use calibration_explainer::export::json::state_to_json;
use calibration_explainer::import::state_json::{JsonError, Kind, Reason, state_from_json};
use calibration_explainer::import::table;
use calibration_explainer::import::typed_row::EntryError;
use calibration_explainer::presets::Preset;
use calibration_explainer::state::{Derived, Inputs, State};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::rc::Rc;

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_129), ..ProptestConfig::default() })]

    #[test]
    fn json_gives_the_state_back(state in state()) {
        let json = state_to_json(&state);
        prop_assert_eq!(state_from_json(&json), Ok(state), "{}", json);
    }

    #[test]
    fn csv_gives_the_inputs_back(state in state()) {
        let csv = inputs_csv(&state, &Derived::of(&state));
        let table = table::read(&csv, &state.labels);
        let table = table.map_err(|error| TestCaseError::fail(format!("{error:?}\n{csv:?}")))?;
        prop_assert_eq!(Inputs::from(table.inputs), state.inputs, "{}", csv);
        prop_assert_eq!((table.skipped.len(), table.normalized), (0, 0));
    }

    #[test]
    fn csv_gives_the_prompts_back(state in state().prop_filter("no prompt", |state| !state.prompts.is_empty())) {
        let csv = prompts_csv(&state, &Derived::of(&state));
        let table = table::read(&csv, &state.labels);
        let table = table.map_err(|error| TestCaseError::fail(format!("{error:?}\n{csv:?}")))?;
        prop_assert_eq!(&table.context_free, &*state.prompts, "{}", csv);
        prop_assert_eq!((table.inputs.len(), table.skipped.len(), table.normalized), (0, 0, 0));
    }

    #[test]
    fn json_gives_the_inputs_back_as_a_table(state in state()) {
        let table = table::read(&state_to_json(&state), &state.labels).unwrap();
        prop_assert_eq!(Inputs::from(table.inputs), state.inputs);
    }

    #[test]
    fn no_json_breaks_the_page(state in state(), cut in 0.0..1.0f64, with in "[\\[\\]{}\",:0-9a-z-]{0,3}") {
        let mut json: Vec<char> = state_to_json(&state).chars().collect();
        let at = (json.len() as f64 * cut) as usize;
        json.splice(at..(at + 1).min(json.len()), with.chars());
        let json: String = json.into_iter().collect();
        // A state that is accepted is valid, whatever the JSON is: it can be written and read.
        if let Ok(state) = state_from_json(&json) {
            prop_assert_eq!(state_from_json(&state_to_json(&state)), Ok(state));
        }
    }

    #[test]
    fn tables_are_rectangular_and_finite(state in state()) {
        let derived = Derived::of(&state);
        for csv in [inputs_csv(&state, &derived), prompts_csv(&state, &derived), parameters_csv(&state, &derived)] {
            // This reader is not flexible: a row of another length is an error.
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let rows = reader.records().collect::<Result<Vec<_>, _>>();
            prop_assert!(rows.is_ok(), "{}", csv);
        }
    }
}

#[test]
fn every_preset_reads_back() {
    for (preset, name) in <Preset as calibration_explainer::state::Named>::ALL {
        let state = preset.state();
        assert_eq!(
            state_from_json(&state_to_json(&state)),
            Ok(state.clone()),
            "{name}"
        );
        let csv = inputs_csv(&state, &Derived::of(&state));
        let table = table::read(&csv, &state.labels).unwrap();
        assert_eq!(Inputs::from(table.inputs), state.inputs, "{name}");
    }
}

#[test]
fn json_is_readable_and_stable() {
    let mut state = Preset::Worked.state();
    Rc::make_mut(&mut state.prompts).truncate(1);
    state.inputs = state.inputs.iter().take(1).collect();
    Rc::make_mut(&mut state.prompts)[0].text = "nothing".to_owned();
    Rc::make_mut(&mut state.prompts)[0].p = even_but(0.9);
    state.inputs.set_text(0, "a \"great\"\nfilm").unwrap();
    state.inputs.set_p(0, &even_but(0.72)).unwrap();
    state.inputs.set_label(0, Some(0)).unwrap();
    state.labels = Rc::new(vec!["Positive".to_owned(), "Negative".to_owned()]);
    state.template = "Input: {input} Sentiment:".into();
    state.locked = vec![false, true];
    state.overrides.w.insert((0, 1), 2.5);
    let expected = r#"{
  "format": "calibration-explainer",
  "version": 1,
  "labels": ["Positive", "Negative"],
  "template": "Input: {input} Sentiment:",
  "contextFree": [
    { "prompt": "nothing", "probabilities": [0.9, 0.1] }
  ],
  "inputs": [
    { "text": "a \"great\"\nfilm", "probabilities": [0.72, 0.28], "label": 0 }
  ],
  "method": "diagonal",
  "averaging": "parameters",
  "readout": "softmax",
  "locked": ["Negative"],
  "overrides": {
    "w": [
      { "row": 0, "column": 1, "value": 2.5 }
    ],
    "b": []
  }
}
"#;
    assert_eq!(state_to_json(&state), expected);
}

fn even_but(first: f64) -> Distribution {
    let percent = (first * 100.0).round();
    Distribution::normalized(vec![percent, 100.0 - percent])
        .unwrap()
        .distribution
}

#[test]
fn what_a_file_leaves_out_is_the_default() {
    let json =
        r#"{"labels": ["A", " B "], "contextFree": [{"prompt": "", "probabilities": [3, 1]}]}"#;
    let state = state_from_json(&format!("\u{feff}{json}")).unwrap();
    assert_eq!(*state.labels, ["A", "B"]);
    assert_eq!(state.prompts[0].p.as_slice(), [0.75, 0.25]);
    assert_eq!(state.inputs.len(), 1);
    assert_eq!(state.template, State::default_template());
    assert_eq!(state.readout, Readout::Softmax);
    assert!(state.overrides.is_empty());
}

#[test]
fn a_wrong_value_is_named_by_its_path() {
    let row =
        |row: &str| format!(r#""labels": ["A", "B"], "contextFree": [{{"probabilities": {row}}}]"#);
    let with = |more: &str| format!("{{{}, {more}}}", row("[1, 1]"));
    let labels = |labels: &str| {
        format!(r#"{{"labels": {labels}, "contextFree": [{{"probabilities": [1, 1]}}]}}"#)
    };
    let check = |json: String, path: &str, reason: Reason| {
        let path = path.to_owned();
        assert_eq!(
            state_from_json(&json),
            Err(JsonError::Value { path, reason }),
            "{json}"
        );
    };
    let names = |names: &[&'static str]| Reason::NotOneOf(names.to_vec());
    let long = "x".repeat(20_001);

    check("[]".into(), "", Reason::Expected(Kind::Object));
    check("{}".into(), "labels", Reason::Missing);
    check(
        r#"{"labels": "A"}"#.into(),
        "labels",
        Reason::Expected(Kind::Array),
    );
    check(
        r#"{"labels": ["A", "B"]}"#.into(),
        "contextFree",
        Reason::Missing,
    );
    check(
        labels(r#"["A"]"#),
        "labels",
        Reason::Count {
            found: 1,
            least: 2,
            most: 20,
        },
    );
    check(
        labels(r#"["A", 1]"#),
        "labels[1]",
        Reason::Expected(Kind::Text),
    );
    check(labels(r#"["A", " "]"#), "labels[1]", Reason::EmptyLabel);
    check(
        labels(r#"["A", "A "]"#),
        "labels[1]",
        Reason::DuplicateLabel,
    );
    check(
        labels(&format!("[\"A\", {:?}]", "x".repeat(201))),
        "labels[1]",
        Reason::LongLabel,
    );

    let one = |row_text: &str| format!("{{{}}}", row(row_text));
    let at = |rest: &str| format!("contextFree[0].probabilities{rest}");
    check(one("null"), &at(""), Reason::Expected(Kind::Array));
    check(
        one("[1]"),
        &at(""),
        Reason::Row(EntryError::Count {
            found: 1,
            expected: 2,
        }),
    );
    check(
        one("[1, \"x\"]"),
        &at("[1]"),
        Reason::Expected(Kind::Number),
    );
    check(
        one("[1, 1e999]"),
        &at("[1]"),
        Reason::Expected(Kind::Number),
    );
    assert!(matches!(
        state_from_json(&one("[0, 0]")),
        Err(JsonError::Value {
            reason: Reason::Row(EntryError::Values(_)),
            ..
        })
    ));

    check(with(r#""Method": "none""#), "Method", Reason::UnknownKey);
    check(
        with(r#""method": "Diagonal""#),
        "method",
        names(&["diagonal", "identity", "none"]),
    );
    check(
        with(r#""averaging": 1"#),
        "averaging",
        Reason::Expected(Kind::Text),
    );
    check(
        with(r#""format": "x""#),
        "format",
        names(&["calibration-explainer"]),
    );
    check(with(r#""version": 2"#), "version", Reason::Version);
    check(with(r#""template": "no slot""#), "template", Reason::NoSlot);
    check(
        with(r#""inputs": []"#),
        "inputs",
        Reason::Count {
            found: 0,
            least: 1,
            most: 100_000,
        },
    );
    let input = |more: &str| {
        with(&format!(
            r#""inputs": [{{"probabilities": [1, 1], {more}}}]"#
        ))
    };
    check(
        input(r#""label": 2"#),
        "inputs[0].label",
        Reason::NoIndex(2),
    );
    check(
        input(r#""label": "A""#),
        "inputs[0].label",
        Reason::Expected(Kind::Index),
    );
    check(input(r#""note": 1"#), "inputs[0].note", Reason::UnknownKey);
    check(
        input(&format!("\"text\": {long:?}")),
        "inputs[0].text",
        Reason::LongText,
    );
    check(with(r#""locked": ["C"]"#), "locked[0]", Reason::NoLabel);
    check(
        with(r#""locked": ["A", "A"]"#),
        "locked[1]",
        Reason::Repeated,
    );
    let b = |entries: &str| with(&format!(r#""overrides": {{"b": {entries}}}"#));
    let entry = r#"{"label": 1, "value": 1}"#;
    check(
        b(r#"[{"label": 1, "value": 1e7}]"#),
        "overrides.b[0].value",
        Reason::EntryOutOfRange,
    );
    check(
        b(r#"[{"label": 1}]"#),
        "overrides.b[0].value",
        Reason::Missing,
    );
    check(
        b(&format!("[{entry}, {entry}]")),
        "overrides.b[1]",
        Reason::Repeated,
    );
    check(
        with(r#""overrides": {"w": [{"row": 0, "column": 2, "value": 1}]}"#),
        "overrides.w[0].column",
        Reason::NoIndex(2),
    );
    assert_eq!(
        state_from_json("{\n \"labels\": NaN}"),
        Err(JsonError::Syntax {
            line: 2,
            column: 12
        })
    );
}

#[test]
fn no_text_is_a_formula() {
    let mut state = Preset::Worked.state();
    state.labels = Rc::new(vec!["=cmd|' /C calc'!A0".to_owned(), "@x".to_owned()]);
    for (i, text) in ["=1+1", "+1", "-1", "@a", "\t=1", "'=1", "＝1", "'quoted'"]
        .iter()
        .enumerate()
    {
        if i >= state.inputs.len() {
            let first = state.inputs.get(0).unwrap().to_test_input();
            state.inputs.push((&first).into()).unwrap();
        }
        state.inputs.set_text(i, text).unwrap();
    }
    let prompts = Rc::make_mut(&mut state.prompts);
    prompts[0].text = "=HYPERLINK(\"x\")".to_owned();
    let derived = Derived::of(&state);
    for table in [
        inputs_csv(&state, &derived),
        prompts_csv(&state, &derived),
        parameters_csv(&state, &derived),
    ] {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(table.as_bytes());
        for record in reader.records() {
            for cell in &record.unwrap() {
                let formula = cell.starts_with(['=', '+', '-', '@', '\t', '＝']);
                assert!(!formula || cell.parse::<f64>().is_ok(), "{cell:?}");
            }
        }
    }
    let table = table::read(&inputs_csv(&state, &derived), &state.labels).unwrap();
    assert_eq!(Inputs::from(table.inputs), state.inputs);
}

#[test]
fn labels_named_like_columns_are_told_apart() {
    let mut state = Preset::Methods.state();
    state.labels = Rc::new(vec![
        "text".to_owned(),
        "Label".to_owned(),
        "after: text".to_owned(),
    ]);
    state.inputs.set_text(0, "a text").unwrap();
    state.inputs.set_label(0, Some(1)).unwrap();
    let csv = inputs_csv(&state, &Derived::of(&state));
    assert!(
        csv.starts_with("input,gold,text,Label,after: text,after: text,"),
        "{csv}"
    );
    assert_eq!(
        Inputs::from(table::read(&csv, &state.labels).unwrap().inputs),
        state.inputs
    );
}

#[test]
fn what_is_undefined_is_an_empty_cell() {
    let mut state = Preset::Worked.state();
    Rc::make_mut(&mut state.prompts)[0].p = even_but(1.0);
    let derived = Derived::of(&state);
    for csv in [
        inputs_csv(&state, &derived),
        parameters_csv(&state, &derived),
    ] {
        assert!(csv.contains(",,"), "{csv}");
        assert!(!csv.contains("NaN") && !csv.contains("inf"), "{csv}");
    }
}

#[test]
fn a_label_that_is_a_number_is_not_taken_for_an_index() {
    let mut state = Preset::Fourteen.state();
    std::rc::Rc::make_mut(&mut state.labels)[1] = "4".to_owned();
    state.inputs.set_label(0, Some(4)).unwrap();
    let table = table::read(&state_to_json(&state), &state.labels).unwrap();
    assert_eq!(Inputs::from(table.inputs), state.inputs);
}
