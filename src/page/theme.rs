use crate::chart::{Palette, Rgb};
use crate::link::{Theme, View};
use crate::page::{dom, host_page};
use crate::state::Named;

const STORED: &str = "calibration-explainer.theme";

/// The theme of a view: what a link fixes, else that of the page around, else what was chosen before, else automatic.
pub(crate) fn of(view: &View) -> Theme {
    (view.theme.filter(|theme| *theme != Theme::Auto))
        .or_else(host_page::theme)
        .or(view.theme)
        .or_else(|| Theme::from_name(&dom::stored(STORED)?))
        .unwrap_or_default()
}

/// Puts a theme on the document and remembers it.
pub(crate) fn apply(theme: Theme, remember: bool) {
    dom::set_root_attribute("data-theme", theme.name());
    if remember {
        dom::store(STORED, theme.name());
    }
}

/// The charts' colours from the style sheet's custom properties, so that both have one source.
pub(crate) fn palette() -> Palette {
    let dark = dom::root_property("--is-dark").trim() == "1";
    let base = if dark {
        Palette::dark()
    } else {
        Palette::light()
    };
    let colour = |name: &str, default: Rgb| {
        let text = dom::root_property(name);
        // Ours are hexadecimal; those of a page around an element may be anything.
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
