//! Values as words of the reader's language. The texts are in `locales/`.

use super::say::t;
use crate::calibration::{Decision, DistributionError, NegativeScore, PinError};
use crate::explainer::entry::{EntryError, Note};
use crate::explainer::export::json::{JsonError, Kind, Reason as JsonReason};
use crate::explainer::permalink::{Notice, Reason};
use crate::explainer::table::{RowError, TableError};
use crate::explainer::{Refusal, State, short};
use yew::AttrValue;

/// A label's name as it stands in a sentence.
pub(super) fn label(state: &State, k: usize) -> AttrValue {
    state.label(k).to_owned().into()
}

/// The text of a prompt or input; a word of our own where it is empty.
pub(super) fn text(text: &str) -> AttrValue {
    if text.is_empty() {
        t!("prompt.empty")
    } else {
        text.to_owned().into()
    }
}

/// A share as a percentage in the language's own form.
pub(super) fn percent(share: f64) -> AttrValue {
    t!("number.percent", value = short(share * 100.0))
}

/// Names joined as the language does.
pub(super) fn list(names: &[AttrValue]) -> AttrValue {
    join(names, &t!("number.list_separator"))
}

pub(super) fn join(parts: &[AttrValue], separator: &str) -> AttrValue {
    let mut joined = String::new();
    for (i, part) in parts.iter().enumerate() {
        if i > 0 {
            joined.push_str(separator);
        }
        joined.push_str(part);
    }
    joined.into()
}

/// Who wins; a tie is named as one.
pub(super) fn decision(decision: &Decision, labels: &[String]) -> AttrValue {
    let name = |k: &usize| AttrValue::from(labels.get(*k).cloned().unwrap_or_default());
    match decision {
        Decision::Label(k) => name(k),
        Decision::Tie(tied) if tied.len() == labels.len() && tied.len() > 2 => {
            t!("verdict.tie_all")
        }
        Decision::Tie(tied) => {
            let names: Vec<AttrValue> = tied.iter().map(name).collect();
            t!("verdict.tie", labels = list(&names))
        }
    }
}

pub(super) fn negative_score(error: &NegativeScore, labels: &[String]) -> AttrValue {
    let label = labels.get(error.label).cloned().unwrap_or_default();
    t!(
        "use.negative_score",
        label = label,
        score = short(error.score)
    )
}

pub(super) fn note(note: &Note) -> AttrValue {
    match note {
        Note::Normalized { sum } => t!("note.normalized", sum = short(*sum)),
        Note::LogProbabilities => t!("note.log_probabilities"),
    }
}

fn distribution(error: &DistributionError) -> AttrValue {
    match error {
        DistributionError::Length(found) => t!("error.length", found = found),
        DistributionError::NotFinite(i) => t!("error.not_finite", place = i + 1),
        DistributionError::Negative(i) => t!("error.negative", place = i + 1),
        DistributionError::NoSum => t!("error.no_sum"),
    }
}

pub(super) fn entry(error: &EntryError) -> AttrValue {
    match error {
        EntryError::Empty => t!("error.empty"),
        EntryError::NotANumber(text) => t!("error.not_a_number", text = text),
        EntryError::Count { found, expected } => {
            t!("error.count", found = found, expected = expected)
        }
        EntryError::UnknownLabel(name) => t!("error.unknown_label", name = name),
        EntryError::MissingLabel(name) => t!("error.missing_label", name = name),
        EntryError::RepeatedLabel(name) => t!("error.repeated_label", name = name),
        EntryError::Values(error) => distribution(error),
    }
}

pub(super) fn refusal(refusal: &Refusal) -> AttrValue {
    match refusal {
        Refusal::NoSuchThing => t!("refusal.no_such_thing"),
        Refusal::FewestLabels => t!("refusal.fewest_labels"),
        Refusal::MostLabels => t!("refusal.most_labels"),
        Refusal::FewestPrompts => t!("refusal.fewest_prompts"),
        Refusal::MostPrompts => t!("refusal.most_prompts"),
        Refusal::FewestInputs => t!("refusal.fewest_inputs"),
        Refusal::MostInputs => t!("refusal.most_inputs"),
        Refusal::EmptyLabel => t!("refusal.empty_label"),
        Refusal::DuplicateLabel(name) => t!("refusal.duplicate_label", name = name),
        Refusal::LongLabel => t!("refusal.long_label"),
        Refusal::LongText => t!("refusal.long_text"),
        Refusal::NoSlot => t!("refusal.no_slot", slot = "{input}"),
        Refusal::EntryOutOfRange => t!("refusal.entry_out_of_range"),
        Refusal::Length { found, expected } => {
            t!("error.count", found = found, expected = expected)
        }
        Refusal::Pin(PinError::NothingToShare) => t!("refusal.nothing_to_share"),
        Refusal::Pin(PinError::LockedRest(rest)) => t!("refusal.locked_rest", rest = short(*rest)),
        Refusal::Pin(PinError::OutOfRange) => t!("refusal.out_of_range"),
        Refusal::Pin(PinError::NoLabel(_)) => t!("refusal.no_such_thing"),
    }
}

