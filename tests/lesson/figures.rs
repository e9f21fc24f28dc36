//! Figures in texts come from the data.

use calibration_explainer::lesson::figures::fill;
use calibration_explainer::lesson::measured::{Column, SETS, TASKS};
use calibration_explainer::lesson::patterns::PATTERNS;
use calibration_explainer::state::percent_of;

#[test]
fn figures_by_their_names() {
    for (text, filled) in [
        ("%{sentiment_2_swapped.counted}", "30"),
        (
            "%{sentiment_2_swapped.none} = %{sentiment_2_swapped.none.percent} %",
            "18 = 60 %",
        ),
        (
            "%{sentiment_2_swapped.none.low} to %{sentiment_2_swapped.none.high}",
            "42 to 75",
        ),
        ("%{sst2_0.counted}", "1821"),
        // Other blanks, what is no figure, and what is not closed.
        (
            "%{count} of %{sst2_0.nothing}, %{nobody.none}, %{sst2_0.none.nothing}, 100 %",
            "%{count} of %{sst2_0.nothing}, %{nobody.none}, %{sst2_0.none.nothing}, 100 %",
        ),
        ("%{sst2_0.counted", "%{sst2_0.counted"),
        ("", ""),
    ] {
        assert_eq!(fill(text), filled);
    }
    assert_eq!(
        (percent_of(0.5, 30), percent_of(0.5, 500)),
        ("50".to_owned(), "50.0".to_owned())
    );
}

#[test]
fn every_figure_is_the_one_of_the_data() {
    for task in TASKS.iter().chain(&SETS) {
        let id = task.id;
        let figure = |what: &str| fill(&format!("%{{{id}.{what}}}")).into_owned();
        let number = |what: &str| figure(what).parse::<f64>().unwrap();
        let step = if task.counted >= 100 { 0.051 } else { 0.51 };
        for (column, name) in Column::ALL {
            let right = task.right.of(column).right;
            assert_eq!(figure(name), right.to_string());
            let share = |right: f64| 100.0 * right / task.counted as f64;
            let percent = number(&format!("{name}.percent"));
            assert!((percent - share(right as f64)).abs() < step, "{id}, {name}");
            assert!(
                number(&format!("{name}.low")) < percent
                    && percent < number(&format!("{name}.high"))
            );
        }
        for (label, says) in task.says.iter().enumerate() {
            assert_eq!(figure(&format!("says_{label}")), says.to_string());
        }
    }
    for pattern in &PATTERNS {
        let figure = fill(&format!("%{{{}.says_positive}}", pattern.order)).into_owned();
        assert_eq!(figure, pattern.says_positive.to_string());
    }
    for (name, belongs) in [
        ("last_P", (|order| order.ends_with('P')) as fn(&str) -> bool),
        ("last_N", |order| order.ends_with('N')),
        ("one_P_then_N", |order| {
            order.matches('P').count() == 1 && order.ends_with('N')
        }),
        ("three_P_then_N", |order| order == "PPPN"),
        ("one_P_then_P", |order| order == "NNNP"),
        ("three_P_then_P", |order| {
            order.matches('P').count() == 3 && order.ends_with('P')
        }),
    ] {
        let of = PATTERNS.iter().filter(|pattern| belongs(pattern.order));
        let counts: Vec<usize> = of.map(|pattern| pattern.says_positive).collect();
        let mean = counts.iter().sum::<usize>() as f64 / counts.len() as f64;
        let figure = fill(&format!("%{{patterns.{name}}}")).parse::<f64>();
        assert!((figure.unwrap() - mean).abs() < 0.051, "{name}");
    }
}

/// A blank with a point in it is a figure.
#[test]
fn every_figure_of_the_texts_exists() {
    let mut figures = 0;
    for file in ["locales/en.json", "locales/zh.json"] {
        let text = std::fs::read_to_string(file).unwrap();
        let named = |text: &str| -> Vec<String> {
            let blanks = text
                .split("%{")
                .skip(1)
                .filter_map(|rest| Some(rest.split_once('}')?.0));
            blanks
                .filter(|name| name.contains('.'))
                .map(str::to_owned)
                .collect()
        };
        figures += named(&text).len();
        assert_eq!(named(&fill(&text)), Vec::<String>::new(), "{file}");
    }
    assert!(figures > 200, "{figures}");
}
