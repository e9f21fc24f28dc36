//! The worked example in steps, p̂ → diag(p̂) → inverse → W p → + b → softmax, and the check of the numbers
//! that a reader enters in a step.

use crate::calibration::{Distribution, Matrix, Method, Parameters, ZeroProbability, fit, softmax};
use crate::import::typed_row::{EntryError, number};
use crate::state::named;

/// Relative difference within which a number is right, regardless of its digits.
const CLOSE: f64 = 0.005;

/// A step of the worked example.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// p̂, the model's answer to a context-free input. A vector.
    Answer,
    /// diag(p̂). A matrix.
    Diagonal,
    /// W = diag(p̂)⁻¹. A matrix.
    Inverse,
    /// W p. A vector.
    Product,
    /// W p + b. A vector.
    Sum,
    /// softmax(W p + b). A vector.
    Softmax,
}

// Names as in the locale files, under `lesson.numbers.step`.
named!(Step {
    Answer = "read",
    Diagonal = "diagonal",
    Inverse = "inverse",
    Product = "product",
    Sum = "bias",
    Softmax = "softmax",
});

impl Step {
    /// Returns whether the cells of the step form a K × K matrix rather than a vector of length K.
    pub fn is_matrix(self) -> bool {
        matches!(self, Self::Diagonal | Self::Inverse)
    }
}

/// A hint for a reader whose number is not right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// Nothing was typed.
    Empty,
    /// It is not a number.
    NotANumber,
    /// The reciprocal was not taken: p̂ was entered instead of 1/p̂, or used as a factor.
    NotInverted,
    /// A number was entered off the diagonal, where there are only zeros.
    OffDiagonalShouldBeZero,
    /// The same, and the number belongs on the diagonal of this row or column.
    DiagonalValue,
    /// Zero was entered on the diagonal, where nothing is zero.
    ZeroOnDiagonal,
    /// The number is the value of another cell of this step.
    Swapped,
    /// 1 − p̂ was entered instead of p̂, or was inverted.
    OneMinus,
    /// The number is a hundred times too large or too small.
    Percent,
    /// Only the sign is wrong.
    Sign,
    /// The score was entered as it is, or divided by the sum of the scores, without the exponential.
    NoExponential,
    /// The exponential of the score is right, but was not divided by the sum of the exponentials.
    NotDividedBySum,
    /// The value after softmax was entered instead of the score before it.
    AfterSoftmax,
    /// The number is close, but rounded to too few digits, or truncated.
    TooRough,
    /// None of these.
    Wrong,
}

// Names as in the locale files, under `lesson.numbers.hint`; `wrong` has a sentence for each step.
named!(Hint {
    Empty = "empty",
    NotANumber = "not_a_number",
    NotInverted = "not_inverted",
    OffDiagonalShouldBeZero = "off_diagonal_zero",
    DiagonalValue = "diagonal_off_diagonal",
    ZeroOnDiagonal = "off_diagonal_on_diagonal",
    Swapped = "swapped_labels",
    OneMinus = "complement",
    Percent = "percent",
    Sign = "sign",
    NoExponential = "no_exponential",
    NotDividedBySum = "no_sum",
    AfterSoftmax = "one_too_many",
    TooRough = "rounding",
    Wrong = "wrong",
});

/// The worked example of one distribution.
///
/// ```
/// use calibration_explainer::calibration::Distribution;
/// use calibration_explainer::lesson::fill_in::{Hint, Step, Worked};
/// let nothing = Distribution::normalized(vec![0.9, 0.1])?.distribution;
/// let worked = Worked::of(&nothing)?;
/// assert_eq!(worked.check(Step::Inverse, 0, 0, "10/9"), Ok(()));
/// assert_eq!(worked.check(Step::Inverse, 0, 0, "0.9"), Err(Hint::NotInverted));
/// assert_eq!(worked.check(Step::Softmax, 1, 0, "2.72"), Err(Hint::NotDividedBySum));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Worked {
    nothing: Distribution,
    input: Distribution,
    parameters: Parameters,
    scores: Vec<f64>,
    q: Vec<f64>,
}

