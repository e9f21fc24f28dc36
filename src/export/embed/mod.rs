//! The snippet that puts the explainer into somebody's documentation: what a writer chooses in the
//! embed dialog, as text for the tool that the documentation is made with.
//!
//! ```
//! use calibration_explainer::export::embed::{Choices, Page, Subject, What, snippet};
//! use calibration_explainer::link::Shown;
//! let subject = Subject::of_link("preset=disagree");
//! let choices = Choices {
//!     what: What::View(Shown::Chart),
//!     lang: Some("en".to_owned()),
//!     ..Choices::default()
//! };
//! let page = Page { base: "https://calibration.example/", title: "Calibration explainer", open: "Open the explainer" };
//! assert_eq!(
//!     snippet(&subject, &choices, &page),
//!     r##"<link rel="stylesheet" href="https://calibration.example/embed/reserve.css">
//! <script type="module" src="https://calibration.example/embed/auto.js"></script>
//! <calibration-explainer
//!   preset="disagree"
//!   view="chart"
//!   lang="en">
//!   <a href="https://calibration.example/#preset=disagree&amp;lang=en">Open the explainer</a>
//! </calibration-explainer>
//! "##,
//! );
//! ```
//!
//! The same values serve as attributes and in a query: they are percent-encoded as in a
//! [link](permalink). Then each target escapes them once more in its own way (`escape`).

mod escape;
mod height;
mod keys;
mod target;

use super::json::state_to_json;
use crate::import::config;
use crate::link::{self, Part, Shown, Theme};
use crate::presets::Preset;
use crate::state::{MAX_LINK_CHARS, Named, State, named};
use keys::Key;
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

/// The snippet, ending in a line break.
pub fn snippet(subject: &Subject, choices: &Choices, page: &Page<'_>) -> String {
    target::write(&Embedded::of(subject, choices), choices, page)
}

/// The embedded page as the choices have it, to look at.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// Its address, relative to the page.
    pub address: String,
    /// The height that is set aside, in CSS pixels.
    pub height: u32,
    /// The state as JSON, where no address can hold it.
    pub state: Option<String>,
}

/// What a reader of the page around would see; `lang` and `theme` are those of that page.
pub fn preview(subject: &Subject, choices: &Choices, lang: &str, theme: Theme) -> Preview {
    let mut choices = choices.clone();
    if choices.lang.is_none() {
        choices.lang = Some(lang.to_owned());
    }
    if choices.theme == Theme::Auto {
        choices.theme = theme;
    }
    let embedded = Embedded::of(subject, &choices);
    let (address, state) = embedded.address();
    Preview {
        address,
        height: embedded.height,
        state,
    }
}

/// What the snippets say, before each says it in its own way.
#[derive(Debug)]
struct Embedded {
    /// The state's keys; none where a chapter brings its own.
    state: Vec<Key>,
    /// The state, where its keys are too long.
    json: Option<String>,
    /// What is shown, and how.
    view: Vec<Key>,
    /// Height to set aside, in CSS pixels.
    height: u32,
}

impl Embedded {
    fn of(subject: &Subject, choices: &Choices) -> Self {
        let chapter = subject.chapter.filter(|_| choices.what == What::Chapter);
        let state = match (chapter, subject.preset) {
            (Some(_), _) => Vec::new(),
            (None, Some(preset)) => vec![Key::new("preset", preset.name())],
            (None, None) => keys::of_state(&subject.state),
        };
        let too_long = keys::query(&state).len() > MAX_LINK_CHARS;
        Self {
            json: too_long.then(|| config::compact(&state_to_json(&subject.state))),
            state,
            view: keys::of_view(choices, chapter),
            height: choices
                .height
                .unwrap_or_else(|| height::of(subject, choices)),
        }
    }

    /// Names and values of attributes.
    fn attributes(&self) -> Vec<(&'static str, String)> {
        let state = match &self.json {
            Some(json) => vec![("config", config::encode(json))],
            None => keys::attributes(&self.state),
        };
        state
            .into_iter()
            .chain(keys::attributes(&self.view))
            .collect()
    }

    /// The address of the embedded page, from the page's own, and the state where that cannot hold it.
    fn address(&self) -> (String, Option<String>) {
        let view = keys::query(&self.view);
        let with = |state: String| {
            let keys: Vec<String> = [state, view.clone()]
                .into_iter()
                .filter(|keys| !keys.is_empty())
                .collect();
            format!("embed.html?{}", keys.join("&"))
        };
        let Some(json) = &self.json else {
            return (with(keys::query(&self.state)), None);
        };
        // Texts that are not of ASCII are shorter there than as keys.
        let config = format!("config={}", config::encode(json));
        if config.len() <= MAX_LINK_CHARS {
            return (with(config), None);
        }
        (with(String::new()), Some(json.clone()))
    }

    /// The link to the same on the page itself, without `#`; empty where no link can hold it.
    fn link(&self) -> String {
        // How it looks within a page of its own is the reader's.
        let view = self.view.iter().filter(|key| key.is_of_page());
        let state = self.state.iter().filter(|_| self.json.is_none());
        keys::query(state.chain(view))
    }
}
