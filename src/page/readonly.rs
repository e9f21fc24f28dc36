//! The key `readonly`: everything can be read and lit up, and nothing that a reader does changes the state.
//!
//! One gate keeps the state ([`changes_state`]); one pass over the page says so to everybody who looks at a control
//! ([`apply`]), as attributes that no component renders. What only changes the state is hidden by the style sheet. Nothing is
//! `inert`: numbers can be copied, and values read on hover and focus.

use super::lesson::LearnRequest;
use super::request::Looks;
use super::{Request, dom, linked};

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
pub(super) fn changes_state(request: &Request) -> bool {
    matches!(
        request,
        Request::Edit(..)
            | Request::Step { .. }
            | Request::Preview(_)
            | Request::Commit
            | Request::Cancel
            | Request::Settle
            | Request::Undo
            | Request::Redo
            | Request::Load(_)
            | Request::Reset
            | Request::ReadInputs(_)
            | Request::ReadState(_)
            | Request::Look(Looks::ByHand(_))
            | Request::Learn(LearnRequest::Take | LearnRequest::Bring)
    )
}

/// Marks what draws itself later than the page: a chart, once it knows its width, and a piece whose words had to come first.
pub(super) fn renew() {
    if dom::root().is_some_and(|root| root.has_attribute(READONLY)) {
        apply(true);
    }
}

/// Brings the page's controls in line, after each rendering.
pub(super) fn apply(readonly: bool) {
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
        linked::each(&root, controls, |control| mark(control, attribute));
    }
    mark(&root, READONLY);
}
