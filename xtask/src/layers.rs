//! `cargo xtask test`: all tests, in layers, fast ones first. A layer that fails does not keep the later ones from running.

use crate::count::{self, Count};
use crate::{check, dist, hosts, install, package, process, project};
use anyhow::{Context, Result, anyhow};
use std::str::FromStr;
use std::time::{Duration, Instant};

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub quick: bool,
    pub only: Option<Layer>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Check,
    Native,
    Browser,
    Build,
    E2e,
    Hosts,
}

impl Layer {
    const ALL: [Self; 6] = [
        Self::Check,
        Self::Native,
        Self::Browser,
        Self::Build,
        Self::E2e,
        Self::Hosts,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Native => "native",
            Self::Browser => "browser",
            Self::Build => "build",
            Self::E2e => "e2e",
            Self::Hosts => "hosts",
        }
    }

    fn is_slow(self) -> bool {
        matches!(self, Self::Build | Self::E2e | Self::Hosts)
    }
}

impl FromStr for Layer {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Self> {
        let names = Self::ALL.map(Self::name).join(", ");
        let found = Self::ALL.into_iter().find(|layer| layer.name() == text);
        found.ok_or_else(|| anyhow!("there is no layer \"{text}\"; the layers are {names}"))
    }
}

/// The outcome of a layer.
enum Outcome {
    Ran(Count),
    /// Left out on purpose, with the reason.
    Skipped(String),
    /// Could not run at all, with the reason; counts as one failed test.
    Broken(String),
}

impl Outcome {
    fn count(&self) -> Count {
        match self {
            Self::Ran(count) => *count,
            Self::Skipped(_) => Count::default(),
            Self::Broken(_) => Count::one(false),
        }
    }

    fn line(&self, layer: Layer, time: Duration) -> String {
        let count = self.count();
        let (word, detail) = match self {
            Self::Ran(Count { failed: 0, .. }) => ("ok", format!("{} passed", count.passed)),
            Self::Ran(_) => (
                "FAILED",
                format!("{} passed, {} failed", count.passed, count.failed),
            ),
            Self::Skipped(reason) => ("skipped", reason.clone()),
            Self::Broken(reason) => ("FAILED", reason.clone()),
        };
        format!(
            "  {:8} {:8} {:>6.1} s  {detail}",
            layer.name(),
            word,
            time.as_secs_f64()
        )
    }
}

/// Runs the layers and prints the summary. Returns true if nothing failed.
pub fn run(options: &Options) -> Result<bool> {
    let mut summary = Vec::new();
    let mut total = Count::default();
    let mut page = Page::Unknown;
    for layer in Layer::ALL {
        if options.only.is_some_and(|only| only != layer) {
            continue;
        }
        let started = Instant::now();
        let outcome = if options.quick && layer.is_slow() {
            Outcome::Skipped("left out by --quick".to_owned())
        } else {
            println!("\n== {} ==", layer.name());
            run_layer(layer, &mut page).unwrap_or_else(|error| {
                println!("{error:#}");
                Outcome::Broken(format!("{error:#}"))
            })
        };
        total += outcome.count();
        summary.push(outcome.line(layer, started.elapsed()));
    }
    println!("\nSummary");
    for line in summary {
        println!("{line}");
    }
    println!("\n{} passed, {} failed", total.passed, total.failed);
    Ok(total.failed == 0)
}

/// The state of the page in dist/: built from the present sources, or not.
#[derive(PartialEq, Eq)]
enum Page {
    Unknown,
    Built,
    Broken,
}

fn run_layer(layer: Layer, page: &mut Page) -> Result<Outcome> {
    match layer {
        Layer::Check => check::count().map(Outcome::Ran),
        Layer::Native => native(),
        Layer::Browser => browser(),
        Layer::Build => {
            *page = Page::Broken;
            dist::build()?;
            *page = Page::Built;
            Ok(Outcome::Ran(Count::one(true)))
        }
        Layer::E2e | Layer::Hosts => {
            if *page == Page::Broken {
                return Ok(Outcome::Broken("the page was not built".to_owned()));
            }
            let built = [project::dist().join("index.html"), package::folder()]
                .iter()
                .all(|path| path.exists());
            if *page == Page::Unknown && !built {
                dist::build()?;
                *page = Page::Built;
            }
            if layer == Layer::E2e {
                e2e()
            } else {
                in_hosts()
            }
        }
    }
}

