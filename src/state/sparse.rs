//! A small map in the order of its keys. Overrides are few, and a `BTreeMap` for each type of key would add ten kilobytes
//! (brotli) to the page.

/// Values by key, in the order of the keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparse<K>(Vec<(K, f64)>);

impl<K> Default for Sparse<K> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Copy + Ord> Sparse<K> {
    /// The value of a key, if there is one.
    pub fn get(&self, key: &K) -> Option<&f64> {
        self.0.iter().find(|(k, _)| k == key).map(|(_, v)| v)
    }

    /// Sets a key's value; returns the old one.
    pub fn insert(&mut self, key: K, value: f64) -> Option<f64> {
        let place = self.0.iter().position(|(k, _)| *k >= key);
        match place.and_then(|i| self.0.get_mut(i)) {
            Some((k, old)) if *k == key => Some(std::mem::replace(old, value)),
            _ => {
                self.0.insert(place.unwrap_or(self.0.len()), (key, value));
                None
            }
        }
    }

    /// Removes a key; returns its value.
    pub fn remove(&mut self, key: &K) -> Option<f64> {
        let place = self.0.iter().position(|(k, _)| k == key)?;
        Some(self.0.remove(place).1)
    }

    /// Returns whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keys and values in the order of the keys.
    pub fn iter(&self) -> std::slice::Iter<'_, (K, f64)> {
        self.0.iter()
    }
}

impl<K: Copy + Ord> FromIterator<(K, f64)> for Sparse<K> {
    fn from_iter<I: IntoIterator<Item = (K, f64)>>(pairs: I) -> Self {
        let mut sparse = Self::default();
        for (key, value) in pairs {
            sparse.insert(key, value);
        }
        sparse
    }
}

#[cfg(test)]
mod tests {
    use crate::state::Sparse;

    #[test]
    fn behaves_as_a_map() {
        let mut sparse: Sparse<usize> = [(3, 0.3), (1, 0.1), (3, 0.4)].into_iter().collect();
        assert_eq!(
            sparse.iter().copied().collect::<Vec<_>>(),
            [(1, 0.1), (3, 0.4)]
        );
        assert_eq!(sparse.insert(2, 0.2), None);
        assert_eq!(sparse.insert(2, 0.5), Some(0.2));
        assert_eq!(sparse.get(&2), Some(&0.5));
        assert_eq!(sparse.remove(&1), Some(0.1));
        assert_eq!(sparse.remove(&1), None);
        assert_eq!(sparse.iter().map(|(k, _)| *k).collect::<Vec<_>>(), [2, 3]);
        assert!(!sparse.is_empty());
    }
}
