//! Sizes that scale with the reader's text size.

use crate::chart::{Density, Orientation};

/// Lengths in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metrics {
    pub(super) density: Density,
    /// The root font size.
    pub(super) em: f64,
    /// Font sizes of names, values, and numbers of the axis.
    pub(super) name: f64,
    pub(super) value: f64,
    pub(super) tick: f64,
}

impl Metrics {
    pub(super) fn new(density: Density, text_size: f64) -> Self {
        let em = if text_size.is_finite() {
            text_size.clamp(8.0, 64.0)
        } else {
            16.0
        };
        let name = em
            * if density == Density::Full {
                0.8125
            } else {
                0.6875
            };
        Self {
            density,
            em,
            name,
            value: em * 0.75,
            tick: em * 0.6875,
        }
    }

    pub(super) fn full(&self) -> bool {
        self.density == Density::Full
    }

    /// Scales a length that was designed for a font size of 16 px.
    pub(super) fn px(&self, length: f64) -> f64 {
        length * self.em / 16.0
    }

    pub(super) fn name_line(&self) -> f64 {
        self.name * 1.25
    }

    pub(super) fn value_line(&self) -> f64 {
        self.value * 1.15
    }

    pub(super) fn tick_line(&self) -> f64 {
        self.tick * 1.15
    }

    /// Width of a value of `digits` characters right of a bar.
    pub(super) fn value_room(&self, digits: f64) -> f64 {
        self.value * 0.61 * digits + self.px(6.0)
    }

    /// Width available for a name under a group of `slot` px, in em of the name.
    pub(super) fn label_room(&self, slot: f64) -> f64 {
        (slot - self.px(if self.full() { 8.0 } else { 4.0 })) / self.name
    }

    /// Width of the gutters left and right of a vertical plot together, estimated before the numbers are known.
    pub(super) fn nominal_gutters(&self, width: f64) -> f64 {
        if self.full() {
            self.px(26.0) + self.even_gutter(width)
        } else {
            0.0
        }
    }

    /// Width at the right for "1/K = 0.25", on one line or two; zero if there is no room.
    pub(super) fn even_gutter(&self, width: f64) -> f64 {
        if !self.full() || width < 15.0 * self.em {
            0.0
        } else {
            self.px(8.0)
                + self.tick
                    * 0.61
                    * if self.even_in_one_line(width) {
                        11.0
                    } else {
                        5.0
                    }
        }
    }

    pub(super) fn even_in_one_line(&self, width: f64) -> bool {
        width >= 32.0 * self.em
    }

    /// Least width of a label's column in a vertical chart.
    pub(super) fn narrowest_slot(&self) -> f64 {
        if self.full() {
            // Two values like 0.00123 beside each other.
            2.0 * (self.value * 0.61 * 7.0) + self.px(4.0)
        } else {
            self.px(12.0)
        }
    }

    /// Thickness of a bar in a row.
    pub(super) fn row_bar(&self) -> f64 {
        if self.full() {
            self.value_line().max(self.px(13.0))
        } else {
            self.px(5.0)
        }
    }

    /// Gap between the two bars of a label.
    pub(super) fn bar_gap(&self, orientation: Orientation) -> f64 {
        match (orientation, self.density) {
            (Orientation::Vertical, Density::Full) => self.px(3.0),
            (Orientation::Horizontal, Density::Full) => self.px(2.0),
            (_, Density::Small) => 1.0,
        }
    }
}
