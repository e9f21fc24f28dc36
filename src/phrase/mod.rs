//! Messages independent of the language: a key of the locale files with the values of its blanks (placeholders).
//!
//! Errors and notes become phrases here, so that the page can show them again when the reader changes the language.

pub mod imported;
pub mod message;

use crate::asking::Failure;
use crate::calibration::{DistributionError, PinError};
use crate::import::config::ConfigError;
use crate::import::state_json::{JsonError, Kind, Reason as JsonReason};
use crate::import::table::{RowError, TableError};
use crate::import::typed_row::{EntryError, Note};
use crate::link::{Notice, Reason};
use crate::state::{Refusal, short};

/// A key of the locale files with the values of its blanks.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// The key.
    pub key: &'static str,
    /// Name and value of each blank.
    pub blanks: Vec<(&'static str, Blank)>,
}

/// The value of a blank.
#[derive(Clone, Debug, PartialEq)]
pub enum Blank {
    /// Text, used as it is.
    Text(String),
    /// A phrase of its own.
    Phrase(Phrase),
    /// Names, joined by the rules of the language.
    List(Vec<String>),
}

impl From<&str> for Blank {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Blank {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<usize> for Blank {
    fn from(number: usize) -> Self {
        Self::Text(number.to_string())
    }
}

impl From<f64> for Blank {
    fn from(number: f64) -> Self {
        Self::Text(short(number))
    }
}

impl From<Phrase> for Blank {
    fn from(phrase: Phrase) -> Self {
        Self::Phrase(phrase)
    }
}

/// Makes a `Phrase`, as in `phrase!("error.count", found = 3, expected = 2)`.
macro_rules! phrase {
    ($key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::phrase::Phrase {
            key: $key,
            blanks: vec![$((
                stringify!($name),
                $crate::phrase::Blank::from($value),
            )),*],
        }
    };
}
#[cfg(target_arch = "wasm32")]
pub(crate) use phrase;

fn not_one_of(words: &[&str]) -> Phrase {
    if let [word] = words {
        return phrase!("error.did_you_mean", word = *word);
    }
    let words = words.iter().map(|&word| word.to_owned()).collect();
    Phrase {
        key: "error.not_one_of",
        blanks: vec![("words", Blank::List(words))],
    }
}

impl From<&Note> for Phrase {
    fn from(note: &Note) -> Self {
        match note {
            Note::Normalized { sum } => phrase!("note.normalized", sum = *sum),
            Note::LogProbabilities => phrase!("note.log_probabilities"),
        }
    }
}

impl From<&DistributionError> for Phrase {
    fn from(error: &DistributionError) -> Self {
        match error {
            DistributionError::Length(found) => phrase!("error.length", found = *found),
            DistributionError::NotFinite(i) => phrase!("error.not_finite", place = i + 1),
            DistributionError::Negative(i) => phrase!("error.negative", place = i + 1),
            DistributionError::NoSum => phrase!("error.no_sum"),
        }
    }
}

fn count(found: usize, expected: usize) -> Phrase {
    phrase!("error.count", found = found, expected = expected)
}

impl From<&EntryError> for Phrase {
    fn from(error: &EntryError) -> Self {
        match error {
            EntryError::Empty => phrase!("error.empty"),
            EntryError::NotANumber(text) => phrase!("error.not_a_number", text = text),
            EntryError::Count { found, expected } => count(*found, *expected),
            EntryError::UnknownLabel(name) => phrase!("error.unknown_label", name = name),
            EntryError::MissingLabel(name) => phrase!("error.missing_label", name = name),
            EntryError::RepeatedLabel(name) => phrase!("error.repeated_label", name = name),
            EntryError::Values(error) => error.into(),
        }
    }
}

impl From<&Failure> for Phrase {
    fn from(failure: &Failure) -> Self {
        let about = failure.about.as_str();
        match failure.code.as_str() {
            "engine" => phrase!("failure.engine"),
            "network" => phrase!("failure.network"),
            "not_here" => phrase!("failure.not_here"),
            "damaged_part" => phrase!("failure.damaged_part"),
            "stopped" => phrase!("failure.stopped"),
            "not_gguf" => phrase!("failure.not_gguf"),
            "version" => phrase!("failure.version", version = about),
            "truncated" => phrase!("failure.truncated"),
            "damaged" => phrase!("failure.damaged", what = about),
            "missing" => phrase!("failure.missing", what = about),
            "architecture" => phrase!("failure.architecture", name = about),
            "variant" => phrase!("failure.variant", name = about),
            "tensor_type" => phrase!("failure.tensor_type", name = about),
            "tokenizer" => phrase!("failure.tokenizer", name = about),
            "memory" => phrase!("failure.memory"),
            "too_long" => phrase!("failure.too_long", tokens = about),
            "long_label" => phrase!("failure.long_label", tokens = about),
            "empty_prompt" => phrase!("failure.empty_prompt"),
            "empty_label" => phrase!("failure.empty_label"),
            "not_a_number" => phrase!("failure.not_a_number"),
            "cut_off" => phrase!("failure.cut_off", label = about),
            "no_label" => phrase!("failure.no_label"),
            "server_no_address" => phrase!("failure.server_no_address"),
            "server_address" => phrase!("failure.server_address", address = about),
            "server_gone" => phrase!("failure.server_gone", host = about),
            "server_offline" => phrase!("failure.server_offline", host = about),
            "server_cors" => phrase!("failure.server_cors", origin = about),
            "server_local" => phrase!("failure.server_local", host = about),
            "server_mixed" => phrase!("failure.server_mixed", host = about),
            "server_policy" => phrase!("failure.server_policy", host = about),
            "server_redirects" => phrase!("failure.server_redirects", host = about),
            "server_silent" => phrase!("failure.server_silent", host = about),
            "server_endless" => phrase!("failure.server_endless", host = about),
            "server_page" => phrase!("failure.server_page"),
            "server_shape" => phrase!("failure.server_shape"),
            "server_key" => phrase!("failure.server_key", message = about),
            "server_key_letters" => phrase!("failure.server_key_letters"),
            "server_missing" => phrase!("failure.server_missing", message = about),
            "server_busy" => phrase!("failure.server_busy", message = about),
            "server_error" => phrase!("failure.server_error", message = about),
            "server_refused" => phrase!("failure.server_refused", message = about),
            "server_no_logprobs" => phrase!("failure.server_no_logprobs"),
            "server_template" => phrase!("failure.server_template"),
            _ => phrase!("failure.other", message = about),
        }
    }
}

impl From<&Refusal> for Phrase {
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::NoSuchThing | Refusal::Pin(PinError::NoLabel(_)) => {
                phrase!("refusal.no_such_thing")
            }
            Refusal::FewestLabels => phrase!("refusal.fewest_labels"),
            Refusal::MostLabels => phrase!("refusal.most_labels"),
            Refusal::FewestPrompts => phrase!("refusal.fewest_prompts"),
            Refusal::MostPrompts => phrase!("refusal.most_prompts"),
            Refusal::FewestInputs => phrase!("refusal.fewest_inputs"),
            Refusal::MostInputs => phrase!("refusal.most_inputs"),
            Refusal::MostExamples => phrase!("refusal.most_examples"),
            Refusal::EmptyLabel => phrase!("refusal.empty_label"),
            Refusal::DuplicateLabel(name) => phrase!("refusal.duplicate_label", name = name),
            Refusal::LongLabel => phrase!("refusal.long_label"),
            Refusal::LongText => phrase!("refusal.long_text"),
            Refusal::NoSlot => phrase!("refusal.no_slot", slot = "{input}"),
            Refusal::EntryOutOfRange => phrase!("refusal.entry_out_of_range"),
            Refusal::Length { found, expected } => count(*found, *expected),
            Refusal::Pin(PinError::NothingToShare) => phrase!("refusal.nothing_to_share"),
            Refusal::Pin(PinError::LockedRest(rest)) => {
                phrase!("refusal.locked_rest", rest = *rest)
            }
            Refusal::Pin(PinError::OutOfRange) => phrase!("refusal.out_of_range"),
        }
    }
}

