use super::Language;
use super::dialog::Dialog;
use super::lesson::LearnRequest;
use crate::export::code::Language as CodeLanguage;
use crate::link::Theme;
use crate::phrase::message::Message;
use crate::presets::Preset;
use crate::state::{Action, Merge, Row};

/// What a component asks the [`super::App`] to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Change the state as one step (or as part of the last one, see [`Merge`]).
    Edit(Action, Option<Merge>),
    /// Move a probability by a step, from what it is when the request is done.
    Step {
        /// The row.
        row: Row,
        /// The label.
        label: usize,
        /// How far.
        by: f64,
    },
    /// Show a change while a drag is going on.
    Preview(Action),
    /// A drag has ended; the change stays.
    Commit,
    /// A drag was given up; the state before it comes back.
    Cancel,
    /// A run of keyboard steps is over.
    Settle,
    /// Undo one step.
    Undo,
    /// Redo one step.
    Redo,
    /// Load a preset.
    Load(Preset),
    /// Load the last loaded preset or link again.
    Reset,
    /// Show or hide something; the state stays.
    Look(Looks),
    /// Show a test input on the big chart.
    Select(usize),
    /// Change the language.
    Speak(Language),
    /// The words of a language are there, or could not be loaded.
    Fetched(Language, bool),
    /// Change the colours.
    Paint(Theme),
    /// Open a dialog.
    Show(Dialog),
    /// Close a dialog, if it is the open one.
    Close(Dialog),
    /// Tell the reader something that stays until it is dismissed.
    Tell(Message),
    /// Take a message away, by position.
    Dismiss(usize),
    /// Say something to screen readers, once.
    Announce(yew::AttrValue),
    /// Read a file or a pasted table of test inputs.
    ReadInputs(String),
    /// Read a JSON file of a whole state, which the reader brings.
    ReadState(String),
    /// Read the JSON of a whole state, which the page around sends.
    SetState(String),
    /// Something in the lesson.
    Learn(LearnRequest),
    /// The address changed: back, forward, or edited by hand.
    AddressChanged,
    /// The page around this one, in a frame, asks for the state of a link.
    TakeLink(String),
    /// Attributes of an element have changed that all others stand on: read all of them anew.
    TakeAll,
    /// Attributes of an element that have changed, as a link over the present state.
    TakePart(String),
    /// The page around an element has another language or other colours.
    LookAround,
    /// The interaction has settled: bring the address up to date.
    WriteAddress,
    /// The system's colours or the root font size changed: draw the charts again.
    Redraw,
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
    pub(super) fn at(index: usize, k: usize) -> Self {
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

/// A change of what is in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
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

/// What is in view, apart from the state.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    pub(super) by_hand: bool,
    pub(super) entry: Entry,
    pub(super) whole: bool,
    pub(super) input_numbers: bool,
    pub(super) prompt_numbers: bool,
    pub(super) geometry: bool,
    pub(super) code: CodeLanguage,
    pub(super) copied: Copied,
}

impl Shown {
    pub(super) fn apply(&mut self, looks: Looks) {
        match looks {
            Looks::ByHand(by_hand) => self.by_hand = by_hand,
            Looks::Entry(entry) => self.entry = entry,
            Looks::Whole(whole) => self.whole = whole,
            Looks::InputNumbers(open) => self.input_numbers = open,
            Looks::PromptNumbers(open) => self.prompt_numbers = open,
            Looks::Geometry(open) => self.geometry = open,
            Looks::Code(language) => self.code = language,
            Looks::Copied(copied) => self.copied = copied,
        }
    }
}

/// A callback for events of which only some ask for something.
pub(super) fn maybe<E: 'static>(
    send: &yew::Callback<Request>,
    read: impl Fn(E) -> Option<Request> + 'static,
) -> yew::Callback<E> {
    let send = send.clone();
    yew::Callback::from(move |event| {
        if let Some(request) = read(event) {
            send.emit(request);
        }
    })
}
