//! The colour theme of the page and of its charts.

use crate::chart::{Palette, Rgb};
use crate::link::{Theme, View};
use crate::page::{dom, host_page};
use crate::state::Named;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

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

/// Reads the charts' colours from the style sheet, except those of the labels.
pub(crate) fn palette() -> Palette {
    let probe = Probe::new();
    let colour = |css| probe.as_ref().and_then(|probe| probe.colour(css));
    let base = if colour("light-dark(#fff, #000)") == Some(Rgb(0, 0, 0)) {
        Palette::dark()
    } else {
        Palette::light()
    };
    Palette {
        background: colour("var(--card)").unwrap_or(base.background),
        ink: colour("var(--ink)").unwrap_or(base.ink),
        muted: colour("var(--muted)").unwrap_or(base.muted),
        grid: colour("var(--line)").unwrap_or(base.grid),
        labels: base.labels,
    }
}

/// A hidden element whose computed colour is asked for. A custom property itself only gives its text: `light-dark(…)` for our own,
/// any notation for those of the page around an element.
struct Probe(HtmlElement);

impl Probe {
    fn new() -> Option<Self> {
        let element = dom::document()?.create_element("i").ok()?;
        let probe = Self(element.dyn_into().ok()?);
        probe.0.set_hidden(true);
        // In forced colours charts keep theirs.
        let style = probe.0.style();
        style.set_property("forced-color-adjust", "none").ok()?;
        dom::root()?.append_child(&probe.0).ok()?;
        Some(probe)
    }

    /// A colour as a style sheet may have it, where this element stands.
    fn colour(&self, css: &str) -> Option<Rgb> {
        self.0.style().set_property("color", css).ok()?;
        let style = dom::window()?.get_computed_style(&self.0).ok()??;
        let text = style.get_property_value("color").ok()?;
        let painted = || dom::painted(&text).map(|[red, green, blue]| Rgb(red, green, blue));
        plain(&text).or_else(painted)
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// Reads `rgb(28, 29, 32)`, as browsers write what needs no other notation.
fn plain(text: &str) -> Option<Rgb> {
    let numbers = text.strip_prefix("rgb(")?.strip_suffix(')')?.split(", ");
    let numbers: Vec<u8> = (numbers.map(|number| number.parse().ok())).collect::<Option<_>>()?;
    match numbers[..] {
        [red, green, blue] => Some(Rgb(red, green, blue)),
        _ => None,
    }
}
