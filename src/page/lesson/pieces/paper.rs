//! The paper's tables as arrows from before to after, one per setting; settings that got worse come first.

use super::source::source;
use crate::lesson::order::ascending;
use crate::lesson::paper::{self, Accuracy, CONTEXT_FREE, DATASETS, MODELS, Row, Tried};
use crate::page::env::Env;
use crate::page::i18n::{say, t};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::page::widgets::choice;
use crate::state::fixed;
use yew::prelude::*;

/// The numbers of examples that the paper tests.
const SHOTS: [usize; 4] = [0, 1, 4, 8];

/// Half the height of a row's picture, in CSS pixels.
const MIDDLE: f64 = 9.0;
/// Distance of the whiskers above (before) and below (after) the arrow, in CSS pixels.
const WHISKER: f64 = 6.0;

#[derive(Default)]
pub(crate) struct Paper {
    /// The choices of the filters: 0 for all, else the position in the filter's list, from 1.
    dataset: usize,
    model: usize,
    shots: usize,
    only_worse: bool,
    table: bool,
}

/// A filter of the settings of the paper.
#[derive(Clone, Copy)]
pub(crate) enum Filter {
    Dataset,
    Model,
    Shots,
}

pub(crate) enum Msg {
    /// Sets the choice of a filter.
    Choose(Filter, usize),
    /// Shows only the settings that got worse, or all again.
    ToggleWorse,
    /// Unfolds or folds the table of numbers.
    ToggleTable,
}

impl Piece for Paper {
    type Msg = Msg;

    fn update(&mut self, msg: Msg, _: &PieceInput, _: &Env) -> bool {
        match msg {
            Msg::Choose(Filter::Dataset, chosen) => self.dataset = chosen,
            Msg::Choose(Filter::Model, chosen) => self.model = chosen,
            Msg::Choose(Filter::Shots, chosen) => self.shots = chosen,
            Msg::ToggleWorse => self.only_worse = !self.only_worse,
            Msg::ToggleTable => self.table = !self.table,
        }
        true
    }

    fn view(&self, _: &PieceInput, env: &Env, link: &PieceLink<Msg>) -> Html {
        let fitting: Vec<Row> = paper::rows().filter(|row| self.fits(row)).collect();
        let total = fitting.len();
        let worse = fitting.iter().filter(|row| is_worse(row)).count();
        let equal = fitting.iter().filter(|row| row.gain() == 0.0).count();
        // Settings that got worse come first, the largest loss on top; the rest as in the paper.
        let lost: Vec<Row> = fitting.iter().copied().filter(is_worse).collect();
        let gains: Vec<f64> = lost.iter().map(Row::gain).collect();
        let mut rows: Vec<Row> = ascending(&gains)
            .iter()
            .filter_map(|i| lost.get(*i).copied())
            .collect();
        if !self.only_worse {
            rows.extend(fitting.into_iter().filter(|row| !is_worse(row)));
        }
        let better = rows.len().saturating_sub(worse + equal);
        let described = t!(
            "lesson.help.evidence.described",
            count = rows.len(),
            better = better,
            equal = if self.only_worse { 0 } else { equal },
            worse = worse
        );
        html! {
            <section class="paper" aria-labelledby="paper-chart">
                <h3 id="paper-chart">{ t!("lesson.help.evidence.chart") }</h3>
                <p class="hint">{ source("zhao2021", true, env) }</p>
                { self.filters(link) }
                <p class="paper-count" role="status">
                    { t!("lesson.help.evidence.failures_count", count = worse, total = total, equal = equal) }
                </p>
                if rows.is_empty() {
                    <p class="hint">{ t!("lesson.help.evidence.none") }</p>
                } else {
                    { legend() }
                    <div class="paper-scroll">
                        <div class="paper-axes" aria-hidden="true">{ axis() }{ axis() }</div>
                        <ul aria-label={described} data-roving="1">
                            { for rows.iter().enumerate().map(|(i, row)| arrow(i, row)) }
                        </ul>
                    </div>
                    <p class="hint">{ t!("lesson.help.evidence.chart_hint") }{ t!("number.sentence_separator") }{ t!("lesson.help.evidence.mean_sd_hint") }</p>
                }
                <div class="numbers">
                    <button class="link-button" aria-expanded={self.table.to_string()} onclick={link.send(|| Msg::ToggleTable)}>
                        { if self.table { t!("use.hide_numbers") } else { t!("use.show_numbers") } }
                    </button>
                    if self.table {
                        { table(&rows) }
                    }
                </div>
                { inputs_table() }
            </section>
        }
    }
}

