use crate::state::{Action, Refusal, Row, State, apply};
use std::rc::Rc;

/// Number of steps that are kept; older ones are dropped.
const MAX_STEPS: usize = 300;

/// A text of the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextOf {
    /// The text of a context-free prompt.
    Prompt(usize),
    /// The name of a label.
    Label(usize),
    /// The template.
    Template,
    /// The text of a test input.
    Input(usize),
    /// The text of a few-shot example.
    Example(usize),
}

impl TextOf {
    /// The action that sets the text.
    pub fn action(self, text: String) -> Action {
        match self {
            Self::Prompt(i) => Action::RenamePrompt(i, text),
            Self::Label(k) => Action::RenameLabel(k, text),
            Self::Template => Action::SetTemplate(text),
            Self::Input(i) => Action::RenameInput(i, text),
            Self::Example(i) => Action::RenameExample(i, text),
        }
    }
}

/// The element that an edit changes. Consecutive edits of one element are one step: holding an arrow key down, typing a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Steps on one bar.
    Bar(Row, usize),
    /// Steps on one entry of W (row, column) or b (row, `None`).
    Entry(usize, Option<usize>),
    /// A text while it is typed.
    Text(TextOf),
    /// Steps on the shift of all labels ([`put_on_shift`](crate::state::put_on_shift)).
    Shift,
}

/// The state, with steps for undo and redo.
///
/// A drag is a preview: [`History::preview`] always starts from the state before the drag, so
/// that dragging there and back restores every ratio; [`History::commit`] makes it one step,
/// [`History::cancel`] discards it.
#[derive(Clone, Debug, PartialEq)]
pub struct History {
    past: Vec<Rc<State>>,
    present: Rc<State>,
    future: Vec<Rc<State>>,
    before_drag: Option<Rc<State>>,
    merge: Option<Merge>,
}

impl History {
    /// A history of one state.
    pub fn new(state: State) -> Self {
        Self {
            past: Vec::new(),
            present: Rc::new(state),
            future: Vec::new(),
            before_drag: None,
            merge: None,
        }
    }

    /// The current state, including a drag in progress.
    pub fn present(&self) -> &Rc<State> {
        &self.present
    }

    /// The state without the drag in progress; if there is none, the same as
    /// [`History::present`].
    pub fn before_drag(&self) -> &Rc<State> {
        self.before_drag.as_ref().unwrap_or(&self.present)
    }

    /// Returns whether a drag is in progress.
    pub fn dragging(&self) -> bool {
        self.before_drag.is_some()
    }

    /// Applies an action as one step, or as part of the previous step if `merge` is the same.
    ///
    /// # Errors
    /// The action's [`Refusal`]; then nothing has changed.
    pub fn edit(&mut self, action: &Action, merge: Option<Merge>) -> Result<(), Refusal> {
        self.commit();
        let next = apply(&self.present, action)?;
        if next == *self.present {
            return Ok(());
        }
        let continues = merge.is_some() && merge == self.merge;
        if !continues {
            self.remember(Rc::clone(&self.present));
        }
        self.present = Rc::new(next);
        self.future.clear();
        self.merge = merge;
        Ok(())
    }

    /// Adds an action to the last step: an answer belongs to the edit that asked for it. What can be redone stays. During a drag
    /// nothing happens.
    ///
    /// # Errors
    /// The action's [`Refusal`]; then nothing has changed.
    pub fn amend(&mut self, action: &Action) -> Result<(), Refusal> {
        if self.dragging() {
            return Ok(());
        }
        let next = apply(&self.present, action)?;
        if next != *self.present {
            self.present = Rc::new(next);
        }
        Ok(())
    }

    /// Shows an action applied to the state before the drag; starts a drag if there is none.
    ///
    /// # Errors
    /// The action's [`Refusal`]; then nothing has changed.
    pub fn preview(&mut self, action: &Action) -> Result<(), Refusal> {
        let base = self.before_drag.as_ref().unwrap_or(&self.present);
        let next = apply(base, action)?;
        if self.before_drag.is_none() {
            self.before_drag = Some(Rc::clone(&self.present));
        }
        if next != *self.present {
            self.present = Rc::new(next);
        }
        Ok(())
    }

    /// Ends a drag; returns whether it changed anything.
    pub fn commit(&mut self) -> bool {
        match self.before_drag.take() {
            Some(before) if before != self.present => {
                self.remember(before);
                self.future.clear();
                self.merge = None;
                true
            }
            _ => false,
        }
    }

    /// Discards a drag.
    pub fn cancel(&mut self) {
        if let Some(before) = self.before_drag.take() {
            self.present = before;
        }
    }

    /// Ends a run of merged edits, for example when a field loses focus.
    pub fn end_run(&mut self) {
        self.merge = None;
    }

    /// Undoes one step; returns `false` if there is none.
    pub fn undo(&mut self) -> bool {
        self.cancel();
        self.merge = None;
        let Some(before) = self.past.pop() else {
            return false;
        };
        self.future
            .push(std::mem::replace(&mut self.present, before));
        true
    }

    /// Redoes one step; returns `false` if there is none.
    pub fn redo(&mut self) -> bool {
        self.cancel();
        self.merge = None;
        let Some(after) = self.future.pop() else {
            return false;
        };
        self.past.push(std::mem::replace(&mut self.present, after));
        true
    }

    /// Returns whether there is a step to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// Returns whether there is a step to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    fn remember(&mut self, state: Rc<State>) {
        if self.past.len() >= MAX_STEPS {
            self.past.remove(0);
        }
        self.past.push(state);
    }
}
