//! Charts: properties that hold for every chart, and snapshots of the pictures.
//!
//! The pictures are SVG documents in `tests/snapshots`; look at them in a browser when they change.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

use std::collections::HashMap;

use calibration_explainer::chart::{
    self, Axis, BarChart, Density, Face, Orientation, Palette, Rect, Rgb, Scene, Shape, Size,
    Stage, Text,
};
use plotters::drawing::IntoDrawingArea;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

/// Formats a number with three significant digits, like the page.
fn number(value: f64) -> String {
    if value == 0.0 {
        return "0".to_string();
    }
    if value.abs() < 1e-4 {
        return format!("{value:.1e}");
    }
    let decimals = (2 - value.abs().log10().floor() as i32).clamp(0, 9) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    } else {
        text
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| name.to_string()).collect()
}

fn topics(count: usize) -> Vec<String> {
    let topics = [
        "World",
        "Sports",
        "Business",
        "Technology",
        "Company",
        "School",
        "Artist",
        "Athlete",
        "Politician",
        "Transportation",
        "Building",
        "Nature",
        "Village",
        "Animal",
        "Plant",
        "Album",
        "Film",
        "Book",
        "Person",
        "Other",
    ];
    names(&topics[..count])
}

/// Distributions that differ by `seed`, some of them steep.
fn distribution(count: usize, seed: f64) -> Vec<f64> {
    let weights: Vec<f64> = (0..count)
        .map(|i| ((i as f64 * 7.3 + seed).sin() * (1.0 + seed % 4.0)).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}

fn sized(mut chart: BarChart, width: f64) -> BarChart {
    let height = chart::preferred_height(
        &chart.labels,
        chart.axis,
        width,
        chart.density,
        chart.text_size,
    );
    chart.size = Size { width, height };
    chart
}

fn full(labels: Vec<String>, before: &[f64], after: Option<&[f64]>, width: f64) -> BarChart {
    let chart = BarChart {
        labels,
        before: before.to_vec(),
        after: after.map(<[f64]>::to_vec),
        axis: Axis::Probability,
        captions: None,
        size: Size {
            width: 0.0,
            height: 0.0,
        },
        density: Density::Full,
        text_size: 16.0,
    };
    sized(chart, width)
}

fn small(labels: Vec<String>, before: &[f64], after: &[f64], width: f64) -> BarChart {
    sized(
        BarChart {
            density: Density::Small,
            ..full(labels, before, Some(after), width)
        },
        width,
    )
}

fn scores(chart: BarChart) -> BarChart {
    let axis = Axis::scores(chart.after.clone().unwrap_or_default());
    let width = chart.size.width;
    sized(
        BarChart {
            axis,
            captions: Some(["probability".to_string(), "score".to_string()]),
            ..chart
        },
        width,
    )
}

fn hostile() -> Vec<String> {
    let mut labels = names(&[
        "<img src=x onerror=1>",
        "שלום, עולם!",
        "👩\u{200d}💻🇩🇪 \"&' emoji",
        "a\n\u{202e}b\u{0}c",
    ]);
    labels.push("x".repeat(200));
    labels.push("很长的标签".repeat(40));
    labels.push(String::new());
    labels
}

/// The charts of the snapshots.
fn pictures() -> Vec<(&'static str, BarChart)> {
    let two = || names(&["Positive", "Negative"]);
    let sentences = || {
        (0..20)
            .map(|i| format!("A label of about forty characters, no. {i}"))
            .collect::<Vec<_>>()
    };
    let (d, before) = (distribution, |count| distribution(count, 1.0));
    vec![
        (
            "two",
            full(two(), &[0.72, 0.28], Some(&[0.45, 0.55]), 400.0),
        ),
        (
            "two_narrow",
            full(two(), &[0.9, 0.1], Some(&[0.5, 0.5]), 280.0),
        ),
        (
            "two_undefined_after",
            full(two(), &[0.72, 0.28], None, 400.0),
        ),
        (
            "two_zero_and_one",
            full(two(), &[1.0, 0.0], Some(&[0.0, 1.0]), 640.0),
        ),
        (
            "four",
            full(
                topics(4),
                &before(4),
                Some(&[0.251, 0.249, 0.2503, 0.2497]),
                620.0,
            ),
        ),
        (
            "four_narrow",
            full(topics(4), &before(4), Some(&d(4, 2.0)), 300.0),
        ),
        (
            "four_chinese",
            full(
                names(&["正面", "负面", "中性", "非常正面的评价"]),
                &before(4),
                Some(&d(4, 2.0)),
                560.0,
            ),
        ),
        (
            "ten",
            full(topics(10), &before(10), Some(&d(10, 2.0)), 400.0),
        ),
        (
            "twenty_long_labels_narrow",
            full(sentences(), &before(20), Some(&d(20, 2.0)), 300.0),
        ),
        (
            "twenty_long_labels_wide",
            full(sentences(), &before(20), Some(&d(20, 2.0)), 640.0),
        ),
        ("small_two", small(two(), &[0.9, 0.1], &[0.72, 0.28], 120.0)),
        (
            "small_eight",
            small(topics(8), &before(8), &d(8, 2.0), 140.0),
        ),
        (
            "small_twenty",
            small(topics(20), &before(20), &d(20, 2.0), 90.0),
        ),
        (
            "scores_two",
            scores(full(two(), &[0.72, 0.28], Some(&[1.15, 1.35]), 400.0)),
        ),
        (
            "scores_two_negative",
            scores(full(two(), &[0.72, 0.28], Some(&[-0.18, 0.18]), 400.0)),
        ),
        (
            "scores_thousands",
            scores(full(
                topics(4),
                &before(4),
                Some(&[1234.0, -38.0, 0.0, 12.3]),
                320.0,
            )),
        ),
        (
            "scores_small",
            scores(small(topics(3), &before(3), &[-0.38, 0.05, 0.29], 120.0)),
        ),
        (
            "hostile",
            full(hostile(), &before(7), Some(&d(7, 2.0)), 360.0),
        ),
    ]
}

/// Many more charts: with all numbers of labels, widths, densities, text sizes and axes.
fn many() -> Vec<BarChart> {
    let mut charts: Vec<BarChart> = pictures().into_iter().map(|(_, chart)| chart).collect();
    for count in [2, 3, 4, 5, 7, 10, 16, 20] {
        for labels in [
            topics(count),
            (0..count)
                .map(|i| format!("{} {i}", "标签".repeat(i)))
                .collect(),
        ] {
            for width in [
                90.0, 160.0, 240.0, 300.0, 333.3, 414.0, 640.0, 1280.0, 3000.0,
            ] {
                for text_size in [12.0, 16.0, 32.0] {
                    for seed in [0.3, 2.7] {
                        let (before, after) =
                            (distribution(count, seed), distribution(count, seed + 5.0));
                        let logits: Vec<f64> = after
                            .iter()
                            .map(|q| (q - 0.1) * 20.0f64.powf(seed))
                            .collect();
                        for density in [Density::Full, Density::Small] {
                            let chart = full(labels.clone(), &before, Some(&after), width);
                            let chart = sized(
                                BarChart {
                                    density,
                                    text_size,
                                    ..chart
                                },
                                width,
                            );
                            charts.push(scores(BarChart {
                                after: Some(logits.clone()),
                                ..chart.clone()
                            }));
                            charts.push(chart);
                        }
                    }
                }
            }
        }
    }
    charts
}

fn scene(chart: &BarChart) -> Scene {
    chart::layout(chart, &number)
}

fn describe(chart: &BarChart) -> String {
    let BarChart {
        labels,
        size,
        density,
        text_size,
        axis,
        ..
    } = chart;
    format!(
        "K = {}, {size:?}, {density:?}, {text_size} px, {axis:?}, first {:?}",
        labels.len(),
        labels.first()
    )
}

/// The texts at the ends of bars.
fn values(scene: &Scene) -> Vec<&Text> {
    scene
        .texts()
        .filter(|text| text.plate && text.face == Face::Digits)
        .collect()
}

fn inside(rect: &Rect, size: Size) -> bool {
    let slack = 1e-6;
    [rect.x, rect.y, rect.width, rect.height]
        .iter()
        .all(|length| length.is_finite())
        && rect.x >= -slack
        && rect.y >= -slack
        && rect.width >= 0.0
        && rect.height >= 0.0
        && rect.right() <= size.width + slack
        && rect.bottom() <= size.height + slack
}

#[test]
fn pictures_look_as_before() {
    for (name, chart) in pictures() {
        insta::assert_snapshot!(
            name,
            chart::svg(&scene(&chart), &Palette::light(), "Before and after", name)
        );
    }
    let (_, two) = pictures().swap_remove(0);
    insta::assert_snapshot!(
        "two_dark",
        chart::svg(&scene(&two), &Palette::dark(), "Before and after", "dark")
    );
}

#[test]
fn nothing_lies_outside() {
    for chart in many() {
        let scene = scene(&chart);
        for shape in &scene.shapes {
            let rect = match shape {
                Shape::Bar(bar) => bar.rect,
                Shape::Text(text) => text.bounds,
                Shape::Rule(rule) if rule.vertical => Rect {
                    x: rule.x,
                    y: rule.y,
                    width: 0.0,
                    height: rule.length,
                },
                Shape::Rule(rule) => Rect {
                    x: rule.x,
                    y: rule.y,
                    width: rule.length,
                    height: 0.0,
                },
            };
            assert!(
                inside(&rect, scene.size),
                "{shape:?} in {}",
                describe(&chart)
            );
        }
        for mark in &scene.marks {
            for rect in [mark.bar, mark.slot, mark.track.rect] {
                assert!(
                    inside(&rect, scene.size),
                    "{mark:?} in {}",
                    describe(&chart)
                );
            }
        }
    }
}

#[test]
fn values_stand_apart_and_on_no_bar() {
    for chart in many() {
        let scene = scene(&chart);
        let values = values(&scene);
        for (index, text) in values.iter().enumerate() {
            for other in &values[..index] {
                assert!(
                    !text.bounds.overlaps(&other.bounds),
                    "{text:?} {other:?} in {}",
                    describe(&chart)
                );
            }
            let core = Rect {
                x: text.bounds.x + 1.0,
                width: text.bounds.width - 2.0,
                ..text.bounds
            };
            for mark in &scene.marks {
                // A value at the edge of a chart may touch its bar.
                assert!(
                    !core.overlaps(&mark.bar),
                    "{text:?} {mark:?} in {}",
                    describe(&chart)
                );
            }
        }
    }
}

#[test]
fn natural_size_shows_every_value_and_name() {
    for chart in many()
        .into_iter()
        .filter(|chart| chart.density == Density::Full)
    {
        // A narrower chart has no space for a bar beside its value.
        if chart.size.width < 14.0 * chart.text_size {
            continue;
        }
        let scene = scene(&chart);
        // A value with many digits may be left out if it would overlap its neighbours.
        let long = |value: f64| number(value).len() > 7;
        let short_ones = scene.marks.iter().filter(|mark| !long(mark.value)).count();
        let shown = values(&scene)
            .into_iter()
            .filter(|text| text.content.len() <= 7)
            .count();
        assert_eq!(shown, short_ones, "{}", describe(&chart));
        let named = chart
            .labels
            .iter()
            .filter(|label| !chart::text::clean(label).is_empty())
            .count();
        let plain: Vec<&Text> = scene
            .texts()
            .filter(|text| text.face == Face::Sans)
            .collect();
        assert!(plain.len() >= named, "{}", describe(&chart));
        for (index, text) in plain.iter().enumerate() {
            for other in &plain[..index] {
                assert!(
                    !text.bounds.overlaps(&other.bounds),
                    "{text:?} {other:?} in {}",
                    describe(&chart)
                );
            }
        }
    }
}

#[test]
fn tracks_map_pixels_to_values_and_back() {
    for chart in many() {
        for mark in scene(&chart).marks {
            let track = mark.track;
            let end = track.position(mark.value);
            let length = (end - track.base()).abs();
            let (bar, at) = match track.orientation {
                Orientation::Vertical => (mark.bar.height, track.value_at(0.0, end)),
                Orientation::Horizontal => (mark.bar.width, track.value_at(end, 0.0)),
            };
            let expected = mark.value.abs() / (track.max - track.min) * track.length();
            assert!(
                (bar - expected).abs() < 1.0 && (bar - length).abs() < 1e-9,
                "{mark:?} in {}",
                describe(&chart)
            );
            if track.length() > 0.0 {
                assert!(
                    (at - mark.value).abs() <= 1e-9 * (track.max - track.min),
                    "{mark:?} in {}",
                    describe(&chart)
                );
            }
        }
    }
}

#[test]
fn slots_of_labels_never_overlap() {
    for chart in many() {
        let marks = scene(&chart).marks;
        for a in &marks {
            for b in marks.iter().filter(|b| b.label != a.label) {
                let slot = Rect {
                    x: a.slot.x + 1e-6,
                    y: a.slot.y + 1e-6,
                    width: a.slot.width - 2e-6,
                    height: a.slot.height - 2e-6,
                };
                assert!(
                    !slot.overlaps(&b.slot),
                    "{a:?} {b:?} in {}",
                    describe(&chart)
                );
            }
        }
    }
}

#[test]
fn nothing_moves_but_bars_and_values_while_dragging() {
    for labels in [topics(2), topics(4), topics(20)] {
        for width in [120.0, 300.0, 400.0, 900.0] {
            let tracks = |seed: f64| {
                let chart = full(
                    labels.clone(),
                    &distribution(labels.len(), seed),
                    Some(&distribution(labels.len(), seed + 1.0)),
                    width,
                );
                scene(&chart)
                    .marks
                    .iter()
                    .map(|mark| mark.track)
                    .collect::<Vec<_>>()
            };
            assert_eq!(tracks(0.1), tracks(3.9));
        }
    }
    let undefined = full(topics(2), &[0.5, 0.5], None, 400.0);
    let defined = full(topics(2), &[0.5, 0.5], Some(&[0.5, 0.5]), 400.0);
    assert_eq!(
        scene(&undefined).mark(1, Stage::Before),
        scene(&defined).mark(1, Stage::Before)
    );
    assert_eq!(scene(&undefined).mark(1, Stage::After), None);
}

#[test]
fn the_two_scales_of_scores_never_share_a_plot() {
    for chart in many()
        .into_iter()
        .filter(|chart| chart.axis != Axis::Probability)
    {
        let marks = scene(&chart).marks;
        let of = |stage| marks.iter().filter(move |mark| mark.stage == stage);
        for before in of(Stage::Before) {
            assert_eq!((before.track.min, before.track.max), (0.0, 1.0));
            for after in of(Stage::After) {
                let apart = after.track.rect.y >= before.track.rect.bottom()
                    || after.track.rect.x >= before.track.rect.right();
                assert!(apart, "{}", describe(&chart));
            }
        }
    }
}

#[test]
fn small_probabilities_use_the_room_of_their_chart() {
    let before = [0.02, 0.05, 0.13, 0.8 / 11.0];
    let chart = |axis| BarChart {
        axis,
        ..small(topics(14), &before, &before, 200.0)
    };
    let axis = Axis::probabilities(before, 1.0 / 14.0);
    assert_eq!(axis, Axis::SmallProbability { max: 0.15 });
    let height = |axis| {
        let scene = scene(&chart(axis));
        let mark = *scene.mark(2, Stage::Before).unwrap();
        assert!((mark.track.value_at(mark.bar.x, mark.bar.y) - 0.13).abs() < 1e-9);
        mark.bar.height
    };
    assert!((height(axis) / height(Axis::Probability) - 1.0 / 0.15).abs() < 0.02);
    // The dashed line has to have a place.
    assert_eq!(
        Axis::probabilities([0.01], 0.5),
        Axis::SmallProbability { max: 0.5 }
    );
    assert_eq!(Axis::probabilities([0.51], 0.05), Axis::Probability);
}

#[test]
fn impossible_numbers_never_reach_the_picture() {
    let bad = [
        f64::NAN,
        f64::INFINITY,
        f64::NEG_INFINITY,
        -3.0,
        7.0,
        1e300,
        f64::MIN_POSITIVE,
    ];
    let axes = [
        Axis::Probability,
        Axis::Scores {
            min: f64::NAN,
            max: f64::INFINITY,
        },
        Axis::Scores { min: 5.0, max: 5.0 },
        Axis::Scores {
            min: -f64::MAX,
            max: f64::MAX,
        },
        Axis::Scores {
            min: 0.0,
            max: 5e-324,
        },
        Axis::scores(bad),
        Axis::probabilities(bad, 0.1),
        Axis::SmallProbability { max: f64::NAN },
        Axis::SmallProbability { max: 5e-324 },
        Axis::SmallProbability { max: -1.0 },
    ];
    let sizes = [f64::NAN, f64::INFINITY, -1.0, 0.0, 1.0, 17.0, 400.0];
    for axis in axes {
        for density in [Density::Full, Density::Small] {
            for width in sizes {
                for height in sizes {
                    for labels in [topics(7), topics(1), Vec::new()] {
                        let chart = BarChart {
                            axis,
                            density,
                            size: Size { width, height },
                            text_size: width,
                            ..full(labels, &bad, Some(&bad), 400.0)
                        };
                        let number = |value: f64| {
                            assert!(value.is_finite());
                            number(value)
                        };
                        let scene = chart::layout(&chart, &number);
                        let svg = chart::svg(&scene, &Palette::light(), "", "");
                        let scene = format!("{scene:?}");
                        for word in ["NaN", "inf"] {
                            assert!(
                                !svg.contains(word) && !scene.contains(word),
                                "{word} in {}",
                                describe(&chart)
                            );
                        }
                    }
                }
            }
        }
    }
    // More values than labels, fewer values than labels.
    assert_eq!(
        scene(&full(topics(3), &[0.5], Some(&[0.1, 0.2, 0.3, 0.4]), 300.0))
            .marks
            .len(),
        4
    );
}

#[test]
fn documents_are_escaped_and_accessible() {
    for chart in [
        full(hostile(), &distribution(7, 1.0), None, 900.0),
        full(hostile(), &distribution(7, 1.0), None, 300.0),
    ] {
        let svg = chart::svg(
            &scene(&chart),
            &Palette::light(),
            "<script>alert(1)</script>",
            "\"a\" & 'b' \u{1}]]>",
        );
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "));
        assert!(svg.contains("<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>"));
        assert!(svg.contains("<desc>&quot;a&quot; &amp; &#39;b&#39; ]]&gt;</desc>"));
        assert!(svg.contains("&lt;img src=x onerror=1&gt;"));
        assert!(svg.contains("\u{2068}שלום, עולם!\u{2069}"));
        assert!(svg.contains("👩\u{200d}💻🇩🇪"));
        assert!(svg.contains("a b c"), "control characters are spaces");
        assert!(svg.trim_end().ends_with("</svg>"));
        let tags = svg
            .split('<')
            .skip(1)
            .map(|rest| rest.split([' ', '>', '\n']).next().unwrap_or_default());
        for tag in tags {
            let known = ["svg", "title", "desc", "rect", "polygon", "text"];
            assert!(known.contains(&tag.trim_start_matches('/')), "<{tag}");
        }
        assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
    }
}

/// Records the calls to a canvas.
#[derive(Default)]
struct Record {
    calls: usize,
    /// Left, top, right and bottom of every filled shape, by colour.
    filled: HashMap<(u8, u8, u8), Vec<[i32; 4]>>,
    size: (u32, u32),
}

#[derive(Debug)]
struct Never;

impl std::fmt::Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("never")
    }
}

