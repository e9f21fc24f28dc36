//! The widgets of panels, pieces and dialogs. They do not depend on where they are used.

pub(crate) mod bar;
pub(crate) mod chart;
pub(crate) mod choice;
pub(crate) mod copy;
pub(crate) mod dialog;
pub(crate) mod draw_queue;
pub(crate) mod icons;
pub(crate) mod matrix;
pub(crate) mod number_field;
pub(crate) mod origin;
pub(crate) mod shot;
pub(crate) mod text_field;
