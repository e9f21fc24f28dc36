//! dist/embed/: the npm package. Its WebAssembly module is built like the page's, but without Trunk: the package needs names that
//! stay, and no page.

use crate::{install, process, project};
use anyhow::{Context, Result};
use std::fs;
use std::path::PathBuf;

/// What users of the package load: script first, then WebAssembly.
pub const LOADED: [&str; 3] = ["index.js", "calibrate.js", "calibrate.wasm"];

/// The package, which is made anew with every page.
pub fn folder() -> PathBuf {
    project::dist().join("embed")
}

/// Builds the package into dist/embed/.
pub fn build() -> Result<()> {
    println!("Building the npm package into dist/embed/, about a minute the first time …");
    let root = project::root();
    let target = project::target();
    let package = folder();
    // Trunk has fetched the crates, and compiled most of them with the same flags.
    let mut cargo = process::cargo(&root);
    cargo
        .args(["build", "--quiet", "--release", "--offline"])
        .args(["--target", "wasm32-unknown-unknown", "--bin", "embed"])
        .arg("--target-dir")
        .arg(&target);
    process::without_own_folders(&mut cargo);
    process::run(&mut cargo)?;

    let made = target.join("package");
    // The package says itself where the module lies.
    process::run(
        process::command(install::wasm_bindgen("wasm-bindgen")?, &root)
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--omit-default-module-path",
            ])
            .args(["--out-name", "calibrate", "--out-dir"])
            .arg(&made)
            .arg(target.join("wasm32-unknown-unknown/release/embed.wasm")),
    )?;
    if package.is_dir() {
        fs::remove_dir_all(&package).context("could not clear dist/embed")?;
    }
    fs::create_dir_all(&package).context("could not make dist/embed")?;
    process::run(
        process::command(install::npm_packages()?.join("wasm-opt"), &root)
            .arg("-Oz")
            .arg(made.join("calibrate_bg.wasm"))
            .arg("-o")
            .arg(package.join("calibrate.wasm")),
    )?;

    let sources = root.join("src/embed/package");
    let copies = [
        (&made, "calibrate.js"),
        (&sources, "index.js"),
        (&sources, "index.d.ts"),
        (&sources, "package.json"),
        (&sources, "README.md"),
        (&root, "LICENSE-APACHE"),
        (&root, "LICENSE-MIT"),
    ];
    for (from, name) in copies {
        fs::copy(from.join(name), package.join(name))
            .with_context(|| format!("could not copy {name} into dist/embed"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::read_to_string;

    /// The value of a line `"key": "value"` or `key = "value"`.
    fn value(text: &str, key: &str) -> String {
        let line = text.lines().find(|line| line.trim().starts_with(key));
        let mut quoted = line.unwrap().rsplit('"');
        quoted.nth(1).unwrap().to_owned()
    }

    #[test]
    fn the_package_has_the_version_and_licence_of_the_crate() {
        let root = project::root();
        let package = read_to_string(root.join("src/embed/package/package.json")).unwrap();
        let manifest = read_to_string(root.join("Cargo.toml")).unwrap();
        for key in ["version", "license"] {
            assert_eq!(
                value(&package, &format!("\"{key}\"")),
                value(&manifest, &format!("{key} =")),
                "{key}"
            );
        }
    }
}
