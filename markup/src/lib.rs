//! Yew's `html!` with the same syntax and the same result, in a tenth of the WebAssembly. (One thing differs: `selected` of an
//! option is set as a property, see [`Tree::selected`].)
//!
//! Yew's own macro writes code for each element, some 250 bytes of it. This one writes each view as a text, its template,
//! and code only for what a view computes: the template has holes, and each statement fills the next one. One builder,
//! [`Tree`], reads all templates.
//!
//! Names of attributes are compared by address in Yew, so a template is read once and kept.

mod template;
mod tree;
mod values;

pub mod on;

pub use markup_macro::html;
pub use tree::{Tree, finish, fixed, start};
pub use values::{Attribute, Child, Class, put_all, put_checked, put_value};
