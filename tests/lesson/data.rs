//! The packed tables, compared with the data files and with the library.

use calibration_explainer::calibration::{Averaging, Distribution};
use calibration_explainer::lesson::{measured, paper, patterns};
use calibration_explainer::presets::Preset;
use calibration_explainer::state::{Derived, Named, State};
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

#[test]
fn patterns_are_what_the_library_computes() {
    for (i, pattern) in patterns::PATTERNS.iter().enumerate() {
        let derived = |averaging| {
            let state = State {
                averaging,
                ..Preset::Pattern(i as u8).state()
            };
            let derived = Derived::of(&state);
            (state, derived)
        };
        let (state, parameters) = derived(Averaging::Parameters);
        let (_, probabilities) = derived(Averaging::Probabilities);
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
        let says = (parameters.inputs(&state))
            .filter(|output| output.label_before.index() == positive)
            .count();
        assert_eq!(pattern.says_positive, says, "{order}");
        let counted = &parameters.evaluation;
        assert_eq!(pattern.reviews, counted.counted, "{order}");
        assert_eq!(pattern.right_before, counted.right_before, "{order}");
        assert_eq!(pattern.right_by_parameters, counted.right_after, "{order}");
        assert_eq!(
            pattern.right_by_probabilities, probabilities.evaluation.right_after,
            "{order}"
        );
    }
}

#[test]
fn measured_counts_are_what_the_library_computes() {
    assert_eq!(measured::TASKS.len(), 5);
    for task in &measured::TASKS {
        let name = task.id.replace('_', "-");
        let preset = Preset::from_name(&name).unwrap();
        let [parameters, probabilities] =
            [Averaging::Parameters, Averaging::Probabilities].map(|averaging| {
                let state = State {
                    averaging,
                    ..preset.state()
                };
                Derived::of(&state).evaluation
            });
        assert_eq!(task.counted, parameters.counted, "{name}");
        let right = [
            parameters.right_before,
            parameters.right_after,
            probabilities.right_after,
        ];
        assert_eq!(task.right, right, "{name}");
    }
}

/// The finding of chapter 2.
#[test]
fn six_of_eight_that_end_positive_say_positive_to_nearly_everything() {
    let ending = |last: char| {
        patterns::PATTERNS
            .iter()
            .filter(move |p| p.order.ends_with(last))
    };
    assert_eq!(ending('P').count(), 8);
    let exceptions: Vec<(&str, usize)> = ending('P')
        .filter(|p| p.says_positive < 29)
        .map(|p| (p.order, p.says_positive))
        .collect();
    assert_eq!(exceptions, [("PPNP", 24), ("NPNP", 20)]);
    // No pattern that ends in N does.
    assert!(ending('N').all(|p| p.says_positive < 29));
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
