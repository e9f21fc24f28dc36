//! The mathematics and the state: expected values, and properties that always hold.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

mod arbitrary;

use arbitrary::{positive_row, row, state};
use calibration_explainer::calibration::{
    Averaging, Decision, Distribution, DistributionRef, Method, Parameters, PinError, Readout,
    Threshold, fit, fit_prompts, output, softmax, threshold,
};
use calibration_explainer::check::Form;
use calibration_explainer::link::{self, Notice, Reason, View};
use calibration_explainer::presets::{Preset, Provenance};
use calibration_explainer::state::{
    Action, Derived, History, MAX_ENTRY, MAX_INPUTS, Merge, Named, Refusal, Row, State, apply,
    put_on_curve, put_on_shift,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::Value;

const LANGUAGES: [&str; 2] = ["en", "zh"];

fn numbers(value: &Value) -> Vec<f64> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v.as_f64().unwrap())
        .collect()
}

fn distribution(value: &Value) -> Distribution {
    Distribution::normalized(numbers(value))
        .unwrap()
        .distribution
}

fn assert_close(found: &[f64], expected: &[f64], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        let close = (found - expected).abs() <= 1e-9 * expected.abs().max(1e-3);
        assert!(close, "{what}: {found} is not {expected}");
    }
}

#[test]
fn every_expected_value() {
    let file: Value = serde_json::from_str(include_str!("calibration-vectors.json")).unwrap();
    let cases = file["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 60);
    for case in cases {
        let name = case["name"].as_str().unwrap();
        let prompts: Vec<Distribution> = case["context_free"]
            .as_array()
            .unwrap()
            .iter()
            .map(distribution)
            .collect();
        let choice = |key: &str| case[key].as_str().unwrap();
        let method = Method::from_name(choice("method")).unwrap();
        let averaging = Averaging::from_name(choice("averaging")).unwrap();
        let readout = Readout::from_name(choice("readout")).unwrap();
        let k = prompts[0].len();
        let fitted = fit_prompts(&prompts, k, method, averaging);
        let expect = &case["expect"];
        for (found, expected) in fitted
            .per_prompt
            .iter()
            .zip(expect["per_prompt"].as_array().unwrap())
        {
            let found = found.as_ref().unwrap();
            let diagonal: Vec<f64> = (0..k).map(|i| found.w.get(i, i)).collect();
            assert!(found.w.is_diagonal());
            assert_close(&diagonal, &numbers(&expected["w_diagonal"]), name);
            assert_close(&found.b, &numbers(&expected["b"]), name);
        }
        let averaged = fitted.averaged.unwrap();
        for (row, expected) in averaged.w.rows().zip(expect["w"].as_array().unwrap()) {
            assert_close(row, &numbers(expected), name);
        }
        assert_close(&averaged.b, &numbers(&expect["b"]), name);
        for input in expect["inputs"].as_array().unwrap() {
            let found = output(&distribution(&input["before"]), &averaged, readout);
            assert_close(&found.scores, &numbers(&input["scores"]), name);
            assert_close(
                found.after.as_ref().unwrap(),
                &numbers(&input["after"]),
                name,
            );
            let label = |key: &str| input[key].as_u64().unwrap() as usize;
            assert_eq!(found.label_before.index(), label("label_before"), "{name}");
            assert_eq!(found.label_after.index(), label("label_after"), "{name}");
        }
        for (p, expected) in prompts
            .iter()
            .zip(expect["context_free_after"].as_array().unwrap())
        {
            let found = output(p, &averaged, readout);
            assert_close(&found.after.unwrap(), &numbers(expected), name);
        }
    }
}

/// The presets have every accuracy in the summaries of the data file, for both averaging orders.
#[test]
fn measured_presets_reach_the_accuracy_of_the_data() {
    let data: Value = serde_json::from_str(include_str!("../data/measured-smollm2.json")).unwrap();
    let tasks = [
        Preset::Sentiment0,
        Preset::Sentiment2,
        Preset::Sentiment2Swapped,
        Preset::Topic,
        Preset::Question,
    ];
    let summaries = tasks
        .into_iter()
        .zip(data["tasks"].as_array().unwrap())
        .chain(
            (0..16)
                .map(Preset::Pattern)
                .zip(data["four_shot_patterns"]["patterns"].as_array().unwrap()),
        );
    let mut checked = 0;
    for (preset, task) in summaries {
        let right = &task["summary"]["right"];
        for (averaging, key) in [
            (Averaging::Probabilities, "probabilities"),
            (Averaging::Parameters, "parameters"),
        ] {
            let evaluation = Derived::of(&State {
                averaging,
                ..preset.state()
            })
            .evaluation;
            let counted = [evaluation.right_before, evaluation.right_after];
            let expected = ["none", key].map(|key| right[key][0].as_u64().unwrap() as usize);
            assert_eq!(counted, expected, "{preset:?} {averaging:?}");
            checked += 1;
        }
        if let Some(pattern) = task["pattern"].as_str() {
            assert_eq!(preset.pattern(), Some(pattern));
        }
    }
    assert_eq!(checked, 42);
}

#[test]
fn presets_show_what_they_promise() {
    let label = |preset: Preset, change: fn(&mut State)| {
        let mut state = preset.state();
        change(&mut state);
        let derived = Derived::of(&state);
        let decision = derived.input(&state, 0).unwrap().label_after;
        state.label(decision.index()).to_owned()
    };
    assert_eq!(label(Preset::Disagree, |_| ()), "Negative");
    assert_eq!(
        label(Preset::Disagree, |s| s.averaging = Averaging::Probabilities),
        "Positive"
    );
    assert_eq!(label(Preset::Methods, |_| ()), "Negative");
    assert_eq!(
        label(Preset::Methods, |s| s.method = Method::Identity),
        "Neutral"
    );
    assert_eq!(label(Preset::Paper, |_| ()), "Negative");
    let accuracy = |preset: Preset| {
        let e = Derived::of(&preset.state()).evaluation;
        (e.right_before, e.right_after, e.counted)
    };
    assert_eq!(accuracy(Preset::Backfires), (5, 2, 5));
    assert_eq!(accuracy(Preset::Topics), (2, 4, 4));
    assert_eq!(accuracy(Preset::Fourteen), (2, 3, 3));
    for &(preset, name) in Preset::ALL {
        if let Some(file) = preset.file() {
            let text = std::fs::read_to_string(format!("data/sets/{file}")).unwrap();
            assert!(preset.take_file(&text), "{name}");
        }
        let state = preset.state();
        let derived = Derived::of(&state);
        assert!(derived.parameters.is_ok(), "{name}");
        assert_eq!(derived.labels_after.len(), state.inputs.len(), "{name}");
        let measured = preset.provenance() == Provenance::Measured;
        assert_eq!(measured, state.inputs.len() > 15, "{name}");
    }
    // 0.618 is a number in the paper; the first row must contain it unchanged.
    assert_eq!(
        Preset::Paper.state().prompts[0].p.as_slice(),
        [0.618, 0.382]
    );
}

#[test]
fn thresholds_of_the_design() {
    let rows = [[0.9, 0.1], [0.6, 0.4], [0.5, 0.5]];
    let prompts: Vec<Distribution> = (rows.iter())
        .map(|row| Distribution::normalized(row.to_vec()).unwrap().distribution)
        .collect();
    for (averaging, expected) in [
        (Averaging::Probabilities, 2.0 / 3.0),
        (Averaging::Parameters, 0.752),
    ] {
        let fitted = fit_prompts(&prompts, 2, Method::Diagonal, averaging)
            .averaged
            .unwrap();
        let Some(Threshold::At { p, first_above }) = threshold(&fitted) else {
            panic!()
        };
        assert!((p - expected).abs() < 5e-4, "{p}");
        assert!(first_above);
    }
}

#[test]
fn typed_numbers_stay_and_the_others_share_the_rest() {
    let row = |values: &[f64]| {
        Distribution::normalized(values.to_vec())
            .unwrap()
            .distribution
    };
    let p = row(&[0.6, 0.3, 0.1]);
    let typed = |typed: &[Option<f64>], locked: &[bool]| {
        let found = p.with_typed(typed, locked)?;
        let changed = found.changed().then_some(found.sum);
        Ok::<_, PinError>((found.distribution.as_slice().to_vec(), changed))
    };
    // Typed one after the other.
    assert_eq!(
        typed(&[Some(0.7), None, None], &[]),
        Ok((vec![0.7, 0.225, 0.075], None))
    );
    assert_eq!(
        typed(&[Some(0.7), Some(0.2), None], &[]),
        Ok((vec![0.7, 0.2, 0.1], None))
    );
    assert_eq!(
        typed(&[Some(0.7), Some(0.2), Some(0.1)], &[]),
        Ok((vec![0.7, 0.2, 0.1], None))
    );
    // All are typed and do not sum to one, or some are typed and sum to more than one.
    assert_eq!(
        typed(&[Some(0.5), Some(0.5), Some(0.25)], &[]),
        Ok((vec![0.4, 0.4, 0.2], Some(1.25)))
    );
    assert_eq!(
        typed(&[Some(0.25), Some(0.25), Some(0.0)], &[]),
        Ok((vec![0.5, 0.5, 0.0], Some(0.5)))
    );
    assert_eq!(
        typed(&[Some(0.75), Some(0.75), None], &[]),
        Ok((vec![0.4995, 0.4995, 0.001], Some(1.5)))
    );
    // Locked labels keep their values.
    let locked = [false, false, true];
    assert_eq!(
        typed(&[Some(0.4), None, None], &locked),
        Ok((vec![0.4, 0.5, 0.1], None))
    );
    assert_eq!(
        typed(&[Some(0.4), Some(0.5), None], &locked),
        Ok((vec![0.4, 0.5, 0.1], None))
    );
    assert_eq!(
        typed(&[Some(0.95), None, None], &locked),
        Err(PinError::LockedRest(0.9))
    );
    assert_eq!(
        typed(&[Some(0.4), Some(0.3), None], &locked),
        Err(PinError::NothingToShare)
    );
    assert_eq!(
        typed(&[Some(0.7), None, None], &[false, true, true]),
        Err(PinError::NothingToShare)
    );
    assert_eq!(
        typed(&[Some(1.5), None, None], &[]),
        Err(PinError::OutOfRange)
    );
    assert_eq!(
        typed(&[Some(0.0), Some(0.0), Some(0.0)], &[]),
        Err(PinError::OutOfRange)
    );
}

#[test]
fn a_zero_names_its_prompt_and_label_and_keeps_the_rest() {
    let state = Preset::Disagree.state();
    let action = Action::SetRow {
        row: Row::Prompt(1),
        p: Distribution::normalized(vec![1.0, 0.0])
            .unwrap()
            .distribution,
    };
    let zero = apply(&state, &action).unwrap();
    let error = Derived::of(&zero).parameters.unwrap_err();
    assert_eq!((error.prompt, error.label), (Some(1), 1));
    assert_eq!(zero.prompts[0], state.prompts[0]);
    let raised = apply(&zero, &Action::RaiseZeros).unwrap();
    assert!(Derived::of(&raised).parameters.is_ok());
    assert!((raised.prompts[1].p.as_slice()[1] - 0.001).abs() < 1e-5);
    assert_eq!(raised.prompts[0], state.prompts[0]);
}

#[test]
fn ties_are_ties() {
    assert_eq!(Decision::of(&[0.5, 0.5]), Decision::Tie(vec![0, 1]));
    assert_eq!(
        Decision::of(&[0.1 + 0.2, 0.3, 0.0]),
        Decision::Tie(vec![0, 1])
    );
    assert_eq!(Decision::of(&[0.4, 0.6]), Decision::Label(1));
    assert_eq!(Decision::of(&[-3.0, -2.0]), Decision::Label(1));
    assert_eq!(Decision::of(&[0.0, 0.0]).index(), 0);
}

#[test]
fn a_drag_is_one_step_and_gives_ratios_back() {
    let state = Preset::Methods.state();
    let mut history = History::new(state.clone());
    let drag = |value| Action::Drag {
        row: Row::Prompt(0),
        label: 0,
        value,
    };
    for value in [0.7, 0.999, 5.0, f64::NAN, 0.3] {
        history.preview(&drag(value)).unwrap();
    }
    history.preview(&drag(0.6)).unwrap();
    assert!(!history.commit(), "back where it was: nothing to undo");
    history.preview(&drag(0.2)).unwrap();
    assert!(history.commit());
    let p = history.present().prompts[0].p.clone();
    assert!((p.as_slice()[1] / p.as_slice()[2] - 3.0).abs() < 1e-9);
    assert!(history.undo());
    assert_eq!(**history.present(), state);
    assert!(!history.undo());
    assert!(history.redo());
    assert_eq!(history.present().prompts[0].p, p);
    history.preview(&drag(0.9)).unwrap();
    assert_ne!(history.present().prompts[0].p, p);
    assert_eq!(
        history.before_drag().prompts[0].p,
        p,
        "nothing is given up yet"
    );
    history.cancel();
    assert_eq!(history.present().prompts[0].p, p);
    assert_eq!(history.before_drag(), history.present());
}

#[test]
fn several_entries_by_hand_are_one_step() {
    let state = Preset::Worked.state();
    let mut history = History::new(state.clone());
    let set = |w: f64, b: f64| Action::SetEntries {
        w: vec![((0, 0), w), ((1, 1), 2.0)],
        b: vec![(1, b)],
    };
    history.preview(&set(3.0, 0.5)).unwrap();
    history.preview(&set(4.0, 0.25)).unwrap();
    assert!(history.commit());
    let overrides = &history.present().overrides;
    assert_eq!(
        (overrides.w.get(&(0, 0)), overrides.w.get(&(1, 1))),
        (Some(&4.0), Some(&2.0))
    );
    assert_eq!(
        (overrides.b.get(&1), overrides.b.get(&0)),
        (Some(&0.25), None)
    );
    history.edit(&set(5.0, 0.0), Some(Merge::Shift)).unwrap();
    history.edit(&set(6.0, 0.0), Some(Merge::Shift)).unwrap();
    assert!(history.undo(), "a run of steps is one");
    assert_eq!(history.present().overrides.w.get(&(0, 0)), Some(&4.0));
    assert!(history.undo());
    assert_eq!(**history.present(), state);
    assert!(!history.undo());
    let refused = |w: Vec<((usize, usize), f64)>, b: Vec<(usize, f64)>| {
        apply(&state, &Action::SetEntries { w, b })
    };
    for value in [f64::NAN, f64::INFINITY, 1.1 * MAX_ENTRY] {
        assert_eq!(
            refused(vec![((0, 0), 1.0), ((0, 1), value)], vec![]),
            Err(Refusal::EntryOutOfRange)
        );
        assert_eq!(
            refused(vec![], vec![(0, value)]),
            Err(Refusal::EntryOutOfRange)
        );
    }
    assert_eq!(
        refused(vec![((0, 2), 1.0)], vec![]),
        Err(Refusal::NoSuchThing)
    );
    assert_eq!(refused(vec![], vec![(2, 1.0)]), Err(Refusal::NoSuchThing));
}

/// The parameters of a state with these entries set by hand.
fn with_entries(state: &State, action: &Action) -> Parameters {
    let next = apply(state, action).unwrap();
    (*Derived::of(&next).parameters.unwrap()).clone()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_124), ..ProptestConfig::default() })]

    #[test]
    fn q_is_a_distribution(p in (2usize..=20).prop_flat_map(|k| (positive_row(k), row(k)))) {
        let (cf, p) = p;
        for method in [Method::Diagonal, Method::Identity, Method::None] {
            let q = output(&p, &fit(&cf, method).unwrap(), Readout::Softmax).after.unwrap();
            prop_assert!(q.iter().all(|q| q.is_finite() && *q >= 0.0));
            prop_assert!((q.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn softmax_is_finite_for_any_scores(s in prop::collection::vec(-1e300..1e300f64, 2..20)) {
        let q = softmax(&s);
        prop_assert!((q.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn even_is_neutral_and_p_itself_comes_out_even(p in (2usize..=20).prop_flat_map(positive_row)) {
        let even = Distribution::even(p.len());
        for method in [Method::Diagonal, Method::Identity] {
            let found = output(&p, &fit(&even, method).unwrap(), Readout::Softmax);
            prop_assert_eq!(found.label_before.index(), found.label_after.index());
            let own = output(&p, &fit(&p, method).unwrap(), Readout::Softmax);
            prop_assert!(own.distance_from_even().unwrap() < 1e-9);
        }
    }

    #[test]
    fn labels_are_only_names((cf, p) in (3usize..=8).prop_flat_map(|k| (positive_row(k), positive_row(k))), from in 0..3usize, to in 0..3usize) {
        let q = output(&p, &fit(&cf, Method::Diagonal).unwrap(), Readout::Softmax).after.unwrap();
        let moved = output(&p.moved(from, to), &fit(&cf.moved(from, to), Method::Diagonal).unwrap(), Readout::Softmax).after.unwrap();
        let expected = Distribution::normalized(q).unwrap().distribution.moved(from, to);
        for (a, b) in moved.iter().zip(expected.as_slice()) {
            prop_assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn one_prompt_makes_both_orders_equal(p in (2usize..=20).prop_flat_map(positive_row)) {
        let fitted = |averaging| fit_prompts(std::slice::from_ref(&p), p.len(), Method::Diagonal, averaging).averaged.unwrap();
        prop_assert_eq!(fitted(Averaging::Parameters), fitted(Averaging::Probabilities));
    }

    #[test]
    fn normalising_twice_changes_nothing(v in prop::collection::vec(0.0..1e6f64, 2..=20)) {
        if let Ok(once) = Distribution::normalized(v) {
            let twice = Distribution::normalized(once.distribution.as_slice().to_vec()).unwrap();
            prop_assert_eq!(once.distribution, twice.distribution);
        }
    }

    #[test]
    fn a_pinned_label_keeps_the_others_ratios(p in positive_row(5), label in 0..5usize, value in 0.0..0.99f64, lock in prop::option::of(0..5usize)) {
        let mut locked = vec![false; 5];
        if let Some(lock) = lock.filter(|lock| *lock != label) { locked[lock] = true; }
        let Ok(pinned) = p.pin(label, value, &locked) else { return Ok(()) };
        prop_assert!((pinned.as_slice().iter().sum::<f64>() - 1.0).abs() < 1e-9);
        prop_assert!((pinned.as_slice()[label] - value).abs() < 1e-12);
        let free: Vec<usize> = (0..5).filter(|k| *k != label && !locked[*k]).collect();
        let ratio = pinned.as_slice()[free[0]] * p.as_slice()[free[1]] - pinned.as_slice()[free[1]] * p.as_slice()[free[0]];
        prop_assert!(ratio.abs() < 1e-12);
        for k in (0..5).filter(|k| locked[*k]) { prop_assert_eq!(pinned.as_slice()[k], p.as_slice()[k]); }
    }

    #[test]
    fn a_shift_is_set_by_hand(
        (p, c) in (2usize..=5).prop_flat_map(|k| (positive_row(k), prop::collection::vec(-8.0..8.0f64, k))),
        entries in prop::collection::vec((0..5usize, 0..6usize, -2.0..2.0f64), 0..3), label in 0..5usize,
    ) {
        let k = c.len();
        let mut state = Preset::Blank.state();
        for _ in state.k()..k {
            state = apply(&state, &Action::AddLabel(format!("label {}", state.k()))).unwrap();
        }
        state = apply(&state, &Action::SetRow { row: Row::Prompt(0), p }).unwrap();
        for (row, column, value) in entries {
            let (row, column) = (row % k, column % (k + 1));
            let action = if column == k {
                Action::OverrideB { label: row, value: Some(value) }
            } else {
                Action::OverrideW { row, column, value: Some(value) }
            };
            state = apply(&state, &action).unwrap();
        }
        let mean = c.iter().sum::<f64>() / k as f64;
        for form in [Form::Weights, Form::Bias] {
            let current = Derived::of(&state).parameters.unwrap();
            let set = with_entries(&state, &put_on_shift(form, &c, &current));
            let found = form.shift(&set).unwrap();
            for (found, c) in found.iter().zip(&c) {
                prop_assert!((found - (c - mean)).abs() < 1e-6, "{form:?}: {found} is not {}", c - mean);
            }
            // From there, one label moves and the others keep their numbers.
            let label = label % k;
            let next = apply(&state, &put_on_shift(form, &c, &current)).unwrap();
            let moved = with_entries(&next, &put_on_curve(form, label, 0.25, &set).unwrap());
            let place = calibration_explainer::check::place_on_curve(form, label, &moved).unwrap();
            prop_assert!((place - 0.25).abs() < 1e-6, "{form:?}: {place}");
            for other in (0..k).filter(|other| *other != label) {
                prop_assert_eq!((moved.w.get(other, other), moved.b[other]), (set.w.get(other, other), set.b[other]));
            }
        }
    }

    #[test]
    fn a_link_gives_the_state_back(state in state()) {
        let link = link::format(&state, &View::default());
        prop_assert!(link.is_ascii());
        let parsed = link::parse(&link, &LANGUAGES);
        prop_assert_eq!(&parsed.notices, &Vec::<Notice>::new(), "{}", link);
        prop_assert_eq!(parsed.state, state, "{}", link);
    }
}

#[test]
fn links_that_came_a_long_way_are_read() {
    let plain = "labels=A,B&cf=x:0.25,0.75&method=identity";
    let expected = link::parse(plain, &LANGUAGES);
    assert_eq!(expected.notices, []);
    for link in [
        plain.replace('&', "&amp;"),
        format!("?{plain}&utm_source=mail&utm_medium=x&fbclid=y"),
        format!("fbclid=y&{plain}"),
    ] {
        assert_eq!(link::parse(&link, &LANGUAGES), expected, "{link}");
        assert!(link::is_link(&link), "{link}");
    }
    for query in ["", "?v=3", "?ref=mail", "?utm_source=x", "?page=2"] {
        assert!(!link::is_link(query), "{query}");
    }
    let suggested = |name: &str| match &*link::parse(&format!("preset={name}"), &LANGUAGES).notices
    {
        [
            Notice::BadValue {
                reason: Reason::NotOneOf(names),
                ..
            },
        ] => names.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(suggested("sentiment2"), ["sentiment-2"]);
    assert_eq!(suggested("Topcs"), ["topics"]);
    assert!(suggested("zzzzzzzz").len() > 10);
}

/// A small random number generator for the fuzz test: reproducible, and fast enough for many cases.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Reads random bytes and damaged links: there is no panic, the state is valid, and everything rejected
/// is reported.
#[test]
fn no_link_breaks_the_page() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let good: Vec<String> = (Preset::ALL.iter())
        .filter(|(preset, _)| preset.provenance() != Provenance::Measured)
        .map(|(preset, _)| link::format(&preset.state(), &View::default()))
        .chain(["preset=topics&method=identity&lang=zh&theme=dark&hide=share,presets&view=use&readonly=true".to_owned()])
        .collect();
    let pieces = [
        "&",
        "=",
        ":",
        ",",
        "@",
        "%",
        "%2C",
        "%3A",
        "cf=",
        "p=",
        "w=",
        "b=",
        "labels=",
        "lock=",
        "NaN",
        "-1",
        "1e999",
        "∞",
        "%FF",
        "v=2",
        "readout=",
        "#",
        "?",
        "x=1",
        "0.5",
        "[",
        "\u{0}",
        "template=",
        "+",
    ];
    // `cargo xtask test --all` sets a million.
    let cases = std::env::var("FUZZ_CASES").map_or(100_000, |cases| cases.parse().unwrap());
    for i in 0..cases {
        let mut link = if i % 4 == 0 {
            (0..random.next(60))
                .map(|_| char::from(random.next(128) as u8))
                .collect::<String>()
        } else {
            good[random.next(good.len())].clone()
        };
        for _ in 0..=random.next(4) {
            let mut at = random.next(link.len() + 1);
            while !link.is_char_boundary(at) {
                at -= 1;
            }
            match random.next(3) {
                0 => link.insert_str(at, pieces[random.next(pieces.len())]),
                1 => link.truncate(at),
                _ => drop(link.drain(..at.min(link.len()))),
            }
            while !link.is_char_boundary(0) {
                link.clear();
            }
        }
        let parsed = link::parse(&link, &LANGUAGES);
        let state = &parsed.state;
        let k = state.k();
        assert!((2..=20).contains(&k) && state.locked.len() == k, "{link}");
        assert!(
            (1..=20).contains(&state.prompts.len())
                && (1..=MAX_INPUTS).contains(&state.inputs.len()),
            "{link}"
        );
        let rows: Vec<DistributionRef> = state
            .prompts
            .iter()
            .map(|p| (&p.p).into())
            .chain(state.inputs.iter().map(|i| i.p))
            .collect();
        for p in rows {
            assert_eq!(p.len(), k, "{link}");
            assert!(
                (p.as_slice().iter().sum::<f64>() - 1.0).abs() < 1e-6,
                "{link}"
            );
        }
        let again = link::parse(&link::format(state, &parsed.view), &LANGUAGES);
        assert_eq!(&again.state, state, "{link}");
        assert_eq!(again.notices, [], "{link}");
        if i % 16 == 0 {
            let derived = Derived::of(state);
            for q in derived.inputs(state).filter_map(|o| o.after.ok()).flatten() {
                assert!(q.is_finite(), "{link}");
            }
        }
    }
}

#[test]
fn what_is_rejected_is_named() {
    let named = |link: &str| -> Vec<String> {
        (link::parse(link, &LANGUAGES).notices.iter())
            .map(|notice| match notice {
                Notice::UnknownKey(key) => format!("?{key}"),
                Notice::BadValue { key, .. } => key.clone(),
                Notice::Changed { key, .. } => format!("~{key}"),
            })
            .collect()
    };
    for (link, expected) in [
        ("", vec![]),
        ("colour=red", vec!["?colour"]),
        ("labels=A", vec!["labels"]),
        ("labels=A,A", vec!["labels"]),
        ("cf=x:0.9", vec!["cf[1]"]),
        ("cf=x:9,1", vec!["~cf[1]"]),
        ("cf=x:-1,-2", vec!["~cf[1]"]),
        ("cf=x:0.5,abc&cf=y:0.5,0.5", vec!["cf[1]"]),
        ("p=0.5,0.5@Maybe", vec!["p[1]"]),
        ("method=magic", vec!["method"]),
        ("method=none&method=none", vec!["method"]),
        ("w=1,2,3", vec!["w"]),
        ("b=1e9,0", vec!["b"]),
        ("template=nothing", vec!["template"]),
        ("preset=unheard", vec!["preset"]),
        ("lang=xx&theme=red&hide=me", vec!["lang", "theme", "hide"]),
        ("view=everything&readonly=yes", vec!["view", "readonly"]),
        ("readonly=true&readonly=true", vec!["readonly"]),
        ("v=7", vec!["v"]),
        ("lock=Maybe", vec!["lock"]),
    ] {
        assert_eq!(named(link), expected, "{link}");
    }
}

#[test]
fn a_link_carries_every_way_to_look() {
    use calibration_explainer::state::Named;
    let state = Preset::Blank.state();
    for &(shown, name) in link::ViewName::ALL {
        for (lang, theme) in [(None, None), (Some("zh"), Some(link::Theme::Dark))] {
            for readonly in [false, true] {
                let models = match lang {
                    Some(_) => vec![link::ModelKind::Page, link::ModelKind::Server],
                    None => Vec::new(),
                };
                let view = View {
                    view: shown,
                    lang: lang.map(str::to_owned),
                    theme,
                    hide: vec![link::PagePart::Equation],
                    learn: None,
                    readonly,
                    models,
                };
                let link = link::format(&state, &view);
                let parsed = link::parse(&link, &LANGUAGES);
                assert_eq!(parsed.notices, [], "{link}");
                assert_eq!((parsed.state, parsed.view), (state.clone(), view), "{name}");
            }
        }
    }
    let tags = ["zh-CN", "ZH-Hant-TW", "zh"];
    for tag in tags {
        let parsed = link::parse(&format!("lang={tag}"), &LANGUAGES);
        assert_eq!(parsed.view.lang.as_deref(), Some("zh"), "{tag}");
    }
    assert!(!link::parse("readonly=false", &LANGUAGES).view.readonly);
}

#[test]
fn links_of_url_search_params_are_read() {
    let link = "labels=A%2CB&cf=N%2FA%3A0.9%2C0.1&p=0.3%2C0.7&b=%2C0.5";
    let parsed = link::parse(link, &LANGUAGES);
    assert_eq!(parsed.notices, []);
    assert_eq!(*parsed.state.labels, ["A", "B"]);
    assert_eq!(parsed.state.prompts[0].text, "N/A");
    assert_eq!(parsed.state.prompts[0].p.as_slice(), [0.9, 0.1]);
    assert_eq!(parsed.state.overrides.b.get(&1), Some(&0.5));
}

#[test]
fn a_share_has_no_noise_in_its_last_digit() {
    for thousandths in 0..=1000_u32 {
        let value = f64::from(thousandths) / 1000.0;
        let even = Distribution::even(2);
        let pinned = even.pin(0, value, &[]).unwrap();
        let text = pinned.as_slice()[1].to_string();
        assert!(text.len() <= "0.123".len(), "{value} leaves {text}");
    }
}

#[test]
fn a_link_may_name_looks_alone() {
    for link in [
        "",
        "#v=1&lang=zh",
        "?theme=dark&hide=presets&view=workbench",
        "view=chart&readonly=true",
    ] {
        assert!(!link::names_state(link), "{link}");
    }
    for link in [
        "method=none",
        "lang=zh&cf=x:0.5,0.5",
        "learn=2",
        "preset=blank",
        "colour=red",
    ] {
        assert!(link::names_state(link), "{link}");
    }
}

#[test]
fn a_link_to_a_chapter_may_name_its_figure() {
    for link in ["learn=2", "learn=2&lang=zh&hide=controls", "v=1"] {
        assert!(!link::names_figure(link), "{link}");
    }
    for link in ["learn=2&cf=x:0.5,0.5", "readout=scores", "colour=red"] {
        assert!(link::names_figure(link), "{link}");
    }
}

/// An embedded page receives links that name only what is to change.
#[test]
fn what_a_link_does_not_name_of_the_looks_stays() {
    let of = |link: &str| link::parse(link, &LANGUAGES);
    let now = of("view=chart&lang=zh&theme=dark&hide=presets&readonly=true").view;
    let after = |link: &str| {
        let sent = of(link);
        link::view_over(&now, link, sent.view, &sent.notices)
    };
    for link in [
        "",
        "cf=nothing:0.5,0.5",
        "view=all&theme=blue&lang=xx&hide=nothing&readonly=perhaps",
    ] {
        assert_eq!(after(link), now, "{link}");
    }
    for (link, expected) in [
        (
            "view=workbench",
            "lang=zh&theme=dark&hide=presets&readonly=true",
        ),
        (
            "theme=light",
            "view=chart&lang=zh&theme=light&hide=presets&readonly=true",
        ),
        ("hide=", "view=chart&lang=zh&theme=dark&readonly=true"),
        (
            "hide=nothing, equation",
            "view=chart&lang=zh&theme=dark&hide=equation&readonly=true",
        ),
        (
            "readonly=false",
            "view=chart&lang=zh&theme=dark&hide=presets",
        ),
        (
            "learn=3",
            "view=chart&lang=zh&theme=dark&hide=presets&readonly=true&learn=3",
        ),
    ] {
        assert_eq!(after(link), of(expected).view, "{link}");
    }
}

#[test]
fn labels_beside_a_preset_or_a_config_are_its_labels_by_other_names() {
    let base = Preset::Topics.state();
    let over = |link: &str, base: Option<State>| link::parse_over(link, &LANGUAGES, base);
    let mut expected = base.clone();
    expected.labels = std::rc::Rc::new(["A", "B", "C", "D"].map(str::to_owned).to_vec());
    assert_eq!(over("labels=A,B,C,D", Some(base.clone())).state, expected);
    assert_eq!(over("preset=topics&labels=A,B,C,D", None).state, expected);
    // With another number of labels the state begins anew, as it does without a preset or config.
    let anew = over("labels=A,B,C", Some(base)).state;
    assert_eq!((anew.k(), anew.prompts.len()), (3, 1));
    let alone = over("labels=A,B", None).state;
    assert_eq!(alone.prompts[0].p.as_slice(), [0.5, 0.5]);
}

#[test]
fn a_links_keys_replace_parts_of_a_state_that_came_beside_it() {
    let base = Preset::Topics.state();
    let over = |link: &str| {
        let base = Some(base.clone());
        link::parse_over(link, &LANGUAGES, base)
    };
    assert_eq!(over("").state, base);
    let parsed = over("method=identity&lang=zh&preset=blank");
    assert_eq!(parsed.notices, []);
    assert_eq!((parsed.preset, parsed.untouched), (None, false));
    assert_eq!(parsed.view.lang.as_deref(), Some("zh"));
    let mut expected = base.clone();
    expected.method = calibration_explainer::calibration::Method::Identity;
    assert_eq!(parsed.state, expected);
}
