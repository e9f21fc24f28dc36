//! Four examples whose labels the reader arranges, and our measurements of each arrangement.

use crate::lesson::measured::Column;
use crate::lesson::patterns::{PATTERNS, Pattern, index, pattern};
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::msg::{AppMsg, LessonMsg};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::presets::Preset;
use crate::state::{fixed, full, short};
use yew::prelude::*;

/// Least number of inputs called Positive, nearly all, for a pattern to be one that the reader is to find.
const MANY: usize = 29;

/// The reader's arrangement.
pub(crate) struct Arrange {
    /// For each example, true if it is Positive.
    places: [bool; 4],
    /// True for the patterns that were tried, in the order of [`PATTERNS`].
    seen: [bool; 16],
    /// True once the reader has arranged the examples; before that there is no feedback.
    turned: bool,
    table: bool,
    by_count: bool,
}

impl Default for Arrange {
    /// Begins at the pattern that the chapter has asked about.
    fn default() -> Self {
        let mut arrange = Self {
            places: [false, false, false, true],
            seen: [false; 16],
            turned: false,
            table: false,
            by_count: false,
        };
        arrange.see();
        arrange
    }
}

pub(crate) enum Msg {
    /// Turns the label of an example, counted from 0.
    Turn(usize),
    /// Arranges the examples as a row of the table, an index into [`PATTERNS`].
    Choose(usize),
    /// Unfolds or folds the table.
    ToggleTable,
    /// Groups the table by the number of Positive examples instead of by the last example.
    GroupByCount(bool),
}

impl Arrange {
    fn see(&mut self) {
        if let Some(seen) = self.seen.get_mut(index(self.places)) {
            *seen = true;
        }
    }

    /// Arranges the examples anew, here and in the figure.
    fn arrange(&mut self, places: [bool; 4], env: &Env) {
        self.places = places;
        self.turned = true;
        self.see();
        // There are 16 patterns.
        let preset = Preset::Pattern(index(places) as u8);
        env.send.emit(AppMsg::Lesson(LessonMsg::Show(preset)));
    }

    /// Returns whether all patterns were tried that end in Positive and are none to be found.
    fn found_exceptions(&self) -> bool {
        let mut tried = self.seen.iter().zip(&PATTERNS);
        tried.all(|(seen, pattern)| *seen || !is_exception(pattern))
    }

    fn found(&self) -> impl Iterator<Item = &'static Pattern> {
        let seen = self.seen.iter().zip(&PATTERNS).filter(|(seen, _)| **seen);
        seen.map(|(_, pattern)| pattern)
            .filter(|pattern| pattern.says_positive >= MANY)
    }
}

/// Returns whether a pattern is none that the reader is to find, although its last example is Positive.
fn is_exception(pattern: &Pattern) -> bool {
    pattern.order.ends_with('P') && pattern.says_positive < MANY
}

fn letter(positive: bool) -> AttrValue {
    if positive {
        t!("lesson.lean.arrange.positive")
    } else {
        t!("lesson.lean.arrange.negative")
    }
}

/// The class that gives an example the colour of its label in the figure.
fn class(positive: bool) -> &'static str {
    if positive { "pattern-P" } else { "pattern-N" }
}

/// The letters of a pattern with spaces between them, `P P N P`, so that screen readers read them one by one.
fn spaced(pattern: &Pattern) -> AttrValue {
    i18n::join(&pattern.places().map(letter), " ")
}

impl Piece for Arrange {
    type Msg = Msg;

    fn update(&mut self, msg: Msg, _: &PieceInput, env: &Env) -> bool {
        match msg {
            Msg::Turn(i) => {
                let mut places = self.places;
                if let Some(place) = places.get_mut(i) {
                    *place = !*place;
                }
                self.arrange(places, env);
            }
            Msg::Choose(index) => {
                if let Some(pattern) = PATTERNS.get(index) {
                    self.arrange(pattern.places(), env);
                }
            }
            Msg::ToggleTable => self.table = !self.table,
            Msg::GroupByCount(by_count) => self.by_count = by_count,
        }
        true
    }

