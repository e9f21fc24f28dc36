//! Reads links, alone or over a given state.

use super::keys::{Keys, is_known, pairs, unescape};
use super::parsed::{Notice, Parsed};
use super::view::View;
use crate::presets::Preset;
use crate::state::{Named, State};

/// Reads a link's hash or query (a leading `#` or `?` does not matter).
///
/// `languages` are the tags that `lang` can have.
pub fn parse(link: &str, languages: &[&'static str]) -> Parsed {
    parse_over(link, languages, None)
}

/// Reads a link whose keys replace parts of a whole state from another source, as they would replace parts of a preset. If
/// there is such a state, `preset` is ignored.
pub fn parse_over(link: &str, languages: &[&'static str], base: Option<State>) -> Parsed {
    let mut keys = Keys::default();
    for (key, value) in pairs(link) {
        keys.sort(&unescape(key), value);
    }
    keys.read(languages, base)
}

/// The preset that a link names, if it is known.
pub fn preset_of(link: &str) -> Option<Preset> {
    let (_, value) = pairs(link).find(|(key, _)| unescape(key) == "preset")?;
    Preset::from_name(&unescape(value))
}

/// Keys that set the look of the page.
const LOOKS: [&str; 7] = ["v", "view", "lang", "theme", "hide", "readonly", "model"];

/// Returns whether a link sets anything beyond the look of the page.
pub fn names_state(link: &str) -> bool {
    pairs(link).any(|(key, _)| !LOOKS.contains(&unescape(key).as_str()))
}

/// Returns whether a query has a key of ours: it may be meant for whoever serves the page.
pub fn is_link(query: &str) -> bool {
    pairs(query).any(|(key, _)| is_known(&unescape(key)) && key != "v")
}

/// Returns whether a link to a chapter also sets the state of its figure.
pub fn names_figure(link: &str) -> bool {
    let others = |key: &str| key != "learn" && !LOOKS.contains(&key);
    pairs(link).any(|(key, _)| others(&unescape(key)))
}

/// The look of a page after it followed a link: settings that the link does not name, or cannot set, stay.
pub fn view_over(now: &View, link: &str, sent: View, notices: &[Notice]) -> View {
    let takes = |name: &str| {
        let bad = |notice: &Notice| matches!(notice, Notice::BadValue { key, .. } if key == name);
        pairs(link).any(|(key, _)| unescape(key) == name) && !notices.iter().any(bad)
    };
    View {
        view: if takes("view") { sent.view } else { now.view },
        lang: sent.lang.or_else(|| now.lang.clone()),
        theme: sent.theme.or(now.theme),
        // Of several names, the known ones are used.
        hide: if takes("hide") || !sent.hide.is_empty() {
            sent.hide
        } else {
            now.hide.clone()
        },
        models: if takes("model") || !sent.models.is_empty() {
            sent.models
        } else {
            now.models.clone()
        },
        learn: sent.learn,
        readonly: if takes("readonly") {
            sent.readonly
        } else {
            now.readonly
        },
    }
}
