//! What the page is made of: licences and sources of all crates (cargo-deny, deny.toml), and a list of what is built in (SBOM).

use crate::process::{command, run};
use crate::{install, project};
use anyhow::{Context, Result};
use std::fs;

/// Checks the crates, then writes the list to target/sbom/ in CycloneDX's format.
pub fn run_checks() -> Result<()> {
    check()?;
    list()
}

fn check() -> Result<()> {
    let root = project::root();
    let program = install::cargo_deny()?;
    let deny = |arguments: &[&str]| {
        let mut deny = command(&program, &root);
        deny.arg("--workspace").args(arguments);
        run(&mut deny)
    };
    deny(&["check", "bans", "licenses", "sources"])?;
    // The database of advisories is a repository elsewhere, which cannot be reached from everywhere.
    if deny(&["fetch", "db"]).is_err() {
        println!("Note: the advisories were not checked, since their database cannot be reached.");
        return Ok(());
    }
    deny(&["check", "--disable-fetch", "advisories"])
}

/// Lists the crates in the page's WebAssembly. Of npm's packages none is shipped: they test and build.
fn list() -> Result<()> {
    let root = project::root();
    let folder = project::target().join("sbom");
    fs::create_dir_all(&folder).context("could not make target/sbom")?;
    let name = "calibration-explainer";
    run(command(install::cargo_cyclonedx()?, &root)
        .args([
            "cyclonedx",
            "--format",
            "json",
            "--target",
            "wasm32-unknown-unknown",
            "--no-build-deps",
        ])
        .args(["--override-filename", name, "--quiet"]))?;
    // It writes beside each Cargo.toml.
    let written = root.join(format!("{name}.json"));
    let list = folder.join("calibration-explainer.cdx.json");
    fs::copy(&written, &list).context("cargo-cyclonedx wrote nothing")?;
    for folder in [root.clone(), root.join("xtask"), root.join("model")] {
        // Those of xtask and of the engine are not what the page is made of.
        let _ = fs::remove_file(folder.join(format!("{name}.json")));
    }
    println!(
        "The list of the crates in the page is in {}.",
        list.display()
    );
    Ok(())
}