impl Worked {
    /// The example in which W and b, fitted to p̂, are applied to p̂ itself; the result is even.
    ///
    /// # Errors
    /// [`ZeroProbability`] where a probability is zero, which has no reciprocal.
    pub fn of(nothing: &Distribution) -> Result<Self, ZeroProbability> {
        Self::applied(nothing, nothing)
    }

    /// The example in which W and b, fitted to p̂ (`nothing`), are applied to an input of the same K.
    ///
    /// # Errors
    /// [`ZeroProbability`] where a probability of `nothing` is zero.
    pub fn applied(nothing: &Distribution, input: &Distribution) -> Result<Self, ZeroProbability> {
        let parameters = fit(nothing, Method::Diagonal)?;
        let scores = parameters.scores(input);
        Ok(Self {
            nothing: nothing.clone(),
            input: input.clone(),
            q: softmax(&scores),
            parameters,
            scores,
        })
    }

    /// Number of labels K.
    pub fn k(&self) -> usize {
        self.nothing.len()
    }

    /// The input that W and b are applied to; p̂ itself in [`Worked::of`].
    pub fn input(&self) -> &[f64] {
        self.input.as_slice()
    }

    /// The cells of a step: row-major K × K for a matrix, length K for a vector.
    pub fn cells(&self, step: Step) -> Vec<f64> {
        match step {
            Step::Answer => self.nothing.as_slice().to_vec(),
            Step::Diagonal => flat(&Matrix::diagonal(self.nothing.as_slice())),
            Step::Inverse => flat(&self.parameters.w),
            // Adding b changes nothing, since it is zero; the step shows just that.
            Step::Product | Step::Sum => self.scores.clone(),
            Step::Softmax => self.q.clone(),
        }
    }

    /// Number of columns of a step: K for a matrix, 1 for a vector.
    pub fn columns(&self, step: Step) -> usize {
        if step.is_matrix() { self.k() } else { 1 }
    }

    /// The expected value of a cell (`column` 0 in a vector); `None` outside the step.
    pub fn expected(&self, step: Step, row: usize, column: usize) -> Option<f64> {
        let columns = self.columns(step);
        let inside = row < self.k() && column < columns;
        let cells = inside.then(|| self.cells(step))?;
        cells.get(row * columns + column).copied()
    }

    /// Checks the number that was entered in a cell.
    ///
    /// A number is right if it is the expected value rounded to two significant digits or more, or differs
    /// from it by half a percent at most: for 10/9 any of `1.1`, `1.11`, `1,111`, `10/9`, `111 %`.
    ///
    /// # Errors
    /// The most helpful [`Hint`]; [`Hint::Wrong`] for a cell that does not exist.
    pub fn check(&self, step: Step, row: usize, column: usize, text: &str) -> Result<(), Hint> {
        let value = number(text).map_err(|error| match error {
            EntryError::Empty => Hint::Empty,
            _ => Hint::NotANumber,
        })?;
        let expected = self.expected(step, row, column).ok_or(Hint::Wrong)?;
        let written = Written::of(text);
        let is = |other: f64| written.is(value, other);
        if is(expected) {
            return Ok(());
        }
        if step.is_matrix() && row != column {
            let belongs = |place| self.expected(step, place, place).is_some_and(is);
            return Err(if belongs(row) || belongs(column) {
                Hint::DiagonalValue
            } else {
                Hint::OffDiagonalShouldBeZero
            });
        }
        let nothing = self.nothing.get(row).unwrap_or_default();
        let input = self.input.get(row).unwrap_or_default();
        let score = self.scores.get(row).copied().unwrap_or_default();
        let other_cell = || {
            self.cells(step)
                .into_iter()
                .any(|cell| cell != 0.0 && is(cell))
        };
        let not_inverted = match step {
            Step::Inverse => is(nothing),
            Step::Product | Step::Sum => is(nothing * input),
            _ => false,
        };
        let one_minus = match step {
            Step::Answer | Step::Diagonal => is(1.0 - nothing),
            Step::Inverse => is(1.0 - nothing) || is(1.0 / (1.0 - nothing)),
            _ => false,
        };
        let softmax = step == Step::Softmax;
        let score_step = matches!(step, Step::Product | Step::Sum);
        let q = self.q.get(row).copied().unwrap_or_default();
        // The mistakes of this step come first: they explain more than "percent" or "too rough".
        Err(if step.is_matrix() && value == 0.0 {
            Hint::ZeroOnDiagonal
        } else if not_inverted {
            Hint::NotInverted
        } else if score_step && is(q) {
            Hint::AfterSoftmax
        } else if softmax && is(score.exp()) {
            Hint::NotDividedBySum
        } else if softmax && (is(score) || is(score / self.scores.iter().sum::<f64>())) {
            Hint::NoExponential
        } else if other_cell() {
            Hint::Swapped
        } else if one_minus {
            Hint::OneMinus
        } else if is(-expected) {
            Hint::Sign
        } else if is(100.0 * expected) || is(expected / 100.0) {
            Hint::Percent
        } else if written.is_rough(value, expected) {
            Hint::TooRough
        } else {
            Hint::Wrong
        })
    }

