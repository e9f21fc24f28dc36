//! The views that show where labels flip: on a line for two labels, in a triangle for three, pair by pair for more.

mod curves;
mod line;
mod pairwise;
pub(crate) mod shared;
mod triangle;

use super::env::Env;
use super::i18n::t;
use super::piece::PieceInput;
use yew::prelude::*;

/// The view for the present number of labels (a reader can add labels to a figure made for fewer), or the reason why there is
/// none.
pub(crate) fn geometry(input: PieceInput, env: &Env) -> Html {
    if input.derived.parameters.is_err() {
        return html! { <p class="hint" role="status">{ t!("lesson.ui.no_figure") }</p> };
    }
    match input.state.k() {
        2 => input.show::<line::Line>(env),
        3 => input.show::<triangle::Triangle>(env),
        _ => input.show::<pairwise::Pairwise>(env),
    }
}
