//! The finding as a text to copy: one paragraph and a table in Markdown.

use super::methods::name;
use super::summary::to_tenth;
use crate::check::{Compared, Confusion, mcnemar};
use crate::page::i18n::{self, t};
use crate::state::{Checked, State, percent_of, short};
use std::rc::Rc;
use yew::AttrValue;

/// How a finding came about, and what is to be told of it.
pub(super) struct Made<'a> {
    /// The model whose probabilities were calibrated; where it is not known, the text has a place for it.
    pub(super) model: Option<Rc<str>>,
    /// Today's date, such as `2026-11-29`.
    pub(super) date: &'a str,
    /// The link to the state, if it fits in one.
    pub(super) link: Option<&'a str>,
    /// Whether the texts of the context-free prompts are told, or only how many there are.
    pub(super) texts: bool,
}

/// What was found on the inputs; `None` without right labels, and where W is undefined. It holds no texts of inputs.
pub(super) fn finding(state: &State, checked: &Checked, made: &Made) -> Option<String> {
    let counts = checked.counts.as_ref()?;
    let (before, after) = (&counts.before, &counts.after);
    before.accuracy()?;
    let several = state.prompts.len() > 1;
    let prompts: Vec<AttrValue> = (state.prompts.iter())
        .map(|prompt| t!("check.finding.quoted", text = i18n::text(&prompt.text)))
        .collect();
    let prompts = if made.texts && !prompts.is_empty() {
        i18n::list(&prompts)
    } else {
        state.prompts.len().to_string().into()
    };
    let method = checked
        .in_use
        .map_or_else(|| t!("check.method.by_hand"), |used| name(used, several));
    let paragraph = t!(
        "check.finding.paragraph",
        inputs = inputs(state.inputs.len(), checked.counted()),
        model = made
            .model
            .clone()
            .map_or_else(|| t!("check.finding.model"), AttrValue::from),
        prompts = prompts,
        method = method,
        before = with_interval(before),
        after = with_interval(after),
        gained = counts.to_right,
        lost = counts.to_wrong,
        p = short(mcnemar(counts.to_right, counts.to_wrong)),
        date = made.date
    );
    let head = format!(
        "| {} | {} | {} |\n| --- | --- | --- |",
        t!("check.method.name"),
        t!("accuracy.name"),
        t!("check.flips_name")
    );
    let rows = checked
        .compared
        .iter()
        .filter_map(|line| row(line, several));
    let table = std::iter::once(head)
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n");
    let parts = [paragraph.to_string(), table];
    let link = made.link.map(|link| format!("<{link}>"));
    Some(
        parts
            .into_iter()
            .chain(link)
            .collect::<Vec<_>>()
            .join("\n\n"),
    )
}

/// How many test inputs there are, and how many of them have a right label.
pub(super) fn inputs(count: usize, counted: usize) -> AttrValue {
    match (count, counted) {
        (1, 0) => t!("check.one_unlabelled"),
        (1, _) => t!("check.one_labelled"),
        _ if counted == count => t!("check.all_labelled", count = count),
        _ => t!("check.some_labelled", count = count, counted = counted),
    }
}

fn row(line: &Compared, several: bool) -> Option<String> {
    let counts = &line.outcome.as_ref().ok()?.counts;
    let name = name(line.approach, several);
    let accuracy = with_interval(&counts.after);
    Some(format!(
        "| {name} | {accuracy} | +{} −{} |",
        counts.to_right, counts.to_wrong
    ))
}

/// An accuracy with its interval: "86.7 % (26 of 30; 70 to 95 %)".
fn with_interval(counts: &Confusion) -> AttrValue {
    let (low, high) = counts.interval();
    let counted = counts.counted();
    t!(
        "check.finding.accuracy",
        accuracy = i18n::percent(to_tenth(counts.accuracy().unwrap_or(0.0))),
        right = counts.correct(),
        counted = counted,
        low = percent_of(low, counted),
        high = percent_of(high, counted)
    )
}
