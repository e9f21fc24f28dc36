//! Groups side by side, bars upwards. Scores stand in a second plot below, over the same names.

use super::canvas::{Canvas, Style};
use super::metrics::Metrics;
use crate::chart::{Anchor, Axis, BarChart, Density, Ink, Orientation, Rect, Stage, Track, text};

/// Above the top of a plot: the value of a bar of length 1 (or half a number of the axis).
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

/// Lines of the longest name under `slot` px wide groups; none where a small chart has no room for all of them.
fn name_lines(labels: &[String], slot: f64, metrics: &Metrics) -> Vec<Vec<String>> {
    let room = metrics.label_room(slot);
    let wrapped = |lines| {
        labels
            .iter()
            .map(|label| text::wrap(&text::clean(label), room, lines))
            .collect::<Vec<_>>()
    };
    match metrics.density {
        Density::Full => wrapped(2),
        Density::Small if labels.iter().all(|label| text::width(label) <= room) => wrapped(1),
        Density::Small => Vec::new(),
    }
}

fn foot(names: &[Vec<String>], metrics: &Metrics) -> f64 {
    let lines = names.iter().map(Vec::len).max().unwrap_or(0);
    match metrics.density {
        Density::Full => {
            metrics.px(6.0) + lines.max(1) as f64 * metrics.name_line() + metrics.px(2.0)
        }
        Density::Small if lines > 0 => metrics.px(3.0) + metrics.name_line(),
        Density::Small => 1.0,
    }
}

fn gap_between_plots(metrics: &Metrics) -> f64 {
    if metrics.full() {
        metrics.px(10.0)
    } else {
        metrics.px(6.0)
    }
}

pub(super) fn preferred_height(
    labels: &[String],
    axis: Axis,
    width: f64,
    metrics: &Metrics,
) -> f64 {
    let slot = (width - metrics.nominal_gutters(width)) / labels.len().max(1) as f64;
    let plot = match metrics.density {
        Density::Full => (width * 0.4).clamp(8.5 * metrics.em, 13.0 * metrics.em),
        Density::Small => (width * 0.5).clamp(3.5 * metrics.em, 5.0 * metrics.em),
    };
    let foot = foot(&name_lines(labels, slot, metrics), metrics);
    match axis {
        Axis::Probability => head(metrics, false) + plot + foot,
        Axis::Scores { .. } => {
            2.0 * (head(metrics, true) + plot * 0.7) + gap_between_plots(metrics) + foot
        }
    }
}

pub(super) fn lay_out(chart: &BarChart, metrics: &Metrics, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let range = chart.axis.range();
    let plots: Vec<(f64, f64)> = match chart.axis {
        Axis::Probability => vec![(0.0, 1.0)],
        Axis::Scores { .. } => vec![(0.0, 1.0), range],
    };
    let count = chart.labels.len().max(1) as f64;
    let left = if metrics.full() {
        let widest = plots
            .iter()
            .flat_map(|plot| ticks(*plot))
            .map(|tick| text::digits_width(&canvas.number(tick)) * metrics.tick)
            .fold(0.0, f64::max);
        (widest + metrics.px(8.0)).min(size.width * 0.4)
    } else {
        0.0
    };
    let width = (size.width - left - metrics.even_gutter(size.width)).max(0.0);
    let slot = width / count;
    let nominal_slot = (size.width - metrics.nominal_gutters(size.width)) / count;
    let names = name_lines(&chart.labels, nominal_slot.min(slot), metrics);
    let head = head(metrics, plots.len() > 1 && chart.captions.is_some());
    let foot = foot(&names, metrics);
    let gaps = gap_between_plots(metrics) * (plots.len() - 1) as f64;
    let height = ((size.height - foot - gaps) / plots.len() as f64 - head).max(0.0);

    for (index, plot) in plots.iter().enumerate() {
        let top = head + index as f64 * (head + height + gap_between_plots(metrics));
        let rect = Rect {
            x: left,
            y: top,
            width,
            height,
        };
        frame(canvas, rect, *plot, index == 0, count);
        if let Some(caption) = chart
            .captions
            .as_ref()
            .and_then(|captions| captions.get(index))
            .filter(|_| plots.len() > 1 && metrics.full())
        {
            let caption = text::fit(&text::clean(caption), (size.width - left) / metrics.tick);
            canvas.text(
                caption,
                left,
                top - head + metrics.name_line() / 2.0,
                Style::caption(metrics, Anchor::Start),
            );
        }
        let stages: &[Stage] = match (plots.len(), index) {
            (1, _) => &[Stage::Before, Stage::After],
            (_, 0) => &[Stage::Before],
            _ => &[Stage::After],
        };
        bars(canvas, chart, rect, *plot, stages);
    }
    let names_top = size.height - foot + metrics.px(if metrics.full() { 6.0 } else { 2.0 });
    for (index, lines) in names.into_iter().enumerate() {
        let x = left + (index as f64 + 0.5) * slot;
        for (row, line) in lines.into_iter().enumerate() {
            let y = names_top + (row as f64 + 0.5) * metrics.name_line();
            canvas.text(line, x, y, Style::name(metrics, Anchor::Middle));
        }
    }
}

