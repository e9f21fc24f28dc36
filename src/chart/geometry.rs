//! Sizes, rectangles, and the mapping between pixels and values.

/// Width and height in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// Width in CSS pixels, ≥ 0.
    pub width: f64,
    /// Height in CSS pixels, ≥ 0.
    pub height: f64,
}

/// A rectangle in CSS pixels; `x`, `y` is its top left corner.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Top edge.
    pub y: f64,
    /// Width, ≥ 0.
    pub width: f64,
    /// Height, ≥ 0.
    pub height: f64,
}

impl Rect {
    /// The rectangle between two corners, in any order.
    pub fn between(x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        Self {
            x: x0.min(x1),
            y: y0.min(y1),
            width: (x1 - x0).abs(),
            height: (y1 - y0).abs(),
        }
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Returns whether the point lies inside or on the edge.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        x >= self.x && x <= self.right() && y >= self.y && y <= self.bottom()
    }

    /// Returns whether the two rectangles share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// The part inside `size`; an empty rectangle at the edge if there is none.
    pub(super) fn clamped(&self, size: Size) -> Self {
        let x = |value: f64| value.clamp(0.0, size.width);
        let y = |value: f64| value.clamp(0.0, size.height);
        Self::between(x(self.x), y(self.y), x(self.right()), y(self.bottom()))
    }
}

/// The direction in which bars grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orientation {
    /// Bars grow upwards, in groups side by side.
    Vertical,
    /// Bars grow to the right, in one row per label.
    Horizontal,
}

/// The range in which the end of a bar can move, with its scale.
///
/// ```
/// use calibration_explainer::chart::{Orientation, Rect, Track};
///
/// let rect = Rect { x: 10.0, y: 20.0, width: 30.0, height: 100.0 };
/// let track = Track { rect, orientation: Orientation::Vertical, min: 0.0, max: 1.0 };
/// assert_eq!(track.value_at(0.0, 45.0), 0.75);
/// assert_eq!(track.position(0.75), 45.0);
/// assert_eq!(track.value_at(0.0, 999.0), 0.0); // clamped
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Track {
    /// Area from `min` (bottom or left edge) to `max` (top or right edge), as wide as the bar.
    pub rect: Rect,
    /// The direction in which values grow.
    pub orientation: Orientation,
    /// Value at the bottom or left edge.
    pub min: f64,
    /// Value at the top or right edge, > `min`.
    pub max: f64,
}

impl Track {
    /// The value under a point in CSS pixels, clamped to `min..=max`. Only one coordinate matters.
    pub fn value_at(&self, x: f64, y: f64) -> f64 {
        let (along, length) = match self.orientation {
            Orientation::Vertical => (self.rect.bottom() - y, self.rect.height),
            Orientation::Horizontal => (x - self.rect.x, self.rect.width),
        };
        let part = if length > 0.0 && along.is_finite() {
            (along / length).clamp(0.0, 1.0)
        } else {
            0.0
        };
        self.min + part * (self.max - self.min)
    }

    /// Position of `value`: `y` of a vertical track, `x` of a horizontal one. Values outside the track are clamped to its ends.
    pub fn position(&self, value: f64) -> f64 {
        let span = self.max - self.min;
        let part = if span > 0.0 && value.is_finite() {
            ((value - self.min) / span).clamp(0.0, 1.0)
        } else {
            0.0
        };
        match self.orientation {
            Orientation::Vertical => self.rect.bottom() - part * self.rect.height,
            Orientation::Horizontal => self.rect.x + part * self.rect.width,
        }
    }

    /// Position at which bars start: zero, or the end nearest to it.
    pub fn base(&self) -> f64 {
        self.position(0.0f64.clamp(self.min, self.max))
    }

    /// Length in CSS pixels from `min` to `max`.
    pub fn length(&self) -> f64 {
        match self.orientation {
            Orientation::Vertical => self.rect.height,
            Orientation::Horizontal => self.rect.width,
        }
    }

    /// The bar of `value`: from [`Track::base`] to the value, across the whole track.
    pub fn bar(&self, value: f64) -> Rect {
        let (base, end) = (self.base(), self.position(value));
        match self.orientation {
            Orientation::Vertical => Rect::between(self.rect.x, base, self.rect.right(), end),
            Orientation::Horizontal => Rect::between(base, self.rect.y, end, self.rect.bottom()),
        }
    }
}