impl Paper {
    fn fits(&self, row: &Row) -> bool {
        let Self {
            dataset,
            model,
            shots,
            ..
        } = *self;
        let fits = |chosen: usize, list: &[&str], own: &str| {
            chosen == 0 || list.get(chosen - 1).is_some_and(|wanted| *wanted == own)
        };
        fits(dataset, &DATASETS, row.dataset)
            && fits(model, &MODELS, row.model)
            && (shots == 0 || SHOTS.get(shots - 1) == Some(&row.shots))
    }

    fn filters(&self, link: &PieceLink<Msg>) -> Html {
        let datasets = DATASETS.iter().map(|dataset| {
            let id: String = (dataset.chars().filter(char::is_ascii_alphanumeric)).collect();
            say(&format!(
                "lesson.help.evidence.datasets.{}",
                id.to_ascii_lowercase()
            ))
        });
        let lists: [(Filter, usize, AttrValue, Vec<AttrValue>); 3] = [
            (
                Filter::Dataset,
                self.dataset,
                t!("lesson.help.evidence.dataset"),
                datasets.collect(),
            ),
            (
                Filter::Model,
                self.model,
                t!("lesson.help.evidence.model"),
                MODELS.iter().map(|model| (*model).into()).collect(),
            ),
            (
                Filter::Shots,
                self.shots,
                t!("lesson.help.evidence.shots"),
                SHOTS.iter().map(|shots| shots.to_string().into()).collect(),
            ),
        ];
        let list = |(filter, chosen, name, options): (Filter, usize, AttrValue, Vec<AttrValue>)| {
            let all = t!("lesson.help.evidence.all");
            html! {
                <label class="paper-filter">
                    <span>{ name }</span>
                    <select onchange={link.chosen(move |index| Msg::Choose(filter, index))}>
                        { for std::iter::once(all).chain(options).enumerate().map(|(i, words)| choice::option(words, i == chosen)) }
                    </select>
                </label>
            }
        };
        html! {
            <div class="paper-filters">
                { for lists.into_iter().map(list) }
                <label class="paper-worse">
                    <input type="checkbox" checked={self.only_worse} onchange={link.send(|| Msg::ToggleWorse)} />
                    <span>{ t!("lesson.help.evidence.failures") }</span>
                </label>
            </div>
        }
    }
}

fn is_worse(row: &Row) -> bool {
    row.gain() < 0.0
}

/// Formats a number as published: with one decimal place, or two where the paper has two.
pub(crate) fn published(value: f64) -> String {
    let text = fixed(value, 2);
    text.strip_suffix('0').unwrap_or(&text).to_owned()
}

fn percent(value: f64) -> AttrValue {
    t!("number.percent", value = published(value))
}

/// Formats mean and standard deviation as "45.4 ± 8.4". Without examples there is no deviation, and only the mean is shown.
fn mean_sd(accuracy: Accuracy, mean: &dyn std::fmt::Display) -> AttrValue {
    if accuracy.sd == 0.0 {
        mean.to_string().into()
    } else {
        t!(
            "lesson.help.evidence.mean_sd",
            mean = mean,
            sd = published(accuracy.sd)
        )
    }
}

