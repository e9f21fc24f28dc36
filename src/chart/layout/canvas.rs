//! Collects the shapes of a chart, keeps them inside it, and keeps values from overlapping.

use super::metrics::Metrics;
use crate::chart::{
    Anchor, Bar, Face, Ink, Mark, Rect, Rule, Scene, Shape, Size, Stage, Text, Track, text,
};

/// A scene under construction. Bars, rules and texts are collected separately, because they are painted in this order:
/// grid, bars, dashed and base lines, texts.
pub(super) struct Canvas<'a> {
    pub(super) metrics: &'a Metrics,
    number: &'a dyn Fn(f64) -> String,
    size: Size,
    grid: Vec<Shape>,
    bars: Vec<Shape>,
    lines: Vec<Shape>,
    texts: Vec<Shape>,
    marks: Vec<Mark>,
    /// Bounds of the values placed so far.
    taken: Vec<Rect>,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(size: Size, metrics: &'a Metrics, number: &'a dyn Fn(f64) -> String) -> Self {
        Self {
            metrics,
            number,
            size,
            grid: Vec::new(),
            bars: Vec::new(),
            lines: Vec::new(),
            texts: Vec::new(),
            marks: Vec::new(),
            taken: Vec::new(),
        }
    }

    pub(super) fn size(&self) -> Size {
        self.size
    }

    pub(super) fn number(&self, value: f64) -> String {
        text::clean(&(self.number)(value))
    }

    /// Adds a horizontal or vertical line, cut at the edges of the chart.
    pub(super) fn rule(
        &mut self,
        x: f64,
        y: f64,
        length: f64,
        vertical: bool,
        ink: Ink,
        dashed: bool,
    ) {
        let (width, height) = if vertical {
            (0.0, length)
        } else {
            (length, 0.0)
        };
        let line = Rect {
            x,
            y,
            width,
            height: height.max(0.0),
        }
        .clamped(self.size);
        let rule = Rule {
            x: line.x,
            y: line.y,
            length: line.width.max(line.height),
            vertical,
            dashed,
            ink,
        };
        if rule.length > 0.0 {
            if ink == Ink::Grid {
                &mut self.grid
            } else {
                &mut self.lines
            }
            .push(Shape::Rule(rule));
        }
    }

    /// Adds the bar of one value and its mark; returns the bar.
    pub(super) fn bar(
        &mut self,
        label: usize,
        stage: Stage,
        value: f64,
        slot: Rect,
        track: Track,
    ) -> Rect {
        let track = Track {
            rect: track.rect.clamped(self.size),
            ..track
        };
        let bar = track.bar(value);
        self.bars.push(Shape::Bar(Bar {
            rect: bar,
            label,
            stage,
        }));
        self.marks.push(Mark {
            label,
            stage,
            value,
            bar,
            slot: slot.clamped(self.size),
            track,
        });
        bar
    }

    /// Adds a text at a given position; left out if it would leave the chart.
    pub(super) fn text(&mut self, content: String, x: f64, y: f64, style: Style) {
        if let Some(text) = self.place(content, x, y, style) {
            self.texts.push(Shape::Text(text));
        }
    }

    /// Adds a value at the end of its bar: at (`x`, `y`) or, if another value or bar is in the way, up to `lift`
    /// higher; left out if that does not help.
    pub(super) fn value(&mut self, value: f64, x: f64, y: f64, anchor: Anchor, lift: f64) {
        let style = Style {
            size: self.metrics.value,
            anchor,
            face: Face::Digits,
            ink: Ink::Ink,
            plate: true,
        };
        let content = self.number(value);
        for lifted in [0.0, 0.5, 1.0] {
            let Some(text) = self.place(content.clone(), x, y - lifted * lift, style) else {
                return;
            };
            // A value pushed further inside would cover its bar.
            if (text.x - x).abs() > 2.0 {
                return;
            }
            if self.is_free(&text.bounds) {
                self.taken.push(text.bounds);
                self.texts.push(Shape::Text(text));
                return;
            }
        }
    }

    /// Returns whether `bounds` overlap no value, and no bar except within one pixel of their sides.
    fn is_free(&self, bounds: &Rect) -> bool {
        let core = Rect {
            x: bounds.x + 1.0,
            width: bounds.width - 2.0,
            ..*bounds
        };
        let on_bar = |shape: &Shape| matches!(shape, Shape::Bar(bar) if bar.rect.overlaps(&core));
        !self.taken.iter().any(|taken| taken.overlaps(bounds)) && !self.bars.iter().any(on_bar)
    }

    /// The text with its bounds, moved inside the chart if it is only a little outside; otherwise `None`.
    fn place(&self, content: String, x: f64, y: f64, style: Style) -> Option<Text> {
        if content.is_empty() {
            return None;
        }
        let em = match style.face {
            Face::Sans => text::width(&content),
            Face::Digits => text::digits_width(&content),
        };
        let (width, height) = (em * style.size, style.size * 1.15);
        let left = match style.anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        let top = y - height / 2.0;
        if width > self.size.width || height > self.size.height {
            return None;
        }
        let dx = left.clamp(0.0, self.size.width - width) - left;
        let dy = top.clamp(0.0, self.size.height - height) - top;
        if dx.abs() > width / 2.0 || dy.abs() > height / 2.0 {
            return None;
        }
        let content = if style.face == Face::Sans {
            text::isolate(content)
        } else {
            content
        };
        Some(Text {
            content,
            x: x + dx,
            y: y + dy,
            size: style.size,
            anchor: style.anchor,
            face: style.face,
            ink: style.ink,
            plate: style.plate,
            bounds: Rect {
                x: left + dx,
                y: top + dy,
                width,
                height,
            },
        })
    }

    pub(super) fn finish(self) -> Scene {
        let Self {
            size,
            mut grid,
            bars,
            lines,
            texts,
            mut marks,
            ..
        } = self;
        grid.extend(bars);
        grid.extend(lines);
        grid.extend(texts);
        let order = |mark: &Mark| (mark.label, mark.stage == Stage::After);
        // Insertion sort: the marks are few and nearly in order.
        for i in 1..marks.len() {
            let mut j = i;
            while j > 0 && marks.get(j - 1).map(order) > marks.get(j).map(order) {
                marks.swap(j - 1, j);
                j -= 1;
            }
        }
        Scene {
            size,
            shapes: grid,
            marks,
        }
    }
}

/// The style of a text.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) size: f64,
    pub(super) anchor: Anchor,
    pub(super) face: Face,
    pub(super) ink: Ink,
    pub(super) plate: bool,
}

impl Style {
    pub(super) fn name(metrics: &Metrics, anchor: Anchor) -> Self {
        Self {
            size: metrics.name,
            anchor,
            face: Face::Sans,
            ink: Ink::Ink,
            plate: false,
        }
    }

    pub(super) fn tick(metrics: &Metrics, anchor: Anchor) -> Self {
        Self {
            size: metrics.tick,
            anchor,
            face: Face::Digits,
            ink: Ink::Muted,
            plate: false,
        }
    }

    pub(super) fn caption(metrics: &Metrics, anchor: Anchor) -> Self {
        Self {
            size: metrics.tick,
            anchor,
            face: Face::Sans,
            ink: Ink::Muted,
            plate: false,
        }
    }
}
