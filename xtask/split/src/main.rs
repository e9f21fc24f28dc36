//! Takes out of the built page what its first view does without, and puts it into `later/`: code and words. The whole
//! WebAssembly is kept beside, for the element of the npm package.
//!
//! Which code that is depends on the view that the page opens with, so there are two first parts, of which each reader loads one:
//! `lesson-HASH.wasm` and `workbench-HASH.wasm`, and for each the rest under the same name in `later/`. What a first view
//! calls was measured (`cargo xtask profile`); should it call more, the code is brought there and then. [`names`] is the
//! list, [`module`] the splitting. [`order`] then makes each part compress better.
//!
//! `cargo xtask` calls this program: `split page` and `split instrument` after a release build of Trunk's, `split shrink` for the
//! modules that stay whole, `split list` with what came of the measurement.

mod data;
mod module;
mod names;
mod order;
mod profile;
mod shorten;

use anyhow::{Context, Result, bail};
use names::View;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The export that brings what comes later; see `src/page/later.rs`.
const BRING: &str = "bring_later";

/// Exports that only an element calls, which loads the whole: the page and its frames have `files.wasm` for them.
const OF_ELEMENTS: [&str; 3] = ["state", "result", "stop"];

/// The chapter whose words stay, and what of the others does: their names, and what the workbench says of them.
const FIRST_CHAPTER: &str = "nothing";
const FIRST_WORDS: [&str; 3] = ["title", "lead", "tab"];
/// What the frame around all chapters says.
const FRAME: &str = "ui";
/// The words of the embed dialog, and those of its door, which stay.
const EMBED: &str = "embed";
const DOOR_WORDS: [&str; 3] = ["door", "door_hint", "make"];

/// The list of what comes later.
fn list() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("later.txt")
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        ["page", folder, linked, whole] => {
            split_page(Path::new(folder), Path::new(linked), Path::new(whole))
        }
        ["instrument", folder, names] => instrument(Path::new(folder), Path::new(names)),
        ["shrink", file] => shrink(Path::new(file)),
        ["list", names, ran] => write_list(Path::new(names), Path::new(ran)),
        _ => bail!(
            "usage: split page FOLDER LINKED WHOLE, split shrink FILE, split instrument FOLDER NAMES, or split list NAMES RAN"
        ),
    }
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("could not read {}", file.display()))
}

fn read_text(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

fn write(file: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(parent) = file.parent() {
        fs::create_dir_all(parent)?;
    }
    fs::write(file, bytes).with_context(|| format!("could not write {}", file.display()))
}

fn split_page(folder: &Path, linked: &Path, whole: &Path) -> Result<()> {
    let page_file = folder.join("index.html");
    let page = read_text(&page_file)?;
    let built = folder.join(wasm_of(&page).context("index.html names no WebAssembly")?);
    let script_file = folder.join(script_of(&page).context("index.html names no script")?);
    let (wasm, script) = shorten::shorten(&read(&built)?, &read_text(&script_file)?)?;
    write(&script_file, script)?;
    write(whole, &wasm)?;
    shrink(whole)?;
    let list = read_text(&list())?;
    let links = data::Links::read(&read(linked)?)
        .with_context(|| format!("could not use {}", linked.display()))?;
    let mut parts = Vec::new();
    for view in View::ALL {
        let later = names::Later::read(&list, view)?;
        parts.push((view, split_code(folder, &wasm, &links, view, &later)?));
    }
    fs::remove_file(built)?;
    for entry in fs::read_dir(folder.join("locales"))? {
        let file = entry?.path();
        let name = file.file_name().context("a file without a name")?;
        split_words(&file, &folder.join("later").join(name))
            .with_context(|| format!("could not split {}", file.display()))?;
    }
    let page = marked(&page, &parts).context("index.html has no preload of its WebAssembly")?;
    write(&page_file, page)
}

const WASM: &str = "id=\"app-wasm\"";
const SCRIPT: &str = "id=\"app-js\"";

/// The address in the `<link>` with that id.
fn address<'a>(page: &'a str, id: &str) -> Option<&'a str> {
    let (_, after) = page.split_once(id)?;
    let (_, address) = after.split_once("href=\"")?;
    let (address, _) = address.split_once('"')?;
    Some(address.strip_prefix("./").unwrap_or(address))
}

fn wasm_of(page: &str) -> Option<&str> {
    address(page, WASM)
}

fn script_of(page: &str) -> Option<&str> {
    address(page, SCRIPT)
}

/// The page with the names of the parts. Which one it needs, `static/start.js` finds out, so nothing is fetched before.
fn marked(page: &str, parts: &[(View, String)]) -> Option<String> {
    let at = page.find(WASM)?;
    let start = page[..at].rfind("<link")?;
    let end = at + page[at..].find('>')?;
    let (before, after) = (&page[..start], &page[end..]);
    let mut link = format!("<link {WASM}");
    for (view, name) in parts {
        link.push_str(&format!(" data-{}=\"./{name}\"", view.name()));
    }
    Some(format!("{before}{link}{after}"))
}

