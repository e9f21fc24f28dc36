//! What a writer embeds, and how.

use crate::link::{self, Part, Shown, Theme};
use crate::presets::Preset;
use crate::state::{State, named};
use std::ops::RangeInclusive;

/// What the documentation is made with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// A page of HTML: the custom element.
    #[default]
    Html,
    /// A page of HTML: an `<iframe>`.
    Iframe,
    /// Docusaurus: a page of MDX.
    Docusaurus,
    /// mdBook: CommonMark.
    MdBook,
    /// MkDocs: Python-Markdown.
    MkDocs,
    /// Sphinx: reStructuredText.
    Sphinx,
    /// Jupyter: a cell of Python.
    Jupyter,
}

named!(Target {
    Html = "html",
    Iframe = "iframe",
    Docusaurus = "docusaurus",
    MdBook = "mdbook",
    MkDocs = "mkdocs",
    Sphinx = "sphinx",
    Jupyter = "jupyter",
});

/// What of the explainer is embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The state, or a part of what shows it.
    View(Shown),
    /// The chapter of the lesson that is open.
    Chapter,
}

impl Default for What {
    fn default() -> Self {
        Self::View(Shown::default())
    }
}

impl What {
    /// The parts that can be hidden there.
    pub fn parts(self) -> &'static [Part] {
        match self {
            Self::View(Shown::Workbench) => &[Part::Presets, Part::Equation],
            Self::View(_) => &[],
            Self::Chapter => &[Part::Controls],
        }
    }
}

/// What a writer chooses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// For which tool.
    pub target: Target,
    /// What is shown.
    pub what: What,
    /// Greatest width in CSS pixels; `None` takes all there is.
    pub width: Option<u32>,
    /// Height in CSS pixels; `None` follows what is shown.
    pub height: Option<u32>,
    /// Language tag; `None` follows the page around.
    pub lang: Option<String>,
    /// Colours; `Auto` follows the page around.
    pub theme: Theme,
    /// What is hidden; see [`What::parts`].
    pub hide: Vec<Part>,
    /// Whether readers cannot change anything.
    pub readonly: bool,
}

/// Widths that can be chosen, in CSS pixels.
pub const WIDTHS: RangeInclusive<u32> = 240..=4000;
/// Heights that can be chosen, in CSS pixels.
pub const HEIGHTS: RangeInclusive<u32> = 100..=4000;

/// What is embedded: a state, and what it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The state.
    pub state: State,
    /// The preset, while nobody has changed it.
    pub preset: Option<Preset>,
    /// The chapter that is open, from 1.
    pub chapter: Option<usize>,
}

impl Subject {
    /// What a link says.
    pub fn of_link(link: &str) -> Self {
        let parsed = link::parse(link, &[]);
        Self {
            state: parsed.state,
            preset: parsed.preset.filter(|_| parsed.untouched),
            chapter: parsed.view.learn,
        }
    }
}

/// The page that serves the explainer, and its words in the language of the snippet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page<'a> {
    /// Its address, ending in `/`.
    pub base: &'a str,
    /// What the explainer is called, for those who hear the page.
    pub title: &'a str,
    /// Words of the link that stands there until the explainer does.
    pub open: &'a str,
}
