//! A workspace: the workbench and the lesson's figure each have one.

use crate::link::{self, View};
use crate::presets::Preset;
use crate::state::{Action, Checked, Derived, History, Refusal, Row, State};
use std::rc::Rc;

/// A state that the reader works on, with its history and everything that is derived from it.
pub(crate) struct Workspace {
    pub(crate) history: History,
    pub(crate) derived: Rc<Derived>,
    /// `derived` as it was before the drag in progress, of [`History::before_drag`].
    before_drag: Rc<Derived>,
    /// Indices of the test inputs in the order of their list; kept during a drag, so that rows do not jump.
    pub(crate) order: Rc<Vec<usize>>,
    /// The numbers typed into a row; `None` after any other change of the state.
    pub(crate) typing: Option<Typing>,
    /// Index of the test input on the big chart.
    pub(crate) selected: usize,
    /// The state that "reset" returns to.
    pub(crate) baseline: Rc<State>,
    /// The preset whose state `baseline` is, if any.
    pub(crate) preset: Option<Preset>,
    /// Whose numbers the state has; kept during a drag.
    pub(crate) numbers: Numbers,
    /// What a check of the test inputs finds; kept during a drag.
    pub(crate) checked: Rc<Checked>,
    /// The state that was checked, and what is derived from it, where a model has yet to answer some of the inputs.
    pub(crate) answered: Option<(Rc<State>, Rc<Derived>)>,
}

/// Whose numbers a state has, compared with the preset that was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// All are the preset's.
    OfPreset,
    /// The reader has changed some.
    Changed,
    /// None of the inputs is the preset's any more.
    Own,
}

impl Numbers {
    fn of(state: &State, baseline: &State) -> Self {
        let (inputs, before) = (&state.inputs, &baseline.inputs);
        if state.labels == baseline.labels && inputs == before && state.prompts == baseline.prompts
        {
            return Self::OfPreset;
        }
        let same_labels = state.k() == baseline.k();
        let pairs = || inputs.iter().zip(before.iter());
        let kept = pairs().any(|(input, before)| input == before);
        // Dragged rows keep their texts.
        let same_texts = inputs.len() == before.len()
            && pairs().all(|(input, before)| input.text == before.text);
        if same_labels && (kept || same_texts) {
            Self::Changed
        } else {
            Self::Own
        }
    }
}

/// The numbers that were typed into a row since the focus came into it.
pub(crate) struct Typing {
    row: Row,
    /// The number typed for each label, length K.
    typed: Vec<Option<f64>>,
    /// The sum by which they were divided, if they were.
    divided_by: Option<f64>,
}

impl Workspace {
    /// Creates a workspace with `state`, which may differ from `baseline`.
    pub(crate) fn new(baseline: State, preset: Option<Preset>, state: State) -> Self {
        let derived = Rc::new(Derived::of(&state));
        let checked = Rc::new(Checked::of(&state, &derived, false));
        let waits = state.answered().is_some();
        let mut workspace = Self {
            before_drag: Rc::clone(&derived),
            derived,
            history: History::new(state),
            order: Rc::default(),
            typing: None,
            selected: 0,
            baseline: Rc::new(baseline),
            preset,
            numbers: Numbers::OfPreset,
            checked,
            answered: None,
        };
        if waits {
            workspace.check(false);
        }
        workspace.sort_inputs();
        workspace.compare_numbers();
        workspace
    }

    /// Returns whether the state equals `baseline`.
    pub(crate) fn is_untouched(&self) -> bool {
        **self.history.present() == *self.baseline
    }

    /// The link to a state of this workspace, if it has at most `most` characters: by the name of the preset if it is unchanged.
    pub(crate) fn link(&self, most: usize, state: &State, view: &View) -> Option<String> {
        match self.preset.filter(|_| *state == *self.baseline) {
            Some(preset) => Some(link::format_preset(preset, view)),
            None => link::format_within(most, state, view),
        }
    }

    /// Opens a state as one step, so that undo brings the old one back.
    pub(crate) fn open(&mut self, state: State, preset: Option<Preset>) {
        self.baseline = Rc::new(state.clone());
        self.preset = preset;
        self.selected = 0;
        self.open_over(state);
    }

