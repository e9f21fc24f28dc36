//! Files as people's tools write them, recreated from public reports, with what each must be read as. `cases.json` and `cases/` are
//! copied from the collection that came with this project's design.

use calibration_explainer::import::table::{Choices, read_bytes};
use serde_json::Value;
use std::path::Path;

#[test]
fn every_case_is_read_as_it_must_be() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/table");
    let cases = std::fs::read_to_string(folder.join("cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&cases).unwrap();
    assert_eq!(cases.len(), 22);
    let mut wrong = Vec::new();
    for case in &cases {
        let file = case["file"].as_str().unwrap();
        let bytes = std::fs::read(folder.join("cases").join(file)).unwrap();
        if let Err(difference) = check(case, &bytes) {
            wrong.push(format!("{file}: {difference}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn check(case: &Value, bytes: &[u8]) -> Result<(), String> {
    let names = |value: &Value| -> Vec<String> {
        let names = value.as_array().unwrap();
        names
            .iter()
            .map(|name| name.as_str().unwrap().to_owned())
            .collect()
    };
    let table = read_bytes(bytes, &names(&case["pageLabels"]), &Choices::default())
        .map_err(|error| error.to_string())?;
    let expected = case["inputs"].as_array().unwrap();
    let differ = |what: &str, found: String, expected: String| {
        if found == expected {
            Ok(())
        } else {
            Err(format!("{what} {found} in place of {expected}"))
        }
    };
    differ(
        "labels",
        format!("{:?}", table.labels),
        format!("{:?}", names(&case["labels"])),
    )?;
    differ(
        "rows",
        table.inputs.len().to_string(),
        expected.len().to_string(),
    )?;
    let skipped = case["skipped"].as_u64().unwrap_or(0);
    differ(
        "skipped",
        table.skipped.len().to_string(),
        skipped.to_string(),
    )?;
    if let Some(scale) = case["scale"].as_str() {
        differ(
            "scale",
            table.mapping.scale.name().to_owned(),
            scale.to_owned(),
        )?;
    }
    for (i, (input, expected)) in table.inputs.iter().zip(expected).enumerate() {
        let p: Vec<f64> = expected["p"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p.as_f64().unwrap())
            .collect();
        let near = input
            .p
            .as_slice()
            .iter()
            .zip(&p)
            .all(|(found, p)| (found - p).abs() < 1e-6);
        if !near || p.len() != input.p.len() {
            return Err(format!(
                "row {i}: {:?} in place of {p:?}",
                input.p.as_slice()
            ));
        }
        let text = expected["text"].as_str().unwrap_or_default();
        differ("text", format!("{:?}", input.text), format!("{text:?}"))?;
        let label = expected["label"].as_u64().map(|label| label as usize);
        differ(
            &format!("row {i}, label"),
            format!("{:?}", input.label),
            format!("{label:?}"),
        )?;
    }
    Ok(())
}
