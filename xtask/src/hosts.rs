//! Builds the sites of tests/hosts/ with the documentation tools that they are written for.
//!
//! Each site is copied to target/hosts/sources/ and gets what an author would add: the explainer's files beside the pages,
//! and the snippet of the embed dialog in place of `@snippet NAME@` (or its tag alone, in place of `@tag NAME@`). The tool then
//! writes the site to target/hosts/sites/, which tests/hosts/server.mjs serves.

use crate::process::{command, run};
use crate::{install, project};
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Address in the snippets, which an author replaces.
const ADDRESS: &str = "https://calibration.example/";

#[derive(Clone, Copy)]
pub struct Host {
    pub name: &'static str,
    /// Folder for files that the tool copies as they are.
    beside: &'static str,
    /// True if it is tested after every change; the others are in `cargo xtask test --all`.
    pub usual: bool,
    build: fn(&Folders) -> Result<()>,
}

pub const HOSTS: [Host; 6] = [
    Host {
        name: "plain",
        beside: ".",
        usual: true,
        build: plain,
    },
    Host {
        name: "mdbook",
        beside: "src",
        usual: false,
        build: mdbook,
    },
    Host {
        name: "mkdocs",
        beside: "docs",
        usual: false,
        build: mkdocs,
    },
    Host {
        name: "sphinx",
        beside: "extra",
        usual: false,
        build: sphinx,
    },
    Host {
        name: "jupyter",
        beside: "static",
        usual: false,
        build: jupyter,
    },
    Host {
        name: "docusaurus",
        beside: "static",
        usual: true,
        build: docusaurus,
    },
];

struct Folders {
    source: PathBuf,
    site: PathBuf,
}

/// The folder of the built sites.
pub fn sites() -> PathBuf {
    project::target().join("hosts").join("sites")
}

/// Builds one site and prints how long that took.
pub fn build(host: Host) -> Result<()> {
    let started = Instant::now();
    println!("Building the site {} …", host.name);
    let folders = Folders {
        source: project::target()
            .join("hosts")
            .join("sources")
            .join(host.name),
        site: sites().join(host.name),
    };
    for folder in [&folders.source, &folders.site] {
        if folder.exists() {
            fs::remove_dir_all(folder)
                .with_context(|| format!("could not remove {}", folder.display()))?;
        }
        fs::create_dir_all(folder)
            .with_context(|| format!("could not make {}", folder.display()))?;
    }
    let paste = |name: &str, text: &str| {
        let snippets = project::hosts().join("snippets");
        let address = format!("/{}/explainer/", host.name);
        let json = name.ends_with(".ipynb");
        paste(text, json, &|snippet| {
            let text = fs::read_to_string(snippets.join(format!("{snippet}.txt")))
                .with_context(|| format!("there is no snippet \"{snippet}\""))?;
            Ok(text.replace(ADDRESS, &address))
        })
        .with_context(|| format!("in {name}"))
    };
    copy(
        &project::hosts().join(host.name),
        &folders.source,
        Some(&paste),
    )?;
    let explainer = folders.source.join(host.beside).join("explainer");
    copy(&project::dist(), &explainer, None)?;
    (host.build)(&folders)?;
    println!("{}: {:.1} s", host.name, started.elapsed().as_secs_f64());
    Ok(())
}

fn plain(folders: &Folders) -> Result<()> {
    copy(&folders.source, &folders.site, None)
}

fn mdbook(folders: &Folders) -> Result<()> {
    run(command(install::mdbook()?, &folders.source)
        .args(["build", "--dest-dir"])
        .arg(&folders.site))
}

fn mkdocs(folders: &Folders) -> Result<()> {
    let programs = install::python_tools()?;
    run(command(programs.join("mkdocs"), &folders.source)
        .args(["build", "--quiet", "--strict", "--site-dir"])
        .arg(&folders.site))
}

fn sphinx(folders: &Folders) -> Result<()> {
    let programs = install::python_tools()?;
    run(command(programs.join("sphinx-build"), &folders.source)
        .args(["-q", "--fail-on-warning", "--builder", "html", "."])
        .arg(&folders.site))
}

fn jupyter(folders: &Folders) -> Result<()> {
    let programs = install::python_tools()?;
    // In both colour schemes: there is no switch in what nbconvert writes.
    for (name, theme) in [("index", "light"), ("dark", "dark")] {
        let mut nbconvert = command(programs.join("jupyter-nbconvert"), &folders.source);
        nbconvert
            .args(["--to", "html", "--execute", "--log-level", "ERROR"])
            .arg(format!("--HTMLExporter.theme={theme}"))
            // The pages would load these from elsewhere; this notebook has no formulas and no widgets.
            .args([
                "--HTMLExporter.mathjax_url=",
                "--HTMLExporter.require_js_url=",
            ])
            .args(["--output", name, "--output-dir"])
            .arg(&folders.site)
            .arg("notebook.ipynb");
        // Ignore the user's own Jupyter settings.
        for variable in [
            "IPYTHONDIR",
            "JUPYTER_CONFIG_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_RUNTIME_DIR",
        ] {
            nbconvert.env(variable, folders.source.join("jupyter"));
        }
        run(&mut nbconvert)?;
    }
    copy(&folders.source.join("static"), &folders.site, None)
}

