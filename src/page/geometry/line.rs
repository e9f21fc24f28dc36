//! Two labels: p(first) on a line, with the threshold before and after, and q against p below it.

use super::curves;
use super::shared::{anchor, brief, brief_prompt, flipping, in_words, is_dense, share};
use crate::calibration::regions::{Flip, flips};
use crate::calibration::{Output, Threshold};
use crate::lesson::geometry::{density_of_line, lanes};
use crate::page::drag::{Drag, DragEvent, Gesture, Position, Probability};
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::msg::{AppMsg, ViewMsg};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::state::{Row, fixed, full, short};
use yew::prelude::*;

/// Greatest number of inputs that are all shown as points. Of more, an evenly spaced sample is, and the rest are thin ticks, or
/// of very many a shape that is as high as they lie dense.
const MOST_POINTS: usize = 40;
/// Parts of the line whose inputs are counted for that shape.
const BINS: usize = 100;
/// Greatest number of inputs for which Tab stops at every point. With more it stops only at the selected one; the list of
/// inputs selects another.
const MOST_STOPS: usize = 12;
/// Distances of the lanes from the axis in CSS pixels, nearest first.
const LANES: [f64; 5] = [0.0, -15.0, 15.0, -30.0, 30.0];

#[derive(Default)]
pub(crate) struct Line {
    drag: Drag,
}

/// An event on the point of the test input with this index.
pub(crate) struct PointMsg(usize, DragEvent);

impl Piece for Line {
    type Msg = PointMsg;

    fn update(&mut self, PointMsg(i, event): PointMsg, input: &PieceInput, env: &Env) -> bool {
        let value = input.state.inputs.get(i).and_then(|i| i.p.get(0));
        let at = Position {
            x: value.unwrap_or(0.5),
            y: 0.0,
        };
        let Some(gesture) = self.drag.on(&event, Some(at)) else {
            return false;
        };
        if matches!(gesture, Gesture::Hold | Gesture::Step(_)) && i != input.selected {
            env.send.emit(AppMsg::View(ViewMsg::Select(i)));
        }
        let row = Row::Input(i);
        Probability { row, label: 0 }.drag(gesture, |at| at.x, &env.send);
        false
    }

    fn view(&self, input: &PieceInput, _: &Env, link: &PieceLink<PointMsg>) -> Html {
        let (Ok(parameters), Some(threshold)) =
            (&input.derived.parameters, input.derived.threshold)
        else {
            return Html::default();
        };
        let picture = Picture {
            input,
            threshold,
            flips: flips(parameters).unwrap_or_default(),
            first: input.state.label(0),
            second: input.state.label(1),
        };
        html! {
            <div class="geo">
                { picture.line(link) }
                <p class="hint">{ t!("lesson.answers.line.drag") }</p>
                { picture.readings() }
                { curves::view(input, parameters, threshold) }
                { in_words(picture.described()) }
            </div>
        }
    }
}

/// The data of the picture: the state, and what is computed from it.
struct Picture<'a> {
    input: &'a PieceInput,
    threshold: Threshold,
    flips: Vec<Flip>,
    first: &'a str,
    second: &'a str,
}

