use super::{Argmax, Distribution, Distributions, Matrix};
use thiserror::Error;

/// The rule that turns a context-free distribution p into parameters (W, b).
///
/// Zhao et al. 2021 print the diagonal form; their code has the additive one as well. Both give the
/// same label for K = 2 and can differ from K = 3 on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// W = diag(p)⁻¹, b = 0.
    #[default]
    Diagonal,
    /// W = I, b = −p.
    Identity,
    /// W = I, b = 0: no calibration.
    None,
}

/// The order of averaging and fitting when there are several context-free prompts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Averaging {
    /// Fit each prompt, then average W and b (the order of the teaching text).
    #[default]
    Parameters,
    /// Average the distributions, then fit once (the order of the paper).
    Probabilities,
}

/// What p̂ is estimated from, to which W and b are fitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EstimatedFrom {
    /// The context-free prompts: contextual calibration (Zhao et al. 2021).
    #[default]
    Prompts,
    /// The mean of p over the test inputs: batch calibration (Zhou et al. 2023, arXiv 2309.17249). It needs no context-free prompt, and the
    /// order of averaging does not matter.
    Inputs,
}

/// W (K × K) and b (length K) of the affine correction s = W p + b.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameters {
    /// The matrix, K × K.
    pub w: Matrix,
    /// The bias, length K.
    pub b: Vec<f64>,
}

impl Parameters {
    /// W = I, b = 0.
    pub fn identity(k: usize) -> Self {
        Self {
            w: Matrix::diagonal(&vec![1.0; k]),
            b: vec![0.0; k],
        }
    }

    /// s = W p + b, length K.
    pub fn scores(&self, p: &Distribution) -> Vec<f64> {
        self.scores_of(p.as_slice()).collect()
    }

    /// s = W p + b for the probabilities `p` (length K), one score after the other.
    pub(crate) fn scores_of(&self, p: &[f64]) -> impl Iterator<Item = f64> {
        (self.w.rows().zip(&self.b))
            .map(move |(row, b)| row.iter().zip(p).map(|(w, p)| w * p).sum::<f64>() + b)
    }
}

impl Parameters {
    /// The labels that the scores favour, for every row of `columns` (each over K labels), in order. The same as
    /// [`Output::label_after`](super::Output::label_after), with nothing else computed: a page of 100,000 rows needs them in every frame of a drag.
    pub fn favoured<'a>(&self, columns: impl Iterator<Item = &'a Distributions>) -> Vec<Argmax> {
        let k = self.w.k();
        let mut found = Vec::new();
        let mut scores = vec![0.0; k];
        if self.w.is_diagonal() {
            let diagonal: Vec<f64> = (0..k).map(|label| self.w.get(label, label)).collect();
            for rows in columns {
                found.reserve(rows.len());
                for p in rows.iter() {
                    let terms = p.as_slice().iter().zip(&diagonal).zip(&self.b);
                    for (score, ((p, w), b)) in scores.iter_mut().zip(terms) {
                        *score = w * p + b;
                    }
                    found.push(Argmax::of(&scores));
                }
            }
            return found;
        }
        // Column by column, so that the K sums do not wait for each other; each adds its terms in the order of `scores`.
        let transposed: Vec<f64> = (0..k)
            .flat_map(|column| (0..k).map(move |row| (row, column)))
            .map(|(row, column)| self.w.get(row, column))
            .collect();
        for rows in columns {
            found.reserve(rows.len());
            for p in rows.iter() {
                scores.fill(0.0);
                for (p, column) in p.as_slice().iter().zip(transposed.chunks(k)) {
                    for (score, w) in scores.iter_mut().zip(column) {
                        *score += w * p;
                    }
                }
                for (score, b) in scores.iter_mut().zip(&self.b) {
                    *score += b;
                }
                found.push(Argmax::of(&scores));
            }
        }
        found
    }
}

/// The error that W is undefined: the model gave a label of a context-free prompt probability zero,
/// which has no reciprocal.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the probability of label {} is zero, so 1/p is undefined", .label + 1)]
pub struct ZeroProbability {
    /// Index of the prompt whose distribution has the zero; `None` for a distribution on its own ([`fit`]).
    pub prompt: Option<usize>,
    /// The label.
    pub label: usize,
}

/// Fits the parameters to one context-free distribution.
///
/// ```
/// use calibration_explainer::calibration::{fit, Distribution, Method};
/// let p = Distribution::normalized(vec![0.5, 0.25, 0.25])?.distribution;
/// let parameters = fit(&p, Method::Diagonal)?;
/// assert_eq!(parameters.scores(&p), [1.0, 1.0, 1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`ZeroProbability`] for [`Method::Diagonal`] where a probability is zero.
pub fn fit(p: &Distribution, method: Method) -> Result<Parameters, ZeroProbability> {
    let k = p.len();
    match method {
        Method::Diagonal => match p.first_zero() {
            Some(label) => Err(ZeroProbability {
                prompt: None,
                label,
            }),
            None => {
                let reciprocals: Vec<f64> = p.as_slice().iter().map(|p| 1.0 / p).collect();
                Ok(Parameters {
                    w: Matrix::diagonal(&reciprocals),
                    b: vec![0.0; k],
                })
            }
        },
        Method::Identity => Ok(Parameters {
            b: p.as_slice().iter().map(|p| 0.0 - p).collect(),
            ..Parameters::identity(k)
        }),
        Method::None => Ok(Parameters::identity(k)),
    }
}

/// The mean of parameters of the same K. `None` if there are none.
pub fn average(parameters: &[Parameters]) -> Option<Parameters> {
    let (first, rest) = parameters.split_first()?;
    let mut mean = first.clone();
    for other in rest {
        mean.w.add(&other.w);
        for (a, b) in mean.b.iter_mut().zip(&other.b) {
            *a += b;
        }
    }
    // A single prompt must keep its fitted parameters bit for bit.
    if !rest.is_empty() {
        let factor = 1.0 / parameters.len() as f64;
        mean.w.scale(factor);
        for b in &mut mean.b {
            *b *= factor;
        }
    }
    Some(mean)
}

/// The parameters of each context-free prompt, and their average.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// One (W, b) for each prompt, length N.
    pub per_prompt: Vec<Result<Parameters, ZeroProbability>>,
    /// The averaged (W, b).
    pub averaged: Result<Parameters, ZeroProbability>,
}

/// Fits N context-free distributions of the same K. With none, the parameters are the identity
/// over `k` labels.
pub fn fit_prompts(
    prompts: &[Distribution],
    k: usize,
    method: Method,
    averaging: Averaging,
) -> Fit {
    let per_prompt: Vec<Result<Parameters, ZeroProbability>> = (prompts.iter().enumerate())
        .map(|(i, p)| {
            fit(p, method).map_err(|zero| ZeroProbability {
                prompt: Some(i),
                ..zero
            })
        })
        .collect();
    let averaged = match averaging {
        Averaging::Parameters => (per_prompt.iter().cloned().collect::<Result<Vec<_>, _>>())
            .map(|all| average(&all).unwrap_or_else(|| Parameters::identity(k))),
        Averaging::Probabilities => match Distribution::mean(prompts) {
            Some(mean) => fit(&mean, method).map_err(|zero| ZeroProbability {
                // A mean of zero means that every prompt has the zero: name the first.
                prompt: Some(0),
                ..zero
            }),
            None => Ok(Parameters::identity(k)),
        },
    };
    Fit {
        per_prompt,
        averaged,
    }
}