    /// Checks every cell of a step, row by row; a text that is missing is empty.
    pub fn check_all<T: AsRef<str>>(&self, step: Step, texts: &[T]) -> Vec<Result<(), Hint>> {
        let columns = self.columns(step);
        (0..self.k() * columns)
            .map(|cell| {
                let text = texts.get(cell).map_or("", AsRef::as_ref);
                self.check(step, cell / columns, cell % columns, text)
            })
            .collect()
    }
}

fn flat(matrix: &Matrix) -> Vec<f64> {
    matrix.rows().flatten().copied().collect()
}

/// The precision with which a number was written.
#[derive(Clone, Copy, Debug)]
struct Written {
    /// Number of significant digits: without leading zeros, and without the last zeros of a whole number,
    /// which may only give its magnitude.
    digits: i32,
    /// Value of one unit in the last digit. Zero for a fraction, which is exact.
    unit: f64,
}

impl Written {
    fn of(text: &str) -> Self {
        let (mut digits, mut zeros, mut decimals, mut power) = (0, 0, None, 0);
        let mut characters = text.trim().chars();
        while let Some(c) = characters.next() {
            match c {
                '/' | '／' => {
                    return Self {
                        digits: 0,
                        unit: 0.0,
                    };
                }
                '.' | ',' | '．' => decimals = Some(0),
                '%' | '％' => power -= 2,
                'e' | 'E' => {
                    let rest = characters.as_str().replace('−', "-");
                    power += number(&rest).unwrap_or_default() as i32;
                    break;
                }
                '0'..='9' | '０'..='９' => {
                    let zero = matches!(c, '0' | '０');
                    zeros = if zero { zeros + 1 } else { 0 };
                    digits += i32::from(!zero || digits > 0);
                    decimals = decimals.map(|decimals| decimals + 1);
                }
                _ => {}
            }
        }
        let last = match decimals {
            Some(decimals) => -decimals,
            None if digits == 0 => 0,
            None => {
                digits -= zeros;
                zeros
            }
        };
        Self {
            digits,
            unit: 10_f64.powi(power.saturating_add(last)),
        }
    }

    /// Returns whether `value`, written with this precision, stands for `other`.
    fn is(self, value: f64, other: f64) -> bool {
        // No number matches a reciprocal or an exponential that is not finite.
        let off = (value - other).abs();
        other.is_finite()
            && (off <= CLOSE * other.abs() || (self.digits >= 2 && off <= self.half_unit()))
    }

    /// Returns whether `value` is `other` with too few digits, or truncated.
    fn is_rough(self, value: f64, other: f64) -> bool {
        let missing = other.abs() - value.abs();
        let cut_off = (0.0..self.unit * (1.0 - 1e-9)).contains(&missing);
        self.digits >= 1 && value * other > 0.0 && (cut_off || missing.abs() <= self.half_unit())
    }

    /// Slightly more than half of the last digit, since 1.25 − 1.2 is more than 0.05 in binary.
    fn half_unit(self) -> f64 {
        0.5 * self.unit * (1.0 + 1e-9)
    }
}