impl Picture<'_> {
    fn name(&self, label: usize) -> &str {
        self.input.state.label(label)
    }

    /// The position of the border, and the labels to the left and to the right of it.
    fn sides(&self) -> (f64, usize, usize) {
        match self.threshold {
            Threshold::At { p, first_above } => {
                (p, usize::from(first_above), usize::from(!first_above))
            }
            Threshold::Always(label) => (0.0, label, label),
            Threshold::Never => (0.0, 0, 0),
        }
    }

    fn line(&self, link: &PieceLink<PointMsg>) -> Html {
        let at = match self.threshold {
            Threshold::At { p, .. } => Some(p),
            _ => None,
        };
        let (border, left, right) = self.sides();
        let strip = |label: usize, from: f64, to: f64, y: &'static str, class: &'static str| {
            (to > from).then(|| {
                html! {
                    <rect class={format!("{class} label-{label}")} data-k={label.to_string()} x={share(from)} {y} width={share(to - from)} height="12" />
                }
            })
        };
        let never = self.threshold == Threshold::Never;
        html! {
            <div class="geo-frame" role="group" aria-label={t!("lesson.answers.line.name", first = self.first)}>
                { sides(1, 0, self) }
                <svg class="geo-plane geo-line" data-drag-area="">
                    <text class="geo-note" x="50%" y="12" text-anchor="middle">{ t!("lesson.answers.line.before") }</text>
                    { for strip(1, 0.0, 0.5, "20", "geo-before") }
                    { for strip(0, 0.5, 1.0, "20", "geo-before") }
                    { for self.flips.iter().map(|flip| html! {
                        <rect class="geo-band" x={share(flip.from)} y="32" width={share(flip.to - flip.from)} height="86" />
                    }) }
                    <line class="geo-axis" x1="0" x2="100%" y1="75" y2="75" />
                    <line class="geo-border-before" x1="50%" x2="50%" y1="18" y2="118" />
                    if !never {
                        { for strip(left, 0.0, border, "118", "geo-after") }
                        { for strip(right, border, 1.0, "118", "geo-after") }
                    }
                    if let Some(p) = at {
                        <line class="geo-border-after" x1={share(p)} x2={share(p)} y1="32" y2="134" />
                    }
                    { for self.prompts() }
                    { for [0.0, 0.25, 0.5, 0.75, 1.0].map(|p| tick(p, "164")) }
                    if let Some(p) = at {
                        <text class="geo-note is-after" x={share(p)} y="184" text-anchor={anchor(p)} data-full={full(p)}>
                            { t!("lesson.answers.line.after", p = short(p)) }
                        </text>
                    }
                    { self.inputs(link) }
                </svg>
                if !never {
                    { sides(left, right, self) }
                }
            </div>
        }
    }

    /// The context-free prompts, as marks that point at their position from below.
    fn prompts(&self) -> impl Iterator<Item = Html> {
        let prompts = self.input.state.prompts.iter().enumerate();
        prompts.map(|(i, prompt)| {
            let p = prompt.p.get(0).unwrap_or(0.5);
            let text = t!("lesson.answers.triangle.prompt", text = brief_prompt(&prompt.text));
            html! {
                <svg class="geo-place" x={share(p)} y="134">
                    <path class="geo-mark" role="img" d="M0 0l6 10h-12z" aria-label={text.clone()}
                        data-k="0" data-i={i.to_string()} data-full={format!("{text}, p({}) = {}", self.first, full(p))} />
                </svg>
            }
        })
    }

    /// The outline of a shape about the axis that is as high as the inputs lie dense: of 1000 units from 0 to 1, and 43 above and
    /// below the axis where they lie densest.
    fn density(&self) -> String {
        let firsts = self.input.state.inputs.rows();
        let firsts = firsts.filter_map(|(p, _)| p.first().copied());
        let counts = density_of_line(firsts, BINS);
        let most = counts.iter().copied().max().unwrap_or(1).max(1) as f64;
        let edge = |side: f64| {
            let step = move |(bin, count): (usize, &usize)| {
                let [from, to] = [bin, bin + 1].map(|at| at as f64 * 1000.0 / BINS as f64);
                let y = fixed(43.0 + side * 43.0 * *count as f64 / most, 1);
                [
                    format!("{},{y}", fixed(from, 0)),
                    format!("{},{y}", fixed(to, 0)),
                ]
            };
            counts.iter().enumerate().map(step)
        };
        let above = edge(-1.0).flatten();
        let below = edge(1.0).rev().flat_map(|[from, to]| [to, from]);
        format!("M{}Z", above.chain(below).collect::<Vec<_>>().join("L"))
    }

    /// The test inputs as points; of many inputs, most are ticks or a shape. The points keep their order in the document, whichever is
    /// selected: an element that is moved in the document loses the pointer that it has captured.
    fn inputs(&self, link: &PieceLink<PointMsg>) -> Html {
        let inputs = &self.input.state.inputs;
        let selected = self.input.selected;
        let every = every(inputs.len());
        let is_point = |i: usize| i == selected || i.is_multiple_of(every);
        let p = |i: usize| {
            inputs
                .get(i)
                .and_then(|input| input.p.get(0))
                .unwrap_or(0.5)
        };
        let mut path = String::new();
        let dense = is_dense(self.input);
        for i in (0..inputs.len()).filter(|i| !dense && !is_point(*i)) {
            path.push_str(&format!("M{} 0v10", fixed(p(i) * 1000.0, 1)));
        }
        let points: Vec<usize> = (0..inputs.len()).filter(|i| is_point(*i)).collect();
        // The selected point is always on the axis and takes no lane, so that no other point jumps while it passes by.
        let others: Vec<f64> = (points.iter())
            .filter(|i| **i != selected)
            .map(|i| p(*i))
            .collect();
        let mut others = lanes(&others, LANES.len()).into_iter();
        let mut lane = |i: usize| {
            let lane = if i == selected { None } else { others.next() };
            LANES.get(lane.unwrap_or(0)).copied().unwrap_or(0.0)
        };
        html! {
            <>
                if dense {
                    <svg class="geo-stretch" y="32" width="100%" height="86" viewBox="0 0 1000 86" preserveAspectRatio="none" aria-hidden="true">
                        <path class="geo-density" d={self.density()} />
                    </svg>
                }
                if !path.is_empty() {
                    <svg class="geo-stretch" y="70" width="100%" height="10" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">
                        <path class="geo-ticks" d={path} />
                    </svg>
                }
                { for points.iter().map(|&i| self.point(i, lane(i), p(i), link)) }
                <svg class="geo-place" x={share(p(selected))} y="75" aria-hidden="true"><circle class="geo-ring" r="11" /></svg>
            </>
        }
    }

    fn point(&self, i: usize, lane: f64, p: f64, link: &PieceLink<PointMsg>) -> Html {
        let (state, derived) = (&self.input.state, &self.input.derived);
        let selected = i == self.input.selected;
        let text = state.inputs.get(i).map_or("", |input| input.text);
        let name = brief(text, i);
        let output = derived.input(state, i);
        let flips = output.as_ref().is_some_and(Output::flips);
        let said = t!(
            "lesson.answers.line.input",
            text = name,
            first = self.first,
            p = short(p)
        );
        let outcome = output.as_ref().map(|output| self.outcome(&name, output));
        let label = output.map_or(0, |output| output.label_after.index());
        let pointer = link.callback(move |event: PointerEvent| PointMsg(i, event.into()));
        let key = link.callback(move |event: KeyboardEvent| PointMsg(i, event.into()));
        let stop = selected || state.inputs.len() <= MOST_STOPS;
        html! {
            <svg key={i} class="geo-place" x={share(p)} y={format!("{}", 75.0 + lane)}>
                <g class={classes!("geo-point", selected.then_some("is-selected"), flips.then_some("flips"), format!("label-{label}"))}
                    role="slider" tabindex={if stop { "0" } else { "-1" }} aria-label={name}
                    aria-valuemin="0" aria-valuemax="1" aria-valuenow={short(p)}
                    aria-valuetext={i18n::sentences_of(&[said.clone(), outcome.unwrap_or_default()])}
                    data-k="0" data-full={said}
                    onpointerdown={&pointer} onpointermove={&pointer} onpointerup={&pointer} onpointercancel={&pointer}
                    onlostpointercapture={pointer} onkeydown={&key} onkeyup={key}>
                    <circle class="geo-touch" r="14" />
                    <circle class="geo-dot" r={if selected { "8" } else { "6" }} />
                    if flips {
                        <path class="geo-flip" d="M-3.5 0h7" />
                    }
                </g>
            </svg>
        }
    }

    fn outcome(&self, name: &str, output: &Output) -> AttrValue {
        let labels = &self.input.state.labels;
        let after = i18n::decision(&output.label_after, labels);
        if output.flips() {
            let before = i18n::decision(&output.label_before, labels);
            t!(
                "lesson.answers.line.flips",
                text = name,
                before = before,
                after = after
            )
        } else {
            t!("lesson.answers.line.stays", text = name, label = after)
        }
    }

    /// The content of the picture, in numbers.
    fn readings(&self) -> Html {
        let i = self.input.selected;
        let (count, total) = flipping(self.input);
        let (state, derived) = (&self.input.state, &self.input.derived);
        let input = state.inputs.get(i).zip(derived.input(state, i));
        let band = self.band();
        html! {
            <div class="geo-readings" translate="no">
                if let Some((input, output)) = input {
                    <p dir="auto" data-k="0" data-full={full(input.p.get(0).unwrap_or(0.0))}>
                        { t!("lesson.answers.line.input", text = brief(input.text, i), first = self.first, p = short(input.p.get(0).unwrap_or(0.0))) }
                    </p>
                    <p class={classes!("geo-outcome", output.flips().then_some("flips"))} dir="auto">
                        <strong>{ self.outcome(&brief(input.text, i), &output) }</strong>
                    </p>
                }
                { for band.iter().map(|words| html! { <p>{ words }</p> }) }
                <p>{ t!("lesson.answers.line.count", count = count, total = total) }</p>
                if is_dense(self.input) {
                    <p>{ t!("lesson.answers.line.dense", total = total, shown = total.div_ceil(every(total))) }</p>
                }
            </div>
        }
    }

    /// The values of p(first) at which the label flips, in words.
    fn band(&self) -> Vec<AttrValue> {
        let mut said = Vec::new();
        match self.threshold {
            Threshold::Always(label) => {
                said.push(t!("lesson.answers.line.always", label = self.name(label)))
            }
            Threshold::Never => return vec![t!("verdict.never")],
            Threshold::At {
                p,
                first_above: false,
            } => said.push(t!(
                "verdict.threshold",
                label = self.second,
                first = self.first,
                p = short(p)
            )),
            Threshold::At { .. } if self.flips.is_empty() => {
                said.push(t!("lesson.answers.line.no_band"))
            }
            Threshold::At { .. } => {}
        }
        said.extend((self.flips.iter()).map(|flip| {
            t!(
                "lesson.answers.line.band",
                low = short(flip.from),
                high = short(flip.to)
            )
        }));
        said
    }

    fn described(&self) -> AttrValue {
        match (self.threshold, self.flips.as_slice()) {
            (
                Threshold::At {
                    p,
                    first_above: true,
                },
                [flip],
            ) => {
                let (count, total) = flipping(self.input);
                t!(
                    "lesson.answers.line.described",
                    first = self.first,
                    p = short(p),
                    low = short(flip.from),
                    high = short(flip.to),
                    count = count,
                    total = total
                )
            }
            _ => i18n::sentences_of(&self.band()),
        }
    }
}

/// From one input that is drawn as a point to the next.
fn every(inputs: usize) -> usize {
    inputs.div_ceil(MOST_POINTS).max(1)
}

/// The labels on the two sides of a border, at the ends of the line.
fn sides(left: usize, right: usize, picture: &Picture) -> Html {
    let side = |label: usize| {
        html! {
            <span class="geo-side" dir="auto" data-k={label.to_string()} title={picture.name(label).to_owned()}>
                <span class={format!("swatch label-{label}")} aria-hidden="true"></span>
                { t!("lesson.answers.line.side", label = picture.name(label)) }
            </span>
        }
    };
    html! {
        <div class="geo-sides">
            { side(left) }
            if left != right { { side(right) } }
        </div>
    }
}

fn tick(p: f64, y: &'static str) -> Html {
    let anchor = if p == 0.0 {
        "start"
    } else if p == 1.0 {
        "end"
    } else {
        "middle"
    };
    html! { <text class="geo-tick" x={share(p)} {y} text-anchor={anchor} aria-hidden="true">{ short(p) }</text> }
}