/// Formats a gain with its sign, such as "−26.7", with a minus sign as wide as a plus.
fn signed(gain: f64) -> String {
    let size = published(gain.abs());
    if gain < 0.0 {
        format!("−{size}")
    } else if gain > 0.0 {
        format!("+{size}")
    } else {
        size
    }
}

/// The content of a row in words.
fn reading(row: &Row) -> AttrValue {
    let accuracy = |accuracy: Accuracy| mean_sd(accuracy, &percent(accuracy.mean));
    let said = t!(
        "lesson.help.evidence.reading",
        dataset = row.dataset,
        model = row.model,
        shots = row.shots,
        before = accuracy(row.baseline),
        after = accuracy(row.calibrated)
    );
    let points = t!("lesson.help.evidence.points", value = signed(row.gain()));
    if is_worse(row) {
        format!("{said} {points}: {}", t!("lesson.help.evidence.worse")).into()
    } else {
        format!("{said} {points}").into()
    }
}

/// A row of the chart: the setting, its arrow, its gain. The Tab key stops only at the first row; arrow keys reach the
/// others.
fn arrow(i: usize, row: &Row) -> Html {
    let worse = is_worse(row);
    let reading = reading(row);
    html! {
        <li key={format!("{} {} {}", row.dataset, row.model, row.shots)} class={classes!("paper-row", worse.then_some("is-worse"))}
            tabindex={if i == 0 { "0" } else { "-1" }} data-cell="" data-full={&reading}>
            <span class="visually-hidden">{ reading }</span>
            <span class="paper-setting" aria-hidden="true">
                { row.dataset }{ " · " }{ row.model }{ " · " }{ row.shots }
            </span>
            { picture(row) }
            <span class="paper-gain" aria-hidden="true">
                if worse {
                    <span class="paper-sign">{ "▼ " }{ t!("lesson.help.evidence.worse") }</span>{ " " }
                }
                { signed(row.gain()) }
            </span>
        </li>
    }
}

/// Before as a ring, after as an arrow's head, and ± one standard deviation of each as a whisker.
fn picture(row: &Row) -> Html {
    let Row {
        baseline,
        calibrated,
        ..
    } = row;
    let at = |value: f64| format!("{}%", fixed(value.clamp(0.0, 100.0), 2));
    let whisker = |accuracy: &Accuracy, y: f64, class: &'static str| {
        let (low, high) = (accuracy.mean - accuracy.sd, accuracy.mean + accuracy.sd);
        let cap = |value: f64| {
            html! { <line x1={at(value)} x2={at(value)} y1={(y - 2.0).to_string()} y2={(y + 2.0).to_string()} /> }
        };
        html! {
            if accuracy.sd > 0.0 {
                <g {class}>
                    <line x1={at(low)} x2={at(high)} y1={y.to_string()} y2={y.to_string()} />
                    { cap(low) }
                    { cap(high) }
                </g>
            }
        }
    };
    let head = if row.gain() < 0.0 {
        "M5,-5 L-4,0 L5,5 Z"
    } else if row.gain() > 0.0 {
        "M-5,-5 L4,0 L-5,5 Z"
    } else {
        "M-4,-4 L4,-4 L4,4 L-4,4 Z"
    };
    let middle = MIDDLE.to_string();
    html! {
        <svg class="paper-picture" width="100%" height={(2.0 * MIDDLE).to_string()} aria-hidden="true">
            { whisker(baseline, MIDDLE - WHISKER, "paper-whisker is-before") }
            { whisker(calibrated, MIDDLE + WHISKER, "paper-whisker") }
            <line class="paper-line" x1={at(baseline.mean)} x2={at(calibrated.mean)} y1={middle.clone()} y2={middle.clone()} />
            <circle class="paper-before" cx={at(baseline.mean)} cy={middle.clone()} r="3.5" />
            <svg x={at(calibrated.mean)} y={middle} overflow="visible"><path class="paper-after" d={head} /></svg>
        </svg>
    }
}

