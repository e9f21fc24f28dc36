//! Reading links: what can be said of one, and what it may be read into.

use super::View;
use super::keys::{Keys, pairs, unescape};
use crate::import::typed_row::{EntryError, Note};
use crate::presets::Preset;
use crate::state::{Named, State};

/// A link that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The state; valid whatever the link said.
    pub state: State,
    /// The preset that the link names, if it names a known one.
    pub preset: Option<Preset>,
    /// Whether the preset stands there as it is.
    pub untouched: bool,
    /// How the page is to look.
    pub view: View,
    /// What the reader should know.
    pub notices: Vec<Notice>,
}

/// Something in a link that was left out or changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A key that means nothing here.
    UnknownKey(String),
    /// A value that could not be used; the default stands instead.
    BadValue {
        /// The key, with its position where the key repeats: `cf[2]`.
        key: String,
        /// The start of the value.
        value: String,
        /// Why.
        reason: Reason,
    },
    /// A row was changed to be a distribution.
    Changed {
        /// The key with its position.
        key: String,
        /// What was done.
        note: Note,
    },
}

/// Why a value in a link cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Not one of the words that are allowed.
    NotOneOf(Vec<&'static str>),
    /// Not a row of probabilities.
    Row(EntryError),
    /// Fewer than 2 or more than 20 labels, one without a name, one too long, or two alike.
    Labels,
    /// More prompts or inputs than there can be.
    TooMany(usize),
    /// Text too long.
    LongText,
    /// No label of that name.
    NoLabel(String),
    /// Not K × K (or K) numbers within the limits.
    Entries(usize),
    /// A template without `{input}`.
    NoSlot,
    /// The key is there twice.
    Repeated,
    /// A version of the format that this page does not know.
    Version,
}

/// Reads a link's hash or query (a leading `#` or `?` does not matter).
///
/// `languages` are the tags that `lang` may have.
pub fn parse(link: &str, languages: &[&'static str]) -> Parsed {
    parse_over(link, languages, None)
}

/// Reads a link whose keys replace parts of a whole state that came some other way, as they would of a preset. Where there is
/// such a state, `preset` does not count.
pub fn parse_over(link: &str, languages: &[&'static str], base: Option<State>) -> Parsed {
    let mut keys = Keys::default();
    for (key, value) in pairs(link) {
        keys.sort(&unescape(key), value);
    }
    keys.read(languages, base)
}

/// The preset that a link names, if it names a known one.
pub fn preset_of(link: &str) -> Option<Preset> {
    let (_, value) = pairs(link).find(|(key, _)| unescape(key) == "preset")?;
    Preset::from_name(&unescape(value))
}

/// Keys that say how the page is to look.
const LOOKS: [&str; 6] = ["v", "view", "lang", "theme", "hide", "readonly"];

/// Whether a link says anything beyond how the page is to look.
pub fn names_state(link: &str) -> bool {
    pairs(link).any(|(key, _)| !LOOKS.contains(&unescape(key).as_str()))
}

/// Whether a link to a chapter also says what its figure is to show.
pub fn names_figure(link: &str) -> bool {
    let others = |key: &str| key != "learn" && !LOOKS.contains(&key);
    pairs(link).any(|(key, _)| others(&unescape(key)))
}

/// How a page looks after a link came to it that changes only what it names: as before, also where a value cannot be used.
pub fn view_over(now: &View, link: &str, sent: View, notices: &[Notice]) -> View {
    let takes = |name: &str| {
        let bad = |notice: &Notice| matches!(notice, Notice::BadValue { key, .. } if key == name);
        pairs(link).any(|(key, _)| unescape(key) == name) && !notices.iter().any(bad)
    };
    View {
        view: if takes("view") { sent.view } else { now.view },
        lang: sent.lang.or_else(|| now.lang.clone()),
        theme: sent.theme.or(now.theme),
        // Of several names those that are known hold.
        hide: if takes("hide") || !sent.hide.is_empty() {
            sent.hide
        } else {
            now.hide.clone()
        },
        learn: sent.learn,
        readonly: if takes("readonly") {
            sent.readonly
        } else {
            now.readonly
        },
    }
}
