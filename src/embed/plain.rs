use super::SpecError;
use super::error::{Code, Path};

/// A plain data value of JavaScript: a number, a string, an array or an object.
///
/// A value that cannot be read (an accessor that throws) counts as missing.
pub trait Plain: Sized {
    /// Returns whether the value is missing (`undefined`).
    fn is_missing(&self) -> bool;
    /// Returns a number, which may be NaN or infinite.
    fn number(&self) -> Option<f64>;
    /// Returns a string.
    fn text(&self) -> Option<String>;
    /// Returns the number of items of an array.
    fn length(&self) -> Option<usize>;
    /// Returns an item of an array.
    fn item(&self, index: usize) -> Self;
    /// Returns the keys of an object that is not an array.
    fn keys(&self) -> Option<Vec<String>>;
    /// Returns a member of an object.
    fn member(&self, key: &str) -> Self;
}

/// A value with its position.
pub(super) struct At<'a, P> {
    pub(super) path: Path<'a>,
    pub(super) value: P,
}

impl<P: Plain> At<'_, P> {
    pub(super) fn fail<T>(&self, code: Code, message: impl Into<String>) -> Result<T, SpecError> {
        Err(self.path.error(code, message))
    }

    fn expected<T>(&self, what: &str) -> Result<T, SpecError> {
        self.fail(Code::WrongType, format!("this must be {what}"))
    }

    /// Checks that the value is an object without unknown keys.
    pub(super) fn object(&self, known: &[&str]) -> Result<(), SpecError> {
        let Some(keys) = self.value.keys() else {
            return self.expected("an object");
        };
        match keys.iter().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(Path::Key(&self.path, key).error(
                Code::UnknownKey,
                format!("there is no such key; the keys are {}", known.join(", ")),
            )),
            None => Ok(()),
        }
    }

    /// Returns a member that may be missing.
    pub(super) fn optional<'b>(&'b self, key: &'b str) -> Option<At<'b, P>> {
        let value = self.value.member(key);
        (!value.is_missing()).then_some(At {
            path: Path::Key(&self.path, key),
            value,
        })
    }

    /// Returns a member that must be there.
    pub(super) fn required<'b>(&'b self, key: &'b str) -> Result<At<'b, P>, SpecError> {
        match self.optional(key) {
            Some(member) => Ok(member),
            None => Err(Path::Key(&self.path, key).error(Code::MissingKey, "this key is needed")),
        }
    }

    /// Returns the items of an array; their number is checked before any of them is read.
    pub(super) fn items(
        &self,
        least: usize,
        most: usize,
    ) -> Result<impl Iterator<Item = At<'_, P>>, SpecError> {
        let Some(length) = self.value.length() else {
            return self.expected("an array");
        };
        if !(least..=most).contains(&length) {
            return self.fail(
                Code::WrongCount,
                format!("there are {length}; there can be {least} to {most}"),
            );
        }
        Ok((0..length).map(|index| At {
            path: Path::Item(&self.path, index),
            value: self.value.item(index),
        }))
    }

    /// Returns an array of exactly `k` numbers, of any value.
    pub(super) fn numbers(&self, k: usize) -> Result<Vec<f64>, SpecError> {
        let Some(length) = self.value.length() else {
            return self.expected("an array of numbers");
        };
        if length != k {
            return self.fail(
                Code::WrongLength,
                format!("there are {length} numbers; there must be one for each of the {k} labels"),
            );
        }
        let number = |index| match self.value.item(index).number() {
            Some(number) => Ok(number),
            None => {
                Err(Path::Item(&self.path, index).error(Code::WrongType, "this must be a number"))
            }
        };
        (0..k).map(number).collect()
    }

    pub(super) fn text(&self) -> Result<String, SpecError> {
        self.value
            .text()
            .map_or_else(|| self.expected("a string"), Ok)
    }

    pub(super) fn number(&self) -> Result<f64, SpecError> {
        self.value
            .number()
            .map_or_else(|| self.expected("a number"), Ok)
    }
}
