//! Completes what Trunk has built. Trunk's hook calls this after every build.
//!
//! `embed.html` is the page for iframes: index.html with an attribute on `<html>`, by which `static/start.js`, the styles and
//! the page itself recognise it; Trunk has one page only. The folder `model` has the engine of the small language model and its weights.

use crate::model;
use anyhow::{Context, Result};
use std::fs::{read_to_string, write};
use std::path::PathBuf;

/// Set for Trunk's hook if the weights of the language model are to be left out.
pub const NO_MODEL: &str = "EXPLAINER_NO_MODEL";

/// Makes the page beside the index.html of the build that Trunk has just finished.
pub fn make() -> Result<()> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .context("this command is for Trunk, which calls it after a build")?;
    let page = read_to_string(folder.join("index.html")).context("there is no index.html")?;
    let page = embedded(&page).context("index.html has no <html>")?;
    write(folder.join("embed.html"), page).context("could not write embed.html")?;
    model::place(&folder.join("model"), std::env::var_os(NO_MODEL).is_none())
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
