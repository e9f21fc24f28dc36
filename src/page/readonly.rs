//! The key `readonly`: the reader can read and highlight everything, but cannot change the state.
//!
//! The app ignores messages for which [`changes_state`] holds. [`apply`] marks the controls of the page as read-only, by
//! attributes that no component renders. The style sheet hides controls that do nothing but change the state. Nothing is
//! `inert`: numbers can be copied, and full values be read on hover and focus.

use crate::page::msg::{AppMsg, LessonMsg, UiAction, ViewMsg};
use crate::page::{dom, highlight};

const READONLY: &str = "data-readonly";

/// Selectors of controls, each with the attribute that marks it as read-only.
const CONTROLS: [(&str, &str); 3] = [
    (".panel [role=slider]", "aria-readonly"),
    (".panel :is(input[type=text], textarea)", "readonly"),
    (
        ".panel :is(.choice input, .entry-slider *, .input-tools select)",
        "disabled",
    ),
];

/// Returns whether a message of the reader changes the state.
pub(crate) fn changes_state(msg: &AppMsg) -> bool {
    matches!(
        msg,
        AppMsg::Edit(_)
            | AppMsg::Model(_)
            | AppMsg::View(ViewMsg::Ui(UiAction::ByHand(_)))
            | AppMsg::Lesson(LessonMsg::Take | LessonMsg::Bring)
    )
}

/// Marks the controls of components that render later than the page: charts, once they know their width, and pieces.
pub(crate) fn renew() {
    if dom::root().is_some_and(|root| root.has_attribute(READONLY)) {
        apply(true);
    }
}

/// Marks the controls of the page as read-only, or as editable again; called after each rendering.
pub(crate) fn apply(readonly: bool) {
    let Some(root) = dom::root() else {
        return;
    };
    if !readonly && !root.has_attribute(READONLY) {
        return;
    }
    let mark = |element: &web_sys::Element, attribute: &str| {
        let _ = match readonly {
            true => element.set_attribute(attribute, "true"),
            false => element.remove_attribute(attribute),
        };
    };
    for (controls, attribute) in CONTROLS {
        highlight::each(&root, controls, |control| mark(control, attribute));
    }
    mark(&root, READONLY);
}
