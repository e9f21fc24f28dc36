//! The pieces, one file each; see [`super::piece`].

mod arrange;
mod builder;
mod compare;
mod evidence;
mod ghost;
mod paper;
mod source;
mod steps;
mod summary;

use super::piece::{Acts, Kind};
use source::source;

pub(super) fn make(kind: Kind) -> Box<dyn Acts> {
    match kind {
        Kind::Builder => Box::new(builder::Builder::default()),
        Kind::Steps => Box::new(steps::Steps::default()),
        Kind::Ghost => Box::new(ghost::Ghost::new()),
        Kind::Arrange => Box::new(arrange::Arrange::new()),
        Kind::Compare => Box::new(compare::Compare::default()),
        Kind::Evidence => Box::new(evidence::Evidence::default()),
        Kind::Paper => Box::new(paper::Paper::default()),
        Kind::Summary => Box::new(summary::Summary),
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
