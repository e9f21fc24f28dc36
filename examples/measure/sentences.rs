//! The project's own sentences, in `data/measured-smollm2.json`: the file keeps its texts and gets new numbers.

#![allow(clippy::indexing_slicing)] // A key that is missing stops the measurement; `Value` gives null.

use crate::Result;
use crate::ask::{Models, at_digits};
use crate::counts::counts;
use crate::file::{CONTEXT_FREE, prompts};
use calibration_explainer::asking::{Answer, Question};
use calibration_explainer::calibration::{
    Averaging, Distribution, Method, Parameters, Threshold, fit_prompts, softmax, threshold,
};
use calibration_explainer::check::{Form, Inputs, best, decide};
use calibration_explainer::state::{Example, State};
use serde::Serialize;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// Significant digits of the probabilities that are written.
const DIGITS: i32 = 6;

/// Measures all sentences of a file again and writes it.
pub(crate) fn measure(models: &mut Models, path: &Path) -> Result<()> {
    let mut data: Value = serde_json::from_str(&fs::read_to_string(path)?)?;
    let tasks = data["tasks"].as_array().cloned().unwrap_or_default();
    let texts = tasks.first().map(|task| texts(task, "inputs", "text"));
    for (task, number) in tasks.iter().zip(0..) {
        let examples = list(task, "shots").map(|shot| -> Result<Example> {
            Ok(example(words(&shot["text"])?, index(&shot["label"])?))
        });
        let prompt = Prompt {
            prefix: words(&task["prefix"])?,
            template: words(&task["template"])?,
            labels: strings(&task["labels"])?,
            examples: examples.collect::<Result<_>>()?,
        };
        let inputs = self::texts(task, "inputs", "text")?;
        data["tasks"][number] = prompt.measured(models, task, &inputs)?;
        eprintln!("{}", words(&task["name"])?);
    }
    let shots = data["four_shot_patterns"].clone();
    let texts = texts.ok_or("no task")??;
    let [positive, negative] =
        ["positive_examples", "negative_examples"].map(|key| strings(&shots[key]));
    let (positive, negative) = (positive?, negative?);
    let labels = strings(&shots["labels"])?;
    let label = |name: &str| {
        labels
            .iter()
            .position(|label| label == name)
            .ok_or("no such label")
    };
    for (pattern, number) in list(&shots, "patterns").zip(0..) {
        let order = words(&pattern["pattern"])?;
        let examples =
            (order.chars().zip(&positive).zip(&negative)).map(|((place, positive), negative)| {
                Ok(match place {
                    'P' => example(positive, label("Positive")?),
                    _ => example(negative, label("Negative")?),
                })
            });
        let prompt = Prompt {
            prefix: "",
            template: words(&shots["template"])?,
            labels: labels.clone(),
            examples: examples.collect::<Result<_>>()?,
        };
        data["four_shot_patterns"]["patterns"][number] =
            prompt.measured(models, pattern, &texts)?;
        eprintln!("{order}");
    }
    let mut json = Vec::new();
    let format = serde_json::ser::PrettyFormatter::with_indent(b" ");
    data.serialize(&mut serde_json::Serializer::with_formatter(
        &mut json, format,
    ))?;
    json.push(b'\n');
    Ok(fs::write(path, json)?)
}

struct Prompt<'a> {
    /// What is said once, before the examples.
    prefix: &'a str,
    template: &'a str,
    labels: Vec<String>,
    examples: Vec<Example>,
}

