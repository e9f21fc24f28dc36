//! The reader's session in the lesson: open chapter, guesses, progress, the figure's workspace.

use crate::lesson::chapters::{
    Activity, CHAPTERS, Chapter, Figure, Prediction, Step, chapter, summary_number,
};
use crate::link::{self, Notice, View};
use crate::page::workspace::Workspace;
use crate::page::{dom, language};
use crate::presets::Preset;
use crate::state::State;
use std::rc::Rc;

/// The reader's guess at a prediction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Guess {
    /// The chosen option, counted from 1.
    pub(crate) option: Option<usize>,
    /// True if the answer is shown.
    pub(crate) shown: bool,
}

/// The reader's session in the lesson.
pub(crate) struct Lesson {
    /// The workspace of the figure.
    pub(crate) workspace: Workspace,
    /// The chapter, counted from 1.
    pub(crate) number: usize,
    /// The part of the chapter, counted from 0; see [`parts`].
    pub(crate) part: usize,
    /// The guesses at the predictions of each chapter.
    guesses: Vec<Rc<[Guess]>>,
    /// For each chapter, true if it was read.
    pub(crate) read: Vec<bool>,
    /// The link in the chapter's data from which the figure's state was set.
    set_by: &'static str,
    /// The link that sets the figure, as returned by [`given`], until the figure is set.
    pub(crate) given: Option<String>,
    pub(crate) presenting: bool,
    pub(crate) printing: bool,
}

/// Storage key of the numbers of the chapters that were read, separated by commas.
const READ: &str = "calibration-explainer.read";
/// Storage key of the place where the reader was last: `lesson` or `workbench`.
const PLACE: &str = "calibration-explainer.place";
/// Storage key of the number of the chapter that was open last.
const CHAPTER: &str = "calibration-explainer.chapter";

/// Returns whether a bare address opens the lesson: at the first visit, and if the reader left from the lesson.
pub(crate) fn opens_first() -> bool {
    dom::stored(PLACE).is_none_or(|place| place != "workbench")
}

/// The number of the chapter that was open last, or 1.
pub(crate) fn last_chapter() -> usize {
    let chapter = dom::stored(CHAPTER).and_then(|chapter| chapter.parse().ok());
    chapter.unwrap_or(1).clamp(1, CHAPTERS.len())
}

/// The state of the chapter that shows the code.
pub(crate) fn summary_state() -> Option<State> {
    chapter(summary_number()).map(|chapter| state_of(chapter.state))
}

/// Remembers that the reader is at the workbench.
pub(crate) fn remember_workbench() {
    dom::store(PLACE, "workbench");
}

/// The steps of each part of a chapter. A chapter with sections shows one section at a time, the chapter of myths one
/// prediction at a time.
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

