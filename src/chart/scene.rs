//! Geometry that is ready to be painted.

use super::{Rect, Size, Track};

/// A chart as shapes in CSS pixels, in the order in which they are painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// The whole canvas.
    pub size: Size,
    /// Back to front. Everything lies within `size`; texts by their estimated width.
    pub shapes: Vec<Shape>,
    /// One per bar, by label, *before* first.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// The mark of one bar, if it is drawn.
    pub fn mark(&self, label: usize, stage: Stage) -> Option<&Mark> {
        self.marks
            .iter()
            .find(|mark| mark.label == label && mark.stage == stage)
    }

    /// All texts, in painting order.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })
    }
}

/// Before or after calibration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The model's own answer: hatched.
    Before,
    /// The calibrated one: solid.
    After,
}

/// A bar that can be hovered, focused or dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Index of the label, 0 to K − 1.
    pub label: usize,
    /// Which of the label's two bars.
    pub stage: Stage,
    /// The value, as given.
    pub value: f64,
    /// The bar itself, from zero to the value.
    pub bar: Rect,
    /// The room of the label in this plot (its column or row, the name aside): a generous target for pointers.
    /// Slots of different labels never overlap; both bars of a label may share one.
    pub slot: Rect,
    /// Where the end of the bar can move, and the scale.
    pub track: Track,
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A straight line along an axis.
    Rule(Rule),
    /// A bar.
    Bar(Bar),
    /// A text.
    Text(Text),
}

/// A horizontal or vertical line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// Start (left or top).
    pub x: f64,
    /// Start (left or top).
    pub y: f64,
    /// To the right, or down if `vertical`.
    pub length: f64,
    /// Direction.
    pub vertical: bool,
    /// Whether it is dashed: the line at 1/K.
    pub dashed: bool,
    /// Colour.
    pub ink: Ink,
}

/// A bar, painted in the colour of its label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// From zero to the value.
    pub rect: Rect,
    /// Index of the label.
    pub label: usize,
    /// Hatched or solid.
    pub stage: Stage,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// One line without control characters.
    pub content: String,
    /// The anchor.
    pub x: f64,
    /// The middle of the line.
    pub y: f64,
    /// Font size in CSS pixels.
    pub size: f64,
    /// Which part of the text lies at `x`.
    pub anchor: Anchor,
    /// Font.
    pub face: Face,
    /// Colour.
    pub ink: Ink,
    /// Whether lines behind the text are covered so that it stays legible.
    pub plate: bool,
    /// Estimated room of the line.
    pub bounds: Rect,
}

/// Which part of a text lies at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// Font of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Names: the system's own sans serif, which has the reader's script.
    Sans,
    /// Numbers: digits of equal width.
    Digits,
}

/// A colour by its role, from the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Names and values.
    Ink,
    /// Numbers of the axis, base lines.
    Muted,
    /// Grid lines.
    Grid,
    /// The background: a line that crosses a solid bar.
    Paper,
}
