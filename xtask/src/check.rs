//! Checks formatting, lints and types.

use crate::count::Count;
use crate::{install, process, project};
use anyhow::Result;
use std::process::Command;

/// Runs `cargo xtask check`. Returns true if all checks pass.
pub fn run() -> Result<bool> {
    Ok(count()?.failed == 0)
}

/// Runs all checks; each counts as one test.
pub fn count() -> Result<Count> {
    install::rust_parts()?;
    let programs = install::npm_packages()?;
    let root = project::root();
    let cargo = |arguments: &[&str]| {
        let mut cargo = process::cargo(&root);
        cargo.args(arguments);
        cargo
    };

    let wasm = "--target=wasm32-unknown-unknown";
    let mut clippy_wasm = cargo(&["clippy", "--quiet", wasm, "--lib", "--bins"]);
    if root.join("tests/browser/main.rs").is_file() {
        clippy_wasm.args(["--test", "browser"]);
    }
    clippy_wasm.args(["--", "-D", "warnings"]);
    let mut types = process::command(programs.join("tsc"), &project::e2e());
    types.args(["--noEmit", "--project", "."]);

    let checks: [(&str, Command); 4] = [
        ("formatting", cargo(&["fmt", "--all", "--check"])),
        (
            "clippy, native",
            cargo(&[
                "clippy",
                "--quiet",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ]),
        ),
        ("clippy, WebAssembly", clippy_wasm),
        ("types of tests/e2e", types),
    ];
    let mut total = Count::default();
    for (name, mut check) in checks {
        println!("Checking {name} …");
        let result = process::run(&mut check);
        if let Err(error) = &result {
            println!("{name}: {error:#}");
        }
        total += Count::one(result.is_ok());
    }
    Ok(total)
}
