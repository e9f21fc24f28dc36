//! The landscape as a picture.

use super::ground::{Ground, Layout, Place, Relief};
use super::landscape::Props;
use super::words::{Words, number, percent, percent_of};
use crate::check::Axis;
use crate::page::dom;
use crate::page::geometry::shared::{anchor, share};
use crate::page::i18n::t;
use crate::page::widgets::choice::option;
use crate::state::{full, short};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Marks nearer than this, in shares of the picture's sides, have one number label.
const NEAR: f64 = 0.05;
/// Number labels over a curve that are nearer than this stand in two lines.
const BESIDE: f64 = 0.13;
/// Shades of the map: `landscape-shade-0` is the lowest, `landscape-shade-7` the highest.
const SHADES: usize = 8;

/// What the picture shows, and what its controls do.
pub(super) struct Picture<'a> {
    pub(super) props: &'a Props,
    pub(super) ground: &'a Ground,
    /// The place of the parameters in use, if they have one.
    pub(super) point: Option<Place>,
    pub(super) pointer: Callback<PointerEvent>,
    pub(super) key: Callback<KeyboardEvent>,
    /// Chooses a label.
    pub(super) choose: Callback<usize>,
    /// Puts parameters without a place on the nearest method.
    pub(super) put: Option<Callback<MouseEvent>>,
}

/// Marks that stand together.
struct Group {
    numbers: String,
    x: f64,
    y: f64,
    /// How many marks.
    size: usize,
}

