//! Every word of the page is there in every language, with the same blanks to fill in, and every
//! colour of a label is the same in the charts and in the style sheet.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

use calibration_explainer::chart::Palette;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Dotted key → text of a locale file: nested mappings of quoted texts, two spaces a level.
fn words(file: &str) -> BTreeMap<String, String> {
    let text = fs::read_to_string(file).unwrap();
    let mut path: Vec<&str> = Vec::new();
    let mut words = BTreeMap::new();
    for line in text.lines() {
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with('#') || trimmed.starts_with("_version") {
            continue;
        }
        let (key, value) = trimmed
            .split_once(':')
            .unwrap_or_else(|| panic!("{file}: {line}"));
        path.truncate((line.len() - trimmed.len()) / 2);
        path.push(key);
        if !value.trim().is_empty() {
            let old = words.insert(path.join("."), value.trim().to_owned());
            assert!(old.is_none(), "{file}: {} is there twice", path.join("."));
        }
    }
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
    let english = words("locales/en.yml");
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
    for entry in fs::read_dir("src/page").unwrap() {
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        for call in source.split("t!(").skip(1) {
            if let Some(literal) = call.trim_start().strip_prefix('"') {
                used.insert(literal.split('"').next().unwrap().to_owned());
            }
        }
    }
    // `format!(` and its like end in `t!(` too, but their texts do not look like keys.
    used.retain(|key| {
        key.contains('.')
            && key
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b))
    });
    let there: BTreeSet<String> = words("locales/en.yml").into_keys().collect();
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
