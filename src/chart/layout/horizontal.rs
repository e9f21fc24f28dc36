//! One row per label, bars to the right. Scores stand in a second column, over the same rows.

use super::canvas::{Canvas, Style};
use super::metrics::Metrics;
use super::vertical::ticks;
use crate::chart::{Anchor, Axis, BarChart, Density, Ink, Orientation, Rect, Stage, Track, text};

/// Where names go, and how many lines they take.
struct Names {
    /// Width of the column left of the bars; 0 where names stand above their bars, or are left out.
    column: f64,
    /// Per label.
    lines: Vec<Vec<String>>,
}

fn names(labels: &[String], width: f64, metrics: &Metrics) -> Names {
    let cleaned: Vec<String> = labels.iter().map(|label| text::clean(label)).collect();
    let widest = cleaned
        .iter()
        .map(|label| text::width(label))
        .fold(0.0, f64::max)
        * metrics.name;
    let wrapped = |room: f64| {
        cleaned
            .iter()
            .map(|label| text::wrap(label, room / metrics.name, 2))
            .collect::<Vec<_>>()
    };
    let all_fit = |lines: &[Vec<String>]| !lines.iter().flatten().any(|line| line.ends_with('…'));
    match metrics.density {
        Density::Small => {
            let lines = wrapped(widest);
            if widest <= width * 0.4 && metrics.name_line() <= row_bars(metrics, 2.0) {
                Names {
                    column: widest,
                    lines,
                }
            } else {
                Names {
                    column: 0.0,
                    lines: Vec::new(),
                }
            }
        }
        Density::Full => {
            // As wide as the names need, up to a share of the chart; on two lines less is needed.
            let most = (width * 0.38).min(16.0 * metrics.em);
            let column = if widest <= most { widest } else { most };
            let lines = wrapped(column);
            let enough_left = width - column >= 13.0 * metrics.em;
            if enough_left && all_fit(&lines) {
                Names { column, lines }
            } else {
                Names {
                    column: 0.0,
                    lines: wrapped(width),
                }
            }
        }
    }
}

fn row_bars(metrics: &Metrics, bars: f64) -> f64 {
    bars * metrics.row_bar() + (bars - 1.0) * metrics.bar_gap(Orientation::Horizontal)
}

fn row_gap(metrics: &Metrics) -> f64 {
    metrics.px(if metrics.full() { 11.0 } else { 4.0 })
}

/// Height of a label's row without the gap below it.
fn row_height(lines: usize, column: f64, bars: f64, metrics: &Metrics) -> f64 {
    let text = lines as f64 * metrics.name_line();
    if column > 0.0 {
        bars.max(text)
    } else {
        bars + if lines > 0 {
            text + metrics.px(2.0)
        } else {
            0.0
        }
    }
}

fn bars_per_row(axis: Axis) -> f64 {
    match axis {
        Axis::Probability => 2.0,
        Axis::Scores { .. } => 1.0,
    }
}

fn head(metrics: &Metrics, captioned: bool) -> f64 {
    match metrics.density {
        Density::Full => {
            metrics.tick_line()
                + metrics.px(6.0)
                + if captioned { metrics.name_line() } else { 0.0 }
        }
        Density::Small => metrics.px(2.0),
    }
}

fn foot(metrics: &Metrics) -> f64 {
    if metrics.full() {
        metrics.tick_line() + metrics.px(5.0)
    } else {
        metrics.px(2.0)
    }
}

/// Scores have one bar per row: it is thicker, so that rows stay easy to hit.
fn bar_block(axis: Axis, metrics: &Metrics) -> f64 {
    let bars = bars_per_row(axis);
    if bars == 1.0 {
        row_bars(metrics, 1.0) * if metrics.full() { 1.3 } else { 1.6 }
    } else {
        row_bars(metrics, bars)
    }
}

