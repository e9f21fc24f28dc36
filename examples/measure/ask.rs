//! Asking a model about all rows of a state, on all cores.

use crate::Result;
use calibration_explainer::asking::{Answer, Answers, Failure, Question};
use calibration_explainer::calibration::{Decision, Distribution};
use calibration_explainer::state::{Action, Measured, State, apply};
use pollster::block_on;
use small_model::{Prompt, SmallModel};
use std::fs::File;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

/// Questions that a thread takes at a time; they share what their prompts begin with.
const AT_ONCE: usize = 16;
/// Significant digits of the probabilities that are written.
const DIGITS: i32 = 4;

/// The same model once for each core: answers do not depend on which one gives them.
pub(crate) struct Models {
    models: Vec<SmallModel>,
    /// Name of the model.
    pub(crate) name: String,
}

impl Models {
    /// Opens a model file.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let open = |_| -> Result<SmallModel> {
            let mut file =
                File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
            Ok(block_on(SmallModel::open(&mut file, &mut async |_| false))?)
        };
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok(Self {
            models: (0..cores).map(open).collect::<Result<_>>()?,
            // As the page calls it: name, then the kind of its weights.
            name: match name.rsplit_once('.') {
                Some((name, weights)) => format!("{name} ({weights})"),
                None => name.into_owned(),
            },
        })
    }

    /// Answers every row of a state.
    pub(crate) fn answered(&mut self, mut state: State) -> Result<State> {
        let began = Instant::now();
        let mut measured = Measured::by(&self.name);
        measured.unasked = state
            .rows()
            .collect::<std::collections::BTreeSet<_>>()
            .into();
        state.measured = Some(measured);
        let mut answers = Answers::default();
        let open = answers.due(&state).open;
        let asked = open.len();
        for (question, answer) in open.iter().zip(self.answer(&open)?) {
            let answer = answer.map_err(|error| format!("{:?}: {error}", question.prompt))?;
            answers.learn(question.clone(), Ok::<_, Failure>(answer));
        }
        let known = answers.due(&state).known;
        let known = known.into_iter().map(|(row, p)| (row, rounded(&p)));
        let answer = Action::Answer {
            source: self.name.as_str().into(),
            answers: known.collect(),
        };
        let state = apply(&state, &answer).map_err(|refusal| format!("{refusal:?}"))?;
        let seconds = began.elapsed().as_secs_f64();
        eprintln!("{asked} prompts in {seconds:.0} s");
        Ok(state)
    }

    /// Answers questions, in their order.
    pub(crate) fn answer(
        &mut self,
        questions: &[Question],
    ) -> Result<Vec<std::result::Result<Answer, String>>> {
        let texts: Vec<(&str, Vec<&str>)> = (questions.iter())
            .map(|Question { prompt, labels }| {
                (&**prompt, labels.iter().map(String::as_str).collect())
            })
            .collect();
        let blocks = Mutex::new(texts.chunks(AT_ONCE).enumerate());
        let answered = Mutex::new(Vec::new());
        let work = |model: &mut SmallModel| {
            while let Some((number, block)) = blocks.lock().ok().and_then(|mut next| next.next()) {
                let prompts: Vec<Prompt> = (block.iter())
                    .map(|(text, labels)| Prompt { text, labels })
                    .collect();
                let answers = block_on(model.answer(&prompts, &mut async || false));
                let answers: Vec<std::result::Result<Answer, String>> = match answers {
                    Ok(answers) => answers.into_iter().map(read).collect(),
                    Err(error) => block.iter().map(|_| Err(error.to_string())).collect(),
                };
                if let Ok(mut answered) = answered.lock() {
                    answered.push((number, answers));
                }
            }
        };
        std::thread::scope(|scope| {
            let work = &work;
            for model in &mut self.models {
                scope.spawn(move || work(model));
            }
        });
        let mut answered = answered.into_inner()?;
        answered.sort_by_key(|(number, _)| *number);
        Ok(answered
            .into_iter()
            .flat_map(|(_, answers)| answers)
            .collect())
    }
}

fn read(
    answer: std::result::Result<small_model::Answer, small_model::Error>,
) -> std::result::Result<Answer, String> {
    let answer = answer.map_err(|error| error.to_string())?;
    let labels = || answer.labels.iter();
    Ok(Answer {
        log_probabilities: labels().map(|label| label.log_probability).collect(),
        tokens: labels().map(|label| label.tokens.len()).collect(),
        melts: labels().map(|label| label.melts).collect(),
        at_most: vec![None; answer.labels.len()],
    })
}

/// Rounds each probability to [`DIGITS`] significant digits, and gives the rest to the greatest, so that the sum stays 1.
pub(crate) fn rounded(p: &Distribution) -> Distribution {
    let greatest = Decision::index_of(p.as_slice());
    // All are multiples of the finest one's last place, so that the rest is one, too.
    let places = |value: f64| (DIGITS - 1 - value.log10().floor() as i32).clamp(DIGITS, 17);
    let others = || {
        let others = p.as_slice().iter().enumerate();
        others.filter(|(label, value)| *label != greatest && **value > 0.0)
    };
    let finest = others()
        .map(|(_, value)| places(*value))
        .max()
        .unwrap_or(DIGITS);
    let round = |value: f64| at_place(value, places(value));
    let rest = 1.0 - others().map(|(_, value)| round(*value)).sum::<f64>();
    let values = p
        .as_slice()
        .iter()
        .enumerate()
        .map(|(label, &value)| match value {
            _ if label == greatest => at_place(rest, finest),
            0.0 => 0.0,
            value => round(value),
        });
    Distribution::normalized(values.collect()).map_or_else(|_| p.clone(), |n| n.distribution)
}

/// The number nearest to a decimal with so many significant digits.
pub(crate) fn at_digits(value: f64, digits: i32) -> f64 {
    match value {
        0.0 => 0.0,
        _ => at_place(value, digits - 1 - value.abs().log10().floor() as i32),
    }
}

/// The number nearest to a decimal with so many places.
fn at_place(value: f64, places: i32) -> f64 {
    format!("{value:.*}", places.max(0) as usize)
        .parse()
        .unwrap_or(value)
}
