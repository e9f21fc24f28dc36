//! Our own measurements: how many answers are right, with confidence intervals, wide for our few sentences and narrow for hundreds
//! of inputs.

use super::source::source;
use crate::calibration::wilson;
use crate::lesson::measured::{self, Column, Task};
use crate::page::check::summary::chance;
use crate::page::env::Env;
use crate::page::i18n::{fill, say, t};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::state::{fixed, full, percent_of};
use yew::prelude::*;

/// The columns of the table, with the keys of their names.
const COLUMNS: [(Column, &str); 4] = [
    (Column::None, "lesson.help.evidence.before"),
    (Column::Parameters, "lesson.help.evidence.after_parameters"),
    (
        Column::Probabilities,
        "lesson.help.evidence.after_probabilities",
    ),
    (Column::Batch, "lesson.help.evidence.after_batch"),
];

/// A table of counts, of which one can be chosen and is then told in a sentence.
pub(crate) struct Evidence<const SETS: bool> {
    chosen: Count,
}

/// The table of our own sentences.
pub(crate) type OwnSentences = Evidence<false>;

/// The table of the public test sets.
pub(crate) type TestSets = Evidence<true>;

/// The position of a count in the table.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Count {
    task: usize,
    column: Column,
}

impl<const SETS: bool> Default for Evidence<SETS> {
    /// Chooses what the text is about: the swapped examples, after calibration.
    fn default() -> Self {
        Self {
            chosen: Count {
                task: 2,
                column: Column::Parameters,
            },
        }
    }
}

impl<const SETS: bool> Piece for Evidence<SETS> {
    /// The count that is chosen.
    type Msg = Count;

    fn update(&mut self, chosen: Count, _: &PieceInput, _: &Env) -> bool {
        self.chosen = chosen;
        true
    }

    fn view(&self, _: &PieceInput, env: &Env, link: &PieceLink<Count>) -> Html {
        let tasks = Self::tasks();
        let (id, title) = match SETS {
            false => ("evidence-title", t!("lesson.help.evidence.own_table")),
            true => ("sets-title", t!("lesson.help.evidence.sets_table")),
        };
        html! {
            <section class="evidence" aria-labelledby={id}>
                <h3 {id}>{ title.clone() }</h3>
                <p class="hint">{ source("measured", false, env) }</p>
                <p class="hint swipe-hint">{ t!("lesson.ui.swipe") }</p>
                <div class="table-scroll evidence-table" tabindex="0" role="group" aria-label={title.clone()}>
                    <table class="data">
                        <caption class="visually-hidden">{ title }</caption>
                        <thead><tr>
                            <th scope="col">{ t!("lesson.help.evidence.task") }</th>
                            { for COLUMNS.iter().map(|(_, name)| html! {
                                <th scope="col">
                                    { say(name) }
                                    <span class="evidence-interval">{ t!("lesson.help.evidence.interval_column") }</span>
                                </th>
                            }) }
                        </tr></thead>
                        <tbody data-roving={COLUMNS.len().to_string()}>
                            { for tasks.iter().enumerate().map(|(i, task)| self.row(i, task, link)) }
                        </tbody>
                    </table>
                </div>
                if let Some(task) = tasks.get(self.chosen.task) {
                    { self.chosen(task) }
                }
            </section>
        }
    }
}

/// The name of a task.
fn task_name(task: &Task) -> AttrValue {
    say(&format!("lesson.help.evidence.task_{}", task.id))
}

/// Formats a share of so many inputs as a percentage.
fn percent(share: f64, counted: usize) -> AttrValue {
    t!("number.percent", value = percent_of(share, counted))
}

fn share(right: usize, counted: usize) -> f64 {
    right as f64 / counted as f64
}

impl<const SETS: bool> Evidence<SETS> {
    fn interval((low, high): (f64, f64), counted: usize) -> AttrValue {
        match SETS {
            // Their decimals leave no room for more.
            true => t!(
                "lesson.help.evidence.interval_short",
                low = percent_of(low, counted),
                high = percent_of(high, counted)
            ),
            false => t!(
                "lesson.help.evidence.interval",
                low = percent(low, counted),
                high = percent(high, counted)
            ),
        }
    }

