//! Layout with one row per label and bars to the right. Scores have a second column, in the same rows.

use super::canvas::{Canvas, Style};
use super::metrics::Metrics;
use super::plot::{self, Plot};
use crate::chart::{Anchor, Axis, BarChart, Density, Ink, Orientation, Rect, Stage, Track, text};

/// The label names in lines, and the column for them.
struct Names {
    /// Width of the column left of the bars; `None` where names stand above their bars, or are left out.
    column: Option<f64>,
    /// Lines of each label's name.
    lines: Vec<Vec<String>>,
}

impl Names {
    fn new(labels: &[String], width: f64, metrics: &Metrics) -> Self {
        if !metrics.full() {
            // Rows of a small chart are lower than a line of text.
            return Self {
                column: None,
                lines: Vec::new(),
            };
        }
        let labels: Vec<String> = labels.iter().map(|label| text::clean(label)).collect();
        let widest = labels
            .iter()
            .map(|label| text::width(label))
            .fold(0.0, f64::max)
            * metrics.name;
        let wrapped = |room: f64| -> Vec<Vec<String>> {
            // Rounding must not break a line that was measured to fit.
            let room = room / metrics.name + 0.01;
            labels
                .iter()
                .map(|label| text::wrap(label, room, 2))
                .collect()
        };
        let column = widest.min(width * 0.38).min(16.0 * metrics.em);
        if width - column >= 13.0 * metrics.em {
            let lines = wrapped(column);
            if !lines.iter().flatten().any(|line| line.ends_with('…')) {
                return Self {
                    column: Some(column),
                    lines,
                };
            }
        }
        Self {
            column: None,
            lines: wrapped(width - 2.0 * edge(metrics)),
        }
    }

    fn lines(&self, label: usize) -> &[String] {
        self.lines.get(label).map(Vec::as_slice).unwrap_or_default()
    }

    fn above(&self) -> bool {
        self.column.is_none()
    }
}

/// Margin at the left and right edge of the chart.
fn edge(metrics: &Metrics) -> f64 {
    metrics.px(if metrics.full() { 4.0 } else { 1.0 })
}

fn row_gap(metrics: &Metrics) -> f64 {
    metrics.px(if metrics.full() { 11.0 } else { 4.0 })
}

/// Height of the bars of one label. A single bar is thicker, so that rows stay easy to hit.
fn bar_block(bars: usize, metrics: &Metrics) -> f64 {
    let bar = metrics.row_bar();
    if bars == 1 {
        bar * 1.35
    } else {
        2.0 * bar + metrics.bar_gap(Orientation::Horizontal)
    }
}

/// Height of a label's row with its gap.
fn row_height(names: &Names, label: usize, block: f64, metrics: &Metrics) -> f64 {
    let text = names.lines(label).len() as f64 * metrics.name_line();
    let content = if !names.above() {
        block.max(text)
    } else if text > 0.0 {
        text + metrics.px(2.0) + block
    } else {
        block
    };
    content + row_gap(metrics)
}

/// Height above the rows, for the numbers of the axis and a caption.
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

/// Height below the rows, for the number of the line at 1/K.
fn foot(metrics: &Metrics) -> f64 {
    if metrics.full() {
        metrics.tick_line() + metrics.px(5.0)
    } else {
        metrics.px(2.0)
    }
}

pub(super) fn preferred_height(
    labels: &[String],
    axis: Axis,
    width: f64,
    metrics: &Metrics,
) -> f64 {
    let names = Names::new(labels, width, metrics);
    let scores = matches!(axis, Axis::Scores { .. });
    let block = bar_block(if scores { 1 } else { 2 }, metrics);
    let rows: f64 = (0..labels.len())
        .map(|label| row_height(&names, label, block, metrics))
        .sum();
    head(metrics, scores) + rows + foot(metrics)
}

/// Vertical positions of one label's names and bars, the same in all plots.
struct Row {
    top: f64,
    height: f64,
    names_top: f64,
    bars_top: f64,
    bars_height: f64,
}

