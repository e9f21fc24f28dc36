//! The lesson: the reader's progress and guesses ([`session`]), the page of a chapter ([`layout`]), its text ([`chapter`],
//! [`text`]), and its interactive parts ([`pieces`]).

pub(crate) mod chapter;
pub(crate) mod layout;
pub(crate) mod pieces;
pub(crate) mod session;
pub(crate) mod text;
