use super::{Language, words};
use crate::calibration::{Evaluation, Output, Readout, Threshold};
use crate::explainer::{full, short};
use rust_i18n::t;
use std::rc::Rc;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) output: Output,
    pub(super) labels: Rc<Vec<String>>,
    pub(super) right: Option<usize>,
    pub(super) readout: Readout,
    pub(super) threshold: Option<Threshold>,
    pub(super) language: Language,
}

/// Which label wins before and after, and whether it flips.
#[component(Verdict)]
pub(super) fn verdict(props: &Props) -> Html {
    let Props {
        output,
        labels,
        right,
        readout,
        threshold,
        ..
    } = props;
    let before = words::decision(&output.label_before, labels);
    let after = words::decision(&output.label_after, labels);
    let flips = output.flips();
    let correct = right.map(|right| {
        let name = labels.get(right).cloned().unwrap_or_default();
        let (was, is) = (
            output.label_before.index() == right,
            output.label_after.index() == right,
        );
        match (was, is) {
            (false, true) => t!("verdict.mended", right = name),
            (true, false) => t!("verdict.broken", right = name),
            (true, true) => t!("verdict.right", right = name),
            (false, false) => t!("verdict.wrong", right = name),
        }
        .into_owned()
    });
    html! {
        <div class={classes!("verdict", flips.then_some("flips"))}>
            <p class="verdict-main">
                if flips {
                    <strong>{ t!("verdict.flips") }</strong>{ " " }
                    <span>{ before }</span><span class="arrow" aria-label={t!("verdict.becomes").into_owned()} role="img">{ " → " }</span><span>{ after }</span>
                } else {
                    <strong>{ t!("verdict.stays") }</strong>{ " " }<span>{ after }</span>
                }
            </p>
            if let Some(correct) = correct {
                <p>{ correct }</p>
            }
            if let Some(line) = threshold_line(*threshold, labels) {
                <p class="verdict-threshold" data-full={line.1}>{ line.0 }</p>
            }
            if let (Readout::Normalize, Err(error)) = (readout, &output.after) {
                <p class="verdict-problem">{ words::negative_score(error, labels) }</p>
            }
        </div>
    }
}

/// Where the decision between two labels lies now, in words and in full.
fn threshold_line(threshold: Option<Threshold>, labels: &[String]) -> Option<(String, String)> {
    let name = |k: usize| labels.get(k).cloned().unwrap_or_default();
    let words = match threshold? {
        Threshold::At { p, first_above } => {
            let winner = name(usize::from(!first_above));
            let line = t!(
                "verdict.threshold",
                label = winner,
                first = name(0),
                p = short(p)
            );
            return Some((line.into_owned(), full(p)));
        }
        Threshold::Always(k) => t!("verdict.always", label = name(k)),
        Threshold::Never => t!("verdict.never"),
    };
    Some((words.to_string(), words.into_owned()))
}

#[derive(PartialEq, Properties)]
pub(super) struct AccuracyProps {
    pub(super) evaluation: Rc<Evaluation>,
    pub(super) language: Language,
}

/// Accuracy before and after over the labelled inputs, with the counts.
#[component(Accuracy)]
pub(super) fn accuracy(props: &AccuracyProps) -> Html {
    let Evaluation {
        counted,
        right_before,
        right_after,
        gained,
        lost,
        ..
    } = &*props.evaluation;
    let (Some(before), Some(after)) = (
        props.evaluation.accuracy_before(),
        props.evaluation.accuracy_after(),
    ) else {
        return Html::default();
    };
    let figure = |name: String, share: f64, right: usize, class: &'static str| {
        html! {
            <div class={classes!("accuracy-figure", class)}>
                <dt>{ name }</dt>
                <dd>
                    <span class="accuracy-share" data-full={full(share)}>{ words::percent((share * 1000.0).round() / 1000.0) }</span>
                    <span class="accuracy-count">{ t!("accuracy.count", right = right, counted = counted) }</span>
                </dd>
            </div>
        }
    };
    let trend = match right_after.cmp(right_before) {
        std::cmp::Ordering::Greater => "is-better",
        std::cmp::Ordering::Less => "is-worse",
        std::cmp::Ordering::Equal => "",
    };
    html! {
        <section class="accuracy" aria-label={t!("accuracy.name").into_owned()}>
            <dl>
                { figure(t!("accuracy.before").into_owned(), before, *right_before, "") }
                { figure(t!("accuracy.after").into_owned(), after, *right_after, trend) }
            </dl>
            <p>{ t!("accuracy.flips", gained = gained.len(), lost = lost.len()) }</p>
        </section>
    }
}