    fn view(&self, _: &PieceInput, _: &Env, link: &PieceLink<Msg>) -> Html {
        html! {
            <section class="arrange" aria-labelledby="arrange-title">
                <h3 id="arrange-title">
                    { t!("lesson.lean.arrange.title") }
                    <span class="provenance is-measured" title={t!("lesson.ui.measured_hint")}>{ t!("lesson.ui.measured") }</span>
                </h3>
                <p class="hint">{ t!("lesson.lean.arrange.hint") }</p>
                { self.examples(link) }
                { self.result() }
                { self.task() }
                <button class="link-button" aria-expanded={self.table.to_string()} aria-controls="arrange-table" onclick={link.send(|| Msg::ToggleTable)}>
                    { if self.table { t!("lesson.lean.arrange.hide_all") } else { t!("lesson.lean.arrange.show_all") } }
                </button>
                <div id="arrange-table">
                    if self.table {
                        { self.table(link) }
                    }
                </div>
            </section>
        }
    }
}

impl Arrange {
    fn examples(&self, link: &PieceLink<Msg>) -> Html {
        let texts = pattern(self.places).examples();
        let place = |(i, (text, positive)): (usize, (&'static str, bool))| {
            let spoken = if positive {
                t!("lesson.lean.arrange.positive_spoken")
            } else {
                t!("lesson.lean.arrange.negative_spoken")
            };
            html! {
                <li>
                    <button class={classes!("arrange-place", class(positive))} onclick={link.send(move || Msg::Turn(i))}
                        aria-label={t!("lesson.lean.arrange.place", number = i + 1, label = spoken)}>
                        <span class="arrange-letter">{ letter(positive) }</span>
                        <span class="arrange-text" lang="en">{ text }</span>
                    </button>
                </li>
            }
        };
        html! {
            <div class="arrange-places">
                <ol>{ for texts.into_iter().enumerate().map(place) }</ol>
                <p class="arrange-then">{ t!("lesson.lean.arrange.then") }</p>
            </div>
        }
    }

    fn result(&self) -> Html {
        let pattern = pattern(self.places);
        let (count, total) = (pattern.says_positive, pattern.reviews);
        let about_nothing = pattern.positive_about_nothing;
        let described = t!(
            "lesson.lean.arrange.described",
            pattern = spaced(pattern),
            count = count,
            total = total,
            value = short(about_nothing)
        );
        let share = |part: f64| format!("{}%", fixed(part * 100.0, 2));
        let width = share(count as f64 / total as f64);
        // A stroke between the reviews, so that they can be counted.
        let strokes = (1..total).map(|i| {
            let x = share(i as f64 / total as f64);
            html! { <line x1={x.clone()} x2={x} y1="0" y2="100%" /> }
        });
        html! {
            <div class="arrange-result">
                <p class="arrange-says">{ t!("lesson.lean.arrange.says", count = count, total = total) }</p>
                <svg class="arrange-bar label-1" role="img" aria-label={described}>
                    <rect class="arrange-all" width="100%" height="100%" rx="3" />
                    <rect class="arrange-positive" {width} height="100%" rx="3" />
                    { for strokes }
                </svg>
                <p class="hint" data-full={full(about_nothing)}>{ t!("lesson.lean.arrange.nothing", value = short(about_nothing)) }</p>
                <p class="hint">
                    { t!(
                        "lesson.lean.arrange.accuracy",
                        right = pattern.right.of(Column::None).right,
                        total = total,
                        after = pattern.right.of(Column::Parameters).right
                    ) }
                </p>
            </div>
        }
    }

    fn task(&self) -> Html {
        let pattern = pattern(self.places);
        let many = |pattern: &&Pattern| pattern.says_positive >= MANY;
        let (found, all) = (self.found().count(), PATTERNS.iter().filter(many).count());
        let seen = self.seen.iter().filter(|seen| **seen).count();
        let is_one = many(&pattern);
        let said = if is_one {
            t!("lesson.lean.arrange.found_one", pattern = spaced(pattern))
        } else {
            t!(
                "lesson.lean.arrange.found_not",
                pattern = spaced(pattern),
                count = pattern.says_positive
            )
        };
        html! {
            <div class="arrange-task">
                <p><strong>{ t!("lesson.lean.arrange.task") }</strong></p>
                <ul class="arrange-found">
                    { for self.found().map(|pattern| html! { <li key={pattern.order}>{ letters(pattern) }</li> }) }
                    { for (found..all).map(|_| html! { <li class="is-open" aria-hidden="true">{ "· · · ·" }</li> }) }
                </ul>
                <p class="hint">
                    { t!("lesson.lean.arrange.found", found = found, count = all) }{ " · " }
                    { t!("lesson.lean.arrange.seen", seen = seen) }
                </p>
                <div role="status">
                    if self.turned {
                        <p class={if is_one { "feedback is-right" } else { "feedback" }}>
                            <span aria-hidden="true">{ if is_one { "✓ " } else { "✗ " } }</span>{ said }
                        </p>
                        if found == all {
                            <p>{ t!("lesson.lean.arrange.found_all") }</p>
                            if self.found_exceptions() {
                                <p>{ t!("lesson.lean.arrange.found_exceptions") }</p>
                            }
                        }
                    }
                </div>
            </div>
        }
    }

    fn table(&self, link: &PieceLink<Msg>) -> Html {
        let option = |by_count: bool, name: AttrValue| {
            let chosen = self.by_count == by_count;
            html! {
                <label class="segment">
                    <input type="radio" name="arrange-group" checked={chosen} onchange={link.send(move || Msg::GroupByCount(by_count))} />
                    <span>{ name }</span>
                </label>
            }
        };
        let groups: Vec<usize> = if self.by_count {
            (0..=4).collect()
        } else {
            vec![1, 0]
        };
        html! {
            <>
                <fieldset class="choice">
                    <legend>{ t!("lesson.lean.arrange.group_by") }</legend>
                    <div class="segments">
                        { option(false, t!("lesson.lean.arrange.by_last")) }
                        { option(true, t!("lesson.lean.arrange.by_count")) }
                    </div>
                </fieldset>
                <div class="table-scroll arrange-scroll" tabindex="0" role="group" aria-label={t!("lesson.lean.arrange.table")}>
                    <table class="data">
                        <caption>{ t!("lesson.lean.arrange.table") }</caption>
                        <thead><tr>
                            <th scope="col">{ t!("lesson.lean.arrange.pattern") }</th>
                            <th scope="col">{ t!("lesson.lean.arrange.positive_count") }</th>
                            <th scope="col">{ t!("lesson.lean.arrange.nothing_column") }</th>
                            <th scope="col">{ t!("lesson.lean.arrange.right_column") }</th>
                            <th scope="col">{ t!("lesson.lean.arrange.after_column") }</th>
                        </tr></thead>
                        { for groups.into_iter().map(|group| self.group(group, link)) }
                    </table>
                </div>
            </>
        }
    }

    /// The patterns of a group, under a line with their mean.
    fn group(&self, group: usize, link: &PieceLink<Msg>) -> Html {
        let is_in = |pattern: &Pattern| {
            let [.., last] = pattern.places();
            let count = pattern.places().iter().filter(|place| **place).count();
            group == if self.by_count { count } else { last.into() }
        };
        let here = || PATTERNS.iter().enumerate().filter(|(_, p)| is_in(p));
        let sum: usize = here().map(|(_, pattern)| pattern.says_positive).sum();
        let mean = fixed(sum as f64 / here().count().max(1) as f64, 1);
        let name = if self.by_count {
            t!(
                "lesson.lean.arrange.group_count",
                count = group,
                mean = mean
            )
        } else {
            t!(
                "lesson.lean.arrange.group_last",
                label = letter(group == 1),
                mean = mean
            )
        };
        let row = |(i, pattern): (usize, &'static Pattern)| {
            let chosen = pattern.places() == self.places;
            html! {
                <tr class={chosen.then_some("is-here")}>
                    <th scope="row">
                        <button class="link-button" aria-current={chosen.then_some("true")} onclick={link.send(move || Msg::Choose(i))}>{ letters(pattern) }</button>
                    </th>
                    <td>
                        { pattern.says_positive }
                        if pattern.says_positive >= MANY {
                            <span class="arrange-mark" aria-hidden="true">{ " ●" }</span>
                        }
                    </td>
                    <td data-full={full(pattern.positive_about_nothing)}>{ short(pattern.positive_about_nothing) }</td>
                    <td>{ pattern.right.of(Column::None).right }</td>
                    <td>{ pattern.right.of(Column::Parameters).right }</td>
                </tr>
            }
        };
        html! {
            <tbody>
                <tr class="arrange-group"><th scope="rowgroup" colspan="5">{ name }</th></tr>
                { for here().map(row) }
            </tbody>
        }
    }
}

/// The four letters of a pattern in the colours of their labels.
fn letters(pattern: &Pattern) -> Html {
    let letter =
        |positive| html! { <span class={class(positive)}>{ letter(positive) }{ " " }</span> };
    html! { <span class="arrange-letters">{ for pattern.places().map(letter) }</span> }
}
