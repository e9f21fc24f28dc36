//! Checks formatting, lints and types.

use crate::{install, process, project};
use anyhow::{Result, bail};
use std::process::Command;

/// Runs `cargo xtask check`: every check, also after one that fails.
pub fn run() -> Result<()> {
    install::rust_parts()?;
    let programs = install::npm_packages()?;
    let root = project::root();
    let cargo = |arguments: &[&str]| {
        let mut cargo = process::cargo(&root);
        cargo.args(arguments);
        cargo
    };
    let clippy = |arguments: &[&str]| {
        let mut clippy = cargo(&["clippy", "--quiet"]);
        clippy.args(arguments).args(["--", "-D", "warnings"]);
        clippy
    };
    let wasm = "--target=wasm32-unknown-unknown";
    let mut types = process::command(programs.join("tsc"), &project::e2e());
    types.args(["--noEmit", "--project", "."]);
    let checks: [(&str, Command); 5] = [
        ("formatting", cargo(&["fmt", "--all", "--check"])),
        ("clippy, native", clippy(&["--workspace", "--all-targets"])),
        ("clippy, WebAssembly", clippy(&[wasm, "--lib", "--bins"])),
        (
            "clippy, WebAssembly, the engine",
            clippy(&[wasm, "--package=small-model", "--package=model-worker"]),
        ),
        ("types of tests/e2e", types),
    ];
    let mut failed = Vec::new();
    for (name, mut check) in checks {
        println!("Checking {name} …");
        if let Err(error) = process::run(&mut check) {
            println!("{name}: {error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("not in order: {}", failed.join("; "));
    }
    Ok(())
}
