//! The choices of the embed dialog, and what they apply to.

use crate::link::{self, PagePart, Theme, ViewName};
use crate::presets::Preset;
use crate::state::{State, named};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// The tool that the documentation is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// HTML with the custom element.
    #[default]
    Html,
    /// HTML with an `<iframe>`.
    Iframe,
    /// Docusaurus: MDX.
    Docusaurus,
    /// mdBook: CommonMark.
    MdBook,
    /// MkDocs: Python-Markdown.
    MkDocs,
    /// Sphinx: reStructuredText.
    Sphinx,
    /// Jupyter: a Python cell.
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

/// The part of the explainer that is embedded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// The state, in the whole workbench or in one view.
    View(ViewName),
    /// The open chapter of the lesson.
    Chapter,
}

impl Default for What {
    fn default() -> Self {
        Self::View(ViewName::default())
    }
}

impl What {
    /// The parts that can be hidden in what is embedded.
    pub fn parts(self) -> &'static [PagePart] {
        match self {
            Self::View(ViewName::Workbench) => &[PagePart::Presets, PagePart::Equation],
            Self::View(_) => &[],
            Self::Chapter => &[PagePart::Controls],
        }
    }
}

/// The choices that a writer makes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// Tool that the documentation is written in.
    pub target: Target,
    /// PagePart of the explainer that is shown.
    pub what: What,
    /// Greatest width in CSS pixels; `None` for the full width available.
    pub width: Option<u32>,
    /// Height in CSS pixels; `None` to follow the content.
    pub height: Option<u32>,
    /// Language tag; `None` to follow the surrounding page.
    pub lang: Option<String>,
    /// Colours; `Auto` to follow the surrounding page.
    pub theme: Theme,
    /// Parts of the page that are hidden; see [`What::parts`].
    pub hide: Vec<PagePart>,
    /// True if readers cannot change anything.
    pub readonly: bool,
    /// True if the texts of prompts and inputs stay out; see [`State::without_texts`].
    pub without_texts: bool,
}

/// Widths that can be chosen, in CSS pixels.
pub const WIDTHS: RangeInclusive<u32> = 240..=4000;
/// Heights that can be chosen, in CSS pixels.
pub const HEIGHTS: RangeInclusive<u32> = 100..=4000;

/// The state to embed, with the preset or chapter that it comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    /// The state.
    pub state: State,
    /// The preset, if the state is still unchanged.
    pub preset: Option<Preset>,
    /// Number of the open chapter, from 1.
    pub chapter: Option<usize>,
}

impl Subject {
    /// The same without the texts of prompts and inputs; a preset, whose texts are public, becomes its numbers.
    fn without_texts(&self) -> Self {
        Self {
            state: self.state.without_texts(),
            preset: None,
            chapter: self.chapter,
        }
    }

    /// What is embedded by these choices.
    pub(super) fn chosen(&self, choices: &Choices) -> Cow<'_, Self> {
        if choices.without_texts && choices.what != What::Chapter {
            Cow::Owned(self.without_texts())
        } else {
            Cow::Borrowed(self)
        }
    }

    /// Reads the subject from a link.
    pub fn of_link(link: &str) -> Self {
        let parsed = link::parse(link, &[]);
        Self {
            state: parsed.state,
            preset: parsed.preset.filter(|_| parsed.untouched),
            chapter: parsed.view.learn,
        }
    }
}

/// The page that serves the explainer, with its texts in the language of the snippet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Page<'a> {
    /// Its address, ending in `/`.
    pub base: &'a str,
    /// Title of the explainer, for screen readers.
    pub title: &'a str,
    /// Text of the link that is shown until the explainer has loaded.
    pub open: &'a str,
}
