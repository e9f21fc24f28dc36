//! Three public test sets, each with three prompts: no examples, two examples, and the same two in the other order.
//!
//! Of the sets only label probabilities and right labels are written: their texts are not the project's to give away.

#![allow(clippy::indexing_slicing)] // `Value` gives null for a missing key.

use crate::Result;
use crate::ask::{Models, at_digits};
use crate::counts::counts;
use crate::file::{CONTEXT_FREE, prompts, write};
use calibration_explainer::calibration::{Decision, Distribution, Output, wilson};
use calibration_explainer::check::{Inputs, mcnemar, reliability};
use calibration_explainer::state::{Derived, Example, State, TestInput, percent_of, short};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Texts with the indices of their right labels.
type Rows = Vec<(String, usize)>;

struct Set {
    /// Start of its files' names.
    id: &'static str,
    /// What its rows are called, with a number.
    name: &'static str,
    file: &'static str,
    /// Reads the file: texts with the indices of their right labels.
    read: fn(&str) -> Result<Rows>,
    labels: &'static [&'static str],
    template: &'static str,
    /// Two examples, of the project's own sentences, with the indices of their labels.
    examples: [(&'static str, usize); 2],
}

const SETS: [Set; 3] = [
    Set {
        id: "sst2",
        name: "SST-2",
        file: "sst2-test.txt",
        read: sst2,
        labels: &["Negative", "Positive"],
        template: "Review: {input}\nSentiment:",
        examples: [
            ("A chore from start to finish.", 0),
            ("A joy from start to finish.", 1),
        ],
    },
    Set {
        id: "trec",
        name: "TREC",
        file: "trec-test.txt",
        read: trec,
        labels: &[
            "Number",
            "Location",
            "Person",
            "Description",
            "Entity",
            "Abbreviation",
        ],
        template: "Classify the questions based on whether their answer type is a Number, Location, Person, Description, Entity, \
                   or Abbreviation.\n\nQuestion: {input}\nAnswer Type:",
        examples: [
            ("How many moons does Mars have?", 0),
            ("Who wrote War and Peace?", 2),
        ],
    },
    Set {
        id: "agnews",
        name: "AG News",
        file: "agnews-test-1000.csv",
        read: agnews,
        labels: &["World", "Sports", "Business", "Technology"],
        template: "Classify the news articles into the categories of World, Sports, Business, and Technology.\n\n\
                   Article: {input}\nAnswer:",
        examples: [
            ("Home side wins the cup after extra time and penalties", 1),
            ("Shares slip as the retailer lowers its profit forecast", 2),
        ],
    },
];

/// Lines of `0 text` or `1 text`.
pub(crate) fn sst2(text: &str) -> Result<Rows> {
    let lines = text.lines().map(|line| {
        let (label, text) = line
            .split_once(' ')
            .ok_or_else(|| format!("no label: {line}"))?;
        Ok((text.to_owned(), label.parse()?))
    });
    lines.collect()
}

/// Lines of `NUM:dist text`.
pub(crate) fn trec(text: &str) -> Result<Rows> {
    const CLASSES: [&str; 6] = ["NUM", "LOC", "HUM", "DESC", "ENTY", "ABBR"];
    let lines = text.lines().map(|line| {
        let (label, text) = line
            .split_once(' ')
            .ok_or_else(|| format!("no label: {line}"))?;
        let class = label.split(':').next();
        let label = CLASSES.iter().position(|name| Some(*name) == class);
        Ok((
            text.to_owned(),
            label.ok_or_else(|| format!("no class: {line}"))?,
        ))
    });
    lines.collect()
}

/// A table of classes from 1, titles and descriptions; the text is both.
pub(crate) fn agnews(text: &str) -> Result<Rows> {
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let read = rows.deserialize().map(|row| {
        let (class, title, description): (usize, String, String) = row?;
        let label = class.checked_sub(1).ok_or("classes count from 1")?;
        Ok((format!("{title} {description}"), label))
    });
    read.collect()
}

/// Measures the sets whose files are in a folder, and writes a state for each prompt, and a summary of all.
pub(crate) fn measure(models: &mut Models, folder: &Path, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    let mut summaries = Vec::new();
    for set in &SETS {
        let path = folder.join(set.file);
        let text =
            fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let rows = (set.read)(&text)?;
        let [first, second] = set.examples;
        for (prompt, examples) in [
            ("0", vec![]),
            ("2", vec![first, second]),
            ("2-swapped", vec![second, first]),
        ] {
            let id = format!("{}-{prompt}", set.id);
            eprint!("{id}: ");
            let state = set.measured(models, &rows, &examples)?;
            write(&state, Some(&out.join(format!("{id}.json"))))?;
            summaries.push(summary(&id, &state)?);
        }
    }
    let lines: Vec<String> = summaries
        .iter()
        .map(|summary| format!("  {summary}"))
        .collect();
    fs::write(
        out.join("summary.json"),
        format!("[\n{}\n]\n", lines.join(",\n")),
    )?;
    write_table(&out.join("../README.md"), &table(&summaries)?)
}

impl Set {
    /// The answers to all rows, which have numbers in place of their texts.
    fn measured(
        &self,
        models: &mut Models,
        rows: &[(String, usize)],
        examples: &[(&str, usize)],
    ) -> Result<State> {
        let labels: Vec<String> = self
            .labels
            .iter()
            .map(|label| (*label).to_owned())
            .collect();
        let k = labels.len();
        let inputs: Vec<TestInput> = (rows.iter())
            .map(|(text, label)| TestInput {
                text: text.clone(),
                p: Distribution::even(k),
                label: Some(*label),
            })
            .collect();
        let mut state = State::new(labels, prompts(&CONTEXT_FREE, k), inputs.into());
        state.template = self.template.into();
        let examples = examples.iter().map(|&(text, label)| Example {
            text: text.to_owned(),
            label,
        });
        state.examples = examples.collect::<Vec<_>>().into();
        let mut state = models.answered(state)?;
        let numbered = state
            .inputs
            .iter()
            .zip(1..)
            .map(|(input, number)| TestInput {
                text: format!("{} {number}", self.name),
                p: input.p.to_distribution(),
                label: input.label,
            });
        state.inputs = numbered.collect::<Vec<_>>().into();
        // A model that is asked in the page has not read these texts.
        state.measured = None;
        Ok(state)
    }
}

/// Right answers of each approach, and the exact test against no calibration.
fn summary(id: &str, state: &State) -> Result<Value> {
    let rows = || state.inputs.iter();
    let inputs = Inputs::of(
        state.k(),
        rows().map(|input| (input.p.as_slice(), input.label)),
    );
    let prompts: Vec<Distribution> = state
        .prompts
        .iter()
        .map(|prompt| prompt.p.clone())
        .collect();
    let mut summary =
        json!({ "id": id, "inputs": inputs.counted(), "right": counts(&inputs, &prompts)? });
    if state.k() == 2 {
        summary["reliability"] = bins(state);
    }
    Ok(summary)
}

/// Confidence and accuracy before calibration and after it, with averaged parameters and softmax: for each bin the number of answers,
/// of right ones, and the mean confidence.
fn bins(state: &State) -> Value {
    let outputs: Vec<Output> = Derived::of(state).inputs(state).collect();
    let sorted = |answer: fn(&Output) -> &[f64]| {
        let rows = outputs
            .iter()
            .zip(state.inputs.iter())
            .map(|(output, input)| {
                let said = Decision::index_of(answer(output));
                let confidence = answer(output).get(said).copied().unwrap_or_default();
                (confidence, Some(said) == input.label)
            });
        let bins = reliability(state.k(), rows);
        bins.map(|bin| json!([bin.counted, bin.right, at_digits(bin.confidence, 4)]))
    };
    json!({
        "before": sorted(|output| output.before.as_slice()),
        "after": sorted(|output| output.after.as_deref().unwrap_or_default()),
    })
}

/// The table of `data/README.md`: accuracy with its interval, and the exact test against no calibration.
fn table(summaries: &[Value]) -> Result<String> {
    let mut table = String::from(TABLE);
    for summary in summaries {
        let counted = summary["inputs"].as_u64().unwrap_or(0) as usize;
        for (approach, counts) in summary["right"].as_object().into_iter().flatten() {
            let [right, to_right, to_wrong] =
                [0, 1, 2].map(|i| counts[i].as_u64().unwrap_or(0) as usize);
            let (low, high) = wilson(right, counted);
            let [accuracy, low, high] =
                [right as f64 / counted as f64, low, high].map(|share| percent_of(share, counted));
            let chance = match approach.as_str() {
                "none" => String::new(),
                _ => p_value(mcnemar(to_right, to_wrong)),
            };
            let id = summary["id"].as_str().unwrap_or_default();
            writeln!(
                table,
                "| {id} | {approach} | {right} of {counted} | {accuracy} | {low} to {high} | {to_right} | {to_wrong} | {chance} |"
            )?;
        }
    }
    Ok(table)
}

const TABLE: &str = "\
| preset | calibration | right | accuracy, % | 95 % interval | only after right | only before right | exact test, p |
| --- | --- | --- | --- | --- | --- | --- | --- |
";

/// A p-value with two significant digits.
fn p_value(p: f64) -> String {
    match p {
        0.001.. => short(at_digits(p, 2)),
        _ => "< 0.001".to_owned(),
    }
}

/// Puts the table between its two marks.
fn write_table(path: &Path, table: &str) -> Result<()> {
    const MARKS: [&str; 2] = [
        "<!-- The table of `cargo xtask measure --sets` -->\n",
        "<!-- Its end -->\n",
    ];
    let text = fs::read_to_string(path)?;
    let [begin, end] = MARKS;
    let (before, rest) = text
        .split_once(begin)
        .ok_or("the README has lost its table")?;
    let (_, after) = rest
        .split_once(end)
        .ok_or("the README has lost the end of its table")?;
    Ok(fs::write(
        path,
        format!("{before}{begin}{table}{end}{after}"),
    )?)
}