impl std::error::Error for Never {}

impl DrawingBackend for &mut Record {
    type ErrorType = Never;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<Never>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<Never>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        _: BackendCoord,
        _: BackendColor,
    ) -> Result<(), DrawingErrorKind<Never>> {
        panic!("pixel by pixel")
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        _: bool,
    ) -> Result<(), DrawingErrorKind<Never>> {
        self.fill_polygon([from, to], style)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<Never>> {
        self.calls += 1;
        let mut bounds = [i32::MAX, i32::MAX, i32::MIN, i32::MIN];
        for (x, y) in path {
            bounds = [
                bounds[0].min(x),
                bounds[1].min(y),
                bounds[2].max(x),
                bounds[3].max(y),
            ];
        }
        self.filled
            .entry(style.color().rgb)
            .or_default()
            .push(bounds);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        _: &str,
        _: &S,
        _: BackendCoord,
    ) -> Result<(), DrawingErrorKind<Never>> {
        self.calls += 1;
        Ok(())
    }
}

fn record(chart: &BarChart, ratio: f64) -> Record {
    let pixels = |css: f64| (css * ratio).round() as u32;
    let mut record = Record {
        size: (pixels(chart.size.width), pixels(chart.size.height)),
        ..Record::default()
    };
    let area = (&mut record).into_drawing_area();
    chart::draw(&scene(chart), &Palette::light(), &area, ratio).unwrap();
    drop(area);
    record
}

