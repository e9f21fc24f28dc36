//! Takes out of the built page what its first view does without, and puts it into `later/`: code and words. The whole
//! WebAssembly is kept beside, for the element of the npm package.
//!
//! Called by `cargo xtask embed-page` after a release build of Trunk's.

mod module;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What marks a function that comes later, in the names that `wasm-bindgen` writes. Only what stands in a table or is never
/// inlined keeps its name for sure.
const LATER: &str = " as calibration_explainer::page::piece::Acts>::";

/// What stays although it is marked: the piece of the first chapter.
const FIRST: &str = "pieces::ghost::";

/// The chapter whose words stay, and what of the others does: their names, and what the workbench says of them.
const FIRST_CHAPTER: &str = "nothing";
const FIRST_WORDS: [&str; 3] = ["title", "lead", "tab"];
/// What the frame around all chapters says.
const FRAME: &str = "ui";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, whole] = arguments.as_slice() else {
        bail!("usage: split FOLDER WHOLE");
    };
    let folder = Path::new(folder);
    let later = folder.join("later");
    fs::create_dir_all(&later)?;
    let page_file = folder.join("index.html");
    let page = fs::read_to_string(&page_file).context("there is no index.html")?;
    let (page, wasm) = marked(&page).context("index.html names no WebAssembly")?;
    let wasm = folder.join(wasm);
    let whole = Path::new(whole);
    if let Some(parent) = whole.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::copy(&wasm, whole).with_context(|| format!("could not write {}", whole.display()))?;
    shrink(whole)?;
    split_code(&wasm, &later.join("later.wasm"))?;
    for entry in fs::read_dir(folder.join("locales"))? {
        let file = entry?.path();
        let name = file.file_name().context("a file without a name")?;
        split_words(&file, &later.join(name))
            .with_context(|| format!("could not split {}", file.display()))?;
    }
    fs::write(page_file, page).context("could not write index.html")
}

/// The page with the mark by which it knows that something comes later, and the name of its WebAssembly.
fn marked(page: &str) -> Option<(String, String)> {
    const ID: &str = "id=\"app-wasm\"";
    let (before, after) = page.split_once(ID)?;
    let (_, address) = after.split_once("href=\"")?;
    let (address, _) = address.split_once('"')?;
    let name = address.strip_prefix("./").unwrap_or(address).to_owned();
    Some((format!("{before}{ID} data-later{after}"), name))
}

/// `wasm` becomes its first part.
fn split_code(wasm: &Path, later: &Path) -> Result<()> {
    let whole = fs::read(wasm).with_context(|| format!("could not read {}", wasm.display()))?;
    let parts = module::split(&whole, |name| name.contains(LATER) && !name.contains(FIRST))?;
    if parts.later_functions == 0 {
        bail!("no function comes later: has `wasm-bindgen` taken out the names?");
    }
    println!(
        "{} of {} functions come later, behind {} doors",
        parts.later_functions, parts.functions, parts.doors
    );
    fs::write(wasm, parts.first)?;
    fs::write(later, parts.later)?;
    shrink(wasm)?;
    shrink(later)
}

/// What Trunk would do by itself, were it not to keep the names for us.
fn shrink(wasm: &Path) -> Result<()> {
    let mut command = Command::new("wasm-opt");
    command
        .arg("-Oz")
        .arg("--strip-producers")
        .arg(wasm)
        .arg("-o")
        .arg(wasm);
    let status = command.status().context("could not start wasm-opt")?;
    if !status.success() {
        bail!("wasm-opt failed ({status})");
    }
    Ok(())
}

fn split_words(file: &Path, later: &Path) -> Result<()> {
    let mut words: Value = serde_json::from_str(&fs::read_to_string(file)?)?;
    let chapters = words
        .get_mut("lesson")
        .and_then(Value::as_object_mut)
        .context("there is no lesson")?;
    let lesson = later_words(chapters);
    fs::write(file, serde_json::to_string(&words)?)?;
    let lesson = serde_json::json!({ "lesson": lesson });
    fs::write(later, serde_json::to_string(&lesson)?)?;
    Ok(())
}

/// Takes the words that come later out of the chapters.
fn later_words(chapters: &mut Map<String, Value>) -> Map<String, Value> {
    let mut later = Map::new();
    for (id, words) in chapters.iter_mut() {
        if [FIRST_CHAPTER, FRAME].contains(&id.as_str()) {
            continue;
        }
        if let Value::Object(words) = words {
            let (first, rest) = std::mem::take(words)
                .into_iter()
                .partition(|(key, _)| FIRST_WORDS.contains(&key.as_str()));
            *words = first;
            later.insert(id.clone(), Value::Object(rest));
        }
    }
    later
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_marked() {
        let page = "<link rel=\"preload\" id=\"app-wasm\" href=\"./a-1_bg.wasm\" as=\"fetch\">";
        let (page, name) = marked(page).unwrap();
        assert_eq!(name, "a-1_bg.wasm");
        assert_eq!(
            page,
            "<link rel=\"preload\" id=\"app-wasm\" data-later href=\"./a-1_bg.wasm\" as=\"fetch\">"
        );
        assert_eq!(marked("<p>"), None);
    }

    #[test]
    fn words_are_split() {
        let mut chapters: Map<String, Value> = serde_json::from_str(
            r#"{"ui":{"a":"1"},"nothing":{"title":"2","text_1":"3"},"lean":{"title":"4","text_1":"5"}}"#,
        )
        .unwrap();
        let later = later_words(&mut chapters);
        assert_eq!(
            Value::Object(later).to_string(),
            r#"{"lean":{"text_1":"5"}}"#
        );
        let kept = r#"{"ui":{"a":"1"},"nothing":{"title":"2","text_1":"3"},"lean":{"title":"4"}}"#;
        assert_eq!(Value::Object(chapters).to_string(), kept);
    }
}
