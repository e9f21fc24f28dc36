//! The worked example in six steps, with the numbers of the figure, and the exercises after it.

mod exercise;
mod feedback;

use crate::lesson::fill_in::{Step, Worked};
use crate::page::equation::{hat, number};
use crate::page::part::Env;
use crate::page::piece::{Acts, Msg, Piece, To};
use crate::page::say::{say, t};
use crate::page::{Request, dom};
use crate::state::{Named, full, short};
use exercise::Exercise;
use yew::prelude::*;

const NEXT: usize = 0;
const BACK: usize = 1;
const ALL: usize = 2;
/// Ids from here on belong to the exercises: so many for each.
const STRIDE: usize = 1000;

pub(super) struct Steps {
    /// How many steps are shown, from 1.
    shown: usize,
    /// All steps are shown, whatever `shown` says.
    all: bool,
    exercises: [Exercise; 2],
}

impl Default for Steps {
    fn default() -> Self {
        Self {
            shown: 1,
            all: false,
            exercises: [Exercise::new(0), Exercise::new(1)],
        }
    }
}

impl Acts for Steps {
    fn update(&mut self, msg: Msg, piece: &Piece, env: &Env) -> bool {
        let count = Step::ALL.len();
        match msg {
            Msg::Click(id) if id < STRIDE => {
                match id {
                    NEXT => self.shown = (self.shown + 1).min(count),
                    BACK => self.shown = self.shown.saturating_sub(1).max(1),
                    _ => self.all = !self.all,
                }
                // A button that is about to be disabled would take the focus with it.
                match self.shown {
                    shown if id == NEXT && shown == count => dom::focus("steps-back"),
                    1 if id == BACK => dom::focus("steps-next"),
                    _ => {}
                }
                if id != ALL
                    && let Some(worked) = worked(piece)
                    && let Some(&(step, _)) = Step::ALL.get(self.shown.saturating_sub(1))
                {
                    let said = described(&worked, step, self.shown);
                    env.send.emit(Request::Announce(said));
                }
                true
            }
            Msg::Click(id) => self.exercise(id, |exercise, id| exercise.click(id)),
            Msg::Text(id, text) => self.exercise(id, |exercise, id| exercise.fill(id, text)),
            Msg::Key(id, event) if event.key() == "Enter" && !event.is_composing() => {
                event.prevent_default();
                self.exercise(id, |exercise, _| exercise.click(exercise::CHECK))
            }
            _ => false,
        }
    }

    fn view(&self, piece: &Piece, env: &Env, to: &To) -> Html {
        html! {
            <section class="steps" aria-label={t!("lesson.numbers.title")}>
                { self.example(piece, env, to) }
                <h3>{ t!("lesson.numbers.exercise.title") }</h3>
                <p class="hint">{ t!("lesson.numbers.exercise.fraction") }</p>
                { for self.exercises.iter().map(|exercise| exercise.view(to)) }
            </section>
        }
    }
}

impl Steps {
    fn exercise(&mut self, id: usize, act: impl FnOnce(&mut Exercise, usize)) -> bool {
        let exercise = (id / STRIDE).checked_sub(1);
        match exercise.and_then(|n| self.exercises.get_mut(n)) {
            Some(exercise) => {
                act(exercise, id % STRIDE);
                true
            }
            None => false,
        }
    }

    fn example(&self, piece: &Piece, env: &Env, to: &To) -> Html {
        let Some(worked) = worked(piece) else {
            return crate::page::lesson::paragraph(&t!("lesson.ui.no_figure"), env);
        };
        let count = Step::ALL.len();
        let shown = if self.all { count } else { self.shown };
        let steps = Step::ALL.iter().zip(1..).map(|(&(step, _), n)| {
            let newest = !self.all && n == shown;
            // Paper shows them all.
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
                        <button id="steps-back" disabled={shown == 1} onclick={to.click(BACK)}>{ t!("lesson.numbers.step.back") }</button>
                        <button id="steps-next" class="primary" disabled={shown == count} onclick={to.click(NEXT)}>{ t!("lesson.numbers.step.next") }</button>
                    }
                    <button onclick={to.click(ALL)}>
                        { if self.all { t!("lesson.numbers.step.one") } else { t!("lesson.numbers.step.all") } }
                    </button>
                </div>
            </div>
        }
    }
}

