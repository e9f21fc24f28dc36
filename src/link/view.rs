//! What a link may carry beside the state: how the page looks.

use crate::state::named;

/// What a link may also carry: how the page looks. Apart from the state on purpose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// What is shown.
    pub view: Shown,
    /// Language tag, if the link fixes it.
    pub lang: Option<String>,
    /// Colours, if the link fixes them.
    pub theme: Option<Theme>,
    /// Controls that an author hides.
    pub hide: Vec<Part>,
    /// The chapter of the lesson that is open, from 1; `None` is the workbench.
    pub learn: Option<usize>,
    /// Everything can be read, nothing changes the state.
    pub readonly: bool,
}

/// What of the explainer is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All three panels.
    #[default]
    Workbench,
    /// Panel 1, the context-free prompts.
    Prompts,
    /// Panel 2, W and b.
    Fit,
    /// Panel 3, the inputs.
    Use,
    /// The test input before and after, with the verdict.
    Chart,
    /// The equation with the numbers in it.
    Equation,
    /// Where labels flip: the line, the triangle or the pairs, by K.
    Geometry,
}

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A part of the page that a link can hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The row of presets.
    Presets,
    /// The share button.
    Share,
    /// The whole header.
    Header,
    /// The equation.
    Equation,
    /// What stands around a chapter of the lesson: contents, progress, buttons.
    Controls,
}

named!(Shown {
    Workbench = "workbench",
    Prompts = "prompts",
    Fit = "fit",
    Use = "use",
    Chart = "chart",
    Equation = "equation",
    Geometry = "geometry",
});

named!(Theme {
    Auto = "auto",
    Light = "light",
    Dark = "dark",
});

named!(Part {
    Presets = "presets",
    Share = "share",
    Header = "header",
    Equation = "equation",
    Controls = "controls",
});
