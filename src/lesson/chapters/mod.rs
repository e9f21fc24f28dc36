//! The chapters as data: the content, the questions and the activity of each.
//!
//! A chapter's texts are under `lesson.<id>` in `locales/`:
//!
//! ```text
//! title  lead  figure  remember                   always
//! text_1 …                                        Chapter::texts
//! predict_1.question  .option_1 …  .feedback_1 …  one feedback for each of Prediction::options
//! predict_1.reveal                                the answer, also for those who do not guess
//! predict_1.claim                                 in Activity::Myths only
//! explain_1 …                                     Chapter::explains
//! ask_model                                       for Step::AskModel
//! <section>.title  .figure                        for each Step::Section; no caption without a figure
//! ```
//!
//! States are links without `#`, in the format of [`crate::link`]. Numbers in names
//! of keys count from 1, and so do all numbers here.

mod chapter;
mod list;

pub use chapter::{Activity, Chapter, Figure, Prediction, Step};
pub use list::{CHAPTERS, EXERCISES};

/// The chapter with this number, counted from 1.
///
/// ```
/// use calibration_explainer::lesson::chapters;
/// assert_eq!(chapters::chapter(4).map(|chapter| chapter.id), Some("numbers"));
/// assert_eq!(chapters::chapter(0), None);
/// ```
pub fn chapter(number: usize) -> Option<&'static Chapter> {
    CHAPTERS.get(number.checked_sub(1)?)
}

/// The number of the chapter that lists sources and shows the code.
pub fn summary_number() -> usize {
    let place = (CHAPTERS.iter()).position(|chapter| chapter.activity == Activity::Summary);
    place.map_or(CHAPTERS.len(), |place| place + 1)
}

/// The terms of the glossary, in its order: keys under `lesson.take.glossary.term`.
pub const GLOSSARY: [&str; 25] = [
    "context_free",
    "bias",
    "output_distribution",
    "calibration",
    "batch",
    "statistical",
    "parameters",
    "answers",
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
    "temperature",
    "interval",
];

/// The sources that `source:<id>` names, with their address where they have one: keys under
/// `lesson.take.sources`.
pub const SOURCES: [(&str, Option<&str>); 10] = [
    ("zhao2021", Some("https://arxiv.org/abs/2102.09690")),
    ("measured", None),
    ("text", None),
    ("guo2017", Some("https://arxiv.org/abs/1706.04599")),
    ("holtzman2021", Some("https://arxiv.org/abs/2104.08315")),
    ("fei2023", Some("https://arxiv.org/abs/2305.19148")),
    ("zhou2023", Some("https://arxiv.org/abs/2309.17249")),
    ("sst2", Some("https://aclanthology.org/D13-1170/")),
    ("trec", Some("https://aclanthology.org/C02-1150/")),
    ("agnews", Some("https://arxiv.org/abs/1509.01626")),
];
