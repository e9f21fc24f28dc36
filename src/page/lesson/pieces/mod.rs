//! The pieces of the chapters, one file each; see [`crate::page::piece`].

pub(crate) mod arrange;
pub(crate) mod builder;
pub(crate) mod compare;
pub(crate) mod evidence;
pub(crate) mod ghost;
pub(crate) mod paper;
pub(crate) mod published;
pub(crate) mod reliability;
mod source;
pub(crate) mod steps;
pub(crate) mod summary;