fn rows(names: &Names, labels: usize, block: f64, metrics: &Metrics) -> Vec<f64> {
    (0..labels)
        .map(|label| {
            row_height(
                names.lines.get(label).map_or(0, Vec::len),
                names.column,
                block,
                metrics,
            )
        })
        .collect()
}

pub(super) fn preferred_height(
    labels: &[String],
    axis: Axis,
    width: f64,
    metrics: &Metrics,
) -> f64 {
    let names = names(labels, width, metrics);
    let rows = rows(&names, labels.len(), bar_block(axis, metrics), metrics);
    let captioned = matches!(axis, Axis::Scores { .. });
    head(metrics, captioned)
        + rows.iter().map(|row| row + row_gap(metrics)).sum::<f64>()
        + foot(metrics)
}

pub(super) fn lay_out(chart: &BarChart, metrics: &Metrics, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let names = names(&chart.labels, size.width, metrics);
    let block = bar_block(chart.axis, metrics);
    let rows = rows(&names, chart.labels.len(), block, metrics);
    let two_plots = matches!(chart.axis, Axis::Scores { .. });
    let (head, foot) = (
        head(metrics, two_plots && chart.captions.is_some()),
        foot(metrics),
    );
    let natural: f64 = rows.iter().map(|row| row + row_gap(metrics)).sum();
    // A chart that is too low is squeezed, and loses its texts when they would touch.
    let squeeze = if natural > 0.0 {
        ((size.height - head - foot).max(0.0) / natural).min(1.0)
    } else {
        1.0
    };
    let show_texts = squeeze > 0.85;

    let edge = metrics.px(if metrics.full() { 4.0 } else { 1.0 });
    let left = if names.column > 0.0 {
        names.column + metrics.px(8.0)
    } else {
        edge
    };
    let room = if metrics.full() {
        metrics.value_room()
    } else {
        edge
    };
    let plots: Vec<(f64, f64)> = if two_plots {
        vec![(0.0, 1.0), chart.axis.range()]
    } else {
        vec![(0.0, 1.0)]
    };
    let gap = if metrics.full() {
        metrics.px(4.0)
    } else {
        metrics.px(6.0)
    };
    let share = (size.width - left - gap * (plots.len() - 1) as f64) / plots.len() as f64;
    let width = (share - room).max(0.0);

    for (index, range) in plots.iter().enumerate() {
        let rect = Rect {
            x: left + index as f64 * (share + gap),
            y: head,
            width,
            height: natural * squeeze,
        };
        let count = chart.labels.len().max(1) as f64;
        frame(canvas, rect, *range, index == 0, count);
        if let Some(caption) = chart
            .captions
            .as_ref()
            .and_then(|captions| captions.get(index))
            .filter(|_| two_plots && metrics.full())
        {
            let caption = text::fit(&text::clean(caption), share / metrics.tick);
            canvas.text(
                caption,
                rect.x,
                metrics.name_line() / 2.0,
                Style::caption(metrics, Anchor::Start),
            );
        }
        let stages: &[Stage] = match (two_plots, index) {
            (false, _) => &[Stage::Before, Stage::After],
            (true, 0) => &[Stage::Before],
            (true, _) => &[Stage::After],
        };
        let mut top = head;
        for (label, row) in rows.iter().enumerate() {
            let slot = Rect {
                x: rect.x,
                y: top,
                width: share,
                height: (row + row_gap(metrics)) * squeeze,
            };
            let lines = names
                .lines
                .get(label)
                .map(Vec::as_slice)
                .unwrap_or_default();
            let text_height = lines.len() as f64 * metrics.name_line();
            // Half of the gap above the row, half below it.
            let inner = top + row_gap(metrics) / 2.0 * squeeze;
            let bars_top = if names.column > 0.0 {
                inner + (row - block) / 2.0 * squeeze
            } else {
                inner + (row - block) * squeeze
            };
            if index == 0 && show_texts {
                let text_top = if names.column > 0.0 {
                    inner + (row - text_height) / 2.0 * squeeze
                } else {
                    inner
                };
                for (at, line) in lines.iter().enumerate() {
                    let y = text_top + (at as f64 + 0.5) * metrics.name_line() * squeeze;
                    let (x, anchor) = if names.column > 0.0 {
                        (names.column, Anchor::End)
                    } else {
                        (rect.x, Anchor::Start)
                    };
                    canvas.text(
                        line.clone(),
                        x,
                        y,
                        Style {
                            plate: names.column == 0.0,
                            ..Style::name(metrics, anchor)
                        },
                    );
                }
            }
            let bars = Rect {
                x: rect.x,
                y: bars_top,
                width,
                height: block * squeeze,
            };
            row_of_bars(canvas, chart, label, slot, bars, *range, stages, show_texts);
            top = slot.bottom();
        }
    }
}