fn docusaurus(folders: &Folders) -> Result<()> {
    let modules = install::docusaurus()?;
    link(&modules, &folders.source.join("node_modules"))
        .context("could not link Docusaurus into the site")?;
    let mut build: Command = command(install::node()?, &folders.source);
    build
        .arg(modules.join("@docusaurus/core/bin/docusaurus.mjs"))
        .args(["build", "--out-dir"])
        .arg(&folders.site)
        // The cache lies in node_modules, which all clones of a user share, and holds the paths of the clone that filled it:
        // another clone's build would fail on them.
        .env("DOCUSAURUS_NO_PERSISTENT_CACHE", "true")
        // Do not ask for a newer version.
        .env("DOCUSAURUS_DISABLE_UPDATE_CHECK", "true")
        .env("NO_UPDATE_NOTIFIER", "1");
    run(&mut build)
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::unix::fs::symlink(from, to)
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    std::os::windows::fs::symlink_dir(from, to)
}

/// A function from the name and the text of a file to its new text.
type Change<'a> = &'a dyn Fn(&str, &str) -> Result<String>;

/// Copies a folder; `change` gives the new content of text files.
fn copy(from: &Path, to: &Path, change: Option<Change>) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("could not make {}", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("there is no {}", from.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        let (source, target) = (entry.path(), to.join(&name));
        if name == "node_modules" {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy(&source, &target, change)?;
            continue;
        }
        let text = change.and_then(|change| Some((change, fs::read_to_string(&source).ok()?)));
        match text {
            Some((change, text)) => fs::write(&target, change(&name.to_string_lossy(), &text)?),
            None => fs::copy(&source, &target).map(|_| ()),
        }
        .with_context(|| format!("could not write {}", target.display()))?;
    }
    Ok(())
}

/// Puts snippets in place of their markers. In a notebook they are inside a JSON text.
fn paste(text: &str, json: bool, snippet: &dyn Fn(&str) -> Result<String>) -> Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, kind)) = ["@snippet ", "@tag "]
        .into_iter()
        .filter_map(|kind| Some((rest.find(kind)?, kind)))
        .min()
    {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let (name, after) = from
            .trim_start_matches(kind)
            .split_once('@')
            .with_context(|| format!("a marker {kind}has no end"))?;
        let whole = snippet(name)?;
        let whole = whole.trim_end();
        let pasted = if kind == "@tag " { tag(whole)? } else { whole };
        if json {
            out.push_str(&escape(pasted));
        } else {
            out.push_str(pasted);
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// The explainer's tag in a snippet, without the parts that a page needs only once.
fn tag(snippet: &str) -> Result<&str> {
    for name in ["calibration-explainer", "iframe"] {
        let close = format!("</{name}>");
        let start = snippet.find(&format!("<{name}"));
        let end = snippet.find(&close).map(|end| end + close.len());
        if let Some(tag) = start
            .zip(end)
            .and_then(|(start, end)| snippet.get(start..end))
        {
            return Ok(tag);
        }
    }
    bail!("there is no tag of the explainer in the snippet")
}

/// Escapes a text for the quotation marks of a JSON string.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const SNIPPET: &str = "<script src=\"x\"></script>\n<iframe a=\"1\">\n</iframe>\n";

    fn pasted(text: &str, json: bool) -> Result<String> {
        paste(text, json, &|name| {
            if name == "html" {
                Ok(SNIPPET.to_owned())
            } else {
                bail!("no {name}")
            }
        })
    }

    #[test]
    fn markers_become_snippets() {
        assert_eq!(pasted("no marker, a@b", false).unwrap(), "no marker, a@b");
        assert_eq!(
            pasted("x\n@snippet html@\n@tag html@\ny", false).unwrap(),
            "x\n<script src=\"x\"></script>\n<iframe a=\"1\">\n</iframe>\n<iframe a=\"1\">\n</iframe>\ny"
        );
        assert_eq!(
            pasted("[\"@tag html@\"]", true).unwrap(),
            "[\"<iframe a=\\\"1\\\">\\n</iframe>\"]"
        );
        assert!(pasted("@snippet nothing@", false).is_err());
        assert!(pasted("@snippet html", false).is_err());
    }

    #[test]
    fn every_host_is_there_and_every_snippet_is_used() {
        let mut sources = String::new();
        for host in HOSTS {
            let folder = project::hosts().join(host.name);
            assert!(folder.is_dir(), "{}", folder.display());
            let mut folders = vec![folder];
            while let Some(folder) = folders.pop() {
                for entry in fs::read_dir(folder).unwrap() {
                    let path = entry.unwrap().path();
                    if path.is_dir() && !path.ends_with("node_modules") {
                        folders.push(path);
                    } else if let Ok(text) = fs::read_to_string(&path) {
                        sources.push_str(&text);
                    }
                }
            }
        }
        for entry in fs::read_dir(project::hosts().join("snippets")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            assert!(sources.contains(&format!("@snippet {name}@")), "{name}");
        }
    }
}
