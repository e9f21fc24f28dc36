//! The panels of the workbench and of a chapter's figure, and the header, messages and presets around them.

pub(crate) mod data_menu;
pub(crate) mod equation;
pub(crate) mod fit_panel;
pub(crate) mod header;
pub(crate) mod model_box;
pub(crate) mod notices;
pub(crate) mod preset_bar;
pub(crate) mod prompt_card;
pub(crate) mod prompt_panel;
pub(crate) mod use_panel;
pub(crate) mod verdict;
pub(crate) mod whole_prompt;
