//! The tools that Cargo installs: Trunk, wasm-bindgen's command line, mdBook, and those that look at dependencies.

use crate::process::{cargo, command, find, output, run};
use crate::project;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The newest Trunk that Rust 1.88 compiles.
const TRUNK: &str = "0.21.14";

/// The mdBook that tests/hosts/ is written for. Other versions may name their buttons otherwise, so one on PATH must be of this
/// version.
const MDBOOK: &str = "0.5.4";

/// Checks licences and sources of crates.
const CARGO_DENY: &str = "0.20.2";

/// Lists the crates that are built in.
const CARGO_CYCLONEDX: &str = "0.5.9";

/// The way to install a tool with Cargo. Default features are left out: for these tools they are encrypted connections and
/// checks for updates.
#[derive(Clone, Copy)]
enum How {
    /// With its own lock file and these features.
    Locked(&'static str),
    /// With the newest dependencies, since its lock file does not resolve in every registry.
    Unlocked,
}

/// Installs Trunk and wasm-bindgen, both at once: each has crates that keep one core busy for a minute. If Trunk must be compiled,
/// `meanwhile` runs beside it.
pub fn builders(meanwhile: impl FnOnce() + Send) -> Result<(PathBuf, PathBuf)> {
    std::thread::scope(|scope| {
        if !has_trunk()? {
            scope.spawn(meanwhile);
        }
        let trunk = scope.spawn(trunk);
        let bindgen = wasm_bindgen();
        let trunk = trunk
            .join()
            .map_err(|_| anyhow!("installing Trunk panicked"))?;
        Ok((trunk?, bindgen?))
    })
}

fn has_trunk() -> Result<bool> {
    Ok(find("trunk").is_some() || project::tools()?.join("bin").join("trunk").is_file())
}

/// Finds Trunk, which builds and serves the page, or installs it: any version that is on PATH, or ours.
pub fn trunk() -> Result<PathBuf> {
    if let Some(trunk) = find("trunk") {
        return Ok(trunk);
    }
    let ours = project::tools()?.join("bin").join("trunk");
    if version(&ours).as_deref() != Some(TRUNK) {
        install("trunk", TRUNK, How::Locked(""))?;
    }
    Ok(ours)
}

/// Finds wasm-bindgen's command line, or installs it. Its version must be exactly that of the crate in Cargo.lock, so one on PATH
/// is used only if it fits.
pub fn wasm_bindgen() -> Result<PathBuf> {
    let lock =
        fs::read_to_string(project::root().join("Cargo.lock")).context("there is no Cargo.lock")?;
    let wanted =
        project::locked_version(&lock, "wasm-bindgen").context("Cargo.lock has no wasm-bindgen")?;
    let fits = |path: &Path| version(path).is_some_and(|version| version == wanted);
    if let Some(found) = find("wasm-bindgen").filter(|path| fits(path)) {
        return Ok(found);
    }
    let ours = project::tools()?.join("bin").join("wasm-bindgen");
    if !fits(&ours) {
        install("wasm-bindgen-cli", &wanted, How::Unlocked)?;
    }
    Ok(ours)
}

/// Finds mdBook, or installs it without its server and file watcher.
pub fn mdbook() -> Result<PathBuf> {
    exactly("mdbook", MDBOOK, How::Locked("search"))
}

/// Finds cargo-deny, or installs it.
pub fn cargo_deny() -> Result<PathBuf> {
    exactly("cargo-deny", CARGO_DENY, How::Locked(""))
}

/// Finds cargo-cyclonedx, or installs it.
pub fn cargo_cyclonedx() -> Result<PathBuf> {
    exactly("cargo-cyclonedx", CARGO_CYCLONEDX, How::Locked(""))
}

/// Finds a tool of exactly this version, or installs it.
fn exactly(name: &str, wanted: &str, how: How) -> Result<PathBuf> {
    let fits = |path: &Path| {
        version(path).is_some_and(|version| version.trim_start_matches('v') == wanted)
    };
    if let Some(found) = find(name).filter(|path| fits(path)) {
        return Ok(found);
    }
    let ours = project::tools()?.join("bin").join(name);
    if !fits(&ours) {
        install(name, wanted, how)?;
    }
    Ok(ours)
}

/// The version that a program states: the second word of `trunk 0.21.14`.
fn version(program: &Path) -> Option<String> {
    let root = project::root();
    let says = |arguments: &[&str]| output(command(program, &root).args(arguments));
    // cargo-cyclonedx answers only as Cargo would call it.
    let text = says(&["--version"]).or_else(|| says(&["cyclonedx", "--version"]))?;
    text.split_whitespace().nth(1).map(str::to_owned)
}

fn install(name: &str, version: &str, how: How) -> Result<()> {
    let folder = project::tools()?;
    let root = project::root();
    fs::create_dir_all(&folder).with_context(|| format!("could not make {}", folder.display()))?;
    let package = format!("{name}@{version}");
    let sentence =
        format!("{name} {version} could not be installed; please run: cargo install {package}");

    if output(cargo(&root).args(["binstall", "-V"])).is_some() {
        println!("Installing {name} {version} with cargo binstall, some seconds …");
        let mut binstall = cargo(&root);
        binstall
            .args(["binstall", "--no-confirm", "--disable-telemetry", "--root"])
            .arg(&folder)
            .arg(&package);
        if run(&mut binstall).is_ok() {
            return Ok(());
        }
        println!("That did not work; compiling it instead.");
    }
    println!("Compiling {name} {version} with cargo, 2 to 5 minutes (once per machine) …");
    let mut install = cargo(&root);
    install
        .args(["install", "--quiet", "--no-default-features", "--root"])
        .arg(&folder)
        .arg(&package);
    if let How::Locked(features) = how {
        install.args(["--locked", "--features", features]);
    }
    // Compiled without optimisation: three times faster to install, and fast enough in use.
    install.envs([
        ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
        ("CARGO_PROFILE_RELEASE_LTO", "off"),
        ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
        ("CARGO_PROFILE_RELEASE_DEBUG", "0"),
    ]);
    let started = Instant::now();
    run(&mut install).context(sentence)?;
    println!("{name} is there after {} s.", started.elapsed().as_secs());
    Ok(())
}
