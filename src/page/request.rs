use super::Language;
use super::dialog::Dialog;
use super::notices::Message;
use crate::explainer::permalink::Theme;
use crate::explainer::presets::Preset;
use crate::explainer::{Action, Merge};

/// What a component asks the [`super::App`] to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// Change the state as one step (or as part of the last one, see [`Merge`]).
    Edit(Action, Option<Merge>),
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
    /// Show a test input on the big chart.
    Select(usize),
    /// Change the language.
    Speak(Language),
    /// Change the colours.
    Paint(Theme),
    /// Open a dialog, or close it.
    Show(Option<Dialog>),
    /// Tell the reader something that stays until it is dismissed.
    Tell(Message),
    /// Take a message away, by position.
    Dismiss(usize),
    /// Say something to screen readers, once.
    Announce(String),
    /// Read a file or a pasted table of test inputs.
    ReadInputs(String),
    /// Read a JSON file of a whole state.
    ReadState(String),
    /// The address changed: back, forward, or edited by hand.
    AddressChanged,
    /// The interaction has settled: bring the address up to date.
    WriteAddress,
    /// The system's colours or the root font size changed: draw the charts again.
    Redraw,
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
