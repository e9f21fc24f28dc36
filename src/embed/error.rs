use crate::export::json::quoted;
use std::fmt;
use thiserror::Error;

/// The reason why a spec has no result. The names are part of the interface: new ones may be added, existing ones stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// A value of the wrong type.
    WrongType,
    /// An unknown key, for instance a misspelt one.
    UnknownKey,
    /// A required key that is missing.
    MissingKey,
    /// An unknown method, averaging or readout.
    UnknownChoice,
    /// Too few or too many labels, context-free prompts or inputs.
    WrongCount,
    /// A row whose length is not the number of labels.
    WrongLength,
    /// A probability that is NaN or infinite.
    NotFinite,
    /// A probability below zero.
    Negative,
    /// Probabilities that are all zero, or whose sum overflows.
    NoSum,
    /// A label without a name.
    EmptyLabel,
    /// Two labels of the same name.
    DuplicateLabel,
    /// A label or a text that is too long.
    TooLong,
    /// A right label that is not the index of a label.
    NoSuchLabel,
    /// 1/p is undefined: a context-free prompt gives a label no probability.
    ZeroProbability,
    /// The readout `normalize` is undefined: a score is negative, or all are zero.
    NegativeScore,
}

impl Code {
    /// Every code with its name.
    pub const ALL: [(Self, &'static str); 15] = [
        (Self::WrongType, "wrong-type"),
        (Self::UnknownKey, "unknown-key"),
        (Self::MissingKey, "missing-key"),
        (Self::UnknownChoice, "unknown-choice"),
        (Self::WrongCount, "wrong-count"),
        (Self::WrongLength, "wrong-length"),
        (Self::NotFinite, "not-finite"),
        (Self::Negative, "negative"),
        (Self::NoSum, "no-sum"),
        (Self::EmptyLabel, "empty-label"),
        (Self::DuplicateLabel, "duplicate-label"),
        (Self::TooLong, "too-long"),
        (Self::NoSuchLabel, "no-such-label"),
        (Self::ZeroProbability, "zero-probability"),
        (Self::NegativeScore, "negative-score"),
    ];

    /// The code's name in JavaScript.
    pub fn name(self) -> &'static str {
        (Self::ALL.iter())
            .find(|(code, _)| *code == self)
            .map_or("", |(_, name)| name)
    }
}

/// An error in a spec, with its position.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{}{}{message}", .path, if .path.is_empty() { "" } else { ": " })]
pub struct SpecError {
    /// Kind of the error.
    pub code: Code,
    /// Position, as in `contextFree[1].probabilities[0]`; empty for the spec itself.
    pub path: String,
    /// A sentence in English for the person who wrote the spec.
    pub message: String,
}

impl SpecError {
    /// Writes the error as JSON, see [`super::Calibration::to_json`].
    pub fn to_json(&self) -> String {
        let [path, message] = [&self.path, &self.to_string()].map(|text| quoted(text));
        format!(
            "{{\"code\":\"{}\",\"path\":{path},\"message\":{message}}}",
            self.code.name()
        )
    }
}

/// A position in a spec. It is formatted only for an error, so that descending into a value costs nothing.
#[derive(Clone, Copy, Debug)]
pub(super) enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    pub(super) fn error(&self, code: Code, message: impl Into<String>) -> SpecError {
        SpecError {
            code,
            path: self.to_string(),
            message: message.into(),
        }
    }
}

/// Formats the position as in JavaScript, without the leading `spec.`.
impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
            Self::Key(parent, key) if is_identifier(key) => {
                let dot = if matches!(parent, Self::Root) {
                    ""
                } else {
                    "."
                };
                write!(f, "{parent}{dot}{key}")
            }
            Self::Key(parent, key) => write!(f, "{parent}[{key:?}]"),
        }
    }
}

fn is_identifier(key: &str) -> bool {
    let mut chars = key.chars();
    let starts = |c: char| c.is_alphabetic() || c == '_' || c == '$';
    chars.next().is_some_and(starts) && chars.all(|c| starts(c) || c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_as_in_javascript() {
        let root = Path::Root;
        let prompts = Path::Key(&root, "contextFree");
        let prompt = Path::Item(&prompts, 1);
        let row = Path::Key(&prompt, "probabilities");
        for (path, expected) in [
            (root, ""),
            (prompts, "contextFree"),
            (Path::Item(&row, 0), "contextFree[1].probabilities[0]"),
            (
                Path::Key(&prompt, "a \"b\""),
                r#"contextFree[1]["a \"b\""]"#,
            ),
            (Path::Key(&root, ""), r#"[""]"#),
            (Path::Key(&root, "1st"), r#"["1st"]"#),
            (Path::Key(&root, "提示"), "提示"),
        ] {
            assert_eq!(path.to_string(), expected);
        }
    }

    #[test]
    fn every_code_has_a_name_of_its_own() {
        for (code, name) in Code::ALL {
            assert_eq!(code.name(), name);
        }
        let mut names = Code::ALL.map(|(_, name)| name).to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }

    #[test]
    fn a_message_starts_with_its_path() {
        let error = Path::Key(&Path::Root, "labels").error(Code::MissingKey, "this key is needed");
        assert_eq!(error.to_string(), "labels: this key is needed");
        let error = Path::Root.error(Code::WrongType, "this must be an object");
        assert_eq!(error.to_string(), "this must be an object");
    }
}
