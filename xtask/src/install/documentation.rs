//! The programs of tests/hosts/ and tests/servers/ that npm and pip install. They are large, so all clones of a user share them.

use super::{apt, node, npm_ci};
use crate::process::{command, find, output, run};
use crate::project;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::{Path, PathBuf};

/// File beside the installed tools: the list that they were installed from.
const STAMP: &str = ".installed-from";

fn is_installed(folder: &Path, wanted: &[u8]) -> bool {
    fs::read(folder.join(STAMP)).is_ok_and(|installed| installed == wanted)
}

/// Installs Docusaurus, as in tests/hosts/docusaurus/package-lock.json. Returns the folder node_modules.
pub fn docusaurus() -> Result<PathBuf> {
    let node = node()?;
    let source = project::hosts().join("docusaurus");
    let lock = source.join("package-lock.json");
    let wanted = fs::read(&lock).context("tests/hosts/docusaurus/package-lock.json is missing")?;
    let folder = project::tools()?.join("docusaurus");
    let modules = folder.join("node_modules");
    if is_installed(&modules, &wanted) {
        return Ok(modules);
    }
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    for name in ["package.json", "package-lock.json"] {
        fs::copy(source.join(name), folder.join(name))
            .with_context(|| format!("could not copy {name} to {}", folder.display()))?;
    }
    println!("Installing Docusaurus with npm, 1 to 3 minutes (once per machine) …");
    npm_ci(&folder, &node).context("please run: npm ci --prefix tests/hosts/docusaurus")?;
    fs::write(modules.join(STAMP), wanted).context("could not write to node_modules")?;
    Ok(modules)
}

/// Installs MkDocs, Sphinx and nbconvert in a Python environment of their own, as in tests/hosts/requirements.txt. Returns the
/// folder of their programs.
pub fn python_tools() -> Result<PathBuf> {
    environment(
        "documentation",
        &project::hosts().join("requirements.txt"),
        "MkDocs, Sphinx and nbconvert",
        "1 to 2 minutes",
    )
}

/// Installs llama.cpp's server in a Python environment of its own, as in tests/servers/requirements.txt. Returns the environment's
/// Python.
pub fn llama_cpp() -> Result<PathBuf> {
    let list = project::root().join("tests/servers/requirements.txt");
    let programs = environment(
        "llama-cpp",
        &list,
        "llama.cpp's server",
        "about half a minute",
    )?;
    Ok(programs.join("python3"))
}

/// Makes a Python environment from a list of packages, which `what` names. Returns the folder of its programs.
fn environment(name: &str, list: &Path, what: &str, time: &str) -> Result<PathBuf> {
    const OLDEST: &str = "3.11";
    let wanted = fs::read(list).with_context(|| format!("{} is missing", list.display()))?;
    let folder = project::tools()?.join(name);
    let programs = folder.join("bin");
    if is_installed(&folder, &wanted) {
        return Ok(programs);
    }
    if find("python3").is_none() {
        apt::install(&["python3", "python3-venv"], "Python", "about a minute")?;
    }
    let root = project::root();
    let system = find("python3").context("there is no python3; please install it")?;
    let asks = |code: &str| output(command(&system, &root).args(["-c", code])).is_some();
    if !asks("import sys; sys.exit(sys.version_info < (3, 11))") {
        bail!(
            "{what} need Python {OLDEST} or newer, {} is older; please update it",
            system.display()
        );
    }
    // Debian's Python comes without the module that makes environments.
    if !asks("import ensurepip, venv") {
        apt::install(&["python3-venv"], "Python's venv", "some seconds")?;
    }
    println!("Installing {what} into a Python environment of its own, {time} (once per machine) …");
    let sentence = || {
        format!(
            "{what} could not be installed; please look whether this works: python3 -m pip install --requirement {}",
            list.display()
        )
    };
    run(command(&system, &root)
        .args(["-m", "venv", "--clear"])
        .arg(&folder))
    .with_context(sentence)?;
    run(command(programs.join("python3"), &root)
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(list))
    .with_context(sentence)?;
    fs::write(folder.join(STAMP), wanted).context("could not write to the environment")?;
    Ok(programs)
}
