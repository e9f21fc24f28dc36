//! Modules depend in one direction: each imports only from modules before it in these lists, so there are no circular imports.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::indexing_slicing)] // Tests may fail loudly.

use std::fs::{read_dir, read_to_string};
use std::path::Path;

const CRATE: &[&str] = &[
    "calibration",
    "check",
    "state",
    "asking",
    "import",
    "presets",
    "link",
    "export",
    "phrase",
    "chart",
    "lesson",
    "embed",
    "page",
];

const PAGE: &[&str] = &[
    "host",
    "dom",
    "language",
    "i18n",
    "slices",
    "test_sets",
    "model",
    "msg",
    "env",
    "host_page",
    "theme",
    "highlight",
    "readonly",
    "drag",
    "translation",
    "memo",
    "piece",
    "workspace",
    "widgets",
    "geometry",
    "panels",
    "check",
    "lesson",
    "dialogs",
    "app",
];

const ENGINE: &[&str] = &[
    "error",
    "types",
    "gguf",
    "matrix",
    "model",
    "tokenizer",
    "score",
];

/// Reads the code of a module without comments: of a file, or of all files in a folder.
fn code(path: &Path) -> String {
    if path.is_dir() {
        let files = read_dir(path)
            .unwrap()
            .map(|file| code(&file.unwrap().path()));
        return files.collect();
    }
    let text = read_to_string(path).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Finds the first segments after `prefix` in all paths that begin with it, also those in braces.
fn named<'a>(code: &'a str, prefix: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices(prefix) {
        let rest = &code[at + prefix.len()..];
        let (list, one) = match rest.strip_prefix('{') {
            Some(list) => (list, false),
            None => (rest, true),
        };
        let mut depth = 0_usize;
        let mut start = true;
        for (i, c) in list.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => start = true,
                ';' => break,
                c if start && (c.is_alphabetic() || c == '_') => {
                    let word = &list[i..];
                    let end = word.find(|c: char| !c.is_alphanumeric() && c != '_');
                    names.push(&word[..end.unwrap_or(word.len())]);
                    start = false;
                    if one {
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    names
}

fn check(folder: &str, prefixes: &[&str], layers: &[&str]) {
    let mut found: Vec<String> = (read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|name| !["mod", "lib", "main"].contains(&name.as_str()))
        .collect();
    found.sort();
    let mut listed: Vec<&str> = layers.to_vec();
    listed.sort_unstable();
    assert_eq!(
        found, listed,
        "every module of {folder} has its place in the list"
    );
    for (place, layer) in layers.iter().enumerate() {
        let file = Path::new(folder).join(format!("{layer}.rs"));
        let is_file = file.is_file();
        let code = code(&if is_file {
            file
        } else {
            Path::new(folder).join(layer)
        });
        let own = prefixes
            .iter()
            .filter(|prefix| is_file || !prefix.starts_with("super"));
        for other in own.flat_map(|prefix| named(&code, prefix)) {
            let known = layers.iter().position(|known| *known == other);
            assert!(
                known.is_none_or(|known| known <= place),
                "{folder}/{layer} knows {other}, which stands above it"
            );
        }
    }
}

#[test]
fn modules_depend_one_way() {
    check("src", &["crate::"], CRATE);
}

#[test]
fn modules_of_the_engine_depend_one_way() {
    check("model/src", &["crate::"], ENGINE);
}

#[test]
fn modules_of_the_page_depend_one_way() {
    check("src/page", &["crate::page::", "super::"], PAGE);
}

#[test]
fn paths_are_found() {
    let code = "use crate::page::{a::{b, c}, d};\nuse crate::e::F;\ncrate::g::h()";
    assert_eq!(named(code, "crate::"), ["page", "e", "g"]);
    assert_eq!(named(code, "crate::page::"), ["a", "d"]);
}
