//! Before/after bar charts: plain data → geometry → any plotters backend.
//!
//! [`layout()`] turns a [`BarChart`] into a [`Scene`]: rectangles, rules and texts in CSS pixels, and one
//! [`Mark`] per bar that says where the bar is and how a pointer position maps to its value.
//! [`draw()`] paints a scene on any plotters backend (the canvas of the page, or [`svg()`] for tests and export).
//! The module needs no browser and contains no texts: the caller formats the numbers and passes the captions.
//!
//! # Conventions
//!
//! - Lengths are CSS pixels, `x` to the right, `y` down, origin at the top left of the chart.
//!   Rounding to whole device pixels happens in [`draw()`] and nowhere else.
//! - A chart's orientation depends on labels, width, density and text size, never on values, so that nothing jumps
//!   while a bar is dragged.
//! - *Before* is hatched, *after* is solid: they differ without colour.
//! - Texts are measured by estimate ([`text`]): on a canvas, exact measures need a call into the page.
//!
//! ```
//! use calibration_explainer::chart::{self, Axis, BarChart, Density, Palette, Size};
//!
//! let labels = vec!["Positive".to_string(), "Negative".to_string()];
//! let height = chart::preferred_height(&labels, Axis::Probability, 400.0, Density::Full, 16.0);
//! let chart = BarChart {
//!     labels,
//!     before: vec![0.72, 0.28],
//!     after: Some(vec![0.45, 0.55]),
//!     axis: Axis::Probability,
//!     captions: None,
//!     size: Size { width: 400.0, height },
//!     density: Density::Full,
//!     text_size: 16.0,
//! };
//! let scene = chart::layout(&chart, &|value| format!("{value:.2}"));
//! assert_eq!(scene.marks.len(), 4); // two labels, before and after
//! let svg = chart::svg(&scene, &Palette::light(), "Before and after", "Positive 0.72 → 0.45 …");
//! assert!(svg.starts_with("<svg"));
//! ```

mod bar_chart;
mod draw;
mod geometry;
mod hatch;
mod layout;
mod palette;
mod scene;
mod svg;
pub mod text;

pub use bar_chart::{Axis, BarChart, Density};
pub use draw::draw;
pub use geometry::{Orientation, Rect, Size, Track};
pub use layout::{layout, orientation, preferred_height};
pub use palette::{Palette, Rgb};
pub use scene::{Anchor, Bar, Face, Ink, Mark, Rule, Scene, Shape, Stage, Text};
pub use svg::svg;
