//! The link: readable, stable, and easy to write by hand in a lesson page.
//!
//! ```text
//! v=1&labels=Positive,Negative&cf=nothing:0.9,0.1&cf=N%2FA:0.6,0.4&p=Great%20film:0.72,0.28@Positive
//! &method=diagonal&averaging=parameters&readout=softmax&view=workbench&lang=en&theme=auto&hide=presets,share
//! ```
//!
//! The same keys serve as the hash of the page, the query of an embedded page and the attributes of
//! an element. `cf` and `p` repeat; the text before `:` is that of the prompt or input (`%3A`,
//! `%2C`, `%40` escape inside it), the name after `@` is the right label. `w` and `b` are there only
//! if entries were set by hand; an empty place is computed (`w=,,,4.5`). `template` and `lock`
//! are there only if they are not the default. `preset=name` stands for a preset; other keys
//! beside it replace its parts. `learn=4` opens a chapter; keys of a state beside it are what its figure
//! shows first.
//!
//! [`parse`] never fails: a bad value alone falls back to its default and is reported in a [`Notice`],
//! an unknown key is left out and reported. `parse(format(state))` always gives the state back.

mod keys;
mod packed;
mod parsed;
mod read;
mod view;
mod write;

pub use packed::{pack, unpack};
pub use parsed::{Notice, Parsed, Reason, VERSION};
pub use read::{is_link, names_figure, names_state, parse, parse_over, preset_of, view_over};
pub use view::{ModelKind, PagePart, Theme, View, ViewName};
pub use write::{format, format_lesson, format_preset, format_within};
