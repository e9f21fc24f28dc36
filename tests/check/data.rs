//! Random labelled inputs.

use calibration_explainer::calibration::{
    Decision, Distribution, Matrix, Parameters, Readout, output,
};
use calibration_explainer::check::Inputs;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// Labelled inputs that own their rows.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    pub(crate) k: usize,
    pub(crate) rows: Vec<(Distribution, Option<usize>)>,
}

impl Data {
    pub(crate) fn inputs(&self) -> Inputs<'_> {
        let rows = self.rows.iter();
        Inputs::of(self.k, rows.map(|(p, right)| (p.as_slice(), *right)))
    }

    /// The label of every row, one by one.
    pub(crate) fn said(&self, parameters: &Parameters) -> Vec<usize> {
        let rows = self.rows.iter();
        rows.map(|(p, _)| label(p, parameters)).collect()
    }

    /// Number of right labels, one by one.
    pub(crate) fn right(&self, parameters: &Parameters) -> usize {
        let said = self.said(parameters).into_iter().map(Some);
        let rows = self.rows.iter().zip(said);
        rows.filter(|((_, right), said)| right.is_some() && right == said)
            .count()
    }

    pub(crate) fn counted(&self) -> usize {
        self.rows
            .iter()
            .filter(|(_, right)| right.is_some())
            .count()
    }
}

pub(crate) fn label(p: &Distribution, parameters: &Parameters) -> usize {
    let found: Decision = output(p, parameters, Readout::Scores).label_after;
    found.index()
}

pub(crate) fn distribution(values: Vec<f64>) -> Option<Distribution> {
    Distribution::normalized(values)
        .ok()
        .map(|n| n.distribution)
}

/// Rows without ties, sometimes with zeros; some right labels are not known, and the right label is somewhat more likely.
pub(crate) fn data(
    k: usize,
    n: impl Into<prop::collection::SizeRange>,
) -> impl Strategy<Value = Data> {
    let value = prop_oneof![8 => 0.001..1.0f64, 1 => Just(0.0), 1 => 1e-9..1e-3];
    let row = (
        prop::collection::vec(value, k),
        prop::option::weighted(0.8, 0..k),
    );
    let row = row.prop_filter_map("no sum", |(mut values, right)| {
        if let Some(right) = right {
            values[right] += 0.3 * values.iter().sum::<f64>() / values.len() as f64;
        }
        Some((distribution(values)?, right))
    });
    prop::collection::vec(row, n).prop_map(move |rows| Data { k, rows })
}

/// Rows of small whole numbers, so that many scores tie exactly.
pub(crate) fn tied(
    k: usize,
    n: impl Into<prop::collection::SizeRange>,
) -> impl Strategy<Value = Data> {
    let row = (
        prop::collection::vec(0..4u8, k),
        prop::option::weighted(0.8, 0..k),
    );
    let row = row.prop_filter_map("no sum", |(values, right)| {
        Some((
            distribution(values.into_iter().map(f64::from).collect())?,
            right,
        ))
    });
    prop::collection::vec(row, n).prop_map(move |rows| Data { k, rows })
}

/// Any W and b, often diagonal.
pub(crate) fn parameters(k: usize) -> impl Strategy<Value = Parameters> {
    let entries = prop::collection::vec(-2.0..2.0f64, k * k);
    let diagonal = prop::collection::vec(prop_oneof![0.1..5.0f64, Just(1.0), Just(2.0)], k);
    let bias = prop::collection::vec(prop_oneof![Just(0.0), -1.0..1.0f64], k);
    (diagonal, bias, prop::option::weighted(0.3, entries)).prop_map(
        move |(diagonal, b, entries)| {
            let mut w = Matrix::diagonal(&diagonal);
            for (i, entry) in entries.into_iter().flatten().enumerate() {
                w.set(i / k, i % k, entry);
            }
            Parameters { w, b }
        },
    )
}

/// The same random cases in every run.
pub(crate) fn config() -> ProptestConfig {
    let cases =
        std::env::var("FUZZ_CASES").map_or(200, |cases| cases.parse::<u32>().unwrap() / 500);
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_126),
        ..ProptestConfig::default()
    }
}
