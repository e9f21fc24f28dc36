//! Geometry that is ready to be painted.

use super::{Rect, Size, Track};

/// A chart as shapes in CSS pixels, in the order in which they are painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Size of the whole chart.
    pub size: Size,
    /// Shapes from back to front, all within `size` (texts by their estimated width).
    pub shapes: Vec<Shape>,
    /// Marks, one per bar, in label order, *before* first.
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
    /// The model's own answer, drawn hatched.
    Before,
    /// The calibrated answer, drawn solid.
    After,
}

/// A bar that can be hovered, focused or dragged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// Index of the label, 0 to K − 1.
    pub label: usize,
    /// Stage of the bar: each label has one for *before* and one for *after*.
    pub stage: Stage,
    /// The value, as given.
    pub value: f64,
    /// The bar itself, from zero to the value.
    pub bar: Rect,
    /// Area of the label in this plot (its column or row without the name), a generous target for pointers.
    /// Slots of different labels never overlap; both bars of a label may share one.
    pub slot: Rect,
    /// Range in which the end of the bar can move, with its scale.
    pub track: Track,
}

/// A shape to paint.
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
    /// Horizontal position of the start (left or top end).
    pub x: f64,
    /// Vertical position of the start (left or top end).
    pub y: f64,
    /// Length to the right, or down if `vertical`.
    pub length: f64,
    /// True if the line is vertical.
    pub vertical: bool,
    /// True if the line is dashed; used for the line at 1/K.
    pub dashed: bool,
    /// Colour.
    pub ink: Ink,
}

/// A bar, painted in the colour of its label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// Rectangle from zero to the value.
    pub rect: Rect,
    /// Index of the label.
    pub label: usize,
    /// Stage: hatched before, solid after.
    pub stage: Stage,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Content: one line without control characters.
    pub content: String,
    /// Horizontal position of the anchor.
    pub x: f64,
    /// Vertical position of the middle of the line.
    pub y: f64,
    /// Font size in CSS pixels.
    pub size: f64,
    /// Part of the text that lies at `x`.
    pub anchor: Anchor,
    /// Font.
    pub face: Face,
    /// Colour.
    pub ink: Ink,
    /// True if a background behind the text covers lines, to keep it legible.
    pub plate: bool,
    /// Estimated bounds of the line.
    pub bounds: Rect,
}

/// The part of a text that lies at its position.
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
    /// The background colour, for a line that crosses a solid bar.
    Paper,
}
