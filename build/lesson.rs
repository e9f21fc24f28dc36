//! Writes the tables of the lesson as constants, so that a key that is missing in the data stops the build.

use serde_json::Value;
use std::error::Error;
use std::fmt::Write;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Number of context-free inputs in use: the paper's three, which come first; the data has "nothing" as well.
const CONTEXT_FREE_USED: usize = 3;

/// Writes the file that `src/lesson/patterns.rs` includes.
pub(super) fn patterns(measured: &Value) -> Result<String> {
    let shots = &measured["four_shot_patterns"];
    let labels = array(&shots["labels"])?;
    let positive = labels.iter().position(|label| label == "Positive");
    let positive = positive.ok_or("no label Positive")?;
    let mut rows = String::new();
    for pattern in array(&shots["patterns"])? {
        let summary = &pattern["summary"];
        let reviews = integer(&summary["inputs"])?;
        let mut about_nothing = 0.0;
        for answer in array(&pattern["context_free"])?
            .iter()
            .take(CONTEXT_FREE_USED)
        {
            let p = array(&answer["probabilities"])?;
            let sum: f64 = p.iter().map(number).sum::<Result<f64>>()?;
            about_nothing += number(&answer["probabilities"][positive])? / sum;
        }
        writeln!(
            rows,
            "Pattern {{ order: {:?}, positive_about_nothing: {:?}, reviews: {reviews}, says_positive: {}, right: {} }},",
            string(&pattern["pattern"])?,
            about_nothing / CONTEXT_FREE_USED as f64,
            integer(&summary["predicted_before"][positive])?,
            outcomes(&summary["right"])?,
        )?;
    }
    let list =
        |key: &str| -> Result<Vec<&str>> { array(&shots[key])?.iter().map(string).collect() };
    Ok(format!(
        "/// The measured patterns, in the order of the presets.\n\
         pub static PATTERNS: [Pattern; 16] = [\n{rows}];\n\
         /// The example that stands for P in each of the four places.\n\
         pub static POSITIVE_EXAMPLES: [&str; 4] = {:?};\n\
         /// The example that stands for N in each of the four places.\n\
         pub static NEGATIVE_EXAMPLES: [&str; 4] = {:?};\n",
        list("positive_examples")?,
        list("negative_examples")?,
    ))
}

/// Writes the file that `src/lesson/measured.rs` includes.
pub(super) fn measured(measured: &Value, sets: &Value) -> Result<String> {
    let mut tasks = String::new();
    for task in array(&measured["tasks"])? {
        let id = match string(&task["name"])? {
            "sentiment, 0-shot" => "sentiment_0",
            "sentiment, 2-shot" => "sentiment_2",
            "sentiment, 2-shot, order swapped" => "sentiment_2_swapped",
            "topic, 0-shot" => "topic",
            "question type, 0-shot" => "question",
            other => return Err(format!("{other}: a task without a name in the lesson").into()),
        };
        let summary = &task["summary"];
        let says: Vec<u64> = array(&summary["predicted_before"])?
            .iter()
            .map(integer)
            .collect::<Result<_>>()?;
        writeln!(
            tasks,
            "Task {{ id: {id:?}, counted: {}, right: {}, says: &{says:?}, threshold: {:?}, best: {:?}, confidence: {:?} }},",
            integer(&summary["inputs"])?,
            outcomes(&summary["right"])?,
            summary["threshold"].as_f64(),
            summary["best"].as_u64(),
            summary["confidence"].as_f64(),
        )?;
    }
    let swapped = array(sets)?
        .iter()
        .find(|set| set["id"] == "sst2-2-swapped");
    let swapped = swapped.ok_or("no SST-2 with swapped examples")?;
    let mut rows = String::new();
    for set in array(sets)? {
        writeln!(
            rows,
            "Task {{ id: {:?}, counted: {}, right: {}, says: &[], threshold: None, best: None, confidence: None }},",
            string(&set["id"])?.replace('-', "_"),
            integer(&set["inputs"])?,
            outcomes(&set["right"])?,
        )?;
    }
    Ok(format!(
        "/// The tasks with our own sentences, in the order of the data.\n\
         pub static TASKS: [Task; {}] = [\n{tasks}];\n\
         /// The public test sets, each with three prompts, in the order of the data.\n\
         pub static SETS: [Task; {}] = [\n{rows}];\n\
         /// Confidence and accuracy on SST-2 behind the swapped examples, before calibration and after it.\n\
         pub static RELIABILITY: [[Bin; 5]; 2] = [{}, {}];\n",
        array(&measured["tasks"])?.len(),
        array(sets)?.len(),
        bins(&swapped["reliability"]["before"])?,
        bins(&swapped["reliability"]["after"])?,
    ))
}

/// Writes a link to the reviews behind the swapped examples, corrected by what the prompt in the first order answered about nothing.
pub(super) fn stale(measured: &Value) -> Result<String> {
    let mut link = "preset=sentiment-2-swapped".to_owned();
    for (answer, text) in
        array(&measured["tasks"][1]["context_free"])?
            .iter()
            .zip(["N%2FA", "", "%5BMASK%5D"])
    {
        let p: Vec<f64> = array(&answer["probabilities"])?
            .iter()
            .map(number)
            .collect::<Result<_>>()?;
        let sum: f64 = p.iter().sum();
        let shares: Vec<String> = p.iter().map(|p| (p / sum).to_string()).collect();
        write!(link, "&cf={text}:{}", shares.join(","))?;
    }
    Ok(link)
}

