//! An exercise: the worked example of another p̂ with places to fill in.

use super::feedback::{self, Said};
use super::formula::{listed, listed_values, words_of, written};
use crate::calibration::{Decision, Distribution};
use crate::lesson::chapters::EXERCISES;
use crate::lesson::fill_in::{Hint, Step, Worked};
use crate::link;
use crate::page::dom;
use crate::page::i18n::t;
use crate::page::piece::PieceLink;
use crate::page::widgets::choice::option_of;
use crate::state::{Named, State};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The messages of an exercise.
pub(crate) enum ExerciseMsg {
    /// Sets the text of a place.
    Fill(usize, String),
    /// Checks all places.
    Check,
    /// Gives a hint for one place.
    Hint,
    /// Shows the answers.
    Show,
    /// Begins another round, with another p̂.
    Again,
    /// Chooses the label of the input, or none.
    Label(Option<usize>),
}

/// Index of the exercise that applies W to an input and asks for its label, too.
const APPLIED: usize = 2;

/// The p̂ of the first label in further rounds; never one half, so that the places of the two labels differ.
const MORE: [f64; 6] = [0.6, 0.7, 0.95, 0.4, 0.85, 0.3];

/// p(first label) of the input in further rounds of the exercise with one, in the order of [`MORE`] from its seventh on: on both sides
/// of the threshold, which is the answer about nothing.
const INPUTS: [f64; 6] = [0.55, 0.8, 0.9, 0.45, 0.8, 0.2];

/// The step that the first exercise leaves out, round by round.
const MISSING: [Step; 3] = [Step::Inverse, Step::Product, Step::Softmax];

/// Greatest length of a typed number, in characters.
const MOST_CHARS: usize = 60;

pub(crate) struct Exercise {
    /// Index of the exercise: 0 leaves out one step, 1 all of W, [`APPLIED`] the scores of an input and its label.
    number: usize,
    /// Number of rounds before this one.
    round: usize,
    labels: Vec<String>,
    worked: Option<Worked>,
    step: Step,
    places: Vec<Place>,
    /// Index of the place that was typed into last.
    last: usize,
    /// True if the places were checked since the last typing.
    checked: bool,
    /// The label that the reader chose, in the exercise that asks for one.
    label: Option<usize>,
    /// True if the label that is chosen was found wrong.
    label_wrong: bool,
}

/// A place to fill in: an entry of the step's matrix or vector, listed row by row.
#[derive(Clone, Default)]
struct Place {
    /// True if the number is given, not to be filled in.
    given: bool,
    text: String,
    said: Option<Said>,
}

impl Exercise {
    pub(crate) fn new(number: usize) -> Self {
        Self::nth(number, 0)
    }

    fn nth(number: usize, round: usize) -> Self {
        let link = EXERCISES.get(number).copied().unwrap_or_default();
        let State {
            labels,
            prompts,
            inputs,
            ..
        } = link::parse(link, &[]).state;
        let two = |share: f64| {
            let p = Distribution::normalized(vec![share, 1.0 - share]);
            p.ok().map(|p| p.distribution)
        };
        let p = match round.checked_sub(1) {
            None => prompts.first().map(|prompt| prompt.p.clone()),
            Some(before) => {
                // The two exercises never ask about the same p̂ one after the other.
                let share = MORE.iter().cycle().nth(before + 3 * number);
                two(share.copied().unwrap_or_default())
            }
        };
        let step = match number {
            0 => MISSING.iter().cycle().nth(round).copied(),
            APPLIED => Some(Step::Product),
            _ => None,
        };
        let step = step.unwrap_or(Step::Inverse);
        let input = match round.checked_sub(1) {
            _ if number != APPLIED => p.clone(),
            None => inputs.get(0).map(|input| input.p.to_distribution()),
            Some(before) => two(INPUTS
                .iter()
                .cycle()
                .nth(before)
                .copied()
                .unwrap_or_default()),
        };
        let worked = p
            .zip(input)
            .and_then(|(p, input)| Worked::applied(&p, &input).ok());
        let columns = worked.as_ref().map_or(1, |worked| worked.columns(step));
        let cells = worked.as_ref().map_or(0, |worked| worked.k() * columns);
        let place = |cell: usize| Place {
            // The first exercise gives the zeros of a matrix.
            given: number == 0 && columns > 1 && cell / columns != cell % columns,
            ..Place::default()
        };
        Self {
            number,
            round,
            labels: labels.to_vec(),
            worked,
            step,
            places: (0..cells).map(place).collect(),
            last: 0,
            checked: false,
            label: None,
            label_wrong: false,
        }
    }

