//! The nine chapters.

use super::chapter::Step::{
    self, Activity as Do, AskModel, Explain, NoFigure, Predict, Published, Reliability, Section,
    TestSets, Text,
};
use super::chapter::{Activity, Chapter, Figure, Prediction};

const EVEN: &str = "v=1&labels=Positive,Negative&cf=nothing:0.5,0.5&p=It%20was%20a%20film.:0.5,0.5";
const WORKED: &str =
    "v=1&labels=Positive,Negative&cf=nothing:0.9,0.1&p=It%20was%20a%20film.:0.8,0.2";
const FLIPS: &str =
    "v=1&labels=Positive,Negative&cf=nothing:0.85,0.15&p=It%20has%20a%20good%20cast.:0.75,0.25";
const CERTAIN: &str = "v=1&labels=Positive,Negative&cf=nothing:0.5,0.5&p=A%20joy.:1,0";
const LINE: &str = "v=1&labels=Positive,Negative&cf=nothing:0.9,0.1&p=Far%20too%20long.:0.3,0.7\
    &p=It%20ran%20for%20two%20hours.:0.6,0.4&p=It%20was%20a%20film.:0.8,0.2&p=A%20joy.:0.95,0.05";
/// The correction fitted to the first order of the two examples, inputs asked in the other order.
const STALE: &str = include_str!(concat!(env!("OUT_DIR"), "/stale.txt"));
const BY_PROBABILITIES: &str = "preset=disagree&averaging=probabilities";

/// The states of the fill-in exercises of chapter 4: in the first, one step is missing; in the second,
/// all of W; in the third, W meets an input: its scores and its label.
pub const EXERCISES: [&str; 3] = [
    "v=1&labels=Positive,Negative&cf=nothing:0.8,0.2&p=It%20was%20a%20film.:0.5,0.5",
    "v=1&labels=Positive,Negative&cf=nothing:0.75,0.25&p=It%20was%20a%20film.:0.5,0.5",
    "v=1&labels=Positive,Negative&cf=nothing:0.8,0.2&p=It%20was%20a%20film.:0.7,0.3",
];

