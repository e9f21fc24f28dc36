//! The dialogs: import, share and embed.

pub(crate) mod embed;
pub(crate) mod import;
pub(crate) mod share;
