//! What a browser fetches before the page works: read off the built index.html, since that is what decides it.

use anyhow::{Context, Result};
use std::collections::{BTreeSet, VecDeque};
use std::fs::{read_dir, read_to_string};
use std::path::Path;

/// The views that a page may open with. Each has a first part of the WebAssembly of its own, where the build made parts.
pub const VIEWS: [&str; 2] = ["lesson", "workbench"];

/// The files of the first load with that view, relative to `dist`, index.html first; without words.
pub fn files(dist: &Path, view: &str) -> Result<Vec<String>> {
    let mut found = vec!["index.html".to_owned()];
    let mut seen: BTreeSet<String> = found.iter().cloned().collect();
    let mut waiting: VecDeque<String> = found.iter().cloned().collect();
    while let Some(name) = waiting.pop_front() {
        let references = match Path::new(&name)
            .extension()
            .and_then(|extension| extension.to_str())
        {
            Some("html") => in_html(&read(dist, &name)?, view),
            Some("css") => in_css(&read(dist, &name)?),
            Some("js" | "mjs") => in_script(&read(dist, &name)?),
            _ => Vec::new(),
        };
        for reference in references {
            let Some(path) = resolve(&name, &reference) else {
                continue;
            };
            if seen.insert(path.clone()) {
                waiting.push_back(path.clone());
                found.push(path);
            }
        }
    }
    Ok(found)
}

/// The first load, with what the page fetches once the first view stands, and all words.
pub fn whole(dist: &Path, view: &str) -> Result<Vec<String>> {
    let mut found = files(dist, view)?;
    found.extend(words(dist)?);
    let is_of_others = |name: &str| {
        let mut others = VIEWS.iter().filter(|other| **other != view);
        others.any(|other| name.starts_with(&format!("later/{other}-")))
    };
    let mut later = Vec::new();
    for entry in read_dir(dist.join("later"))? {
        let name = format!("later/{}", entry?.file_name().to_string_lossy());
        if !is_of_others(&name) {
            later.push(name);
        }
    }
    later.sort();
    found.extend(later);
    Ok(found)
}

/// The words of all languages. The page fetches those of one when it starts.
pub fn words(dist: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    if dist.join("locales").is_dir() {
        for entry in read_dir(dist.join("locales"))? {
            names.push(format!("locales/{}", entry?.file_name().to_string_lossy()));
        }
    }
    names.sort();
    Ok(names)
}

fn read(dist: &Path, name: &str) -> Result<String> {
    read_to_string(dist.join(name))
        .with_context(|| format!("the page asks for {name}, which is not in dist/"))
}

/// Scripts, styles, preloads and icons of an HTML page, and the WebAssembly that it asks for with that view.
fn in_html(html: &str, view: &str) -> Vec<String> {
    let part = format!("data-{view}");
    let mut references = Vec::new();
    for tag in tags(html) {
        let address = match tag.name.as_str() {
            "script" => tag.attribute("src"),
            "img" => tag.attribute("src"),
            "link" if tag.attribute("rel").is_some_and(is_fetched) => tag.attribute("href"),
            "link" => tag.attribute(&part),
            _ => None,
        };
        references.extend(address.map(str::to_owned));
    }
    references
}

/// Whether a browser fetches a link of that kind by itself.
fn is_fetched(rel: &str) -> bool {
    rel.split_whitespace()
        .any(|word| ["stylesheet", "modulepreload", "preload", "icon", "manifest"].contains(&word))
}

/// Modules that a module imports at once (`import … from "./x.js"`), not those it loads later (`import("./x.js")`).
fn in_script(script: &str) -> Vec<String> {
    let statements = script
        .split(['\n', ';'])
        .map(str::trim)
        .filter(|statement| {
            ["import ", "import{", "import\"", "import'", "export "]
                .iter()
                .any(|start| statement.starts_with(start))
        });
    statements
        .filter_map(|statement| {
            let rest = match statement.rsplit_once(" from ") {
                Some((_, address)) => address,
                None => statement.strip_prefix("import")?,
            };
            quoted(rest.trim())
                .filter(|address| address.starts_with('.'))
                .map(str::to_owned)
        })
        .collect()
}

/// `url(…)` and `@import "…"`. A font counts even if the page happens not to need it.
fn in_css(css: &str) -> Vec<String> {
    let urls = css.split("url(").skip(1).filter_map(|rest| {
        let address = rest.split(')').next()?.trim();
        Some(quoted(address).unwrap_or(address).to_owned())
    });
    let imports = css
        .split("@import")
        .skip(1)
        .filter_map(|rest| quoted(rest.trim()).map(str::to_owned));
    urls.chain(imports).collect()
}

/// The text between the quotation marks at the start.
fn quoted(text: &str) -> Option<&str> {
    let quote = text
        .chars()
        .next()
        .filter(|first| ['"', '\''].contains(first))?;
    text.get(1..)?.split(quote).next()
}