#[allow(clippy::too_many_arguments)]
fn row_of_bars(
    canvas: &mut Canvas<'_>,
    chart: &BarChart,
    label: usize,
    slot: Rect,
    bars: Rect,
    range: (f64, f64),
    stages: &[Stage],
    show_values: bool,
) {
    let metrics = canvas.metrics;
    let count = stages.len() as f64;
    let gap = metrics
        .bar_gap(Orientation::Horizontal)
        .min(bars.height / 4.0);
    let thickness = (bars.height - gap * (count - 1.0)) / count;
    for (index, stage) in stages.iter().enumerate() {
        let value = match stage {
            Stage::Before => chart.before.get(label),
            Stage::After => chart.after.as_ref().and_then(|after| after.get(label)),
        }
        .copied();
        let y = bars.y + index as f64 * (thickness + gap);
        let track = Track {
            rect: Rect {
                y,
                height: thickness,
                ..bars
            },
            orientation: Orientation::Horizontal,
            min: range.0,
            max: range.1,
        };
        let Some(bar) = canvas.bar(label, *stage, value, slot, track) else {
            continue;
        };
        if let Some(value) = value.filter(|_| metrics.full() && show_values) {
            // A negative bar grows to the left; its value stands right of zero, where there is always room.
            let x = bar.right() + metrics.px(4.0);
            canvas.value(
                value,
                x,
                y + thickness / 2.0,
                Anchor::Start,
                Orientation::Horizontal,
            );
        }
    }
}

/// Grid, numbers of the axis on top, base line, and the dashed line at 1/K with its number below.
fn frame(canvas: &mut Canvas<'_>, rect: Rect, range: (f64, f64), probabilities: bool, count: f64) {
    let metrics = canvas.metrics;
    let track = Track {
        rect,
        orientation: Orientation::Horizontal,
        min: range.0,
        max: range.1,
    };
    let even = track.position(1.0 / count);
    let mut last_end = f64::NEG_INFINITY;
    for tick in ticks(range) {
        let x = track.position(tick);
        let wanted = metrics.full() || tick == range.0 || tick == range.1;
        if tick != 0.0 && !(probabilities && (x - even).abs() < 1.0) && wanted {
            canvas.rule(x, rect.y, rect.height, true, Ink::Grid, false);
        }
        if metrics.full() {
            let number = canvas.number(tick);
            let half = text::digits_width(&number) * metrics.tick / 2.0;
            if x - half > last_end {
                canvas.text(
                    number,
                    x,
                    rect.y - metrics.px(3.0) - metrics.tick_line() / 2.0,
                    Style::tick(metrics, Anchor::Middle),
                );
                last_end = x + half + metrics.px(4.0);
            }
        }
    }
    canvas.rule(track.base(), rect.y, rect.height, true, Ink::Muted, false);
    if probabilities {
        canvas.rule(even, rect.y, rect.height, true, Ink::Ink, true);
        if metrics.full() {
            let number = canvas.number(1.0 / count);
            let y = rect.bottom() + metrics.px(3.0) + metrics.tick_line() / 2.0;
            canvas.text(
                format!("1/K = {number}"),
                even,
                y,
                Style::tick(metrics, Anchor::Middle),
            );
        }
    }
}
