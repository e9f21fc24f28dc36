//! Installs Debian's packages, where that is possible without a question.

use crate::process::{command, find, output, run};
use crate::project;
use anyhow::{Context, Result, bail};
use std::sync::Once;

/// Installs packages. `what` and `time` are for the message: "Installing `what` with apt-get, `time` …".
pub fn install(packages: &[&str], what: &str, time: &str) -> Result<()> {
    let names = packages.join(" ");
    if find("apt-get").is_none() {
        bail!(
            "{what} is missing; please install it with your system's package manager (on Debian: sudo apt-get install {names})"
        );
    }
    let sentence = format!("{what} is missing; please run: sudo apt-get install {names}");
    let root = project::root();
    let is_root = output(command("id", &root).arg("-u")).is_some_and(|id| id.trim() == "0");
    if !is_root && output(command("sudo", &root).args(["-n", "true"])).is_none() {
        bail!(sentence);
    }
    let apt = |arguments: &[&str]| {
        let mut apt = if is_root {
            command("env", &root)
        } else {
            let mut sudo = command("sudo", &root);
            sudo.args(["-n", "env"]);
            sudo
        };
        // Quiet and without questions.
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"])
            .args(arguments);
        run(&mut apt)
    };
    static UPDATE: Once = Once::new();
    UPDATE.call_once(|| {
        println!("Fetching the list of Debian's packages, some seconds …");
        // If this fails, an older list may still do.
        if let Err(error) = apt(&["update"]) {
            println!("Note: {error:#}");
        }
    });
    println!("Installing {what} with apt-get ({names}), {time} …");
    apt(&[
        "install",
        "--yes",
        "--no-install-recommends",
        "-o",
        "Dpkg::Use-Pty=0",
        "--",
    ]
    .iter()
    .chain(packages)
    .copied()
    .collect::<Vec<_>>())
    .context(sentence)
}