pub(super) fn lay_out(chart: &BarChart, metrics: &Metrics, canvas: &mut Canvas<'_>) {
    let size = canvas.size();
    let plots = Plot::of(chart);
    let names = Names::new(&chart.labels, size.width, metrics);
    let block = bar_block(if plots.len() > 1 { 1 } else { 2 }, metrics);
    let head = head(metrics, plots.iter().any(|plot| plot.caption.is_some()));
    let heights: Vec<f64> = (0..chart.labels.len())
        .map(|label| row_height(&names, label, block, metrics))
        .collect();
    let natural: f64 = heights.iter().sum();
    // A chart that is too low is squeezed, and loses its names and values before they touch.
    let squeeze = ((size.height - head - foot(metrics)).max(0.0) / natural.max(1.0)).min(1.0);
    let rows = rows(&names, &heights, head, block, squeeze, metrics);
    let with_texts = squeeze > 0.9;

    let left = names
        .column
        .map_or(edge(metrics), |column| column + metrics.px(8.0));
    let gap = metrics.px(if metrics.full() { 4.0 } else { 10.0 }) * (plots.len() as f64 - 1.0);
    let share = ((size.width - left - gap) / plots.len() as f64).max(0.0);
    if with_texts {
        write_names(canvas, &names, &rows, left);
    }
    for (index, plot) in plots.iter().enumerate() {
        let x = left + index as f64 * (share + gap);
        let digits = if plot.max > 1.0 || plot.min < 0.0 {
            7.0
        } else {
            6.0
        };
        let room = metrics.value_room(digits);
        // Values are left out where they would leave no length for the bars.
        let with_values = metrics.full() && with_texts && share - room >= 1.5 * metrics.em;
        let room = if with_values { room } else { edge(metrics) };
        let rect = Rect {
            x,
            y: head,
            width: (share - room).max(0.0),
            height: natural * squeeze,
        };
        if let Some(caption) = &plot.caption {
            let caption = text::fit(caption, share / metrics.tick);
            canvas.text(
                caption,
                x,
                metrics.name_line() / 2.0,
                Style::caption(metrics, Anchor::Start),
            );
        }
        frame(
            canvas,
            plot,
            rect,
            &rows,
            names.above() && !names.lines.is_empty(),
        );
        for (label, row) in rows.iter().enumerate() {
            bars(
                canvas,
                chart,
                plot,
                label,
                row,
                Rect {
                    width: share,
                    ..rect
                },
                rect,
                with_values,
            );
        }
    }
}

fn rows(
    names: &Names,
    heights: &[f64],
    head: f64,
    block: f64,
    squeeze: f64,
    metrics: &Metrics,
) -> Vec<Row> {
    let mut top = head;
    heights
        .iter()
        .enumerate()
        .map(|(label, height)| {
            let content = height - row_gap(metrics);
            let text = names.lines(label).len() as f64 * metrics.name_line();
            // Half of the gap is above the row. Names and bars share the middle of a row, or follow each other.
            let inner = top + row_gap(metrics) / 2.0 * squeeze;
            let (text_offset, bars_offset) = if names.above() {
                (0.0, content - block)
            } else {
                ((content - text) / 2.0, (content - block) / 2.0)
            };
            let row = Row {
                top,
                height: height * squeeze,
                names_top: inner + text_offset * squeeze,
                bars_top: inner + bars_offset * squeeze,
                bars_height: block * squeeze,
            };
            top += row.height;
            row
        })
        .collect()
}

fn write_names(canvas: &mut Canvas<'_>, names: &Names, rows: &[Row], left: f64) {
    let metrics = canvas.metrics;
    let (x, anchor) = names
        .column
        .map_or((left, Anchor::Start), |column| (column, Anchor::End));
    for (label, row) in rows.iter().enumerate() {
        for (index, line) in names.lines(label).iter().enumerate() {
            let y = row.names_top + (index as f64 + 0.5) * metrics.name_line();
            canvas.text(line.clone(), x, y, Style::name(metrics, anchor));
        }
    }
}

