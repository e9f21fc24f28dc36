use super::form::centred;
use super::inputs::right;
use super::shifted::Shifted;
use super::{Counts, Form, Inputs, Map, decide, map, map_range};
use crate::calibration::{Parameters, wilson};

/// Number of labelled inputs that ascents begin with, evenly spaced among all.
const SAMPLE: usize = 2000;

/// Most rounds of an ascent over all labels.
const ROUNDS: usize = 20;

/// Number of parts of which each is counted once by a shift that the others chose.
const FOLDS: usize = 5;

/// The best shift that was found, and what it does. Unfair: it has seen the right labels that it is measured by.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// The shift, length K, of mean zero.
    pub c: Vec<f64>,
    /// The same as W and b.
    pub parameters: Parameters,
    /// Before, without calibration, and after.
    pub counts: Counts,
}

/// Searches the shift with the highest accuracy: an upper limit for what a correction of the labels' bias can reach.
///
/// K = 2: exact, by a sweep over all thresholds; in the middle of the widest best gap, of equally wide ones of that nearest
/// to zero. K ≥ 3: coordinate ascent, whose every step is such a sweep for one label while the others stay, from no
/// shift and from those of `starts` that are shifts; for K = 3 also from the best node of a fine [`map`]. Of more than 2000
/// labelled inputs, ascents take evenly spaced ones, and only the best goes on with all. The result is never worse than any start.
/// Gaps narrower than 10⁻⁹ are not searched, weights beyond e^±300 not tried. A label never wins where its probability is
/// zero ([`Form::Weights`]).
pub fn best(inputs: &Inputs, form: Form, starts: &[Parameters]) -> Best {
    let parameters = search(inputs, form, starts);
    let before = decide(inputs, &Parameters::identity(inputs.k()));
    let counts = Counts::of(inputs, &before, &decide(inputs, &parameters));
    Best {
        c: (form.shift(&parameters)).unwrap_or_else(|| vec![0.0; inputs.k()]),
        counts,
        parameters,
    }
}

/// The accuracy of the best shift in its fair form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fair {
    /// Number of right inputs, each counted by a shift that has not seen its right label.
    pub right: usize,
    /// Number of inputs whose right label is known.
    pub counted: usize,
}

impl Fair {
    /// The share of right inputs, in \[0, 1\]; `None` if no right label is known.
    pub fn accuracy(&self) -> Option<f64> {
        (self.counted > 0).then(|| self.right as f64 / self.counted as f64)
    }

    /// The 95 % confidence interval of the accuracy ([`wilson`], Wilson 1927).
    pub fn interval(&self) -> (f64, f64) {
        wilson(self.right, self.counted)
    }
}

/// Chooses the best shift on four fifths of the labelled inputs and counts it on the last, for each fifth in turn: cross-validation
/// with five folds. Labelled input i, counted from 0 among the labelled ones, is in fold i mod 5. `starts` must not
/// have seen right labels.
pub fn cross_validated(inputs: &Inputs, form: Form, starts: &[Parameters]) -> Fair {
    let folds = (0..FOLDS).map(|fold| {
        let chosen = search(&inputs.only(|i| i % FOLDS != fold), form, starts);
        right(&inputs.only(|i| i % FOLDS == fold), &chosen)
    });
    Fair {
        right: folds.sum(),
        counted: inputs.counted(),
    }
}

fn search(inputs: &Inputs, form: Form, starts: &[Parameters]) -> Parameters {
    let k = inputs.k();
    let counted = inputs.counted();
    let none = Parameters::identity(k);
    if counted == 0 {
        return none;
    }
    let starts = || {
        [&none]
            .into_iter()
            .chain(starts)
            .filter(|start| start.w.k() == k)
    };
    let shifts = starts().filter_map(|start| Some((start.clone(), form.shift(start)?)));
    let (mut candidates, mut shifts): (Vec<Parameters>, Vec<Vec<f64>>) = shifts.unzip();
    if k == 2 {
        let gap = Shifted::of(inputs, form, 1).best_on_line(0, &[0.0; 2]);
        // First, so that it is preferred to a start that is as good.
        candidates.insert(0, form.parameters(&centred(vec![gap.middle, 0.0])));
        return best_of(candidates, inputs).unwrap_or(none);
    }
    if k == 3 {
        let places: Vec<(f64, f64)> = (shifts.iter())
            .filter_map(|c| Some((c.first()? - c.last()?, c.get(1)? - c.last()?)))
            .collect();
        if let Some(map) = map(inputs, form, map_range(inputs, form, &places)) {
            let (u, v) = map.best();
            shifts.push(Map::shift(u, v).to_vec());
        }
    }
    let stride = counted.div_ceil(SAMPLE);
    let sample = Shifted::of(inputs, form, stride);
    candidates.extend(
        shifts
            .into_iter()
            .map(|c| form.parameters(&ascend(&sample, c))),
    );
    let found = best_of(candidates, inputs).unwrap_or(none);
    match form.shift(&found) {
        Some(c) if stride > 1 => {
            let all = ascend(&Shifted::of(inputs, form, 1), c);
            best_of(vec![found.clone(), form.parameters(&all)], inputs).unwrap_or(found)
        }
        _ => found,
    }
}

/// The first of the candidates that get most inputs right. They are counted by W p + b, as everything that is shown.
fn best_of(candidates: Vec<Parameters>, inputs: &Inputs) -> Option<Parameters> {
    let counted = candidates.into_iter().rev();
    counted.max_by_key(|parameters| right(inputs, parameters))
}

/// Improves one entry of the shift after the other, as long as that helps.
fn ascend(inputs: &Shifted, mut c: Vec<f64>) -> Vec<f64> {
    let mut right = inputs.right(&c);
    for _ in 0..ROUNDS {
        let before = right;
        for label in 0..c.len() {
            let gap = inputs.best_on_line(label, &c);
            if gap.right > right
                && let Some(entry) = c.get_mut(label)
            {
                *entry = gap.middle;
                right = gap.right;
            }
        }
        if right == before {
            break;
        }
    }
    centred(c)
}