#[test]
fn painted_bars_are_as_long_as_their_values() {
    let palette = Palette::light();
    for (name, chart) in pictures() {
        for ratio in [1.0, 1.25, 1.5, 2.0, 3.0] {
            let record = record(&chart, ratio);
            let (width, height) = (record.size.0 as i32, record.size.1 as i32);
            for [left, top, right, bottom] in record.filled.values().flatten() {
                // The edges of a canvas are rounded if its size is not a whole number.
                assert!(
                    *left >= -1 && *top >= -1 && *right <= width + 1 && *bottom <= height + 1,
                    "{name}"
                );
            }
            for mark in scene(&chart).marks {
                let Rgb(red, green, blue) = palette.label(mark.label);
                let expected = mark.value.abs() / (mark.track.max - mark.track.min)
                    * mark.track.length()
                    * ratio;
                let found =
                    record.filled[&(red, green, blue)]
                        .iter()
                        .any(|[left, top, right, bottom]| {
                            let length = match mark.track.orientation {
                                Orientation::Vertical => bottom - top,
                                Orientation::Horizontal => right - left,
                            };
                            (f64::from(length) - expected).abs() <= 1.0
                        });
                assert!(found, "{name}, {mark:?} at {ratio}");
            }
        }
    }
}

#[test]
fn twenty_small_charts_are_few_calls() {
    let chart = small(
        topics(20),
        &distribution(20, 1.0),
        &distribution(20, 2.0),
        120.0,
    );
    let calls = record(&chart, 2.0).calls;
    // Two per hatched bar, one per solid bar, at most one per crossing of the dashed line, and the frame.
    assert!(calls <= 3 * 20 + 20 + 4, "{calls}");
}