fn bins(bins: &Value) -> Result<String> {
    let mut written = String::new();
    for bin in array(bins)? {
        write!(
            written,
            "Bin {{ counted: {}, right: {}, confidence: {:?} }}, ",
            integer(&bin[0])?,
            integer(&bin[1])?,
            number(&bin[2])?,
        )?;
    }
    Ok(format!("[{written}]"))
}

/// The outcomes of all approaches, in the order of `Approach`.
fn outcomes(right: &Value) -> Result<String> {
    let mut outcomes = String::new();
    for approach in ["none", "parameters", "probabilities", "additive", "batch"] {
        let [right, to_right, to_wrong] = &**array(&right[approach])? else {
            return Err(format!("{approach}: three numbers are needed").into());
        };
        write!(
            outcomes,
            "Outcome {{ right: {}, to_right: {}, to_wrong: {} }}, ",
            integer(right)?,
            integer(to_right)?,
            integer(to_wrong)?,
        )?;
    }
    Ok(format!("Outcomes([{outcomes}])"))
}

/// Writes the file that `src/lesson/paper.rs` includes.
pub(super) fn paper(zhao: &Value) -> Result<String> {
    let mut rows = String::new();
    let (mut datasets, mut models) = (Vec::new(), Vec::new());
    let accuracy = array(&zhao["accuracy"])?;
    for row in accuracy {
        let score = |key: &str| -> Result<String> {
            let score = &row[key];
            let (mean, sd) = (hundredths(&score["mean"])?, hundredths(&score["sd"])?);
            Ok(format!("[{mean}, {sd}]"))
        };
        writeln!(
            rows,
            "Packed {{ dataset: {}, model: {}, shots: {}, baseline: {}, calibrated: {} }},",
            index(&mut datasets, string(&row["dataset"])?),
            index(&mut models, string(&row["model"])?),
            integer(&row["shots"])?,
            score("baseline")?,
            score("calibrated")?,
        )?;
    }
    let ablation = array(&zhao["context_free_ablation"]["rows"])?;
    let mut inputs = String::new();
    for row in ablation {
        let input = match string(&row["input"])? {
            "Uncalibrated baseline" => "Tried::Uncalibrated".to_owned(),
            "N/A + [MASK] + empty string" => "Tried::ThreeAveraged".to_owned(),
            text => format!("Tried::One({text:?})"),
        };
        let (sst2, agnews) = (number(&row["SST-2"])?, number(&row["AGNews"])?);
        writeln!(
            inputs,
            "ContextFreeRow {{ tried: {input}, sst2: {sst2:?}, agnews: {agnews:?} }},"
        )?;
    }
    let notes: Vec<&str> = array(&zhao["notes"])?
        .iter()
        .map(string)
        .collect::<Result<_>>()?;
    Ok(format!(
        "/// The paper, and which of its tables.\n\
         pub static SOURCE: &str = {:?};\n\
         /// The datasets, in the paper's order.\n\
         pub static DATASETS: [&str; {}] = {datasets:?};\n\
         /// The models.\n\
         pub static MODELS: [&str; {}] = {models:?};\n\
         static ROWS: [Packed; {}] = [\n{rows}];\n\
         /// Accuracy in percent by context-free input: 1-shot SST-2 and 0-shot AGNews.\n\
         pub static CONTEXT_FREE: [ContextFreeRow; {}] = [\n{inputs}];\n\
         /// Other findings that the lesson quotes, in English, as the data file has them.\n\
         pub static NOTES: [&str; {}] = {notes:?};\n",
        string(&zhao["source"])?,
        datasets.len(),
        models.len(),
        accuracy.len(),
        ablation.len(),
        notes.len(),
    ))
}

fn index<'a>(names: &mut Vec<&'a str>, name: &'a str) -> usize {
    names.iter().position(|n| *n == name).unwrap_or_else(|| {
        names.push(name);
        names.len() - 1
    })
}

/// Converts percent to whole hundredths, so that a row is a few bytes.
fn hundredths(value: &Value) -> Result<u16> {
    let exact = number(value)? * 100.0;
    if (exact - exact.round()).abs() > 1e-6 || !(0.0..=10_000.0).contains(&exact) {
        return Err(format!("{value} is no percentage with two places").into());
    }
    Ok(exact.round() as u16)
}

fn array(value: &Value) -> Result<&Vec<Value>> {
    value
        .as_array()
        .ok_or_else(|| format!("{value} is no list").into())
}

fn string(value: &Value) -> Result<&str> {
    value
        .as_str()
        .ok_or_else(|| format!("{value} is no text").into())
}

fn number(value: &Value) -> Result<f64> {
    value
        .as_f64()
        .ok_or_else(|| format!("{value} is no number").into())
}

fn integer(value: &Value) -> Result<u64> {
    value
        .as_u64()
        .ok_or_else(|| format!("{value} is no whole number").into())
}