fn native() -> Result<Outcome> {
    let root = project::root();
    let mut total = Count::default();
    // The real interpreters run the snippets that the page exports.
    let python = install::python()?;
    let node = install::node()?;
    let commands = [
        &["test", "--no-fail-fast"][..],
        &["test", "--package", "xtask"],
    ];
    for arguments in commands {
        let mut cargo = process::cargo(&root);
        cargo
            .args(arguments)
            .env("EXPLAINER_PYTHON", &python)
            .env("EXPLAINER_NODE", &node);
        let ran = process::stream(&mut cargo)?;
        total += Count::of_runner(count::cargo(&ran.text), ran.success);
    }
    Ok(Outcome::Ran(total))
}

fn browser() -> Result<Outcome> {
    let root = project::root();
    if !root.join("tests/browser/main.rs").is_file() {
        return Ok(Outcome::Skipped(
            "there is no tests/browser/main.rs".to_owned(),
        ));
    }
    install::rust_parts()?;
    // Install the browser first: its package brings the driver of the same version.
    install::chromium()?;
    let driver = install::chromedriver()?;
    let runner = install::wasm_bindgen("wasm-bindgen-test-runner")?;
    let mut cargo = process::cargo(&root);
    cargo
        .args([
            "test",
            "--target=wasm32-unknown-unknown",
            "--test",
            "browser",
        ])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", driver);
    let ran = process::stream(&mut cargo)?;
    Ok(Outcome::Ran(Count::of_runner(
        count::cargo(&ran.text),
        ran.success,
    )))
}

fn e2e() -> Result<Outcome> {
    let programs = install::npm_packages()?;
    let mut playwright = process::command(programs.join("playwright"), &project::e2e());
    playwright
        .arg("test")
        .env("CHROME", install::chromium()?)
        .env("EXPLAINER_PYTHON", install::python()?)
        .env("EXPLAINER_NODE", install::node()?)
        .env("E2E_PORT", dist::free_port()?.to_string());
    let ran = process::stream(&mut playwright).context("the end-to-end tests could not start")?;
    Ok(Outcome::Ran(Count::of_runner(
        count::playwright(&ran.text),
        ran.success,
    )))
}

/// Tests the explainer in sites of several documentation tools. The build of each site counts as one test.
fn in_hosts() -> Result<Outcome> {
    let programs = install::npm_packages()?;
    let chromium = install::chromium()?;
    let mut total = Count::default();
    for host in hosts::HOSTS {
        let built = hosts::build(host);
        if let Err(error) = &built {
            println!("{}: {error:#}", host.name);
        }
        total += Count::one(built.is_ok());
    }
    let mut playwright = process::command(programs.join("playwright"), &project::hosts());
    playwright
        .args(["test", "--config", "playwright.config.ts"])
        .env("CHROME", chromium)
        .env("HOSTS_SITES", hosts::sites())
        .env("E2E_PORT", dist::free_port()?.to_string());
    let ran =
        process::stream(&mut playwright).context("the tests of tests/hosts could not start")?;
    total += Count::of_runner(count::playwright(&ran.text), ran.success);
    Ok(Outcome::Ran(total))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_by_name() {
        for layer in Layer::ALL {
            assert_eq!(layer.name().parse::<Layer>().unwrap(), layer);
        }
        assert!("".parse::<Layer>().is_err());
    }

    #[test]
    fn summary_lines() {
        let time = Duration::from_millis(12_340);
        for (outcome, expected) in [
            (
                Outcome::Ran(Count {
                    passed: 3,
                    failed: 0,
                }),
                "  native   ok         12.3 s  3 passed",
            ),
            (
                Outcome::Ran(Count {
                    passed: 3,
                    failed: 1,
                }),
                "  native   FAILED     12.3 s  3 passed, 1 failed",
            ),
            (
                Outcome::Skipped("why".to_owned()),
                "  native   skipped    12.3 s  why",
            ),
            (
                Outcome::Broken("why".to_owned()),
                "  native   FAILED     12.3 s  why",
            ),
        ] {
            assert_eq!(outcome.line(Layer::Native, time), expected);
        }
        assert_eq!(Outcome::Broken(String::new()).count().failed, 1);
    }
}
