//! Four labels or more: the gain of each label over each other label.

use super::shared::flipping;
use crate::calibration::Parameters;
use crate::calibration::regions::{Gains, gains};
use crate::lesson::order::ascending;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::state::{fixed, full, short};
use yew::prelude::*;

/// Greatest gain that counts as zero, since it may be a rounding error.
const NOTHING: f64 = 1e-9;
/// Number of shades of gain, and of loss.
const SHADES: f64 = 4.0;

#[derive(Default)]
pub(crate) struct Pairwise {
    /// True if labels are listed by mean gain, false if in their own order.
    sorted: bool,
}

/// Switches between the order by mean gain and the order of the labels.
pub(crate) struct ToggleOrder;

impl Piece for Pairwise {
    type Msg = ToggleOrder;

    fn update(&mut self, _: ToggleOrder, _: &PieceInput, _: &Env) -> bool {
        self.sorted = !self.sorted;
        true
    }

    fn view(&self, input: &PieceInput, _: &Env, link: &PieceLink<ToggleOrder>) -> Html {
        let Ok(parameters) = &input.derived.parameters else {
            return Html::default();
        };
        let gains = gains(parameters);
        let order = if self.sorted {
            // The largest gain first.
            let losses: Vec<f64> = gains.mean.iter().map(|gain| -gain).collect();
            ascending(&losses)
        } else {
            (0..input.state.k()).collect()
        };
        let table = Table {
            input,
            parameters,
            measure: Measure::of(parameters),
            gains: &gains,
            order,
        };
        html! {
            <div class="geo">
                <p translate="no">{ table.described() }</p>
                <div class="buttons">
                    <button aria-pressed={self.sorted.to_string()} onclick={link.send(|| ToggleOrder)}>{ t!("lesson.answers.pairwise.sort") }</button>
                </div>
                { table.means() }
                <p class="hint">{ t!("lesson.answers.pairwise.means") }</p>
                if input.state.k() > READABLE {
                    <details class="geo-all">
                        <summary>{ t!("lesson.answers.pairwise.all") }</summary>
                        { table.pairs() }
                    </details>
                } else {
                    { table.pairs() }
                }
                <ul class="geo-keys" aria-hidden="true">
                    { for [1.0, -1.0, 0.0].map(|gain| html! {
                        <li><span class={format!("geo-cell {}", shade(gain))}>{ sign(gain) }</span>{ verdict(gain) }</li>
                    }) }
                </ul>
            </div>
        }
    }
}

/// Most labels whose pairs are read at a glance; the table of more is unfolded by who wants it.
const READABLE: usize = 8;

/// The number in a cell, which describes the border between two labels in terms of W and b.
#[derive(Clone, Copy, PartialEq)]
enum Measure {
    /// The ratio of the two probabilities, for a diagonal W.
    Ratio,
    /// The difference of the two probabilities, for W = I with a bias.
    Difference,
    /// The share of the way between the two labels on which the first one wins, for all other W and b.
    Share,
}

impl Measure {
    fn of(parameters: &Parameters) -> Self {
        let (w, b) = (&parameters.w, &parameters.b);
        let diagonal = || (0..w.k()).map(|k| w.get(k, k));
        if w.is_diagonal() && diagonal().all(|w| w == 1.0) && b.iter().any(|b| *b != 0.0) {
            Self::Difference
        } else if w.is_diagonal() && diagonal().all(|w| w > 0.0) && b.iter().all(|b| *b == 0.0) {
            Self::Ratio
        } else {
            Self::Share
        }
    }
}

/// A sign for gain, loss or neither: a plus or minus would be read as part of the number.
fn sign(gain: f64) -> &'static str {
    if gain > NOTHING {
        "▲"
    } else if gain < -NOTHING {
        "▼"
    } else {
        "="
    }
}

fn verdict(gain: f64) -> AttrValue {
    if gain > NOTHING {
        t!("lesson.answers.pairwise.gains")
    } else if gain < -NOTHING {
        t!("lesson.answers.pairwise.loses")
    } else {
        t!("lesson.answers.pairwise.even")
    }
}

/// The class of the shade of a gain in \[−½, ½\].
fn shade(gain: f64) -> String {
    if gain.abs() <= NOTHING {
        return "is-even".to_owned();
    }
    let level = (gain.abs() * 2.0 * SHADES).ceil().clamp(1.0, SHADES);
    format!(
        "{}-{}",
        if gain > 0.0 { "gain" } else { "loss" },
        fixed(level, 0)
    )
}

struct Table<'a> {
    input: &'a PieceInput,
    parameters: &'a Parameters,
    measure: Measure,
    gains: &'a Gains,
    /// Indices of the labels in the order of the table.
    order: Vec<usize>,
}

