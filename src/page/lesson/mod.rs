//! The lesson: what the reader did in it ([`session`]), the page of a chapter ([`layout`]), its words ([`chapter`], [`text`]),
//! and what remembers something of its own inside it ([`pieces`]).

pub(crate) mod chapter;
pub(crate) mod layout;
pub(crate) mod pieces;
pub(crate) mod session;
pub(crate) mod text;
