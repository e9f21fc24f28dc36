//! Tables that are read without labels of the page: they name their own, or cannot be read.

use calibration_explainer::import::table::{
    Choices, Role, TableError, read, read_bytes, read_with,
};
use serde_json::Value;
use std::path::Path;

#[test]
fn a_table_names_its_labels() {
    for (what, text, labels) in [
        (
            "columns",
            "text,ham,spam,label\nHi,0.9,0.1,ham\n",
            &["ham", "spam"][..],
        ),
        (
            "columns of logarithms",
            "text\tham\tspam\nHi\t-0.1\t-2.3\n",
            &["ham", "spam"],
        ),
        (
            "columns with words around the names",
            "text,p_ham,p_spam\nHi,0.9,0.1\n",
            &["ham", "spam"],
        ),
        (
            "columns that count",
            "0,1\n0.75,0.25\n0.5,0.5\n",
            &["0", "1"],
        ),
        (
            "columns beside an index",
            ",text,ham,spam\n0,Hi,0.9,0.1\n1,Ho,0.8,0.2\n",
            &["ham", "spam"],
        ),
        (
            "`no`, which else counts rows",
            "no,text,yes,\n0.1,Hi,0.9\n0.2,Ho,0.8\n",
            &["no", "yes"],
        ),
        (
            "names with numbers",
            r#"[{"text": "Hi", "probabilities": {"ham": 0.9, "spam": 0.1}}]"#,
            &["ham", "spam"],
        ),
        (
            "lists of names",
            r#"{"text": "Hi", "labels": ["ham", "spam"], "probabilities": [0.9, 0.1]}"#,
            &["ham", "spam"],
        ),
        (
            "a list for the whole file",
            r#"{"labels": ["ham", "spam"], "inputs": [{"text": "Hi", "probabilities": [0.9, 0.1]}]}"#,
            &["ham", "spam"],
        ),
        (
            "pairs of a pipeline",
            r#"[[{"label": "ham", "score": 0.9}, {"label": "spam", "score": 0.1}]]"#,
            &["ham", "spam"],
        ),
        ("a name twice", "text,a,A,b\nHi,0.9,0.5,0.1\n", &["a", "b"]),
    ] {
        let table = read(text, &[]).unwrap_or_else(|error| panic!("{what}: {error}"));
        assert_eq!(table.labels, labels, "{what}");
        assert_eq!(table.skipped, [], "{what}");
        for input in &table.inputs {
            assert_eq!(input.p.len(), 2, "{what}");
        }
    }
    let table = read("text,a,A,b,label\nHi,0.9,0.5,0.1,b\n", &[]).unwrap();
    assert_eq!(table.inputs[0].p.as_slice(), [0.9, 0.1]);
    assert_eq!(table.inputs[0].label, Some(1));
    // One bad cell does not take a label away.
    let table = read("text,ham,spam\nHi,0.9,0.1\nHo,x,1\nHa,0.5,0.5\n", &[]).unwrap();
    assert_eq!(table.labels, ["ham", "spam"]);
    assert_eq!((table.inputs.len(), table.skipped[0].line), (2, 3));
}

#[test]
fn a_table_that_does_not_name_its_labels_is_refused() {
    for text in [
        "0.9,0.1\n0.5,0.5\n",
        "[[0.9, 0.1], [0.5, 0.5]]",
        "[0.9, 0.1]",
        r#"[{"text": "Hi", "probabilities": [0.9, 0.1]}]"#,
        "text,probabilities\nHi,\"[0.9, 0.1]\"\n",
    ] {
        assert_eq!(read(text, &[]), Err(TableError::NoLabels), "{text}");
    }
    for (text, expected) in [
        ("", TableError::Empty),
        ("text,label\nHi,ham\n", TableError::OnlyTexts(1)),
        ("id,ham\na,0.9\n", TableError::NoNumbers),
        ("text,ham,spam\n", TableError::NoRows),
        ("{\"a\": 1}", TableError::NoNumbers),
        ("x", TableError::NoNumbers),
    ] {
        assert_eq!(read(text, &[]), Err(expected), "{text}");
    }
}

/// Every case without labels: read with the labels that it names, or refused since it names none.
#[test]
fn every_case_brings_labels_or_is_refused() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/table");
    let cases = std::fs::read_to_string(folder.join("cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&cases).unwrap();
    let mut refused = Vec::new();
    for case in &cases {
        let file = case["file"].as_str().unwrap();
        let bytes = std::fs::read(folder.join("cases").join(file)).unwrap();
        match read_bytes(&bytes, &[], &Choices::default()) {
            Ok(table) => {
                let rows = case["inputs"].as_array().unwrap().len();
                assert_eq!(table.inputs.len(), rows, "{file}: {:?}", table.labels);
                assert!(
                    (2..=20).contains(&table.labels.len()),
                    "{file}: {:?}",
                    table.labels
                );
            }
            Err(error) => refused.push((file.to_owned(), error)),
        }
    }
    // Lists of numbers, and nothing that says of what.
    let bare = [
        "05b-first-line-broken.jsonl",
        "07-logprobs-null.jsonl",
        "10-list-in-cell.csv",
    ];
    let expected = bare.map(|file| (file.to_owned(), TableError::NoLabels));
    assert_eq!(refused, expected);
}

#[test]
fn labels_stay_where_the_caller_says_where_their_numbers_are() {
    let labels = ["Positive", "Negative"].map(str::to_owned);
    let keep = |roles: &[(usize, Role)]| Choices {
        roles: roles.to_vec(),
        keeps_labels: true,
        ..Choices::default()
    };
    let own = "text,col1,col2,gold\nHi,0.9,0.1,Negative\n";
    let choices = keep(&[(1, Role::Label(1)), (2, Role::Label(0))]);
    let table = read_with(own, &labels, &choices).unwrap();
    assert_eq!(table.labels, labels);
    assert_eq!(table.inputs[0].text, "Hi");
    assert_eq!(table.inputs[0].p.as_slice(), [0.1, 0.9]);
    assert_eq!(table.inputs[0].label, Some(1));
    // Nothing can be guessed of four numbers for two labels.
    let bare = "7,0.9,0.1,3\n5,0.25,0.75,1\n";
    assert!(read(bare, &labels).is_err());
    let table = read_with(
        bare,
        &labels,
        &keep(&[(1, Role::Label(0)), (2, Role::Label(1))]),
    )
    .unwrap();
    assert_eq!(table.inputs[1].p.as_slice(), [0.25, 0.75]);
}
