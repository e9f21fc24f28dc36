//! Every word of the page is there in every language, with the same blanks to fill in, and every
//! colour of a label is the same in the charts and in the style sheet.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

use calibration_explainer::chart::Palette;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Dotted key → text of a locale file: nested objects of texts.
fn words(file: &str) -> BTreeMap<String, String> {
    fn collect(path: &str, value: &Value, words: &mut BTreeMap<String, String>) {
        match value {
            Value::String(text) => {
                words.insert(path.to_owned(), text.clone());
            }
            Value::Object(members) => {
                for (key, value) in members {
                    let path = if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    };
                    collect(&path, value, words);
                }
            }
            other => panic!("{path}: {other} is no text"),
        }
    }
    let mut words = BTreeMap::new();
    let text = fs::read_to_string(file).unwrap();
    collect("", &serde_json::from_str(&text).unwrap(), &mut words);
    words
}

fn blanks(text: &str) -> BTreeSet<&str> {
    text.split("%{")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once('}')?.0))
        .collect()
}

#[test]
fn every_language_has_every_key_with_the_same_blanks() {
    let english = words("locales/en.json");
    assert!(english.len() > 200);
    for entry in fs::read_dir("locales").unwrap() {
        let file = entry.unwrap().path().display().to_string();
        let other = words(&file);
        assert_eq!(
            english.keys().collect::<Vec<_>>(),
            other.keys().collect::<Vec<_>>(),
            "{file}"
        );
        for (key, text) in &english {
            assert_eq!(blanks(text), blanks(&other[key]), "{file}: {key}");
        }
    }
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let mut used = BTreeSet::new();
    let mut files: Vec<_> = fs::read_dir("src/page")
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.extend([
        "src/explainer/phrase.rs".into(),
        "src/explainer/reply.rs".into(),
    ]);
    for file in files {
        let source = fs::read_to_string(file).unwrap();
        // Keys stand in quotes: in `t!("…")`, in `phrase!("…")`, and where a phrase is made of a list of keys.
        for literal in source.split('"').skip(1).step_by(2) {
            used.insert(literal.to_owned());
        }
    }
    let there: BTreeSet<String> = words("locales/en.json").into_keys().collect();
    // Other texts do not look like keys of a group that is there.
    let groups: BTreeSet<&str> = there
        .iter()
        .filter_map(|key| Some(key.split_once('.')?.0))
        .collect();
    used.retain(|key| {
        key.split_once('.')
            .is_some_and(|(group, _)| groups.contains(group))
            && !key.ends_with(".csv")
            && key
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._".contains(&b))
    });
    assert_eq!(
        there.difference(&used).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "unused"
    );
    assert_eq!(
        used.difference(&there).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "missing"
    );
}

#[test]
fn the_style_sheet_and_the_charts_have_the_same_label_colours() {
    let css = fs::read_to_string("static/style.css").unwrap();
    for (palette, times) in [(Palette::light(), 1), (Palette::dark(), 2)] {
        for k in 0..20 {
            let rule = format!("--label-{k}: {};", palette.label(k).to_hex());
            assert_eq!(css.matches(&rule).count(), times, "{rule}");
        }
    }
}

#[test]
fn every_language_is_named() {
    let source = fs::read_to_string("src/page/language.rs").unwrap();
    for entry in fs::read_dir("locales").unwrap() {
        let path = entry.unwrap().path();
        let tag = path.file_stem().unwrap().to_str().unwrap();
        assert!(source.contains(&format!("\"{tag}\"")), "{tag}");
    }
}
