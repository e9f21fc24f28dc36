//! The height that a frame is given where it is to follow what it shows: about what that needs, so that little moves
//! when the real height is known, and nothing much is cut off where it never is.

use super::{Choices, Subject, What};
use crate::explainer::permalink::Shown;

/// The column of a documentation page, in CSS pixels.
const COLUMN: u32 = 760;

pub(super) fn of(subject: &Subject, choices: &Choices) -> u32 {
    let k = subject.state.k() as u32;
    let n = subject.state.prompts.len() as u32;
    let width = choices.width.unwrap_or(COLUMN);
    let _ = width;
    let prompts = 180 + n * (70 + 32 * k);
    let fit = 260 + n * (60 + 30 * k) + 34 * k;
    let charts = 560 + n.div_ceil(3) * 160;
    let shown = match choices.what {
        What::View(Shown::Workbench) => 260 + prompts + fit + charts,
        What::View(Shown::Prompts) => prompts,
        What::View(Shown::Fit) => fit,
        What::View(Shown::Use) => charts,
        What::View(Shown::Chart) => 420,
        What::View(Shown::Equation) => 120 + 32 * k,
        What::View(Shown::Geometry) => 480,
        What::Chapter => 1200,
    };
    // Round numbers say that it is an estimate.
    shown.div_ceil(20) * 20
}
