//! Three labels: every distribution is a point of a triangle, with the regions of the labels before and after.

use super::shared::{brief, brief_prompt, in_words, is_dense, share};
use crate::calibration::regions::{Barycentric, HEIGHT, Region, regions, to_plane};
use crate::calibration::{Decision, Distribution, Method, Parameters, fit_prompts};
use crate::lesson::geometry::{density_of_triangle, meeting, placed};
use crate::page::drag::{Drag, DragEvent, Gesture, Position, Step};
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::msg::{AppMsg, EditMsg};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::page::widgets::bar::Bar;
use crate::page::widgets::choice::{Choice, choices};
use crate::page::widgets::number_field::row_note;
use crate::state::{Action, Merge, Row, fixed, full, short};
use std::rc::Rc;
use yew::prelude::*;

/// Parts of each side of the triangle whose inputs are counted where there are very many.
const SIDES: usize = 24;
/// Shades by which a picture tells how dense the inputs lie.
const SHADES: usize = 5;

#[derive(Default)]
pub(crate) struct Triangle {
    drag: Drag,
}

impl Piece for Triangle {
    type Msg = DragEvent;

    fn update(&mut self, event: DragEvent, input: &PieceInput, env: &Env) -> bool {
        let row = Row::Input(input.selected);
        let Some(p) = selected(input) else {
            return false;
        };
        let [x, y] = to_plane(p);
        let at = Position { x, y: y / HEIGHT };
        let Some(gesture) = self.drag.on(&event, Some(at)) else {
            return false;
        };
        let set = |to| placed(to, p, &input.state.locked).map(|p| Action::SetRow { row, p });
        let msg = match gesture {
            Gesture::Hold => None,
            Gesture::Move(Position { x, y }) => set([x, y * HEIGHT]).map(EditMsg::Preview),
            Gesture::Step(step) => set(stepped(step, [x, y]))
                .map(|action| EditMsg::Apply(action, Some(Merge::Bar(row, 0)))),
            Gesture::Release => Some(EditMsg::Commit),
            Gesture::Cancel => Some(EditMsg::Cancel),
            Gesture::EndRun => Some(EditMsg::EndRun),
        };
        if let Some(msg) = msg {
            env.send.emit(AppMsg::Edit(msg));
        }
        false
    }

    fn view(&self, input: &PieceInput, env: &Env, link: &PieceLink<DragEvent>) -> Html {
        let Ok(parameters) = &input.derived.parameters else {
            return Html::default();
        };
        let (Some(before), Some(after)) = (regions(&Parameters::identity(3)), regions(parameters))
        else {
            return Html::default();
        };
        let picture = Picture {
            meet: meeting(&after),
            input,
            before,
            after,
        };
        html! {
            <div class="geo">
                { methods(input.state.method, env) }
                { picture.triangle(link) }
                <ul class="geo-keys">
                    <li><svg class="geo-key" aria-hidden="true"><path class="geo-border-before" d="M0 6h28" /></svg>{ t!("lesson.answers.triangle.before") }</li>
                    <li><svg class="geo-key" aria-hidden="true"><path class="geo-border-after" d="M0 6h28" /></svg>{ t!("lesson.answers.triangle.after") }</li>
                    <li><svg class="geo-key" aria-hidden="true"><path class="geo-mark" d="M14 -1l7 7l-7 7l-7 -7z" /></svg>{ t!("lesson.answers.triangle.prompts") }</li>
                    if picture.meet.is_some() {
                        <li><svg class="geo-key" aria-hidden="true"><path class="geo-meet" d="M4 6h20M14 -4v20" /></svg>{ t!("lesson.answers.triangle.meet") }</li>
                    }
                </ul>
                <p class="hint">{ t!("lesson.answers.triangle.drag") }</p>
                { picture.sliders(env) }
                { picture.readings() }
                { in_words(picture.described()) }
            </div>
        }
    }
}