/// The section that a part of a chapter is, by its key.
pub(crate) fn section_of(part: &[Step]) -> Option<&'static str> {
    part.iter().find_map(|step| match step {
        Step::Section { id, .. } => Some(*id),
        _ => None,
    })
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

    /// Opens a chapter, counted from 1. Going on to the next one marks the present one as read.
    pub(crate) fn go(&mut self, number: usize) {
        if number == self.number + 1
            && let Some(read) = self.read.get_mut(self.number.wrapping_sub(1))
        {
            *read = true;
            self.store_read();
        }
        self.number = number.clamp(1, CHAPTERS.len());
        // There is no way on from the last chapter.
        if number == CHAPTERS.len()
            && let Some(read) = self.read.last_mut()
        {
            *read = true;
            self.store_read();
        }
        self.part = 0;
        dom::store(PLACE, "lesson");
        dom::store(CHAPTER, &self.number.to_string());
    }

    /// Turns to the next or the previous part of the chapter; returns whether there is one.
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

    /// The figures of all chapters for printing, each with the state of its chapter.
    pub(crate) fn handout(&self) -> Vec<(Workspace, Figure)> {
        let workspace = |chapter: &Chapter| {
            let state = state_of(chapter.state);
            (Workspace::new(state.clone(), None, state), chapter.figure)
        };
        CHAPTERS.iter().map(workspace).collect()
    }

    /// Shows a preset in the figure, like a change by the reader.
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

    /// Forgets which chapters were read, and all guesses.
    pub(crate) fn forget(&mut self) {
        self.read.fill(false);
        self.store_read();
        for guesses in &mut self.guesses {
            *guesses = guesses.iter().map(|_| Guess::default()).collect();
        }
    }

    /// The guesses at the predictions of a chapter, counted from 1.
    pub(crate) fn guesses(&self, number: usize) -> Rc<[Guess]> {
        self.guesses
            .get(number.wrapping_sub(1))
            .cloned()
            .unwrap_or_default()
    }

    /// Changes the guess at a prediction of the open chapter, counted from 1.
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

    /// The figure to show now: only the prompts, if everything else would give an answer away.
    pub(crate) fn figure(&self) -> Figure {
        let whole = self.whole_figure();
        if whole != Figure::None && self.asks() && self.shows_answer() {
            return Figure::Prompts;
        }
        whole
    }

    /// The key of the figure's caption within the chapter: each section has its own.
    pub(crate) fn caption(&self) -> String {
        let part = parts(self.chapter()).get(self.part).copied();
        match section_of(part.unwrap_or_default()) {
            Some(section) => format!("{section}.figure"),
            None => "figure".to_owned(),
        }
    }

    /// Returns whether the figure, or a part of it, is hidden until the part's first question is answered.
    pub(crate) fn waits(&self) -> bool {
        self.asks() && (self.shows_answer() || self.asks_first())
    }

    /// The figure of the open part, without anything left out.
    fn whole_figure(&self) -> Figure {
        let chapter = self.chapter();
        let part = parts(chapter).get(self.part).copied().unwrap_or_default();
        let section = part.iter().find_map(|step| match step {
            Step::Section { figure, .. } => Some(*figure),
            Step::NoFigure => Some(Figure::None),
            _ => None,
        });
        section.unwrap_or(chapter.figure)
    }

    /// Returns whether the whole figure is hidden, since even the prompts would give the answer away.
    pub(crate) fn hides_figure(&self) -> bool {
        self.asks() && self.asks_first()
    }

    /// Returns whether the values that the figure computes are the answer to the part's first question.
    fn shows_answer(&self) -> bool {
        matches!(
            self.chapter().activity,
            Activity::Steps | Activity::Compare | Activity::Geometry | Activity::Myths
        )
    }

    /// Returns whether the part's first question waits for a guess.
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

    /// Returns whether the figure appears with the answer to the first question.
    fn asks_first(&self) -> bool {
        self.chapter().activity == Activity::GhostBars || self.whole_figure() == Figure::Paper
    }

    /// The link of the state that the figure should have now: that of the last answer shown, or of the question asked.
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

    /// Sets the figure to the state that the chapter needs now. If it was set to the same state before, the reader's changes
    /// stay, unless `again` is true.
    pub(crate) fn set_figure(&mut self, again: bool) {
        let wanted = self.wanted();
        if again || wanted != self.set_by {
            let state = state_of(wanted);
            self.workspace = Workspace::new(state.clone(), None, state);
            self.set_by = wanted;
        }
    }

    /// Applies the link in `given` over the chapter's state, as one step for undo. Returns notices about what could not be
    /// used of it.
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

/// The link that sets the figure of the chapter which `link` opens: `link` itself, to be read over the chapter's own state, or,
/// if a `config` came with it, a link to the state that both give.
pub(crate) fn given(link: &str, has_config: bool, state: &State) -> String {
    if has_config {
        link::format(state, &View::default())
    } else {
        link.to_owned()
    }
}

/// Reads the state of a link in the chapters' data.
pub(crate) fn state_of(link: &str) -> State {
    link::parse(link, &[]).state
}
