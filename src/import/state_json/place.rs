//! JSON values with their positions, so that an error can name its position.

use super::changed::Changed;
use super::error::{JsonError, Kind, Reason};
use crate::calibration::Distribution;
use crate::import::typed_row::{self, EntryError};
use crate::state::limits::MAX_ENTRY;
use crate::state::{Named, text_fits};
use serde_json::{Map, Value};

/// A value with its position.
pub(super) struct At<'a> {
    path: String,
    value: &'a Value,
}

/// An object of known keys with its position.
pub(super) struct Members<'a> {
    path: String,
    members: &'a Map<String, Value>,
}

impl<'a> Members<'a> {
    fn at(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<At<'a>> {
        self.members.get(key).map(|value| At {
            path: self.at(key),
            value,
        })
    }

    pub(super) fn required(&self, key: &str) -> Result<At<'a>, JsonError> {
        self.get(key).ok_or_else(|| JsonError::Value {
            path: self.at(key),
            reason: Reason::Missing,
        })
    }

    pub(super) fn choice<T: Named + Default>(&self, key: &str) -> Result<T, JsonError> {
        let Some(value) = self.get(key) else {
            return Ok(T::default());
        };
        match T::from_name(value.text()?) {
            Some(choice) => Ok(choice),
            None => value.fail(Reason::NotOneOf(
                T::ALL.iter().map(|(_, name)| *name).collect(),
            )),
        }
    }
}

impl<'a> At<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            path: String::new(),
            value,
        }
    }

    pub(super) fn fail<T>(&self, reason: Reason) -> Result<T, JsonError> {
        Err(JsonError::Value {
            path: self.path.clone(),
            reason,
        })
    }

    pub(super) fn expect<T>(&self, found: Option<T>, kind: Kind) -> Result<T, JsonError> {
        found.map_or_else(|| self.fail(Reason::Expected(kind)), Ok)
    }

    pub(super) fn object(&self, keys: &[&str]) -> Result<Members<'a>, JsonError> {
        let members = self.expect(self.value.as_object(), Kind::Object)?;
        let found = Members {
            path: self.path.clone(),
            members,
        };
        match members.keys().find(|key| !keys.contains(&key.as_str())) {
            Some(key) => Err(JsonError::Value {
                path: found.at(&typed_row::excerpt(key)),
                reason: Reason::UnknownKey,
            }),
            None => Ok(found),
        }
    }

    pub(super) fn items(
        &self,
        least: usize,
        most: usize,
    ) -> Result<impl Iterator<Item = At<'a>> + use<'a>, JsonError> {
        let items = self.expect(self.value.as_array(), Kind::Array)?;
        let found = items.len();
        if !(least..=most).contains(&found) {
            return self.fail(Reason::Count { found, least, most });
        }
        let path = self.path.clone();
        Ok((items.iter().enumerate()).map(move |(i, value)| At {
            path: format!("{path}[{i}]"),
            value,
        }))
    }

    pub(super) fn text(&self) -> Result<&'a str, JsonError> {
        self.expect(self.value.as_str(), Kind::Text)
    }

    pub(super) fn long_text(&self) -> Result<String, JsonError> {
        let text = self.text()?;
        if text_fits(text) {
            Ok(text.to_owned())
        } else {
            self.fail(Reason::LongText)
        }
    }

    pub(super) fn number(&self) -> Result<f64, JsonError> {
        self.expect(
            self.value.as_f64().filter(|value| value.is_finite()),
            Kind::Number,
        )
    }

    pub(super) fn index(&self) -> Result<usize, JsonError> {
        let index = self
            .value
            .as_u64()
            .and_then(|index| usize::try_from(index).ok());
        self.expect(index, Kind::Index)
    }

    pub(super) fn index_below(&self, k: usize) -> Result<usize, JsonError> {
        let index = self.index()?;
        if index < k {
            Ok(index)
        } else {
            self.fail(Reason::NoIndex(k))
        }
    }

    pub(super) fn entry(&self) -> Result<f64, JsonError> {
        let value = self.number()?;
        if value.abs() <= MAX_ENTRY {
            Ok(value + 0.0)
        } else {
            self.fail(Reason::EntryOutOfRange)
        }
    }

    pub(super) fn row(&self, k: usize, changed: &Changed) -> Result<Distribution, JsonError> {
        let items = self.expect(self.value.as_array(), Kind::Array)?;
        if items.len() != k {
            let (found, expected) = (items.len(), k);
            return self.fail(EntryError::Count { found, expected }.into());
        }
        let values = self
            .items(k, k)?
            .map(|item| item.number())
            .collect::<Result<_, _>>()?;
        let entry = typed_row::from_values(values, k).or_else(|error| self.fail(error.into()))?;
        changed.count(entry.note);
        Ok(entry.p)
    }
}
