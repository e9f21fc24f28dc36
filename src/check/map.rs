use super::form::LIMIT;
use super::grid::half_range;
use super::{Form, Grid, Inputs};
use crate::calibration::Parameters;

/// Nodes of the map on either side of zero, in each direction.
const SIDE: usize = 100;

/// The accuracy of every shift of K = 3 labels, on a grid of u = c₁ − c₃ and v = c₂ − c₃.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// The nodes of u, and of v.
    pub grid: Grid,
    /// Number of right inputs at each node: a row for each v in ascending order, in it a column for each u.
    pub right: Vec<usize>,
    /// Number of inputs whose right label is known.
    pub counted: usize,
}

impl Map {
    /// Number of right inputs at the nodes with these indices; zero outside the grid.
    pub fn at(&self, u: usize, v: usize) -> usize {
        let n = self.grid.len();
        let inside = u < n && v < n;
        let right = inside.then(|| self.right.get(v * n + u)).flatten();
        right.copied().unwrap_or(0)
    }

    /// The shift of mean zero at u and v.
    pub fn shift(u: f64, v: f64) -> [f64; 3] {
        let third = (u + v) / 3.0;
        [u - third, v - third, 0.0 - third]
    }

    /// The node with the most right inputs, of several the one nearest to zero, as (u, v).
    pub(super) fn best(&self) -> (f64, f64) {
        let n = self.grid.len();
        let nodes = self.right.iter().enumerate().map(|(i, &right)| {
            let (u, v) = (self.grid.node(i % n), self.grid.node(i / n));
            (right, u, v)
        });
        let far = |u: f64, v: f64| u * u + v * v;
        let best =
            nodes.max_by(|a, b| (a.0.cmp(&b.0)).then(far(b.1, b.2).total_cmp(&far(a.1, a.2))));
        best.map_or((0.0, 0.0), |(_, u, v)| (u, v))
    }
}

/// The place of parameters on the map, (u, v) = (c₁ − c₃, c₂ − c₃); `None` unless K = 3 and they are a shift.
pub fn place_on_map(form: Form, parameters: &Parameters) -> Option<(f64, f64)> {
    let &[first, second, third] = form.shift(parameters)?.as_slice() else {
        return None;
    };
    Some((first - third, second - third))
}

/// How far the map should reach from zero in u and in v, so that it holds these places and nine tenths of the inputs: a round number.
pub fn map_range(inputs: &Inputs, form: Form, places: &[(f64, f64)]) -> f64 {
    let bulk = inputs.labelled().flat_map(|(p, right)| {
        let own = p.get(right).map_or(f64::NEG_INFINITY, |&p| form.x(p));
        let others = p.iter().enumerate().filter(move |&(k, _)| k != right);
        others.map(move |(_, &p)| form.x(p) - own)
    });
    half_range(
        bulk.collect(),
        places.iter().flat_map(|&(u, v)| [u, v]),
        LIMIT,
    )
}

/// Counts right inputs at every node of a grid from −`half` to `half`. `None` unless K = 3.
///
/// A label wins in a cone of the plane: the first where u ≥ x₃ − x₁ and u − v ≥ x₂ − x₁, the second where
/// v ≥ x₃ − x₂ and v − u > x₁ − x₂, the third where u < x₃ − x₁ and v < x₃ − x₂. Each is a quadrant in two of the
/// coordinates u, v and u − v, whose nodes have the same distance. So one histogram a label and its prefix sums give all
/// nodes in n + grid steps, exactly but for rounding (a tie counts as its first label).
pub fn map(inputs: &Inputs, form: Form, half: f64) -> Option<Map> {
    if inputs.k() != 3 {
        return None;
    }
    let grid = Grid::new(SIDE, half);
    let differences = grid.doubled();
    let (n, wide) = (grid.len(), differences.len());
    let mut first = Table::new(n + 1, wide + 1);
    let mut second = Table::new(n + 1, wide + 1);
    let mut third = Table::new(n + 1, n + 1);
    let mut counted = 0;
    for (p, right) in inputs.labelled() {
        let &[p1, p2, p3] = p else { continue };
        let [x1, x2, x3] = [p1, p2, p3].map(|p| form.x(p));
        counted += 1;
        let impossible = f64::NEG_INFINITY;
        match right {
            0 if x1 > impossible => {
                first.add(
                    grid.below(x3 - x1, false),
                    differences.below(x2 - x1, false),
                );
            }
            1 if x2 > impossible => {
                second.add(grid.below(x3 - x2, false), differences.below(x1 - x2, true));
            }
            2 if x3 > impossible => {
                // Counted from the upper end, so that prefix sums serve here, too.
                let (u, v) = (grid.below(x3 - x1, false), grid.below(x3 - x2, false));
                third.add(n - u, n - v);
            }
            _ => {}
        }
    }
    for table in [&mut first, &mut second, &mut third] {
        table.accumulate();
    }
    let nodes = (0..n).flat_map(|v| (0..n).map(move |u| (u, v)));
    let right = nodes.map(|(u, v)| {
        first.at(u, u + 2 * SIDE - v)
            + second.at(v, v + 2 * SIDE - u)
            + third.at(n - 1 - u, n - 1 - v)
    });
    Some(Map {
        right: right.collect(),
        grid,
        counted,
    })
}

/// Counts in a table, later sums over everything up to a row and a column.
struct Table {
    columns: usize,
    counts: Vec<usize>,
}

impl Table {
    fn new(rows: usize, columns: usize) -> Self {
        Self {
            columns,
            counts: vec![0; rows * columns],
        }
    }

    fn add(&mut self, row: usize, column: usize) {
        if let Some(count) = self.counts.get_mut(row * self.columns + column) {
            *count += 1;
        }
    }

    fn at(&self, row: usize, column: usize) -> usize {
        let count = self.counts.get(row * self.columns + column);
        count.copied().unwrap_or(0)
    }

    fn accumulate(&mut self) {
        let mut above = vec![0; self.columns];
        for row in self.counts.chunks_mut(self.columns) {
            let mut sum = 0;
            for (count, above) in row.iter_mut().zip(&mut above) {
                sum += *count;
                *count = sum + *above;
                *above = *count;
            }
        }
    }
}
