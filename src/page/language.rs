use crate::page::dom;

/// Every language by its tag, which names `locales/<tag>.json`. A new language is a file, and a line here and in [`NAMES`].
pub(crate) const TAGS: [&str; 2] = ["en", "zh"];

/// The languages' own names.
const NAMES: [&str; TAGS.len()] = ["English", "中文"];

/// One of the languages in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(&'static str);

/// The key under which a reader's choice is stored.
pub(crate) const STORED: &str = "calibration-explainer.language";

impl Language {
    /// Used where nothing fits.
    pub const FALLBACK: Self = Self("en");

    /// Every language.
    pub fn all() -> impl Iterator<Item = Self> {
        TAGS.into_iter().map(Self)
    }

    /// The language for a tag such as `zh-CN`, by its first part.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?;
        Self::all().find(|known| known.0.eq_ignore_ascii_case(primary))
    }

    /// What was chosen before, else the browser's first language that is here, else English.
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
