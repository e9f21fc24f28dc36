//! Building and serving the page with Trunk.

use crate::embed_page::NO_MODEL;
use crate::{install, package, process, project};
use anyhow::{Context, Result, bail};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Command;

#[derive(Debug, PartialEq, Eq)]
pub struct ServeOptions {
    /// Port; if not given, the first free one from 8080 on.
    pub port: Option<u16>,
    pub open: bool,
    /// True to serve the page that readers get: slower to build, much faster to run.
    pub release: bool,
    /// False to leave the weights of the language model out.
    pub model: bool,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            port: None,
            open: false,
            release: false,
            model: true,
        }
    }
}

/// Builds the optimised page in dist/, and the npm package in dist/embed/; `model` is false to leave the weights of the language
/// model out.
pub fn build(model: bool) -> Result<()> {
    println!("Building the optimised page into dist/, 1 to 2 minutes the first time …");
    let mut trunk = trunk(&project::root(), true)?;
    if !model {
        trunk.env(NO_MODEL, "1");
    }
    process::run(trunk.args(["build", "--release", "--offline"]))?;
    // After Trunk, which clears dist/.
    package::build()?;
    minify(&project::dist())?;
    minify(&package::folder())?;
    println!("The page is in dist/: any static web server can serve it, from any folder.");
    Ok(())
}

/// Scripts of the package that are not minified: one has comments for bundlers, the other is short and describes the package.
const AS_THEY_ARE: [&str; 2] = ["wasm.js", "contents.js"];

/// Minifies the scripts and styles of a folder.
fn minify(dist: &Path) -> Result<()> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dist)? {
        let path = entry?.path();
        let extension = path.extension().and_then(|extension| extension.to_str());
        let stays = AS_THEY_ARE.iter().any(|name| path.ends_with(name));
        if matches!(extension, Some("js" | "css")) && !stays {
            files.push(path);
        }
    }
    files.sort();
    let mut esbuild = process::command(install::npm_packages()?.join("esbuild"), dist);
    esbuild
        .args(&files)
        .args([
            "--minify",
            "--target=es2022",
            "--legal-comments=none",
            "--charset=utf8",
        ])
        .args(["--log-level=error", "--allow-overwrite", "--outdir=."]);
    process::run(&mut esbuild)
}

/// Serves the page and rebuilds it on every change, until stopped by Ctrl-C.
pub fn serve(options: &ServeOptions) -> Result<()> {
    let mut trunk = trunk(&project::root(), options.release)?;
    if !options.model {
        trunk.env(NO_MODEL, "1");
    }
    let port = match options.port {
        Some(port) if is_free(port) => port,
        Some(port) => bail!("port {port} is in use; please name another with --port"),
        None => (8080..8180)
            .find(|port| is_free(*port))
            .context("ports 8080 to 8179 are all in use; please name one with --port")?,
    };
    println!("Building the page, about a minute the first time, and serving it at");
    println!();
    println!("    http://127.0.0.1:{port}/");
    println!();
    println!("It is rebuilt on every change. Ctrl-C stops it.");
    // Not into dist/, which stays the optimised page of the last build, also while tests run on it.
    trunk
        .arg("serve")
        .arg("--dist")
        .arg(project::target().join("serve"));
    trunk
        .args(["--offline", "--address", "127.0.0.1", "--port"])
        .arg(port.to_string());
    if options.open {
        trunk.arg("--open");
    }
    if options.release {
        trunk.arg("--release");
    }
    process::run(&mut trunk)
}

/// The Trunk command for the page in `folder`: on its PATH are wasm-bindgen and, for optimised builds, wasm-opt in the
/// versions that fit.
pub fn trunk(folder: &Path, optimised: bool) -> Result<Command> {
    install::rust_parts()?;
    let (program, bindgen) = install::builders(|| {
        if !optimised {
            compile(folder);
        }
    })?;
    let mut beside: Vec<_> = bindgen
        .parent()
        .map(Path::to_path_buf)
        .into_iter()
        .collect();
    if optimised {
        beside.push(install::npm_packages()?);
    }
    install::crates_of(folder)?;
    let mut trunk = process::command(program, folder);
    trunk.env("PATH", process::path_with(&beside)?);
    process::wasm_flags(&mut trunk, "");
    trunk.env("TRUNK_SKIP_VERSION_CHECK", "true");
    // Trunk reads NO_COLOR as a boolean and stops at the usual value "1".
    if std::env::var_os("NO_COLOR").is_some() {
        trunk.env("NO_COLOR", "true");
    }
    Ok(trunk)
}

/// Compiles the page as Trunk will do, which then finds it compiled. Errors are ignored: Trunk reports them again.
fn compile(folder: &Path) {
    println!("Compiling the page meanwhile …");
    let mut cargo = process::cargo(folder);
    cargo.args(["build", "--quiet", "--target", "wasm32-unknown-unknown"]);
    cargo.args(["--bin", "calibration-explainer"]);
    process::wasm_flags(&mut cargo, "");
    let _ = process::run(&mut cargo);
}

/// A port that nothing listens on.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr()?.port())
}

fn is_free(port: u16) -> bool {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()
}
