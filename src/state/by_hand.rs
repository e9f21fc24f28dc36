//! What is set by hand so that W and b become a shift of the labels ([`Form`]).

use crate::calibration::Parameters;
use crate::check::Form;
use crate::state::{Action, MAX_ENTRY};

/// The action that sets W and b to the shift `c` (length K), starting from the `current` ones: the entries that
/// [`Form::by_hand`] gives, and what else must change because it is not as the shift has it.
///
/// No entry exceeds [`MAX_ENTRY`]. Weights are scaled down together for that, which changes no label.
pub fn put_on_shift(form: Form, c: &[f64], current: &Parameters) -> Action {
    let Parameters { w, b } = current;
    let k = c.len();
    let set = form.by_hand(c, current);
    let largest = set
        .iter()
        .fold(0.0_f64, |most, (_, value)| most.max(*value));
    let off_diagonal = (0..k).flat_map(|row| (0..k).map(move |column| (row, column)));
    let off_diagonal = off_diagonal
        .filter(|&(row, column)| row != column && w.get(row, column) != 0.0)
        .map(|entry| (entry, 0.0));
    match form {
        Form::Weights => {
            let scale = MAX_ENTRY / largest.max(MAX_ENTRY);
            let diagonal = (set.into_iter()).map(|(label, value)| ((label, label), value * scale));
            let uneven = b.iter().zip(b.iter().skip(1)).any(|(a, b)| a != b);
            Action::SetEntries {
                w: diagonal.chain(off_diagonal).collect(),
                b: (0..if uneven { k } else { 0 })
                    .map(|label| (label, 0.0))
                    .collect(),
            }
        }
        Form::Bias => {
            let first = w.get(0, 0);
            let even =
                w.is_diagonal() && first > 0.0 && (0..k).all(|label| w.get(label, label) == first);
            let diagonal = (0..if even { 0 } else { k }).map(|label| ((label, label), 1.0));
            Action::SetEntries {
                w: diagonal.chain(off_diagonal).collect(),
                b: (set.into_iter())
                    .map(|(label, value)| (label, value.clamp(-MAX_ENTRY, MAX_ENTRY)))
                    .collect(),
            }
        }
    }
}

/// The action that puts one label at `place` on its curve ([`place_on_curve`](crate::check::place_on_curve)), the others staying as they are; `None`
/// where `current` is not of this form. No entry exceeds [`MAX_ENTRY`].
pub fn put_on_curve(form: Form, label: usize, place: f64, current: &Parameters) -> Option<Action> {
    let value = form.by_hand_on_curve(label, place, current)?;
    let value = value.clamp(-MAX_ENTRY, MAX_ENTRY);
    Some(match form {
        Form::Weights => Action::SetEntries {
            w: vec![((label, label), value)],
            b: Vec::new(),
        },
        Form::Bias => Action::SetEntries {
            w: Vec::new(),
            b: vec![(label, value)],
        },
    })
}
