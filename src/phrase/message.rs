//! Messages to the reader about what was read, left out or refused.

use crate::import::state_json::JsonError;
use crate::import::table::{self, Table, TableError};
use crate::link::Notice;
use crate::phrase::Phrase;
use crate::state::Refusal;

/// A message to the reader. It is kept as phrases, so that it follows the language.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// True if it reports a problem.
    pub problem: bool,
    /// Sentences, one phrase each.
    pub sentences: Vec<Phrase>,
    /// Rows of a file that cannot be read: line and reason.
    pub lines: Vec<(usize, Phrase)>,
}

impl Message {
    /// A problem that is described in one sentence.
    pub fn problem(sentence: impl Into<Phrase>) -> Self {
        Self {
            problem: true,
            sentences: vec![sentence.into()],
            lines: Vec::new(),
        }
    }
}

impl From<&Notice> for Message {
    fn from(notice: &Notice) -> Self {
        Self {
            problem: !matches!(notice, Notice::Changed { .. }),
            ..Self::problem(notice)
        }
    }
}

impl From<&Refusal> for Message {
    fn from(refusal: &Refusal) -> Self {
        Self::problem(refusal)
    }
}

/// Greatest number of rows that are listed; the others are only counted.
const MAX_LINES: usize = 100;

fn lines(skipped: &[table::Skipped]) -> Vec<(usize, Phrase)> {
    let skipped = skipped.iter().take(MAX_LINES);
    skipped
        .map(|row| (row.line, Phrase::from(&row.reason)))
        .collect()
}

/// A sentence that contains a count.
pub(super) fn counted(key: &'static str, count: usize) -> Phrase {
    Phrase {
        key,
        blanks: vec![("count", count.into())],
    }
}

impl From<&Table> for Message {
    /// What was done to the rows, and what was left out.
    fn from(table: &Table) -> Self {
        let unread = table.skipped.len() + table.skipped_more;
        let counts = [
            ("table.normalized", table.normalized),
            ("table.incomplete", table.incomplete.len()),
            ("table.unknown_right", table.unknown_right),
            ("table.other_names", table.other_names),
            ("table.left_out", table.left_out),
            ("table.skipped", unread),
        ];
        let told = counts.into_iter().filter(|(_, count)| *count > 0);
        Self {
            problem: unread > 0 || table.left_out > 0,
            sentences: told.map(|(key, count)| counted(key, count)).collect(),
            lines: lines(&table.skipped),
        }
    }
}

impl From<&TableError> for Message {
    fn from(error: &TableError) -> Self {
        let skipped: &[table::Skipped] = match error {
            TableError::NothingReadable { skipped, .. } => skipped,
            _ => &[],
        };
        Self {
            lines: lines(skipped),
            ..Self::problem(error)
        }
    }
}

impl From<&JsonError> for Message {
    fn from(error: &JsonError) -> Self {
        Self::problem(error)
    }
}
