//! Native speed of what one move of a drag computes, by numbers of test inputs and labels.
//!
//! `cargo bench --bench columns -- --noplot`; the memory of the columns is printed first.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use calibration_explainer::calibration::Distribution;
use calibration_explainer::import::table;
use calibration_explainer::state::{
    Action, ContextFreePrompt, Derived, History, Row, State, TestInput, apply,
};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::time::Duration;

const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];

/// Numbers that differ, without a generator of random numbers.
fn row(i: usize, k: usize) -> Distribution {
    let values = (0..k).map(|j| 1.0 + ((i * 31 + j * 17) % 97) as f64);
    Distribution::normalized(values.collect())
        .unwrap()
        .distribution
}

/// A state of `n` inputs over `k` labels and three context-free prompts.
fn state(n: usize, k: usize) -> State {
    let prompts = (0..3).map(|i| ContextFreePrompt {
        text: "N/A".to_owned(),
        p: row(i, k),
    });
    let inputs = (0..n).map(|i| TestInput {
        text: format!("the text of a short review, number {i}"),
        p: row(i, k),
        label: Some(i % k),
    });
    let labels = (0..k).map(|label| format!("label {label}"));
    State::new(labels.collect(), prompts.collect(), inputs.collect())
}

fn drag(row: Row, value: f64) -> Action {
    Action::Drag {
        row,
        label: 0,
        value,
    }
}

fn columns(c: &mut Criterion) {
    for k in [2, 4, 20] {
        for n in SIZES {
            let bytes = state(n, k).inputs.bytes();
            println!("K = {k}, {n} inputs: {} bytes a row", bytes / n);
        }
    }
    let mut group = c.benchmark_group("columns");
    group
        .sample_size(10)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(700));
    for k in [2, 4, 20] {
        for n in SIZES {
            let id = |what: &str| BenchmarkId::new(what.to_owned(), format!("K = {k}, {n} inputs"));
            let state = state(n, k);
            group.bench_function(id("derive, W diagonal"), |b| {
                b.iter(|| Derived::of(black_box(&state)));
            });
            let off = Action::OverrideW {
                row: 0,
                column: 1,
                value: Some(0.5),
            };
            let whole = apply(&state, &off).unwrap();
            group.bench_function(id("derive, W whole"), |b| {
                b.iter(|| Derived::of(black_box(&whole)));
            });
            for (what, row) in [
                ("drag a prompt", Row::Prompt(0)),
                ("drag an input", Row::Input(n / 2)),
            ] {
                let mut history = History::new(state.clone());
                let mut value = 0.2;
                group.bench_function(id(what), |b| {
                    b.iter(|| {
                        value = if value > 0.8 { 0.2 } else { value + 0.01 };
                        history.preview(&drag(row, value)).unwrap();
                        Derived::of(history.present())
                    });
                });
            }
        }
    }
    group.finish();
}

fn read_a_table(c: &mut Criterion) {
    let mut group = c.benchmark_group("read a table of four labels");
    group.sample_size(10);
    for n in [1_000, 10_000, 100_000] {
        let state = state(n, 4);
        let csv = calibration_explainer::export::csv::inputs_csv(&state, &Derived::of(&state));
        group.bench_function(BenchmarkId::from_parameter(n), |b| {
            b.iter(|| table::read(&csv, &state.labels).unwrap());
        });
    }
    group.finish();
}

criterion_group!(benches, columns, read_a_table);
criterion_main!(benches);
