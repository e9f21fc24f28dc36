//! The packed tables, compared with the data files and with the library.

use calibration_explainer::calibration::{
    Averaging, Distribution, EstimatedFrom, Method, Output, Threshold, wilson,
};
use calibration_explainer::check::{Bin, Inputs, compare, mcnemar};
use calibration_explainer::lesson::measured::{
    Column, Outcome, Outcomes, RELIABILITY, SETS, TASKS, Task,
};
use calibration_explainer::lesson::{paper, patterns};
use calibration_explainer::presets::Preset;
use calibration_explainer::state::{Derived, Input, Named, State};
use serde_json::Value;

fn file(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn patterns_are_the_measured_ones() {
    let data = file(include_str!("../../data/measured-smollm2.json"));
    let shots = &data["four_shot_patterns"];
    let measured = shots["patterns"].as_array().unwrap();
    assert_eq!(measured.len(), patterns::PATTERNS.len());
    for (i, (pattern, measured)) in patterns::PATTERNS.iter().zip(measured).enumerate() {
        let order = pattern.order;
        assert_eq!(measured["pattern"].as_str(), Some(order));
        assert_eq!(Preset::Pattern(i as u8).pattern(), Some(order));
        assert_eq!(patterns::index(pattern.places()), i, "{order}");
        assert_eq!(patterns::pattern(pattern.places()), pattern);
        let letters: String = (pattern.places().iter())
            .map(|&p| if p { 'P' } else { 'N' })
            .collect();
        assert_eq!(letters, order);
        for (place, (text, positive)) in pattern.examples().into_iter().enumerate() {
            let key = if positive {
                "positive_examples"
            } else {
                "negative_examples"
            };
            assert_eq!(shots[key][place].as_str(), Some(text));
        }
        let summary = &measured["summary"];
        let mean = summary["mean_context_free"][1].as_f64().unwrap();
        assert!(
            (pattern.positive_about_nothing - mean).abs() < 5e-5,
            "{order}"
        );
        assert_eq!(
            summary["predicted_before"][1].as_u64(),
            Some(pattern.says_positive as u64)
        );
    }
}

/// What each way of calibrating does to a state's inputs, by the library.
fn outcomes(state: &State) -> Outcomes {
    let inputs = Inputs::of(state.k(), state.inputs.rows());
    let prompts: Vec<Distribution> = state.prompts.iter().map(|p| p.p.clone()).collect();
    let compared = compare(&inputs, &prompts, None).into_iter().map(|line| {
        let counts = line.outcome.unwrap().counts;
        Outcome {
            right: counts.after.correct(),
            to_right: counts.to_right,
            to_wrong: counts.to_wrong,
        }
    });
    Outcomes(compared.collect::<Vec<_>>().try_into().unwrap())
}

#[test]
fn patterns_are_what_the_library_computes() {
    for (i, pattern) in patterns::PATTERNS.iter().enumerate() {
        let state = Preset::Pattern(i as u8).state();
        let derived = Derived::of(&state);
        let order = pattern.order;
        let positive = state.find_label("Positive").unwrap();
        let about_nothing: Vec<Distribution> = state.prompts.iter().map(|p| p.p.clone()).collect();
        let mean = Distribution::mean(&about_nothing)
            .unwrap()
            .get(positive)
            .unwrap();
        assert!(
            (pattern.positive_about_nothing - mean).abs() < 1e-12,
            "{order}"
        );
        let says = (derived.inputs(&state))
            .filter(|output| output.label_before.index() == positive)
            .count();
        assert_eq!(pattern.says_positive, says, "{order}");
        assert_eq!(pattern.reviews, derived.evaluation.counted, "{order}");
        assert_eq!(pattern.right, outcomes(&state), "{order}");
    }
}

/// The presets that a task is about; those of a file have taken it.
fn preset(task: &Task) -> Preset {
    let preset = Preset::from_name(&task.id.replace('_', "-")).unwrap();
    if let Some(file) = preset.file() {
        assert!(!preset.is_here() && preset.state() == State::even());
        assert!(!preset.take_file("[]"));
        let text = std::fs::read_to_string(format!("data/sets/{file}")).unwrap();
        assert!(preset.take_file(&text) && preset.is_here(), "{file}");
    }
    preset
}

#[test]
fn measured_counts_are_what_the_library_computes() {
    assert_eq!((TASKS.len(), SETS.len()), (5, 9));
    for (i, task) in TASKS.iter().chain(&SETS).enumerate() {
        let (id, preset) = (task.id, preset(task));
        let state = preset.state();
        if let Preset::Set(index) = preset {
            assert_eq!(usize::from(index) + TASKS.len(), i, "{id}");
        }
        let derived = Derived::of(&state);
        assert_eq!(task.counted, derived.evaluation.counted, "{id}");
        assert_eq!(task.right, outcomes(&state), "{id}");
        // The columns are in their order: counted by another way through the library.
        let right = |averaging, from, method| {
            let state = State {
                averaging,
                from,
                method,
                ..state.clone()
            };
            Derived::of(&state).evaluation.right_after
        };
        let (parameters, probabilities) = (Averaging::Parameters, Averaging::Probabilities);
        let (prompts, inputs) = (EstimatedFrom::Prompts, EstimatedFrom::Inputs);
        for (column, right) in [
            (Column::None, derived.evaluation.right_before),
            (
                Column::Parameters,
                right(parameters, prompts, Method::Diagonal),
            ),
            (
                Column::Probabilities,
                right(probabilities, prompts, Method::Diagonal),
            ),
            (
                Column::Additive,
                right(probabilities, prompts, Method::Identity),
            ),
            (
                Column::Batch,
                right(probabilities, inputs, Method::Diagonal),
            ),
        ] {
            assert_eq!(task.right.of(column).right, right, "{id}, {column:?}");
        }
        for (label, says) in task.says.iter().enumerate() {
            let said = derived
                .inputs(&state)
                .filter(|output| output.label_before.index() == label);
            assert_eq!(said.count(), *says, "{id}, {label}");
        }
        let Some((written, best)) = task.threshold.zip(task.best) else {
            continue;
        };
        let Some(Threshold::At { p, .. }) = derived.threshold else {
            panic!("{id}: no threshold");
        };
        assert!((p - written).abs() < 1e-4, "{id}: {p} is not {written}");
        // Between two neighbours the number of right answers does not change.
        let right_at = |at: f64| {
            let is_right =
                |input: &Input| input.label == Some(usize::from(input.p.get(0) <= Some(at)));
            state.inputs.iter().filter(is_right).count()
        };
        let most = state
            .inputs
            .iter()
            .map(|input| right_at(input.p.get(0).unwrap()))
            .max();
        assert_eq!(most, Some(best), "{id}");
        let highest = derived
            .inputs(&state)
            .map(|output| output.after.unwrap().into_iter().fold(0.0, f64::max));
        let mean = highest.sum::<f64>() / task.counted as f64;
        assert!(
            (mean - task.confidence.unwrap()).abs() < 1e-4,
            "{id}: {mean}"
        );
    }
}

#[test]
fn confidence_and_accuracy_are_what_the_library_computes() {
    let swapped = SETS.iter().find(|set| set.id == "sst2_2_swapped").unwrap();
    let state = preset(swapped).state();
    let [before, after] = RELIABILITY;
    let outputs: Vec<Output> = Derived::of(&state).inputs(&state).collect();
    for (bins, is_after) in [(before, false), (after, true)] {
        let mut counted = [(0, 0, 0.0); 5];
        for (output, input) in outputs.iter().zip(state.inputs.iter()) {
            let q = if is_after {
                output.after.as_ref().unwrap()
            } else {
                output.before.as_slice()
            };
            let said = usize::from(q[1] > q[0]);
            // From 0.5 to 1 in steps of a tenth.
            let bin = &mut counted[(((q[said] - 0.5) * 10.0) as usize).min(4)];
            bin.0 += 1;
            bin.1 += usize::from(Some(said) == input.label);
            bin.2 += q[said];
        }
        for (bin, (all, right, sum)) in bins.iter().zip(counted) {
            assert_eq!((bin.counted, bin.right), (all, right));
            assert!((bin.confidence - sum / f64::from(all as u32)).abs() < 1e-4);
        }
    }
    // What chapter 8 says: far too sure before, too modest after.
    let gap = |bin: &Bin| bin.right as f64 / bin.counted as f64 - bin.confidence;
    assert!(gap(&before[2]) < -0.5 && gap(&after[1]) > 0.1);
}

/// Numbers in place of texts: the texts of the public sets are not in the project.
#[test]
fn test_sets_have_no_texts_but_our_own() {
    for (task, (name, counted)) in SETS.iter().zip(
        [("SST-2", 1821), ("TREC", 500), ("AG News", 1000)]
            .into_iter()
            .flat_map(|set| [set; 3]),
    ) {
        let state = preset(task).state();
        assert_eq!(
            (state.inputs.len(), state.measured.is_none()),
            (counted, true),
            "{}",
            task.id
        );
        for (input, number) in state.inputs.iter().zip(1..) {
            assert_eq!(input.text, format!("{name} {number}"));
            assert!(input.label.is_some());
        }
        let own = include_str!("../../data/measured-smollm2.json");
        for example in state.examples.iter() {
            assert!(own.contains(&example.text), "{}", example.text);
        }
        assert_eq!(
            state.examples.len(),
            if task.id.ends_with("_0") { 0 } else { 2 }
        );
    }
    // The two orders of the same examples.
    for [two, swapped] in [[1, 2], [4, 5], [7, 8]] {
        let mut two = Preset::Set(two).state().examples.to_vec();
        two.reverse();
        assert_eq!(two, *Preset::Set(swapped).state().examples);
    }
}

/// The table of `data/README.md`, cell by cell.
#[test]
fn the_table_of_the_test_sets_is_what_was_measured() {
    let readme = include_str!("../../data/README.md");
    let rows = readme.lines().filter(|line| {
        line.starts_with("| sst2-") || line.starts_with("| trec-") || line.starts_with("| agnews-")
    });
    let mut rows = rows.map(|line| {
        line.trim_matches('|')
            .split('|')
            .map(str::trim)
            .collect::<Vec<_>>()
    });
    for task in &SETS {
        for (column, name) in Column::ALL {
            let outcome = task.right.of(column);
            let (low, high) = wilson(outcome.right, task.counted);
            let percent = |share: f64| format!("{:.1}", 100.0 * share);
            let cells = rows.next().unwrap();
            let expected = [
                task.id.replace('_', "-"),
                name.to_owned(),
                format!("{} of {}", outcome.right, task.counted),
                percent(outcome.right as f64 / task.counted as f64),
                format!("{} to {}", percent(low), percent(high)),
                outcome.to_right.to_string(),
                outcome.to_wrong.to_string(),
            ];
            assert_eq!(cells[..7], expected);
            let p = mcnemar(outcome.to_right, outcome.to_wrong);
            match cells[7] {
                "" => assert_eq!(column, Column::None),
                "< 0.001" => assert!(p < 0.001, "{cells:?}: {p}"),
                text => assert!(
                    (text.parse::<f64>().unwrap() / p - 1.0).abs() < 0.05,
                    "{cells:?}: {p}"
                ),
            }
        }
    }
    assert_eq!(rows.next(), None);
}

#[test]
fn paper_holds_the_published_numbers() {
    let data = file(include_str!("../../data/zhao2021.json"));
    let rows = data["accuracy"].as_array().unwrap();
    assert_eq!(paper::rows().count(), rows.len());
    for (found, row) in paper::rows().zip(rows) {
        assert_eq!(row["dataset"].as_str(), Some(found.dataset));
        assert_eq!(row["model"].as_str(), Some(found.model));
        assert_eq!(row["shots"].as_u64(), Some(found.shots as u64));
        for (key, accuracy) in [
            ("baseline", found.baseline),
            ("calibrated", found.calibrated),
        ] {
            assert_eq!(row[key]["mean"].as_f64(), Some(accuracy.mean), "{found:?}");
            assert_eq!(row[key]["sd"].as_f64(), Some(accuracy.sd), "{found:?}");
        }
        assert_eq!(
            paper::find(found.dataset, found.model, found.shots),
            Some(found)
        );
    }
    // Every combination of dataset, model and number of examples is there once.
    assert_eq!(rows.len(), paper::DATASETS.len() * paper::MODELS.len() * 4);
    assert_eq!(paper::find("CB", "GPT-2 XL", 2), None);
    let hurt = paper::find("CB", "GPT-2 XL", 0).unwrap();
    assert_eq!((hurt.baseline.mean, hurt.calibrated.mean), (44.6, 17.9));
    assert!((hurt.gain() + 26.7).abs() < 1e-9);

    let inputs = data["context_free_ablation"]["rows"].as_array().unwrap();
    assert_eq!(paper::CONTEXT_FREE.len(), inputs.len());
    for (found, row) in paper::CONTEXT_FREE.iter().zip(inputs) {
        let name = match found.tried {
            paper::Tried::Uncalibrated => "Uncalibrated baseline",
            paper::Tried::ThreeAveraged => "N/A + [MASK] + empty string",
            paper::Tried::One(text) => text,
        };
        assert_eq!(row["input"].as_str(), Some(name));
        assert_eq!(row["SST-2"].as_f64(), Some(found.sst2));
        assert_eq!(row["AGNews"].as_f64(), Some(found.agnews));
    }
    assert_eq!(data["source"].as_str(), Some(paper::SOURCE));
    let notes: Vec<&str> = data["notes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| n.as_str().unwrap())
        .collect();
    assert_eq!(notes, paper::NOTES);
}