/// Numbers of the axis.
pub(super) fn ticks((min, max): (f64, f64)) -> Vec<f64> {
    if min == 0.0 || max == 0.0 {
        vec![min, (min + max) / 2.0, max]
    } else {
        vec![min, 0.0, max]
    }
}

/// Grid, numbers of the axis, base line, and the dashed line at 1/K of probabilities.
fn frame(canvas: &mut Canvas<'_>, rect: Rect, range: (f64, f64), probabilities: bool, count: f64) {
    let metrics = canvas.metrics;
    let track = Track {
        rect,
        orientation: Orientation::Vertical,
        min: range.0,
        max: range.1,
    };
    let even = track.position(1.0 / count);
    let mut last_text = f64::INFINITY;
    for tick in ticks(range) {
        let y = track.position(tick);
        // The dashed line says the same.
        let is_even = probabilities && (y - even).abs() < 1.0;
        // A small chart is too low for a line at one half.
        let wanted = metrics.full() || tick == range.0 || tick == range.1;
        if tick != 0.0 && !is_even && wanted {
            canvas.rule(rect.x, y, rect.width, false, Ink::Grid, false);
        }
        if metrics.full() && last_text - y >= metrics.tick_line() {
            let number = canvas.number(tick);
            canvas.text(
                number,
                rect.x - metrics.px(6.0),
                y,
                Style::tick(metrics, Anchor::End),
            );
            last_text = y;
        }
    }
    canvas.rule(rect.x, track.base(), rect.width, false, Ink::Muted, false);
    if probabilities {
        canvas.rule(rect.x, even, rect.width, false, Ink::Ink, true);
        let width = canvas.size().width;
        if metrics.even_gutter(width) > 0.0 {
            let (x, number) = (rect.right() + metrics.px(5.0), canvas.number(1.0 / count));
            let style = Style::tick(metrics, Anchor::Start);
            if metrics.even_in_one_line(width) {
                canvas.text(format!("1/K = {number}"), x, even, style);
            } else {
                // Not below the base line, where the names are.
                let y = even.min(rect.bottom() - metrics.tick_line());
                canvas.text("1/K =".to_string(), x, y - metrics.tick_line() / 2.0, style);
                canvas.text(number, x, y + metrics.tick_line() / 2.0, style);
            }
        }
    }
}

fn bars(
    canvas: &mut Canvas<'_>,
    chart: &BarChart,
    rect: Rect,
    range: (f64, f64),
    stages: &[Stage],
) {
    let metrics = canvas.metrics;
    let slot = rect.width / chart.labels.len().max(1) as f64;
    let gap = metrics.bar_gap(Orientation::Vertical);
    let bars = stages.len() as f64;
    let margin = if metrics.full() {
        (slot * 0.12).max(metrics.px(4.0))
    } else {
        slot * 0.1
    };
    let widest = metrics.px(if metrics.full() { 52.0 } else { 22.0 });
    let thickness = ((slot - 2.0 * margin - gap * (bars - 1.0)) / bars).clamp(0.0, widest);
    for label in 0..chart.labels.len() {
        let slot_rect = Rect {
            x: rect.x + label as f64 * slot,
            width: slot,
            ..rect
        };
        let group = slot_rect.x + (slot - bars * thickness - gap * (bars - 1.0)) / 2.0;
        for (index, stage) in stages.iter().enumerate() {
            let value = match stage {
                Stage::Before => chart.before.get(label),
                Stage::After => chart.after.as_ref().and_then(|after| after.get(label)),
            }
            .copied();
            let x = group + index as f64 * (thickness + gap);
            let track = Track {
                rect: Rect {
                    x,
                    width: thickness,
                    ..rect
                },
                orientation: Orientation::Vertical,
                min: range.0,
                max: range.1,
            };
            let Some(bar) = canvas.bar(label, *stage, value, slot_rect, track) else {
                continue;
            };
            let Some(value) = value.filter(|_| metrics.full()) else {
                continue;
            };
            let y = bar.y - metrics.px(2.0) - metrics.value_line() / 2.0;
            // A value wider than its bar grows away from the other bar of the group, never over it.
            let number_width = text::digits_width(&canvas.number(value)) * metrics.value;
            let (x, anchor) = match stage {
                _ if stages.len() == 1 || number_width <= thickness => {
                    (x + thickness / 2.0, Anchor::Middle)
                }
                Stage::Before => (x + thickness, Anchor::End),
                Stage::After => (x, Anchor::Start),
            };
            canvas.value(value, x, y, anchor, Orientation::Vertical);
        }
    }
}
