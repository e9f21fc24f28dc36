//! The lesson: the reader's progress and guesses ([`session`]), the page of a chapter ([`layout`]), its text ([`chapter`],
//! [`text`]), its interactive parts ([`pieces`]), and the plan of a lesson in class ([`plan`]).

pub(crate) mod chapter;
pub(crate) mod layout;
pub(crate) mod pieces;
pub(crate) mod plan;
pub(crate) mod session;
pub(crate) mod text;
