//! The parts of a chapter.

/// The part of the figure that a chapter puts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The context-free prompts with their bars.
    Prompts,
    /// The parameters W and b.
    Fit,
    /// One input before and after calibration, then all of them.
    Use,
    /// All inputs together: whether calibrating helps.
    Check,
    /// The equation with its numbers.
    Equation,
    /// K = 2: the line with the threshold.
    Line,
    /// K = 3: the triangle with the regions.
    Triangle,
    /// K ≥ 4: gains pair by pair.
    Pairwise,
    /// The paper's tables, which need no state.
    Paper,
    /// No figure: the numbers of the part are in its text.
    None,
}

/// The activity of the reader in a chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// Drag empty bars to a guess, which is the answer to the chapter's first prediction.
    GhostBars,
    /// Arrange four examples, find patterns among the 16.
    Arrange,
    /// Build a few-shot prompt.
    Builder,
    /// The worked example step by step, then [`EXERCISES`] with cells to fill in.
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
    /// The activity of the chapter.
    Activity,
    /// The paragraph `explain_<n>`.
    Explain(usize),
    /// The table of the public test sets.
    TestSets,
    /// The paper's findings on causes of a lean.
    Published,
    /// The picture of confidence against accuracy.
    Reliability,
    /// The paragraph `ask_model`: what the reader can ask a real model now. Shown only where one can be asked.
    AskModel,
    /// Nothing to read: the part that this step belongs to has no figure.
    NoFigure,
    /// A heading `<id>.title`, from which on the figure is another one.
    Section {
        /// Key of the section within the chapter.
        id: &'static str,
        /// Part of the figure that is shown from here on.
        figure: Figure,
        /// State of the figure.
        state: &'static str,
    },
}

/// One chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Key of its texts. A link names a chapter by its number, `learn=4`.
    pub id: &'static str,
    /// The figure's state when the chapter opens.
    pub state: &'static str,
    /// Part of the figure that comes first.
    pub figure: Figure,
    /// Number of paragraphs `text_<n>`.
    pub texts: usize,
    /// Number of paragraphs `explain_<n>`.
    pub explains: usize,
    /// The questions `predict_<n>`, in order.
    pub predictions: &'static [Prediction],
    /// Activity of the reader.
    pub activity: Activity,
    /// The order of reading. It has every text, question and explanation once, and the activity once.
    pub steps: &'static [Step],
}
