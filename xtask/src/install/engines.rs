//! Firefox and WebKit, for tests/e2e/engines/. Debian has both, and the programs that drive them.

use super::apt;
use crate::process::find;
use anyhow::{Context, Result};
use std::env;
use std::path::PathBuf;

/// Finds or installs both. Returns their programs by the variables that name them to the tests.
pub fn engines() -> Result<Vec<(&'static str, PathBuf)>> {
    let firefox = program(
        "FIREFOX",
        &["firefox-esr", "firefox"],
        &["firefox-esr"],
        "Firefox",
    )?;
    let webkit = program(
        "WEBKIT_DRIVER",
        &["WebKitWebDriver"],
        &["webkit2gtk-driver"],
        "WebKit with its driver",
    )?;
    // WebKit's browser has no headless mode.
    let screen = program(
        "XVFB",
        &["Xvfb"],
        &["xvfb"],
        "a screen that nobody sees (Xvfb)",
    )?;
    Ok(vec![
        ("FIREFOX", firefox),
        ("WEBKIT_DRIVER", webkit),
        ("XVFB", screen),
    ])
}

/// The program that `variable` names, or one of these names on PATH, or what the packages bring.
fn program(variable: &str, names: &[&str], packages: &[&str], what: &str) -> Result<PathBuf> {
    let look = || names.iter().find_map(|name| find(name));
    if let Some(found) = env::var_os(variable).map(PathBuf::from).or_else(look) {
        return Ok(found);
    }
    apt::install(packages, what, "about a minute")?;
    look().with_context(|| format!("{what} is still not on PATH; please set {variable}"))
}
