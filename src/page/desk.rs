use crate::link::{self, View};
use crate::presets::Preset;
use crate::state::{Action, Derived, History, State};
use std::rc::Rc;

/// A state that is worked on, and what belongs to it: the workbench has one, the lesson's figure another.
pub(super) struct Desk {
    pub(super) history: History,
    pub(super) derived: Rc<Derived>,
    /// What was derived before the drag that goes on, if one does: for what is not seen, and would cost every frame of it.
    pub(super) settled: Rc<Derived>,
    /// The order in which test inputs are listed; kept while dragging so that rows do not jump.
    pub(super) order: Rc<Vec<usize>>,
    /// The test input on the big chart.
    pub(super) selected: usize,
    /// What "reset" returns to.
    pub(super) origin: Rc<State>,
    /// The preset that `origin` is, if it is one.
    pub(super) preset: Option<Preset>,
}

impl Desk {
    /// A desk with a state, which may differ from the one that "reset" returns to.
    pub(super) fn new(origin: State, preset: Option<Preset>, state: State) -> Self {
        let derived = Rc::new(Derived::of(&state));
        let mut desk = Self {
            settled: Rc::clone(&derived),
            derived,
            history: History::new(state),
            order: Rc::default(),
            selected: 0,
            origin: Rc::new(origin),
            preset,
        };
        desk.sort_inputs();
        desk
    }

    /// Whether the state is as it was loaded.
    pub(super) fn is_untouched(&self) -> bool {
        **self.history.present() == *self.origin
    }

    /// The link to a state of this desk: the name of the preset, while it is as that was loaded.
    pub(super) fn link(&self, state: &State, view: &View) -> String {
        match self.preset.filter(|_| *state == *self.origin) {
            Some(preset) => link::format_preset(preset, view),
            None => link::format(state, view),
        }
    }

    /// A whole new state as one step, so that undo brings the old one back.
    pub(super) fn open(&mut self, state: State, preset: Option<Preset>) {
        self.origin = Rc::new(state.clone());
        self.preset = preset;
        self.selected = 0;
        self.open_over(state);
    }

    /// The same, but "reset" still returns to what it returned to.
    pub(super) fn open_over(&mut self, state: State) {
        // Replacing is never refused.
        let _ = self.history.edit(&Action::Replace(Box::new(state)), None);
        self.changed();
    }

    /// After every change of the state that is not part of a drag.
    pub(super) fn changed(&mut self) {
        self.derive();
        self.settled = Rc::clone(&self.derived);
        self.sort_inputs();
    }

    pub(super) fn derive(&mut self) {
        self.derived = Rc::new(Derived::of(self.history.present()));
        self.selected = self.selected.min(self.last_input());
    }

    pub(super) fn last_input(&self) -> usize {
        self.history.present().inputs.len().saturating_sub(1)
    }

    /// Flips first: what calibration broke, what it mended, other flips; then the rest as it came.
    fn sort_inputs(&mut self) {
        let evaluation = &self.derived.evaluation;
        let rank = |i: &usize| {
            if evaluation.lost.contains(i) {
                0
            } else if evaluation.gained.contains(i) {
                1
            } else if evaluation.flipped_otherwise.contains(i) {
                2
            } else {
                3
            }
        };
        let n = self.history.present().inputs.len();
        let ranked = |wanted| (0..n).filter(move |i| rank(i) == wanted);
        let order: Vec<usize> = (0..4).flat_map(ranked).collect();
        if *self.order != order {
            self.order = Rc::new(order);
        }
    }
}
