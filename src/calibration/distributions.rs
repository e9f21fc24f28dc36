use super::{Argmax, Distribution};

/// A [`Distribution`] that lies in somebody else's memory: one row of [`Distributions`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DistributionRef<'a>(&'a [f64]);

impl<'a> DistributionRef<'a> {
    /// Number of labels K.
    #[allow(clippy::len_without_is_empty)] // A distribution is never empty.
    pub fn len(self) -> usize {
        self.0.len()
    }

    /// The probabilities, length K.
    pub fn as_slice(self) -> &'a [f64] {
        self.0
    }

    /// The probability of a label, or `None` where there is no such label.
    pub fn get(self, label: usize) -> Option<f64> {
        self.0.get(label).copied()
    }

    /// A copy that stands alone.
    pub fn to_distribution(self) -> Distribution {
        Distribution::of_row(self)
    }
}

impl<'a> From<&'a Distribution> for DistributionRef<'a> {
    fn from(p: &'a Distribution) -> Self {
        Self(p.as_slice())
    }
}

/// Distributions over the same K labels as one column of numbers, row by row, and the labels that each of them favours.
///
/// Only distributions come in, so that every row is one.
///
/// ```
/// use calibration_explainer::calibration::{Distribution, Distributions};
/// let mut rows = Distributions::new(2);
/// rows.push((&Distribution::even(2)).into());
/// assert_eq!(rows.get(0).map(|p| p.as_slice()), Some(&[0.5, 0.5][..]));
/// assert_eq!(rows.push((&Distribution::even(3)).into()), None);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Distributions {
    k: usize,
    /// Rows × K.
    values: Vec<f64>,
    /// One entry a row.
    favoured: Vec<Argmax>,
}

impl Distributions {
    /// No distributions over `k` labels.
    pub fn new(k: usize) -> Self {
        Self {
            k,
            ..Self::default()
        }
    }

    /// No distributions over `k` labels, with room for `rows` of them.
    pub(crate) fn with_room(k: usize, rows: usize) -> Self {
        Self {
            k,
            values: Vec::with_capacity(k * rows),
            favoured: Vec::with_capacity(rows),
        }
    }

    /// Number of labels K.
    pub fn k(&self) -> usize {
        self.k
    }

    /// Number of distributions.
    pub fn len(&self) -> usize {
        self.favoured.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.favoured.is_empty()
    }

    /// The distributions in their order.
    pub fn iter(&self) -> impl Iterator<Item = DistributionRef<'_>> + Clone {
        self.values.chunks_exact(self.k.max(1)).map(DistributionRef)
    }

    /// The labels that each distribution favours, as [`Argmax::of`] finds them.
    pub fn favoured(&self) -> &[Argmax] {
        &self.favoured
    }

    /// The distribution with this index.
    pub fn get(&self, i: usize) -> Option<DistributionRef<'_>> {
        let start = i.checked_mul(self.k)?;
        self.values
            .get(start..start + self.k)
            .filter(|row| !row.is_empty())
            .map(DistributionRef)
    }

    /// Adds a distribution at the end; `None` where it is not over K labels.
    pub fn push(&mut self, p: DistributionRef<'_>) -> Option<()> {
        (p.len() == self.k).then(|| {
            self.values.extend_from_slice(p.0);
            self.favoured.push(Argmax::of(p.0));
        })
    }

    /// Replaces a distribution; `None` where there is no such row, or the new one is not over K labels.
    pub fn set(&mut self, i: usize, p: DistributionRef<'_>) -> Option<()> {
        if p.len() != self.k {
            return None;
        }
        let favoured = self.favoured.get_mut(i)?;
        let row = self.values.get_mut(i * self.k..(i + 1) * self.k)?;
        *favoured = Argmax::of(p.0);
        row.copy_from_slice(p.0);
        Some(())
    }

    /// Removes a distribution; `None` where there is no such row.
    pub fn remove(&mut self, i: usize) -> Option<()> {
        self.get(i)?;
        self.favoured.remove(i);
        self.values.drain(i * self.k..(i + 1) * self.k);
        Some(())
    }

    /// Gives back the memory that is reserved for more rows.
    pub(crate) fn shrink(&mut self) {
        self.values.shrink_to_fit();
        self.favoured.shrink_to_fit();
    }

    /// Memory of the columns in bytes, with what is reserved for more rows.
    pub(crate) fn bytes(&self) -> usize {
        self.values.capacity() * size_of::<f64>() + self.favoured.capacity() * size_of::<Argmax>()
    }
}
