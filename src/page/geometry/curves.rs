//! Two labels: q(first) against p(first) for each readout.

use super::shared::share;
use crate::calibration::regions::calibrated;
use crate::calibration::{Parameters, Readout, Threshold};
use crate::page::i18n::{self, t};
use crate::page::piece::PieceInput;
use crate::state::{fixed, short};
use yew::prelude::*;

/// Number of line segments of a curve.
const STEPS: u32 = 64;

/// The curves under the line, on the same scale of p.
pub(crate) fn view(input: &PieceInput, parameters: &Parameters, threshold: Threshold) -> Html {
    let first = input.state.label(0);
    Curves {
        input,
        parameters,
        threshold,
        first,
    }
    .view()
}

struct Curves<'a> {
    input: &'a PieceInput,
    parameters: &'a Parameters,
    threshold: Threshold,
    first: &'a str,
}

impl Curves<'_> {
    fn view(&self) -> Html {
        let readout = self.input.state.readout;
        let curve = |readout| path(|p| calibrated(self.parameters, p, readout));
        let selected =
            (self.input.state.inputs.get(self.input.selected)).and_then(|input| input.p.get(0));
        let class = |of: Readout, name: &'static str| {
            let current = if of == readout { " is-current" } else { "" };
            format!("geo-curve {name}{current}")
        };
        let q = |readout| selected.and_then(|p| calibrated(self.parameters, p, readout));
        let number = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), short);
        let key = |class: String, name: AttrValue| {
            html! {
                <li><svg class="geo-key" aria-hidden="true"><path {class} d="M0 6h28" /></svg>{ name }</li>
            }
        };
        let title = t!("lesson.answers.line.curve", first = self.first);
        let told =
            i18n::sentences_of(&[title.clone(), self.curves_described().unwrap_or_default()]);
        html! {
            <figure class="geo-curves">
                <figcaption class="caption">{ title }</figcaption>
                <svg class="geo-plot" role="img" aria-label={told}>
                    <svg class="geo-stretch" width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none">
                        <path class="geo-grid" d="M0 0h1000v1000h-1000zM0 500h1000M500 0v1000" />
                        <path class={classes!("geo-curve", "is-none")} d="M0 1000L1000 0" />
                        <path class={class(Readout::Normalize, "is-normalize")} d={curve(Readout::Normalize)} />
                        <path class={class(Readout::Softmax, "is-softmax")} d={curve(Readout::Softmax)} />
                    </svg>
                    { for [0.0, 0.5, 1.0].map(|q| html! {
                        <text class="geo-tick" x="-6" y={share(1.0 - q)} dy="4" text-anchor="end">{ short(q) }</text>
                    }) }
                    if let Some(p) = selected {
                        <line class="geo-cross" x1={share(p)} x2={share(p)} y1="0" y2="100%" />
                        { for [Readout::Softmax, Readout::Normalize].into_iter().filter_map(q).map(|q| html! {
                            <circle class="geo-at" cx={share(p)} cy={share(1.0 - q)} r="4" />
                        }) }
                    }
                </svg>
                <ul class="geo-keys">
                    { key(class(Readout::Softmax, "is-softmax"), t!("lesson.answers.line.curve_softmax")) }
                    { key(class(Readout::Normalize, "is-normalize"), t!("lesson.answers.line.curve_normalize")) }
                    { key("geo-curve is-none".to_owned(), t!("lesson.answers.line.curve_none")) }
                </ul>
                if let Some(p) = selected {
                    <p class="hint">{ t!("lesson.answers.line.curve_reading", first = self.first, p = short(p),
                        softmax = number(q(Readout::Softmax)), normalized = number(q(Readout::Normalize))) }</p>
                }
            </figure>
        }
    }

    /// The curves in words; `None` if their shape is not the one that the text describes.
    fn curves_described(&self) -> Option<AttrValue> {
        let Threshold::At { p, .. } = self.threshold else {
            return None;
        };
        let q = |p, readout| calibrated(self.parameters, p, readout);
        let spans =
            q(0.0, Readout::Normalize) == Some(0.0) && q(1.0, Readout::Normalize) == Some(1.0);
        let (low, high) = (q(0.0, Readout::Softmax)?, q(1.0, Readout::Softmax)?);
        spans.then(|| {
            t!(
                "lesson.answers.line.curve_described",
                p = short(p),
                low = short(low),
                high = short(high)
            )
        })
    }
}

/// The SVG path of a curve over p in a square of side 1000, with gaps where it is undefined.
fn path(q: impl Fn(f64) -> Option<f64>) -> String {
    let mut path = String::new();
    let mut pen = 'M';
    for step in 0..=STEPS {
        let p = f64::from(step) / f64::from(STEPS);
        match q(p) {
            Some(q) => {
                path.push_str(&format!(
                    "{pen}{} {}",
                    fixed(p * 1000.0, 1),
                    fixed((1.0 - q) * 1000.0, 1)
                ));
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    path
}
