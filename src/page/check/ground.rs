//! What the landscape shows of the inputs: it changes with them, not with the point that is dragged.

use crate::calibration::{Parameters, Threshold, threshold};
use crate::check::{
    Axis, Bands, Curve, Form, Inputs, Map, curve, curve_range, map, map_range, place_on_curve,
    place_on_map, rectangles, threshold_curve,
};
use crate::page::check::landscape::Props;
use crate::state::{self, Action, State, fixed, put_on_curve, put_on_shift};
use std::rc::Rc;
use yew::AttrValue;

/// A place: the coordinate along the curve, or u and v on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    /// Zero on a curve.
    pub(super) y: f64,
}

/// How the landscape is laid out, by the number of labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Two labels: over the threshold on p(first).
    Threshold,
    /// Three: over two differences of a shift.
    Map,
    /// More: over what this label has more than the rest.
    Label(usize),
}

/// What the ground is made of; where all of it is the same, so is the ground.
#[derive(Clone, PartialEq)]
struct Source {
    inputs: state::Inputs,
    form: Form,
    layout: Layout,
    /// The parameters that give the other labels' shift, without the entry of the label itself; for [`Layout::Label`].
    others: Option<Parameters>,
    /// Places that must be in the picture.
    places: Vec<Place>,
    /// The accuracies there.
    accuracies: Vec<f64>,
    /// A place that must be in the picture too, where those alone would leave it out.
    further: Option<Place>,
}

/// The curve or the map.
pub(super) enum Relief {
    Curve(Curve),
    Map(Map, Bands),
}

/// The curve or the map with its axes, ready to be drawn.
pub(super) struct Ground {
    source: Source,
    pub(super) layout: Layout,
    pub(super) form: Form,
    /// Of the curve; of the map in both directions.
    pub(super) axis: Axis,
    pub(super) relief: Relief,
    /// The greatest number of right inputs on it.
    pub(super) highest: usize,
    /// Number of inputs whose right label is known.
    pub(super) counted: usize,
    /// The curve, in a square of side 1000, or each band of the map with all above it, in a square of side 200.
    pub(super) paths: Vec<AttrValue>,
    /// The lowest and highest accuracy of the curve's vertical axis.
    pub(super) span: (f64, f64),
}

impl Layout {
    pub(super) fn of(state: &State, label: usize) -> Self {
        match state.k() {
            2 => Self::Threshold,
            3 => Self::Map,
            k => Self::Label(label.min(k.saturating_sub(1))),
        }
    }

    /// The place of parameters; `None` where they have none.
    pub(super) fn place(self, form: Form, parameters: &Parameters) -> Option<Place> {
        match self {
            Self::Threshold => {
                form.shift(parameters)?;
                match threshold(parameters)? {
                    Threshold::At { p, .. } => Some(Place { x: p, y: 0.0 }),
                    _ => None,
                }
            }
            Self::Map => place_on_map(form, parameters).map(|(x, y)| Place { x, y }),
            Self::Label(label) => {
                place_on_curve(form, label, parameters).map(|x| Place { x, y: 0.0 })
            }
        }
    }
}

impl Ground {
    /// Makes the ground for a label (of more than three), or leaves the one that there is where it would be the same.
    pub(super) fn renew(ground: &mut Option<Self>, props: &Props, label: usize) {
        let Props { state, form, .. } = props;
        let (form, layout) = (*form, Layout::of(state, label));
        let placed = (props.marks.iter())
            .filter_map(|mark| Some((layout.place(form, &mark.parameters)?, mark.accuracy)));
        let (places, accuracies) = placed.unzip();
        let others = shift_source(props);
        let own = layout.place(form, &props.parameters);
        let mut source = Source {
            inputs: state.inputs.clone(),
            form,
            layout,
            others: match layout {
                Layout::Label(label) => Some(without(form, label, others)),
                _ => None,
            },
            places,
            accuracies,
            further: None,
        };
        if let Some(ground) = ground {
            source.further = ground.source.further;
            let holds = own.is_none_or(|own| ground.holds(own));
            if holds && ground.source == source {
                return;
            }
            source.further = None;
        }
        *ground = Some(Self::of(source, own, others));
    }

