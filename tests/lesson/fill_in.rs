//! The checks of numbers that are filled into the worked example.

use crate::{config, distribution};
use calibration_explainer::lesson::fill_in::{Hint, Step, Worked};
use calibration_explainer::state::Named;
use proptest::prelude::*;
use serde_json::Value;

fn steps() -> impl Iterator<Item = Step> {
    Step::ALL.iter().map(|&(step, _)| step)
}

/// Every step and every hint has its texts in both languages.
#[test]
fn steps_and_hints_have_words() {
    for file in [
        include_str!("../../locales/en.json"),
        include_str!("../../locales/zh.json"),
    ] {
        let words: Value = serde_json::from_str(file).unwrap();
        let words = &words["lesson"]["numbers"];
        for &(step, name) in Step::ALL {
            assert!(words["step"][name]["name"].is_string(), "{step:?}");
            assert!(words["wrong"][name].is_string(), "{step:?}");
        }
        for &(hint, name) in Hint::ALL {
            let known = hint == Hint::Wrong || words["hint"][name].is_string();
            assert!(known, "{hint:?}");
        }
    }
}

const NINE_ONE: &[f64] = &[0.9, 0.1];
const THREE: &[f64] = &[0.6, 0.3, 0.1];

#[test]
fn steps_of_the_worked_example() {
    let worked = Worked::of(&distribution(NINE_ONE)).unwrap();
    let cells: Vec<Vec<f64>> = steps().map(|step| worked.cells(step)).collect();
    let expected: [&[f64]; 6] = [
        &[0.9, 0.1],
        &[0.9, 0.0, 0.0, 0.1],
        &[10.0 / 9.0, 0.0, 0.0, 10.0],
        &[1.0, 1.0],
        &[1.0, 1.0],
        &[0.5, 0.5],
    ];
    for (found, expected) in cells.iter().zip(expected) {
        assert_eq!(found.len(), expected.len());
        for (a, b) in found.iter().zip(expected) {
            assert!((a - b).abs() < 1e-12, "{found:?}");
        }
    }
    assert_eq!(worked.expected(Step::Inverse, 1, 1), Some(10.0));
    assert_eq!(worked.expected(Step::Inverse, 0, 2), None);
    assert_eq!(worked.expected(Step::Softmax, 0, 1), None);
    assert_eq!(worked.expected(Step::Softmax, 2, 0), None);
    let applied = Worked::applied(&distribution(NINE_ONE), &distribution(&[0.8, 0.2])).unwrap();
    let scores = applied.cells(Step::Sum);
    assert!((scores[0] - 8.0 / 9.0).abs() < 1e-12 && (scores[1] - 2.0).abs() < 1e-12);
    let zero = distribution(&[1.0, 0.0]);
    assert_eq!(Worked::of(&zero).unwrap_err().label, 1);
}

