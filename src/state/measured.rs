use super::action::{Action, Row};
use super::ground_state::State;
use super::inputs::Inputs;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Whose answers the rows of a state are. A row in neither set is the model's answer; none is in both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Name of the model.
    pub source: Rc<str>,
    /// The rows with numbers that the model did not give: dragged, typed, loaded. It is asked about them only if the reader says so.
    pub by_hand: Rc<BTreeSet<Row>>,
    /// The rows that the model has not been asked about, or not as they are now.
    pub unasked: Rc<BTreeSet<Row>>,
}

impl Measured {
    /// Rows that are all answers of one model.
    pub fn by(source: &str) -> Self {
        Self {
            source: source.into(),
            by_hand: Rc::default(),
            unasked: Rc::default(),
        }
    }

    /// Returns whether a row is the model's answer.
    pub fn is_answer(&self, row: Row) -> bool {
        !self.by_hand.contains(&row) && !self.unasked.contains(&row)
    }

    fn set_by_hand(&mut self, row: Row) {
        Rc::make_mut(&mut self.unasked).remove(&row);
        Rc::make_mut(&mut self.by_hand).insert(row);
    }

    /// Marks a row as one that has to be asked about, unless it was set by hand.
    fn set_unasked(&mut self, row: Row) {
        if !self.by_hand.contains(&row) {
            Rc::make_mut(&mut self.unasked).insert(row);
        }
    }

    /// Gives rows other numbers, or none.
    fn renumber(&mut self, to: impl Fn(Row) -> Option<Row>) {
        for rows in [&mut self.by_hand, &mut self.unasked] {
            *rows = Rc::new(rows.iter().filter_map(|row| to(*row)).collect());
        }
    }
}

impl State {
    /// The state without the test inputs that a model has yet to answer, since nothing can be said about these: `None` where that is the
    /// state itself, or leaves no input.
    pub fn answered(&self) -> Option<Self> {
        let unasked = &self.measured.as_ref()?.unasked;
        unasked.range(Row::Input(0)..).next()?;
        let inputs = self.inputs.iter().enumerate();
        let inputs: Inputs = inputs
            .filter(|(i, _)| !unasked.contains(&Row::Input(*i)))
            .map(|(_, input)| input)
            .collect();
        (!inputs.is_empty()).then(|| Self {
            inputs,
            measured: None,
            ..self.clone()
        })
    }

    /// All its rows, prompts first.
    pub fn rows(&self) -> impl Iterator<Item = Row> + use<> {
        let prompts = (0..self.prompts.len()).map(Row::Prompt);
        prompts.chain((0..self.inputs.len()).map(Row::Input))
    }

    /// The rows that a model has to be asked about after an action that made this state, if its rows were the model's answers before.
    pub fn asked_by(&self, action: &Action, before: &Self) -> BTreeSet<Row> {
        let mut measured = Measured::by("");
        change(&mut measured, action, before, self);
        Rc::unwrap_or_clone(measured.unasked)
    }
}

/// Whose answers the rows are after an action that made `next` of `state`. Where all were set by hand, nothing is measured.
pub(super) fn after(state: &State, action: &Action, next: &State) -> Option<Measured> {
    let of = |source: &Rc<str>| match &state.measured {
        Some(measured) if measured.source == *source => measured.clone(),
        _ => Measured {
            source: Rc::clone(source),
            by_hand: Rc::new(next.rows().collect()),
            unasked: Rc::default(),
        },
    };
    let measured = match action {
        Action::Replace(with) => with.measured.clone(),
        Action::Ask { source, rows } => {
            let mut measured = of(source);
            let by_hand = Rc::make_mut(&mut measured.by_hand);
            for row in rows.iter().filter(|row| row.is_in(next)) {
                by_hand.remove(row);
                Rc::make_mut(&mut measured.unasked).insert(*row);
            }
            Some(measured)
        }
        Action::Answer { source, answers } => {
            let mut measured = of(source);
            for (row, _) in answers {
                Rc::make_mut(&mut measured.by_hand).remove(row);
                Rc::make_mut(&mut measured.unasked).remove(row);
            }
            Some(measured)
        }
        _ => state.measured.clone().map(|mut measured| {
            change(&mut measured, action, state, next);
            measured
        }),
    };
    measured.filter(|measured| measured.by_hand.len() < next.prompts.len() + next.inputs.len())
}