/// The borders before calibration, from the middle of the triangle to the middles of its sides. As borders of the three regions
/// each would be drawn twice, and the dashes would fill each other's gaps.
fn borders_before() -> String {
    let [middle_x, middle_y] = to_plane([1.0 / 3.0; 3]);
    let sides = [[0.5, 0.5, 0.0], [0.5, 0.0, 0.5], [0.0, 0.5, 0.5]];
    let point = |[x, y]: [f64; 2]| format!("{} {}", fixed(x * 1000.0, 1), fixed(y * 1000.0, 1));
    sides
        .map(|side| format!("M{}L{}", point([middle_x, middle_y]), point(to_plane(side))))
        .concat()
}

fn barycentric(p: &Distribution) -> Option<Barycentric> {
    p.as_slice().try_into().ok()
}

fn selected(input: &PieceInput) -> Option<Barycentric> {
    input
        .state
        .inputs
        .get(input.selected)?
        .p
        .as_slice()
        .try_into()
        .ok()
}

/// The point in the plane after a step: across by shares of a side, up and down by the probability of the label at the top.
fn stepped(step: Step, [x, y]: [f64; 2]) -> [f64; 2] {
    match step {
        Step::Across(by) => [x + by, y],
        Step::Up(by) => [x, y - by * HEIGHT],
        Step::First => [x - 1.0, y],
        Step::Last => [x + 1.0, y],
    }
}

fn methods(chosen: Method, env: &Env) -> Html {
    let options = [
        (Method::Diagonal, t!("lesson.answers.triangle.diagonal")),
        (Method::Identity, t!("lesson.answers.triangle.identity")),
    ];
    let options = options.map(|(method, words)| Choice {
        words,
        msg: AppMsg::Edit(EditMsg::Apply(Action::SetMethod(method), None)),
        chosen: method == chosen,
    });
    choices(
        "triangle-method",
        t!("method.name"),
        false,
        options.to_vec(),
        env,
    )
}

/// The data of the picture: the state, and what is computed from it.
struct Picture<'a> {
    input: &'a PieceInput,
    before: [Region; 3],
    after: [Region; 3],
    meet: Option<Barycentric>,
}

/// A point of the plane as SVG lengths in percent.
fn place([x, y]: [f64; 2]) -> (String, String) {
    (share(x), share(y / HEIGHT))
}