    fn of(mut source: Source, own: Option<Place>, others: &Parameters) -> Self {
        let (form, layout) = (source.form, source.layout);
        let rows = source.inputs.clone();
        let inputs = Inputs::of(rows.k(), rows.rows());
        let axis = |half| match form {
            Form::Weights => Axis::Factor { half },
            Form::Bias => Axis::Difference { half },
        };
        let c = form.shift(others).unwrap_or_else(|| vec![0.0; inputs.k()]);
        let half = |places: &[Place]| match layout {
            Layout::Threshold => 0.0,
            Layout::Map => {
                let places: Vec<(f64, f64)> = places.iter().map(|at| (at.x, at.y)).collect();
                map_range(&inputs, form, &places)
            }
            Layout::Label(label) => {
                let places: Vec<f64> = places.iter().map(|at| at.x).collect();
                curve_range(&inputs, form, label, &c, &places)
            }
        };
        let mut reach = half(&source.places);
        // The point in use widens the range only where it would be outside: the picture is not to move after each drag.
        if let Some(own) = own.filter(|at| at.x.abs().max(at.y.abs()) > reach) {
            source.further = Some(own);
            source.places.push(own);
            reach = half(&source.places);
            source.places.pop();
        }
        let (axis, relief) = match layout {
            Layout::Threshold => (Axis::Threshold, threshold_curve(&inputs).map(Relief::Curve)),
            Layout::Map => (
                axis(reach),
                map(&inputs, form, reach).map(|map| Relief::Map(map.clone(), Bands::of(&map))),
            ),
            Layout::Label(label) => (
                axis(reach),
                Some(Relief::Curve(curve(&inputs, form, label, &c, reach))),
            ),
        };
        let empty = || {
            Relief::Curve(Curve {
                at: Vec::new(),
                right: Vec::new(),
                counted: 0,
            })
        };
        let relief = relief.unwrap_or_else(empty);
        let (numbers, counted) = match &relief {
            Relief::Curve(curve) => (&curve.right, curve.counted),
            Relief::Map(map, _) => (&map.right, map.counted),
        };
        let highest = numbers.iter().copied().max().unwrap_or(0);
        let lowest = numbers.iter().copied().min().unwrap_or(0);
        let share = |right: usize| right as f64 / counted.max(1) as f64;
        let marked = || source.accuracies.iter().copied();
        let span = span(
            marked().fold(share(lowest), f64::min),
            marked().fold(share(highest), f64::max),
        );
        let paths = match &relief {
            Relief::Curve(curve) => vec![steps(curve, axis, span)],
            Relief::Map(map, bands) => bands.from.iter().map(|&from| band(map, from)).collect(),
        };
        Self {
            layout,
            form,
            axis,
            highest,
            counted,
            paths,
            span,
            relief,
            source,
        }
    }

    /// Returns whether a place is within the axes. A threshold always is: the ends stand for what is beyond.
    pub(super) fn holds(&self, at: Place) -> bool {
        let (first, last) = self.axis.ends();
        let within = |x: f64| (first * 1.001..=last * 1.001).contains(&x);
        self.layout == Layout::Threshold || within(at.x) && within(at.y)
    }

    /// The action that puts the parameters at a place.
    pub(super) fn put(&self, at: Place, current: &Parameters) -> Option<Action> {
        let shift = |c: &[f64]| put_on_shift(self.form, c, current);
        match self.layout {
            Layout::Threshold => self.form.at_threshold(at.x).map(|c| shift(&c)),
            Layout::Map => Some(shift(&Map::shift(at.x, at.y))),
            Layout::Label(label) => put_on_curve(self.form, label, at.x, current),
        }
    }