fn axis() -> Html {
    html! {
        <div class="paper-axis">
            <span class="paper-setting">{ t!("lesson.help.evidence.setting") }</span>
            <span class="paper-ticks">{ for [0, 25, 50, 75, 100].map(|value| html! { <span>{ value }</span> }) }</span>
            <span>{ "%" }</span>
        </div>
    }
}

fn legend() -> Html {
    html! {
        <p class="hint paper-legend" aria-hidden="true">
            <svg width="12" height="12"><circle class="paper-before" cx="6" cy="6" r="3.5" /></svg>
            { t!("lesson.help.evidence.baseline") }
            <svg width="12" height="12"><path class="paper-after" d="M1,1 L10,6 L1,11 Z" /></svg>
            { t!("lesson.help.evidence.calibrated") }
            <span class="is-worse">
                <svg width="12" height="12"><path class="paper-after" d="M11,1 L2,6 L11,11 Z" /></svg>
            </span>
            { t!("lesson.help.evidence.worse") }
        </p>
    }
}

/// A table that scrolls if it is too wide.
fn embedded(name: AttrValue, head: &[AttrValue], body: Html) -> Html {
    html! {
        <div class={classes!("table-scroll", "paper-table", (head.len() > 3).then_some("is-whole"))} tabindex="0" role="group" aria-label={&name}>
            <table class="data">
                <caption>{ name }</caption>
                <thead><tr>{ for head.iter().map(|words| html! { <th scope="col">{ words }</th> }) }</tr></thead>
                <tbody>{ body }</tbody>
            </table>
        </div>
    }
}

fn table(rows: &[Row]) -> Html {
    let head = [
        t!("lesson.help.evidence.dataset"),
        t!("lesson.help.evidence.model"),
        t!("lesson.help.evidence.shots"),
        t!("lesson.help.evidence.baseline"),
        t!("lesson.help.evidence.calibrated"),
        t!("lesson.help.evidence.gain"),
    ];
    let row = |row: &Row| {
        let cell = |accuracy: Accuracy| {
            let mean = published(accuracy.mean);
            html! { <td>{ mean_sd(accuracy, &mean) }</td> }
        };
        html! {
            <tr class={is_worse(row).then_some("is-worse")}>
                <th scope="row">{ row.dataset }</th>
                <td>{ row.model }</td>
                <td>{ row.shots }</td>
                { cell(row.baseline) }
                { cell(row.calibrated) }
                <td>if is_worse(row) { { "▼ " } }{ signed(row.gain()) }</td>
            </tr>
        }
    };
    embedded(
        t!("lesson.help.evidence.table"),
        &head,
        html! { { for rows.iter().map(row) } },
    )
}

/// The table of accuracies for different context-free inputs, in one setting of each of two data sets.
fn inputs_table() -> Html {
    let head = [
        t!("lesson.help.evidence.inputs_input"),
        t!("lesson.help.evidence.inputs_sst2"),
        t!("lesson.help.evidence.inputs_agnews"),
    ];
    let rows = CONTEXT_FREE.iter().map(|row| {
        let name = match row.tried {
            Tried::Uncalibrated => html! { { t!("lesson.help.evidence.inputs_baseline") } },
            Tried::ThreeAveraged => html! { { t!("lesson.help.evidence.inputs_together") } },
            Tried::One("") => html! { { t!("lesson.help.evidence.inputs_empty") } },
            Tried::One(text) => html! { <code>{ text }</code> },
        };
        html! {
            <tr>
                <th scope="row">{ name }</th>
                <td>{ published(row.sst2) }</td>
                <td>{ published(row.agnews) }</td>
            </tr>
        }
    });
    embedded(
        t!("lesson.help.evidence.inputs_table"),
        &head,
        html! { { for rows } },
    )
}
