use crate::link::{self, View};
use crate::presets::Preset;
use crate::state::{Action, Derived, History, Refusal, Row, State};
use std::rc::Rc;

/// A state that is worked on, and what belongs to it: the workbench has one, the lesson's figure another.
pub(crate) struct Workspace {
    pub(crate) history: History,
    pub(crate) derived: Rc<Derived>,
    before_drag: Rc<Derived>,
    /// The order in which test inputs are listed; kept while dragging so that rows do not jump.
    pub(crate) order: Rc<Vec<usize>>,
    /// The numbers of a row that is being typed.
    pub(crate) typing: Option<Typing>,
    /// The test input on the big chart.
    pub(crate) selected: usize,
    /// What "reset" returns to.
    pub(crate) baseline: Rc<State>,
    /// The preset that `baseline` is, if it is one.
    pub(crate) preset: Option<Preset>,
}

/// The numbers that were typed into a row since the focus came into it.
pub(crate) struct Typing {
    row: Row,
    /// For each label.
    typed: Vec<Option<f64>>,
    divided_by: Option<f64>,
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
            typing: None,
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

    /// Takes a number that was typed. Numbers of the same row that were typed before it stay; see [`crate::calibration::Distribution::with_typed`].
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

    /// Forgets what was typed into a row: the focus comes from elsewhere.
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
