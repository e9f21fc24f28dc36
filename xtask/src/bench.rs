//! `cargo xtask bench`: the figures of the README, with the date and the machine.

use crate::machine::Machine;
use crate::{dist, install, process, project};
use anyhow::Result;
use std::path::PathBuf;

/// Returns true if everything could be measured.
pub fn run() -> Result<bool> {
    println!("{Machine}");
    let parts = [
        ("Mathematics, native", mathematics as fn() -> Result<()>),
        ("Loading and dragging, in Chromium", in_browser),
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
    let folder = project::e2e();
    let programs = install::npm_packages()?;
    let chromium = install::chromium()?;
    if let Some(version) = process::output(process::command(&chromium, &folder).arg("--version")) {
        println!("{}", version.trim());
    }
    let mut playwright = process::command(programs.join("playwright"), &folder);
    playwright
        .args(["test", "--config", "bench.config.ts"])
        .env("CHROME", chromium)
        .env("EMPTY_YEW", empty)
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
