//! Our own measurements: how many answers are right, and the wide confidence intervals of such small samples.

use super::source::source;
use crate::calibration::wilson;
use crate::lesson::measured::{TASKS, Task};
use crate::page::env::Env;
use crate::page::i18n::{say, t};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::state::{fixed, full};
use yew::prelude::*;

/// Number of columns: before, and after by each order of averaging.
const COLUMNS: usize = 3;

/// The table of our own measurements.
pub(crate) struct Evidence {
    chosen: Count,
}

/// The position of a count in the table.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Count {
    task: usize,
    column: usize,
}

impl Default for Evidence {
    /// Chooses the task that the chapter asks about, after calibration.
    fn default() -> Self {
        Self {
            chosen: Count { task: 2, column: 1 },
        }
    }
}

impl Piece for Evidence {
    /// The count that is chosen.
    type Msg = Count;

    fn update(&mut self, chosen: Count, _: &PieceInput, _: &Env) -> bool {
        self.chosen = chosen;
        true
    }

    fn view(&self, _: &PieceInput, env: &Env, link: &PieceLink<Count>) -> Html {
        let [first, ..] = &TASKS;
        let task = TASKS.get(self.chosen.task).unwrap_or(first);
        html! {
            <section class="evidence" aria-labelledby="evidence-title">
                <h3 id="evidence-title">{ t!("lesson.help.evidence.own_table") }</h3>
                <p class="hint">{ source("measured", false, env) }</p>
                <div class="table-scroll evidence-table" tabindex="0" role="group" aria-label={t!("lesson.help.evidence.own_table")}>
                    <table class="data">
                        <caption class="visually-hidden">{ t!("lesson.help.evidence.own_table") }</caption>
                        <thead><tr>
                            <th scope="col">{ t!("lesson.help.evidence.task") }</th>
                            { for (0..COLUMNS).map(|column| html! {
                                <th scope="col">
                                    { name(column) }
                                    <span class="evidence-interval">{ t!("lesson.help.evidence.interval_column") }</span>
                                </th>
                            }) }
                        </tr></thead>
                        <tbody data-roving={COLUMNS.to_string()}>
                            { for TASKS.iter().enumerate().map(|(i, task)| self.row(i, task, link)) }
                        </tbody>
                    </table>
                </div>
                { self.chosen(task) }
            </section>
        }
    }
}

/// The name of a column.
fn name(column: usize) -> AttrValue {
    match column {
        0 => t!("lesson.help.evidence.before"),
        1 => t!("lesson.help.evidence.after_parameters"),
        _ => t!("lesson.help.evidence.after_probabilities"),
    }
}

/// Formats a share as a whole percentage: 30 inputs give no more precision.
fn percent(share: f64) -> AttrValue {
    t!("number.percent", value = fixed(share * 100.0, 0))
}

fn interval((low, high): (f64, f64)) -> AttrValue {
    t!(
        "lesson.help.evidence.interval",
        low = percent(low),
        high = percent(high)
    )
}

fn share(right: usize, counted: usize) -> f64 {
    right as f64 / counted as f64
}

impl Evidence {
    fn row(&self, i: usize, task: &Task, link: &PieceLink<Count>) -> Html {
        let counted = task.counted;
        let cell = |(column, right): (usize, usize)| {
            let here = self.chosen == Count { task: i, column };
            let bounds = wilson(right, counted);
            let reading = format!(
                "{} ({} – {})",
                full(share(right, counted)),
                full(bounds.0),
                full(bounds.1)
            );
            html! {
                <td>
                    <button class="evidence-count" aria-pressed={here.to_string()} tabindex={if here { "0" } else { "-1" }}
                        data-cell="" data-full={reading} onclick={link.send(move || Count { task: i, column })}>
                        <span>{ t!("lesson.help.evidence.right_of", right = right, counted = counted) }</span>{ " " }
                        <span class="evidence-interval">{ interval(bounds) }</span>
                    </button>
                </td>
            }
        };
        html! {
            <tr class={(i == self.chosen.task).then_some("is-here")}>
                <th scope="row">{ say(&format!("lesson.help.evidence.task_{}", task.id)) }</th>
                { for task.right.into_iter().enumerate().map(cell) }
            </tr>
        }
    }

    /// The chosen count in words, and the intervals of its row.
    fn chosen(&self, task: &Task) -> Html {
        let counted = task.counted;
        let right_in = |column: usize| task.right.get(column).copied().unwrap_or(0);
        let right = right_in(self.chosen.column);
        let (low, high) = wilson(right, counted);
        let sentence = t!(
            "lesson.help.evidence.interval_sentence",
            right = right,
            counted = counted,
            accuracy = percent(share(right, counted)),
            low = percent(low),
            high = percent(high)
        );
        let overlap = (self.chosen.column > 0).then(|| {
            let (before_low, before_high) = wilson(right_in(0), counted);
            if low <= before_high && before_low <= high {
                t!("lesson.help.evidence.overlap")
            } else {
                t!("lesson.help.evidence.apart")
            }
        });
        html! {
            <div class="evidence-chosen">
                <p role="status">
                    <strong>{ say(&format!("lesson.help.evidence.task_{}", task.id)) }{ " · " }{ name(self.chosen.column) }</strong>
                    <br />
                    { sentence }
                    if let Some(overlap) = overlap {
                        { t!("number.sentence_separator") }{ overlap }
                    }
                </p>
                <ul class="evidence-bars">
                    { for (0..COLUMNS).map(|column| {
                        let right = right_in(column);
                        let bounds = wilson(right, counted);
                        html! {
                            <li class={classes!("evidence-bar", (column == self.chosen.column).then_some("is-here"))}>
                                <span>{ name(column) }</span>
                                { picture(share(right, counted), bounds, column > 0) }
                                <span class="evidence-interval">{ interval(bounds) }</span>
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
