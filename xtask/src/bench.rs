//! `cargo xtask bench`: the figures of the README, with the date and the machine.

use crate::machine::Machine;
use crate::{dist, install, process, project};
use anyhow::{Context, Result};
use std::fs::read_dir;

/// True if everything could be measured.
pub fn run() -> Result<bool> {
    println!("{Machine}");
    let parts = [
        ("Mathematics, native", mathematics as fn() -> Result<()>),
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
