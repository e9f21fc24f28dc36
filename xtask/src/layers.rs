//! `cargo xtask test`: all tests, in layers, fast ones first. A layer that fails does not keep the later ones from running.

use crate::{check, dist, hosts, install, model, package, process, project, supply};
use anyhow::{Result, anyhow, bail};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::{Duration, Instant};

#[derive(Debug, Default, PartialEq, Eq)]
pub struct Options {
    pub tier: Tier,
    pub only: Option<Layer>,
}

/// How much of the tests is run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tier {
    /// Without the page in a browser.
    Quick,
    /// Everything that a change can break.
    #[default]
    Usual,
    /// Also what takes long.
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    Check,
    Native,
    Build,
    E2e,
    Engines,
    Hosts,
    Supply,
}

impl Layer {
    const ALL: [Self; 7] = [
        Self::Check,
        Self::Native,
        Self::Build,
        Self::E2e,
        Self::Engines,
        Self::Hosts,
        Self::Supply,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Native => "native",
            Self::Build => "build",
            Self::E2e => "e2e",
            Self::Engines => "engines",
            Self::Hosts => "hosts",
            Self::Supply => "supply",
        }
    }

    /// The smallest tier that has it.
    fn tier(self) -> Tier {
        match self {
            Self::Check | Self::Native => Tier::Quick,
            Self::Build | Self::E2e | Self::Engines | Self::Hosts => Tier::Usual,
            Self::Supply => Tier::All,
        }
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

/// Runs the layers and prints how each ended; how many tests there were is said by each runner. Returns true if nothing failed.
pub fn run(options: &Options) -> Result<bool> {
    let mut summary = Vec::new();
    let mut failed = 0;
    let mut page = Page::Unknown;
    for layer in Layer::ALL.into_iter().filter(|layer| options.has(*layer)) {
        println!("\n== {} ==", layer.name());
        let started = Instant::now();
        let result = run_layer(layer, options.tier, &mut page);
        if let Err(error) = &result {
            println!("{error:#}");
            failed += 1;
        }
        summary.push(line(layer, &result, started.elapsed()));
    }
    println!("\nSummary");
    for line in summary {
        println!("{line}");
    }
    Ok(failed == 0)
}

impl Options {
    fn has(&self, layer: Layer) -> bool {
        match (self.only, self.tier) {
            (Some(only), _) => only == layer,
            (None, Tier::Quick) => layer.tier() == Tier::Quick,
            (None, Tier::Usual) => layer.tier() != Tier::All,
            (None, Tier::All) => true,
        }
    }
}

fn line(layer: Layer, result: &Result<()>, time: Duration) -> String {
    let (word, detail) = match result {
        Ok(()) => ("ok", String::new()),
        Err(error) => ("FAILED", format!("  {error:#}")),
    };
    format!(
        "  {:8} {word:8} {:>6.1} s{detail}",
        layer.name(),
        time.as_secs_f64()
    )
}

/// The state of the page in dist/: built from the present sources, or not.
#[derive(PartialEq, Eq)]
enum Page {
    Unknown,
    Built,
    Broken,
}

impl Page {
    /// Builds the page unless there is one.
    fn build_if_missing(&mut self) -> Result<()> {
        let files = [project::dist().join("index.html"), package::folder()];
        match self {
            Self::Broken => bail!("the page was not built"),
            Self::Unknown if !files.iter().all(|path| path.exists()) => {
                dist::build(true)?;
                *self = Self::Built;
                Ok(())
            }
            Self::Unknown | Self::Built => Ok(()),
        }
    }
}

fn run_layer(layer: Layer, tier: Tier, page: &mut Page) -> Result<()> {
    match layer {
        Layer::Check => check::run(),
        Layer::Native => native(tier),
        Layer::Build => {
            *page = Page::Broken;
            dist::build(true)?;
            *page = Page::Built;
            Ok(())
        }
        Layer::E2e => {
            page.build_if_missing()?;
            let llama_cpp = [
                ("EXPLAINER_LLAMA_CPP", install::llama_cpp()?),
                ("EXPLAINER_MODEL", model::weights()?),
            ];
            playwright(tier, "playwright.config.ts", &llama_cpp)
        }
        Layer::Engines => {
            page.build_if_missing()?;
            playwright(tier, "engines.config.ts", &install::engines()?)
        }
        Layer::Hosts => {
            page.build_if_missing()?;
            in_hosts(tier)
        }
        Layer::Supply => supply::run_checks(),
    }
}

fn native(tier: Tier) -> Result<()> {
    let mut cargo = process::cargo(&project::root());
    // The real interpreters run the snippets that the page exports.
    cargo
        .args(["test", "--workspace", "--no-fail-fast"])
        .env("EXPLAINER_PYTHON", install::python()?)
        .env("EXPLAINER_NODE", install::node()?)
        .env("EXPLAINER_MODEL", model::weights()?);
    if tier == Tier::All {
        cargo.env("FUZZ_CASES", "1000000");
    }
    process::run(&mut cargo)
}

/// Runs the Playwright tests of one configuration in tests/e2e/.
fn playwright(tier: Tier, config: &str, environment: &[(&str, PathBuf)]) -> Result<()> {
    let programs = install::npm_packages()?;
    let mut playwright = process::command(programs.join("playwright"), &project::e2e());
    playwright
        .args(["test", "--config", config])
        .env("CHROME", install::chromium()?)
        .env("EXPLAINER_PYTHON", install::python()?)
        .env("EXPLAINER_NODE", install::node()?)
        .env("E2E_PORT", dist::free_port()?.to_string())
        .envs(environment.iter().map(|(name, value)| (name, value)));
    if tier == Tier::All {
        playwright.env(ALL, "1");
    }
    process::run(&mut playwright)
}

/// Tells the configurations of Playwright to run also the tests that take long, which are tagged `@long`.
const ALL: &str = "TEST_ALL";

/// Tests the explainer in sites of several documentation tools.
fn in_hosts(tier: Tier) -> Result<()> {
    let mut missing = Vec::new();
    for host in hosts::HOSTS {
        if (tier == Tier::All || host.usual)
            && let Err(error) = hosts::build(host)
        {
            println!("{}: {error:#}", host.name);
            missing.push(host.name);
        }
    }
    let sites = hosts::sites();
    let tested = playwright(
        tier,
        "../hosts/playwright.config.ts",
        &[("HOSTS_SITES", sites)],
    );
    if !missing.is_empty() {
        bail!("these sites were not built: {}", missing.join(", "));
    }
    tested
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(tier: Tier, only: Option<Layer>) -> Vec<&'static str> {
        let options = Options { tier, only };
        let all = Layer::ALL.into_iter().filter(|layer| options.has(*layer));
        all.map(Layer::name).collect()
    }

    #[test]
    fn each_tier_has_the_layers_of_the_one_before() {
        assert_eq!(layers(Tier::Quick, None), ["check", "native"]);
        let usual = ["check", "native", "build", "e2e", "engines", "hosts"];
        assert_eq!(layers(Tier::Usual, None), usual);
        assert_eq!(layers(Tier::All, None).len(), Layer::ALL.len());
        assert_eq!(layers(Tier::Usual, Some(Layer::Supply)), ["supply"]);
    }

    #[test]
    fn lines_say_how_a_layer_ended() {
        let time = Duration::from_millis(12_345);
        assert_eq!(
            line(Layer::Native, &Ok(()), time),
            "  native   ok         12.3 s"
        );
        assert_eq!(
            line(Layer::Native, &Err(anyhow!("why")), time),
            "  native   FAILED     12.3 s  why"
        );
    }
}
