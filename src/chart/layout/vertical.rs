//! Layout with groups side by side and bars upwards. Scores have a second plot below, with the same names.

use super::canvas::{Canvas, Style};
use super::metrics::Metrics;
use super::plot::{self, Plot};
use crate::chart::{Anchor, Axis, BarChart, Density, Ink, Orientation, Rect, Stage, Track, text};

/// Height above a plot, for the value of a bar of length 1 (or half a number of the axis).
fn head(metrics: &Metrics, captioned: bool) -> f64 {
    match metrics.density {
        Density::Full => {
            metrics.value_line()
                + metrics.px(5.0)
                + if captioned { metrics.name_line() } else { 0.0 }
        }
        Density::Small => 1.0,
    }
}

/// The names under groups of `slot` px, by line; none where a small chart has no room for all of them.
fn name_lines(labels: &[String], slot: f64, metrics: &Metrics) -> Vec<Vec<String>> {
    let room = metrics.label_room(slot);
    let wrapped = |lines| {
        labels
            .iter()
            .map(|label| text::wrap(&text::clean(label), room, lines))
            .collect()
    };
    match metrics.density {
        Density::Full => wrapped(2),
        Density::Small if labels.iter().all(|label| text::width(label) <= room) => wrapped(1),
        Density::Small => Vec::new(),
    }
}

/// Height below the last plot, for the names.
fn foot(names: &[Vec<String>], metrics: &Metrics) -> f64 {
    let lines = names.iter().map(Vec::len).max().unwrap_or(0) as f64;
    match metrics.density {
        Density::Full => metrics.px(8.0) + lines.max(1.0) * metrics.name_line(),
        Density::Small if lines > 0.0 => metrics.px(3.0) + metrics.name_line(),
        Density::Small => 1.0,
    }
}

fn gap_between_plots(metrics: &Metrics) -> f64 {
    metrics.px(if metrics.full() { 10.0 } else { 8.0 })
}

fn nominal_slot(labels: usize, width: f64, metrics: &Metrics) -> f64 {
    (width - metrics.nominal_gutters(width)) / labels.max(1) as f64
}

pub(super) fn preferred_height(
    labels: &[String],
    axis: Axis,
    width: f64,
    metrics: &Metrics,
) -> f64 {
    let plot = match metrics.density {
        Density::Full => (width * 0.4).clamp(8.5 * metrics.em, 13.0 * metrics.em),
        Density::Small => (width * 0.5).clamp(3.5 * metrics.em, 5.0 * metrics.em),
    };
    let foot = foot(
        &name_lines(labels, nominal_slot(labels.len(), width, metrics), metrics),
        metrics,
    );
    match axis {
        Axis::Probability | Axis::SmallProbability { .. } => head(metrics, false) + plot + foot,
        Axis::Scores { .. } => {
            2.0 * (head(metrics, true) + plot * 0.7) + gap_between_plots(metrics) + foot
        }
    }
}

pub(super) fn lay_out(chart: &BarChart, metrics: &Metrics, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let plots = Plot::of(chart);
    let left = left_gutter(&plots, metrics, canvas);
    let width = (size.width - left - metrics.even_gutter(size.width)).max(0.0);
    let slot = width / chart.labels.len().max(1) as f64;
    let names = name_lines(
        &chart.labels,
        nominal_slot(chart.labels.len(), size.width, metrics).min(slot),
        metrics,
    );
    let head = head(metrics, plots.iter().any(|plot| plot.caption.is_some()));
    let foot = foot(&names, metrics);
    let gaps = gap_between_plots(metrics) * (plots.len() as f64 - 1.0);
    let height = ((size.height - foot - gaps) / plots.len() as f64 - head).max(0.0);

    let mut top = head;
    for plot in &plots {
        let rect = Rect {
            x: left,
            y: top,
            width,
            height,
        };
        if let Some(caption) = &plot.caption {
            let caption = text::fit(caption, (size.width - left) / metrics.tick);
            let y = top - head + metrics.name_line() / 2.0;
            canvas.text(caption, left, y, Style::caption(metrics, Anchor::Start));
        }
        frame(canvas, plot, rect);
        bars(canvas, chart, plot, rect);
        top += height + gap_between_plots(metrics) + head;
    }
    let names_top = size.height - foot + metrics.px(if metrics.full() { 6.0 } else { 2.0 });
    for (label, lines) in names.into_iter().enumerate() {
        let x = left + (label as f64 + 0.5) * slot;
        for (row, line) in lines.into_iter().enumerate() {
            let y = names_top + (row as f64 + 0.5) * metrics.name_line();
            canvas.text(line, x, y, Style::name(metrics, Anchor::Middle));
        }
    }
}