/// Writes both parts; gives their name.
fn split_code(
    folder: &Path,
    wasm: &[u8],
    links: &data::Links,
    view: View,
    later: &names::Later,
) -> Result<String> {
    let parts = module::split(wasm, links, BRING, &OF_ELEMENTS, |name| later.has(name))?;
    println!(
        "{}: {} of {} functions come later, behind {} doors, with {} bytes of data",
        view.name(),
        parts.later_functions,
        parts.functions,
        parts.doors,
        parts.data
    );
    // One name for both, since neither goes with the other of another build.
    let mut hasher = DefaultHasher::new();
    hasher.write(&parts.first);
    hasher.write(&parts.later);
    let name = format!("{}-{:016x}.wasm", view.name(), hasher.finish());
    for (file, part) in [
        (folder.join(&name), parts.first),
        (folder.join("later").join(&name), parts.later),
    ] {
        write(&file, part)?;
        shrink(&file)?;
    }
    Ok(name)
}

/// Makes a module small. (Trunk would do it by itself, were it not to keep the names for us.)
///
/// What counts is the size after compression, and there one thing said twice costs less than a new way to say it once: so no
/// value is kept in a local only to be used again (`local-cse`, `simplify-locals`), and what is called in one place stays a
/// function unless it is very short. Nothing lies in the first kilobyte of memory, the far end of the stack
/// (`low-memory-unused`).
fn shrink(wasm: &Path) -> Result<()> {
    let mut command = Command::new("wasm-opt");
    command
        .args(["-Oz", "--converge", "--low-memory-unused"])
        .args(["--skip-pass=local-cse", "--skip-pass=simplify-locals"])
        .arg("--one-caller-inline-max-function-size=20")
        .arg("--strip-producers")
        .arg(wasm)
        .arg("-o")
        .arg(wasm);
    let status = command.status().context("could not start wasm-opt")?;
    if !status.success() {
        bail!("wasm-opt failed ({status})");
    }
    let ordered = order::ordered(&read(wasm)?)
        .with_context(|| format!("could not order the functions of {}", wasm.display()))?;
    write(wasm, ordered)
}

/// Makes the page say which functions ran. It believes that something comes later.
fn instrument(folder: &Path, names: &Path) -> Result<()> {
    let page_file = folder.join("index.html");
    let page = read_text(&page_file)?;
    let name = wasm_of(&page).context("index.html names no WebAssembly")?;
    let wasm = folder.join(name);
    let (instrumented, list) = profile::instrument(&read(&wasm)?)?;
    write(names, list)?;
    write(&wasm, instrumented)?;
    let parts = View::ALL.map(|view| (view, name.to_owned()));
    let page = marked(&page, &parts).context("index.html has no preload of its WebAssembly")?;
    write(&page_file, page)
}

/// Writes the list, from the functions' names and, for each view, the numbers of those that ran.
fn write_list(names: &Path, ran: &Path) -> Result<()> {
    let names = read_text(names)?;
    let names: Vec<&str> = names.lines().collect();
    let ran: Value = serde_json::from_str(&read_text(ran)?)?;
    let of = |view: View| -> Result<BTreeSet<usize>> {
        let numbers = ran
            .get(view.name())
            .with_context(|| format!("no {} ran", view.name()))?;
        Ok(serde_json::from_value::<Vec<usize>>(numbers.clone())?
            .into_iter()
            .collect())
    };
    write(&list(), names::list(&names, of)?)
}

fn split_words(file: &Path, later: &Path) -> Result<()> {
    let mut words: Value = serde_json::from_str(&read_text(file)?)?;
    let chapters = words
        .get_mut("lesson")
        .and_then(Value::as_object_mut)
        .context("there is no lesson")?;
    let lesson = later_words(chapters);
    let dialog = words.get_mut(EMBED).and_then(Value::as_object_mut);
    let dialog = take_all_but(&DOOR_WORDS, dialog.context("there is no embed dialog")?);
    write(file, serde_json::to_string(&words)?)?;
    let rest = serde_json::json!({ "lesson": lesson, EMBED: dialog });
    write(later, serde_json::to_string(&rest)?)
}

/// Takes words out of a group.
fn take_all_but(stay: &[&str], words: &mut Map<String, Value>) -> Map<String, Value> {
    let all = std::mem::take(words).into_iter();
    let (first, rest) = all.partition(|(key, _)| stay.contains(&key.as_str()));
    *words = first;
    rest
}

/// Takes the words that come later out of the chapters.
fn later_words(chapters: &mut Map<String, Value>) -> Map<String, Value> {
    let mut later = Map::new();
    for (id, words) in chapters.iter_mut() {
        if [FIRST_CHAPTER, FRAME].contains(&id.as_str()) {
            continue;
        }
        if let Value::Object(words) = words {
            let rest = take_all_but(&FIRST_WORDS, words);
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
        let page = "<a><link rel=\"modulepreload\" id=\"app-js\" href=\"./a-1.js\"><link rel=\"preload\" id=\"app-wasm\" href=\"./a-1_bg.wasm\" as=\"fetch\"><b>";
        assert_eq!(script_of(page), Some("a-1.js"));
        assert_eq!(wasm_of(page), Some("a-1_bg.wasm"));
        let parts = [
            (View::Lesson, "l.wasm".to_owned()),
            (View::Workbench, "w.wasm".to_owned()),
        ];
        assert_eq!(
            marked(page, &parts).unwrap(),
            "<a><link rel=\"modulepreload\" id=\"app-js\" href=\"./a-1.js\"><link id=\"app-wasm\" data-lesson=\"./l.wasm\" data-workbench=\"./w.wasm\"><b>"
        );
        assert_eq!(marked("<p>", &parts), None);
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