impl Picture<'_> {
    fn words(&self) -> Words<'_> {
        Words {
            props: self.props,
            ground: self.ground,
        }
    }

    pub(super) fn view(&self) -> Html {
        let words = self.words();
        let ground = self.ground;
        let picture = match &ground.relief {
            Relief::Curve(_) => self.curve(),
            Relief::Map(..) => self.map(),
        };
        html! {
            <section class="landscape" aria-labelledby="landscape-title">
                <h3 id="landscape-title" class="caption">{ t!("check.landscape.title") }</h3>
                { self.labels() }
                <div class={classes!("landscape-frame", matches!(ground.layout, Layout::Map).then_some("is-map"))}
                    role="group" aria-label={words.name()}>
                    { picture }
                </div>
                { self.legend() }
                <p class="landscape-words" translate="no" dir="auto">{ words.sentence(self.point) }</p>
                if self.point.is_some() {
                    <p class="hint landscape-hint">{ t!("check.landscape.hint") }</p>
                } else if let Some(put) = &self.put {
                    <p class="landscape-put"><button onclick={put}>{ t!("check.landscape.put") }</button></p>
                }
                { self.marks_list() }
                if matches!(ground.layout, Layout::Label(_)) {
                    <p class="hint">{ t!("check.landscape.beside") }</p>
                }
                { words.tables() }
            </section>
        }
    }

    /// The choice of the label, for more than three.
    fn labels(&self) -> Html {
        let Layout::Label(label) = self.ground.layout else {
            return Html::default();
        };
        let choose = self.choose.clone();
        let onchange = Callback::from(move |event: Event| {
            let index = dom::target::<HtmlSelectElement>(&event).map(|list| list.selected_index());
            if let Some(index) = index.and_then(|index| usize::try_from(index).ok()) {
                choose.emit(index);
            }
        });
        html! {
            <label class="landscape-label">
                { t!("check.landscape.label") }{ " " }
                <select {onchange}>
                    { for self.props.state.labels.iter().enumerate().map(|(k, name)| option(name.clone().into(), k == label)) }
                </select>
            </label>
        }
    }

    /// The share of the width and of the height, from the upper left corner, at which parameters with this accuracy stand.
    fn spot(&self, at: Place, accuracy: f64) -> (f64, f64) {
        let Ground { axis, counted, .. } = self.ground;
        let y = match self.ground.layout {
            Layout::Map => 1.0 - axis.share(at.y),
            _ => self
                .ground
                .height(accuracy * *counted as f64)
                .clamp(0.0, 1.0),
        };
        (axis.share(at.x), y)
    }

    fn own_accuracy(&self) -> f64 {
        self.props.right as f64 / self.ground.counted.max(1) as f64
    }

    /// The marks that have a place, with their index.
    fn marked(&self) -> Vec<(usize, f64, f64)> {
        let marks = self.props.marks.iter().enumerate();
        let spots = marks.filter_map(|(i, mark)| {
            let at = (self.ground.layout).place(self.ground.form, &mark.parameters)?;
            let (x, y) = self.spot(at, mark.accuracy);
            Some((i, x, y))
        });
        spots.collect()
    }

    /// Groups of marks, from left to right.
    fn groups(&self) -> Vec<Group> {
        let is_map = self.ground.layout == Layout::Map;
        let mut marked = self.marked();
        marked.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut groups: Vec<Group> = Vec::new();
        for (i, x, y) in marked {
            let near = |group: &&mut Group| {
                (group.x - x).abs() < NEAR && (!is_map || (group.y - y).abs() < NEAR)
            };
            match groups.iter_mut().rev().find(near) {
                Some(group) => {
                    group.numbers.push_str(&format!(" {}", i + 1));
                    let size = group.size as f64;
                    group.x = (group.x * size + x) / (size + 1.0);
                    group.y = group.y.min(y);
                    group.size += 1;
                }
                None => groups.push(Group {
                    numbers: format!("{}", i + 1),
                    x,
                    y,
                    size: 1,
                }),
            }
        }
        groups
    }

    fn curve(&self) -> Html {
        let Ground {
            axis, paths, span, ..
        } = self.ground;
        let (low, high) = *span;
        let step = match high - low {
            wide if wide > 0.55 => 0.2,
            wide if wide > 0.15 => 0.1,
            _ => 0.05,
        };
        let first = (low / step - 1e-9).ceil() as i32;
        let last = (high / step + 1e-9).floor() as i32;
        let line = |i: i32| {
            let accuracy = f64::from(i) * step;
            let y = share(1.0 - (accuracy - low) / (high - low));
            html! {
                <>
                    <line class="geo-grid" x1="0" x2="100%" y1={y.clone()} y2={y.clone()} />
                    <text class="geo-tick" x="-8" {y} dy="4" text-anchor="end" aria-hidden="true">{ percent_of(accuracy) }</text>
                </>
            }
        };
        let mut before: Option<(f64, bool)> = None;
        let leader = |group: Group| {
            let raised = before.is_some_and(|(x, raised)| group.x - x < BESIDE && !raised);
            before = Some((group.x, raised));
            let top = if raised { "-24" } else { "-10" };
            html! {
                <>
                    <line class="landscape-leader" x1={share(group.x)} x2={share(group.x)} y1={top} y2={share(group.y)} />
                    <text class="landscape-note" x={share(group.x)} y={top} dy="-2" text-anchor="middle" aria-hidden="true">{ group.numbers }</text>
                </>
            }
        };
        html! {
            <>
                <svg class="geo-plane landscape-curve" data-drag-area="">
                    { for (first..=last).map(line) }
                    { for axis.ticks().into_iter().map(|at| self.tick(at)) }
                    { for self.groups().into_iter().map(leader) }
                    if let Some(at) = self.point {
                        <line class="landscape-band" x1={share(axis.share(at.x))} x2={share(axis.share(at.x))} y1="0" y2="100%" />
                    }
                    <svg class="geo-stretch" width="100%" height="100%" viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
                        { for paths.iter().map(|d| html! { <path class="landscape-line" {d} /> }) }
                    </svg>
                    { self.marks() }
                    { self.point() }
                </svg>
                <p class="landscape-axis">{ self.words().axis(0) }</p>
            </>
        }
    }

    /// A value beside the horizontal axis.
    fn tick(&self, at: f64) -> Html {
        let axis = self.ground.axis;
        let minor = axis == Axis::Threshold && (at == 0.05 || at == 0.95);
        html! {
            <svg class={classes!("geo-place", minor.then_some("is-minor"))} x={share(axis.share(at))} y="100%" aria-hidden="true">
                <path class="geo-axis" d="M0 0v5" />
                <text class="geo-tick" y="18" text-anchor="middle">{ number(axis, at, short) }</text>
            </svg>
        }
    }

    fn map(&self) -> Html {
        let Ground { axis, paths, .. } = self.ground;
        let words = self.words();
        let vertical = |at: f64| {
            html! {
                <svg class="geo-place" x="0" y={share(1.0 - axis.share(at))} aria-hidden="true">
                    <path class="geo-axis" d="M0 0h-5" />
                    <text class="geo-tick" x="-8" y="4" text-anchor="end">{ number(*axis, at, short) }</text>
                </svg>
            }
        };
        let note = |group: Group| {
            let end = group.x > 0.85;
            html! {
                <svg class="geo-place" x={share(group.x)} y={share(group.y)} aria-hidden="true">
                    <text class="landscape-note" x={if end { "-9" } else { "9" }} y="-5" text-anchor={if end { "end" } else { "start" }}>{ group.numbers }</text>
                </svg>
            }
        };
        html! {
            <>
                <p class="landscape-axis is-vertical"><span aria-hidden="true">{ "↑ " }</span>{ words.axis(1) }</p>
                <svg class="geo-plane landscape-map" data-drag-area="">
                    <svg class="geo-stretch" width="100%" height="100%" viewBox="0 0 200 200" preserveAspectRatio="none" aria-hidden="true">
                        { for paths.iter().enumerate().map(|(band, d)| html! { <path class={self.shade(band)} {d} /> }) }
                    </svg>
                    <line class="landscape-zero" x1="50%" x2="50%" y1="0" y2="100%" />
                    <line class="landscape-zero" x1="0" x2="100%" y1="50%" y2="50%" />
                    { for axis.ticks().into_iter().map(|at| self.tick(at)) }
                    { for axis.ticks().into_iter().map(vertical) }
                    { self.marks() }
                    { for self.groups().into_iter().map(note) }
                    { self.point() }
                </svg>
                <p class="landscape-axis">{ words.axis(0) }<span aria-hidden="true">{ " →" }</span></p>
            </>
        }
    }

    /// The class of a band, so that the lowest and the highest always have the outermost shades.
    fn shade(&self, band: usize) -> String {
        let most = self.ground.paths.len().saturating_sub(1).max(1);
        format!("landscape-shade-{}", band * (SHADES - 1) / most)
    }

    /// The accuracy of each shade, for a map.
    fn legend(&self) -> Html {
        let Relief::Map(_, bands) = &self.ground.relief else {
            return Html::default();
        };
        let counted = self.ground.counted;
        let band = |(band, &from): (usize, &usize)| {
            let (low, high) = (percent(from, counted), percent(bands.last(band), counted));
            html! {
                <li>
                    <svg class="landscape-swatch" aria-hidden="true"><rect class={self.shade(band)} width="100%" height="100%" /></svg>
                    if low == high { { low } } else { { t!("check.landscape.range", low = low, high = high) } }
                </li>
            }
        };
        html! { <ul class="landscape-legend" translate="no">{ for bands.from.iter().enumerate().map(band) }</ul> }
    }

    fn marks(&self) -> Html {
        let words = self.words();
        let circle = |(i, x, y): (usize, f64, f64)| {
            let mark = self.props.marks.get(i)?;
            let at = (self.ground.layout).place(self.ground.form, &mark.parameters)?;
            let reading = t!(
                "check.landscape.mark",
                name = mark.name,
                percent = percent_of(mark.accuracy),
                place = words.place(at, full)
            );
            Some(html! {
                <circle class="landscape-mark" cx={share(x)} cy={share(y)} r="4.5" role="img" aria-label={&reading} data-full={&reading} />
            })
        };
        html! { <>{ for self.marked().into_iter().filter_map(circle) }</> }
    }

    /// The parameters in use, a slider.
    fn point(&self) -> Option<Html> {
        let at = self.point?;
        let words = self.words();
        let axis = self.ground.axis;
        let (x, y) = self.spot(at, self.own_accuracy());
        let (first, last) = axis.ends();
        let said = words.sentence(Some(at));
        let reading = t!(
            "check.landscape.mark",
            name = t!("check.landscape.in_use"),
            percent = percent_of(self.own_accuracy()),
            place = words.place(at, full)
        );
        Some(html! {
            <>
                { self.own_name(x, y) }
                <svg class="geo-place" x={share(x)} y={share(y)}>
                    <g class="geo-point landscape-point" role="slider" tabindex="0" aria-label={t!("check.landscape.point")}
                        aria-valuemin={short(first)} aria-valuemax={short(last)} aria-valuenow={short(at.x.clamp(first, last))} aria-valuetext={said}
                        data-full={reading}
                        onpointerdown={&self.pointer} onpointermove={&self.pointer} onpointerup={&self.pointer} onpointercancel={&self.pointer}
                        onlostpointercapture={&self.pointer} onkeydown={&self.key} onkeyup={&self.key}>
                        <circle class="geo-touch" r="16" />
                        <circle class="landscape-halo" r="12" />
                        <circle class="landscape-dot" r="8" />
                        // An HTML box, so that a finger on the point does not scroll the page, while one beside it does.
                        <foreignObject x="-22" y="-22" width="44" height="44"><div class="geo-pad" xmlns="http://www.w3.org/1999/xhtml"></div></foreignObject>
                    </g>
                </svg>
            </>
        })
    }

    /// The name of the point at this share of the width and height: beside it on the map, at the foot of its band on a curve, where
    /// neither curve nor marks are.
    fn own_name(&self, x: f64, y: f64) -> Html {
        let (at, dx, dy, anchor) = match self.ground.layout {
            Layout::Map if y < 0.18 => (y, "6", "32", anchor(x)),
            Layout::Map => (y, "0", "-18", anchor(x)),
            _ if y > 0.75 => (y, "0", "-18", anchor(x)),
            _ if x > 0.6 => (1.0, "-8", "-8", "end"),
            _ => (1.0, "8", "-8", "start"),
        };
        html! {
            <text class="landscape-own" x={share(x)} y={share(at)} {dx} {dy} text-anchor={anchor} aria-hidden="true" translate="no">
                { t!("check.landscape.in_use_percent", percent = percent_of(self.own_accuracy())) }
            </text>
        }
    }

    /// The marks by number, with their accuracy.
    fn marks_list(&self) -> Html {
        let item = |(i, mark): (usize, &super::landscape::LandscapeMark)| {
            let placed = (self.ground.layout).place(self.ground.form, &mark.parameters);
            html! {
                <li class={placed.is_none().then_some("is-nowhere")}>
                    <span class="landscape-number" aria-hidden="true">{ if placed.is_some() { format!("{}", i + 1) } else { "–".to_owned() } }</span>
                    <span>{ &mark.name }</span>{ " " }
                    <span class="landscape-percent" data-full={full(mark.accuracy)}>{ percent_of(mark.accuracy) }</span>
                    if placed.is_none() {
                        { " " }<span class="landscape-aside">{ t!("check.landscape.not_here") }</span>
                    }
                </li>
            }
        };
        html! { <ul class="landscape-marks" translate="no">{ for self.props.marks.iter().enumerate().map(item) }</ul> }
    }
}
