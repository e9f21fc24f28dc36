//! `embed.html`, the page for iframes: index.html with an attribute on `<html>`, by which `static/start.js`, the styles and the
//! page itself know it. Made after every build by Trunk's hook, since Trunk has one page only.

use crate::{package, process, profile, project};
use anyhow::{Context, Result};
use std::fs::{read_to_string, write};
use std::path::PathBuf;
use std::process::Command;

/// Makes the page beside the index.html of the build that Trunk has just finished.
pub fn make() -> Result<()> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("this command is for Trunk, which calls it after a build")?;
    if std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        // Not while developing, where it would only take time.
        match std::env::var_os(profile::NAMES) {
            Some(names) => profile::instrument(&folder, names.as_ref())?,
            None => {
                // What the first view does without goes into later/.
                process::run(split().arg("shrink").arg(folder.join("files_bg.wasm")))?;
                process::run(
                    split()
                        .arg("page")
                        .arg(&folder)
                        .arg(linked())
                        .arg(package::whole()),
                )?;
            }
        }
    }
    let page = read_to_string(folder.join("index.html")).context("there is no index.html")?;
    let page = embedded(&page).context("index.html has no <html>")?;
    write(folder.join("embed.html"), page).context("could not write embed.html")
}

/// The page's WebAssembly as Cargo makes it, before `wasm-bindgen`.
fn linked() -> PathBuf {
    project::target().join("wasm32-unknown-unknown/release/calibration-explainer.wasm")
}

/// The program that splits the page's code and words.
pub fn split() -> Command {
    let mut split = process::cargo(&project::root());
    split.args(["run", "--quiet", "--package", "split", "--"]);
    split
}

fn embedded(page: &str) -> Option<String> {
    let (before, after) = page.split_once("<html")?;
    Some(format!("{before}<html data-embed{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_attribute_stands_on_the_root() {
        let page = "<!doctype html>\n<html lang=\"en\"><head></head></html>";
        let expected = "<!doctype html>\n<html data-embed lang=\"en\"><head></head></html>";
        assert_eq!(embedded(page).as_deref(), Some(expected));
        assert_eq!(embedded("no page"), None);
    }
}
