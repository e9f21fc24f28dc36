//! The lesson's texts: complete in every language, with valid mark-up, and consistent with the numbers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

use calibration_explainer::lesson::chapters::{
    Activity, CHAPTERS, Chapter, EXERCISES, Figure, GLOSSARY, SOURCES, Step, chapter,
};
use calibration_explainer::link;
use calibration_explainer::state::Derived;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const FILES: [&str; 2] = ["locales/en.json", "locales/zh.json"];

fn words(file: &str) -> BTreeMap<String, String> {
    fn walk(value: &Value, path: &str, words: &mut BTreeMap<String, String>) {
        match value {
            Value::String(text) => {
                assert!(words.insert(path.to_owned(), text.clone()).is_none());
            }
            Value::Object(entries) => {
                for (key, value) in entries {
                    let path = if path.is_empty() {
                        key.clone()
                    } else {
                        format!("{path}.{key}")
                    };
                    walk(value, &path, words);
                }
            }
            other => panic!("{path}: {other} is neither a text nor a group of texts"),
        }
    }
    let value: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    let mut words = BTreeMap::new();
    walk(&value, "", &mut words);
    words
}

fn blanks(text: &str) -> BTreeSet<&str> {
    text.split("%{")
        .skip(1)
        .map(|rest| rest.split_once('}').unwrap().0)
        .collect()
}

/// The targets of `[words](target)`, in order; panics if a bracket is not closed.
fn targets(text: &str) -> Vec<&str> {
    text.match_indices("](")
        .map(|(at, _)| {
            let rest = &text[at + 2..];
            assert!(text[..at].contains('['), "{text}");
            rest.split_once(')')
                .unwrap_or_else(|| panic!("no closing bracket: {text}"))
                .0
        })
        .collect()
}

/// Removes the targets of links and everything in backticks.
fn prose(text: &str) -> String {
    let text: String = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
    let mut prose = String::new();
    for (i, part) in text.split("](").enumerate() {
        prose.push_str(if i == 0 {
            part
        } else {
            part.split_once(')').unwrap().1
        });
    }
    prose
}

#[test]
fn both_languages_have_the_same_keys_blanks_and_targets() {
    let [english, chinese] = FILES.map(words);
    assert!(english.len() > 500);
    assert_eq!(
        english.keys().collect::<Vec<_>>(),
        chinese.keys().collect::<Vec<_>>()
    );
    for (key, text) in &english {
        let other = &chinese[key];
        // Chinese has nothing between two sentences.
        let separator = key == "number.sentence_separator";
        assert!(
            separator || !text.trim().is_empty() && !other.trim().is_empty(),
            "{key}"
        );
        assert_eq!(blanks(text), blanks(other), "{key}");
        let sorted = |text| {
            let mut targets = targets(text);
            targets.sort_unstable();
            targets
        };
        assert_eq!(sorted(text), sorted(other), "{key}");
    }
}

/// The keys below `lesson.<id>.` that the data of a chapter need.
fn implied(chapter: &Chapter) -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = ["title", "lead", "figure", "remember"]
        .map(str::to_owned)
        .into();
    keys.extend((1..=chapter.texts).map(|n| format!("text_{n}")));
    keys.extend((1..=chapter.explains).map(|n| format!("explain_{n}")));
    for (n, prediction) in (1..).zip(chapter.predictions) {
        keys.insert(format!("predict_{n}.question"));
        keys.insert(format!("predict_{n}.reveal"));
        if chapter.activity == Activity::Myths {
            keys.insert(format!("predict_{n}.claim"));
        }
        for option in 1..=prediction.options {
            keys.insert(format!("predict_{n}.option_{option}"));
            keys.insert(format!("predict_{n}.feedback_{option}"));
        }
    }
    for step in chapter.steps {
        match step {
            Step::Section { id, figure, .. } => {
                keys.insert(format!("{id}.title"));
                if *figure != Figure::None {
                    keys.insert(format!("{id}.figure"));
                }
            }
            Step::AskModel => _ = keys.insert("ask_model".to_owned()),
            _ => {}
        }
    }
    keys
}

