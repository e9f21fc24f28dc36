//! pip, and the unpacking of what it downloads.

use super::apt;
use crate::process::{command, find, output, run};
use crate::project;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// Runs pip in `folder`: the one of the system's Python, or one in an environment of its own.
pub fn pip(folder: &Path, arguments: &[&str]) -> Result<()> {
    run(command(python_with_pip()?, folder)
        .args(["-m", "pip", "--disable-pip-version-check"])
        .args(arguments))
}

/// Unpacks a wheel (a zip archive) into `folder`.
pub fn unpack(wheel: &Path, folder: &Path) -> Result<()> {
    run(command(python_with_pip()?, folder)
        .args(["-m", "zipfile", "-e"])
        .args([wheel, folder]))
}

fn python_with_pip() -> Result<PathBuf> {
    let root = project::root();
    if find("python3").is_none() {
        apt::install(&["python3", "python3-venv"], "Python", "about a minute")?;
    }
    let system = find("python3").context("there is no python3; please install it")?;
    let asks = |python: &Path, module: &str| {
        output(command(python, &root).args(["-c", &format!("import {module}")])).is_some()
    };
    if asks(&system, "pip") {
        return Ok(system);
    }
    let own = project::tools()?.join("pip");
    let own_python = own.join("bin").join("python3");
    if asks(&own_python, "pip") {
        return Ok(own_python);
    }
    // Debian's Python comes without the module that makes environments.
    if !asks(&system, "ensurepip") {
        apt::install(&["python3-venv"], "Python's venv", "some seconds")?;
    }
    run(command(&system, &root)
        .args(["-m", "venv", "--clear"])
        .arg(&own))
    .context("please install pip: python3 -m ensurepip")?;
    Ok(own_python)
}
