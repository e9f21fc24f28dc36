//! Finds each tool, or installs it if it is missing: never asks, tells what it does and how long that may take.
//!
//! A tool that is on PATH is used as it is. Others go to the user's own folder (`project::tools`) or, as root on Debian, through
//! apt-get. A tool that cannot be installed here is an error of one sentence that says what to run.

mod apt;
mod cargo_tools;
mod documentation;
mod engines;
mod pip;

pub use cargo_tools::{builders, cargo_cyclonedx, cargo_deny, mdbook, trunk, wasm_bindgen};
pub use documentation::{docusaurus, llama_cpp, python_tools};
pub use engines::engines;
pub use pip::{pip, unpack};

use crate::process::{command, find, output, path_with, run, sysroot};
use crate::project;
use anyhow::{Context, Result, bail};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Runs `cargo xtask install`: every tool, going on after one that fails. Returns true if all are there.
pub fn everything() -> Result<bool> {
    let version = |path: PathBuf| path.display().to_string();
    let steps: [(&str, Result<String>); 15] = [
        (
            "Rust for WebAssembly, rustfmt, clippy",
            rust_parts().map(|()| "ready".to_owned()),
        ),
        ("crates", crates().map(|()| "downloaded".to_owned())),
        ("wasm-bindgen", wasm_bindgen().map(version)),
        ("trunk", trunk().map(version)),
        ("node", node().map(version)),
        ("npm packages of tests/e2e", npm_packages().map(version)),
        ("browser", chromium().map(version)),
        ("Python with NumPy", python().map(version)),
        (
            "weights of the language model",
            crate::model::weights().map(version),
        ),
        ("llama.cpp's server", llama_cpp().map(version)),
        ("Firefox and WebKit", engines().map(|_| "ready".to_owned())),
        ("cargo-deny", cargo_deny().map(version)),
        ("mdBook", mdbook().map(version)),
        ("Docusaurus", docusaurus().map(version)),
        (
            "MkDocs, Sphinx, Jupyter's nbconvert",
            python_tools().map(version),
        ),
    ];
    let mut complete = true;
    println!();
    for (name, result) in steps {
        match result {
            Ok(text) => println!("ok       {name}: {text}"),
            Err(error) => {
                complete = false;
                println!("missing  {name}: {error:#}");
            }
        }
    }
    Ok(complete)
}

/// Installs the WebAssembly target, rustfmt and clippy of the toolchain that runs us.
pub fn rust_parts() -> Result<()> {
    let root = project::root();
    let sysroot = sysroot().context("`rustc` does not run")?;
    let has_target = sysroot
        .join("lib/rustlib/wasm32-unknown-unknown/lib")
        .is_dir();
    let has_tools = find("rustfmt").is_some()
        && output(command("cargo", &root).args(["clippy", "--version"])).is_some();
    let sentence = "please run: rustup target add wasm32-unknown-unknown && rustup component add rustfmt clippy";
    if has_target && has_tools {
        return Ok(());
    }
    if find("rustup").is_none() {
        bail!(
            "Rust's WebAssembly target, rustfmt or clippy is missing and there is no rustup to add it; {sentence}"
        );
    }
    if !has_target {
        println!("Adding Rust's WebAssembly target with rustup, less than a minute …");
        run(command("rustup", &root).args(["target", "add", "wasm32-unknown-unknown"]))
            .context(sentence)?;
    }
    if !has_tools {
        println!("Adding rustfmt and clippy with rustup, less than a minute …");
        run(command("rustup", &root).args(["component", "add", "rustfmt", "clippy"]))
            .context(sentence)?;
    }
    Ok(())
}

/// Fetches the crates in Cargo.lock: Trunk builds offline, so they must be there before it starts.
pub fn crates() -> Result<()> {
    crates_of(&project::root())
}

/// Fetches the crates of a folder outside the workspace.
pub fn crates_of(folder: &Path) -> Result<()> {
    run(crate::process::cargo(folder).args(["fetch", "--quiet"]))
        .context("could not download the crates in Cargo.lock; please run: cargo fetch")
}

/// Finds or installs Node.js.
pub fn node() -> Result<PathBuf> {
    const OLDEST: u32 = 18;
    let found = match env::var_os("EXPLAINER_NODE")
        .map(PathBuf::from)
        .or_else(|| find("node"))
    {
        Some(node) => node,
        None => {
            apt::install(&["nodejs", "npm"], "Node.js", "about a minute")?;
            find("node").context("Node.js is still not on PATH; please install it from your system's package manager")?
        }
    };
    let version = output(command(&found, &project::root()).arg("--version")).unwrap_or_default();
    let major = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= OLDEST => Ok(found),
        _ => bail!(
            "Node.js {OLDEST} or newer is needed, {} is {}; please update it",
            found.display(),
            version.trim()
        ),
    }
}