impl Picture<'_> {
    fn name(&self, label: usize) -> &str {
        self.input.state.label(label)
    }

    fn names(&self) -> AttrValue {
        let names: Vec<AttrValue> = self
            .input
            .state
            .labels
            .iter()
            .map(|l| l.clone().into())
            .collect();
        i18n::list(&names)
    }

    /// "p(Positive) = 0.02, …"
    fn values(&self, p: &[f64], number: fn(f64) -> String) -> AttrValue {
        let parts: Vec<AttrValue> = (p.iter().enumerate())
            .map(|(k, p)| {
                let of = t!("lesson.answers.triangle.point_of", label = self.name(k));
                format!("{of} = {}", number(*p)).into()
            })
            .collect();
        i18n::list(&parts)
    }

    fn triangle(&self, link: &PieceLink<DragEvent>) -> Html {
        let corner = |k: usize| {
            html! {
                <span class="geo-corner" dir="auto" data-k={k.to_string()} title={t!("lesson.answers.triangle.corner", label = self.name(k))}>
                    <span class={format!("swatch label-{k}")} aria-hidden="true"></span>{ self.name(k) }
                </span>
            }
        };
        let after = |(k, region): (usize, &Region)| {
            html! {
                <polygon class={format!("geo-region label-{k}")} points={points(&region.polygon)} data-k={k.to_string()}
                    data-full={t!("lesson.answers.triangle.region", label = self.name(k))} />
            }
        };
        html! {
            <div class="geo-triangle" role="group" aria-label={t!("lesson.answers.triangle.name", labels = self.names())}>
                <div class="geo-corners">{ corner(0) }</div>
                <svg class="geo-plane" data-drag-area="">
                    <svg class="geo-stretch" width="100%" height="100%" viewBox={format!("0 0 1000 {}", fixed(HEIGHT * 1000.0, 3))} preserveAspectRatio="none" aria-hidden="true">
                        { for self.after.iter().enumerate().map(after) }
                        <path class="geo-border-before" d={borders_before()} />
                        if is_dense(self.input) {
                            { for self.density() }
                        } else {
                            <path class="geo-dots" d={self.dots()} />
                        }
                    </svg>
                    { for self.meet.map(|p| {
                        let (x, y) = place(to_plane(p));
                        html! { <svg class="geo-place" {x} {y} aria-hidden="true"><path class="geo-meet" d="M-13 0h26M0 -13v26" /></svg> }
                    }) }
                    { for self.prompts() }
                    { for self.point(link) }
                </svg>
                <div class="geo-corners">{ corner(1) }{ corner(2) }</div>
            </div>
        }
    }

    /// The inputs that are not selected, as one path of points: hundreds of elements would be too slow during a drag.
    fn dots(&self) -> String {
        let mut path = String::new();
        for i in (0..self.input.state.inputs.len()).filter(|i| *i != self.input.selected) {
            let input = self.input.state.inputs.get(i);
            if let Some(p) = input.and_then(|input| input.p.as_slice().try_into().ok()) {
                let [x, y] = to_plane(p);
                path.push_str(&format!(
                    "M{} {}h0",
                    fixed(x * 1000.0, 1),
                    fixed(y * 1000.0, 1)
                ));
            }
        }
        path
    }

    /// Small triangles, the stronger the more inputs lie in them: the root of the share of the densest, in as many paths as shades.
    fn density(&self) -> impl Iterator<Item = Html> {
        let rows = self.input.state.inputs.rows();
        let cells = density_of_triangle(rows.filter_map(|(p, _)| p.try_into().ok()), SIDES);
        let most = cells.iter().map(|cell| cell.count).max().unwrap_or(1) as f64;
        let mut paths = vec![String::new(); SHADES];
        for cell in &cells {
            let shade = ((cell.count as f64 / most).sqrt() * SHADES as f64).ceil() as usize;
            if let Some(path) = paths.get_mut(shade.clamp(1, SHADES) - 1) {
                path.push_str(&format!("M{}Z", points(&cell.corners).trim_end()));
            }
        }
        paths.into_iter().zip(1..).map(
            |(path, shade)| html! { <path class={format!("geo-density is-{shade}")} d={path} /> },
        )
    }

    fn prompts(&self) -> impl Iterator<Item = Html> {
        let prompts = self.input.state.prompts.iter().enumerate();
        prompts.filter_map(|(i, prompt)| {
            let p = barycentric(&prompt.p)?;
            let (x, y) = place(to_plane(p));
            let text = t!("lesson.answers.triangle.prompt", text = brief_prompt(&prompt.text));
            let reading = format!("{text}, {}", self.values(&p, full));
            Some(html! {
                <svg class="geo-place" {x} {y}>
                    <path class="geo-mark" role="img" aria-label={text} d="M0 -7l7 7l-7 7l-7 -7z" data-full={reading} data-i={i.to_string()} />
                </svg>
            })
        })
    }

    /// The point of the selected input, a slider.
    fn point(&self, link: &PieceLink<DragEvent>) -> Option<Html> {
        let i = self.input.selected;
        let p = selected(self.input)?;
        let output = self.input.derived.input(&self.input.state, i)?;
        let (x, y) = place(to_plane(p));
        let text = self
            .input
            .state
            .inputs
            .get(i)
            .map_or("", |input| input.text);
        let label = output.label_after.index();
        let [first, ..] = p;
        let pointer = link.callback(|event: PointerEvent| event.into());
        let key = link.callback(|event: KeyboardEvent| event.into());
        Some(html! {
            <svg class="geo-place" {x} {y}>
                <g class={format!("geo-point is-selected label-{label}")} role="slider" tabindex="0" aria-label={brief(text, i)}
                    aria-valuemin="0" aria-valuemax="1" aria-valuenow={short(first)} aria-valuetext={self.values(&p, short)}
                    data-full={t!("lesson.answers.triangle.point", values = self.values(&p, full))}
                    onpointerdown={&pointer} onpointermove={&pointer} onpointerup={&pointer} onpointercancel={&pointer}
                    onlostpointercapture={pointer} onkeydown={&key} onkeyup={key}>
                    <circle class="geo-touch" r="16" />
                    <circle class="geo-dot" r="9" />
                    // An HTML box, so that a finger on the point does not scroll the page, while one on the triangle does.
                    <foreignObject x="-22" y="-22" width="44" height="44"><div class="geo-pad" xmlns="http://www.w3.org/1999/xhtml"></div></foreignObject>
                </g>
            </svg>
        })
    }

    /// Bars for the three probabilities one by one, as another way than dragging the point.
    fn sliders(&self, env: &Env) -> Html {
        let PieceInput {
            state,
            selected,
            divided_by,
            ..
        } = self.input;
        let Some(input) = state.inputs.get(*selected) else {
            return Html::default();
        };
        let about = brief(input.text, *selected);
        html! {
            <>
            <div class="bars" data-row="">
                { for input.p.as_slice().iter().enumerate().map(|(k, &value)| html! {
                    <Bar key={k} row={Row::Input(*selected)} label={k} labels={Rc::clone(&state.labels)} {value}
                        locked={state.locked.get(k).copied().unwrap_or(false)} about={&about} env={env.clone()} />
                }) }
            </div>
            { row_note(*divided_by) }
            </>
        }
    }

    fn readings(&self) -> Html {
        let share = |(k, (before, after)): (usize, (&Region, &Region))| {
            let percent =
                |region: &Region| i18n::percent((region.share() * 1000.0).round() / 1000.0);
            html! {
                <li data-k={k.to_string()} data-full={full(after.share())}>
                    <span class={format!("swatch label-{k}")} aria-hidden="true"></span>{ " " }
                    { t!("lesson.answers.triangle.share", label = self.name(k), before = percent(before), after = percent(after)) }
                </li>
            }
        };
        html! {
            <div class="geo-readings" translate="no">
                <p class="geo-outcome" dir="auto"><strong>{ self.says() }</strong></p>
                <ul>{ for self.before.iter().zip(&self.after).enumerate().map(share) }</ul>
                if is_dense(self.input) {
                    <p>{ t!("lesson.answers.triangle.dense", total = self.input.state.inputs.len()) }</p>
                }
            </div>
        }
    }

    /// The label of the selected input before calibration, and by each method.
    fn says(&self) -> AttrValue {
        let PieceInput {
            state,
            derived,
            selected,
            ..
        } = self.input;
        let (Some(input), Some(output)) =
            (state.inputs.get(*selected), derived.input(state, *selected))
        else {
            return AttrValue::default();
        };
        let prompts: Vec<Distribution> = state
            .prompts
            .iter()
            .map(|prompt| prompt.p.clone())
            .collect();
        let p = input.p.to_distribution();
        let name = |decision: &Decision| i18n::decision(decision, &state.labels);
        let label = |method: Method| {
            let fit = fit_prompts(&prompts, state.k(), method, state.averaging).averaged;
            // The diagonal W is undefined if a prompt has a probability of zero.
            fit.map_or_else(|_| "–".into(), |fit| name(&Decision::of(&fit.scores(&p))))
        };
        t!(
            "lesson.answers.triangle.says",
            before = name(&output.label_before),
            diagonal = label(Method::Diagonal),
            identity = label(Method::Identity)
        )
    }

    fn described(&self) -> AttrValue {
        let PieceInput {
            state,
            derived,
            selected,
            ..
        } = self.input;
        let (Some(input), Some(output)) =
            (state.inputs.get(*selected), derived.input(state, *selected))
        else {
            return AttrValue::default();
        };
        let (labels, values) = (self.names(), self.values(input.p.as_slice(), short));
        let before = i18n::decision(&output.label_before, &state.labels);
        let after = i18n::decision(&output.label_after, &state.labels);
        let meet = self.meet.map(|p| self.values(&p, short));
        match meet {
            Some(meet) => t!(
                "lesson.answers.triangle.described",
                labels = labels,
                values = values,
                before = before,
                after = after,
                meet = meet
            ),
            None => t!(
                "lesson.answers.triangle.described_apart",
                labels = labels,
                values = values,
                before = before,
                after = after
            ),
        }
    }
}

fn points(polygon: &[Barycentric]) -> String {
    let mut points = String::new();
    for p in polygon {
        let [x, y] = to_plane(*p);
        points.push_str(&format!(
            "{},{} ",
            fixed(x * 1000.0, 2),
            fixed(y * 1000.0, 2)
        ));
    }
    points
}
