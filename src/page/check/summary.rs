//! Accuracy before and after with its intervals, and what the flips say.

use crate::calibration::{Evaluation, wilson};
use crate::check::{Confusion, mcnemar};
use crate::page::i18n::{self, t};
use crate::state::{Checked, Derived, State, full, percent_of, short};
use yew::prelude::*;

/// Accuracy before and after over the labelled inputs, and whether the difference is more than chance. Without right labels, the
/// number of flips; where W is undefined, that it is.
pub(super) fn summary(state: &State, derived: &Derived, checked: &Checked) -> Html {
    if let Err(zero) = &derived.parameters {
        let label = i18n::label(state, zero.label);
        return html! { <p class="check-flips" translate="no">{ t!("check.undefined", label = label) }</p> };
    }
    let Evaluation {
        counted,
        right_before,
        right_after,
        gained,
        lost,
        flips,
    } = derived.evaluation;
    let (before, after) = (
        derived.evaluation.accuracy_before(),
        derived.evaluation.accuracy_after(),
    );
    let (Some(before), Some(after)) = (before, after) else {
        return html! { <p class="check-flips" translate="no">{ t!("check.flips", count = flips) }</p> };
    };
    let figure = |name: AttrValue, share: f64, right: usize, class: &'static str| {
        let (low, high) = wilson(right, counted);
        html! {
            <div class={classes!("accuracy-figure", class)}>
                <dt>{ name }</dt>
                <dd>
                    <span class="accuracy-share" data-full={full(share)}>{ i18n::percent(to_tenth(share)) }</span>
                    <span class="accuracy-count">{ t!("accuracy.count", right = right, counted = counted) }</span>
                    <span class="accuracy-interval">{ t!("check.interval_named", low = percent_of(low, counted), high = percent_of(high, counted)) }</span>
                </dd>
            </div>
        }
    };
    let trend = match right_after.cmp(&right_before) {
        std::cmp::Ordering::Greater => "is-better",
        std::cmp::Ordering::Less => "is-worse",
        std::cmp::Ordering::Equal => "",
    };
    let confusion = checked.counts.as_ref().map(|counts| &counts.before);
    let right_labels =
        confusion.map(|before| (0..before.k()).filter(|k| before.right(*k) > 0).count());
    html! {
        <section class="accuracy" translate="no" aria-label={t!("accuracy.name")}>
            <dl>
                { figure(t!("accuracy.before"), before, right_before, "") }
                { figure(t!("accuracy.after"), after, right_after, trend) }
            </dl>
            <p data-full={t!("check.mcnemar", p = short(mcnemar(gained, lost)))}>
                { t!("accuracy.flips", gained = gained, lost = lost) }{ t!("number.sentence_separator") }{ chance(gained, lost) }
            </p>
            if let Some(counts) = &checked.counts {
                <p class="accuracy-balanced">{ balanced(&counts.before, &counts.after) }</p>
            }
            if right_labels == Some(1) {
                <p>{ t!("check.one_class") }</p>
            }
        </section>
    }
}

/// What accuracy hides where some labels are rarer than others.
fn balanced(before: &Confusion, after: &Confusion) -> AttrValue {
    let words = |share: Option<f64>| i18n::percent(to_tenth(share.unwrap_or(0.0)));
    t!(
        "check.balanced",
        before = words(before.balanced_accuracy()),
        after = words(after.balanced_accuracy()),
        f1_before = short(to_tenth(before.macro_f1().unwrap_or(0.0))),
        f1_after = short(to_tenth(after.macro_f1().unwrap_or(0.0)))
    )
}

/// How often chance alone makes such a difference, in words.
pub(crate) fn chance(gained: usize, lost: usize) -> AttrValue {
    let p = mcnemar(gained, lost);
    if gained + lost == 0 {
        t!("check.chance_none")
    } else if p < 0.001 {
        t!("check.chance_rare", cases = 1000)
    } else if p < 0.01 {
        t!("check.chance_rare", cases = 100)
    } else if p > 0.995 {
        t!("check.chance_always")
    } else {
        t!("check.chance", cases = (p * 100.0).round())
    }
}

/// A share rounded to a tenth of a percent.
pub(super) fn to_tenth(share: f64) -> f64 {
    (share * 1000.0).round() / 1000.0
}
