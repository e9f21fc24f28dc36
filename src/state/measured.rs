use super::action::{Action, Row};
use super::ground_state::State;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Whose answers the rows of a state are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// Name of the model.
    pub source: Rc<str>,
    /// The rows that are not its answers: dragged, typed, or not asked yet.
    pub by_hand: Rc<BTreeSet<Row>>,
}

impl Measured {
    /// Rows that are all answers of one model.
    pub fn by(source: &str) -> Self {
        Self {
            source: source.into(),
            by_hand: Rc::default(),
        }
    }

    /// Returns whether a row is the model's answer.
    pub fn is_answer(&self, row: Row) -> bool {
        !self.by_hand.contains(&row)
    }

    fn set_by_hand(&mut self, row: Row) {
        Rc::make_mut(&mut self.by_hand).insert(row);
    }

    /// Gives rows other numbers, or none.
    fn renumber(&mut self, to: impl Fn(Row) -> Option<Row>) {
        self.by_hand = Rc::new(self.by_hand.iter().filter_map(|row| to(*row)).collect());
    }
}

/// All rows of a state.
fn rows(state: &State) -> impl Iterator<Item = Row> {
    let prompts = (0..state.prompts.len()).map(Row::Prompt);
    prompts.chain((0..state.inputs.len()).map(Row::Input))
}

/// Whose answers the rows are after an action that made `next` of `state`. Where none is an answer any more, nothing is measured.
pub(super) fn after(state: &State, action: &Action, next: &State) -> Option<Measured> {
    let measured = match action {
        Action::Replace(with) => with.measured.clone(),
        Action::Answer { source, answers } => {
            let mut measured = match &state.measured {
                Some(measured) if *measured.source == **source => measured.clone(),
                _ => Measured {
                    source: Rc::clone(source),
                    by_hand: Rc::new(rows(next).collect()),
                },
            };
            let by_hand = Rc::make_mut(&mut measured.by_hand);
            for (row, _) in answers {
                by_hand.remove(row);
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
        // A text that was changed has not been asked yet.
        Action::RenamePrompt(i, _) => measured.set_by_hand(Row::Prompt(*i)),
        Action::RenameInput(i, _) => measured.set_by_hand(Row::Input(*i)),
        Action::AddPrompt { .. } => {
            measured.set_by_hand(Row::Prompt(next.prompts.len().saturating_sub(1)));
        }
        Action::AddInput { .. } => {
            measured.set_by_hand(Row::Input(next.inputs.len().saturating_sub(1)));
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
            let all = (0..next.prompts.len()).map(Row::Prompt);
            Rc::make_mut(&mut measured.by_hand).extend(all);
        }
        // A prompt that was added is nobody's answer.
        Action::SetFrom(_) if state.prompts.is_empty() && !next.prompts.is_empty() => {
            measured.set_by_hand(Row::Prompt(0));
        }
        // Every prompt is another one then.
        Action::AddLabel(_)
        | Action::RemoveLabel(_)
        | Action::RenameLabel(..)
        | Action::SetTemplate(_)
        | Action::SetExamples(_) => measured.by_hand = Rc::new(rows(next).collect()),
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
