//! The worked example in six steps, with the numbers of the figure, and the exercises after it.

mod exercise;
mod feedback;
mod formula;

use crate::lesson::fill_in::{Step, Worked};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, ViewMsg};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::state::Named;
use exercise::{Exercise, ExerciseMsg};
use formula::{described, words_of, written};
use yew::prelude::*;

pub(crate) enum Msg {
    /// Shows the next step.
    Next,
    /// Shows one step less.
    Back,
    /// Shows all steps, or one after another again.
    ToggleAll,
    /// A message to an exercise, counted from 0.
    Exercise(usize, ExerciseMsg),
}

/// The worked example and its exercises.
pub(crate) struct Steps {
    /// Number of steps that are shown, at least 1.
    shown: usize,
    /// True if all steps are shown, whatever `shown` is.
    all: bool,
    exercises: [Exercise; 3],
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            shown: 1,
            all: false,
            exercises: [0, 1, 2].map(Exercise::new),
        }
    }
}

impl Piece for Steps {
    type Msg = Msg;

    fn update(&mut self, msg: Msg, input: &PieceInput, env: &Env) -> bool {
        let count = Step::ALL.len();
        match msg {
            Msg::Next => {
                self.shown = (self.shown + 1).min(count);
                // The focus would be lost with this button, which is about to be disabled.
                if self.shown == count {
                    dom::focus("steps-back");
                }
                self.announce(input, env);
            }
            Msg::Back => {
                self.shown = self.shown.saturating_sub(1).max(1);
                if self.shown == 1 {
                    dom::focus("steps-next");
                }
                self.announce(input, env);
            }
            Msg::ToggleAll => self.all = !self.all,
            Msg::Exercise(number, msg) => {
                if let Some(exercise) = self.exercises.get_mut(number) {
                    exercise.update(msg);
                }
            }
        }
        true
    }

    fn view(&self, input: &PieceInput, env: &Env, link: &PieceLink<Msg>) -> Html {
        html! {
            <section class="steps" aria-label={t!("lesson.numbers.title")}>
                { self.example(input, env, link) }
                <h3>{ t!("lesson.numbers.exercise.title") }</h3>
                <p class="hint">{ t!("lesson.numbers.exercise.fraction") }</p>
                { for (0..).zip(&self.exercises).map(|(number, exercise)| exercise.view(&link.map(move |msg| Msg::Exercise(number, msg)))) }
            </section>
        }
    }
}

impl Steps {
    /// Announces the newest step to screen readers.
    fn announce(&self, input: &PieceInput, env: &Env) {
        if let Some(worked) = worked(input)
            && let Some(&(step, _)) = Step::ALL.get(self.shown.saturating_sub(1))
        {
            let said = described(&worked, step, self.shown);
            env.send.emit(AppMsg::View(ViewMsg::Announce(said)));
        }
    }

    fn example(&self, input: &PieceInput, env: &Env, link: &PieceLink<Msg>) -> Html {
        let Some(worked) = worked(input) else {
            return crate::page::lesson::text::paragraph(&t!("lesson.ui.no_figure"), env);
        };
        let count = Step::ALL.len();
        let shown = if self.all { count } else { self.shown };
        let steps = Step::ALL.iter().zip(1..).map(|(&(step, _), n)| {
            let newest = !self.all && n == shown;
            // In print all steps are shown.
            let later = (n > shown).then_some("is-later");
            html! {
                <li class={classes!("worked-step", newest.then_some("is-newest"), later)} aria-current={newest.then_some("step")}>
                    <p class="worked-name"><span class="hint">{ t!("lesson.numbers.step.name", number = n, count = count) }</span><strong>{ words_of(step, "name") }</strong></p>
                    <p class="worked-text">{ words_of(step, "text") }</p>
                    { written(&worked, step, Some(0), described(&worked, step, n)) }
                </li>
            }
        });
        html! {
            <div class="worked">
                <ol class="worked-steps">{ for steps }</ol>
                <p class={classes!("worked-done", (shown < count).then_some("is-later"))}>{ t!("lesson.numbers.step.done") }</p>
                <div class="buttons">
                    if !self.all {
                        <button id="steps-back" disabled={shown == 1} onclick={link.send(|| Msg::Back)}>{ t!("lesson.numbers.step.back") }</button>
                        <button id="steps-next" class="primary" disabled={shown == count} onclick={link.send(|| Msg::Next)}>{ t!("lesson.numbers.step.next") }</button>
                    }
                    <button onclick={link.send(|| Msg::ToggleAll)}>
                        { if self.all { t!("lesson.numbers.step.one") } else { t!("lesson.numbers.step.all") } }
                    </button>
                </div>
            </div>
        }
    }
}

/// The worked example of the figure's first context-free prompt; `None` if one of its probabilities is zero.
fn worked(input: &PieceInput) -> Option<Worked> {
    Worked::of(&input.state.prompts.first()?.p).ok()
}
