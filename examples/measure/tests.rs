#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests may fail loudly.

use crate::ask::{Models, at_digits, rounded};
use crate::file::{self, Prompt};
use crate::sets;
use calibration_explainer::calibration::Distribution;
use calibration_explainer::export::json::state_to_json;
use calibration_explainer::import::state_json::state_from_json;
use calibration_explainer::import::table;
use calibration_explainer::state::{State, full};
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;

/// A file with a text in it, which is gone when this is dropped.
struct Written(PathBuf);

impl Written {
    fn new(name: &str, text: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("explainer-measure-{}-{name}", std::process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }
}

impl Drop for Written {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn prompt() -> Prompt {
    Prompt {
        labels: file::labels("Negative, Positive"),
        template: Some("Review: {input}\nSentiment:".to_owned()),
        examples: vec![
            "Positive = A joy".to_owned(),
            "negative=Dull = dull".to_owned(),
        ],
        context_free: vec!["N/A".to_owned()],
    }
}

#[test]
fn a_file_of_texts_and_the_prompt_of_the_command_line() {
    let written = Written::new(
        "texts.csv",
        "text,label\n\"Good, really\",Positive\nBad,Negative\nUnknown,\n",
    );
    let state = file::read(&written.0, &prompt()).unwrap();
    let rows: Vec<_> = state
        .inputs
        .iter()
        .map(|input| (input.text.to_owned(), input.label))
        .collect();
    assert_eq!(
        rows,
        [
            ("Good, really".to_owned(), Some(1)),
            ("Bad".to_owned(), Some(0)),
            ("Unknown".to_owned(), None)
        ]
    );
    assert_eq!(
        state.prompt("N/A"),
        "Review: A joy\nSentiment: Positive\n\nReview: Dull = dull\nSentiment: Negative\n\nReview: N/A\nSentiment:"
    );
    assert_eq!(state.prompts.len(), 1);
    // Without a template and context-free texts, those of the page and of the paper.
    let plain = Prompt {
        labels: file::labels("Negative,Positive"),
        ..Prompt::default()
    };
    let state = file::read(&written.0, &plain).unwrap();
    assert_eq!(
        (&*state.template, state.prompts.len()),
        (&*State::default_template(), 3)
    );
}

#[test]
fn mistakes_of_the_command_line_are_named() {
    let written = Written::new("mistakes.csv", "text\nGood\n");
    let told = |change: fn(&mut Prompt)| {
        let mut prompt = prompt();
        change(&mut prompt);
        file::read(&written.0, &prompt).unwrap_err().to_string()
    };
    assert!(told(|prompt| prompt.labels.truncate(1)).contains("--labels"));
    assert!(told(|prompt| prompt.template = Some("Review:".to_owned())).contains("{input}"));
    assert!(told(|prompt| prompt.examples = vec!["no label".to_owned()]).contains("LABEL=TEXT"));
    assert!(told(|prompt| prompt.examples = vec!["Neutral=So so".to_owned()]).contains("Neutral"));
    let missing = file::read(&written.0.with_extension("not"), &prompt());
    assert!(missing.unwrap_err().to_string().contains("not"));
}

#[test]
fn the_lines_of_the_test_sets() {
    assert_eq!(
        sets::sst2("0 no fun .\n1 fun .\n").unwrap(),
        [("no fun .".to_owned(), 0), ("fun .".to_owned(), 1)]
    );
    assert_eq!(
        sets::trec("ENTY:animal What barks ?\n").unwrap(),
        [("What barks ?".to_owned(), 4)]
    );
    let news = "Class Index,Title,Description\n4,\"New, small\",A chip .\n";
    assert_eq!(
        sets::agnews(news).unwrap(),
        [("New, small A chip .".to_owned(), 3)]
    );
    for wrong in ["nothing", "x y"] {
        assert!(sets::sst2(wrong).is_err() && sets::trec(wrong).is_err());
    }
    assert!(sets::agnews("Class Index,Title,Description\n0,a,b\n").is_err());
}

/// The whole way: a file, the real model, and what the page and `readTable` make of what is written.
#[test]
fn what_is_written_is_what_the_page_reads() {
    let path = std::env::var_os("EXPLAINER_MODEL").map(PathBuf::from);
    let path = path.unwrap_or_else(|| {
        std::env::home_dir()
            .unwrap()
            .join(".cache/calibration-explainer/models/SmolLM2-135M-Instruct.Q4_1.gguf")
    });
    assert!(path.is_file(), "please run: cargo xtask model");
    let data: serde_json::Value =
        serde_json::from_str(include_str!("../../data/measured-smollm2.json")).unwrap();
    let task = &data["tasks"][0];
    let texts: Vec<&str> = (0..3)
        .map(|i| task["inputs"][i]["text"].as_str().unwrap())
        .collect();
    let written = Written::new("whole.txt", &texts.join("\n"));
    let prompt = Prompt {
        examples: Vec::new(),
        ..prompt()
    };
    let mut models = Models::open(&path).unwrap();
    assert_eq!(models.name, "SmolLM2-135M-Instruct (Q4_1)");
    let state = models
        .answered(file::read(&written.0, &prompt).unwrap())
        .unwrap();
    let json = state_to_json(&state);
    assert_eq!(state_from_json(&json).unwrap(), state);
    // The reader behind `readTable`.
    let read = table::read(&json, &[]).unwrap();
    assert_eq!(read.inputs.len(), 3);
    // The same sentences have the same answers in the project's own data.
    let measured = state.measured.unwrap();
    assert!(
        measured.unasked.is_empty()
            && measured.by_hand.is_empty()
            && *measured.source == *models.name
    );
    for (i, input) in state.inputs.iter().enumerate() {
        let p: Vec<f64> = (0..2)
            .map(|k| task["inputs"][i]["probabilities"][k].as_f64().unwrap())
            .collect();
        let share = p[0] / (p[0] + p[1]);
        assert!(
            (input.p.get(0).unwrap() - share).abs() < 1e-4,
            "{}: {share}",
            input.text
        );
    }
}

proptest! {
    /// Four digits of each but the greatest, which is the rest; the sum is 1 without being divided again.
    #[test]
    fn rounding(logarithms in prop::collection::vec(-30.0..0.0_f64, 2..=20)) {
        let values = logarithms.iter().map(|log_p| log_p.exp()).collect();
        let exact = Distribution::normalized(values).unwrap().distribution;
        let short = rounded(&exact);
        let sum: f64 = short.as_slice().iter().sum();
        prop_assert!((sum - 1.0).abs() < 1e-12, "{sum}");
        let greatest = short.as_slice().iter().fold(0.0_f64, |most, p| most.max(*p));
        for (&short, &exact) in short.as_slice().iter().zip(exact.as_slice()) {
            prop_assert!((short / exact - 1.0).abs() < 6e-3, "{short} {exact}");
            if short < greatest {
                prop_assert!((short / exact - 1.0).abs() < 6e-4, "{short} {exact}");
                let digits = full(short).replace(['.', '-'], "");
                prop_assert!(digits.split('e').next().unwrap().trim_start_matches('0').len() <= 4, "{short}");
            }
        }
        prop_assert_eq!(at_digits(0.0, 4), 0.0);
    }
}
