//! The developer's commands. `cargo xtask help` lists them.

mod bench;
mod check;
mod dist;
mod embed_page;
mod hosts;
mod install;
mod layers;
mod machine;
mod model;
mod package;
mod process;
mod project;
mod supply;

use anyhow::{Result, bail};
use lexopt::prelude::{Long, Short, Value, ValueExt};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  serve [--port N] [--open] [--release] [--no-model]
            Build the page, serve it on 127.0.0.1 and rebuild it on every change.
            The port is the first free one from 8080 on unless --port names one.
  build [--no-model]
            Build the optimised dist/, which works from any folder of any web server, and in dist/embed/ the npm package.
            Serve and build take the small language model along where it has been fetched, unless --no-model leaves it out.
  check     Formatting, clippy (native and WebAssembly) and the types of the end-to-end tests.
  test [--quick | --all] [--only LAYER]
            The tests, in layers, fast ones first:
              check     what `cargo xtask check` does
              native    the mathematics, the state, the charts, and these commands
              build     `cargo xtask build`
              e2e       the finished dist/ in a headless Chromium, as a reader would use it
              engines   the same page in Firefox and WebKit, what matters most (on Debian)
              hosts     sites with ours in them: a plain one and one of Docusaurus
            --quick runs check and native alone. --all also runs what takes long: every combination of language, theme and
            width, the sites of mdBook, MkDocs, Sphinx and nbconvert, 100 000 random actions, a million fuzzed links, and
              supply    licences and sources of everything that is built in, and a list of it (SBOM) in target/sbom/
            --only runs one layer (those that need a page take the dist/ of the last build, or build it).
  model     Fetch the weights of the small language model (93 MB, once per machine) and write dist/model/.
  ask FILE.json [--model FILE.gguf]
            Answer a file of prompts and labels, in the form of model/tests/data/smollm2.json, by the page's engine.
  measure [FILE | --sets FOLDER] […]
            Label probabilities by the page's engine: of the project's own sentences, of public test sets, or of a file of yours, in a
            form that the page reads. `cargo xtask measure --help` tells its options.
  bench     Speed of the mathematics, of dragging in a browser, of loading beside an empty Yew page and a page with Chart.js, and of
            the language model beside candle and wllama.
  install   Only the step that all others begin with: install the tools that are missing.

A tool found on PATH is used as it is. Missing ones go to a folder of the user's own
(calibration-explainer/tools in $XDG_CACHE_HOME or ~/.cache) or, as root on Debian, are installed by apt-get.
Environment: CHROME, FIREFOX and WEBKIT_DRIVER name browsers, EXPLAINER_PYTHON a Python with NumPy.
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
        Command::Build { model } => dist::build(model).map(|()| true),
        Command::EmbedPage => embed_page::make().map(|()| true),
        Command::Check => check::run().map(|()| true),
        Command::Test(options) => layers::run(&options),
        Command::Bench => bench::run(),
        Command::Model => model::write().map(|()| true),
        Command::Ask { file, model } => model::ask(&file, model.as_deref()).map(|()| true),
        Command::Measure(arguments) => model::measure(&arguments).map(|()| true),
        Command::Install => install::everything(),
    }
}

#[derive(Debug, PartialEq)]
enum Command {
    Help,
    Serve(dist::ServeOptions),
    /// Builds the page, with the language model's weights or without.
    Build {
        model: bool,
    },
    EmbedPage,
    Check,
    Test(layers::Options),
    Bench,
    Model,
    Ask {
        file: PathBuf,
        model: Option<PathBuf>,
    },
    /// Has options of its own.
    Measure(Vec<OsString>),
    Install,
}

fn command(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut name = None;
    let mut file = None;
    let mut model = None;
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
            Long("no-model") => {
                serve.model = false;
                options.push("no-model");
            }
            Long("quick") => {
                test.tier = layers::Tier::Quick;
                options.push("quick");
            }
            Long("all") => {
                test.tier = layers::Tier::All;
                options.push("all");
            }
            Long("only") => {
                test.only = Some(arguments.value()?.string()?.parse()?);
                options.push("only");
            }
            Long("model") => {
                model = Some(PathBuf::from(arguments.value()?));
                options.push("model");
            }
            Value(value) if name.is_none() => {
                let value = value.string()?;
                if value == "measure" {
                    return Ok(Command::Measure(arguments.raw_args()?.collect()));
                }
                name = Some(value);
            }
            Value(value) if name.as_deref() == Some("ask") && file.is_none() => {
                file = Some(PathBuf::from(value));
            }
            other => return Err(other.unexpected().into()),
        }
    }
    let (command, allowed): (Command, &[&str]) = match name.as_deref() {
        None | Some("help") => (Command::Help, &[]),
        Some("serve") => (
            Command::Serve(serve),
            &["port", "open", "release", "no-model"],
        ),
        Some("build") => (Command::Build { model: serve.model }, &["no-model"]),
        // For Trunk, which calls it after every build; see Trunk.toml.
        Some("embed-page") => (Command::EmbedPage, &[]),
        Some("check") => (Command::Check, &[]),
        Some("test") => (Command::Test(test), &["quick", "all", "only"]),
        Some("bench") => (Command::Bench, &[]),
        Some("model") => (Command::Model, &[]),
        Some("ask") => match file {
            Some(file) => (Command::Ask { file, model }, &["model"]),
            None => bail!("please name a file of prompts: cargo xtask ask FILE.json"),
        },
        Some("install") => (Command::Install, &[]),
        Some(other) => bail!("there is no command \"{other}\"; `cargo xtask help` lists them"),
    };
    if options.contains(&"quick") && options.contains(&"all") {
        bail!("--quick and --all are opposites; please choose one");
    }
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
            model: true,
        };
        assert_eq!(
            parse(&["serve", "--port", "9000", "--open"]).unwrap(),
            Command::Serve(serve)
        );
        let test = layers::Options {
            tier: layers::Tier::Usual,
            only: Some(layers::Layer::E2e),
        };
        assert_eq!(parse(&["test", "--only=e2e"]).unwrap(), Command::Test(test));
        let ask = Command::Ask {
            file: "cases.json".into(),
            model: Some("own.gguf".into()),
        };
        let asked = parse(&["ask", "cases.json", "--model", "own.gguf"]);
        assert_eq!(asked.unwrap(), ask);
        let own = ["own.csv", "--labels", "A,B", "--help"].map(OsString::from);
        let measured = parse(&["measure", "own.csv", "--labels", "A,B", "--help"]);
        assert_eq!(measured.unwrap(), Command::Measure(own.into()));
    }

    #[test]
    fn mistakes_are_named() {
        for (arguments, word) in [
            (&["biuld"][..], "biuld"),
            (&["build", "--quick"], "--quick"),
            (&["serve", "--port", "many"], "many"),
            (&["test", "--only", "nothing"], "nothing"),
            (&["test", "everything"], "everything"),
            (&["test", "--quick", "--all"], "opposites"),
            (&["ask"], "file of prompts"),
            (&["model", "--model", "own.gguf"], "--model"),
        ] {
            let error = parse(arguments).unwrap_err();
            assert!(
                format!("{error:#}").contains(word),
                "{arguments:?}: {error:#}"
            );
        }
    }
}
