//! The lesson as the reader left it: chapter, guesses, the figure's workspace.

use crate::lesson::chapters::{
    Activity, CHAPTERS, Chapter, Figure, Prediction, Step, chapter, summary_number,
};
use crate::link::{self, Notice, View};
use crate::page::workspace::Workspace;
use crate::page::{dom, language};
use crate::presets::Preset;
use crate::state::State;
use std::rc::Rc;

/// What a reader said to a prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The option, counted from 1.
    pub(crate) option: Option<usize>,
    /// Whether the answer is shown.
    pub(crate) shown: bool,
}

/// The lesson as the reader left it.
pub(crate) struct Lesson {
    /// The figure.
    pub(crate) workspace: Workspace,
    /// The chapter, counted from 1.
    pub(crate) number: usize,
    /// The part of the chapter, counted from 0; see [`parts`].
    pub(crate) part: usize,
    /// For each chapter and prediction.
    guesses: Vec<Rc<[Guess]>>,
    /// Which chapters were read.
    pub(crate) read: Vec<bool>,
    /// The link that set the figure.
    set_by: &'static str,
    /// What a link says beside the chapter, until the figure is there.
    pub(crate) given: Option<String>,
    pub(crate) presenting: bool,
    pub(crate) printing: bool,
}

const READ: &str = "calibration-explainer.read";
const PLACE: &str = "calibration-explainer.place";
const CHAPTER: &str = "calibration-explainer.chapter";

/// Whether a bare address opens the lesson: at a first visit, and for those who left from it.
pub(crate) fn opens_first() -> bool {
    dom::stored(PLACE).is_none_or(|place| place != "workbench")
}

/// The chapter that was open last, or the first.
pub(crate) fn last_chapter() -> usize {
    let chapter = dom::stored(CHAPTER).and_then(|chapter| chapter.parse().ok());
    chapter.unwrap_or(1).clamp(1, CHAPTERS.len())
}

/// The state of the figure whose code the lesson shows.
pub(crate) fn summary_state() -> Option<State> {
    chapter(summary_number()).map(|chapter| state_of(chapter.state))
}

/// Remembers that the reader is at the workbench.
pub(crate) fn remember_workbench() {
    dom::store(PLACE, "workbench");
}

