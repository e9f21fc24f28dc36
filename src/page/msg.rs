//! The messages that views, listeners and timers send to the app, grouped by concern.

use super::language::Language;
use super::model::{Address, News, Offer, Opened, Started};
use super::slices::{Cancel, Progress};
use crate::asking::Failure;
use crate::asking::server::Listed;
use crate::export::code::Language as CodeLanguage;
use crate::import::table::encoding::Encoding;
use crate::import::table::{Role, Scale, Table, TableError, Taken};
use crate::link::Theme;
use crate::phrase::message::Message;
use crate::presets::Preset;
use crate::state::{Action, Merge, Row, TextOf};
use std::rc::Rc;

/// A message to the [`crate::page::App`].
#[derive(Clone, Debug, PartialEq)]
pub enum AppMsg {
    /// Changes the state of the current workspace.
    Edit(EditMsg),
    /// Changes what the page shows, and how.
    View(ViewMsg),
    /// Comes from the address or from the surrounding page.
    Host(HostMsg),
    /// Is an action of the reader in the lesson.
    Lesson(LessonMsg),
    /// Opens a model, asks it, or comes from it.
    Model(ModelMsg),
}

/// A change of the state. With `readonly` all of them are ignored.
#[derive(Clone, Debug, PartialEq)]
pub enum EditMsg {
    /// Applies an action as one step (or as part of the last one, see [`Merge`]).
    Apply(Action, Option<Merge>),
    /// Adds a step to a probability, starting from its value when the message arrives.
    Step {
        /// The row.
        row: Row,
        /// The label.
        label: usize,
        /// The step; may be negative.
        by: f64,
    },
    /// Sets a probability to a number that was typed.
    Type {
        /// The row.
        row: Row,
        /// The label.
        label: usize,
        /// The probability, 0 to 1.
        value: f64,
    },
    /// Sets a text, while it is typed or, with `done`, once it is.
    Text {
        /// The text that is set.
        of: TextOf,
        /// The text.
        text: String,
        /// False if the reader still types: then a refusal says nothing yet.
        done: bool,
    },
    /// Adds context-free prompts of random words of the test inputs.
    DrawPrompts,
    /// Begins to type into a row: the numbers typed before no longer count as typed.
    BeginTyping,
    /// Shows an action as the preview of a drag.
    Preview(Action),
    /// Shows the latest preview that waited for an animation frame.
    Frame,
    /// Ends a drag and keeps its change as one step.
    Commit,
    /// Cancels a drag and restores the state before it.
    Cancel,
    /// Ends a run of keyboard steps.
    EndRun,
    /// Undoes one step.
    Undo,
    /// Redoes one step.
    Redo,
    /// Opens a preset.
    Load(Preset),
    /// Returns to the state that was opened last (a preset, link or file), as one step.
    Reset,
    /// Reads a file or a pasted table, and shows how in the import dialog.
    OpenTable(TableSource),
    /// Shows how far a file is read.
    Reading(Progress),
    /// Shows a table that was read, unless the reader has cancelled that.
    TableRead(Rc<TableRead>),
    /// Shows in the import dialog why nothing could be read of a file.
    RefuseFile(Message),
    /// Is a choice of the reader in the import dialog.
    Import(ImportMsg),
    /// Searches the best shift of the labels, which may take some seconds.
    SearchBest,
    /// Reads a JSON file of a whole state.
    ReadState(String),
}

/// Where a table comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum TableSource {
    /// The bytes of a file.
    File(Rc<[u8]>),
    /// A text that was pasted.
    Text(Rc<str>),
}

/// The result of reading a table.
#[derive(Debug, PartialEq)]
pub struct TableRead {
    pub(crate) table: Result<Table, TableError>,
    pub(crate) encoding: Encoding,
    /// What would have cancelled the reading.
    pub(crate) cancel: Cancel,
}

