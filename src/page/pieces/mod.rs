//! The pieces, one file each; see [`super::piece`].

mod arrange;
mod builder;
mod compare;
mod curves;
mod evidence;
mod geometry;
mod ghost;
mod line;
mod pairwise;
mod paper;
mod source;
mod steps;
mod summary;
mod triangle;

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
        Kind::Line => Box::<line::Line>::default(),
        Kind::Triangle => Box::<triangle::Triangle>::default(),
        Kind::Pairwise => Box::<pairwise::Pairwise>::default(),
    }
}