/// Installs the npm packages of tests/e2e: Playwright, and wasm-opt. Returns the folder of their programs.
pub fn npm_packages() -> Result<PathBuf> {
    let node = node()?;
    let folder = project::e2e();
    let modules = folder.join("node_modules");
    let programs = modules.join(".bin");
    // The installed packages are those that package-lock.json named at the time.
    let wanted = fs::read(folder.join("package-lock.json"))
        .context("tests/e2e/package-lock.json is missing")?;
    let stamp = modules.join(".installed-from-package-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(programs);
    }
    println!(
        "Installing the npm packages of tests/e2e (Playwright, wasm-opt), about half a minute …"
    );
    npm_ci(&folder, &node).context("please run: npm ci --prefix tests/e2e")?;
    fs::write(&stamp, wanted).context("could not write to tests/e2e/node_modules")?;
    Ok(programs)
}

/// Installs what the package-lock.json of a folder names.
fn npm_ci(folder: &Path, node: &Path) -> Result<()> {
    if find("npm").is_none() {
        apt::install(&["npm"], "npm", "about a minute")?;
    }
    let mut npm = command("npm", folder);
    npm.args(["ci", "--no-audit", "--no-fund"]);
    if let Some(beside) = node.parent() {
        npm.env("PATH", path_with(&[beside.to_path_buf()])?);
    }
    run(&mut npm)
}

/// Finds or installs a Chromium, and the fonts that its pictures need.
pub fn chromium() -> Result<PathBuf> {
    const NAMES: [&str; 5] = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];
    const ON_MACOS: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    let look = || {
        let installed = NAMES.iter().find_map(|name| find(name));
        installed.or_else(|| Some(PathBuf::from(ON_MACOS)).filter(|path| path.is_file()))
    };
    let chromium = match env::var_os("CHROME").map(PathBuf::from).or_else(look) {
        Some(chromium) => chromium,
        None => {
            apt::install(&["chromium"], "Chromium", "about a minute")?;
            look()
                .context("there is still no Chromium on PATH; please install one, or set CHROME")?
        }
    };
    fonts();
    Ok(chromium)
}

/// Installs fonts that most readers have: the Latin ones are as wide as Arial and Times, for which heights are reserved. Without
/// them everything works, but pictures and heights differ, so a failure is only a hint.
fn fonts() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let here = project::root();
    for (pattern, package, what) in [
        (
            ":lang=zh-cn",
            "fonts-noto-cjk",
            "a font with Chinese glyphs",
        ),
        (
            "Liberation Serif",
            "fonts-liberation",
            "fonts as wide as Arial and Times",
        ),
    ] {
        let listed = output(command("fc-list", &here).args([pattern, "family"]));
        if listed.is_some_and(|fonts| !fonts.trim().is_empty()) {
            continue;
        }
        if let Err(error) = apt::install(&["fontconfig", package], what, "about a minute") {
            println!("Note: some pictures and heights will not be the checked-in ones: {error:#}");
        }
    }
}

/// Finds a Python with NumPy, which runs the exported snippets, or installs it.
pub fn python() -> Result<PathBuf> {
    let root = project::root();
    let has_numpy =
        |python: &Path| output(command(python, &root).args(["-c", "import numpy"])).is_some();
    let sentence = "please run: python3 -m pip install numpy (or set EXPLAINER_PYTHON to a Python that has it)";
    if let Some(named) = env::var_os("EXPLAINER_PYTHON").map(PathBuf::from) {
        if has_numpy(&named) {
            return Ok(named);
        }
        bail!(
            "EXPLAINER_PYTHON ({}) has no NumPy; {sentence}",
            named.display()
        );
    }
    if find("python3").is_none() {
        apt::install(
            &["python3", "python3-numpy"],
            "Python with NumPy",
            "about a minute",
        )?;
    }
    let system = find("python3").with_context(|| format!("there is no python3; {sentence}"))?;
    let own = project::tools()?.join("python");
    let own_python = own.join("bin").join("python3");
    for python in [&system, &own_python] {
        if has_numpy(python) {
            return Ok(python.clone());
        }
    }
    println!("Installing NumPy into a Python environment of its own, about half a minute …");
    let pip = || -> Result<()> {
        run(command(&system, &root)
            .args(["-m", "venv", "--clear"])
            .arg(&own))?;
        run(command(&own_python, &root).args(["-m", "pip", "install", "--quiet", "numpy"]))
    };
    if pip().is_ok() && has_numpy(&own_python) {
        return Ok(own_python);
    }
    // Debian's own Python, which may not be the first on PATH.
    apt::install(
        &["python3", "python3-numpy"],
        "Debian's Python with NumPy",
        "about a minute",
    )
    .context(sentence)?;
    let debian = PathBuf::from("/usr/bin/python3");
    if has_numpy(&debian) {
        Ok(debian)
    } else {
        bail!("NumPy could not be installed; {sentence}")
    }
}
