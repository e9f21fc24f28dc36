use super::dom;
use super::say::t;
use rust_i18n::available_locales;
use std::sync::OnceLock;
use yew::AttrValue;

/// One of the languages in `locales/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(&'static str);

/// Used where nothing fits.
const FALLBACK: &str = "en";
const STORED: &str = "calibration-explainer.language";

impl Language {
    /// Every language, in the order of their tags.
    pub fn all() -> Vec<Self> {
        tags().iter().copied().map(Self).collect()
    }

    /// The language for a tag such as `zh-CN`, by its first part.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.split('-').next()?.to_ascii_lowercase();
        tags()
            .iter()
            .copied()
            .find(|known| *known == primary)
            .map(Self)
    }

    /// What was chosen before, else the browser's first language that is here, else English.
    pub fn preferred() -> Self {
        (dom::stored(STORED).and_then(|tag| Self::from_tag(&tag)))
            .or_else(|| {
                dom::browser_languages()
                    .iter()
                    .find_map(|tag| Self::from_tag(tag))
            })
            .unwrap_or(Self(FALLBACK))
    }

    /// The tag in links.
    pub fn tag(self) -> &'static str {
        self.0
    }

    /// The language's own name.
    pub fn own_name(self) -> AttrValue {
        rust_i18n::t!("language.name", locale = self.0).into()
    }

    /// Makes it the language of all words and of the document, and remembers it.
    pub fn apply(self, remember: bool) {
        rust_i18n::set_locale(self.0);
        dom::set_document_language(&t!("language.tag"), &t!("page.title"));
        if remember {
            dom::store(STORED, self.0);
        }
    }
}

/// The tags, for the link's reader.
pub(super) fn tags() -> &'static [&'static str] {
    static TAGS: OnceLock<Vec<&'static str>> = OnceLock::new();
    TAGS.get_or_init(|| {
        let tags = available_locales!().into_iter();
        // Once in the page's life.
        tags.map(|tag| &*tag.into_owned().leak()).collect()
    })
}
