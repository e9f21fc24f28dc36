//! Presets: starting points, each of which shows one effect. Their texts are in the locale files under
//! `preset.<name>`.
//!
//! Measured presets come from `data/measured-smollm2.json` (our own sentences, SmolLM2-135M-Instruct),
//! each row normalised over the labels, context-free inputs N/A, the empty string and \[MASK\], and from the
//! public test sets in `data/sets/`, which are loaded when they are asked for. The published one is the two-shot prompt of Zhao et al. 2021. All other numbers are made up.

mod known_row;
mod measured;
mod test_sets;

use crate::state::{ContextFreePrompt, MAX_LABELS, MIN_LABELS, Named, State, TestInput, named};
use known_row::distribution;

/// The origin of a preset's numbers; always shown to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// Measured by the project on a real model.
    Measured,
    /// Published in the paper.
    Published,
    /// Made up for demonstration.
    MadeUp,
}

/// One of the starting points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// p_cf = 0.9 / 0.1, the worked example of the teaching text.
    #[default]
    Worked,
    /// Three context-free prompts; the averaging order flips the input's label.
    Disagree,
    /// K = 3: diagonal and identity give different labels.
    Methods,
    /// Published: the two-shot "N/A" at 61.8 % Positive.
    Paper,
    /// Measured: 30 film reviews, no examples in the prompt.
    Sentiment0,
    /// Measured: the same reviews after two examples.
    Sentiment2,
    /// Measured: the same two examples in the other order.
    Sentiment2Swapped,
    /// Measured: 24 headlines, 4 topics.
    Topic,
    /// Measured: 18 questions, 6 types.
    Question,
    /// Measured: four examples in one of the 16 patterns of Positive and Negative, by index.
    Pattern(u8),
    /// Measured: a public test set behind one of three prompts, by index in [`SETS`](crate::lesson::measured::SETS). Its rows are in
    /// a file of their own: see [`Preset::file`].
    Set(u8),
    /// Made up: four topics.
    Topics,
    /// Made up: calibration makes a right answer wrong.
    Backfires,
    /// Made up: fourteen labels.
    Fourteen,
    /// Even distributions everywhere.
    Blank,
}

named!(Preset {
    Worked = "worked",
    Disagree = "disagree",
    Methods = "methods",
    Paper = "paper",
    Sentiment0 = "sentiment-0",
    Sentiment2 = "sentiment-2",
    Sentiment2Swapped = "sentiment-2-swapped",
    Topic = "topic",
    Question = "question",
    Pattern(0) = "pattern-PPPP",
    Pattern(1) = "pattern-PPPN",
    Pattern(2) = "pattern-PPNP",
    Pattern(3) = "pattern-PPNN",
    Pattern(4) = "pattern-PNPP",
    Pattern(5) = "pattern-PNPN",
    Pattern(6) = "pattern-PNNP",
    Pattern(7) = "pattern-PNNN",
    Pattern(8) = "pattern-NPPP",
    Pattern(9) = "pattern-NPPN",
    Pattern(10) = "pattern-NPNP",
    Pattern(11) = "pattern-NPNN",
    Pattern(12) = "pattern-NNPP",
    Pattern(13) = "pattern-NNPN",
    Pattern(14) = "pattern-NNNP",
    Pattern(15) = "pattern-NNNN",
    Set(0) = "sst2-0",
    Set(1) = "sst2-2",
    Set(2) = "sst2-2-swapped",
    Set(3) = "trec-0",
    Set(4) = "trec-2",
    Set(5) = "trec-2-swapped",
    Set(6) = "agnews-0",
    Set(7) = "agnews-2",
    Set(8) = "agnews-2-swapped",
    Topics = "topics",
    Backfires = "backfires",
    Fourteen = "fourteen",
    Blank = "blank",
} Self::Pattern(16..) | Self::Set(9..));

impl Preset {
    /// The origin of the preset's numbers.
    pub fn provenance(self) -> Provenance {
        match self {
            Self::Sentiment0
            | Self::Sentiment2
            | Self::Sentiment2Swapped
            | Self::Topic
            | Self::Question
            | Self::Pattern(_)
            | Self::Set(_) => Provenance::Measured,
            Self::Paper => Provenance::Published,
            Self::Worked
            | Self::Disagree
            | Self::Methods
            | Self::Topics
            | Self::Backfires
            | Self::Fourteen
            | Self::Blank => Provenance::MadeUp,
        }
    }

