//! Reading of test inputs from files in common formats.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

mod cases;
mod kinds;
mod own_labels;
mod paced;

use calibration_explainer::calibration::Distribution;
use calibration_explainer::import::table::{
    Choices, MAX_LISTED, RowError, Scale, Skipped, Table, TableError, read, read_bytes, read_with,
};
use calibration_explainer::import::typed_row::EntryError;
use calibration_explainer::state::{MAX_INPUTS, MAX_TEXT_CHARS};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use std::time::{Duration, Instant};

fn labels() -> Vec<String> {
    ["Positive", "Negative"].map(str::to_owned).to_vec()
}

/// Reads a file; returns (text, first probability, right label) of every input.
fn rows(text: &str) -> Vec<(String, f64, Option<usize>)> {
    let table = read(text, &labels()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(table.skipped, [], "{text}");
    (table.inputs.iter())
        .map(|input| (input.text.clone(), input.p.as_slice()[0], input.label))
        .collect()
}

fn check(text: &str, expected: &[(&str, f64, Option<usize>)]) {
    let expected: Vec<_> = expected
        .iter()
        .map(|&(text, p, label)| (text.to_owned(), p, label))
        .collect();
    assert_eq!(rows(text), expected, "{text}");
}

#[test]
fn tables() {
    check("Positive,Negative\n0.75,0.25\n", &[("", 0.75, None)]);
    check("Negative,Positive\n0.25,0.75", &[("", 0.75, None)]);
    check(
        "\u{feff}negative;POSITIVE\r\n0,25;0,75\r\n",
        &[("", 0.75, None)],
    );
    check(
        "Positive\tNegative\ttext\n75%\t25%\ta, b; c\n",
        &[("a, b; c", 0.75, None)],
    );
    check(
        "id,Sentence, Positive ,Negative,Gold\n7,good,0.75,0.25,positive\n8,bad,0.25,0.75,1\n9,?,0.5,0.5,\n",
        &[
            ("good", 0.75, Some(0)),
            ("bad", 0.25, Some(1)),
            ("?", 0.5, None),
        ],
    );
    check(
        "文本,Positive,Negative,正确标签\n好,0.75,0.25,Positive\n",
        &[("好", 0.75, Some(0))],
    );
    check(
        "text,Positive,Negative\n\"two\r\nlines, \"\"quoted\"\"\",0.75,0.25\n\n,,\nnext,0.5,0.5,,\n",
        &[
            ("two\r\nlines, \"quoted\"", 0.75, None),
            ("next", 0.5, None),
        ],
    );
    check("0.75,0.25\n0.5,0.5\n", &[("", 0.75, None), ("", 0.5, None)]);
    check("0,75;0,25\n", &[("", 0.75, None)]);
    check("0.75\t0.25", &[("", 0.75, None)]);
    // Data frames write integers as floats in a column with missing values.
    check(
        "Positive,Negative,label\n0.75,0.25,1.0\n",
        &[("", 0.75, Some(1))],
    );
    // An exact name takes precedence over one that differs in case.
    check(
        "positive,Positive,Negative\n9,0.75,0.25\n",
        &[("", 0.75, None)],
    );
}

#[test]
fn labels_that_are_numbers() {
    let labels = ["1", "0"].map(str::to_owned);
    let table = read("0,1,label\n0.25,0.75,0\n", &labels).unwrap();
    assert_eq!(table.inputs[0].p.as_slice(), [0.75, 0.25]);
    // A name takes precedence over an index.
    assert_eq!(table.inputs[0].label, Some(1));
    // The first line is not a header, since not every label has a column.
    let table = read("1,2\n1,1\n", &labels).unwrap();
    assert_eq!((table.inputs.len(), table.normalized), (2, 2));
}

#[test]
fn json() {
    let good = ("good", 0.75, Some(0));
    check(
        r#"[{"text": "good", "probabilities": [0.75, 0.25], "label": "Positive"}]"#,
        &[good],
    );
    check(
        r#"[{"text": "good", "probabilities": {"Negative": 0.25, "positive": 0.75}, "label": 0}]"#,
        &[good],
    );
    check(
        r#"[{"input": "good", "Negative": 0.25, "Positive": 0.75, "gold": 0, "id": 3}]"#,
        &[good],
    );
    check(
        r#"{"inputs": [{"text": "good", "probabilities": [0.75, 0.25], "label": 0}]}"#,
        &[good],
    );
    check(
        r#"{"text": "good", "probabilities": [0.75, 0.25], "label": 0}"#,
        &[good],
    );
    check(
        "[[0.75, 0.25], [0.5, 0.5]]",
        &[("", 0.75, None), ("", 0.5, None)],
    );
    check(" [0.75, 0.25]", &[("", 0.75, None)]);
    check(
        "{\"text\": \"good\", \"p\": [0.75, 0.25], \"label\": 0}\r\n\n[0.5, 0.5]\n",
        &[good, ("", 0.5, None)],
    );
    // A file of a state has labels in an order of its own.
    check(
        r#"{"labels": ["Negative", "Positive"], "inputs": [{"text": "good", "probabilities": [0.25, 0.75], "label": 1}]}"#,
        &[good],
    );
}

#[test]
fn what_was_done_is_counted() {
    let table = read("Positive,Negative\n3,1\n0.5,0.5\n", &labels()).unwrap();
    assert_eq!((table.normalized, table.left_out), (1, 0));
    let table = read("Positive,Negative\n-0.2,-1.9\n-0.1,-2.3\n", &labels()).unwrap();
    assert_eq!(table.mapping.scale, Scale::LogProbabilities);
    let logs = Distribution::from_log_probabilities(&[-0.1, -2.3]).unwrap();
    assert_eq!(table.inputs[1].p, logs);

    let many = format!("Positive,Negative\nx,1\n{}", "1,1\n".repeat(MAX_INPUTS + 7));
    let table = read(&many, &labels()).unwrap();
    assert_eq!(
        (table.inputs.len(), table.left_out, table.skipped.len()),
        (MAX_INPUTS, 7, 1)
    );
    let many = format!("[{}[1, 1]]", "[1, 1],".repeat(MAX_INPUTS + 6));
    let table = read(&many, &labels()).unwrap();
    assert_eq!((table.inputs.len(), table.left_out), (MAX_INPUTS, 7));
}

fn skipped(text: &str) -> (usize, Vec<(usize, RowError)>) {
    let Table {
        inputs, skipped, ..
    } = read(text, &labels()).unwrap();
    (
        inputs.len(),
        skipped
            .into_iter()
            .map(|Skipped { line, reason }| (line, reason))
            .collect(),
    )
}

#[test]
fn rows_that_cannot_be_read_are_listed_and_the_rest_is_loaded() {
    let not_a_number = |text: &str| RowError::Values(EntryError::NotANumber(text.to_owned()));
    let long = "x".repeat(MAX_TEXT_CHARS + 1);
    let text = format!(
        "text,Positive,Negative,label\r\n\
         one,x,1,\r\n\
         \"two\nlines\",1,1,\r\n\
         \r\n\
         three,1,1,Neutral\r\n\
         four, really,1,1,\r\n\
         five,1\r\n\
         six,0,0,\r\n\
         {long},1,1,\r\n\
         seven,1,1,2\r\n\
         eight,1,1,0\r\n\
         nine,NaN,1,"
    );
    let (read, found) = skipped(&text);
    // The unknown right labels and the missing number are no reason to leave a row out.
    assert_eq!(read, 6);
    let no_sum = calibration_explainer::calibration::DistributionError::NoSum;
    assert_eq!(
        found,
        [
            (2, not_a_number("x")),
            (
                7,
                RowError::Cells {
                    found: 5,
                    expected: 4
                }
            ),
            (9, RowError::Values(EntryError::Values(no_sum))),
            (10, RowError::LongText),
        ]
    );
    // A file without a header, with a mistake in its first row.
    assert_eq!(skipped("0.9,x\n0.5,0.5"), (1, vec![(1, not_a_number("x"))]));
    // Line breaks of old Macs.
    assert_eq!(
        skipped("Positive,Negative\r1,1\rx,1\r"),
        (1, vec![(3, not_a_number("x"))])
    );

    let json = r#"[[1, 1], 3, {"text": "a"}, {"text": 1, "p": [1, 1]}, [1], {"p": [1, 1e999]},
        {"p": {"Positive": 1}}, {"p": [1, 1], "label": true}, {"p": [1, null]}]"#;
    let (read, found) = skipped(json);
    // A missing number is zero, an unknown right label none.
    assert_eq!(read, 5);
    assert_eq!(
        found,
        [
            (2, RowError::Item),
            (3, RowError::NoProbabilities),
            (
                5,
                RowError::Values(EntryError::Count {
                    found: 1,
                    expected: 2
                })
            ),
            (6, not_a_number("1e+999")),
        ]
    );
    assert_eq!(
        skipped("[1, 1]\n\n[1, ]]\n[1, 2]"),
        (2, vec![(3, RowError::Json(5))])
    );
}

