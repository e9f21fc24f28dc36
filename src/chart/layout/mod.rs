//! Computes the geometry of a chart from its data.

mod canvas;
mod horizontal;
mod metrics;
mod plot;
mod vertical;

use self::canvas::Canvas;
use self::metrics::Metrics;
use super::{Axis, BarChart, Density, Orientation, Scene, Size, text};

/// The direction of the bars: vertical where every label has room for its name and two values side by side,
/// horizontal rows otherwise. Depends on nothing that changes while a bar is dragged.
pub fn orientation(labels: &[String], width: f64, density: Density, text_size: f64) -> Orientation {
    let metrics = Metrics::new(density, text_size);
    let slot =
        (finite(width) - metrics.nominal_gutters(finite(width))) / labels.len().max(1) as f64;
    let fits = match density {
        Density::Small => slot >= metrics.narrowest_slot(),
        Density::Full => {
            slot >= metrics.narrowest_slot()
                && labels.iter().all(|label| {
                    let (label, room) = (text::clean(label), metrics.label_room(slot));
                    let whole_words = label
                        .split(' ')
                        .all(|word| text::width(word) <= room || !word.is_ascii());
                    whole_words
                        && !text::wrap(&label, room, 2)
                            .iter()
                            .any(|line| line.ends_with('…'))
                })
        }
    };
    if fits {
        Orientation::Vertical
    } else {
        Orientation::Horizontal
    }
}

/// The height in CSS pixels at which [`layout`] shows everything at its natural size.
pub fn preferred_height(
    labels: &[String],
    axis: Axis,
    width: f64,
    density: Density,
    text_size: f64,
) -> f64 {
    let metrics = Metrics::new(density, text_size);
    let width = finite(width);
    match orientation(labels, width, density, text_size) {
        Orientation::Vertical => vertical::preferred_height(labels, axis, width, &metrics),
        Orientation::Horizontal => horizontal::preferred_height(labels, axis, width, &metrics),
    }
    .ceil()
}

/// The geometry of a chart. `number` formats a value in the reader's language, in a short form.
///
/// It never fails: a size too small for its content loses texts first, and nothing lies outside it; values that are not
/// finite have no bar, values outside the scale end at its end (their text still shows the value).
pub fn layout(chart: &BarChart, number: &dyn Fn(f64) -> String) -> Scene {
    let size = Size {
        width: finite(chart.size.width),
        height: finite(chart.size.height),
    };
    let metrics = Metrics::new(chart.density, chart.text_size);
    let mut canvas = Canvas::new(size, &metrics, number);
    match orientation(&chart.labels, size.width, chart.density, chart.text_size) {
        Orientation::Vertical => vertical::lay_out(chart, &metrics, &mut canvas),
        Orientation::Horizontal => horizontal::lay_out(chart, &metrics, &mut canvas),
    }
    canvas.finish()
}

fn finite(length: f64) -> f64 {
    if length.is_finite() {
        length.clamp(0.0, 16_384.0)
    } else {
        0.0
    }
}