/// The example of the figure's first context-free prompt; `None` where a probability is zero.
fn worked(piece: &Piece) -> Option<Worked> {
    Worked::of(&piece.state.prompts.first()?.p).ok()
}

/// The words of a step.
fn words_of(step: Step, what: &str) -> AttrValue {
    say(&format!("lesson.numbers.step.{}.{what}", step.name()))
}

/// A step in one sentence, for those who do not see the formula.
fn described(worked: &Worked, step: Step, n: usize) -> AttrValue {
    let name = match step {
        // A p with a hat is read out as anything but that.
        Step::Product => t!("lesson.numbers.step.product_spoken"),
        _ => words_of(step, "name"),
    };
    t!(
        "lesson.numbers.step.described",
        number = n,
        name = name,
        values = listed(worked, step)
    )
}

/// The numbers of a step, as they are written on a line: `[1, 1]`, a matrix row by row.
fn listed(worked: &Worked, step: Step) -> AttrValue {
    let cells = worked.cells(step);
    let length = worked.k();
    let row = |row: &[f64]| {
        let row: Vec<String> = row.iter().copied().map(short).collect();
        format!("[{}]", row.join(", "))
    };
    let rows: Vec<String> = cells.chunks(length.max(1)).map(row).collect();
    rows.join(", ").into()
}

/// A step as a formula with its numbers. `prompt` is the figure's prompt that they belong to, if any.
fn written(worked: &Worked, step: Step, prompt: Option<usize>, spoken: AttrValue) -> Html {
    let p = || html! { <>{ hat("p") }</> };
    let w = || html! { <mi>{ "W" }</mi> };
    let plus_b = || html! { <><mo>{ "+" }</mo><mi>{ "b" }</mi></> };
    let is = || html! { <mo>{ "=" }</mo> };
    let grid = |step| grid(&worked.cells(step), worked.columns(step), prompt);
    let diag = |inside| html! { <mrow><mi mathvariant="normal">{ "diag" }</mi><mo>{ "(" }</mo>{ inside }<mo>{ ")" }</mo></mrow> };
    let formula = match step {
        Step::Answer => html! { <>{ p() }{ is() }{ grid(step) }</> },
        Step::Diagonal => html! { <>{ diag(p()) }{ is() }{ grid(step) }</> },
        Step::Inverse => html! {
            <>{ w() }{ is() }<msup>{ diag(p()) }<mrow><mo>{ "−" }</mo><mn>{ "1" }</mn></mrow></msup>{ is() }{ grid(step) }</>
        },
        Step::Product => html! {
            <>{ w() }{ p() }{ is() }{ grid(Step::Inverse) }{ grid(Step::Answer) }{ is() }{ grid(step) }</>
        },
        Step::Sum => {
            let zeros = vec![0.0; worked.k()];
            html! {
                <>{ w() }{ p() }{ plus_b() }{ is() }{ grid(Step::Product) }<mo>{ "+" }</mo>{ self::grid(&zeros, 1, None) }{ is() }{ grid(step) }</>
            }
        }
        Step::Softmax => html! {
            <><mi mathvariant="normal">{ "softmax" }</mi><mo>{ "(" }</mo>{ grid(Step::Sum) }<mo>{ ")" }</mo>{ is() }{ grid(step) }</>
        },
    };
    // With more labels it may have to be scrolled, also by those who have no pointer.
    let wide = worked.k() > 2;
    let name = wide.then(|| words_of(step, "name"));
    html! {
        <div class="worked-math" tabindex={wide.then_some("0")} role={wide.then_some("group")} aria-label={name}>
            <math display="block" aria-label={spoken}><mrow>{ formula }</mrow></math>
        </div>
    }
}

/// A vector or a matrix. What stands off the diagonal belongs to no one label.
fn grid(cells: &[f64], columns: usize, prompt: Option<usize>) -> Html {
    let rows = cells.chunks(columns.max(1)).enumerate().map(|(r, row)| {
        let cells = row.iter().enumerate().map(|(c, &value)| {
            let own = prompt.is_some() && (columns == 1 || r == c);
            html! {
                <mtd data-k={own.then(|| r.to_string())} data-i={prompt.filter(|_| own).map(|i| i.to_string())} data-full={full(value)}>
                    { number(value) }
                </mtd>
            }
        });
        html! { <mtr>{ for cells }</mtr> }
    });
    html! { <mtable class="vector">{ for rows }</mtable> }
}
