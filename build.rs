//! Packs the measured and published data for the page: only the fields that presets and the lesson
//! use. The full data stays in `data/`.

#![allow(clippy::indexing_slicing)] // A missing key of the data must stop the build; `Value` gives null.

#[path = "build/lesson.rs"]
mod lesson;

use serde_json::{Value, json};
use std::path::Path;
use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=data/measured-smollm2.json");
    println!("cargo:rerun-if-changed=data/zhao2021.json");
    println!("cargo:rerun-if-changed=data/sets/summary.json");
    let source: Value = serde_json::from_str(&fs::read_to_string("data/measured-smollm2.json")?)?;
    let tasks: Vec<Value> = items(&source["tasks"]).map(pack_task).collect();
    let patterns: Vec<Value> = items(&source["four_shot_patterns"]["patterns"])
        .map(|pattern| {
            json!([
                pattern["pattern"],
                rows(&pattern["context_free"]),
                rows(&pattern["inputs"]),
            ])
        })
        .collect();
    let shots = &source["four_shot_patterns"];
    let packed = json!({
        "tasks": tasks,
        "patterns": patterns,
        "positive": shots["positive_examples"],
        "negative": shots["negative_examples"],
    });
    let target = env::var("OUT_DIR")?;
    let target = Path::new(&target);
    fs::write(
        target.join("measured.json"),
        serde_json::to_string(&packed)?,
    )?;
    let zhao: Value = serde_json::from_str(&fs::read_to_string("data/zhao2021.json")?)?;
    fs::write(target.join("patterns.rs"), lesson::patterns(&source)?)?;
    let sets: Value = serde_json::from_str(&fs::read_to_string("data/sets/summary.json")?)?;
    fs::write(
        target.join("measured.rs"),
        lesson::measured(&source, &sets)?,
    )?;
    fs::write(target.join("stale.txt"), lesson::stale(&source)?)?;
    fs::write(target.join("paper.rs"), lesson::paper(&zhao)?)?;
    Ok(())
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn rows(value: &Value) -> Vec<&Value> {
    items(value).map(|item| &item["probabilities"]).collect()
}

fn pack_task(task: &Value) -> Value {
    json!({
        "prefix": task["prefix"],
        "template": task["template"],
        "labels": task["labels"],
        "shots": items(&task["shots"]).map(|s| json!([s["text"], s["label"]])).collect::<Vec<_>>(),
        "cf_texts": items(&task["context_free"]).map(|c| &c["input"]).collect::<Vec<_>>(),
        "cf": rows(&task["context_free"]),
        // The three sentiment tasks share their inputs: brotli folds the repeated texts.
        "texts": items(&task["inputs"]).map(|i| &i["text"]).collect::<Vec<_>>(),
        "right": items(&task["inputs"]).map(|i| &i["label"]).collect::<Vec<_>>(),
        "p": rows(&task["inputs"]),
    })
}