    /// The label of the input, in the exercise that asks for one.
    fn right_label(&self) -> Option<usize> {
        let worked = self.worked.as_ref().filter(|_| self.number == APPLIED)?;
        Some(Decision::index_of(&worked.cells(Step::Product)))
    }

    /// Number of places that are not filled in correctly yet, the label among them.
    fn unsolved(&self) -> usize {
        self.open().len() + usize::from(self.label != self.right_label())
    }

    fn columns(&self) -> usize {
        let columns = self.worked.as_ref().map(|worked| worked.columns(self.step));
        columns.unwrap_or(1).max(1)
    }

    fn check(&self, cell: usize) -> Result<(), Hint> {
        let columns = self.columns();
        match (&self.worked, self.places.get(cell)) {
            (_, Some(Place { given: true, .. })) => Ok(()),
            (Some(worked), Some(place)) => {
                worked.check(self.step, cell / columns, cell % columns, &place.text)
            }
            _ => Err(Hint::Wrong),
        }
    }

    /// Returns whether a place is not filled in correctly yet.
    fn is_open(&self, cell: usize) -> bool {
        self.check(cell).is_err()
    }

    /// Indices of the places that are not filled in correctly yet.
    fn open(&self) -> Vec<usize> {
        let cells = 0..self.places.len();
        cells.filter(|&cell| self.is_open(cell)).collect()
    }

    /// Sets the feedback on a place.
    fn say(&mut self, cell: usize, said: Said) {
        if let Some(place) = self.places.get_mut(cell) {
            place.said = Some(said);
        }
    }

    fn fill(&mut self, cell: usize, text: String) {
        if let Some(place) = self.places.get_mut(cell) {
            place.text = text;
            // The feedback was about the old text.
            place.said = None;
            self.last = cell;
            self.checked = false;
        }
    }

    pub(crate) fn update(&mut self, msg: ExerciseMsg) {
        let open = self.open();
        match msg {
            ExerciseMsg::Fill(cell, text) => self.fill(cell, text),
            ExerciseMsg::Check => {
                for cell in 0..self.places.len() {
                    match self.check(cell) {
                        // An empty place gets no feedback and is only counted: the reader has not tried it yet.
                        Err(Hint::Empty) => {}
                        Err(hint) => self.say(cell, Said::Hint(hint)),
                        Ok(()) if self.places.get(cell).is_some_and(|place| !place.given) => {
                            self.say(cell, Said::Right);
                        }
                        Ok(()) => {}
                    }
                }
                self.label_wrong = self.label.is_some() && self.label != self.right_label();
                self.checked = true;
            }
            ExerciseMsg::Label(label) => {
                self.label = label;
                self.label_wrong = false;
                self.checked = false;
            }
            ExerciseMsg::Hint => {
                let unsaid = |cell: &&usize| {
                    let place = self.places.get(**cell);
                    place.is_some_and(|place| place.said.is_none())
                };
                // The place that was typed into last comes first, then any place without feedback.
                let here = open.iter().find(|&&cell| cell == self.last);
                let cell = (here.filter(unsaid))
                    .or_else(|| open.iter().find(unsaid))
                    .or(here)
                    .or(open.first());
                if let Some(&cell) = cell
                    && let Err(hint) = self.check(cell)
                {
                    self.say(cell, Said::Hint(hint));
                }
                // The scores first: the label follows from them.
                self.label_wrong = open.is_empty() && self.label != self.right_label();
                self.checked = self.unsolved() == 0;
            }
            ExerciseMsg::Show => {
                // The typed text stays, so that it can be compared.
                for cell in open {
                    self.say(cell, Said::Answer);
                }
                self.label = self.right_label();
                self.label_wrong = false;
            }
            ExerciseMsg::Again => *self = Self::nth(self.number, self.round + 1),
        }
    }

