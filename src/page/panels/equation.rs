use crate::calibration::{Output, Parameters, Readout};
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::memo::View;
use crate::state::{full, short};
use std::rc::Rc;
use yew::prelude::*;

/// Greatest number of labels whose terms are written in the equation; those of more labels are in a list that can be unfolded.
const MAX_WRITTEN: usize = 6;

/// The equation with the live numbers in it, as native MathML.
#[derive(Clone, PartialEq)]
pub(crate) struct Equation {
    /// Set to its element.
    pub(crate) node: NodeRef,
    pub(crate) labels: Rc<Vec<String>>,
    /// True if W and b are means of those of several prompts, which a bar over the letter says.
    pub(crate) averaged: bool,
    pub(crate) readout: Readout,
    /// W and b, and the selected input with its numbers; `None` if W is undefined.
    pub(crate) numbers: Option<(Rc<Parameters>, Output)>,
}

impl View for Equation {
    fn view(&self, _: &Env) -> Html {
        let Self {
            node,
            labels,
            numbers: found,
            averaged,
            ..
        } = self;
        let show = |inside| readout(self.readout, inside);
        let written = match found {
            Some((parameters, output)) => {
                let p = output.before.as_slice();
                let q = output.after.as_ref().ok().map(Vec::as_slice);
                let many = labels.len() > MAX_WRITTEN;
                html! {
                    <>
                        <div class="equation-line" role="group" aria-label={spoken(self.readout, *averaged)}>
                            <math translate="no"><mrow><mi>{ "q" }</mi><mo>{ "=" }</mo>{ show(general(*averaged)) }</mrow></math>
                            if !many {
                                { equals(show(numbers(parameters, p))) }
                                { equals(show(vector(&output.scores))) }
                                { equals(match q { Some(q) => vector(q), None => html! { <mtext>{ t!("equation.undefined") }</mtext> } }) }
                            }
                        </div>
                        if many {
                            <details class="more">
                                <summary>{ t!("equation.show_terms") }</summary>
                                <ol class="terms">
                                    { for labels.iter().enumerate().map(|(k, label)| term(label, parameters, p, &output.scores, q, k)) }
                                </ol>
                            </details>
                        }
                    </>
                }
            }
            None => html! { <p>{ t!("fit.undefined_short") }</p> },
        };
        html! {
            <section ref={node} class="equation" aria-label={t!("equation.name")} tabindex="0">
                { written }
            </section>
        }
    }
}

/// One step of the equation. Each is a separate formula, since MathML does not break lines and a figure may be narrow.
fn equals(step: Html) -> Html {
    html! { <math translate="no"><mrow><mo form="infix">{ "=" }</mo>{ step }</mrow></math> }
}

fn spoken(readout: Readout, averaged: bool) -> AttrValue {
    let scores = if averaged {
        t!("equation.averaged_scores")
    } else {
        t!("equation.scores")
    };
    match readout {
        Readout::Softmax => t!("equation.softmax_spoken", scores = scores),
        Readout::Normalize => t!("equation.normalize_spoken", scores = scores),
        Readout::Scores => t!("equation.scores_spoken", scores = scores),
    }
}

/// A letter with a hat. It is not marked as an accent: in a font without mathematical tables an accent is drawn into the letter.
pub(crate) fn hat(letter: &'static str) -> Html {
    html! { <mover><mi>{ letter }</mi><mo stretchy="false">{ "^" }</mo></mover> }
}

/// A letter with a bar, as [`hat`].
fn bar(letter: &'static str) -> Html {
    html! { <mover><mi>{ letter }</mi><mo stretchy="false">{ "¯" }</mo></mover> }
}

/// W p + b in letters.
fn general(averaged: bool) -> Html {
    let letter = |letter| {
        if averaged {
            bar(letter)
        } else {
            html! { <mi>{ letter }</mi> }
        }
    };
    html! { <>{ letter("W") }<mi>{ "p" }</mi><mo>{ "+" }</mo>{ letter("b") }</> }
}

fn readout(readout: Readout, inside: Html) -> Html {
    let name = match readout {
        Readout::Softmax => "softmax",
        Readout::Normalize => "normalize",
        Readout::Scores => return inside,
    };
    html! {
        <mrow><mi mathvariant="normal">{ name }</mi><mo>{ "(" }</mo>{ inside }<mo>{ ")" }</mo></mrow>
    }
}

pub(crate) fn number(value: f64) -> Html {
    html! { <mn>{ short(value) }</mn> }
}

/// W p + b with numbers: entry times probability where W is diagonal, else the whole matrix.
fn numbers(parameters: &Parameters, p: &[f64]) -> Html {
    let has_bias = parameters.b.iter().any(|b| *b != 0.0);
    let product = if parameters.w.is_diagonal() {
        let rows = p.iter().enumerate().map(|(k, &p)| {
            html! {
                <mtr><mtd data-k={k.to_string()}>
                    <mrow>{ number(parameters.w.get(k, k)) }<mo>{ "·" }</mo>{ number(p) }</mrow>
                </mtd></mtr>
            }
        });
        html! { <mtable class="vector">{ for rows }</mtable> }
    } else {
        let rows = parameters.w.rows().enumerate().map(|(r, row)| {
            let cells = row.iter().enumerate().map(|(c, &w)| {
                html! { <mtd data-k={(r == c).then(|| r.to_string())}>{ number(w) }</mtd> }
            });
            html! { <mtr>{ for cells }</mtr> }
        });
        html! {
            <mrow><mtable class="vector">{ for rows }</mtable>{ vector(p) }</mrow>
        }
    };
    html! {
        <>
            { product }
            if has_bias {
                <mo>{ "+" }</mo>
                { vector(&parameters.b) }
            }
        </>
    }
}

fn vector(values: &[f64]) -> Html {
    let rows = values.iter().enumerate().map(|(k, &value)| {
        html! { <mtr><mtd data-k={k.to_string()} data-full={full(value)}>{ number(value) }</mtd></mtr> }
    });
    html! { <mtable class="vector">{ for rows }</mtable> }
}

/// The line of one label: the terms of its score, the score, and q.
fn term(
    label: &str,
    parameters: &Parameters,
    p: &[f64],
    scores: &[f64],
    q: Option<&[f64]>,
    k: usize,
) -> Html {
    let value = |values: &[f64]| values.get(k).copied().unwrap_or(0.0);
    let own = parameters.w.get(k, k) * value(p);
    let bias = value(&parameters.b);
    // The contribution of the other labels, if W is not diagonal.
    let others = value(scores) - own - bias;
    let mixed = !parameters.w.is_diagonal();
    html! {
        <li key={k} data-k={k.to_string()}>
            <span dir="auto">{ label }</span>
            <math translate="no">
                <mrow>
                    <msub><mi>{ "s" }</mi><mn>{ (k + 1).to_string() }</mn></msub><mo>{ "=" }</mo>
                    { number(parameters.w.get(k, k)) }<mo>{ "·" }</mo>{ number(value(p)) }
                    if mixed { <mo>{ "+" }</mo>{ number(others) } }
                    if bias != 0.0 { <mo>{ "+" }</mo>{ number(bias) } }
                    <mo>{ "=" }</mo>{ number(value(scores)) }
                    if let Some(q) = q {
                        <mo>{ "→" }</mo><msub><mi>{ "q" }</mi><mn>{ (k + 1).to_string() }</mn></msub><mo>{ "=" }</mo>{ number(value(q)) }
                    }
                </mrow>
            </math>
        </li>
    }
}
