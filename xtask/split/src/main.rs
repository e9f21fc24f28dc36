//! Splits a WebAssembly module in two: what the first view needs, and what can come later.
//!
//! Works on what `wasm-bindgen` writes, where functions still have their names, and before `wasm-opt`. The page says which
//! functions come later, by name; all that only these call goes with them. Both parts share one memory, one table and the
//! globals. Where the first part calls the second, it does so through the table, whose places the second fills when it is
//! instantiated; a call before that traps, so the page asks first whether the second part is there (`page::later`).

mod module;

use anyhow::{Context, Result, bail};
use std::fs::{read, write};

/// What marks a function, in the names that `wasm-bindgen` writes (demangled, without a hash).
const LATER: [&str; 2] = [
    " as calibration_explainer::page::piece::Acts>::",
    "::later::",
];

/// What stays although it is marked: the piece of the first chapter.
const FIRST: &str = "pieces::ghost::";

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, first, later] = arguments.as_slice() else {
        bail!("usage: split INPUT FIRST LATER");
    };
    let wasm = read(input).with_context(|| format!("could not read {input}"))?;
    let is_later =
        |name: &str| LATER.iter().any(|mark| name.contains(mark)) && !name.contains(FIRST);
    let parts = module::split(&wasm, is_later)?;
    eprintln!(
        "{} functions of {} come later, behind {} doors",
        parts.later_functions, parts.functions, parts.doors
    );
    write(first, parts.first).with_context(|| format!("could not write {first}"))?;
    write(later, parts.later).with_context(|| format!("could not write {later}"))
}
