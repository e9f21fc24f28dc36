//! The snippet that embeds the explainer in a documentation page: the choices of the embed dialog,
//! written for the tool that the documentation is made with.
//!
//! ```
//! use calibration_explainer::export::embed::{Choices, Page, Subject, What, snippet};
//! use calibration_explainer::link::ViewName;
//! let subject = Subject::of_link("preset=disagree");
//! let choices = Choices {
//!     what: What::View(ViewName::Chart),
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
//! [link](crate::link). Then each target escapes them once more in its own way (`escape`).

mod choices;
mod embedded;
mod escape;
mod height;
mod keys;
mod target;

pub use choices::{Choices, HEIGHTS, Page, Subject, Target, WIDTHS, What};

use crate::link::Theme;
use embedded::Embedded;

/// Writes the snippet, which ends in a line break.
pub fn snippet(subject: &Subject, choices: &Choices, page: &Page<'_>) -> String {
    target::write(&Embedded::of(subject, choices), choices, page)
}

/// The embedded page with the current choices, for the preview.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// Its address, relative to the page.
    pub address: String,
    /// The height to reserve, in CSS pixels.
    pub height: u32,
    /// The state as JSON, if no address can hold it.
    pub state: Option<String>,
}

/// The embedded page as a reader of the surrounding page would see it; `lang` and `theme` are those of that page.
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