pub(super) fn notice(notice: &Notice) -> AttrValue {
    match notice {
        Notice::UnknownKey(key) => t!("link.unknown_key", key = key),
        Notice::BadValue { key, value, reason } => t!(
            "link.bad_value",
            key = key,
            value = value,
            reason = link_reason(reason)
        ),
        Notice::Changed { key, note: done } => {
            t!("link.changed", key = key, note = note(done))
        }
    }
}

fn link_reason(reason: &Reason) -> AttrValue {
    match reason {
        Reason::NotOneOf(words) => not_one_of(words),
        Reason::Row(error) => entry(error),
        Reason::Labels => t!("link.labels"),
        Reason::TooMany(most) => t!("link.too_many", most = most),
        Reason::LongText => t!("refusal.long_text"),
        Reason::NoLabel(name) => t!("error.unknown_label", name = name),
        Reason::Entries(count) => t!("link.entries", count = count),
        Reason::NoSlot => t!("refusal.no_slot", slot = "{input}"),
        Reason::Repeated => t!("link.repeated"),
        Reason::Version => t!("link.version"),
    }
}

fn not_one_of(words: &[&str]) -> AttrValue {
    let words: Vec<AttrValue> = words.iter().map(|&word| word.to_owned().into()).collect();
    t!("error.not_one_of", words = list(&words))
}

pub(super) fn table_row(error: &RowError) -> AttrValue {
    match error {
        RowError::Values(error) => entry(error),
        RowError::Cells { found, expected } => {
            t!("table.cells", found = found, expected = expected)
        }
        RowError::RightLabel(name) => t!("error.unknown_label", name = name),
        RowError::LongText => t!("refusal.long_text"),
        RowError::TextType => t!("table.text_type"),
        RowError::Item => t!("table.item"),
        RowError::NoProbabilities => t!("table.no_probabilities"),
        RowError::Json(column) => t!("table.json_line", column = column),
    }
}

pub(super) fn table(error: &TableError) -> AttrValue {
    match error {
        TableError::Empty => t!("table.empty"),
        TableError::NoLabelColumn(name) => t!("table.no_label_column", name = name),
        TableError::NoRows => t!("table.no_rows"),
        TableError::NothingReadable { .. } => t!("table.nothing_readable"),
        TableError::Json { line, column } => t!("table.json", line = line, column = column),
        TableError::NoInputs => t!("table.no_inputs"),
    }
}

pub(super) fn json(error: &JsonError) -> AttrValue {
    match error {
        JsonError::Syntax { line, column } => {
            t!("table.json", line = line, column = column)
        }
        JsonError::Value { path, reason } if path.is_empty() => json_reason(reason),
        JsonError::Value { path, reason } => {
            t!("file.at_path", path = path, reason = json_reason(reason))
        }
    }
}

fn json_reason(reason: &JsonReason) -> AttrValue {
    match reason {
        JsonReason::NotOneOf(words) => not_one_of(words),
        JsonReason::Row(error) => entry(error),
        JsonReason::Missing => t!("file.missing"),
        JsonReason::UnknownKey => t!("file.unknown_key"),
        JsonReason::Expected(kind) => match kind {
            Kind::Object => t!("file.object"),
            Kind::Array => t!("file.array"),
            Kind::Text => t!("file.text"),
            Kind::Number => t!("file.number"),
            Kind::Index => t!("file.index"),
        },
        JsonReason::Count { found, least, most } => {
            t!("file.count", found = found, least = least, most = most)
        }
        JsonReason::EmptyLabel => t!("refusal.empty_label"),
        JsonReason::DuplicateLabel => t!("file.duplicate_label"),
        JsonReason::LongLabel => t!("refusal.long_label"),
        JsonReason::LongText => t!("refusal.long_text"),
        JsonReason::NoSlot => t!("refusal.no_slot", slot = "{input}"),
        JsonReason::NoLabel => t!("file.no_label"),
        JsonReason::NoIndex(k) => t!("file.no_index", k = k),
        JsonReason::EntryOutOfRange => t!("refusal.entry_out_of_range"),
        JsonReason::Repeated => t!("link.repeated"),
        JsonReason::Version => t!("link.version"),
    }
}