/// The path of `reference` as named in the file `from`. `None` for what is no file of ours (`data:`, `#id`).
fn resolve(from: &str, reference: &str) -> Option<String> {
    let reference = reference.split(['?', '#']).next().unwrap_or_default();
    if reference.is_empty() || reference.contains(':') || reference.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }
}

/// The opening tags outside comments. Enough for a page that we write and Trunk prints; no HTML parser.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = rest.get(start + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
            let (tag, after) = tag(rest);
            tags.push(tag);
            rest = after;
        }
    }
    tags
}

/// The tag whose name begins `text`, and what follows it.
fn tag(text: &str) -> (Tag, &str) {
    let end = text
        .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .unwrap_or(text.len());
    let (name, mut rest) = text.split_at(end);
    let mut tag = Tag {
        name: name.to_ascii_lowercase(),
        attributes: Vec::new(),
    };
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if let Some(after) = rest.strip_prefix('>') {
            return (tag, after);
        }
        if rest.is_empty() {
            return (tag, rest);
        }
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=' || c == '>')
            .unwrap_or(rest.len());
        // At least one character, so that a stray `=` does not stop us here for ever.
        let (name, after) = rest.split_at(end.max(rest.chars().next().map_or(0, char::len_utf8)));
        rest = after.trim_start();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            if let Some(text) = quoted(after) {
                value = text.to_owned();
                rest = after.get(text.len() + 2..).unwrap_or_default();
            } else {
                let end = after
                    .find(|c: char| c.is_whitespace() || c == '>')
                    .unwrap_or(after.len());
                let (text, after) = after.split_at(end);
                value = text.to_owned();
                rest = after;
            }
        }
        tag.attributes.push((name.to_ascii_lowercase(), value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<!doctype html><html lang=en><head>
        <!-- <script src="./old.js"></script> -->
        <link rel="icon" href="./icon.svg"><link rel=stylesheet href=./style-1.css>
        <link rel="alternate" href="./other.html"><link rel='preload' id="app-wasm" href='./app-2_bg.wasm' as="fetch">
        <link rel="modulepreload" href="./app-2.js" crossorigin>
        <script src="./start-3.js" defer></script>
        </head><body><a href="./embed.html">embed</a><img alt="" src="data:image/png;base64,AA"/><p>1 < 2</p></body>"##;

    #[test]
    fn html() {
        let expected = [
            "./icon.svg",
            "./style-1.css",
            "./app-2_bg.wasm",
            "./app-2.js",
            "./start-3.js",
            "data:image/png;base64,AA",
        ];
        assert_eq!(in_html(PAGE, "lesson"), expected);
        let split = r#"<link id="app-wasm" data-lesson="./lesson-1.wasm" data-workbench="./workbench-2.wasm">"#;
        assert_eq!(in_html(split, "workbench"), ["./workbench-2.wasm"]);
    }

    #[test]
    fn scripts_and_styles() {
        let script = "import { a } from './snippets/a.js';\nimport \"./b.js\"; const c = import('./later.js');\nexport { d } from \"./d.js\"\nimport 'bare';";
        assert_eq!(in_script(script), ["./snippets/a.js", "./b.js", "./d.js"]);
        let css = "@import \"more.css\"; a { background: url( 'dots.svg' ) } b { mask: url(#id) }";
        assert_eq!(in_css(css), ["dots.svg", "#id", "more.css"]);
    }

    #[test]
    fn addresses() {
        for (from, reference, path) in [
            ("index.html", "./a.js", Some("a.js")),
            ("x/index.css", "../b.svg?v=1", Some("b.svg")),
            ("x/y.js", "./z.js", Some("x/z.js")),
            ("index.html", "#id", None),
            ("index.html", "data:,x", None),
            ("index.html", "../outside.js", None),
        ] {
            assert_eq!(resolve(from, reference).as_deref(), path, "{reference}");
        }
    }

    #[test]
    fn follows_references() {
        let dist = std::env::temp_dir().join(format!("xtask-first-load-{}", std::process::id()));
        std::fs::create_dir_all(&dist).unwrap();
        for (name, text) in [
            ("index.html", PAGE),
            ("style-1.css", "a { background: url(dots.svg) }"),
            ("app-2.js", "import { x } from './inner.js';"),
            ("inner.js", "export const x = 1;"),
            ("start-3.js", ""),
        ] {
            std::fs::write(dist.join(name), text).unwrap();
        }
        let found = files(&dist, "lesson").unwrap();
        std::fs::remove_dir_all(&dist).unwrap();
        let expected = [
            "index.html",
            "icon.svg",
            "style-1.css",
            "app-2_bg.wasm",
            "app-2.js",
            "start-3.js",
            "dots.svg",
            "inner.js",
        ];
        assert_eq!(found, expected);
    }
}
