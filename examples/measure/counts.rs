//! What calibration does to labelled inputs, in numbers.

use crate::Result;
use calibration_explainer::calibration::Distribution;
use calibration_explainer::check::{Compared, Inputs, compare};
use calibration_explainer::lesson::measured::Column;
use serde_json::{Map, Value, json};

/// For each approach the number of right answers, of those that only it gets right, and of those that only no calibration does.
pub(crate) fn counts(inputs: &Inputs, prompts: &[Distribution]) -> Result<Map<String, Value>> {
    let mut right = Map::new();
    for Compared { approach, outcome } in compare(inputs, prompts, None) {
        let Some(name) = Column::name_of(approach) else {
            continue;
        };
        let counts = outcome?.counts;
        let counted = [counts.after.correct(), counts.to_right, counts.to_wrong];
        right.insert(name.to_owned(), json!(counted));
    }
    Ok(right)
}