    fn tasks() -> &'static [Task] {
        if SETS {
            &measured::SETS
        } else {
            &measured::TASKS
        }
    }

    fn row(&self, i: usize, task: &Task, link: &PieceLink<Count>) -> Html {
        let counted = task.counted;
        let cell = |(column, _): (Column, &str)| {
            let right = task.right.of(column).right;
            let here = self.chosen == Count { task: i, column };
            let bounds = wilson(right, counted);
            let reading = format!(
                "{} ({} – {})",
                full(share(right, counted)),
                full(bounds.0),
                full(bounds.1)
            );
            // Of hundreds the share says more than the count.
            let count = match SETS {
                true => percent(share(right, counted), counted),
                false => t!(
                    "lesson.help.evidence.right_of",
                    right = right,
                    counted = counted
                ),
            };
            html! {
                <td>
                    <button class="evidence-count" aria-pressed={here.to_string()} tabindex={if here { "0" } else { "-1" }}
                        data-cell="" data-full={reading} onclick={link.send(move || Count { task: i, column })}>
                        <span>{ count }</span>{ " " }
                        <span class="evidence-interval">{ Self::interval(bounds, counted) }</span>
                    </button>
                </td>
            }
        };
        html! {
            <tr class={(i == self.chosen.task).then_some("is-here")}>
                <th scope="row">{ task_name(task) }</th>
                { for COLUMNS.into_iter().map(cell) }
            </tr>
        }
    }

    /// The chosen count in words, and the intervals of its row.
    fn chosen(&self, task: &Task) -> Html {
        let counted = task.counted;
        let outcome = task.right.of(self.chosen.column);
        let right = outcome.right;
        let (low, high) = wilson(right, counted);
        let percent = |share| percent(share, counted);
        let key = match SETS {
            false => "lesson.help.evidence.interval_sentence",
            true => "lesson.help.evidence.set_sentence",
        };
        let sentence = fill(
            key,
            &[
                ("right", &right),
                ("counted", &counted),
                ("accuracy", &percent(share(right, counted))),
                ("low", &percent(low)),
                ("high", &percent(high)),
            ],
        );
        let name = COLUMNS
            .iter()
            .find(|(column, _)| *column == self.chosen.column);
        let name = name.map(|(_, name)| say(name)).unwrap_or_default();
        let compared = (self.chosen.column != Column::None)
            .then(|| chance(outcome.to_right, outcome.to_wrong));
        html! {
            <div class="evidence-chosen">
                <p role="status">
                    <strong>{ task_name(task) }{ " · " }{ name }</strong>
                    <br />
                    { sentence }
                    if let Some(compared) = compared {
                        { t!("number.sentence_separator") }{ compared }
                    }
                </p>
                <ul class="evidence-bars">
                    { for COLUMNS.into_iter().map(|(column, name)| {
                        let right = task.right.of(column).right;
                        let bounds = wilson(right, counted);
                        html! {
                            <li class={classes!("evidence-bar", (column == self.chosen.column).then_some("is-here"))}>
                                <span>{ say(name) }</span>
                                { picture(share(right, counted), bounds, column != Column::None) }
                                <span class="evidence-interval">{ Self::interval(bounds, counted) }</span>
                            </li>
                        }
                    }) }
                </ul>
            </div>
        }
    }
}

/// An interval on an axis from 0 to 100 %, with the accuracy that was counted: a ring before, a disc after.
fn picture(share: f64, (low, high): (f64, f64), after: bool) -> Html {
    let at = |share: f64| format!("{}%", fixed(share * 100.0, 2));
    let class = if after { "paper-after" } else { "paper-before" };
    html! {
        <svg class="paper-picture" width="100%" height="20" aria-hidden="true">
            <rect class={if after { "evidence-span" } else { "evidence-span is-before" }} x={at(low)} width={at(high - low)} y="5" height="10" />
            <circle {class} cx={at(share)} cy="10" r="4" />
        </svg>
    }
}