/// A choice of the reader in the import dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportMsg {
    /// Reads the bytes in another encoding.
    Encoding(Encoding),
    /// Reads the numbers in another way.
    Scale(Scale),
    /// Gives a column, by its index, a meaning.
    Role(usize, Role),
    /// Takes the table, and closes the dialog; if it has more rows for context-free prompts than there can be, asks which.
    Take(Taken),
    /// Chooses (true) or leaves out (false) one of too many labels or rows, by its place.
    Pick(usize, bool),
    /// Reads or takes what was chosen.
    TakePicked,
    /// Returns from the choice among too many rows to the table.
    Back,
}

/// A change of what the page shows, and how.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewMsg {
    /// Opens, closes or chooses a part of the page.
    Ui(UiAction),
    /// Shows a test input on the big chart.
    Select(usize),
    /// Changes the language.
    SetLanguage(Language),
    /// Reports that the texts of a language are loaded (true) or could not be loaded (false).
    LanguageLoaded(Language, bool),
    /// Changes the colour theme.
    SetTheme(Theme),
    /// Opens a dialog.
    OpenDialog(Dialog),
    /// Closes a dialog, if it is open.
    CloseDialog(Dialog),
    /// Shows a message that stays until it is dismissed.
    Notify(Message),
    /// Removes a message, by its index.
    Dismiss(usize),
    /// Announces a text to screen readers.
    Announce(yew::AttrValue),
    /// Draws the charts again: the system's colours or the root font size changed.
    Redraw,
}

/// News from the address or from the surrounding page.
#[derive(Clone, Debug, PartialEq)]
pub enum HostMsg {
    /// The address changed: back, forward, or edited by hand.
    AddressChanged,
    /// The delay after the last change is over: the address is brought up to date.
    WriteAddress,
    /// The surrounding page opens a link.
    OpenLink(String),
    /// The surrounding page opens a whole state, given as JSON.
    OpenState(String),
    /// Attributes of an element were removed, or changed although others depend on them: all are read again.
    AttributesReplaced,
    /// Other attributes of an element have changed, given as a link over the present state.
    AttributesChanged(String),
    /// The language, colours or font size of the page around an element have changed.
    HostChanged,
    /// The file of a preset could not be loaded.
    PresetMissing,
}

/// An action of the reader in the lesson, apart from changes of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LessonMsg {
    /// Opens the lesson at the chapter where the reader left it.
    Open,
    /// Opens a chapter, counted from 1.
    Go(usize),
    /// Opens the workbench.
    Leave,
    /// Shows a part of the chapter, counted from 0.
    Part(usize),
    /// Chooses for a prediction (first) an option (second), both counted from 1.
    Guess(usize, usize),
    /// Shows the answer to a prediction.
    Reveal(usize),
    /// Clears the guess at a prediction and hides its answer, to guess again.
    Again(usize),
    /// Sets the figure back to the chapter's state.
    Restore,
    /// Shows a preset in the figure, like a change by the reader: the address stays, and [`LessonMsg::Restore`] brings
    /// the chapter's state back.
    Show(Preset),
    /// Copies the figure's state to the workbench, and opens the workbench.
    Take,
    /// Copies the workbench's state to the figure.
    Bring,
    /// Turns to the next part or chapter (true) or to the previous one (false).
    Turn(bool),
    /// Begins (true) or ends (false) the presentation mode.
    Present(bool),
    /// Prints all chapters; `false` when that is done.
    Print(bool),
    /// Forgets which chapters were read, and all guesses.
    Forget,
}

