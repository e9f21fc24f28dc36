//! Figures in texts: a text says `%{sentiment_2.none}`, and the number comes from the data that was measured. So a new measurement
//! changes no text, and no text is wrong.
//!
//! | name | figure |
//! | --- | --- |
//! | `task.counted` | number of inputs |
//! | `task.none`, `.parameters`, `.probabilities`, `.additive`, `.batch` | number of right answers |
//! | … with `.percent` | the same as a percentage of the inputs, with one decimal where there are hundreds |
//! | … with `.low`, `.high` | ends of its 95 % interval (Wilson) in percent |
//! | `task.says_0`, `.says_1`, … | number of inputs that are given a label before calibration |
//! | `task.threshold`, `.best`, `.confidence` | of two labels: threshold on p(first label), most that any threshold gets right, mean of the highest softmax bars |
//! | `patterns.last_P`, `.last_N` | mean number of reviews called Positive, by the last example |
//! | `patterns.one_P_then_N`, `.three_P_then_N`, `.one_P_then_P`, `.three_P_then_P` | the same by the number of P among those with the same last example |
//! | `bars.before_0`, …, `bars.after_4` | of [`RELIABILITY`](super::measured::RELIABILITY): with `.confidence` the mean bar, with `.right` its right answers in percent |
//!
//! `task` is the `id` of a [`Task`], or the order of a [`Pattern`] such as `PPNP`, which also has `says_positive` and `about_nothing`, its mean
//! p(Positive) about nothing.

use super::measured::{Column, Outcomes, RELIABILITY, SETS, TASKS, Task};
use super::patterns::{PATTERNS, Pattern};
use crate::calibration::wilson;
use crate::state::{fixed, percent_of};
use std::borrow::Cow;

/// Fills in the figures of a text; other blanks stay. A figure that does not exist stays as it was written, and a test finds it.
///
/// ```
/// use calibration_explainer::lesson::figures::fill;
/// assert_eq!(fill("%{sentiment_2_swapped.none} of %{sentiment_2_swapped.counted}, %{count}"), "18 of 30, %{count}");
/// ```
pub fn fill(text: &str) -> Cow<'_, str> {
    if !text.contains("%{") {
        return text.into();
    }
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("%{") {
        filled.push_str(before);
        let found = after
            .split_once('}')
            .and_then(|(name, after)| Some((figure(name)?, after)));
        match found {
            Some((value, after)) => {
                filled.push_str(&value);
                rest = after;
            }
            None => {
                filled.push_str("%{");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled.into()
}

/// A figure by its name.
fn figure(name: &str) -> Option<String> {
    let (of, what) = name.split_once('.')?;
    if of == "patterns" {
        return mean_of_patterns(what);
    }
    if of == "bars" {
        return of_bin(what);
    }
    let task = TASKS.iter().chain(&SETS).find(|task| task.id == of);
    if let Some(task) = task {
        return of_task(task, what).or_else(|| of_right(&task.right, task.counted, what));
    }
    let pattern = PATTERNS.iter().find(|pattern| pattern.order == of)?;
    match what {
        "about_nothing" => Some(fixed(pattern.positive_about_nothing, 3)),
        "says_positive" => Some(pattern.says_positive.to_string()),
        _ => of_right(&pattern.right, pattern.reviews, what),
    }
}

fn of_task(task: &Task, what: &str) -> Option<String> {
    match what {
        "counted" => Some(task.counted.to_string()),
        "threshold" => Some(fixed(task.threshold?, 2)),
        "confidence" => Some(fixed(task.confidence?, 2)),
        "best" => Some(task.best?.to_string()),
        _ => {
            let label: usize = what.strip_prefix("says_")?.parse().ok()?;
            Some(task.says.get(label)?.to_string())
        }
    }
}

fn of_right(right: &Outcomes, counted: usize, what: &str) -> Option<String> {
    let (column, form) = what.split_once('.').unwrap_or((what, ""));
    let (column, _) = Column::ALL.iter().find(|(_, name)| *name == column)?;
    let outcome = right.of(*column);
    let share = |right: usize| right as f64 / counted as f64;
    let percent = |share: f64| percent_of(share, counted);
    let (low, high) = wilson(outcome.right, counted);
    Some(match form {
        "" => outcome.right.to_string(),
        "percent" => percent(share(outcome.right)),
        "low" => percent(low),
        "high" => percent(high),
        _ => return None,
    })
}

fn of_bin(what: &str) -> Option<String> {
    let (bin, form) = what.split_once('.')?;
    let (when, number) = bin.split_once('_')?;
    let [before, after] = &RELIABILITY;
    let bins = match when {
        "before" => before,
        "after" => after,
        _ => return None,
    };
    let bin = bins.get(number.parse::<usize>().ok()?)?;
    match form {
        "confidence" => Some(fixed(bin.confidence, 2)),
        "right" => Some(fixed(100.0 * bin.right as f64 / bin.counted as f64, 0)),
        _ => None,
    }
}

fn mean_of_patterns(what: &str) -> Option<String> {
    let belongs = |pattern: &Pattern| {
        let ends = |last: char| pattern.order.ends_with(last);
        let has = |positive: usize| pattern.order.matches('P').count() == positive;
        Some(match what {
            "last_P" => ends('P'),
            "last_N" => ends('N'),
            "one_P_then_N" => has(1) && ends('N'),
            "three_P_then_N" => has(3) && ends('N'),
            "one_P_then_P" => has(1) && ends('P'),
            "three_P_then_P" => has(3) && ends('P'),
            _ => return None,
        })
    };
    let (mut sum, mut count) = (0, 0);
    for pattern in &PATTERNS {
        if belongs(pattern)? {
            sum += pattern.says_positive;
            count += 1;
        }
    }
    Some(fixed(sum as f64 / f64::from(count), 1))
}
