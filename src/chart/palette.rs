//! Colours by role. The page builds a palette from its style sheet; these are the same values for export and tests.

use super::Ink;

/// An opaque colour: red, green, blue, 0 to 255 each (sRGB).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl Rgb {
    /// Writes the colour as `#rrggbb`.
    pub fn to_hex(self) -> String {
        let Self(r, g, b) = self;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Mixes this colour with `share` (0 to 1) of `other`.
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let mix =
            |a: u8, b: u8| (f64::from(a) * (1.0 - share) + f64::from(b) * share).round() as u8;
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }

    /// Relative luminance as WCAG 2 defines it, 0 (black) to 1 (white).
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// Contrast ratio as WCAG 2 defines it, 1 to 21.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// The colours of a chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Background of the chart, and of values that cross a line.
    pub background: Rgb,
    /// Names and values.
    pub ink: Rgb,
    /// Numbers of the axis, base lines.
    pub muted: Rgb,
    /// Grid lines.
    pub grid: Rgb,
    /// Colours of the labels, in label order; repeated if there are fewer colours than labels.
    pub labels: Vec<Rgb>,
}

impl Palette {
    /// The same palette, in which two labels have each other's colour.
    #[must_use]
    pub fn with_swapped(mut self, one: usize, other: usize) -> Self {
        let count = self.labels.len();
        if one < count && other < count {
            self.labels.swap(one, other);
        }
        self
    }

    /// The palette for light backgrounds.
    pub fn light() -> Self {
        Self {
            background: Rgb(0xff, 0xff, 0xff),
            ink: Rgb(0x1c, 0x1d, 0x20),
            muted: Rgb(0x5f, 0x63, 0x6b),
            grid: Rgb(0xe2, 0xe0, 0xd9),
            labels: LIGHT.to_vec(),
        }
    }

    /// The palette for dark backgrounds.
    pub fn dark() -> Self {
        Self {
            background: Rgb(0x1d, 0x1f, 0x25),
            ink: Rgb(0xee, 0xec, 0xe6),
            muted: Rgb(0xa3, 0xa6, 0xad),
            grid: Rgb(0x35, 0x38, 0x40),
            labels: DARK.to_vec(),
        }
    }

    /// The colour of a label.
    pub fn label(&self, index: usize) -> Rgb {
        self.labels
            .iter()
            .copied()
            .cycle()
            .nth(index % self.labels.len().max(1))
            .unwrap_or(self.ink)
    }

    /// The light background of a hatched bar.
    pub fn tint(&self, index: usize) -> Rgb {
        self.label(index).mixed(self.background, 0.76)
    }

    /// The colour of a line or text.
    pub fn ink(&self, ink: Ink) -> Rgb {
        match ink {
            Ink::Ink => self.ink,
            Ink::Muted => self.muted,
            Ink::Grid => self.grid,
            Ink::Paper => self.background,
        }
    }
}

// Okabe and Ito's hues (blue, vermilion, green, purple, orange, sky blue, yellow, black), darkened or lightened to a
// contrast of 3 : 1 against the background, then moved apart by a search that maximised the smallest distance (Oklab)
// in normal vision, protanopia and deuteranopia, earlier labels first. From the ninth on the hues repeat in another
// lightness.
const LIGHT: [Rgb; 20] = [
    Rgb(0x00, 0x72, 0xb2),
    Rgb(0xd5, 0x5e, 0x00),
    Rgb(0x08, 0x99, 0x5e),
    Rgb(0x79, 0x22, 0x62),
    Rgb(0x84, 0x50, 0x08),
    Rgb(0x47, 0x98, 0xac),
    Rgb(0x3e, 0x43, 0x01),
    Rgb(0x6c, 0x6f, 0x73),
    Rgb(0x34, 0x8d, 0xfb),
    Rgb(0xa2, 0x53, 0x39),
    Rgb(0x1a, 0x76, 0x52),
    Rgb(0x76, 0x4a, 0x64),
    Rgb(0x60, 0x4a, 0x1b),
    Rgb(0x16, 0x61, 0x81),
    Rgb(0x80, 0x85, 0x2f),
    Rgb(0x3b, 0x3e, 0x44),
    Rgb(0x02, 0x3e, 0x83),
    Rgb(0xbc, 0x75, 0x59),
    Rgb(0x1d, 0x59, 0x43),
    Rgb(0xe8, 0x5a, 0x9f),
];

const DARK: [Rgb; 20] = [
    Rgb(0x4a, 0xa3, 0xdf),
    Rgb(0xf0, 0x85, 0x4a),
    Rgb(0x6b, 0xe5, 0xa4),
    Rgb(0xba, 0x66, 0x96),
    Rgb(0xf5, 0xbb, 0x48),
    Rgb(0x6d, 0xd5, 0xfb),
    Rgb(0xe9, 0xf2, 0x7d),
    Rgb(0xe5, 0xe8, 0xed),
    Rgb(0x3a, 0x70, 0xb3),
    Rgb(0xba, 0x7f, 0x5c),
    Rgb(0x66, 0xa8, 0x8c),
    Rgb(0xc4, 0x31, 0x7a),
    Rgb(0x8b, 0x72, 0x43),
    Rgb(0x02, 0x92, 0xad),
    Rgb(0xba, 0xba, 0x81),
    Rgb(0xbd, 0xc3, 0xcc),
    Rgb(0x28, 0x81, 0xf2),
    Rgb(0xd3, 0x49, 0x00),
    Rgb(0xa9, 0xfa, 0xbd),
    Rgb(0xd4, 0x95, 0xb6),
];