    /// Opens a state as one step without changing `baseline`.
    pub(crate) fn open_over(&mut self, state: State) {
        // Replacing is never refused.
        let _ = self.history.edit(&Action::Replace(Box::new(state)), None);
        self.changed();
    }

    /// Updates what is derived from the state; called after every change that is not the preview of a drag.
    pub(crate) fn changed(&mut self) {
        self.derive();
        self.before_drag = Rc::clone(&self.derived);
        self.sort_inputs();
        self.compare_numbers();
        self.check(false);
    }

    /// Checks the test inputs; `search` looks for the best shift however long that takes.
    pub(crate) fn check(&mut self, search: bool) {
        self.answered = self.history.present().answered().map(|state| {
            let derived = Derived::of(&state);
            (Rc::new(state), Rc::new(derived))
        });
        let (state, derived) = match &self.answered {
            Some((state, derived)) => (state, derived),
            None => (self.history.present(), &self.derived),
        };
        self.checked = Rc::new(Checked::of(state, derived, search));
    }

    fn compare_numbers(&mut self) {
        self.numbers = Numbers::of(self.history.present(), &self.baseline);
    }

    /// Sets a probability to a number that was typed. Numbers typed before it into the same row stay; see
    /// [`crate::calibration::Distribution::with_typed`].
    pub(crate) fn type_number(
        &mut self,
        row: Row,
        label: usize,
        value: f64,
    ) -> Result<(), Refusal> {
        let state = self.history.present();
        let p = row.of(state).ok_or(Refusal::NoSuchThing)?;
        let same_row = self.typing.as_ref().filter(|typing| typing.row == row);
        let mut typed = same_row.map_or_else(|| vec![None; p.len()], |typing| typing.typed.clone());
        *typed.get_mut(label).ok_or(Refusal::NoSuchThing)? = Some(value);
        let found = p.with_typed(&typed, &state.locked)?;
        let divided_by = found.changed().then_some(found.sum);
        let p = found.distribution;
        self.history.edit(&Action::SetRow { row, p }, None)?;
        self.typing = Some(Typing {
            row,
            typed,
            divided_by,
        });
        Ok(())
    }

    /// Begins to type into a row: forgets the typed numbers, but not by how much they were divided.
    pub(crate) fn begin_typing(&mut self) {
        if let Some(typing) = &mut self.typing {
            typing.typed.fill(None);
        }
    }

    /// The row whose typed numbers had to be divided by their sum, and that sum.
    pub(crate) fn divided(&self) -> Option<(Row, f64)> {
        let typing = self.typing.as_ref()?;
        Some((typing.row, typing.divided_by?))
    }

    /// Shows an action as the preview of a drag; returns whether anything has changed. A refused action (if all other labels are
    /// locked) changes nothing.
    pub(crate) fn preview(&mut self, action: &Action) -> bool {
        let before = Rc::clone(self.history.present());
        let _ = self.history.preview(action);
        let changed = !Rc::ptr_eq(&before, self.history.present());
        if changed {
            self.derive();
        }
        changed
    }

    /// The state before the drag in progress, if there is one, and what was derived from it. Parts of the page that nobody sees use
    /// these, to save work in each frame.
    pub(crate) fn before_drag(&self) -> Option<(&Rc<State>, &Rc<Derived>)> {
        (self.history.dragging()).then(|| (self.history.before_drag(), &self.before_drag))
    }

    fn derive(&mut self) {
        self.derived = Rc::new(Derived::of(self.history.present()));
        self.selected = self.selected.min(self.last_input());
    }

    /// Index of the last test input.
    pub(crate) fn last_input(&self) -> usize {
        self.history.present().inputs.len().saturating_sub(1)
    }

    /// Sorts the test inputs: first those that calibration made wrong, then those that it corrected, other flips, and the rest.
    fn sort_inputs(&mut self) {
        let order = self.derived.order(self.history.present());
        if *self.order != order {
            self.order = Rc::new(order);
        }
    }
}

/// The preset of a state: the one that its link names and does not change, or the worked example if the state is the same.
pub(crate) fn preset_of(state: &State, named: Option<Preset>) -> Option<Preset> {
    named.or_else(|| {
        let worked = Preset::default();
        (worked.state() == *state).then_some(worked)
    })
}
