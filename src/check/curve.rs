use super::form::{LIMIT, mean_of_others};
use super::grid::half_range;
use super::shifted::Shifted;
use super::{Form, Grid, Inputs};
use crate::calibration::Parameters;

/// Nodes of a curve on either side of zero.
const SIDE: usize = 100;

/// The accuracy along one coordinate, a step function, known exactly at its nodes.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// The coordinate of each node, ascending.
    pub at: Vec<f64>,
    /// Number of right inputs at each node.
    pub right: Vec<usize>,
    /// Number of inputs whose right label is known.
    pub counted: usize,
}

impl Curve {
    /// Makes a curve from the number of inputs that are right before the first node, and for each change the number of
    /// nodes before it and whether an input becomes right (or else wrong).
    fn of(
        at: Vec<f64>,
        counted: usize,
        start: usize,
        changes: impl Iterator<Item = (usize, bool)>,
    ) -> Self {
        let mut steps = vec![0_isize; at.len()];
        for (node, gains) in changes {
            if let Some(step) = steps.get_mut(node) {
                *step += if gains { 1 } else { -1 };
            }
        }
        let right = steps.into_iter().scan(start, |right, step| {
            *right = right.saturating_add_signed(step);
            Some(*right)
        });
        Self {
            right: right.collect(),
            at,
            counted,
        }
    }
}

/// The accuracy of two labels for every threshold on p(first), at 199 nodes 0.005, 0.01, … 0.995: from the threshold on
/// the first label is said. `None` unless K = 2. [`Form::at_threshold`] gives the shift of a node; the curve is the same in
/// either form.
pub fn threshold_curve(inputs: &Inputs) -> Option<Curve> {
    const NODES: usize = 2 * SIDE - 1;
    let node = |index: usize| (index + 1) as f64 / (NODES + 1) as f64;
    if inputs.k() != 2 {
        return None;
    }
    // Right before the first node, where the first label is always said.
    let start = inputs.labelled().filter(|&(_, right)| right == 0).count();
    let changes = inputs.labelled().map(|(p, right)| {
        // p may sum to one only nearly, and its own tie must be a tie here.
        let share = match p {
            &[first, second] => first / (first + second),
            _ => 0.0,
        };
        // The first label is said at the nodes up to its share; the quotient can be one off by rounding.
        let mut nodes = (share * (NODES + 1) as f64) as usize;
        nodes = nodes.min(NODES);
        if nodes > 0 && node(nodes - 1) > share {
            nodes -= 1;
        } else if nodes < NODES && node(nodes) <= share {
            nodes += 1;
        }
        (nodes, right == 1)
    });
    Some(Curve::of(
        (0..NODES).map(node).collect(),
        inputs.counted(),
        start,
        changes,
    ))
}

/// The place of parameters on the curve of a label: its cⱼ less the mean of the others. `None` where they are no shift.
/// For K > 2 the other labels of these parameters may differ from those of the curve; then its height there is
/// not their accuracy.
pub fn place_on_curve(form: Form, label: usize, parameters: &Parameters) -> Option<f64> {
    let c = form.shift(parameters)?;
    Some(c.get(label)? - mean_of_others(&c, label))
}

/// How far the curve of a label should reach from zero, so that it holds these places and nine tenths of what it can
/// decide: a round number.
pub fn curve_range(inputs: &Inputs, form: Form, label: usize, c: &[f64], places: &[f64]) -> f64 {
    let others = mean_of_others(c, label);
    let shifted = Shifted::of(inputs, form, 1);
    let bulk = shifted
        .crossings(label, c)
        .map(|crossing| crossing.at - others);
    half_range(bulk.collect(), places.iter().copied(), LIMIT)
}

/// The accuracy while the cⱼ of one label changes and the others stay as in the shift `c` (length K), at the nodes of a
/// grid from −`half` to `half` of cⱼ less the mean of the others. In n K + grid steps; a tie counts as its first label.
pub fn curve(inputs: &Inputs, form: Form, label: usize, c: &[f64], half: f64) -> Curve {
    let grid = Grid::new(SIDE, half);
    let others = mean_of_others(c, label);
    // Counted from the mean of the others, so that a node at zero is exactly there.
    let c: Vec<f64> = c.iter().map(|c| c - others).collect();
    let shifted = Shifted::of(inputs, form, 1);
    let mut start = 0;
    let mut changes = Vec::new();
    for crossing in shifted.crossings(label, &c) {
        start += usize::from(!crossing.gains);
        changes.push((grid.below(crossing.at, !crossing.inclusive), crossing.gains));
    }
    let at = (0..grid.len()).map(|index| grid.node(index)).collect();
    Curve::of(at, inputs.counted(), start, changes.into_iter())
}
