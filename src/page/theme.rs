//! The colour theme of the page and of its charts.

use crate::chart::{Palette, Rgb};
use crate::link::{Theme, View};
use crate::page::{dom, host_page};
use crate::state::Named;

const STORED: &str = "calibration-explainer.theme";

/// The theme of a view: the link's, else that of the surrounding page, else the reader's choice before, else automatic.
pub(crate) fn of(view: &View) -> Theme {
    (view.theme.filter(|theme| *theme != Theme::Auto))
        .or_else(host_page::theme)
        .or(view.theme)
        .or_else(|| Theme::from_name(&dom::stored(STORED)?))
        .unwrap_or_default()
}

/// Sets the theme of the document. `remember` stores it as the reader's choice.
pub(crate) fn apply(theme: Theme, remember: bool) {
    dom::set_root_attribute("data-theme", theme.name());
    if remember {
        dom::store(STORED, theme.name());
    }
}

/// Reads the charts' colours from the custom properties of the style sheet, except those of the labels.
pub(crate) fn palette() -> Palette {
    let dark = dom::root_property("--is-dark").trim() == "1";
    let base = if dark {
        Palette::dark()
    } else {
        Palette::light()
    };
    let colour = |name: &str, default: Rgb| {
        let text = dom::root_property(name);
        // Our own colours are hexadecimal; the page around an element may set any CSS colour.
        let painted = || dom::painted(&text).map(|[red, green, blue]| Rgb(red, green, blue));
        Rgb::from_hex(&text).or_else(painted).unwrap_or(default)
    };
    Palette {
        background: colour("--card", base.background),
        ink: colour("--ink", base.ink),
        muted: colour("--muted", base.muted),
        grid: colour("--line", base.grid),
        labels: base.labels,
    }
}