    /// The model that gave the preset's numbers, where they were measured.
    pub fn model(self) -> Option<&'static str> {
        (self.provenance() == Provenance::Measured).then_some("SmolLM2-135M-Instruct (Q4_1)")
    }

    /// The order of the four examples of a [`Preset::Pattern`], such as "PPNP".
    pub fn pattern(self) -> Option<&'static str> {
        self.name().strip_prefix("pattern-")
    }

    /// The file with the preset's state, for one that is not part of the page, such as `sst2-0.json`.
    pub fn file(self) -> Option<String> {
        matches!(self, Self::Set(_)).then(|| format!("{}.json", self.name()))
    }

    /// Returns whether [`Preset::state`] has all rows: those of a file have to be taken first.
    pub fn is_here(self) -> bool {
        match self {
            Self::Set(index) => test_sets::state(index).is_some(),
            _ => true,
        }
    }

    /// Takes the text of the preset's file, for this thread. Returns false if it is none, or if the preset has no file.
    pub fn take_file(self, text: &str) -> bool {
        match self {
            Self::Set(index) => test_sets::take(index, text),
            _ => false,
        }
    }

    /// The preset's state; an even one where its file has not been taken.
    pub fn state(self) -> State {
        match self {
            Self::Worked => made_up(
                &["Positive", "Negative"],
                &[("nothing", &[0.9, 0.1])],
                &[("I like eggs.", &[0.8, 0.2], None)],
            ),
            Self::Disagree => made_up(
                &["Positive", "Negative"],
                &[
                    ("nothing", &[0.9, 0.1]),
                    ("N/A", &[0.6, 0.4]),
                    ("[MASK]", &[0.5, 0.5]),
                ],
                &[("It was a film.", &[0.72, 0.28], None)],
            ),
            Self::Methods => made_up(
                &["Positive", "Neutral", "Negative"],
                &[("N/A", &[0.6, 0.3, 0.1])],
                &[("It has its moments.", &[0.02, 0.65, 0.33], None)],
            ),
            Self::Paper => {
                let mut state = made_up(
                    &["Positive", "Negative"],
                    &[("N/A", &[0.618, 0.382])],
                    &[("", &[0.6, 0.4], None)],
                );
                state.template = "Review: {input} Sentiment:".into();
                state
            }
            Self::Sentiment0 => measured::task(0),
            Self::Sentiment2 => measured::task(1),
            Self::Sentiment2Swapped => measured::task(2),
            Self::Topic => measured::task(3),
            Self::Question => measured::task(4),
            Self::Pattern(order) => measured::four_shot(order),
            Self::Set(index) => test_sets::state(index).unwrap_or_else(State::even),
            Self::Topics => {
                let mut state = made_up(
                    &["World", "Sports", "Business", "Technology"],
                    &[
                        ("N/A", &[0.45, 0.1, 0.25, 0.2]),
                        ("", &[0.35, 0.2, 0.3, 0.15]),
                        ("[MASK]", &[0.5, 0.15, 0.2, 0.15]),
                    ],
                    &[
                        (
                            "Chip maker opens its largest plant",
                            &[0.36, 0.04, 0.3, 0.3],
                            Some(3),
                        ),
                        (
                            "Late goal decides the derby",
                            &[0.42, 0.38, 0.1, 0.1],
                            Some(1),
                        ),
                        (
                            "Ministers meet after the vote",
                            &[0.74, 0.04, 0.14, 0.08],
                            Some(0),
                        ),
                        (
                            "Bank lowers its forecast again",
                            &[0.4, 0.05, 0.45, 0.1],
                            Some(2),
                        ),
                    ],
                );
                state.template = "Article: {input} Answer:".into();
                state
            }
            // "N/A" is not neutral for every task; a correction fitted to it overshoots.
            Self::Backfires => made_up(
                &["Positive", "Negative"],
                &[("N/A", &[0.15, 0.85]), ("nothing", &[0.25, 0.75])],
                &[
                    ("A quiet film that stays with you.", &[0.62, 0.38], Some(0)),
                    ("Two hours I will not get back.", &[0.3, 0.7], Some(1)),
                    ("It is fine if you like noise.", &[0.42, 0.58], Some(1)),
                    ("I would watch it again tonight.", &[0.81, 0.19], Some(0)),
                    ("Flat jokes, flatter acting.", &[0.22, 0.78], Some(1)),
                ],
            ),
            Self::Fourteen => fourteen(),
            Self::Blank => State::even(),
        }
    }
}

fn names(labels: &[&str]) -> Vec<String> {
    labels.iter().map(|&label| label.to_owned()).collect()
}

fn made_up(
    labels: &[&str],
    prompts: &[(&str, &[f64])],
    inputs: &[(&str, &[f64], Option<usize>)],
) -> State {
    let k = labels.len().clamp(MIN_LABELS, MAX_LABELS);
    State::new(
        names(labels),
        (prompts.iter())
            .map(|&(text, p)| ContextFreePrompt {
                text: text.to_owned(),
                p: distribution(p, k),
            })
            .collect(),
        (inputs.iter())
            .map(|&(text, p, label)| TestInput {
                text: text.to_owned(),
                p: distribution(p, k),
                label,
            })
            .collect(),
    )
}

/// The label set of DBPedia, with made-up numbers in which "Book" is common and "Artist" is rare.
fn fourteen() -> State {
    let labels = [
        "Company",
        "School",
        "Artist",
        "Athlete",
        "Politician",
        "Transportation",
        "Building",
        "Nature",
        "Village",
        "Animal",
        "Plant",
        "Album",
        "Film",
        "Book",
    ];
    let mut state = made_up(
        &labels,
        &[
            (
                "N/A",
                &[9., 6., 2., 4., 4., 5., 8., 6., 5., 6., 6., 5., 12., 22.],
            ),
            (
                "",
                &[14., 5., 2., 3., 3., 4., 10., 7., 4., 8., 5., 6., 10., 19.],
            ),
            (
                "[MASK]",
                &[8., 7., 3., 4., 5., 6., 7., 9., 6., 7., 7., 4., 9., 18.],
            ),
        ],
        &[
            (
                "She paints large harbour scenes in oil.",
                &[2., 2., 24., 1., 1., 1., 3., 5., 2., 1., 1., 6., 16., 35.],
                Some(2),
            ),
            (
                "A small fern that grows on limestone.",
                &[1., 1., 1., 1., 1., 1., 1., 22., 2., 12., 41., 1., 2., 13.],
                Some(10),
            ),
            (
                "The ferry crosses the strait twice a day.",
                &[21., 1., 1., 1., 1., 27., 6., 8., 5., 1., 1., 2., 7., 18.],
                Some(5),
            ),
        ],
    );
    state.template = "Article: {input} Answer:".into();
    state
}
