//! The feedback on a place of an exercise, specific to the place and to the text typed there.

use crate::import::typed_row;
use crate::lesson::fill_in::{Hint, Step, Worked};
use crate::page::i18n::{fill, t};
use crate::state::{Named, short};
use yew::AttrValue;

/// The kind of feedback on a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Right,
    Hint(Hint),
    Answer,
}

/// A place, and the text typed into it.
pub(crate) struct Place<'a> {
    pub(crate) worked: &'a Worked,
    pub(crate) labels: &'a [String],
    pub(crate) step: Step,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) typed: &'a str,
}

impl Place<'_> {
    /// The feedback in words.
    pub(crate) fn words(&self, said: Said) -> AttrValue {
        match said {
            Said::Right => self.right(),
            Said::Hint(hint) => self.hint(hint),
            Said::Answer if self.is_off_diagonal() => self.key("hint", "off_diagonal_zero"),
            Said::Answer => {
                let value = self.value(self.step);
                let how = self.how();
                t!("lesson.numbers.exercise.answer", value = value, how = how)
            }
        }
    }

    fn right(&self) -> AttrValue {
        let expected = self.number(self.step);
        let typed = typed_row::number(self.typed).unwrap_or(f64::NAN);
        if (typed - expected).abs() <= 1e-9 * expected.abs() {
            return t!("lesson.numbers.exercise.right", value = short(expected));
        }
        let how = self.how();
        t!(
            "lesson.numbers.exercise.right_rounded",
            typed = self.typed,
            value = how
        )
    }

    fn hint(&self, hint: Hint) -> AttrValue {
        let inverse = self.step == Step::Inverse;
        match hint {
            Hint::Empty if self.is_off_diagonal() => self.key("hint", "off_diagonal_zero"),
            // The texts of these hints are about the inverse only.
            Hint::NotInverted if self.step == Step::Product => self.key("hint", "multiplied"),
            Hint::NotInverted | Hint::Swapped | Hint::OneMinus | Hint::ZeroOnDiagonal
                if !inverse =>
            {
                self.key("wrong", self.step.name())
            }
            Hint::Wrong => self.key("wrong", self.step.name()),
            _ => self.key("hint", hint.name()),
        }
    }

    /// The text `lesson.numbers.<group>.<name>`, filled in for this place.
    fn key(&self, group: &str, name: &str) -> AttrValue {
        let p = self.value(Step::Answer);
        // The value that should have been typed instead of a percentage.
        let share = match self.step {
            Step::Softmax => self.value(Step::Softmax),
            _ => p.clone(),
        };
        let (w, score) = (self.weight(), self.value(Step::Product));
        let input = self.input();
        let label = self.labels.get(self.row).map_or("", |label| label);
        let pointer = fill(
            &format!("lesson.numbers.pointer.{}", self.step.name()),
            &[
                ("label", &label),
                ("p", &p),
                ("input", &input),
                ("w", &w),
                ("score", &score),
                ("b", &"0"),
            ],
        );
        fill(
            &format!("lesson.numbers.{group}.{name}"),
            &[
                ("typed", &self.typed),
                ("p", &share),
                ("input", &input),
                ("label", &label),
                ("pointer", &pointer),
            ],
        )
    }

    /// The calculation of the value, only with signs and numbers, such as `1 ÷ 0.9`.
    fn how(&self) -> String {
        let (p, w) = (self.value(Step::Answer), self.weight());
        let score = self.value(Step::Product);
        match self.step {
            Step::Inverse => format!("1 ÷ {p}"),
            Step::Product => format!("{w} × {}", self.input()),
            Step::Sum => format!("{score} + 0"),
            Step::Softmax => {
                let power = |k| format!("exp({})", short(self.at(Step::Product, k)));
                let sum: Vec<String> = (0..self.worked.k()).map(power).collect();
                format!("exp({score}) ÷ ({})", sum.join(" + "))
            }
            Step::Answer | Step::Diagonal => p,
        }
    }

    /// The input's probability of the place's label.
    fn input(&self) -> String {
        let input = self.worked.input().get(self.row).copied();
        input.map(short).unwrap_or_default()
    }

    fn is_off_diagonal(&self) -> bool {
        self.step.is_matrix() && self.row != self.column
    }

    /// Formats the value of this place's label in a step; in a matrix, that on the diagonal.
    fn value(&self, step: Step) -> String {
        short(self.number(step))
    }

    fn number(&self, step: Step) -> f64 {
        if step == self.step && self.is_off_diagonal() {
            return 0.0;
        }
        self.at(step, self.row)
    }

    fn at(&self, step: Step, k: usize) -> f64 {
        let column = if step.is_matrix() { k } else { 0 };
        self.worked.expected(step, k, column).unwrap_or_default()
    }

    /// Formats the label's weight in W.
    fn weight(&self) -> String {
        self.value(Step::Inverse)
    }
}
