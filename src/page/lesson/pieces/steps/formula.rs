//! A step of the worked example as a formula, in words and in numbers.

use crate::lesson::fill_in::{Step, Worked};
use crate::page::i18n::{say, t};
use crate::page::panels::equation::{hat, number};
use crate::state::{Named, full, short};
use yew::prelude::*;

/// The text `lesson.numbers.step.<step>.<what>`.
pub(crate) fn words_of(step: Step, what: &str) -> AttrValue {
    say(&format!("lesson.numbers.step.{}.{what}", step.name()))
}

/// A step in one sentence, for screen readers.
pub(crate) fn described(worked: &Worked, step: Step, n: usize) -> AttrValue {
    let name = match step {
        // Screen readers do not read a p with a hat as such.
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

/// The numbers of a step on one line: `[1, 1]`, a matrix row by row.
pub(crate) fn listed(worked: &Worked, step: Step) -> AttrValue {
    let cells = worked.cells(step);
    let rows = cells.chunks(worked.k().max(1)).map(listed_values);
    rows.collect::<Vec<String>>().join(", ").into()
}

/// Numbers on one line: `[0.9, 0.1]`.
pub(crate) fn listed_values(values: &[f64]) -> String {
    let values: Vec<String> = values.iter().copied().map(short).collect();
    format!("[{}]", values.join(", "))
}

/// A step as a formula with its numbers. `prompt` is the figure's prompt that they belong to, if any.
pub(crate) fn written(
    worked: &Worked,
    step: Step,
    prompt: Option<usize>,
    spoken: AttrValue,
) -> Html {
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
    // With more labels the formula may have to be scrolled, also by keyboard.
    let wide = worked.k() > 2;
    let name = wide.then(|| words_of(step, "name"));
    html! {
        <div class="worked-math" tabindex={wide.then_some("0")} role={wide.then_some("group")} aria-label={name}>
            <math translate="no" display="block" aria-label={spoken}><mrow>{ formula }</mrow></math>
        </div>
    }
}

/// A vector or a matrix. Entries off the diagonal are not linked to a label.
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
