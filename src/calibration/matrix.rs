/// A square matrix, K × K, row-major.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    k: usize,
    entries: Vec<f64>,
}

impl Matrix {
    /// A diagonal matrix with `diagonal` (length K) and zeros elsewhere.
    pub fn diagonal(diagonal: &[f64]) -> Self {
        let k = diagonal.len();
        let mut entries = vec![0.0; k * k];
        for (slot, &value) in entries.iter_mut().step_by(k + 1).zip(diagonal) {
            *slot = value;
        }
        Self { k, entries }
    }

    /// Number of rows, and of columns.
    pub fn k(&self) -> usize {
        self.k
    }

    /// The entry in a row and a column; zero outside the matrix.
    pub fn get(&self, row: usize, column: usize) -> f64 {
        if column >= self.k {
            return 0.0;
        }
        self.entries
            .get(row * self.k + column)
            .copied()
            .unwrap_or(0.0)
    }

    /// Sets an entry; does nothing outside the matrix.
    pub fn set(&mut self, row: usize, column: usize, value: f64) {
        if column < self.k
            && let Some(slot) = self.entries.get_mut(row * self.k + column)
        {
            *slot = value;
        }
    }

    /// The rows, each of length K.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.entries.chunks(self.k.max(1))
    }

    /// Returns whether every entry off the diagonal is zero.
    pub fn is_diagonal(&self) -> bool {
        (self.rows().enumerate())
            .all(|(r, row)| row.iter().enumerate().all(|(c, &v)| r == c || v == 0.0))
    }

    /// Adds `other` (the same K), entry by entry.
    pub(super) fn add(&mut self, other: &Self) {
        for (a, b) in self.entries.iter_mut().zip(&other.entries) {
            *a += b;
        }
    }

    /// Multiplies every entry by `factor`.
    pub(super) fn scale(&mut self, factor: f64) {
        for entry in &mut self.entries {
            *entry *= factor;
        }
    }
}
