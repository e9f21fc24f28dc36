//! The snippets of the embed dialog: what each target's own reader makes of them is the state that
//! went in, whatever the texts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

mod arbitrary;

use arbitrary::state;
use calibration_explainer::explainer::export::embed::{
    Choices, Page, Subject, Target, What, preview, snippet,
};
use calibration_explainer::explainer::permalink::{self, Part, Theme};
use calibration_explainer::explainer::{Named, State, config};
use proptest::prelude::*;
use std::fs;
use std::rc::Rc;

const PAGE: Page<'static> = Page {
    base: "https://calibration.example/",
    title: "校准演示",
    open: "打开校准演示",
};

fn subject(state: &State) -> Subject {
    Subject {
        state: state.clone(),
        preset: None,
        chapter: None,
    }
}

fn choices(target: Target) -> Choices {
    Choices {
        target,
        ..Choices::default()
    }
}

/// The state of the files in tests/hosts/snippets/: three answers about nothing, and a review whose label the correction
/// turns round.
fn of_the_hosts() -> Subject {
    Subject::of_link(
        "labels=正面,负面&template=评论：{input}+情感：&cf=无:0.9,0.1&cf=N%2FA:0.6,0.4&cf=[MASK]:0.5,0.5&p=这部电影还行:0.72,0.28@负面",
    )
}

/// The documentation hosts of tests/hosts/ are built from these files, so they must be what the dialog gives.
#[test]
fn the_hosts_are_built_from_what_the_dialog_gives() {
    let write = std::env::var_os("WRITE_SNIPPETS").is_some();
    for (target, name) in Target::ALL {
        let choices = Choices {
            lang: Some("zh".to_owned()),
            ..choices(*target)
        };
        let found = snippet(&of_the_hosts(), &choices, &PAGE);
        let file = format!("tests/hosts/snippets/{name}.txt");
        if write {
            fs::write(&file, &found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            found, expected,
            "{file}: WRITE_SNIPPETS=1 cargo test writes it anew"
        );
    }
}
