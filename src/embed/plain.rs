use super::SpecError;
use super::error::{Code, Path};

/// A value of plain data: what numbers, strings, arrays and objects are made of in JavaScript.
///
/// A value that cannot be read (an accessor that throws) is like one that is missing.
pub trait Plain: Sized {
    /// Whether nothing is there (`undefined`).
    fn is_missing(&self) -> bool;
    /// A number, NaN and infinities among them.
    fn number(&self) -> Option<f64>;
    /// A string.
    fn text(&self) -> Option<String>;
    /// How many items an array has.
    fn length(&self) -> Option<usize>;
    /// An item of an array.
    fn item(&self, index: usize) -> Self;
    /// The keys of an object that is no array.
    fn keys(&self) -> Option<Vec<String>>;
    /// A member of an object.
    fn member(&self, key: &str) -> Self;
}

/// A value and where it stands.
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

    /// Makes sure that this is an object without any other keys.
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

    /// A member that may be missing.
    pub(super) fn optional<'b>(&'b self, key: &'b str) -> Option<At<'b, P>> {
        let value = self.value.member(key);
        (!value.is_missing()).then_some(At {
            path: Path::Key(&self.path, key),
            value,
        })
    }

    /// A member that must be there.
    pub(super) fn required<'b>(&'b self, key: &'b str) -> Result<At<'b, P>, SpecError> {
        match self.optional(key) {
            Some(member) => Ok(member),
            None => Err(Path::Key(&self.path, key).error(Code::MissingKey, "this key is needed")),
        }
    }

    /// The items of an array, their number checked before any of them is looked at.
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

    /// An array of exactly `k` numbers, any numbers.
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
