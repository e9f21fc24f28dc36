//! The landscape in words and as tables.

use super::ground::{Ground, Layout, Place, Relief};
use super::landscape::Props;
use crate::check::{Axis, Form};
use crate::page::i18n::{self, t};
use crate::state::{full, short};
use yew::prelude::*;

/// Nodes of a curve from one line of its table to the next.
const EVERY: usize = 10;
/// Nodes of the map from one row and column of its table to the next.
const EVERY_OF_MAP: usize = 40;

/// A number along an axis: a threshold, a factor such as ×2, or a difference.
pub(super) fn number(axis: Axis, at: f64, digits: fn(f64) -> String) -> String {
    match axis {
        Axis::Threshold => digits(at),
        Axis::Factor { .. } => match digits(at.exp()).as_str() {
            "0.5" => "×½".to_owned(),
            "0.25" => "×¼".to_owned(),
            factor => format!("×{factor}"),
        },
        Axis::Difference { .. } => {
            let sign = if at > 0.0 { "+" } else { "" };
            format!("{sign}{}", digits(at))
        }
    }
}

pub(super) fn percent(right: usize, counted: usize) -> AttrValue {
    percent_of(right as f64 / counted.max(1) as f64)
}

/// An accuracy in percent with one decimal.
pub(super) fn percent_of(accuracy: f64) -> AttrValue {
    i18n::percent((accuracy * 1000.0).round() / 1000.0)
}

/// The words for a landscape.
pub(super) struct Words<'a> {
    pub(super) props: &'a Props,
    pub(super) ground: &'a Ground,
}