#[test]
fn what_is_typed_into_a_cell() {
    use Hint::*;
    use Step::*;
    let two = Worked::of(&distribution(NINE_ONE)).unwrap();
    let three = Worked::of(&distribution(THREE)).unwrap();
    let other = Worked::applied(&distribution(NINE_ONE), &distribution(&[0.8, 0.2])).unwrap();
    let other_3 =
        Worked::applied(&distribution(THREE), &distribution(&[0.02, 0.65, 0.33])).unwrap();
    let uneven = Worked::of(&distribution(&[0.896, 0.104])).unwrap();
    let steep = Worked::of(&distribution(&[0.991, 0.009])).unwrap();
    let mut seen = Vec::new();
    for (worked, step, row, column, text, expected) in [
        // 10/9 in different notations.
        (&two, Inverse, 0, 0, "1.11", Ok(())),
        (&two, Inverse, 0, 0, "1.111", Ok(())),
        (&two, Inverse, 0, 0, "1,11", Ok(())),
        (&two, Inverse, 0, 0, "1,111", Ok(())),
        (&two, Inverse, 0, 0, "10/9", Ok(())),
        (&two, Inverse, 0, 0, " 1.1 ", Ok(())),
        (&two, Inverse, 0, 0, "１．１１", Ok(())),
        (&two, Inverse, 0, 0, "111 %", Ok(())),
        (&two, Inverse, 0, 0, "111.1%", Ok(())),
        (&two, Inverse, 0, 0, "1.111111111111", Ok(())),
        (&two, Inverse, 0, 0, "1.11e0", Ok(())),
        (&two, Inverse, 0, 0, "111e-2", Ok(())),
        (&two, Inverse, 0, 0, "1.115", Ok(())),
        (&two, Inverse, 0, 0, "1.12", Err(Wrong)),
        (&two, Inverse, 0, 0, "11/9", Err(Wrong)),
        (&two, Inverse, 1, 1, "10", Ok(())),
        (&two, Inverse, 1, 1, "10.0", Ok(())),
        (&two, Inverse, 1, 1, "1e1", Ok(())),
        (&two, Inverse, 1, 1, "1/0.1", Ok(())),
        (&two, Inverse, 1, 1, "9.9", Err(Wrong)),
        (&two, Inverse, 1, 1, "11", Err(Wrong)),
        (&two, Inverse, 0, 1, "0", Ok(())),
        (&two, Inverse, 0, 1, "0.00", Ok(())),
        (&two, Inverse, 0, 1, "-0", Ok(())),
        (&three, Inverse, 0, 0, "1.7", Ok(())),
        (&three, Inverse, 0, 0, "5/3", Ok(())),
        (&three, Inverse, 1, 1, "3.33", Ok(())),
        (&two, Softmax, 0, 0, "50%", Ok(())),
        (&two, Softmax, 0, 0, "1/2", Ok(())),
        (&three, Softmax, 2, 0, ".33", Ok(())),
        (&other, Product, 0, 0, "8/9", Ok(())),
        (&other, Sum, 0, 0, "0.89", Ok(())),
        (&other, Softmax, 0, 0, "0.248", Ok(())),
        // The zeros at the end of a whole number may be the result of rounding.
        (&uneven, Inverse, 1, 1, "9.6", Ok(())),
        (&uneven, Inverse, 1, 1, "10", Err(TooRough)),
        (&uneven, Inverse, 1, 1, "10.0", Err(Wrong)),
        (&steep, Inverse, 1, 1, "110", Ok(())),
        (&steep, Inverse, 1, 1, "110.0", Err(Wrong)),
        (&steep, Inverse, 1, 1, "100", Err(TooRough)),
        // Hints.
        (&two, Inverse, 0, 0, "", Err(Empty)),
        (&two, Inverse, 0, 1, " \u{3000}", Err(Empty)),
        (&two, Inverse, 0, 0, "ten ninths", Err(NotANumber)),
        (&two, Inverse, 0, 1, "1/0", Err(NotANumber)),
        (&two, Inverse, 0, 0, "inf", Err(NotANumber)),
        (&two, Inverse, 0, 0, "1e999", Err(NotANumber)),
        (&two, Inverse, 0, 0, "0.9", Err(NotInverted)),
        (&two, Inverse, 1, 1, "0.1", Err(NotInverted)),
        (&two, Inverse, 1, 1, "10 %", Err(NotInverted)),
        (&two, Product, 0, 0, "0.81", Err(NotInverted)),
        (&other, Sum, 0, 0, "0.72", Err(NotInverted)),
        (&two, Inverse, 0, 1, "10", Err(DiagonalValue)),
        (&two, Inverse, 0, 1, "1.11", Err(DiagonalValue)),
        (&two, Inverse, 0, 1, "1", Err(OffDiagonalShouldBeZero)),
        (&two, Inverse, 1, 0, "0.9", Err(OffDiagonalShouldBeZero)),
        (&two, Diagonal, 1, 0, "0.1", Err(DiagonalValue)),
        (&three, Diagonal, 1, 0, "0.1", Err(OffDiagonalShouldBeZero)),
        (&two, Diagonal, 0, 1, "-0.001", Err(OffDiagonalShouldBeZero)),
        (&two, Answer, 0, 0, "0.1", Err(Swapped)),
        (&two, Diagonal, 1, 1, "0.9", Err(Swapped)),
        (&two, Inverse, 0, 0, "10", Err(Swapped)),
        (&two, Inverse, 1, 1, "1.11", Err(Swapped)),
        (&three, Inverse, 2, 2, "1.67", Err(Swapped)),
        (&other, Softmax, 0, 0, "0.75", Err(Swapped)),
        (&two, Inverse, 0, 0, "0.1", Err(OneMinus)),
        (&three, Answer, 0, 0, "0.4", Err(OneMinus)),
        (&three, Diagonal, 1, 1, "0.7", Err(OneMinus)),
        (&three, Inverse, 0, 0, "2.5", Err(OneMinus)),
        (&two, Answer, 0, 0, "90", Err(Percent)),
        (&two, Answer, 0, 0, "0.9 %", Err(Percent)),
        (&two, Softmax, 0, 0, "50", Err(Percent)),
        (&two, Inverse, 0, 0, "111", Err(Percent)),
        (&two, Inverse, 0, 0, "-1.11", Err(Sign)),
        (&two, Inverse, 0, 0, "−1,11", Err(Sign)),
        (&two, Sum, 0, 0, "-1", Err(Sign)),
        (&two, Softmax, 0, 0, "1", Err(NoExponential)),
        (&other, Softmax, 1, 0, "2", Err(NoExponential)),
        (&other, Softmax, 1, 0, "0.692", Err(NoExponential)),
        (&other_3, Softmax, 1, 0, "2.17", Err(NoExponential)),
        (&two, Softmax, 0, 0, "2.72", Err(NotDividedBySum)),
        (&two, Softmax, 1, 0, "2.7", Err(NotDividedBySum)),
        (&other, Softmax, 1, 0, "7.39", Err(NotDividedBySum)),
        (&two, Inverse, 0, 0, "1", Err(TooRough)),
        (&three, Inverse, 0, 0, "2", Err(TooRough)),
        (&three, Inverse, 0, 0, "1.6", Err(TooRough)),
        (&three, Inverse, 1, 1, "3", Err(TooRough)),
        (&three, Softmax, 0, 0, "0.3", Err(TooRough)),
        (&two, Inverse, 0, 0, "3", Err(Wrong)),
        (&two, Inverse, 0, 0, "0", Err(ZeroOnDiagonal)),
        (&two, Diagonal, 1, 1, "0.0", Err(ZeroOnDiagonal)),
        (&two, Product, 0, 0, "0", Err(Wrong)),
        (&two, Product, 0, 0, "0.5", Err(AfterSoftmax)),
        (&other, Sum, 1, 0, "75.2%", Err(AfterSoftmax)),
        (&two, Answer, 0, 0, "0.85", Err(Wrong)),
        (&two, Softmax, 0, 0, "0.7", Err(Wrong)),
        (&two, Inverse, 0, 2, "1", Err(Wrong)),
        (&two, Softmax, 0, 1, "0.5", Err(Wrong)),
    ] {
        let found = worked.check(step, row, column, text);
        assert_eq!(found, expected, "{step:?} {row},{column}: {text:?}");
        seen.extend(found.err());
    }
    for (hint, _) in Hint::ALL {
        assert!(seen.contains(hint), "{hint:?} is never given");
    }
}

