//! `readTable` without JavaScript: options that are JSON.

use crate::json::Json;
use calibration_explainer::embed::table::{ReadError, Source, TableData, read_table};
use serde_json::{Value, json};

const TEXT: &str =
    "id,text,Positive,Negative,gold\n7,Fine,80,20,Positive\n8,So,x,1,\n9,Bad,25,75,Neutral\n";

fn run(text: &str, options: Value) -> Result<TableData, ReadError> {
    read_table(Source::Text(text), Json(Some(options)))
}

fn rows(table: &TableData) -> Vec<Vec<f64>> {
    let inputs = table.inputs.iter();
    inputs.map(|input| input.probabilities.clone()).collect()
}

#[test]
fn a_table_becomes_plain_data() {
    let table = run(TEXT, json!({})).unwrap();
    let expected = json!({
        "labels": ["Positive", "Negative"],
        "contextFree": [],
        "inputs": [
            {"text": "Fine", "probabilities": [0.8, 0.2], "label": 0},
            {"text": "Bad", "probabilities": [0.25, 0.75]},
        ],
        "scale": "percent",
        "mapping": {
            "columns": [
                {"name": "id", "role": "ignored"},
                {"name": "text", "role": "text"},
                {"name": "Positive", "role": "label", "label": "Positive"},
                {"name": "Negative", "role": "label", "label": "Negative"},
                {"name": "gold", "role": "right-label"},
            ],
            "scale": "percent",
        },
        "skipped": [{"line": 3, "code": "not-a-number", "message": "\"x\" is not a number"}],
        "skippedMore": 0,
        "ignoredColumns": ["id"],
        "incomplete": [],
        "unknownLabels": 1,
        "otherNames": 0,
        "normalized": 0,
        "leftOut": 0,
    });
    assert_eq!(serde_json::to_value(&table).unwrap(), expected);
    assert_eq!(read_table(Source::Text(TEXT), Json(None)), Ok(table));
}

#[test]
fn a_mapping_can_be_given_back() {
    for text in [
        TEXT,
        "文本;正面;负面\n好;-0,1;-2,3\n",
        "a,b,a,b\n1,0.5,Fine,0.5\n",
        r#"{"labels": ["ham", "spam"], "contextFree": [{"prompt": "", "probabilities": [0.6, 0.4]}],
            "inputs": [{"text": "Hi", "probabilities": [0.9, 0.1], "label": 1}]}"#,
        r#"[{"text": "Hi", "labels": ["ham", "spam"], "probabilities": [0.9, 0.1]}]"#,
    ] {
        let first = run(text, json!({})).unwrap();
        let mapping = serde_json::to_value(&first.mapping).unwrap();
        assert_eq!(
            run(text, json!({"mapping": mapping})),
            Ok(first.clone()),
            "{text}"
        );
        let both = json!({"labels": first.labels, "mapping": mapping});
        assert_eq!(run(text, both), Ok(first), "{text}");
    }
    // Without a header the place counts.
    let labels = json!(["Positive", "Negative"]);
    let first = run("0.75,0.25\n", json!({"labels": labels})).unwrap();
    let mapping = serde_json::to_value(&first.mapping).unwrap();
    assert_eq!(run("0.75,0.25\n", json!({"mapping": mapping})), Ok(first));
}

#[test]
fn what_the_caller_says_counts() {
    let column = |name: &str, label: &str| json!({"name": name, "role": "label", "label": label});
    let own = "text,c1,c2\nFine,0.8,0.2\n";
    // The labels are those that are named, in that order …
    let mapping = json!({"columns": [column("c2", "No"), column("c1", "Yes")]});
    let table = run(own, json!({"mapping": mapping})).unwrap();
    assert_eq!(
        (table.labels, table.inputs[0].text.as_str()),
        (vec!["No".to_owned(), "Yes".to_owned()], "Fine")
    );
    assert_eq!(table.inputs[0].probabilities, [0.2, 0.8]);
    // … or the caller's, in theirs.
    let table = run(own, json!({"labels": ["Yes", "No"], "mapping": mapping})).unwrap();
    assert_eq!(rows(&table), [[0.8, 0.2]]);
    // One column, and the others as they were found.
    let more = "text,Yes,No,Yes2\nFine,0.8,0.2,0.2\n";
    let mapping = json!({"columns": [column("Yes2", "yes")]});
    let table = run(more, json!({"labels": ["Yes", "No"], "mapping": mapping})).unwrap();
    assert_eq!(rows(&table), [[0.5, 0.5]]);
    assert_eq!(table.ignored_columns, ["Yes"]);
    // Scale, encoding, roles.
    let scale = |scale: &str| json!({"mapping": {"scale": scale}});
    assert_eq!(
        run("Yes,No\n0,0\n", scale("logits")).unwrap().inputs[0].probabilities,
        [0.5, 0.5]
    );
    let bytes = [b"text,Yes,No\n".as_slice(), &[0xb0, 0xc2], b",0.8,0.2\n"].concat();
    for (options, text, encoding) in [
        (json!({}), "奥", "gb18030"),
        (
            json!({"mapping": {"encoding": "windows-1252"}}),
            "°Â",
            "windows-1252",
        ),
    ] {
        let table = read_table(Source::Bytes(&bytes), Json(Some(options))).unwrap();
        assert_eq!(table.inputs[0].text, text);
        assert_eq!(table.mapping.encoding, Some(encoding));
    }
    let mapping =
        json!({"columns": [{"name": "text", "role": "ignored"}, {"name": "note", "role": "text"}]});
    let table = run(
        "text,note,Yes,No\na,b,0.8,0.2\n",
        json!({"mapping": mapping}),
    )
    .unwrap();
    assert_eq!(table.inputs[0].text, "b");
}