impl Words<'_> {
    fn label(&self, k: usize) -> &str {
        self.props.state.label(k)
    }

    /// The name of the picture.
    pub(super) fn name(&self) -> AttrValue {
        match (self.ground.layout, self.ground.form) {
            (Layout::Threshold, _) => t!("check.landscape.name_threshold", first = self.label(0)),
            (Layout::Map, Form::Weights) => t!("check.landscape.name_map"),
            (Layout::Map, Form::Bias) => t!("check.landscape.name_map_bias"),
            (Layout::Label(k), Form::Weights) => {
                t!("check.landscape.name_label", label = self.label(k))
            }
            (Layout::Label(k), Form::Bias) => {
                t!("check.landscape.name_label_bias", label = self.label(k))
            }
        }
    }

    /// What the horizontal axis is of, or for the map the axis with this index.
    pub(super) fn axis(&self, index: usize) -> AttrValue {
        match (self.ground.layout, self.ground.form) {
            (Layout::Threshold, _) => t!("check.landscape.axis_threshold", first = self.label(0)),
            (Layout::Map, Form::Weights) => t!(
                "check.landscape.axis_map",
                label = self.label(index),
                third = self.label(2)
            ),
            (Layout::Map, Form::Bias) => t!(
                "check.landscape.axis_map_bias",
                label = self.label(index),
                third = self.label(2)
            ),
            (Layout::Label(k), Form::Weights) => {
                t!("check.landscape.axis_label", label = self.label(k))
            }
            (Layout::Label(k), Form::Bias) => {
                t!("check.landscape.axis_label_bias", label = self.label(k))
            }
        }
    }

    /// A place in words.
    pub(super) fn place(&self, at: Place, digits: fn(f64) -> String) -> AttrValue {
        let of = |x: f64| number(self.ground.axis, x, digits);
        let (x, y) = (of(at.x), of(at.y));
        match self.ground.layout {
            Layout::Map => t!(
                "check.landscape.at_map",
                first = self.axis(0),
                x = x,
                second = self.axis(1),
                y = y
            ),
            _ => t!("check.landscape.at", axis = self.axis(0), x = x),
        }
    }

    /// The greatest number of right inputs of all places that are known.
    fn highest(&self, right: usize) -> usize {
        let Ground {
            layout,
            form,
            highest,
            counted,
            ..
        } = *self.ground;
        let marked = (self.props.marks.iter())
            .filter(|mark| {
                // A mark beside the curve of one label says nothing of the curve.
                !matches!(layout, Layout::Label(_))
                    && layout.place(form, &mark.parameters).is_some()
            })
            .map(|mark| (mark.accuracy * counted as f64).round() as usize);
        marked.fold(highest.max(right), usize::max)
    }

    /// Where the point in use is, and how far from the best.
    pub(super) fn sentence(&self, point: Option<Place>) -> AttrValue {
        let Props { right, .. } = *self.props;
        let counted = self.ground.counted;
        let own = percent(right, counted);
        let Some(at) = point else {
            return t!(
                "check.landscape.nowhere",
                percent = own,
                right = right,
                counted = counted
            );
        };
        let now = t!(
            "check.landscape.now",
            percent = own,
            right = right,
            counted = counted,
            place = self.place(at, short)
        );
        let highest = self.highest(right);
        // With more labels than three the curve is one line through all places there are.
        let is_line = matches!(self.ground.layout, Layout::Label(_));
        let best = match (highest > right, is_line) {
            (true, false) => t!(
                "check.landscape.best_there",
                percent = percent(highest, counted),
                right = highest,
                counted = counted
            ),
            (true, true) => t!(
                "check.landscape.best_on_curve",
                percent = percent(highest, counted),
                right = highest,
                counted = counted
            ),
            (false, false) => t!("check.landscape.at_best"),
            (false, true) => t!("check.landscape.at_best_on_curve"),
        };
        i18n::sentences_of(&[now, best])
    }

    /// The marks and the nodes as tables, which can be unfolded.
    pub(super) fn tables(&self) -> Html {
        let nodes = match &self.ground.relief {
            Relief::Curve(curve) => {
                // Thresholds are counted from 0.005, so that every tenth is round.
                let skip = match self.ground.layout {
                    Layout::Threshold => EVERY - 1,
                    _ => 0,
                };
                let nodes = curve.at.iter().zip(&curve.right).skip(skip).step_by(EVERY);
                html! {
                    <>
                        <thead><tr><th scope="col">{ self.axis(0) }</th><th scope="col">{ t!("accuracy.name") }</th></tr></thead>
                        <tbody>{ for nodes.map(|(&at, &right)| html! {
                            <tr><th scope="row">{ number(self.ground.axis, at, short) }</th>{ self.accuracy(right) }</tr>
                        }) }</tbody>
                    </>
                }
            }
            Relief::Map(map, _) => {
                let steps = || (0..map.grid.len()).step_by(EVERY_OF_MAP);
                let head = |index: usize| number(self.ground.axis, map.grid.node(index), short);
                html! {
                    <>
                        <thead><tr>
                            <th scope="col">{ t!("check.landscape.corner", down = self.axis(1), across = self.axis(0)) }</th>
                            { for steps().map(|u| html! { <th scope="col">{ head(u) }</th> }) }
                        </tr></thead>
                        <tbody>{ for steps().rev().map(|v| html! {
                            <tr><th scope="row">{ head(v) }</th>{ for steps().map(|u| self.accuracy(map.at(u, v))) }</tr>
                        }) }</tbody>
                    </>
                }
            }
        };
        let mark = |mark: &super::landscape::LandscapeMark| {
            let at = self.ground.layout.place(self.ground.form, &mark.parameters);
            html! {
                <tr>
                    <th scope="row">{ &mark.name }</th>
                    <td>{ at.map_or_else(|| t!("check.landscape.not_here"), |at| self.place(at, short)) }</td>
                    { self.accuracy((mark.accuracy * self.ground.counted as f64).round() as usize) }
                </tr>
            }
        };
        html! {
            <details class="geo-words landscape-tables">
                <summary>{ t!("check.landscape.table") }</summary>
                <div class="table-scroll" tabindex="0" role="group" aria-label={t!("check.landscape.marks")}>
                    <table class="data" translate="no">
                        <caption class="visually-hidden">{ t!("check.landscape.marks") }</caption>
                        <thead><tr>
                            <th scope="col">{ t!("method.name") }</th>
                            <th scope="col">{ t!("check.landscape.place") }</th>
                            <th scope="col">{ t!("accuracy.name") }</th>
                        </tr></thead>
                        <tbody>{ for self.props.marks.iter().map(mark) }</tbody>
                    </table>
                </div>
                <div class="table-scroll" tabindex="0" role="group" aria-label={self.name()}>
                    <table class="data landscape-nodes" translate="no">
                        <caption class="visually-hidden">{ self.name() }</caption>
                        { nodes }
                    </table>
                </div>
            </details>
        }
    }

    fn accuracy(&self, right: usize) -> Html {
        let counted = self.ground.counted;
        let share = right as f64 / counted.max(1) as f64;
        html! { <td data-full={full(share)}>{ percent(right, counted) }</td> }
    }
}