#[test]
fn a_whole_matrix() {
    let worked = Worked::of(&distribution(NINE_ONE)).unwrap();
    assert_eq!(
        worked.check_all(Step::Inverse, &["1.1", "0", "0", "10"]),
        [Ok(()); 4]
    );
    assert_eq!(
        worked.check_all(Step::Inverse, &["0.9", "1", ""]),
        [
            Err(Hint::NotInverted),
            Err(Hint::OffDiagonalShouldBeZero),
            Err(Hint::Empty),
            Err(Hint::Empty)
        ]
    );
    assert_eq!(
        worked.check_all(Step::Softmax, &["0.5", "0.5"]),
        [Ok(()); 2]
    );
}

proptest! {
    #![proptest_config(config())]

    /// A correct number with at least two digits is right, in every cell.
    #[test]
    fn right_answers_are_right(
        values in (2usize..=4).prop_flat_map(|k| prop::collection::vec(0.01..1.0f64, k)),
        input in prop::collection::vec(0.01..1.0f64, 4),
        places in 1usize..=6,
    ) {
        let k = values.len();
        let worked = Worked::applied(&distribution(&values), &distribution(&input[..k])).unwrap();
        for step in steps() {
            let cells = worked.cells(step);
            for style in 0..3 {
                let texts: Vec<String> = cells.iter().map(|cell| match style {
                    0 => format!("{cell:.places$e}"),
                    1 => cell.to_string().replace('.', ","),
                    _ => format!("{:.places$} %", cell * 100.0),
                }).collect();
                // With one decimal place a small percentage has a single digit.
                let enough = |cell: f64| style < 2 || cell == 0.0 || cell * 100.0 >= 1.0;
                for (i, found) in worked.check_all(step, &texts).into_iter().enumerate() {
                    prop_assert!(found.is_ok() || !enough(cells[i]), "{step:?}: {} for {}: {found:?}", texts[i], cells[i]);
                }
            }
        }
    }

    /// A number that is wrong by more than a tenth is never right; neither is one other than zero off the diagonal.
    #[test]
    fn wrong_answers_are_never_right(
        values in (2usize..=4).prop_flat_map(|k| prop::collection::vec(0.01..1.0f64, k)),
        factor in prop_oneof![-5.0..0.9f64, 1.1..50.0f64],
        digits in 1usize..=5,
    ) {
        let worked = Worked::of(&distribution(&values)).unwrap();
        for step in steps() {
            for (i, cell) in worked.cells(step).into_iter().enumerate() {
                let typed = format!("{:.digits$e}", if cell == 0.0 { factor } else { cell * factor });
                let columns = worked.columns(step);
                let found = worked.check(step, i / columns, i % columns, &typed);
                prop_assert!(found.is_err(), "{step:?}: {typed} for {cell}");
                if cell == 0.0 && factor != 0.0 {
                    let hints = [Err(Hint::OffDiagonalShouldBeZero), Err(Hint::DiagonalValue)];
                    prop_assert!(hints.contains(&found), "{found:?}");
                }
            }
        }
    }

    /// Any text can be checked without a panic.
    #[test]
    fn anything_can_be_typed(text in prop_oneof![any::<String>(), "[-−0-9０-９.,/%eE]{0,12}"]) {
        let worked = Worked::of(&distribution(THREE)).unwrap();
        for step in steps() {
            let _ = worked.check(step, 0, 0, &text);
            prop_assert!(worked.check(step, 1, 7, &text).is_err());
        }
    }
}