    /// The share of the picture's height, from above, at which a number of right inputs is on a curve.
    pub(super) fn height(&self, right: f64) -> f64 {
        height(right, self.counted, self.span)
    }
}

/// The parameters whose shift the other labels have: those in use, else those of the nearest mark that has one.
fn shift_source(props: &Props) -> &Parameters {
    let has = |parameters: &Parameters| props.form.shift(parameters).is_some();
    if has(&props.parameters) {
        return &props.parameters;
    }
    nearest(props).unwrap_or(&props.parameters)
}

/// The parameters of the mark that is nearest to those in use, entry by entry, among those that are a shift.
pub(super) fn nearest(props: &Props) -> Option<&Rc<Parameters>> {
    let Parameters { w, b } = &*props.parameters;
    let distance = |other: &Parameters| -> f64 {
        let w = w.rows().flatten().zip(other.w.rows().flatten());
        let b = b.iter().zip(&other.b);
        let apart = |(a, b): (&f64, &f64)| (a - b) * (a - b);
        w.map(apart).sum::<f64>() + b.map(apart).sum::<f64>()
    };
    (props.marks.iter())
        .map(|mark| &mark.parameters)
        .filter(|parameters| props.form.shift(parameters).is_some())
        .min_by(|a, b| distance(a).total_cmp(&distance(b)))
}

/// The parameters without the entry that moves a label on its curve.
fn without(form: Form, label: usize, parameters: &Parameters) -> Parameters {
    let mut others = parameters.clone();
    match form {
        Form::Weights => others.w.set(label, label, 1.0),
        Form::Bias => {
            if let Some(b) = others.b.get_mut(label) {
                *b = 0.0;
            }
        }
    }
    others
}

/// Round ends of the vertical axis, around all accuracies of a curve and of the marks.
fn span(lowest: f64, highest: f64) -> (f64, f64) {
    let low = ((lowest * 10.0 + 1e-9).floor() / 10.0).max(0.0);
    let high = ((highest * 10.0 - 1e-9).ceil() / 10.0).min(1.0);
    if high - low > 0.15 {
        (low, high)
    } else {
        ((low - 0.1).max(0.0), (high + 0.1).min(1.0))
    }
}

fn height(right: f64, counted: usize, (low, high): (f64, f64)) -> f64 {
    let share = right / counted.max(1) as f64;
    1.0 - (share - low) / (high - low)
}

/// The path of a curve, which changes half-way between nodes.
fn steps(curve: &Curve, axis: Axis, span: (f64, f64)) -> AttrValue {
    let mut path = String::new();
    let mut drawn = None;
    let mut before = None;
    for (&at, &right) in curve.at.iter().zip(&curve.right) {
        let x = axis.share(at) * 1000.0;
        let y = || fixed(height(right as f64, curve.counted, span) * 1000.0, 1);
        match before {
            None => path.push_str(&format!("M{} {}", fixed(x, 1), y())),
            Some(before) if drawn != Some(right) => {
                path.push_str(&format!("H{}V{}", fixed((before + x) / 2.0, 1), y()));
            }
            Some(_) => {}
        }
        drawn = Some(right);
        before = Some(x);
    }
    if before.is_some() {
        path.push_str("H1000");
    }
    path.into()
}

/// The path of all nodes with at least so many right inputs. A node stands for a square around it, the part within the map.
fn band(map: &Map, from: usize) -> AttrValue {
    let last = map.grid.len() as f64 - 1.0;
    let edge = |index: usize| (index as f64 - 0.5).clamp(0.0, last);
    let mut path = String::new();
    for (u, v) in rectangles(map, from) {
        let (left, right) = (edge(u.start), edge(u.end));
        let (bottom, top) = (last - edge(v.start), last - edge(v.end));
        path.push_str(&format!(
            "M{} {}H{}V{}H{}z",
            fixed(left, 1),
            fixed(bottom, 1),
            fixed(right, 1),
            fixed(top, 1),
            fixed(left, 1)
        ));
    }
    path.into()
}
