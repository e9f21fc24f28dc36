//! The settings of a link that are not part of the state: the look of the page.

use crate::state::named;

/// The look of the page. It is separate from the state on purpose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// PagePart of the explainer that is shown.
    pub view: ViewName,
    /// Language tag, if the link fixes it.
    pub lang: Option<String>,
    /// Colours, if the link fixes them.
    pub theme: Option<Theme>,
    /// Controls that an author hides.
    pub hide: Vec<PagePart>,
    /// Number of the open chapter of the lesson, from 1; `None` for the workbench.
    pub learn: Option<usize>,
    /// True if the state can be read, but not changed.
    pub readonly: bool,
    /// Models that an embedded page may offer.
    pub models: Vec<ModelKind>,
}

/// A kind of model that a reader can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelKind {
    /// A small one in the page itself.
    Page,
    /// One on a server.
    Server,
}

/// The part of the explainer that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ViewName {
    /// All four panels.
    #[default]
    Workbench,
    /// Panel 1, the context-free prompts.
    Prompts,
    /// Panel 1, with the choice of a model to ask.
    Ask,
    /// Panel 2, W and b.
    Fit,
    /// Panels 3 and 4, the inputs.
    Use,
    /// Panel 4, all inputs together.
    Check,
    /// The test input before and after, with the verdict.
    Chart,
    /// The equation with the numbers in it.
    Equation,
    /// The view of label flips: the line, the triangle or the pairs, by K.
    Geometry,
}

/// The colour scheme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The scheme of the system.
    #[default]
    Auto,
    /// Dark text on light background.
    Light,
    /// Light text on dark background.
    Dark,
}

/// A part of the page that a link can hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePart {
    /// The row of presets.
    Presets,
    /// The share button.
    Share,
    /// The whole header.
    Header,
    /// The equation.
    Equation,
    /// The controls around a chapter of the lesson: contents, progress, buttons.
    Controls,
}

named!(ViewName {
    Workbench = "workbench",
    Prompts = "prompts",
    Ask = "ask",
    Fit = "fit",
    Use = "use",
    Check = "check",
    Chart = "chart",
    Equation = "equation",
    Geometry = "geometry",
});

named!(Theme {
    Auto = "auto",
    Light = "light",
    Dark = "dark",
});

named!(PagePart {
    Presets = "presets",
    Share = "share",
    Header = "header",
    Equation = "equation",
    Controls = "controls",
});

named!(ModelKind {
    Page = "page",
    Server = "server",
});
