//! Runs the exported code: its output must be the q on screen.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

use calibration_explainer::calibration::{Averaging, Distribution, Method, Readout};
use calibration_explainer::export::code::{Language, code};
use calibration_explainer::presets::Preset;
use calibration_explainer::state::{Action, Derived, State, apply};
use serde_json::Value;
use std::fmt::Display;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::rc::Rc;
use std::sync::LazyLock;

const METHODS: [Method; 3] = [Method::Diagonal, Method::Identity, Method::None];
const AVERAGINGS: [Averaging; 2] = [Averaging::Parameters, Averaging::Probabilities];
const READOUTS: [Readout; 3] = [Readout::Softmax, Readout::Normalize, Readout::Scores];

fn cases() -> Vec<State> {
    let mut cases = Vec::new();
    for preset in [Preset::Disagree, Preset::Fourteen, Preset::Topic] {
        for method in METHODS {
            for averaging in AVERAGINGS {
                for readout in READOUTS {
                    cases.push(State {
                        method,
                        averaging,
                        readout,
                        ..preset.state()
                    });
                }
            }
        }
    }
    let mut by_hand = Preset::Methods.state();
    by_hand.overrides.w.insert((0, 1), -2.5);
    by_hand.overrides.b.insert(2, 0.125);
    cases.push(by_hand);
    // The greatest number of labels and prompts, with long numbers, so that lists take several lines.
    let mut twenty = Preset::Fourteen.state();
    while let Ok(next) = apply(&twenty, &Action::AddLabel(format!("label {}", twenty.k()))) {
        twenty = next;
    }
    while let Ok(next) = apply(
        &twenty,
        &Action::AddPrompt {
            text: String::new(),
        },
    ) {
        twenty = next;
    }
    twenty.overrides.w.insert((19, 0), 1e-7);
    twenty.overrides.b.insert(19, -3.0);
    cases.push(twenty);
    let mut hostile = Preset::Methods.state();
    hostile.labels = Rc::new(vec![
        "\"; import os #\\".to_owned(),
        "a\u{2028}b\u{202e}c 🙂".to_owned(),
        "*/ {x} %d </script>".to_owned(),
    ]);
    Rc::make_mut(&mut hostile.prompts)[0].text =
        "line\nbreak \u{2028}alert(1) // \"\"\"".to_owned();
    cases.push(hostile);
    let mut zero = Preset::Worked.state();
    Rc::make_mut(&mut zero.prompts)[0].p = Distribution::normalized(vec![1.0, 0.0])
        .unwrap()
        .distribution;
    cases.push(zero);
    cases
}

/// The comments in Chinese, which no language of programs may stumble over.
fn comment(key: &str, blanks: &[(&str, &dyn Display)]) -> String {
    static WORDS: LazyLock<Value> = LazyLock::new(|| {
        serde_json::from_str(&fs::read_to_string("locales/zh.json").unwrap()).unwrap()
    });
    let words = WORDS["code"][key].as_str();
    let words = words.unwrap_or_else(|| panic!("code.{key}")).to_owned();
    blanks.iter().fold(words, |words, (name, value)| {
        words.replace(&format!("%{{{name}}}"), &value.to_string())
    })
}

/// Runs a program and returns its output; `None` if it stopped with the message that a value is undefined.
fn run(command: &mut Command, what: &str) -> Option<String> {
    let output = command.output().unwrap_or_else(|error| {
        panic!("{what} cannot be started ({error}): run `cargo xtask test`, which installs it")
    });
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    if !output.status.success() {
        assert!(
            !err.contains("No module named 'numpy'"),
            "NumPy is missing: run `cargo xtask test`, which installs it"
        );
        let says_why = ["1/p is undefined", "q is undefined"]
            .iter()
            .any(|word| err.contains(word));
        assert!(says_why, "{what} failed:\n{err}");
        return None;
    }
    Some(out.replace("\r\n", "\n"))
}

/// Parses the values of lines `label value`, one for each label.
fn values(printed: &str, labels: &[String]) -> Vec<f64> {
    let mut lines = printed.lines();
    let values = (labels.iter())
        .map(|label| {
            let line = lines.next().unwrap();
            let value = line.strip_prefix(label).and_then(|l| l.strip_prefix(' '));
            value.unwrap_or_else(|| panic!("{line}")).parse().unwrap()
        })
        .collect();
    assert_eq!(lines.next(), None);
    values
}

fn check(language: Language, cases: &[State], mut run: impl FnMut(&str, usize) -> Option<String>) {
    for (i, state) in cases.iter().enumerate() {
        let derived = Derived::of(state);
        let expected = derived.input(state, 0).and_then(|output| output.after.ok());
        let snippet = code(language, state, &derived, 0, &comment);
        let found = run(&snippet, i).map(|printed| values(&printed, &state.labels));
        match (found, expected) {
            (None, None) => {}
            (Some(found), Some(expected)) => {
                assert_eq!(found.len(), expected.len(), "{snippet}");
                for (found, expected) in found.iter().zip(&expected) {
                    let close = (found - expected).abs() <= 1e-9 * expected.abs().max(1e-12);
                    assert!(close, "{found} is not {expected}\n{snippet}");
                }
            }
            (found, expected) => panic!("{found:?} is not {expected:?}\n{snippet}"),
        }
    }
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn numpy_prints_what_is_on_screen() {
    let python = std::env::var("EXPLAINER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let file = folder("numpy").join("snippet.py");
    // NumPy takes long to load, so only some of the cases are run.
    let cases: Vec<State> = cases()
        .into_iter()
        .enumerate()
        .filter(|(i, _)| i % 4 == 1 || *i >= 54)
        .map(|(_, c)| c)
        .collect();
    check(Language::NumPy, &cases, |snippet, _| {
        fs::write(&file, snippet).unwrap();
        let mut python = Command::new(&python);
        run(
            python.env("PYTHONIOENCODING", "utf-8").arg(&file),
            "Python with NumPy",
        )
    });
}

#[test]
fn javascript_prints_what_is_on_screen() {
    let node = std::env::var("EXPLAINER_NODE").unwrap_or_else(|_| "node".to_owned());
    let file = folder("javascript").join("snippet.mjs");
    check(Language::JavaScript, &cases(), |snippet, _| {
        fs::write(&file, snippet).unwrap();
        run(Command::new(&node).arg(&file), "Node")
    });
}

#[test]
fn rust_prints_what_is_on_screen() {
    let folder = folder("rust");
    let rustc = std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let cases: Vec<State> = cases()
        .into_iter()
        .enumerate()
        .filter(|(i, _)| i % 9 == 4 || *i >= 54)
        .map(|(_, c)| c)
        .collect();
    check(Language::Rust, &cases, |snippet, i| {
        let (source, program) = (
            folder.join(format!("s{i}.rs")),
            folder.join(format!("s{i}")),
        );
        fs::write(&source, snippet).unwrap();
        let built = Command::new(&rustc)
            .args(["--edition", "2021", "-D", "warnings", "-o"])
            .args([&program, &source])
            .output()
            .unwrap();
        assert!(
            built.status.success(),
            "{}\n{snippet}",
            String::from_utf8_lossy(&built.stderr)
        );
        run(&mut Command::new(&program), "the compiled snippet")
    });
}
