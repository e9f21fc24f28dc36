use super::Map;
use std::ops::Range;

/// Greatest number of bands: more shades of one colour cannot be told apart.
const MOST: usize = 8;

/// The numbers of right inputs on a map, in at most eight bands of about the same width.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bands {
    /// The smallest number of each band, ascending; the first is the lowest of the map.
    pub from: Vec<usize>,
    /// The highest number of the map.
    pub highest: usize,
}

impl Bands {
    /// Divides the numbers between the lowest and the highest of a map.
    pub fn of(map: &Map) -> Self {
        let lowest = map.right.iter().copied().min().unwrap_or(0);
        let highest = map.right.iter().copied().max().unwrap_or(0);
        let numbers = highest - lowest + 1;
        let count = numbers.min(MOST);
        Self {
            from: (0..count)
                .map(|band| lowest + (band * numbers).div_ceil(count))
                .collect(),
            highest,
        }
    }

    /// The last number of the band with this index.
    pub fn last(&self, band: usize) -> usize {
        let next = self.from.get(band + 1);
        next.map_or(self.highest, |next| next.saturating_sub(1))
    }
}

/// Indices of nodes in u and in v.
pub type Rectangle = (Range<usize>, Range<usize>);

/// Covers all nodes of a map with at least so many right inputs by rectangles that do not overlap.
pub fn rectangles(map: &Map, at_least: usize) -> Vec<Rectangle> {
    let n = map.grid.len();
    let mut done = Vec::new();
    let mut open: Vec<Rectangle> = Vec::new();
    for v in 0..=n {
        let mut next = Vec::new();
        let mut u = 0;
        while v < n && u < n {
            let from = u;
            while u < n && map.at(u, v) >= at_least {
                u += 1;
            }
            if u > from {
                // Goes on where the row before has the same run.
                let same = open.iter().position(|(run, _)| *run == (from..u));
                let first = same.map_or(v, |same| open.swap_remove(same).1.start);
                next.push((from..u, first..v + 1));
            }
            u += 1;
        }
        done.append(&mut open);
        open = next;
    }
    done
}
