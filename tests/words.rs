//! Every text of the page exists in every language, with the same blanks, and every colour of a label
//! is the same in the charts and in the style sheet.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

use calibration_explainer::chart::Palette;
use calibration_explainer::lesson::chapters::{CHAPTERS, Step};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

/// An object that keeps no key twice: a parser would take the last of two in silence.
struct Once;

impl<'de> serde::de::Visitor<'de> for Once {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        f.write_str("an object whose keys differ, or a text")
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            map.next_value_seed(Once)?;
            if let Some(twice) = keys.replace(key) {
                return Err(serde::de::Error::custom(format!(
                    "{twice} stands there twice"
                )));
            }
        }
        Ok(())
    }
}

impl<'de> serde::de::DeserializeSeed<'de> for Once {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

#[test]
fn no_key_stands_in_a_file_twice() {
    for entry in fs::read_dir("locales").unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let mut json = serde_json::Deserializer::from_str(&text);
        serde::de::DeserializeSeed::deserialize(Once, &mut json).unwrap();
    }
    let twice = r#"{"check": {"title": "a"}, "check": {}}"#;
    let mut json = serde_json::Deserializer::from_str(twice);
    assert!(serde::de::DeserializeSeed::deserialize(Once, &mut json).is_err());
}

/// Reads a locale file, nested objects of strings, as a map from dotted keys to texts.
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

fn rust_files(folder: &str, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(path.to_str().unwrap(), files);
        } else {
            files.push(path);
        }
    }
}

/// Returns whether a key matches a pattern such as `lesson.numbers.step.{}.name`, where a blank stands for one word.
fn fits(key: &str, pattern: &str) -> bool {
    let (mut key, mut pattern) = (key, pattern);
    while let Some((before, after)) = pattern.split_once('{') {
        let Some(rest) = key.strip_prefix(before) else {
            return false;
        };
        let word = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .unwrap_or(rest.len());
        pattern = after.split_once('}').map_or("", |(_, after)| after);
        // A blank may be a part of a word: `option_{m}`.
        let next: String = pattern.chars().take_while(|c| *c != '{').collect();
        let end = if next.is_empty() || next.starts_with('.') {
            word
        } else {
            rest.find(&next).unwrap_or(word)
        };
        if end == 0 {
            return false;
        }
        key = &rest[end..];
    }
    key == pattern
}

#[test]
fn patterns_of_keys() {
    assert!(fits("a.b.name", "a.{x}.name"));
    assert!(fits("a.predict_1.option_3", "a.predict_{n}.{rest}"));
    assert!(!fits("a.b.c.name", "a.{x}.name"));
    assert!(!fits("a.b.named", "a.{x}.name"));
}

#[test]
fn every_key_is_used_and_every_used_key_is_there() {
    let mut files = vec![
        "src/phrase/mod.rs".into(),
        "src/phrase/message.rs".into(),
        "src/phrase/imported.rs".into(),
        "src/embed/package/element.js".into(),
    ];
    rust_files("src/page", &mut files);
    let there: BTreeSet<String> = words("locales/en.json").into_keys().collect();
    // A string counts as a key if it begins with the name of an existing group.
    let groups: BTreeSet<&str> = there
        .iter()
        .filter_map(|key| Some(key.split_once('.')?.0))
        .collect();
    let is_key = |text: &str| {
        text.split_once('.')
            .is_some_and(|(group, _)| groups.contains(group))
            && !text.ends_with(".csv")
            && text
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._{}".contains(&b))
    };
    let mut used = BTreeSet::new();
    let mut patterns = BTreeSet::new();
    for file in files {
        let source = fs::read_to_string(file).unwrap();
        // Keys are in quotes: in `t!("…")`, in `phrase!("…")`, in lists of keys, and with blanks in `format!("…")`.
        for literal in source
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|text| is_key(text))
        {
            if literal.contains('{') {
                patterns.insert(literal.to_owned());
            } else {
                used.insert(literal.to_owned());
            }
        }
    }
    // Keys that the chapters' data need, such as `lesson.<chapter>.text_1`, are checked in `lesson_words`.
    patterns.remove("lesson.{}.{key}");
    patterns.remove("lesson.{id}.{key}");
    let of_chapters = |key: &str| {
        let Some((id, rest)) = key
            .strip_prefix("lesson.")
            .and_then(|rest| rest.split_once('.'))
        else {
            return false;
        };
        let starts = [
            "text_",
            "explain_",
            "predict_",
            "title",
            "lead",
            "figure",
            "remember",
            "ask_model",
        ];
        CHAPTERS.iter().any(|chapter| {
            let section = |step: &Step| matches!(step, Step::Section { id, .. } if [format!("{id}.title"), format!("{id}.figure")].iter().any(|key| key == rest));
            chapter.id == id && (starts.iter().any(|start| rest.starts_with(start)) || chapter.steps.iter().any(section))
        })
    };
    let unused: Vec<&String> = there
        .difference(&used)
        .filter(|key| !of_chapters(key) && !patterns.iter().any(|pattern| fits(key, pattern)))
        .collect();
    assert_eq!(unused, Vec::<&String>::new(), "unused");
    assert_eq!(
        used.difference(&there).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "missing"
    );
    for pattern in &patterns {
        assert!(
            there.iter().any(|key| fits(key, pattern)),
            "{pattern} fits nothing"
        );
    }
}

#[test]
fn the_style_sheet_and_the_charts_have_the_same_label_colours() {
    let css = fs::read_to_string("static/style.css").unwrap();
    let (light, dark) = (Palette::light(), Palette::dark());
    for k in 0..20 {
        let [light, dark] = [&light, &dark].map(|palette| palette.label(k).to_hex());
        let rule = format!("--label-{k}: light-dark({light}, {dark});");
        assert_eq!(css.matches(&rule).count(), 1, "{rule}");
    }
}

#[test]
fn every_language_has_a_file_and_every_file_is_listed() {
    let quoted = |file: &str, list: &str| -> BTreeSet<String> {
        let source = fs::read_to_string(file).unwrap();
        let (_, rest) = source.split_once(list).expect(list);
        let list = rest.lines().next().unwrap();
        list.split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let files: BTreeSet<String> = (fs::read_dir("locales").unwrap())
        .map(|entry| entry.unwrap().path())
        .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(quoted("src/page/language.rs", "const TAGS: "), files);
    assert_eq!(quoted("static/start.js", "LANGUAGES = ["), files);
}