/// The chapters of the lesson, in order.
pub static CHAPTERS: [Chapter; 9] = [
    Chapter {
        id: "nothing",
        state: WORKED,
        figure: Figure::Prompts,
        texts: 2,
        explains: 3,
        predictions: &[
            ask(3, 1, Some(EVEN), Some(WORKED)),
            ask(3, 2, Some(WORKED), None),
        ],
        activity: Activity::GhostBars,
        steps: &[
            Text(1),
            Text(2),
            Do,
            Predict(1),
            Explain(1),
            Explain(2),
            Predict(2),
            Explain(3),
            AskModel,
        ],
    },
    Chapter {
        id: "lean",
        state: "preset=sentiment-0",
        figure: Figure::Prompts,
        texts: 3,
        explains: 4,
        predictions: &[
            ask(
                3,
                3,
                Some("preset=sentiment-0"),
                Some("preset=pattern-NNNP"),
            ),
            ask(3, 3, None, None),
        ],
        activity: Activity::Arrange,
        steps: &[
            Text(1),
            Text(2),
            Predict(1),
            Text(3),
            Do,
            Predict(2),
            Explain(1),
            Explain(2),
            Explain(3),
            Explain(4),
            Published,
            AskModel,
        ],
    },
    Chapter {
        id: "words",
        state: WORKED,
        figure: Figure::Prompts,
        texts: 3,
        explains: 3,
        predictions: &[ask(3, 2, None, None)],
        activity: Activity::Builder,
        steps: &[
            Text(1),
            Predict(1),
            Text(2),
            Text(3),
            Do,
            Explain(1),
            Explain(2),
            Explain(3),
        ],
    },
    Chapter {
        id: "numbers",
        state: WORKED,
        figure: Figure::Equation,
        texts: 3,
        explains: 6,
        predictions: &[ask(3, 2, None, Some(WORKED))],
        activity: Activity::Steps,
        steps: &[
            Text(1),
            Text(2),
            Predict(1),
            Explain(1),
            Explain(2),
            Explain(3),
            Explain(4),
            Text(3),
            Do,
            Explain(5),
            Explain(6),
        ],
    },
    Chapter {
        id: "several",
        state: "preset=disagree",
        figure: Figure::Fit,
        texts: 2,
        explains: 5,
        predictions: &[
            ask(3, 3, Some("preset=disagree"), None),
            ask(3, 2, Some("preset=disagree"), Some(BY_PROBABILITIES)),
        ],
        activity: Activity::Compare,
        steps: &[
            Text(1),
            Text(2),
            Predict(1),
            Explain(1),
            Explain(2),
            Predict(2),
            Do,
            Explain(3),
            Explain(4),
            Explain(5),
        ],
    },
    Chapter {
        id: "answers",
        state: LINE,
        figure: Figure::Line,
        texts: 3,
        explains: 4,
        predictions: &[
            ask(3, 2, Some(LINE), None),
            ask(3, 3, Some("preset=methods"), None),
            ask(3, 2, Some("preset=fourteen"), None),
        ],
        activity: Activity::Geometry,
        steps: &[
            section("line", Figure::Line, LINE),
            Text(1),
            Predict(1),
            Do,
            Explain(1),
            section("triangle", Figure::Triangle, "preset=methods"),
            Text(2),
            Predict(2),
            Explain(2),
            Explain(3),
            section("pairwise", Figure::Pairwise, "preset=fourteen"),
            Text(3),
            Predict(3),
            Explain(4),
        ],
    },
    Chapter {
        id: "help",
        state: "preset=sentiment-2",
        figure: Figure::Check,
        texts: 3,
        explains: 10,
        predictions: &[
            ask(
                3,
                3,
                Some("preset=sentiment-2"),
                Some("preset=sentiment-2-swapped"),
            ),
            ask(3, 2, Some("preset=sentiment-2-swapped"), None),
            ask(3, 3, None, None),
            ask(3, 2, None, None),
        ],
        activity: Activity::Evidence,
        steps: &[
            section("own", Figure::Check, "preset=sentiment-2"),
            Text(1),
            Predict(1),
            Explain(1),
            Explain(2),
            Predict(2),
            Explain(3),
            Explain(4),
            Explain(5),
            Do,
            AskModel,
            section("sets", Figure::None, "preset=sentiment-2-swapped"),
            Text(2),
            Predict(3),
            TestSets,
            Explain(6),
            Explain(7),
            Explain(8),
            section("paper", Figure::Paper, "preset=sentiment-2-swapped"),
            Text(3),
            Predict(4),
            Explain(9),
            Explain(10),
        ],
    },
    Chapter {
        id: "myths",
        state: "preset=sentiment-2-swapped",
        figure: Figure::Use,
        texts: 1,
        explains: 3,
        predictions: &[
            ask(3, 2, Some("preset=sentiment-2-swapped"), None),
            ask(3, 2, Some(FLIPS), None),
            ask(3, 2, Some(CERTAIN), None),
            ask(
                3,
                2,
                Some("preset=topic"),
                Some("preset=topic&averaging=probabilities"),
            ),
            ask(3, 2, Some("preset=backfires"), None),
            ask(3, 2, Some(STALE), None),
            ask(3, 3, None, None),
        ],
        activity: Activity::Myths,
        steps: &[
            Text(1),
            Do,
            Predict(1),
            Explain(1),
            Reliability,
            Explain(2),
            Predict(2),
            Predict(3),
            Predict(4),
            Predict(5),
            Predict(6),
            Predict(7),
            NoFigure,
            Explain(3),
        ],
    },
    Chapter {
        id: "take",
        state: WORKED,
        figure: Figure::Use,
        texts: 2,
        explains: 1,
        predictions: &[ask(3, 2, None, None)],
        activity: Activity::Summary,
        steps: &[Text(1), Do, Text(2), Predict(1), Explain(1)],
    },
];

const fn ask(
    options: usize,
    right: usize,
    state: Option<&'static str>,
    reveal: Option<&'static str>,
) -> Prediction {
    Prediction {
        options,
        right,
        state,
        reveal,
    }
}

const fn section(id: &'static str, figure: Figure, state: &'static str) -> Step {
    Section { id, figure, state }
}
