//! The two dialogs, share and embed.

pub(crate) mod embed;
pub(crate) mod share;
