//! Messages: everything that views ask the app for, by concern.

use super::language::Language;
use crate::export::code::Language as CodeLanguage;
use crate::link::Theme;
use crate::phrase::message::Message;
use crate::presets::Preset;
use crate::state::{Action, Merge, Row};

/// A message to the [`crate::page::App`].
#[derive(Clone, Debug, PartialEq)]
pub enum AppMsg {
    /// Changes the state that the reader works on.
    Edit(EditMsg),
    /// Changes what is shown of it, and how.
    View(ViewMsg),
    /// Comes from the address or from the page around.
    Host(HostMsg),
    /// Happens in the lesson.
    Lesson(LessonMsg),
}

/// A change of the state. With `readonly` none of them does anything.
#[derive(Clone, Debug, PartialEq)]
pub enum EditMsg {
    /// Applies an action as one step (or as part of the last one, see [`Merge`]).
    Apply(Action, Option<Merge>),
    /// Moves a probability by a step, from what it is when the message arrives.
    Step {
        /// The row.
        row: Row,
        /// The label.
        label: usize,
        /// How far.
        by: f64,
    },
    /// Takes a number that was typed into a row.
    Type {
        /// The row.
        row: Row,
        /// The label.
        label: usize,
        /// The probability, 0 to 1.
        value: f64,
    },
    /// Begins to type into a row: no number of it is typed yet.
    BeginTyping,
    /// Shows an action while a drag goes on.
    Preview(Action),
    /// Shows the last action that was previewed: an animation frame has come.
    Frame,
    /// Ends a drag; the change stays.
    Commit,
    /// Gives a drag up; the state before it comes back.
    Cancel,
    /// Ends a run of keyboard steps.
    EndRun,
    /// Undoes one step.
    Undo,
    /// Redoes one step.
    Redo,
    /// Opens a preset.
    Load(Preset),
    /// Opens the last loaded preset or link again.
    Reset,
    /// Reads a file or a pasted table of test inputs.
    ReadInputs(String),
    /// Reads a JSON file of a whole state.
    ReadState(String),
}

/// A change of what is shown.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewMsg {
    /// Unfolds or chooses something.
    Ui(UiAction),
    /// Shows a test input on the big chart.
    Select(usize),
    /// Changes the language.
    SetLanguage(Language),
    /// Says that the words of a language are there, or could not be loaded.
    LanguageLoaded(Language, bool),
    /// Changes the colours.
    SetTheme(Theme),
    /// Opens a dialog.
    OpenDialog(Dialog),
    /// Closes a dialog, if it is the open one.
    CloseDialog(Dialog),
    /// Tells the reader something that stays until it is dismissed.
    Notify(Message),
    /// Takes a message away, by position.
    Dismiss(usize),
    /// Says something to screen readers, once.
    Announce(yew::AttrValue),
    /// Draws the charts again: the system's colours or the root font size changed.
    Redraw,
}

/// News from the address or from the page around.
#[derive(Clone, Debug, PartialEq)]
pub enum HostMsg {
    /// The address changed: back, forward, or edited by hand.
    AddressChanged,
    /// The interaction has ended: the address is brought up to date.
    WriteAddress,
    /// The page around a frame or an element opens a link.
    OpenLink(String),
    /// It opens the JSON of a whole state.
    OpenState(String),
    /// Attributes of an element have changed that all others stand on: all are read anew.
    AttributesReplaced,
    /// Attributes of an element have changed, given as a link over the present state.
    AttributesChanged(String),
    /// The page around an element has another language or other colours.
    HostChanged,
}

/// What a reader does in the lesson, apart from the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonMsg {
    /// Open the lesson where the reader left it.
    Open,
    /// Open a chapter, counted from 1.
    Go(usize),
    /// Open the workbench.
    Leave,
    /// Show a part of the chapter, counted from 0.
    Part(usize),
    /// Choose an option of a prediction, both counted from 1.
    Guess(usize, usize),
    /// Show the answer of a prediction.
    Reveal(usize),
    /// Guess again.
    Again(usize),
    /// Set the figure as the chapter does.
    Restore,
    /// Show a preset in the figure, as a change of the reader's: the chapter's state is a click away, and the address
    /// stays.
    Show(Preset),
    /// Put the figure's state on the workbench and go there.
    Take,
    /// Put the workbench's state into the figure.
    Bring,
    /// The next part or chapter, or the one before.
    Turn(bool),
    /// Begin or end the presentation.
    Present(bool),
    /// Print all chapters; `false` when that is done.
    Print(bool),
    /// Forget which chapters were read.
    Forget,
}

/// A dialog of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Link, files, code.
    Share,
    /// A snippet for somebody's documentation.
    Embed,
}

/// An entry of W, or of b where `column` is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The label whose score it goes into.
    pub row: usize,
    /// The label whose probability it is multiplied with.
    pub column: Option<usize>,
}

impl Entry {
    /// The entries in the order of a list: b first, then W row by row; for K labels.
    pub(crate) fn at(index: usize, k: usize) -> Self {
        match index.checked_sub(k) {
            Some(i) if k > 0 => Self {
                row: i / k,
                column: Some(i % k),
            },
            _ => Self {
                row: index,
                column: None,
            },
        }
    }
}

/// A change of what is unfolded or chosen in the page; the state stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UiAction {
    /// W and b can be edited by hand, or are computed again.
    ByHand(bool),
    /// The entry that the slider moves.
    Entry(Entry),
    /// The whole matrix of many labels.
    Whole(bool),
    /// The numbers behind the test input's chart.
    InputNumbers(bool),
    /// The numbers behind the charts of the context-free prompts.
    PromptNumbers(bool),
    /// The view of the borders between labels.
    Geometry(bool),
    /// The language of the code in the share dialog.
    Code(CodeLanguage),
    /// What was copied last, so that its button can say so.
    Copied(Copied),
}

/// What became of the last copying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copied {
    /// Nothing was copied.
    #[default]
    Nothing,
    /// The link.
    Link,
    /// The code.
    Code,
    /// The prompt of the few-shot builder.
    Prompt,
    /// The snippet of the embed dialog.
    Snippet,
    /// The clipboard is blocked.
    Blocked,
}

/// What is unfolded or chosen in the page, apart from the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UiState {
    pub(crate) by_hand: bool,
    pub(crate) entry: Entry,
    pub(crate) whole: bool,
    pub(crate) input_numbers: bool,
    pub(crate) prompt_numbers: bool,
    pub(crate) geometry: bool,
    pub(crate) code: CodeLanguage,
    pub(crate) copied: Copied,
}

impl UiState {
    pub(crate) fn apply(&mut self, action: UiAction) {
        match action {
            UiAction::ByHand(by_hand) => self.by_hand = by_hand,
            UiAction::Entry(entry) => self.entry = entry,
            UiAction::Whole(whole) => self.whole = whole,
            UiAction::InputNumbers(open) => self.input_numbers = open,
            UiAction::PromptNumbers(open) => self.prompt_numbers = open,
            UiAction::Geometry(open) => self.geometry = open,
            UiAction::Code(language) => self.code = language,
            UiAction::Copied(copied) => self.copied = copied,
        }
    }
}

/// A callback for events of which only some ask for something.
pub(crate) fn maybe<E: 'static>(
    send: &yew::Callback<AppMsg>,
    read: impl Fn(E) -> Option<AppMsg> + 'static,
) -> yew::Callback<E> {
    let send = send.clone();
    yew::Callback::from(move |event| {
        if let Some(request) = read(event) {
            send.emit(request);
        }
    })
}
