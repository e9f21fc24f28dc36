/// Equally spaced numbers, symmetric around zero, which is one of them exactly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// Number of nodes on either side of zero.
    pub side: usize,
    /// Distance of neighbours, above zero.
    pub step: f64,
}

impl Grid {
    /// A grid from −`half` to `half` with `side` nodes on either side of zero.
    pub(super) fn new(side: usize, half: f64) -> Self {
        let step = half / side.max(1) as f64;
        Self {
            side,
            step: if step.is_finite() && step > 0.0 {
                step
            } else {
                1.0
            },
        }
    }

    /// The grid with the same distance that reaches twice as far: where differences of nodes lie.
    pub(super) fn doubled(self) -> Self {
        Self {
            side: 2 * self.side,
            ..self
        }
    }

    /// Number of nodes.
    #[allow(clippy::len_without_is_empty)] // A grid always has the node zero.
    pub fn len(&self) -> usize {
        2 * self.side + 1
    }

    /// The node at an index, in ascending order.
    pub fn node(&self, index: usize) -> f64 {
        (index as f64 - self.side as f64) * self.step
    }

    /// Number of nodes below `x`, or at it for `inclusive`: the index of the first that is not.
    pub(super) fn below(&self, x: f64, inclusive: bool) -> usize {
        let counts = |index: usize| {
            let node = self.node(index);
            node < x || (inclusive && node == x)
        };
        // The quotient can be one off by rounding; infinities and NaN saturate.
        let guess = (x / self.step + self.side as f64).ceil().max(0.0);
        let mut index = (guess as usize).min(self.len());
        while index > 0 && !counts(index - 1) {
            index -= 1;
        }
        while index < self.len() && counts(index) {
            index += 1;
        }
        index
    }
}

/// The half of a range that holds all `places` of interest and nine tenths of the `bulk`, a round number above zero.
/// Values that are not finite do not count.
pub(super) fn half_range(mut bulk: Vec<f64>, places: impl Iterator<Item = f64>, limit: f64) -> f64 {
    /// Leading digits that a reader finds round.
    const ROUND: [f64; 8] = [1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0];
    bulk.retain(|x| x.is_finite());
    for x in &mut bulk {
        *x = x.abs();
    }
    let last = bulk.len() * 9 / 10;
    let most = if last < bulk.len() {
        let (_, most, _) = bulk.select_nth_unstable_by(last, f64::total_cmp);
        *most
    } else {
        0.0
    };
    // A place of interest needs some room beside it.
    let reach = (places.filter(|x| x.is_finite())).fold(most, |reach, x| reach.max(x.abs() * 1.1));
    if reach <= 0.0 {
        return 1.0;
    }
    let reach = reach.clamp(1e-3, limit);
    let power = 10.0_f64.powi(reach.log10().floor() as i32);
    let round = ROUND.iter().map(|digit| digit * power);
    let enough = round.into_iter().find(|&half| half >= reach);
    enough.unwrap_or(10.0 * power).min(limit)
}