impl Table<'_> {
    fn name(&self, label: usize) -> &str {
        self.input.state.label(label)
    }

    /// The number of labels over which a label gains, and of those to which it loses.
    fn counts(&self, label: usize) -> (usize, usize) {
        let gain = |other: &usize| self.gains.pairs.get(label, *other);
        let more = self.order.iter().filter(|other| gain(other) > NOTHING);
        let less = self.order.iter().filter(|other| gain(other) < -NOTHING);
        (more.count(), less.count())
    }

    fn sum(&self, label: usize) -> AttrValue {
        let (more, less) = self.counts(label);
        t!(
            "lesson.answers.pairwise.sum",
            label = self.name(label),
            gains = more,
            losses = less
        )
    }

    fn described(&self) -> AttrValue {
        let others = self.order.len().saturating_sub(1);
        let mut labels = self.order.iter().copied();
        let most = labels.clone().find(|label| self.counts(*label).0 == others);
        let least = labels.find(|label| self.counts(*label).1 == others);
        let (count, total) = flipping(self.input);
        match (most, least) {
            (Some(most), Some(least)) => t!(
                "lesson.answers.pairwise.described",
                most = self.name(most),
                least = self.name(least),
                count = count,
                total = total
            ),
            _ if self.order.iter().all(|label| self.counts(*label) == (0, 0)) => {
                t!("lesson.answers.pairwise.described_even")
            }
            _ => t!(
                "lesson.answers.pairwise.described_mixed",
                count = count,
                total = total
            ),
        }
    }

    /// The bars of the labels' mean gains, from the middle to the right or to the left.
    fn means(&self) -> Html {
        let largest = self
            .gains
            .mean
            .iter()
            .fold(0.01, |most: f64, gain| most.max(gain.abs()));
        let item = |&k: &usize| {
            let gain = self.gains.mean.get(k).copied().unwrap_or(0.0);
            let width = gain.abs() / largest * 50.0;
            let x = if gain < 0.0 { 50.0 - width } else { 50.0 };
            let sum = self.sum(k);
            html! {
                <li key={k} class="geo-mean" data-k={k.to_string()} data-full={format!("{} {}", sum, full(gain))}>
                    <span class="bar-label" dir="auto">
                        <span class={format!("swatch label-{k}")} aria-hidden="true"></span>
                        <span class="entry-label">{ self.name(k) }</span>
                    </span>
                    <svg class="geo-mean-bar" aria-hidden="true">
                        <line class="geo-axis" x1="50%" x2="50%" y1="0" y2="100%" />
                        <rect class={format!("geo-mean-fill label-{k}")} x={format!("{}%", fixed(x, 2))} y="3" width={format!("{}%", fixed(width, 2))} height="10" />
                    </svg>
                    <span aria-hidden="true" class="entry-value">{ sign(gain) }</span>
                    <span class="visually-hidden">{ sum }</span>
                </li>
            }
        };
        html! { <ul class="geo-means" aria-label={t!("lesson.answers.pairwise.name")}>{ for self.order.iter().map(item) }</ul> }
    }

    fn pairs(&self) -> Html {
        let name = t!("lesson.answers.pairwise.name");
        let column = |&k: &usize| {
            html! {
                <th key={k} scope="col" data-k={k.to_string()}><span class="geo-column" dir="auto" title={self.name(k).to_owned()}>{ self.name(k) }</span></th>
            }
        };
        let row = |(place, &row): (usize, &usize)| {
            html! {
                <tr key={row}>
                    <th scope="row" dir="auto" data-k={row.to_string()} title={self.name(row).to_owned()}>
                        <span class={format!("swatch label-{row}")} aria-hidden="true"></span>{ self.name(row) }
                    </th>
                    { for self.order.iter().enumerate().map(|(at, &column)| self.cell(row, column, place == 0 && at == 1)) }
                </tr>
            }
        };
        html! {
            <>
            <p class="caption" aria-hidden="true">{ self.caption() }</p>
            <div class="table-scroll geo-pairs" role="group" aria-label={name} tabindex="0">
                <table translate="no" data-roving={self.order.len().saturating_sub(1).to_string()}>
                    <caption class="visually-hidden">{ self.caption() }</caption>
                    <thead><tr>
                        <td>{ t!("lesson.answers.pairwise.row") }</td>
                        { for self.order.iter().map(column) }
                    </tr></thead>
                    <tbody>{ for self.order.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
            </>
        }
    }

    fn caption(&self) -> AttrValue {
        match self.measure {
            Measure::Ratio => t!("lesson.answers.pairwise.table"),
            Measure::Difference => t!("lesson.answers.pairwise.table_difference"),
            Measure::Share => t!("lesson.answers.pairwise.table_share"),
        }
    }

    fn cell(&self, row: usize, column: usize, first: bool) -> Html {
        if row == column {
            return html! { <td key={column} class="geo-cell is-self"></td> };
        }
        let gain = self.gains.pairs.get(row, column);
        let (name, other) = (self.name(row), self.name(column));
        let w = |k: usize| self.parameters.w.get(k, k);
        let b = |k: usize| self.parameters.b.get(k).copied().unwrap_or(0.0);
        let (value, reading) = match self.measure {
            Measure::Ratio => {
                let ratio = w(column) / w(row);
                let reading = t!(
                    "lesson.answers.pairwise.cell",
                    row = name,
                    column = other,
                    ratio = short(ratio)
                );
                (ratio, reading)
            }
            Measure::Difference => {
                let difference = b(column) - b(row);
                let reading = t!(
                    "lesson.answers.pairwise.cell_difference",
                    row = name,
                    column = other,
                    difference = short(difference)
                );
                (difference, reading)
            }
            Measure::Share => {
                let share = gain + 0.5;
                let reading = t!(
                    "lesson.answers.pairwise.cell_share",
                    row = name,
                    column = other,
                    share = i18n::percent(share)
                );
                (share, reading)
            }
        };
        html! {
            <td key={column} class={format!("geo-cell {}", shade(gain))} data-cell="" tabindex={if first { "0" } else { "-1" }} data-full={reading}>
                <span aria-hidden="true">{ sign(gain) }</span><span class="visually-hidden">{ verdict(gain) }{ " " }</span>
                <span class="geo-number">{ short(value) }</span>
            </td>
        }
    }
}
