use crate::link::{self, View};
use crate::presets::Preset;
use crate::state::{Action, Derived, History, State};
use std::rc::Rc;

/// A state that is worked on, and what belongs to it: the workbench has one, the lesson's figure another.
pub(crate) struct Workspace {
    pub(crate) history: History,
    pub(crate) derived: Rc<Derived>,
    before_drag: Rc<Derived>,
    /// The order in which test inputs are listed; kept while dragging so that rows do not jump.
    pub(crate) order: Rc<Vec<usize>>,
    /// The test input on the big chart.
    pub(crate) selected: usize,
    /// What "reset" returns to.
    pub(crate) baseline: Rc<State>,
    /// The preset that `baseline` is, if it is one.
    pub(crate) preset: Option<Preset>,
}

impl Workspace {
    /// A workspace with a state, which may differ from the one that "reset" returns to.
    pub(crate) fn new(baseline: State, preset: Option<Preset>, state: State) -> Self {
        let derived = Rc::new(Derived::of(&state));
        let mut workspace = Self {
            before_drag: Rc::clone(&derived),
            derived,
            history: History::new(state),
            order: Rc::default(),
            selected: 0,
            baseline: Rc::new(baseline),
            preset,
        };
        workspace.sort_inputs();
        workspace
    }

    /// Whether the state is as it was loaded.
    pub(crate) fn is_untouched(&self) -> bool {
        **self.history.present() == *self.baseline
    }

    /// The link to a state of this workspace: the name of the preset, while it is as that was loaded.
    pub(crate) fn link(&self, state: &State, view: &View) -> String {
        match self.preset.filter(|_| *state == *self.baseline) {
            Some(preset) => link::format_preset(preset, view),
            None => link::format(state, view),
        }
    }

    /// A whole new state as one step, so that undo brings the old one back.
    pub(crate) fn open(&mut self, state: State, preset: Option<Preset>) {
        self.baseline = Rc::new(state.clone());
        self.preset = preset;
        self.selected = 0;
        self.open_over(state);
    }

    /// The same, but "reset" still returns to what it returned to.
    pub(crate) fn open_over(&mut self, state: State) {
        // Replacing is never refused.
        let _ = self.history.edit(&Action::Replace(Box::new(state)), None);
        self.changed();
    }

    /// After every change of the state that is not part of a drag.
    pub(crate) fn changed(&mut self) {
        self.derive();
        self.before_drag = Rc::clone(&self.derived);
        self.sort_inputs();
    }

    /// Shows an action while a drag goes on; whether anything has changed. A drag that is refused (everything else is locked)
    /// simply does not move.
    pub(crate) fn preview(&mut self, action: &Action) -> bool {
        let before = Rc::clone(self.history.present());
        let _ = self.history.preview(action);
        let changed = !Rc::ptr_eq(&before, self.history.present());
        if changed {
            self.derive();
        }
        changed
    }

    /// What was derived before the drag that goes on, if one does: for what is not seen, and would cost every frame of it.
    pub(crate) fn before_drag(&self) -> Option<&Rc<Derived>> {
        self.history.dragging().then_some(&self.before_drag)
    }

    fn derive(&mut self) {
        self.derived = Rc::new(Derived::of(self.history.present()));
        self.selected = self.selected.min(self.last_input());
    }

    pub(crate) fn last_input(&self) -> usize {
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

/// The preset that a link stands for: a link without a state is the worked example, and one that changes a preset is none.
pub(crate) fn preset_of(state: &State, named: Option<Preset>) -> Option<Preset> {
    named.or_else(|| {
        let worked = Preset::default();
        (worked.state() == *state).then_some(worked)
    })
}