/// Grid, numbers of the axis on top, base line, and the dashed line at 1/K with its number below. Lines run through
/// all rows, or through the bars only where names stand between them.
fn frame(canvas: &mut Canvas<'_>, plot: &Plot, rect: Rect, rows: &[Row], interrupted: bool) {
    let metrics = canvas.metrics;
    let pieces: Vec<(f64, f64)> = if interrupted {
        rows.iter()
            .map(|row| {
                (
                    row.bars_top - metrics.px(2.0),
                    row.bars_height + metrics.px(4.0),
                )
            })
            .collect()
    } else {
        vec![(rect.y, rect.height)]
    };
    let line = |canvas: &mut Canvas<'_>, x: f64, ink: Ink, dashed: bool| {
        pieces
            .iter()
            .for_each(|(y, height)| canvas.rule(x, *y, *height, true, ink, dashed));
    };
    let track = Track {
        rect,
        orientation: Orientation::Horizontal,
        min: plot.min,
        max: plot.max,
    };
    let even = plot.even.map(|even| track.position(even));
    let mut numbered: Vec<(f64, f64)> = Vec::new();
    for tick in plot.ticks() {
        let x = track.position(tick);
        let is_even = even.is_some_and(|even| (x - even).abs() < 1.0);
        if tick != 0.0 && !is_even && (metrics.full() || plot.is_end(tick)) {
            line(canvas, x, Ink::Grid, false);
        }
        if metrics.full() {
            let number = canvas.number(tick);
            let half = text::digits_width(&number) * metrics.tick / 2.0 + metrics.px(2.0);
            let (from, to) = (x - half, x + half);
            if numbered
                .iter()
                .all(|(start, end)| to <= *start || from >= *end)
            {
                let y = rect.y - metrics.px(3.0) - metrics.tick_line() / 2.0;
                canvas.text(number, x, y, Style::tick(metrics, Anchor::Middle));
                numbered.push((from, to));
            }
        }
    }
    line(canvas, track.base(), Ink::Muted, false);
    let (Some(x), Some(even)) = (even, plot.even) else {
        return;
    };
    line(canvas, x, Ink::Muted, true);
    if metrics.full() {
        let y = rect.bottom() + metrics.px(3.0) + metrics.tick_line() / 2.0;
        let text = format!("1/K = {}", canvas.number(even));
        canvas.text(text, x, y, Style::tick(metrics, Anchor::Middle));
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "the places of a row, a plot and a label come together only here"
)]
fn bars(
    canvas: &mut Canvas<'_>,
    chart: &BarChart,
    plot: &Plot,
    label: usize,
    row: &Row,
    column: Rect,
    rect: Rect,
    with_values: bool,
) {
    let metrics = canvas.metrics;
    let count = plot.stages.len() as f64;
    let gap = metrics
        .bar_gap(Orientation::Horizontal)
        .min(row.bars_height / 4.0);
    let thickness = (row.bars_height - gap * (count - 1.0)) / count;
    let slot = Rect {
        y: row.top,
        height: row.height,
        ..column
    };
    let mut y = row.bars_top;
    for stage in plot.stages {
        let track = Track {
            rect: Rect {
                y,
                height: thickness,
                ..rect
            },
            orientation: Orientation::Horizontal,
            min: plot.min,
            max: plot.max,
        };
        y += thickness + gap;
        let Some(value) = plot::value(chart, label, *stage) else {
            continue;
        };
        let bar = canvas.bar(label, *stage, value, slot, track);
        let even = plot.even.map(|even| track.position(even));
        if let Some(even) = even.filter(|even| *stage == Stage::After && bar.right() > even + 1.0) {
            canvas.rule(even, bar.y, bar.height, true, Ink::Paper, true);
        }
        if with_values {
            // A negative bar grows to the left; its value is right of zero, where there is always room.
            let (width, gap) = (
                text::digits_width(&canvas.number(value)) * metrics.value,
                metrics.px(4.0),
            );
            let end = bar.right() + gap;
            // Placed after the dashed line rather than across it: the values of many short bars would hide the line.
            let x = even
                .filter(|even| end < even + gap && end + width > even - 1.0)
                .map_or(end, |even| even + gap);
            canvas.value(value, x, bar.y + thickness / 2.0, Anchor::Start, 0.0);
        }
    }
}