#[test]
fn a_stray_quote_does_not_swallow_the_rest() {
    let text =
        "text\tPositive\tNegative\n\"Great, he said\t1\t1\nBad\t0.25\t0.75\nGood\t0.75\t0.25\n";
    let (read, found) = skipped(text);
    assert_eq!(read, 2);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, 2);
}

#[test]
fn files_that_hold_nothing() {
    let check = |text: &str, expected: TableError| {
        assert_eq!(read(text, &labels()), Err(expected), "{text}");
    };
    check("", TableError::Empty);
    check("\u{feff} \r\n\t", TableError::Empty);
    check(
        "text,Positive\na,1",
        TableError::NoLabelColumn("Negative".to_owned()),
    );
    check("text;label\na;b", TableError::OnlyTexts(1));
    check("a\nb", TableError::NoNumbers);
    check(
        "0.1,0.2,0.7",
        TableError::OtherCount {
            found: 3,
            expected: 2,
        },
    );
    check("Positive,Negative\n", TableError::NoRows);
    check("[]", TableError::NoRows);
    check("{\"a\": 1}", TableError::NoNumbers);
    check("{\"inputs\": 1}", TableError::NoNumbers);
    check("3", TableError::NoNumbers);
    check("[{\"p\": [1,\n }]", TableError::Json { line: 2, column: 2 });
    let reason = RowError::Values(EntryError::NotANumber("x".to_owned()));
    check(
        "Positive,Negative\nx,1",
        TableError::NothingReadable {
            skipped: vec![Skipped { line: 2, reason }],
            more: 0,
        },
    );
}