#[test]
fn every_chapter_has_exactly_the_texts_and_questions_that_its_data_name() {
    let english = words(FILES[0]);
    for chapter in &CHAPTERS {
        let prefix = format!("lesson.{}.", chapter.id);
        let implied = implied(chapter);
        for key in &implied {
            assert!(
                english.contains_key(&format!("{prefix}{key}")),
                "{prefix}{key}"
            );
        }
        for key in english.keys().filter_map(|key| key.strip_prefix(&prefix)) {
            if ["text_", "explain_", "predict_", "ask_model"]
                .iter()
                .any(|start| key.starts_with(start))
            {
                assert!(implied.contains(key), "{prefix}{key} is shown nowhere");
            }
        }
        let mut seen = Vec::new();
        for step in chapter.steps {
            assert!(!seen.contains(step), "{}: {step:?} twice", chapter.id);
            seen.push(*step);
        }
        let wanted = (1..=chapter.texts)
            .map(Step::Text)
            .chain((1..=chapter.explains).map(Step::Explain))
            .chain((1..=chapter.predictions.len()).map(Step::Predict))
            .chain([Step::Activity]);
        let mut missing = wanted.filter(|step| !seen.contains(step));
        assert_eq!(missing.next(), None, "{}", chapter.id);
        let all = chapter.texts + chapter.explains + chapter.predictions.len() + 1;
        let sections = seen.iter().filter(|step| {
            matches!(
                step,
                Step::Section { .. }
                    | Step::AskModel
                    | Step::TestSets
                    | Step::Published
                    | Step::Reliability
                    | Step::NoFigure
            )
        });
        assert_eq!(seen.len() - sections.count(), all, "{}", chapter.id);
        for prediction in chapter.predictions {
            assert!((1..=prediction.options).contains(&prediction.right));
            assert!(prediction.options >= 2);
        }
    }
}

#[test]
fn glossary_and_sources_are_complete() {
    for file in FILES {
        let words = words(file);
        let names = |prefix: &str| -> BTreeSet<String> {
            words
                .keys()
                .filter_map(|key| key.strip_prefix(prefix)?.split_once('.'))
                .map(|(name, _)| name.to_owned())
                .collect()
        };
        assert_eq!(
            names("lesson.take.glossary.term."),
            GLOSSARY.map(str::to_owned).into()
        );
        let sources = names("lesson.take.sources.");
        assert_eq!(sources, SOURCES.map(|(id, _)| id.to_owned()).into());
        for term in GLOSSARY {
            for part in ["english", "chinese", "meaning"] {
                assert!(words.contains_key(&format!("lesson.take.glossary.term.{term}.{part}")));
            }
        }
        for (id, _) in SOURCES {
            for part in ["name", "what"] {
                assert!(words.contains_key(&format!("lesson.take.sources.{id}.{part}")));
            }
        }
    }
    let [english, chinese] = FILES.map(words);
    for term in GLOSSARY {
        for part in ["english", "chinese"] {
            let key = format!("lesson.take.glossary.term.{term}.{part}");
            assert_eq!(english[&key], chinese[&key], "terms are the same in both");
        }
    }
}

/// The numbers of labels and of context-free prompts of the states that a chapter shows.
fn shapes(chapter: &Chapter) -> Vec<(usize, usize)> {
    links(chapter)
        .map(|link| {
            let state = link::parse(link, &[]).state;
            (state.k(), state.prompts.len())
        })
        .collect()
}

fn links(chapter: &Chapter) -> impl Iterator<Item = &'static str> {
    let sections = chapter.steps.iter().filter_map(|step| match step {
        Step::Section { state, .. } => Some(*state),
        _ => None,
    });
    let asked = (chapter.predictions.iter()).flat_map(|p| [p.state, p.reveal]);
    [chapter.state]
        .into_iter()
        .chain(sections)
        .chain(asked.flatten())
}