/// Steps of one part of a chapter: chapters with sections show one at a time, the beliefs come one by one.
pub(crate) fn parts(chapter: &'static Chapter) -> Vec<&'static [Step]> {
    let begins = |step: &Step| match step {
        Step::Section { .. } => true,
        Step::Predict(n) => chapter.activity == Activity::Myths && *n > 1,
        _ => false,
    };
    let mut parts = Vec::new();
    let mut rest = chapter.steps;
    while !rest.is_empty() {
        let next = rest.iter().skip(1).position(begins);
        let (part, after) = rest
            .split_at_checked(next.map_or(rest.len(), |i| i + 1))
            .unwrap_or((rest, &[]));
        parts.push(part);
        rest = after;
    }
    parts
}

impl Lesson {
    pub(crate) fn new(number: usize) -> Self {
        let stored = dom::stored(READ).unwrap_or_default();
        let mut lesson = Self {
            workspace: Workspace::new(State::even(), None, State::even()),
            number: 0,
            part: 0,
            guesses: (CHAPTERS.iter())
                .map(|chapter| {
                    chapter
                        .predictions
                        .iter()
                        .map(|_| Guess::default())
                        .collect()
                })
                .collect(),
            read: (1..=CHAPTERS.len())
                .map(|n| stored.split(',').any(|read| read == n.to_string()))
                .collect(),
            set_by: "",
            given: None,
            presenting: false,
            printing: false,
        };
        lesson.go(number);
        lesson
    }

    /// The open chapter.
    pub(crate) fn chapter(&self) -> &'static Chapter {
        let [first, ..] = &CHAPTERS;
        CHAPTERS.get(self.number.saturating_sub(1)).unwrap_or(first)
    }

    /// Opens a chapter; leaving one by going on counts as having read it.
    pub(crate) fn go(&mut self, number: usize) {
        if number == self.number + 1
            && let Some(read) = self.read.get_mut(self.number.wrapping_sub(1))
        {
            *read = true;
            self.store_read();
        }
        self.number = number.clamp(1, CHAPTERS.len());
        self.part = 0;
        dom::store(PLACE, "lesson");
        dom::store(CHAPTER, &self.number.to_string());
    }

    /// The next part of the chapter or the one before; whether there is one.
    pub(crate) fn turn_part(&mut self, forward: bool) -> bool {
        let count = parts(self.chapter()).len();
        let part = if forward {
            Some(self.part + 1)
        } else {
            self.part.checked_sub(1)
        };
        match part.filter(|part| *part < count) {
            Some(part) => {
                self.part = part;
                true
            }
            None => false,
        }
    }

    /// The figures of all chapters for paper, each in its chapter's state.
    pub(crate) fn handout(&self) -> Vec<(Workspace, Figure)> {
        let workspace = |chapter: &Chapter| {
            let state = state_of(chapter.state);
            (Workspace::new(state.clone(), None, state), chapter.figure)
        };
        CHAPTERS.iter().map(workspace).collect()
    }

    /// Shows a preset in the figure.
    pub(crate) fn show(&mut self, preset: Preset) {
        self.workspace.open_over(preset.state());
    }

    fn store_read(&self) {
        let read: Vec<String> = (self.read.iter().zip(1..))
            .filter(|(read, _)| **read)
            .map(|(_, n): (_, usize)| n.to_string())
            .collect();
        dom::store(READ, &read.join(","));
    }

    pub(crate) fn forget(&mut self) {
        self.read.fill(false);
        self.store_read();
        for guesses in &mut self.guesses {
            *guesses = guesses.iter().map(|_| Guess::default()).collect();
        }
    }

    pub(crate) fn guesses(&self, number: usize) -> Rc<[Guess]> {
        self.guesses
            .get(number.wrapping_sub(1))
            .cloned()
            .unwrap_or_default()
    }

    /// Changes what was said to a prediction of the open chapter.
    pub(crate) fn guess(&mut self, prediction: usize, change: impl Fn(&mut Guess)) {
        let Some(guesses) = self.guesses.get_mut(self.number.wrapping_sub(1)) else {
            return;
        };
        let mut changed = guesses.to_vec();
        if let Some(guess) = changed.get_mut(prediction.wrapping_sub(1)) {
            change(guess);
        }
        *guesses = changed.into();
    }

    /// What of the figure comes first now.
    pub(crate) fn figure(&self) -> Figure {
        if self.asks() && self.shows_answer() {
            return Figure::Prompts;
        }
        self.whole_figure()
    }

    /// Whether the figure waits for the answer to the part's first question: with part of itself, or the whole of it.
    pub(crate) fn waits(&self) -> bool {
        self.asks() && (self.shows_answer() || self.asks_first())
    }

    fn whole_figure(&self) -> Figure {
        let chapter = self.chapter();
        let part = parts(chapter).get(self.part).copied().unwrap_or_default();
        let section = part.iter().find_map(|step| match step {
            Step::Section { figure, .. } => Some(*figure),
            _ => None,
        });
        section.unwrap_or(chapter.figure)
    }

    /// Whether all of the figure would give the answer away, and not only what is computed from the prompts.
    pub(crate) fn hides_figure(&self) -> bool {
        self.asks() && self.asks_first()
    }

    /// Whether what the figure computes is the answer to the part's first question.
    fn shows_answer(&self) -> bool {
        matches!(
            self.chapter().activity,
            Activity::Steps | Activity::Compare | Activity::Geometry | Activity::Myths
        )
    }

    /// Whether the part's first question waits for a guess.
    fn asks(&self) -> bool {
        let part = parts(self.chapter()).get(self.part).copied();
        let asked = part.unwrap_or_default().iter().find_map(|step| match step {
            Step::Predict(n) => Some(*n),
            _ => None,
        });
        let guesses = self.guesses(self.number);
        asked.is_some_and(|n| {
            let guess = guesses.get(n.wrapping_sub(1));
            guess.is_none_or(|guess| !guess.shown)
        })
    }

    /// Whether the figure comes with the answer to the first question. On a narrow screen it then stands below the text,
    /// which must not move under the finger that asked for the answer.
    pub(crate) fn asks_first(&self) -> bool {
        self.chapter().activity == Activity::GhostBars || self.whole_figure() == Figure::Paper
    }

    /// The link that the figure should be set by now: the last answer that is shown, or the question that is asked.
    fn wanted(&self) -> &'static str {
        let chapter = self.chapter();
        let guesses = self.guesses(self.number);
        let mut wanted = chapter.state;
        for step in parts(chapter).get(self.part).copied().unwrap_or_default() {
            match step {
                Step::Section { state, .. } => wanted = state,
                Step::Predict(n) => {
                    let prediction: Option<&Prediction> = chapter.predictions.get(n - 1);
                    let Some(prediction) = prediction else {
                        continue;
                    };
                    wanted = prediction.state.unwrap_or(wanted);
                    if guesses.get(n - 1).is_none_or(|guess| !guess.shown) {
                        break;
                    }
                    wanted = prediction.reveal.unwrap_or(wanted);
                }
                _ => {}
            }
        }
        wanted
    }

    /// Sets the figure as the chapter wants it now; `again`, also where it was set so already.
    pub(crate) fn set_figure(&mut self, again: bool) {
        let wanted = self.wanted();
        if again || wanted != self.set_by {
            let state = state_of(wanted);
            self.workspace = Workspace::new(state.clone(), None, state);
            self.set_by = wanted;
        }
    }

    /// Shows what a link gave over the chapter's state, as one step for undo. Gives what cannot be used of it.
    pub(crate) fn take_given(&mut self) -> Vec<Notice> {
        let Some(link) = self.given.take() else {
            return Vec::new();
        };
        let own = (*self.workspace.baseline).clone();
        let base = link::preset_of(&link).is_none().then_some(own);
        let parsed = link::parse_over(&link, &language::TAGS, base);
        if link::names_figure(&link) {
            self.workspace.open_over(parsed.state);
        }
        parsed.notices
    }
}

/// What a link gives to the figure of the chapter that it opens: itself, to be read over the chapter's own state, or, where a
/// `config` came with it, the state that both make.
pub(crate) fn given(link: &str, has_config: bool, state: &State) -> String {
    if has_config {
        link::format(state, &View::default())
    } else {
        link.to_owned()
    }
}

/// The state of a chapter's link.
pub(crate) fn state_of(link: &str) -> State {
    link::parse(link, &[]).state
}
