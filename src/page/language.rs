//! The languages of the page, and the reader's choice among them.

use crate::page::dom;

/// The tags of the languages, each with a file `locales/<tag>.json`. A new language needs a file, a tag here and a name in
/// [`NAMES`].
pub(crate) const TAGS: [&str; 2] = ["en", "zh"];

/// The languages' own names.
const NAMES: [&str; TAGS.len()] = ["English", "中文"];

/// One of the languages in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(&'static str);

/// The key of the reader's choice in the local storage.
pub(crate) const STORED: &str = "calibration-explainer.language";

impl Language {
    /// The language that is used if no other fits: English.
    pub const FALLBACK: Self = Self("en");

    /// Every language.
    pub fn all() -> impl Iterator<Item = Self> {
        TAGS.into_iter().map(Self)
    }

    /// Finds the language of a tag such as `zh-CN` by its first part.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?;
        Self::all().find(|known| known.0.eq_ignore_ascii_case(primary))
    }

    /// The language that the reader chose before, else the browser's first one that the page has, else English.
    pub fn preferred() -> Self {
        (dom::stored(STORED).and_then(|tag| Self::from_tag(&tag)))
            .or_else(|| {
                dom::browser_languages()
                    .iter()
                    .find_map(|tag| Self::from_tag(tag))
            })
            .unwrap_or(Self::FALLBACK)
    }

    /// The tag in links.
    pub fn tag(self) -> &'static str {
        self.0
    }

    /// The language's own name.
    pub fn own_name(self) -> &'static str {
        let found = TAGS.iter().zip(NAMES).find(|(tag, _)| **tag == self.0);
        found.map_or(self.0, |(_, name)| name)
    }
}
