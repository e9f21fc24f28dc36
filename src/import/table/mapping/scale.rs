//! What the numbers of a table are.

use super::{Mapping, Role, Scale};
use crate::import::name_key::name_key;
use crate::import::table::sheet::Sheet;

/// Values that stand where a tool had no number.
pub(super) const PLACEHOLDERS: [f64; 4] = [-9999.0, -999.0, -100.0, -1e9];

/// Returns whether a row has nothing but a placeholder.
pub(in super::super) fn is_placeholder(values: &[Option<f64>]) -> bool {
    let mut numbers = values.iter().flatten();
    let Some(first) = numbers.next() else {
        return false;
    };
    PLACEHOLDERS.contains(first) && numbers.all(|number| number == first)
}

/// Finds what the numbers are, from all of them and from the names of their columns.
pub(in super::super) fn scale(sheet: &Sheet, mapping: &Mapping) -> Scale {
    let (mut least, mut greatest) = (0.0_f64, 0.0_f64);
    let mut hundreds = 0_usize;
    let mut rows = 0_usize;
    for cells in sheet.cells() {
        let Ok((values, _)) = mapping.numbers(cells) else {
            continue;
        };
        if is_placeholder(&values) {
            continue;
        }
        let sum: f64 = values.iter().flatten().sum();
        rows += 1;
        hundreds += usize::from((sum - 100.0).abs() <= 1.0);
        for number in values
            .into_iter()
            .flatten()
            .filter(|number| !PLACEHOLDERS.contains(number))
        {
            least = least.min(number);
            greatest = greatest.max(number);
        }
    }
    let named = |words: &[&str]| {
        let is_read = |role: &Role| matches!(role, Role::Label(_) | Role::Answer);
        let mut names = mapping
            .columns
            .iter()
            .zip(&mapping.roles)
            .filter(|(_, role)| is_read(role))
            .map(|(name, _)| name_key(name));
        names.any(|name| words.iter().any(|word| name.contains(word)))
    };
    if named(&["logit"]) || (least < 0.0 && greatest > 0.0) {
        Scale::Logits
    } else if least < 0.0
        || sheet.logarithms
        || (named(&["logprob", "log_prob", "logp"]) && greatest <= 0.0)
    {
        Scale::LogProbabilities
    } else if rows > 0 && hundreds == rows && greatest > 1.0 {
        Scale::Percent
    } else {
        Scale::Probabilities
    }
}