/// Width left of the plots, for the numbers of all axes.
fn left_gutter(plots: &[Plot], metrics: &Metrics, canvas: &Canvas<'_>) -> f64 {
    if !metrics.full() {
        return 0.0;
    }
    let widths = plots
        .iter()
        .flat_map(Plot::ticks)
        .map(|tick| text::digits_width(&canvas.number(tick)));
    (widths.fold(0.0, f64::max) * metrics.tick + metrics.px(8.0)).min(canvas.size().width * 0.4)
}

/// Grid, numbers of the axis, base line, and the dashed line at 1/K.
fn frame(canvas: &mut Canvas<'_>, plot: &Plot, rect: Rect) {
    let metrics = canvas.metrics;
    let track = Track {
        rect,
        orientation: Orientation::Vertical,
        min: plot.min,
        max: plot.max,
    };
    let even = plot.even.map(|even| track.position(even));
    let mut numbered: Vec<f64> = Vec::new();
    for tick in plot.ticks() {
        let y = track.position(tick);
        // A tick at the dashed line would repeat that line's number.
        let is_even = even.is_some_and(|even| (y - even).abs() < 1.0);
        if tick != 0.0 && !is_even && (metrics.full() || plot.is_end(tick)) {
            canvas.rule(rect.x, y, rect.width, false, Ink::Grid, false);
        }
        if metrics.full()
            && numbered
                .iter()
                .all(|other| (other - y).abs() >= metrics.tick_line())
        {
            let number = canvas.number(tick);
            canvas.text(
                number,
                rect.x - metrics.px(6.0),
                y,
                Style::tick(metrics, Anchor::End),
            );
            numbered.push(y);
        }
    }
    canvas.rule(rect.x, track.base(), rect.width, false, Ink::Muted, false);
    let (Some(y), Some(even)) = (even, plot.even) else {
        return;
    };
    canvas.rule(rect.x, y, rect.width, false, Ink::Muted, true);
    let width = canvas.size().width;
    if metrics.even_gutter(width) > 0.0 {
        let (x, number) = (rect.right() + metrics.px(5.0), canvas.number(even));
        let style = Style::tick(metrics, Anchor::Start);
        if metrics.even_in_one_line(width) {
            canvas.text(format!("1/K = {number}"), x, y, style);
        } else {
            // Not below the base line, where the names are.
            let y = y.min(rect.bottom() - metrics.tick_line());
            canvas.text("1/K".to_string(), x, y - metrics.tick_line() / 2.0, style);
            canvas.text(number, x, y + metrics.tick_line() / 2.0, style);
        }
    }
}

fn bars(canvas: &mut Canvas<'_>, chart: &BarChart, plot: &Plot, rect: Rect) {
    let metrics = canvas.metrics;
    let slot_width = rect.width / chart.labels.len().max(1) as f64;
    let gap = metrics.bar_gap(Orientation::Vertical);
    let count = plot.stages.len() as f64;
    let margin = if metrics.full() {
        (slot_width * 0.12).max(metrics.px(4.0))
    } else {
        slot_width * 0.1
    };
    let widest = metrics.px(if metrics.full() { 56.0 } else { 22.0 });
    let thickness = ((slot_width - 2.0 * margin - gap * (count - 1.0)) / count).clamp(0.0, widest);
    let group_width = count * thickness + gap * (count - 1.0);
    let mut values = Vec::new();
    for label in 0..chart.labels.len() {
        let slot = Rect {
            x: rect.x + label as f64 * slot_width,
            width: slot_width,
            ..rect
        };
        let mut x = slot.x + (slot_width - group_width) / 2.0;
        for stage in plot.stages {
            let track = Track {
                rect: Rect {
                    x,
                    width: thickness,
                    ..rect
                },
                orientation: Orientation::Vertical,
                min: plot.min,
                max: plot.max,
            };
            x += thickness + gap;
            let Some(value) = plot::value(chart, label, *stage) else {
                continue;
            };
            let bar = canvas.bar(label, *stage, value, slot, track);
            let even = plot.even.map(|even| track.position(even));
            if let Some(even) = even.filter(|even| *stage == Stage::After && bar.y < even - 1.0) {
                canvas.rule(bar.x, even, bar.width, false, Ink::Paper, true);
            }
            if metrics.full() {
                let y = bar.y - metrics.px(2.0) - metrics.value_line() / 2.0;
                // A value wider than its bar grows away from the other bar of the group, never over it.
                let fits = text::digits_width(&canvas.number(value)) * metrics.value <= thickness;
                let (x, anchor) = match stage {
                    _ if count == 1.0 || fits => (bar.x + thickness / 2.0, Anchor::Middle),
                    Stage::Before => (bar.right(), Anchor::End),
                    Stage::After => (bar.x, Anchor::Start),
                };
                values.push((value, x, y, anchor));
            }
        }
    }
    // Values follow after all bars, so that none is placed on the next group's bar.
    for (value, x, y, anchor) in values {
        canvas.value(value, x, y, anchor, metrics.value_line());
    }
}
