use crate::calibration::Outcome;
use crate::state::{Derived, State};
use std::cmp::Ordering;

/// By what the list of test inputs is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// The labels that flip first, as [`Derived::order`] has them.
    #[default]
    Flips,
    /// Wrong after calibration, then right, then those whose right label is unknown.
    Right,
    /// The difference between the two largest scores W p + b, the closest decision first.
    Margin,
    /// The texts by their characters, small and capital letters alike; empty ones last.
    Text,
}

impl Sort {
    /// Every way to sort.
    pub const ALL: [Self; 4] = [Self::Flips, Self::Right, Self::Margin, Self::Text];
}

/// Which test inputs are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// All of them.
    #[default]
    All,
    /// Those whose label flips.
    Flips,
    /// Wrong before calibration, right after it ([`Outcome::Gained`]).
    NowRight,
    /// Right before calibration, wrong after it ([`Outcome::Lost`]).
    NowWrong,
    /// Those that are given this label after calibration; of a tie the first label counts.
    Says(usize),
}

/// What is listed of the test inputs, and in which order.
///
/// ```
/// use calibration_explainer::presets::Preset;
/// use calibration_explainer::state::{Derived, Listing};
/// let state = Preset::default().state();
/// let derived = Derived::of(&state);
/// let order = derived.order(&state);
/// assert_eq!(Listing::default().of(&state, &derived, &order), order);
/// let listing = Listing { search: "in no text".to_owned(), ..Listing::default() };
/// assert!(listing.of(&state, &derived, &order).is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// By what they are sorted.
    pub sort: Sort,
    /// Which of them are listed.
    pub show: Show,
    /// A part of the text, small and capital letters alike; empty for all texts.
    pub search: String,
}

impl Listing {
    /// Returns whether some test inputs may not be listed.
    pub fn is_part(&self) -> bool {
        self.show != Show::All || !self.search.trim().is_empty()
    }

    /// Indices of the test inputs that are listed, in their order. `order` is that of [`Derived::order`], or one that is kept
    /// during a drag; `derived` comes from `state`. Where W is undefined no label is said, and nothing flips.
    pub fn of(&self, state: &State, derived: &Derived, order: &[usize]) -> Vec<usize> {
        let search = self.search.trim().to_lowercase();
        let mut listed: Vec<usize> = (order.iter().copied())
            .filter(|&i| self.shows(state, derived, i))
            .filter(|&i| search.is_empty() || text(state, i).contains(&search))
            .collect();
        // All are stable: equal ones keep the order of their index.
        if self.sort != Sort::Flips {
            listed.sort_unstable();
        }
        match self.sort {
            Sort::Flips => {}
            Sort::Right => listed.sort_by_key(|&i| rank(state, derived, i)),
            Sort::Margin => {
                let mut margins: Vec<(usize, f64)> = (listed.into_iter())
                    .map(|i| (i, margin(state, derived, i).unwrap_or(f64::INFINITY)))
                    .collect();
                margins.sort_by(|(_, a), (_, b)| a.partial_cmp(b).unwrap_or(Ordering::Equal));
                listed = margins.into_iter().map(|(i, _)| i).collect();
            }
            Sort::Text => listed.sort_by_cached_key(|&i| {
                let text = text(state, i);
                (text.trim().is_empty(), text)
            }),
        }
        listed
    }

    fn shows(&self, state: &State, derived: &Derived, i: usize) -> bool {
        match self.show {
            Show::All => true,
            Show::Flips => outcome(state, derived, i).is_some_and(|o| o != Outcome::Unchanged),
            Show::NowRight => outcome(state, derived, i) == Some(Outcome::Gained),
            Show::NowWrong => outcome(state, derived, i) == Some(Outcome::Lost),
            Show::Says(label) => {
                (derived.labels_after.get(i)).is_some_and(|after| after.index() == label)
            }
        }
    }
}

fn text(state: &State, i: usize) -> String {
    let input = state.inputs.get(i);
    input.map_or_else(String::new, |input| input.text.to_lowercase())
}

/// What calibration does to the label of a test input; `None` if W is undefined.
fn outcome(state: &State, derived: &Derived, i: usize) -> Option<Outcome> {
    let (input, after) = (state.inputs.get(i)?, derived.labels_after.get(i)?);
    let before = crate::calibration::Argmax::of(input.p.as_slice());
    Some(Outcome::of(before, *after, input.label))
}

/// The place among wrong, right and unknown.
fn rank(state: &State, derived: &Derived, i: usize) -> usize {
    let right = state.inputs.get(i).and_then(|input| input.label);
    match derived.labels_after.get(i).zip(right) {
        Some((after, right)) => usize::from(after.index() == right),
        None => 2,
    }
}

/// The difference between the two largest scores of a test input; `None` if W is undefined.
fn margin(state: &State, derived: &Derived, i: usize) -> Option<f64> {
    let parameters = derived.parameters.as_ref().ok()?;
    let p = state.inputs.get(i)?.p;
    let (mut first, mut second) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    for score in parameters.scores_of(p.as_slice()) {
        if score > first {
            (first, second) = (score, first);
        } else if score > second {
            second = score;
        }
    }
    Some(first - second)
}