impl From<&Notice> for Phrase {
    fn from(notice: &Notice) -> Self {
        match notice {
            Notice::UnknownKey(key) => phrase!("link.unknown_key", key = key),
            Notice::BadValue { key, value, reason } => phrase!(
                "link.bad_value",
                key = key,
                value = value,
                reason = Phrase::from(reason)
            ),
            Notice::Changed { key, note } => {
                phrase!("link.changed", key = key, note = Phrase::from(note))
            }
        }
    }
}

impl From<&Reason> for Phrase {
    fn from(reason: &Reason) -> Self {
        match reason {
            Reason::NotOneOf(words) => not_one_of(words),
            Reason::Row(error) => error.into(),
            Reason::Labels => phrase!("link.labels"),
            Reason::TooMany(most) => phrase!("link.too_many", most = *most),
            Reason::LongText => phrase!("refusal.long_text"),
            Reason::NoLabel(name) => phrase!("error.unknown_label", name = name),
            Reason::Entries(count) => phrase!("link.entries", count = *count),
            Reason::NoSlot => phrase!("refusal.no_slot", slot = "{input}"),
            Reason::NoSource => phrase!("link.no_source"),
            Reason::NoRow => phrase!("link.no_row"),
            Reason::Repeated => phrase!("link.repeated"),
            Reason::Version => phrase!("link.version"),
        }
    }
}

