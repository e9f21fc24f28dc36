//! Confidence against accuracy: what statistical calibration is about, on a public test set.

use crate::check::Bin;
use crate::lesson::measured::RELIABILITY;
use crate::page::i18n::t;
use crate::state::{fixed, short};
use yew::prelude::*;

/// Size of the picture, and of the room for its axes.
const WIDTH: f64 = 320.0;
const HEIGHT: f64 = 220.0;
const LEFT: f64 = 36.0;
const BELOW: f64 = 40.0;
const MARGIN: f64 = 12.0;

/// Radius of the point of a bin that has all answers.
const LARGEST: f64 = 13.0;

/// The place of a confidence, from 0.5 on the left to 1 on the right.
fn x(confidence: f64) -> String {
    let width = WIDTH - LEFT - MARGIN;
    fixed(LEFT + (confidence - 0.5) / 0.5 * width, 1)
}

/// The place of an accuracy, from 0 below to 1 above.
fn y(accuracy: f64) -> String {
    let height = HEIGHT - BELOW - MARGIN;
    fixed(MARGIN + (1.0 - accuracy) * height, 1)
}

pub(crate) fn reliability() -> Html {
    let [before, after] = &RELIABILITY;
    let names = [
        t!("lesson.myths.reliability.before"),
        t!("lesson.myths.reliability.after"),
    ];
    let [name_before, name_after] = &names;
    let all: usize = before.iter().map(|bin| bin.counted).sum();
    let accuracy = |bin: &Bin| bin.right as f64 / bin.counted.max(1) as f64;
    let said = |name: &AttrValue, bin: &Bin| {
        t!(
            "lesson.myths.reliability.point",
            when = name,
            confidence = short(bin.confidence),
            right = fixed(100.0 * accuracy(bin), 0),
            counted = bin.counted
        )
    };
    let points = |bins: &[Bin], name: &AttrValue, class: &'static str| {
        let points = bins.iter().filter(|bin| bin.counted > 0).map(|bin| {
            // The area is the number of answers.
            let radius = LARGEST * (bin.counted as f64 / all as f64).sqrt();
            html! {
                <circle {class} cx={x(bin.confidence)} cy={y(accuracy(bin))} r={fixed(radius.max(3.0), 1)} data-full={said(name, bin)} />
            }
        });
        points.collect::<Html>()
    };
    let described: Vec<String> = [(before, name_before), (after, name_after)]
        .into_iter()
        .flat_map(|(bins, name)| bins.iter().map(move |bin| (bin, name)))
        .filter(|(bin, _)| bin.counted > 0)
        .map(|(bin, name)| said(name, bin).to_string())
        .collect();
    html! {
        <figure class="reliability">
            <figcaption>
                { t!("lesson.myths.reliability.title") }{ " " }
                <span class="provenance is-measured" title={t!("lesson.ui.measured_hint")}>{ t!("lesson.ui.measured") }</span>
            </figcaption>
            <svg viewBox={format!("0 0 {WIDTH} {HEIGHT}")} width={WIDTH.to_string()} height={HEIGHT.to_string()} role="img"
                aria-label={described.join(" ")}>
                { for [0.0, 0.5, 1.0].map(|share| html! {
                    <>
                        <path class="reliability-grid" d={format!("M{} {}H{}", x(0.5), y(share), x(1.0))} />
                        <text class="reliability-tick" x={fixed(LEFT - 6.0, 1)} y={y(share)} dy="4" text-anchor="end">{ fixed(100.0 * share, 0) }</text>
                    </>
                }) }
                { for [0.5, 0.75, 1.0].map(|confidence| html! {
                    <text class="reliability-tick" x={x(confidence)} y={fixed(HEIGHT - BELOW + 18.0, 1)} text-anchor="middle">{ short(confidence) }</text>
                }) }
                <text class="reliability-tick" x={x(0.75)} y={fixed(HEIGHT - 4.0, 1)} text-anchor="middle">{ t!("lesson.myths.reliability.confidence") }</text>
                <path class="reliability-even" d={format!("M{} {}L{} {}", x(0.5), y(0.5), x(1.0), y(1.0))} />
                { points(before, name_before, "reliability-before") }
                { points(after, name_after, "reliability-after") }
            </svg>
            <ul class="reliability-legend">
                <li><svg width="14" height="14" aria-hidden="true"><circle class="reliability-before" cx="7" cy="7" r="5" /></svg>{ name_before }</li>
                <li><svg width="14" height="14" aria-hidden="true"><circle class="reliability-after" cx="7" cy="7" r="5" /></svg>{ name_after }</li>
                <li><svg width="20" height="14" aria-hidden="true"><path class="reliability-even" d="M0 7H20" /></svg>{ t!("lesson.myths.reliability.agree") }</li>
                <li>{ "↑ " }{ t!("lesson.myths.reliability.accuracy") }</li>
                <li>{ t!("lesson.myths.reliability.size") }</li>
            </ul>
        </figure>
    }
}
