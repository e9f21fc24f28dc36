//! Measures label probabilities natively, by the engine that answers in the page; behind `cargo xtask measure`.
//!
//! What it writes the page reads: a state, as *Save* in the page writes one.

mod ask;
mod counts;
mod file;
mod sentences;
mod sets;
#[cfg(test)]
mod tests;

use ask::Models;
use lexopt::prelude::{Long, Value, ValueExt};
use std::error::Error;
use std::path::{Path, PathBuf};

/// A mistake of the caller's, or what could not be done.
pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

const HELP: &str = "\
cargo xtask measure
    Measure the project's own sentences again: data/measured-smollm2.json.
cargo xtask measure --sets FOLDER
    Measure the public test sets in FOLDER (sst2-test.txt, trec-test.txt, agnews-test-1000.csv): data/sets/, and the table in
    data/README.md. Their texts go nowhere.
cargo xtask measure FILE --labels A,B,… [--template TEXT] [--example LABEL=TEXT]… [--context-free TEXT]… [--out FILE.json]
    Measure a file of texts, with right labels or without, in any form that the page reads; writes what page and readTable read.
    --template      the prompt; {input} is the text, \\n a new line; \"Input: {input} Sentiment:\" if it is not given
    --example       a labelled example before the input; any number of them, in the order of the prompt
    --context-free  a text without content; N/A, the empty string and [MASK] if none is given
    --out           the file to write; without it, standard output
--model FILE.gguf measures another model of the llama architecture than SmolLM2-135M-Instruct.
";

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cargo xtask measure: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Arguments {
    model: PathBuf,
    /// Folder from which relative paths are named.
    here: PathBuf,
    file: Option<PathBuf>,
    sets: Option<PathBuf>,
    out: Option<PathBuf>,
    prompt: file::Prompt,
}

fn run() -> Result<()> {
    let Some(arguments) = arguments(lexopt::Parser::from_env())? else {
        print!("{HELP}");
        return Ok(());
    };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let open = || Models::open(&arguments.model);
    match (&arguments.file, &arguments.sets) {
        (Some(_), Some(_)) => Err("--sets and a file are two different things to measure".into()),
        (None, Some(folder)) => sets::measure(&mut open()?, folder, &data.join("sets")),
        (Some(path), None) => {
            let state = file::read(path, &arguments.prompt)?;
            file::write(&open()?.answered(state)?, arguments.out.as_deref())
        }
        (None, None) if arguments.prompt != file::Prompt::default() => {
            Err("labels, template and examples are for a file; please name it".into())
        }
        (None, None) => sentences::measure(&mut open()?, &data.join("measured-smollm2.json")),
    }
}

/// Reads the arguments; `None` if the reader asks for help.
fn arguments(mut parser: lexopt::Parser) -> Result<Option<Arguments>> {
    let mut read = Arguments::default();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("help") => return Ok(None),
            Long("model") => read.model = parser.value()?.string()?.into(),
            Long("here") => read.here = parser.value()?.string()?.into(),
            Long("sets") => read.sets = Some(parser.value()?.string()?.into()),
            Long("out") => read.out = Some(parser.value()?.string()?.into()),
            Long("labels") => read.prompt.labels = file::labels(&parser.value()?.string()?),
            Long("template") => {
                read.prompt.template = Some(parser.value()?.string()?.replace("\\n", "\n"))
            }
            Long("example") => read.prompt.examples.push(parser.value()?.string()?),
            Long("context-free") => read.prompt.context_free.push(parser.value()?.string()?),
            Value(path) if read.file.is_none() => read.file = Some(path.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    for path in [&mut read.file, &mut read.sets, &mut read.out] {
        *path = path.take().map(|path| read.here.join(path));
    }
    read.model = read.here.join(&read.model);
    Ok(Some(read))
}