/// What concerns the model that answers.
#[derive(Clone, Debug, PartialEq)]
pub enum ModelMsg {
    /// Shows the choice of a model.
    Choose,
    /// Tells what the site offers.
    Offered(Option<Offer>),
    /// Opens a model.
    Open(Opened),
    /// Keeps the address of a server and its key as they are typed.
    Type(Address),
    /// Asks the server of this address for its models.
    Find,
    /// Tells, of the attempt with this number, which models a server has.
    Listed(u32, Result<Listed, Failure>),
    /// Opens the model of this name on the server.
    Serve(String),
    /// Tells, of the attempt with this number, that the model has started.
    Started(u32, Result<Started, Failure>),
    /// Comes with the model that the attempt with this number has started.
    Told(u32, News),
    /// Comes from the model.
    News(News),
    /// Tells that the second worker of the model with this number has started, or could not.
    HelperStarted(u32, Option<Started>),
    /// Comes from the second worker.
    HelperNews(News),
    /// Shows the answers that have come since they were shown last.
    Show,
    /// Closes the model, or the choice of one.
    Close,
    /// Asks about a row again.
    Ask(Row),
    /// Asks about all rows.
    AskAll,
    /// Stops asking (true), or goes on.
    Pause(bool),
}

/// A dialog of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// The share dialog: link, files, code.
    Share,
    /// The embed dialog: a snippet for a documentation page.
    Embed,
    /// The import dialog: how a table is read.
    Import,
}

/// A change of the open and chosen parts of the page. Only `ByHand(false)` also changes the state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UiAction {
    /// Makes W and b editable (true), or removes the entries set by hand (false).
    ByHand(bool),
    /// Shows or hides the whole matrix of many labels.
    Whole(bool),
    /// Shows or hides the numbers behind the test input's chart.
    InputNumbers(bool),
    /// Shows or hides the numbers behind the charts of the context-free prompts.
    PromptNumbers(bool),
    /// Shows or hides the view of the borders between labels.
    Geometry(bool),
    /// Chooses the language of the code, in the share dialog and in the lesson.
    Code(CodeLanguage),
    /// Leaves the texts out of what is shared, or takes them along.
    WithoutTexts(bool),
    /// Records the result of the last attempt to copy.
    Copied(Copied),
}

/// The result of the last attempt to copy, which the buttons show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copied {
    /// Nothing was copied yet.
    #[default]
    Nothing,
    /// The link was copied.
    Link,
    /// The code was copied.
    Code,
    /// The prompt of the few-shot builder was copied.
    Prompt,
    /// The snippet of the embed dialog was copied.
    Snippet,
    /// The finding of panel 4 was copied.
    Finding,
    /// The finding of panel 4 was copied without texts and link.
    FindingWithoutTexts,
    /// The browser did not allow it.
    Blocked,
}

/// The open and chosen parts of the page, which are not in the state; see [`UiAction`] for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct UiState {
    pub(crate) by_hand: bool,
    pub(crate) whole: bool,
    pub(crate) input_numbers: bool,
    pub(crate) prompt_numbers: bool,
    pub(crate) geometry: bool,
    pub(crate) code: CodeLanguage,
    /// The seed of the next prompts of random words.
    pub(crate) seed: u64,
    pub(crate) without_texts: bool,
    pub(crate) copied: Copied,
}

impl UiState {
    pub(crate) fn apply(&mut self, action: UiAction) {
        match action {
            UiAction::ByHand(by_hand) => self.by_hand = by_hand,
            UiAction::Whole(whole) => self.whole = whole,
            UiAction::InputNumbers(open) => self.input_numbers = open,
            UiAction::PromptNumbers(open) => self.prompt_numbers = open,
            UiAction::Geometry(open) => self.geometry = open,
            UiAction::Code(language) => self.code = language,
            UiAction::WithoutTexts(without) => self.without_texts = without,
            UiAction::Copied(copied) => self.copied = copied,
        }
    }
}

/// Makes a callback that sends the message which `read` makes of an event, if any.
pub(crate) fn maybe<E: 'static>(
    send: &yew::Callback<AppMsg>,
    read: impl Fn(E) -> Option<AppMsg> + 'static,
) -> yew::Callback<E> {
    let send = send.clone();
    yew::Callback::from(move |event| {
        if let Some(msg) = read(event) {
            send.emit(msg);
        }
    })
}
