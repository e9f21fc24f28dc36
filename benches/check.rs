//! Native speed of checking labelled inputs: methods side by side, landscape, best shift.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use calibration_explainer::calibration::{Distribution, Parameters};
use calibration_explainer::check::{
    Form, Inputs, best, compare, cross_validated, curve, map, threshold_curve,
};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Rows that differ, without a generator of random numbers; each right label is somewhat likelier than it would be.
fn rows(n: usize, k: usize) -> Vec<(Distribution, Option<usize>)> {
    let row = |i: usize| {
        let right = (i * 7 / 3) % k;
        let value = |label: usize| {
            let noise = (i * (31 + 2 * label) + label * 17) % 97;
            (1 + noise + 3 * label + if label == right { 25 } else { 0 }) as f64
        };
        let p = Distribution::normalized((0..k).map(value).collect()).unwrap();
        (p.distribution, Some(right))
    };
    (0..n).map(row).collect()
}

fn check(c: &mut Criterion) {
    for k in [2, 3, 4, 20] {
        let mut group = c.benchmark_group(format!("check, K = {k}"));
        group.sample_size(10);
        for n in [100, 1_000, 10_000, 100_000] {
            let rows = rows(n, k);
            let inputs = Inputs::of(k, rows.iter().map(|(p, right)| (p.as_slice(), *right)));
            let prompts: Vec<Distribution> = rows.iter().take(3).map(|(p, _)| p.clone()).collect();
            let starts: Vec<Parameters> = (compare(&inputs, &prompts, None).into_iter())
                .filter_map(|line| line.outcome.ok())
                .map(|outcome| outcome.parameters)
                .collect();
            group.throughput(Throughput::Elements(n as u64));
            group.bench_function(BenchmarkId::new("inputs", n), |b| {
                b.iter(|| Inputs::of(k, rows.iter().map(|(p, right)| (p.as_slice(), *right))));
            });
            group.bench_function(BenchmarkId::new("compare", n), |b| {
                b.iter(|| compare(&inputs, &prompts, Some(&starts[1])));
            });
            group.bench_function(BenchmarkId::new("landscape", n), |b| {
                b.iter(|| match k {
                    2 => drop(black_box(threshold_curve(&inputs))),
                    3 => drop(black_box(map(&inputs, Form::Weights, 3.0))),
                    _ => drop(black_box(curve(
                        &inputs,
                        Form::Weights,
                        0,
                        &vec![0.0; k],
                        3.0,
                    ))),
                });
            });
            group.bench_function(BenchmarkId::new("best", n), |b| {
                b.iter(|| best(&inputs, Form::Weights, &starts));
            });
            group.bench_function(BenchmarkId::new("five folds", n), |b| {
                b.iter(|| cross_validated(&inputs, Form::Weights, &starts));
            });
        }
        group.finish();
    }
}

criterion_group!(benches, check);
criterion_main!(benches);
