//! `cargo xtask bench`: the figures of the README, with the date and the machine.

use crate::machine::Machine;
use crate::size::{Table, kilobytes};
use crate::{dist, install, process, project};
use anyhow::{Context, Result};
use std::fs::read_dir;

/// True if everything could be measured.
pub fn run() -> Result<bool> {
    println!("{Machine}");
    let parts = [
        ("Mathematics, native", mathematics as fn() -> Result<()>),
        ("Size of the first load", size),
        ("Dragging, in Chromium", dragging),
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
    println!("Calibrating 100 000 rows, 1 to 2 minutes …");
    process::run(process::cargo(&project::root()).args(["bench", "--bench", "calibrate"]))
}

/// Our page, and beside it a page that only counts clicks, built in the same run with the same flags.
fn size() -> Result<()> {
    dist::build()?;
    println!("Building an empty Yew page with the same flags, about a minute the first time …");
    let folder = project::root().join("xtask").join("empty-yew");
    let target = project::target().join("empty-yew");
    let empty_dist = target.join("dist");
    let mut trunk = dist::trunk(&folder)?;
    process::with_small_std(&mut trunk);
    trunk
        .args(["build", "--release", "--offline", "--dist"])
        .arg(&empty_dist)
        .env("CARGO_TARGET_DIR", &target);
    process::run(&mut trunk)?;
    let ours = Table::of(&project::dist())?;
    let empty = Table::of(&empty_dist)?;
    for table in &ours {
        println!("\nthe explainer\n{table}");
    }
    // It has one view.
    let empty = empty.first().context("the empty page has no files")?;
    println!("\nan empty Yew page\n{empty}\n");
    for table in &ours {
        println!("{}, brotli: {}", table.title, kilobytes(table.brotli()));
    }
    println!("an empty Yew page: {}", kilobytes(empty.brotli()));
    Ok(())
}

fn dragging() -> Result<()> {
    let folder = project::e2e();
    let files = read_dir(folder.join("bench")).context("there is no tests/e2e/bench")?;
    if !files
        .flatten()
        .any(|file| file.file_name().to_string_lossy().ends_with(".bench.ts"))
    {
        println!("There is nothing to measure in tests/e2e/bench.");
        return Ok(());
    }
    println!("Dragging bars in a headless Chromium, 1 to 2 minutes …");
    let programs = install::npm_packages()?;
    let chromium = install::chromium()?;
    if let Some(version) = process::output(process::command(&chromium, &folder).arg("--version")) {
        println!("{}", version.trim());
    }
    let mut playwright = process::command(programs.join("playwright"), &folder);
    playwright
        .args(["test", "--config", "bench.config.ts"])
        .env("CHROME", chromium)
        .env("E2E_PORT", dist::free_port()?.to_string());
    process::run(&mut playwright)
}