#[test]
fn the_mark_up_is_balanced_and_every_target_exists() {
    for file in FILES {
        for (key, text) in words(file) {
            assert_eq!(text.matches('`').count() % 2, 0, "{key}: {text}");
            let plain = prose(&text);
            let strong = plain.matches("**").count();
            assert_eq!(strong % 2, 0, "{key}: {text}");
            let emphasis = plain.replace("**", "").matches('*').count();
            assert_eq!(emphasis % 2, 0, "{key}: {text}");
            assert!(!text.contains('<'), "{key}: no HTML");
            let id = key.split('.').nth(1).unwrap();
            let here = CHAPTERS.iter().find(|chapter| chapter.id == id);
            for target in targets(&text) {
                let known = if let Some(name) = target.strip_prefix("source:") {
                    SOURCES.iter().any(|(id, _)| *id == name)
                } else if let Some(name) = target.strip_prefix("figure:") {
                    ["w", "b", "q", "equation"].contains(&name)
                } else if let Some(number) = target.strip_prefix("chapter:") {
                    number.parse().is_ok_and(|n| chapter(n).is_some())
                } else {
                    let shapes = shapes(here.unwrap_or_else(|| panic!("{key}: no figure")));
                    target.split(',').all(|part| match part.split_once(':') {
                        Some(("k", k)) => shapes
                            .iter()
                            .any(|s| k.parse().is_ok_and(|k: usize| k < s.0)),
                        Some(("i", i)) => shapes
                            .iter()
                            .any(|s| i.parse().is_ok_and(|i: usize| i < s.1)),
                        _ => false,
                    })
                };
                assert!(known, "{key}: {target}");
            }
        }
    }
}

#[test]
fn every_state_parses_without_a_notice_and_has_a_correction() {
    let all = CHAPTERS.iter().flat_map(links).chain(EXERCISES);
    for link in all {
        let parsed = link::parse(link, &[]);
        assert_eq!(parsed.notices, [], "{link}");
        assert!(Derived::of(&parsed.state).parameters.is_ok(), "{link}");
    }
    let ids: BTreeSet<&str> = CHAPTERS.iter().map(|chapter| chapter.id).collect();
    assert_eq!(ids.len(), CHAPTERS.len());
}

#[test]
fn the_style_of_the_house_is_kept() {
    let [english, chinese] = FILES.map(words);
    for (key, text) in english.iter().chain(&chinese) {
        let plain = prose(text);
        // As in locales/en.yml, quotes and apostrophes are curly.
        assert!(!plain.contains(['"', '\'']), "{key}: {text}");
        assert!(!plain.contains('—'), "{key}: {text}");
        assert!(!plain.contains(['!', '！']), "{key}: {text}");
        let content_free = text.to_lowercase().contains("content-free");
        assert!(
            !content_free || key == "lesson.take.glossary.term.context_free.meaning",
            "{key}"
        );
    }
    for (key, text) in &english {
        let count = prose(text).split_whitespace().count();
        assert!(count <= 60, "{key}: {count} words");
    }
    let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    for (key, text) in &chinese {
        let plain: Vec<char> = prose(text).replace(['[', ']', '*'], "").chars().collect();
        for pair in plain.windows(2) {
            let half = |c: char| ",;:?()".contains(c);
            let wrong = han(pair[0]) && half(pair[1]) || half(pair[0]) && han(pair[1]);
            assert!(!wrong, "{key}: half-width punctuation in {text}");
            let close = han(pair[0]) && pair[1].is_ascii_alphanumeric()
                || pair[0].is_ascii_alphanumeric() && han(pair[1]);
            assert!(!close, "{key}: no space between {pair:?}");
        }
    }
}