impl From<&RowError> for Phrase {
    fn from(error: &RowError) -> Self {
        match error {
            RowError::Values(error) => error.into(),
            RowError::Cells { found, expected } => {
                phrase!("table.cells", found = *found, expected = *expected)
            }
            RowError::LongText => phrase!("refusal.long_text"),
            RowError::TextType => phrase!("table.text_type"),
            RowError::Item => phrase!("table.item"),
            RowError::NoProbabilities => phrase!("table.no_probabilities"),
            RowError::Placeholder(number) => phrase!("table.placeholder", number = &short(*number)),
            RowError::Json(column) => phrase!("table.json_line", column = *column),
        }
    }
}

impl From<&TableError> for Phrase {
    fn from(error: &TableError) -> Self {
        match error {
            TableError::Empty => phrase!("table.empty"),
            TableError::NoLabelColumn(name) => phrase!("table.no_label_column", name = name),
            TableError::OtherCount { found, expected } => {
                phrase!("table.other_count", found = *found, expected = *expected)
            }
            // The page always has labels, so that it never says the second.
            TableError::NoNumbers | TableError::NoLabels => phrase!("table.no_numbers"),
            TableError::OnlyTexts(count) => phrase!("table.only_texts", count = *count),
            TableError::ManyLabels(names) => phrase!("table.many_labels", count = names.len()),
            TableError::NoRows => phrase!("table.no_rows"),
            TableError::NothingReadable { .. } => phrase!("table.nothing_readable"),
            TableError::Json { line, column } => {
                phrase!("table.json", line = *line, column = *column)
            }
            TableError::NoInputs => phrase!("table.no_inputs"),
        }
    }
}

impl From<&JsonError> for Phrase {
    fn from(error: &JsonError) -> Self {
        match error {
            JsonError::Syntax { line, column } => {
                phrase!("table.json", line = *line, column = *column)
            }
            JsonError::Value { path, reason } if path.is_empty() => reason.into(),
            JsonError::Value { path, reason } => {
                phrase!("file.at_path", path = path, reason = Phrase::from(reason))
            }
        }
    }
}

impl From<&ConfigError> for Phrase {
    fn from(error: &ConfigError) -> Self {
        match error {
            ConfigError::NotBase64 => phrase!("link.not_base64"),
            ConfigError::Json(JsonError::Value { path, reason }) if !path.is_empty() => {
                phrase!("link.at_path", path = path, reason = Phrase::from(reason))
            }
            ConfigError::Json(error) => error.into(),
        }
    }
}

impl From<&JsonReason> for Phrase {
    fn from(reason: &JsonReason) -> Self {
        match reason {
            JsonReason::NotOneOf(words) => not_one_of(words),
            JsonReason::Row(error) => error.into(),
            JsonReason::Missing => phrase!("file.missing"),
            JsonReason::UnknownKey => phrase!("file.unknown_key"),
            JsonReason::Expected(kind) => match kind {
                Kind::Object => phrase!("file.object"),
                Kind::Array => phrase!("file.array"),
                Kind::Text => phrase!("file.text"),
                Kind::Number => phrase!("file.number"),
                Kind::Index => phrase!("file.index"),
            },
            JsonReason::Count { found, least, most } => {
                phrase!("file.count", found = *found, least = *least, most = *most)
            }
            JsonReason::EmptyLabel => phrase!("refusal.empty_label"),
            JsonReason::DuplicateLabel => phrase!("file.duplicate_label"),
            JsonReason::LongLabel => phrase!("refusal.long_label"),
            JsonReason::LongText => phrase!("refusal.long_text"),
            JsonReason::NoSlot => phrase!("refusal.no_slot", slot = "{input}"),
            JsonReason::NoLabel => phrase!("file.no_label"),
            JsonReason::NoIndex(k) => phrase!("file.no_index", k = *k),
            JsonReason::EntryOutOfRange => phrase!("refusal.entry_out_of_range"),
            JsonReason::Repeated => phrase!("link.repeated"),
            JsonReason::Version => phrase!("link.version"),
        }
    }
}