    /// The feedback on a place in words, if there is any.
    fn said(&self, worked: &Worked, cell: usize) -> Option<AttrValue> {
        let place = self.places.get(cell)?;
        let said = place.said?;
        let columns = self.columns();
        let at = feedback::Place {
            worked,
            labels: &self.labels,
            step: self.step,
            row: cell / columns,
            column: cell % columns,
            typed: place.text.trim(),
        };
        Some(at.words(said))
    }

    /// The name of a place.
    fn name(&self, cell: usize) -> AttrValue {
        let columns = self.columns();
        let (row, column) = (cell / columns, cell % columns);
        let label = self.labels.get(row).map_or("", |label| label);
        match self.step {
            Step::Softmax => t!("lesson.numbers.exercise.share", label = label),
            Step::Product | Step::Sum => t!("lesson.numbers.exercise.score", label = label),
            _ => t!(
                "lesson.numbers.exercise.entry",
                row = row + 1,
                column = column + 1
            ),
        }
    }

    pub(crate) fn view(&self, link: &PieceLink<ExerciseMsg>) -> Html {
        let Some(worked) = &self.worked else {
            return Html::default();
        };
        let p = listed(worked, Step::Answer);
        let task = match self.number {
            0 => t!("lesson.numbers.exercise.one", p = p),
            APPLIED => {
                let input = listed_values(worked.input());
                t!("lesson.numbers.exercise.apply", input = input, p = p)
            }
            _ => t!("lesson.numbers.exercise.all", p = p),
        };
        let open = self.unsolved();
        let answered = |place: &Place| place.said == Some(Said::Answer);
        let over = (self.checked && open == 0) || self.places.iter().any(answered);
        let button = |msg: fn() -> ExerciseMsg, class: &'static str, words: AttrValue| {
            html! { <button {class} onclick={link.send(msg)}>{ words }</button> }
        };
        html! {
            <div class="exercise" role="group" aria-label={&task}>
                <p class="exercise-task">{ &task }</p>
                if self.number == 0 {
                    <ol class="exercise-steps">{ for Step::ALL.iter().map(|&(step, _)| self.step(worked, step, link)) }</ol>
                } else {
                    { self.places(worked, link) }
                }
                if self.number == APPLIED {
                    { self.label_place(link) }
                }
                <div class="buttons">
                    { button(|| ExerciseMsg::Check, "primary", t!("lesson.numbers.exercise.check")) }
                    { button(|| ExerciseMsg::Hint, "", t!("lesson.numbers.exercise.hint")) }
                    { button(|| ExerciseMsg::Show, "", t!("lesson.numbers.exercise.show")) }
                    if over { { button(|| ExerciseMsg::Again, "", t!("lesson.numbers.exercise.again")) } }
                </div>
                { self.status(worked, open) }
            </div>
        }
    }

    /// A step of the first exercise: with its numbers, or with places.
    fn step(&self, worked: &Worked, step: Step, link: &PieceLink<ExerciseMsg>) -> Html {
        let solved = self.checked && self.open().is_empty();
        html! {
            <li class={classes!("exercise-step", (step == self.step).then_some("is-missing"))}>
                <p class="worked-name"><strong>{ words_of(step, "name") }</strong></p>
                if step == self.step {
                    { self.places(worked, link) }
                } else if !solved && self.hides(step) {
                    // Its numbers would give the missing step away.
                    <p class="hint">{ "…" }</p>
                } else {
                    { written(worked, step, None, listed(worked, step)) }
                }
            </li>
        }
    }

    /// Returns whether the numbers of a step would give the missing step away.
    fn hides(&self, step: Step) -> bool {
        match self.step {
            Step::Inverse => step == Step::Product,
            Step::Product => step == Step::Sum || step == Step::Softmax,
            _ => false,
        }
    }

    fn places(&self, worked: &Worked, link: &PieceLink<ExerciseMsg>) -> Html {
        let columns = self.columns();
        let rows = (0..self.places.len()).step_by(columns).map(|start| {
            let cells = (start..start + columns).map(|cell| self.place(worked, cell, link));
            html! { <div class={classes!("fill-row", (columns == 1).then_some("is-vector"))}>{ for cells }</div> }
        });
        let name = words_of(self.step, "name");
        html! { <div class="fill" role="group" aria-label={name}>{ for rows }</div> }
    }

    fn place(&self, worked: &Worked, cell: usize, link: &PieceLink<ExerciseMsg>) -> Html {
        let Some(place) = self.places.get(cell) else {
            return Html::default();
        };
        let name = self.name(cell);
        if place.given {
            return html! {
                <div class="fill-place"><span class="fill-name">{ name }</span><span class="fill-given">{ "0" }</span></div>
            };
        }
        let id = format!("fill-{}-{cell}", self.number);
        let said_id = format!("{id}-said");
        let said = self.said(worked, cell);
        let (class, sign) = match place.said {
            Some(Said::Right) => ("is-right", "✓"),
            // An empty place is not marked as wrong.
            Some(Said::Hint(hint)) if hint != Hint::Empty => ("is-wrong", "✗"),
            _ => ("", ""),
        };
        let wrong = (class == "is-wrong").then_some("true");
        let oninput = link.typed(move |text| ExerciseMsg::Fill(cell, text));
        let onkeydown = link.maybe(move |event: KeyboardEvent| {
            let enter = event.key() == "Enter" && !event.is_composing();
            enter.then(|| {
                event.prevent_default();
                ExerciseMsg::Check
            })
        });
        html! {
            <div class={classes!("fill-place", class)}>
                <label class="fill-name" for={id.clone()}>{ name }</label>
                <span class="fill-line">
                    <input {id} type="text" class="number" autocomplete="off" spellcheck="false" maxlength={MOST_CHARS.to_string()}
                        value={place.text.clone()} aria-invalid={wrong} aria-describedby={said.is_some().then(|| said_id.clone())}
                        {oninput} {onkeydown} />
                    <span class="fill-sign" aria-hidden="true">{ sign }</span>
                </span>
                if let Some(said) = said { <p class="fill-said" id={said_id}>{ said }</p> }
            </div>
        }
    }

    /// The choice of the input's label.
    fn label_place(&self, link: &PieceLink<ExerciseMsg>) -> Html {
        let right = self.checked && self.label.is_some() && self.label == self.right_label();
        let class = match (right, self.label_wrong) {
            (true, _) => "is-right",
            (false, true) => "is-wrong",
            _ => "",
        };
        let onchange = link.maybe(|event: Event| {
            let chosen = dom::target::<HtmlSelectElement>(&event)?.value();
            Some(ExerciseMsg::Label(chosen.parse().ok()))
        });
        html! {
            <div class={classes!("fill-place", "fill-label", class)}>
                <label class="fill-name" for="fill-label">{ t!("lesson.numbers.exercise.label") }</label>
                <select id="fill-label" aria-invalid={self.label_wrong.then_some("true")}
                    aria-describedby={self.label_wrong.then_some("fill-label-said")} {onchange}>
                    { option_of("", t!("lesson.numbers.exercise.label_open"), self.label.is_none()) }
                    { for self.labels.iter().enumerate().map(|(k, label)| {
                        option_of(k.to_string(), label.clone().into(), self.label == Some(k))
                    }) }
                </select>
                if self.label_wrong {
                    <p class="fill-said" id="fill-label-said">{ t!("lesson.numbers.exercise.label_wrong") }</p>
                }
            </div>
        }
    }

    /// The result for all places, which screen readers announce when it changes.
    fn status(&self, worked: &Worked, open: usize) -> Html {
        let each = (0..self.places.len()).filter_map(|cell| {
            let said = self.said(worked, cell)?;
            Some(html! { <p class="visually-hidden">{ self.name(cell) }{ ": " }{ said }</p> })
        });
        let all = if !self.checked {
            None
        } else if let Some(label) = self.right_label().filter(|_| open == 0) {
            let scores = listed(worked, Step::Sum);
            let label = self.labels.get(label).map_or("", |label| label);
            Some(t!(
                "lesson.numbers.exercise.applied",
                scores = scores,
                label = label
            ))
        } else if open == 0 {
            let scores = listed(worked, Step::Sum);
            let q = listed(worked, Step::Softmax);
            Some(t!(
                "lesson.numbers.exercise.all_right",
                scores = scores,
                q = q
            ))
        } else {
            Some(t!("lesson.numbers.exercise.left", count = open))
        };
        html! {
            <div class="exercise-status" role="status">
                { for each }
                if self.label_wrong { <p class="visually-hidden">{ t!("lesson.numbers.exercise.label_wrong") }</p> }
                if let Some(all) = all { <p class={(open == 0).then_some("is-solved")}>{ all }</p> }
            </div>
        }
    }
}
