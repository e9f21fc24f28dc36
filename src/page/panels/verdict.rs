use crate::calibration::{Output, Readout, Threshold};
use crate::page::i18n::{self, t};
use crate::state::{full, short};
use yew::prelude::*;

/// The labels before and after, and whether they differ.
pub(crate) fn verdict(
    output: &Output,
    labels: &[String],
    right: Option<usize>,
    readout: Readout,
    threshold: Option<Threshold>,
) -> Html {
    let before = i18n::decision(&output.label_before, labels);
    let after = i18n::decision(&output.label_after, labels);
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
    });
    html! {
        <div class={classes!("verdict", flips.then_some("flips"))} translate="no">
            <p class="verdict-main">
                if flips {
                    <strong>{ t!("verdict.flips") }</strong>{ t!("number.sentence_separator") }
                    <span>{ before }</span><span class="arrow" aria-label={t!("verdict.becomes")} role="img">{ " → " }</span><span>{ after }</span>
                } else {
                    <strong>{ t!("verdict.stays") }</strong>{ t!("number.sentence_separator") }<span>{ after }</span>
                }
            </p>
            if let Some(correct) = correct {
                <p>{ correct }</p>
            }
            if let Some(line) = threshold_line(threshold, labels) {
                <p class="verdict-threshold" data-full={line.1}>{ line.0 }</p>
            }
            if let (Readout::Normalize, Err(error)) = (readout, &output.after) {
                <p class="verdict-problem">{ i18n::negative_score(error, labels) }</p>
            }
        </div>
    }
}

/// The threshold between two labels after calibration, in words and with all digits.
fn threshold_line(
    threshold: Option<Threshold>,
    labels: &[String],
) -> Option<(AttrValue, AttrValue)> {
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
            return Some((line, full(p).into()));
        }
        Threshold::Always(k) => t!("verdict.always", label = name(k)),
        Threshold::Never => t!("verdict.never"),
    };
    Some((words.clone(), words))
}
