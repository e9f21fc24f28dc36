//! `cargo xtask bench`: the figures of the README, with the date and the machine.

use crate::machine::Machine;
use crate::{dist, install, model, process, project};
use anyhow::Result;
use std::path::PathBuf;

/// Returns true if everything could be measured.
pub fn run() -> Result<bool> {
    println!("{Machine}");
    let parts = [
        ("Mathematics, native", mathematics as fn() -> Result<()>),
        ("Loading and dragging, in Chromium", in_browser),
        ("Language model, in Chromium", language_model),
    ];
    let mut complete = true;
    for (name, part) in parts {
        println!("\n== {name} ==");
        if let Err(error) = part() {
            println!("{error:#}");
            complete = false;
        }
    }
    println!("\nMeasured: {Machine}");
    Ok(complete)
}

fn mathematics() -> Result<()> {
    println!("Calibrating, dragging and checking 100 to 100 000 rows, 4 to 6 minutes …");
    let benches = ["calibrate", "columns", "check"].map(|bench| ["--bench", bench]);
    let mut cargo = process::cargo(&project::root());
    process::run(cargo.arg("bench").args(benches.as_flattened()))
}

/// Measures loading and dragging in Chromium, of our page and of an empty Yew page that is built with the same flags.
fn in_browser() -> Result<()> {
    dist::build(true)?;
    let empty = empty_yew()?;
    println!("Loading pages and dragging bars in a headless Chromium, some 15 minutes …");
    playwright(
        &["bench/load.bench.ts", "bench/drag.bench.ts"],
        &[("EMPTY_YEW", empty)],
    )
}

/// Measures the engine of the language model beside candle and wllama, and what a reader of the page in dist/ waits for.
fn language_model() -> Result<()> {
    model::write()?;
    let candle = candle()?;
    println!("Three engines and the page answer in a headless Chromium, some 5 minutes …");
    playwright(&["bench/model.bench.ts"], &[("CANDLE", candle)])
}

/// Runs files of tests/e2e/bench in Chromium, with variables for the server.
fn playwright(files: &[&str], variables: &[(&str, PathBuf)]) -> Result<()> {
    let folder = project::e2e();
    let programs = install::npm_packages()?;
    let chromium = install::chromium()?;
    if let Some(version) = process::output(process::command(&chromium, &folder).arg("--version")) {
        println!("{}", version.trim());
    }
    let mut playwright = process::command(programs.join("playwright"), &folder);
    playwright
        .args(["test", "--config", "bench.config.ts"])
        .args(files)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .env("CHROME", chromium)
        .env("E2E_PORT", dist::free_port()?.to_string());
    process::run(&mut playwright)
}

/// Builds a page that only counts clicks. Returns its folder.
fn empty_yew() -> Result<PathBuf> {
    println!("Building an empty Yew page with the same flags, about a minute the first time …");
    let target = project::target().join("empty-yew");
    let page = target.join("dist");
    let mut trunk = dist::trunk(&project::root().join("xtask").join("empty-yew"), true)?;
    trunk
        .args(["build", "--release", "--offline", "--dist"])
        .arg(&page)
        .env("CARGO_TARGET_DIR", &target);
    process::run(&mut trunk)?;
    Ok(page)
}

/// Lets candle answer some of the prompts that our engine is tested with, and builds it for the browser. Returns the folder with
/// `candle.js` and `candle_bg.wasm`.
fn candle() -> Result<PathBuf> {
    println!("Building candle, natively and for the browser, some minutes the first time …");
    let folder = project::root().join("xtask").join("candle");
    let target = project::target().join("candle");
    install::crates_of(&folder)?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = process::cargo(&folder);
        cargo
            .args(arguments)
            .args(["--locked", "--offline"])
            .env("CARGO_TARGET_DIR", &target);
        cargo
    };
    process::run(
        cargo(&["test", "--quiet"])
            .env("EXPLAINER_MODEL", model::weights()?)
            .args(["--", "--nocapture"]),
    )?;
    let mut build = cargo(&["build", "--quiet", "--release"]);
    build.args(["--target", "wasm32-unknown-unknown"]);
    process::wasm_flags(&mut build, "-Ctarget-feature=+simd128");
    process::run(&mut build)?;
    let made = target.join("wasm32-unknown-unknown/release/candle_yardstick.wasm");
    let page = target.join("page");
    process::run(
        process::command(install::wasm_bindgen()?, &folder)
            .args(["--target", "web", "--no-typescript"])
            .args(["--omit-default-module-path", "--out-name", "candle"])
            .arg("--out-dir")
            .arg(&page)
            .arg(made),
    )?;
    // Ours goes through wasm-opt as well, which would take many minutes for candle.
    Ok(page)
}
