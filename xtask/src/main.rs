//! The developer's commands. `cargo xtask help` lists them.

mod bench;
mod check;
mod count;
mod dist;
mod embed_page;
mod hosts;
mod install;
mod layers;
mod machine;
mod package;
mod process;
mod project;

use anyhow::{Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  serve [--port N] [--open] [--release]
            Build the page, serve it on 127.0.0.1 and rebuild it on every change.
            The port is the first free one from 8080 on unless --port names one.
  build     Build the optimised dist/, which works from any folder of any web server, and in dist/embed/ the npm package.
  check     Formatting, clippy (native and WebAssembly) and the types of the end-to-end tests.
  test [--quick] [--only LAYER]
            Every test, fast layers first:
              check     what `cargo xtask check` does (each of its checks counts as one test)
              native    the mathematics, the state, the charts, and these commands
              browser   components and widgets in a headless browser
              build     `cargo xtask build` (counts as one test)
              e2e       the finished dist/ in a headless browser, as a reader would use it
              hosts     the sites of tests/hosts/, built by Docusaurus, mdBook, MkDocs, Sphinx and nbconvert, with ours in them
            --quick leaves out the slow layers build, e2e and hosts. --only runs one layer (e2e and hosts take the
            dist/ of the last build, or build it). The last line says how many single tests passed and failed.
  bench     Speed of the mathematics, of dragging in a browser, and of loading beside an empty Yew page and a page with Chart.js.
  install   Only the step that all others begin with: install the tools that are missing.

A tool found on PATH is used as it is. Missing ones go to a folder of the user's own
(calibration-explainer/tools in $XDG_CACHE_HOME or ~/.cache) or, as root on Debian, are installed by apt-get.
Environment: CHROME and CHROMEDRIVER name a browser and its driver, EXPLAINER_PYTHON a Python with NumPy.
";

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("cargo xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Returns true if all that was asked for went well.
fn run() -> Result<bool> {
    match command(lexopt::Parser::from_env())? {
        Command::Help => {
            print!("{HELP}");
            Ok(true)
        }
        Command::Serve(options) => dist::serve(&options).map(|()| true),
        Command::Build => dist::build().map(|()| true),
        Command::EmbedPage => embed_page::make().map(|()| true),
        Command::Check => check::run(),
        Command::Test(options) => layers::run(&options),
        Command::Bench => bench::run(),
        Command::Install => install::everything(),
    }
}

#[derive(Debug, PartialEq)]
enum Command {
    Help,
    Serve(dist::ServeOptions),
    Build,
    EmbedPage,
    Check,
    Test(layers::Options),
    Bench,
    Install,
}

fn command(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut name = None;
    let mut serve = dist::ServeOptions::default();
    let mut test = layers::Options::default();
    // Options of the wrong command are refused, not ignored.
    let mut options: Vec<&str> = Vec::new();
    while let Some(argument) = arguments.next()? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Long("port") => {
                serve.port = Some(arguments.value()?.parse()?);
                options.push("port");
            }
            Long("open") => {
                serve.open = true;
                options.push("open");
            }
            Long("release") => {
                serve.release = true;
                options.push("release");
            }
            Long("quick") => {
                test.quick = true;
                options.push("quick");
            }
            Long("only") => {
                test.only = Some(arguments.value()?.string()?.parse()?);
                options.push("only");
            }
            Value(value) if name.is_none() => name = Some(value.string()?),
            other => return Err(other.unexpected().into()),
        }
    }
    let (command, allowed): (Command, &[&str]) = match name.as_deref() {
        None | Some("help") => (Command::Help, &[]),
        Some("serve") => (Command::Serve(serve), &["port", "open", "release"]),
        Some("build") => (Command::Build, &[]),
        // For Trunk, which calls it after every build; see Trunk.toml.
        Some("embed-page") => (Command::EmbedPage, &[]),
        Some("check") => (Command::Check, &[]),
        Some("test") => (Command::Test(test), &["quick", "only"]),
        Some("bench") => (Command::Bench, &[]),
        Some("install") => (Command::Install, &[]),
        Some(other) => bail!("there is no command \"{other}\"; `cargo xtask help` lists them"),
    };
    if let Some(option) = options.iter().find(|option| !allowed.contains(option)) {
        bail!("this command has no option --{option}; see `cargo xtask help`");
    }
    Ok(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<Command> {
        command(lexopt::Parser::from_args(arguments))
    }

    #[test]
    fn commands_and_their_options() {
        assert_eq!(parse(&[]).unwrap(), Command::Help);
        assert_eq!(parse(&["build", "--help"]).unwrap(), Command::Help);
        let serve = dist::ServeOptions {
            port: Some(9000),
            open: true,
            release: false,
        };
        assert_eq!(
            parse(&["serve", "--port", "9000", "--open"]).unwrap(),
            Command::Serve(serve)
        );
        let test = layers::Options {
            quick: false,
            only: Some(layers::Layer::E2e),
        };
        assert_eq!(parse(&["test", "--only=e2e"]).unwrap(), Command::Test(test));
    }

    #[test]
    fn mistakes_are_named() {
        for (arguments, word) in [
            (&["biuld"][..], "biuld"),
            (&["build", "--quick"], "--quick"),
            (&["serve", "--port", "many"], "many"),
            (&["test", "--only", "nothing"], "nothing"),
            (&["test", "everything"], "everything"),
        ] {
            let error = parse(arguments).unwrap_err();
            assert!(
                format!("{error:#}").contains(word),
                "{arguments:?}: {error:#}"
            );
        }
    }
}
