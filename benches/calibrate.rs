//! Native speed of calibrating 100 000 rows.

#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use calibration_explainer::calibration::{Distribution, Method, Readout, fit, output};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const ROWS: usize = 100_000;

/// Rows that differ, without a generator of random numbers.
fn rows(k: usize) -> Vec<Distribution> {
    (0..ROWS)
        .map(|i| {
            let values = (0..k)
                .map(|j| 1.0 + ((i * 31 + j * 17) % 97) as f64)
                .collect();
            Distribution::normalized(values).unwrap().distribution
        })
        .collect()
}

fn calibrate(c: &mut Criterion) {
    let mut group = c.benchmark_group("calibrate 100 000 rows");
    group
        .throughput(Throughput::Elements(ROWS as u64))
        .sample_size(10);
    for k in [4, 14] {
        let rows = rows(k);
        let parameters = fit(&rows[0], Method::Diagonal).unwrap();
        group.bench_function(BenchmarkId::from_parameter(format!("K = {k}")), |b| {
            b.iter(|| {
                rows.iter()
                    .map(|p| output(p, &parameters, Readout::Softmax).label_after.index())
                    .sum::<usize>()
            });
        });
    }
    group.finish();
}

criterion_group!(benches, calibrate);
criterion_main!(benches);