#[test]
fn hostile_files_neither_break_nor_hang_the_page() {
    const SIZE: usize = 10_000_000;
    let header = "text,Positive,Negative\n";
    let fill = |start: &str, with: &str| {
        let mut text = start.to_owned();
        text.push_str(&with.repeat(SIZE / with.len()));
        text
    };
    for (what, text) in [
        ("letters", fill("", "x")),
        ("commas", fill("", ",")),
        ("commas in a row", fill(header, ",")),
        ("line breaks", fill(header, "\n")),
        ("empty rows", fill(header, ",,\n")),
        ("bad rows", fill(header, "x\n")),
        ("quotes", fill(header, "\"")),
        ("stray quotes", fill(header, "\"\n")),
        ("quotes that open again", fill(header, "x\"y,\"z\n")),
        ("quotes that never close", fill(header, "a,\"\n\"\"b\n")),
        ("brackets", fill("", "[")),
        ("numbers", fill("[", "0,")),
        ("objects", fill("", "{\"p\":")),
        ("lines of JSON", fill("[1,1]\n", "{\n")),
        ("long numbers", fill(header, "9")),
        ("zeros", fill(header, "\0")),
        ("signs", fill("", "�=@\u{202e}")),
    ] {
        let start = Instant::now();
        match read(&text, &labels()) {
            Ok(table) => assert!(table.skipped.len() <= MAX_LISTED, "{what}"),
            Err(TableError::NothingReadable { skipped, .. }) => {
                assert!(skipped.len() <= MAX_LISTED, "{what}");
            }
            Err(_) => {}
        }
        // The limit is generous: it must fail if reading is not linear, but not because a machine is slow.
        assert!(
            start.elapsed() < Duration::from_secs(20),
            "{what}: {:?}",
            start.elapsed()
        );
    }
}