#[test]
fn label_colours_are_visible_and_differ() {
    let backgrounds = [
        (
            Palette::light(),
            [Rgb(0xff, 0xff, 0xff), Rgb(0xfc, 0xfb, 0xf7)],
        ),
        (
            Palette::dark(),
            [Rgb(0x1d, 0x1f, 0x25), Rgb(0x17, 0x18, 0x1b)],
        ),
    ];
    for (palette, backgrounds) in backgrounds {
        for background in backgrounds {
            for (index, colour) in palette.labels.iter().enumerate() {
                assert!(
                    colour.contrast(background) >= 3.0,
                    "{index} on {}",
                    background.to_hex()
                );
            }
            assert!(palette.ink.contrast(background) >= 7.0);
            assert!(palette.muted.contrast(background) >= 4.5);
        }
        for (index, a) in palette.labels.iter().enumerate() {
            for b in &palette.labels[..index] {
                let distance =
                    [a.0.abs_diff(b.0), a.1.abs_diff(b.1), a.2.abs_diff(b.2)].map(u32::from);
                assert!(
                    distance.iter().sum::<u32>() >= 36,
                    "{} {}",
                    a.to_hex(),
                    b.to_hex()
                );
            }
            // The stripes of a hatched bar must be visible on their background.
            assert!(
                a.contrast(palette.tint(index)) >= 2.0,
                "{} {}",
                a.to_hex(),
                palette.tint(index).to_hex()
            );
        }
        assert_eq!(palette.labels.len(), 20);
    }
    assert_eq!(
        Palette {
            labels: Vec::new(),
            ..Palette::light()
        }
        .label(3),
        Palette::light().ink
    );
}