#[test]
fn what_is_wrong_with_options_is_said() {
    let column = |column: Value| json!({"mapping": {"columns": [column]}});
    let two = |columns: [Value; 2]| json!({"mapping": {"columns": columns}});
    for (options, code, path) in [
        (json!(null), "wrong-type", ""),
        (json!({"label": []}), "unknown-key", "label"),
        (json!({"labels": "a,b"}), "wrong-type", "labels"),
        (json!({"labels": ["a"]}), "wrong-count", "labels"),
        (
            json!({"labels": ["a", " a"]}),
            "duplicate-label",
            "labels[1]",
        ),
        (json!({"labels": ["a", ""]}), "empty-label", "labels[1]"),
        (json!({"mapping": []}), "wrong-type", "mapping"),
        (
            json!({"mapping": {"roles": []}}),
            "unknown-key",
            "mapping.roles",
        ),
        (
            json!({"mapping": {"scale": "log"}}),
            "unknown-choice",
            "mapping.scale",
        ),
        (
            json!({"mapping": {"encoding": "UTF-8"}}),
            "unknown-choice",
            "mapping.encoding",
        ),
        (
            json!({"mapping": {"columns": {}}}),
            "wrong-type",
            "mapping.columns",
        ),
        (
            column(json!({"role": "text"})),
            "missing-key",
            "mapping.columns[0].name",
        ),
        (
            column(json!({"name": "text"})),
            "missing-key",
            "mapping.columns[0].role",
        ),
        (
            column(json!({"name": "text", "role": "Text"})),
            "unknown-choice",
            "mapping.columns[0].role",
        ),
        (
            column(json!({"name": "text", "role": "label"})),
            "missing-key",
            "mapping.columns[0].label",
        ),
        (
            column(json!({"name": "text", "role": "text", "label": "a"})),
            "unknown-key",
            "mapping.columns[0].label",
        ),
        (
            column(json!({"name": "prompt", "role": "text"})),
            "no-such-column",
            "mapping.columns[0].name",
        ),
        (
            column(json!({"name": "id", "role": "label", "label": "Neutral"})),
            "no-such-label",
            "mapping.columns[0].label",
        ),
        (
            two([
                json!({"name": "text", "role": "text"}),
                json!({"name": "gold", "role": "text"}),
            ]),
            "duplicate-role",
            "mapping.columns[1].role",
        ),
        (
            two([
                json!({"name": "text", "role": "text"}),
                json!({"name": "text", "role": "ignored"}),
            ]),
            "no-such-column",
            "mapping.columns[1].name",
        ),
    ] {
        let error = run(TEXT, options.clone()).expect_err(path);
        assert_eq!(
            (error.code, error.path.as_str(), error.line),
            (code, path, None),
            "{options}"
        );
        let start = if path.is_empty() { "this " } else { path };
        assert!(error.to_string().starts_with(start), "{error}");
    }
    assert_eq!(ReadError::no_source().path, "source");
    let error = run(
        "1,0.5,0.5\n",
        two([
            json!({"name": "a", "role": "label", "label": "a"}),
            json!({"name": "", "role": "label", "label": "b"}),
        ]),
    )
    .unwrap_err();
    assert_eq!(
        (error.code, error.path.as_str()),
        ("no-such-column", "mapping.columns[0].name")
    );
}

#[test]
fn a_table_that_cannot_be_read_has_a_code_and_a_line() {
    let labels = json!({"labels": ["Positive", "Negative"]});
    for (text, options, code, line) in [
        (" \n", json!({}), "empty", None),
        (
            "text,Positive\na,1\n",
            labels.clone(),
            "no-label-column",
            None,
        ),
        ("1,2,4\n", labels.clone(), "wrong-length", None),
        ("a\nb\n", json!({}), "no-numbers", None),
        ("text,label\na,b\n", json!({}), "only-texts", None),
        ("0.5,0.5\n", json!({}), "no-labels", None),
        ("[]", json!({}), "no-rows", None),
        (
            "{\"text\": \"a\",\n \"p\": [0.5 0.5]}",
            json!({}),
            "not-json",
            Some(2),
        ),
        ("Positive,Negative\n\nx,1\n", json!({}), "no-numbers", None),
        (
            "Positive,Negative\n\nx,1\n",
            labels.clone(),
            "nothing-readable",
            Some(3),
        ),
    ] {
        let error = run(text, options).unwrap_err();
        assert_eq!(
            (error.code, error.path.as_str(), error.line),
            (code, "", line),
            "{text}"
        );
        assert_eq!(
            error.skipped.is_empty(),
            code != "nothing-readable",
            "{text}"
        );
        assert!(!error.message.is_empty());
    }
    let many: Vec<String> = (0..21).map(|i| format!("l{i}")).collect();
    let text = format!("{}\n{}\n", many.join(","), vec!["0.5"; 21].join(","));
    assert_eq!(run(&text, json!({})).unwrap_err().code, "many-labels");
}