fn change(measured: &mut Measured, action: &Action, state: &State, next: &State) {
    match action {
        Action::Drag { row, .. } | Action::SetRow { row, .. } => measured.set_by_hand(*row),
        Action::RenamePrompt(i, _) => measured.set_unasked(Row::Prompt(*i)),
        Action::RenameInput(i, _) => measured.set_unasked(Row::Input(*i)),
        Action::AddPrompt { .. } => {
            measured.set_unasked(Row::Prompt(next.prompts.len().saturating_sub(1)));
        }
        Action::AddInput { .. } => {
            measured.set_unasked(Row::Input(next.inputs.len().saturating_sub(1)));
        }
        Action::AddPrompts(_) => {
            let new = state.prompts.len()..next.prompts.len();
            new.for_each(|i| measured.set_unasked(Row::Prompt(i)));
        }
        Action::RemovePrompt(gone) => measured.renumber(|row| match row {
            Row::Prompt(i) => without(i, *gone).map(Row::Prompt),
            Row::Input(_) => Some(row),
        }),
        Action::RemoveInput(gone) => measured.renumber(|row| match row {
            Row::Input(i) => without(i, *gone).map(Row::Input),
            Row::Prompt(_) => Some(row),
        }),
        Action::MovePrompt { from, to } => measured.renumber(|row| match row {
            Row::Prompt(i) => Some(Row::Prompt(moved(i, *from, *to))),
            Row::Input(_) => Some(row),
        }),
        Action::SetInputs(inputs) => {
            measured.renumber(|row| matches!(row, Row::Prompt(_)).then_some(row));
            let all = (0..inputs.len()).map(Row::Input);
            Rc::make_mut(&mut measured.by_hand).extend(all);
        }
        Action::RaiseZeros => {
            for i in 0..next.prompts.len() {
                if next.prompts.get(i) != state.prompts.get(i) {
                    measured.set_by_hand(Row::Prompt(i));
                }
            }
        }
        // A prompt that was added is nobody's answer.
        Action::SetFrom(_) if state.prompts.is_empty() && !next.prompts.is_empty() => {
            measured.set_unasked(Row::Prompt(0));
        }
        // Every prompt is another one then.
        Action::AddLabel(_)
        | Action::RemoveLabel(_)
        | Action::RenameLabel(..)
        | Action::SetTemplate(_)
        | Action::SetExamples(_)
        | Action::RenameExample(..)
        | Action::MoveExample { .. } => next.rows().for_each(|row| measured.set_unasked(row)),
        Action::MoveLabel { .. }
        | Action::LockLabel(..)
        | Action::SetInputLabel(..)
        | Action::SetFrom(_)
        | Action::SetMethod(_)
        | Action::SetAveraging(_)
        | Action::SetReadout(_)
        | Action::OverrideW { .. }
        | Action::OverrideB { .. }
        | Action::SetEntries { .. }
        | Action::ClearOverrides
        | Action::Replace(_)
        | Action::Ask { .. }
        | Action::Answer { .. } => {}
    }
}

/// The index of an item after another was removed.
fn without(i: usize, gone: usize) -> Option<usize> {
    (i != gone).then(|| if i > gone { i - 1 } else { i })
}

/// The index of an item after one was moved.
pub(super) fn moved(i: usize, from: usize, to: usize) -> usize {
    if i == from {
        to
    } else if from < i && i <= to {
        i - 1
    } else if to <= i && i < from {
        i + 1
    } else {
        i
    }
}