/// Reads damaged bytes of every case: there is no panic, and what is read is valid. `cargo xtask test --all` sets a million.
#[test]
fn no_bytes_break_the_page() {
    let cases = std::env::var("FUZZ_CASES").map_or(100_000, |cases| cases.parse().unwrap());
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/table/cases");
    let mut files: Vec<std::path::PathBuf> = (std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let files: Vec<Vec<u8>> = files
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    let pieces: [&[u8]; 16] = [
        b",", b";", b"\"", b"\n", b"[", b"]", b"{", b"}", b":", b"-", b"nan", b"1e999", b"\xff",
        b"\xe4", b"\0", b"label",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed % below.max(1) as u64) as usize
    };
    for _ in 0..cases {
        let mut bytes = files[next(files.len())].clone();
        for _ in 0..=next(4) {
            let at = next(bytes.len() + 1);
            match next(3) {
                0 => drop(bytes.splice(at..at, pieces[next(pieces.len())].iter().copied())),
                1 => bytes.truncate(at),
                _ => drop(bytes.splice(at..(at + next(6)).min(bytes.len()), [])),
            }
        }
        let Ok(table) = read_bytes(&bytes, &labels(), &Choices::default()) else {
            continue;
        };
        let k = table.labels.len();
        assert!((2..=20).contains(&k), "{bytes:?}");
        let inputs = table.inputs.iter().map(|input| &input.p);
        let prompts = table.context_free.iter().map(|prompt| &prompt.p);
        for p in inputs.chain(prompts) {
            let sum: f64 = p.as_slice().iter().sum();
            assert!(p.len() == k && (sum - 1.0).abs() < 1e-6, "{bytes:?}");
        }
        let right = table.inputs.iter().filter_map(|input| input.label);
        assert!(right.max().is_none_or(|label| label < k), "{bytes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_124), ..ProptestConfig::default() })]

    #[test]
    fn no_file_breaks_the_page(header in prop::bool::ANY, body in "[a-c\"',;\t\n\r0-9.\\[\\]{}:%e/-]{0,80}") {
        let text = if header { format!("text,Positive,Negative,label\n{body}") } else { body };
        if let Ok(table) = read(&text, &labels()) {
            prop_assert!(!table.inputs.is_empty());
            let last = text.split(['\n', '\r']).count().max(text.len());
            for skipped in &table.skipped {
                prop_assert!((1..=last).contains(&skipped.line));
            }
        }
    }
}

#[test]
fn texts_without_numbers_wait_for_a_model() {
    let choices = Choices {
        texts: true,
        ..Choices::default()
    };
    let texts = |text: &str| {
        let table =
            read_with(text, &labels(), &choices).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert!(table.without_numbers, "{text}");
        let rows = table.inputs.iter();
        let rows: Vec<(String, Option<usize>)> =
            rows.map(|row| (row.text.clone(), row.label)).collect();
        (table.labels.clone(), rows)
    };
    let row = |text: &str, label| (text.to_owned(), label);
    let expected = (
        labels(),
        vec![
            row("Fine, really", Some(0)),
            row("Bad", Some(1)),
            row("So so", None),
        ],
    );
    for text in [
        "text,label\n\"Fine, really\",Positive\nBad,Negative\nSo so,\n",
        "label\tsentence\n0\tFine, really\n1\tBad\n-1\tSo so\n",
        r#"[{"text": "Fine, really", "label": "Positive"}, {"text": "Bad", "label": 1}, {"text": "So so"}]"#,
        "{\"text\": \"Fine, really\", \"label\": 0}\n{\"text\": \"Bad\", \"label\": 1}\n{\"text\": \"So so\"}\n",
        "Fine, really\tPositive\nBad\tNegative\nSo so\n",
    ] {
        assert_eq!(texts(text), expected, "{text}");
    }
    // Labels of the page keep their order, and those that no row has stay.
    let (kept, rows) =
        texts("text,label\nBad,Negative\nWorse,negative\n\"Fine, really\",Positive\n");
    assert_eq!(kept, labels());
    assert_eq!(rows[0], row("Bad", Some(1)));
    let (own, _) = texts("text,label\nBad,Negative\nOdd,Strange\n");
    assert_eq!(own, ["Negative", "Strange"]);
    // A list of sentences: commas and quotes are theirs.
    let list = "It moved me, and it stays.\n\n“Dull”, he said; I agree.\nA film, a walk, a nap\n";
    let (_, rows) = texts(list);
    let lines: Vec<&str> = list.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(
        rows.iter()
            .map(|(text, _)| text.as_str())
            .collect::<Vec<_>>(),
        lines
    );
    assert_eq!(texts("One sentence alone").1.len(), 1);
    let many: Vec<String> = (0..60)
        .map(|i| format!("Number {i} of many reviews, each of which says a little more."))
        .collect();
    assert_eq!(texts(&many.join("\n")).1.len(), 60);
    assert!(read_with("\u{89}PNG\u{0}\u{1} no table", &labels(), &choices).is_err());
    // A table of which a column is missing stays one.
    for text in ["text,Positive\na,1\n", "Positive,Negative\nx,1\n"] {
        assert!(read_with(text, &labels(), &choices).is_err(), "{text}");
    }
    // Labels of the file's own.
    let (own, rows) = texts("text,label\nHi,ham\nWin now,spam\nHello,ham\n");
    assert_eq!(own, ["ham", "spam"]);
    assert_eq!(
        rows.iter().map(|row| row.1).collect::<Vec<_>>(),
        [Some(0), Some(1), Some(0)]
    );
    // Numbers stay numbers, and where nobody asks for texts nothing changes.
    assert!(
        !read_with("text,Positive,Negative\na,0.3,0.7\n", &labels(), &choices)
            .unwrap()
            .without_numbers
    );
    assert_eq!(
        read("text\nFine\n", &labels()),
        Err(TableError::OnlyTexts(1))
    );
}
