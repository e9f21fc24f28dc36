//! `cargo xtask profile`: which functions the first views call. A page that keeps account of its functions is built and opened in a
//! browser in each way that counts (`tests/e2e/profile/`); what no view called is listed in `xtask/split/later.txt`, by which
//! every build splits its code.

use crate::{dist, embed_page, install, process, project};
use anyhow::Result;
use std::path::Path;

/// The variable that makes Trunk's hook build such a page: the file for the functions' names.
pub const NAMES: &str = "EXPLAINER_PROFILE_NAMES";

pub fn run() -> Result<()> {
    let folder = project::target().join("profile");
    let (names, ran, page) = (
        folder.join("names.txt"),
        folder.join("ran.json"),
        folder.join("dist"),
    );
    println!("Building a page that keeps account of its functions, about a minute …");
    let mut trunk = dist::trunk(&project::root())?;
    process::with_small_std(&mut trunk);
    trunk
        .args(["build", "--release", "--offline", "--dist"])
        .arg(&page)
        .env(NAMES, &names);
    process::run(&mut trunk)?;
    println!("Opening it in a headless Chromium …");
    let programs = install::npm_packages()?;
    let mut playwright = process::command(programs.join("playwright"), &project::e2e());
    playwright
        .args(["test", "--config", "profile.config.ts"])
        .env("CHROME", install::chromium()?)
        .env("E2E_DIST", page)
        .env("PROFILE_RAN", &ran)
        .env("E2E_PORT", dist::free_port()?.to_string());
    process::run(&mut playwright)?;
    process::run(embed_page::split().arg("list").arg(names).arg(ran))?;
    println!("xtask/split/later.txt is new; `cargo xtask build` splits by it.");
    Ok(())
}

/// Makes the page that Trunk has built keep account.
pub fn instrument(folder: &Path, names: &Path) -> Result<()> {
    process::run(embed_page::split().arg("instrument").arg(folder).arg(names))
}
