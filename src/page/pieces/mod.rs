//! The pieces, one file each; see [`super::piece`].

mod curves;
mod geometry;
mod line;
mod pairwise;
mod triangle;

use super::piece::{Acts, Kind};

pub(super) fn make(kind: Kind) -> Box<dyn Acts> {
    match kind {
        Kind::Line => Box::<line::Line>::default(),
        Kind::Triangle => Box::<triangle::Triangle>::default(),
        Kind::Pairwise => Box::<pairwise::Pairwise>::default(),
        _ => Box::new(Nothing),
    }
}

struct Nothing;

impl Acts for Nothing {
    fn update(
        &mut self,
        _: super::piece::Msg,
        _: &super::piece::Piece,
        _: &super::part::Env,
    ) -> bool {
        false
    }

    fn view(
        &self,
        _: &super::piece::Piece,
        _: &super::part::Env,
        _: &super::piece::To,
    ) -> yew::Html {
        yew::Html::default()
    }
}
