//! The key `readonly`: everything can be read and lit up, and nothing that a reader does changes the state.
//!
//! One gate keeps the state ([`changes_state`]); one pass over the page says so to everybody who looks at a control
//! ([`apply`]), as attributes that no component renders. What only changes the state is hidden by the style sheet. Nothing is
//! `inert`: numbers can be copied, and values read on hover and focus.

use crate::page::msg::{AppMsg, EditMsg, LessonMsg, UiAction, ViewMsg};
use crate::page::{dom, highlight};

const READONLY: &str = "data-readonly";

/// Controls, and the attribute by which each says that it can only be read.
const CONTROLS: [(&str, &str); 3] = [
    (".panel [role=slider]", "aria-readonly"),
    (".panel :is(input[type=text], textarea)", "readonly"),
    (
        ".panel :is(.choice input, .entry-slider *, .input-tools select)",
        "disabled",
    ),
];

/// Whether a reader who asks for this wants another state.
pub(crate) fn changes_state(request: &AppMsg) -> bool {
    matches!(
        request,
        AppMsg::Edit(EditMsg::Apply(..))
            | AppMsg::Edit(EditMsg::Step { .. })
            | AppMsg::Edit(EditMsg::Preview(_))
            | AppMsg::Edit(EditMsg::Commit)
            | AppMsg::Edit(EditMsg::Cancel)
            | AppMsg::Edit(EditMsg::EndRun)
            | AppMsg::Edit(EditMsg::Undo)
            | AppMsg::Edit(EditMsg::Redo)
            | AppMsg::Edit(EditMsg::Load(_))
            | AppMsg::Edit(EditMsg::Reset)
            | AppMsg::Edit(EditMsg::ReadInputs(_))
            | AppMsg::Edit(EditMsg::ReadState(_))
            | AppMsg::View(ViewMsg::Ui(UiAction::ByHand(_)))
            | AppMsg::Lesson(LessonMsg::Take | LessonMsg::Bring)
    )
}

/// Marks what draws itself later than the page: a chart, once it knows its width, and a piece whose words had to come first.
pub(crate) fn renew() {
    if dom::root().is_some_and(|root| root.has_attribute(READONLY)) {
        apply(true);
    }
}

/// Brings the page's controls in line, after each rendering.
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