impl Prompt<'_> {
    /// A task, or a pattern of one, with the answers of these models.
    fn measured(&self, models: &mut Models, task: &Value, inputs: &[String]) -> Result<Value> {
        let mut state = State::new(
            self.labels.clone(),
            prompts(&CONTEXT_FREE, self.labels.len()),
            Vec::new().into(),
        );
        state.template = format!("{}{}", self.prefix, self.template).into();
        state.examples = self.examples.clone().into();
        let context_free = texts(task, "context_free", "input")?;
        let labels = Rc::new(state.label_texts());
        let questions: Vec<Question> = (context_free.iter().chain(inputs))
            .map(|text| Question {
                prompt: state.prompt(text).into(),
                labels: Rc::clone(&labels),
            })
            .collect();
        let answers = models.answer(&questions)?;
        let answers: Vec<Answer> = answers.into_iter().collect::<std::result::Result<_, _>>()?;
        let rows: Vec<Vec<f64>> = answers.iter().map(probabilities).collect();
        let (about_nothing, about_inputs) = rows.split_at(context_free.len());
        let mut task = task.clone();
        for (key, rows) in [("context_free", about_nothing), ("inputs", about_inputs)] {
            for (row, number) in rows.iter().zip(0..) {
                task[key][number]["probabilities"] = json!(row);
            }
        }
        let right = list(&task, "inputs").map(|input| index(&input["label"]));
        task["summary"] = summary(
            about_nothing,
            about_inputs,
            &right.collect::<Result<Vec<_>>>()?,
        )?;
        Ok(task)
    }
}

/// What the answers come to; the context-free inputs in use are the paper's, which come first.
fn summary(about_nothing: &[Vec<f64>], rows: &[Vec<f64>], right: &[usize]) -> Result<Value> {
    let used = about_nothing
        .get(..CONTEXT_FREE.len())
        .ok_or("too few context-free inputs")?;
    let normalized = |rows: &[Vec<f64>]| -> Result<Vec<Distribution>> {
        let rows = rows
            .iter()
            .map(|row| Ok(Distribution::normalized(row.clone())?.distribution));
        rows.collect()
    };
    let (prompts, answers) = (normalized(used)?, normalized(rows)?);
    let k = prompts.first().map_or(0, Distribution::len);
    let labelled = answers
        .iter()
        .map(Distribution::as_slice)
        .zip(right.iter().copied().map(Some));
    let inputs = Inputs::of(k, labelled);
    let right = counts(&inputs, &prompts)?;
    let before = decide(&inputs, &Parameters::identity(k));
    let predicted: Vec<usize> = (0..k)
        .map(|label| before.iter().filter(|said| **said == label).count())
        .collect();
    let mean = Distribution::mean(&prompts).ok_or("no context-free input")?;
    let mean: Vec<f64> = mean.as_slice().iter().map(|p| at_digits(*p, 4)).collect();
    let mut summary = json!({
        "inputs": rows.len(),
        "right": right,
        "context_free_used": CONTEXT_FREE,
        "mean_context_free": mean,
        "predicted_before": predicted,
    });
    // Of two labels one number says what calibration does.
    let parameters = fit_prompts(&prompts, k, Method::Diagonal, Averaging::Parameters).averaged?;
    if let Some(Threshold::At { p, .. }) = threshold(&parameters) {
        let best = best(&inputs, Form::Weights, std::slice::from_ref(&parameters));
        summary["threshold"] = json!(at_digits(p, 4));
        summary["best"] = json!(best.counts.after.correct());
        // The mean of the highest softmax bars.
        let highest = |p: &Distribution| {
            softmax(&parameters.scores(p))
                .into_iter()
                .fold(0.0, f64::max)
        };
        let mean = answers.iter().map(highest).sum::<f64>() / answers.len() as f64;
        summary["confidence"] = json!(at_digits(mean, 4));
    }
    Ok(summary)
}

fn probabilities(answer: &Answer) -> Vec<f64> {
    let log_probabilities = answer.log_probabilities.iter();
    log_probabilities
        .map(|log_p| at_digits(log_p.exp(), DIGITS))
        .collect()
}

fn example(text: &str, label: usize) -> Example {
    Example {
        text: text.to_owned(),
        label,
    }
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn texts(task: &Value, key: &str, text: &str) -> Result<Vec<String>> {
    list(task, key)
        .map(|item| words(&item[text]).map(str::to_owned))
        .collect()
}

fn strings(value: &Value) -> Result<Vec<String>> {
    let items = value.as_array().into_iter().flatten();
    items.map(|item| words(item).map(str::to_owned)).collect()
}

fn words(value: &Value) -> Result<&str> {
    Ok(value
        .as_str()
        .ok_or_else(|| format!("{value} is no text"))?)
}

fn index(value: &Value) -> Result<usize> {
    let index = value
        .as_u64()
        .ok_or_else(|| format!("{value} is no index"))?;
    Ok(usize::try_from(index)?)
}
