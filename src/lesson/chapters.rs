//! The chapters as data: what each shows, asks and lets the reader do.
//!
//! A chapter's words stand under `lesson.<id>` in `locales/`:
//!
//! ```text
//! title  lead  figure  remember                   always
//! text_1 …                                        Chapter::texts
//! predict_1.question  .option_1 …  .feedback_1 …  one feedback for each of Prediction::options
//! predict_1.reveal                                the answer, also for those who do not guess
//! predict_1.claim                                 in Doing::Myths only
//! explain_1 …                                     Chapter::explains
//! <section>.title                                 for each Step::Section
//! ```
//!
//! States are links without `#`, in the format of [`crate::link`]. Numbers in names
//! of keys count from 1, and so do all numbers here.

mod list;

pub use list::{CHAPTERS, EXERCISES};

/// What of the figure a chapter puts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The context-free prompts with their bars.
    Prompts,
    /// The corrections, W and b.
    Fit,
    /// Before and after.
    Use,
    /// The equation with its numbers.
    Equation,
    /// K = 2: the line with the threshold.
    Line,
    /// K = 3: the triangle with the regions.
    Triangle,
    /// K ≥ 4: gains pair by pair.
    Pairwise,
    /// The paper's tables; needs no state.
    Paper,
}

/// What the reader does in a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Drag empty bars to a guess. It is the answer to the chapter's first prediction.
    GhostBars,
    /// Arrange four examples, find patterns among the 16.
    Arrange,
    /// Build a few-shot prompt.
    Builder,
    /// The worked example step by step, then [`EXERCISES`] with places to fill in.
    Steps,
    /// The two averaging orders side by side.
    Compare,
    /// Line, triangle and pairs.
    Geometry,
    /// Measurements and the paper's tables.
    Evidence,
    /// One question for each misconception.
    Myths,
    /// Summary, code, glossary, sources.
    Summary,
}

/// A question that the reader may answer before the answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// Number of options, each with a feedback.
    pub options: usize,
    /// The right option, from 1 to `options`.
    pub right: usize,
    /// State of the figure while asking; `None` leaves it as it is. It must not show the answer.
    pub state: Option<&'static str>,
    /// State of the figure with the answer; `None` leaves it as it is.
    pub reveal: Option<&'static str>,
}

/// One piece of a chapter, between its lead and its sentence to remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The paragraph `text_<n>`.
    Text(usize),
    /// The question `predict_<n>`, then its answer.
    Predict(usize),
    /// What the chapter lets the reader do.
    Doing,
    /// The paragraph `explain_<n>`.
    Explain(usize),
    /// A heading `<id>.title`, from which the figure shows something else.
    Section {
        /// Key of the section within the chapter.
        id: &'static str,
        /// What the figure shows from here.
        figure: Figure,
        /// Its state.
        state: &'static str,
    },
}

/// One chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Key of its words. A link names a chapter by its number, `learn=4`.
    pub id: &'static str,
    /// The figure's state when the chapter opens.
    pub state: &'static str,
    /// What of the figure comes first.
    pub figure: Figure,
    /// Number of paragraphs `text_<n>`.
    pub texts: usize,
    /// Number of paragraphs `explain_<n>`.
    pub explains: usize,
    /// The questions `predict_<n>`, in order.
    pub predictions: &'static [Prediction],
    /// What the reader does.
    pub doing: Doing,
    /// The order of reading. Every text, question and explanation is in it once, and so is what
    /// the reader does.
    pub steps: &'static [Step],
}

/// The chapter of that number, counted from 1.
///
/// ```
/// use calibration_explainer::lesson::chapters;
/// assert_eq!(chapters::chapter(4).map(|chapter| chapter.id), Some("numbers"));
/// assert_eq!(chapters::chapter(0), None);
/// ```
pub fn chapter(number: usize) -> Option<&'static Chapter> {
    CHAPTERS.get(number.checked_sub(1)?)
}

/// The terms of the glossary, in its order: keys under `lesson.take.glossary.term`.
pub const GLOSSARY: [&str; 22] = [
    "context_free",
    "bias",
    "output_distribution",
    "calibration",
    "statistical",
    "parameters",
    "weight",
    "bias_vector",
    "diagonal",
    "inverse",
    "score",
    "readout",
    "softmax",
    "normalised",
    "threshold",
    "few_shot",
    "majority",
    "recency",
    "token",
    "accuracy",
    "confidence",
    "interval",
];

/// The sources that `source:<id>` names, with their address where they have one: keys under
/// `lesson.take.sources`.
pub const SOURCES: [(&str, Option<&str>); 7] = [
    ("zhao2021", Some("https://arxiv.org/abs/2102.09690")),
    ("measured", None),
    ("text", None),
    ("guo2017", Some("https://arxiv.org/abs/1706.04599")),
    ("holtzman2021", Some("https://arxiv.org/abs/2104.08315")),
    ("fei2023", Some("https://arxiv.org/abs/2305.19148")),
    ("zhou2023", Some("https://arxiv.org/abs/2309.17249")),
];
