//! Estimates the height of a frame that is to follow its content: close to the real height, so that little moves when that
//! is known, and little is cut off where it never is. The numbers were measured on the page with texts of usual length.

use super::choices::{Choices, Subject, What};
use crate::link::{PagePart, ViewName};

/// Width of the text column of a documentation page, in CSS pixels.
const COLUMN: u32 = 760;
/// Least width at which the third panel is beside the other two, which are stacked.
const TWO_COLUMNS: u32 = 736;
/// Least width at which the three panels are side by side.
const THREE_COLUMNS: u32 = 1152;
/// Width of the margins and the gap of two columns.
const AROUND_TWO: u32 = 50;
/// Greatest width at which most sentences need more lines.
const NARROW: u32 = 480;
/// Greatest number of labels with the full matrix and terms below the equation; with more, only the diagonal is shown.
const MATRIX: u32 = 6;

pub(super) fn of(subject: &Subject, choices: &Choices) -> u32 {
    let panels = Panels {
        k: subject.state.k() as u32,
        more: (subject.state.prompts.len() as u32).saturating_sub(1),
        inputs: subject.state.inputs.len(),
        labelled: subject.state.inputs.labels().any(|label| label.is_some()),
    };
    let width = choices.width.unwrap_or(COLUMN);
    let narrow = width <= NARROW;
    let shown = match choices.what {
        What::View(ViewName::Workbench) => {
            let panels_alone = if width >= THREE_COLUMNS {
                // Each panel is then as narrow as on a phone.
                let above = panels.prompts().max(panels.fit(true));
                (above + panels.check(width * 62 / 98)).max(panels.inputs(true))
            } else if width >= TWO_COLUMNS {
                let narrow = (width - AROUND_TWO) / 2 <= NARROW;
                (panels.prompts() + panels.fit(narrow)).max(panels.inputs(narrow))
                    + panels.check(width)
            } else {
                panels.prompts() + panels.fit(narrow) + panels.inputs(narrow) + panels.check(width)
            };
            let presets = if narrow { 250 } else { 100 };
            let parts = [
                (PagePart::Presets, presets),
                (PagePart::Equation, panels.equation()),
            ];
            let shown = (parts.iter()).filter(|(part, _)| !choices.hide.contains(part));
            90 + panels_alone + shown.map(|(_, height)| height).sum::<u32>()
        }
        What::View(ViewName::Prompts) => panels.prompts(),
        // The choice of a model, and the whole prompt.
        What::View(ViewName::Ask) => panels.prompts() + 640,
        What::View(ViewName::Fit) => panels.fit(narrow),
        What::View(ViewName::Use) if panels.inputs > 1 => {
            panels.inputs(narrow) + panels.check(width)
        }
        What::View(ViewName::Use) => panels.inputs(narrow),
        What::View(ViewName::Check) => panels.check(width),
        What::View(ViewName::Chart) => panels.chart(),
        What::View(ViewName::Equation) => panels.equation(),
        What::View(ViewName::Geometry) => panels.geometry(narrow),
        What::Chapter => chapter(subject.chapter.unwrap_or(1)) * if narrow { 3 } else { 2 } / 2,
    };
    // Rounded up, as it is only an estimate.
    shown.div_ceil(20) * 20
}

/// What the heights depend on: the numbers of labels, of context-free prompts after the first, of inputs, and whether any of these
/// has a right label.
struct Panels {
    k: u32,
    more: u32,
    inputs: usize,
    labelled: bool,
}

impl Panels {
    fn prompts(&self) -> u32 {
        300 + 30 * self.k + (60 + 30 * self.k) * self.more
    }

    fn fit(&self, narrow: bool) -> u32 {
        let Self { k, more, .. } = self;
        match (*k <= MATRIX, narrow) {
            (true, true) => 430 + 110 * k + (50 + 40 * k) * more,
            (true, false) if *k <= 4 => 370 + 70 * k + 20 * more,
            (true, false) => 370 + 70 * k + 140 * more,
            (false, true) => 540 + 15 * k * more,
            (false, false) => 450 + 8 * k * more,
        }
    }

    fn inputs(&self, narrow: bool) -> u32 {
        match narrow {
            true => (800 + 42 * self.k).max(1000) + 60 * self.more,
            false => (670 + 41 * self.k).max(900),
        }
    }

    fn check(&self, width: u32) -> u32 {
        let map = if self.k == 3 { 180 } else { 0 };
        let several = if self.more > 0 { 0 } else { 100 };
        match (self.inputs, self.labelled) {
            (0..=1, _) => 190,
            (_, true) => {
                let steps = [(NARROW + 1, 2080), (TWO_COLUMNS, 1780), (900, 1480)];
                let step = steps.into_iter().find(|(end, _)| width < *end);
                step.map_or(1320, |(_, alone)| alone) + map - several
            }
            (_, false) if width < TWO_COLUMNS => 880 - several,
            (_, false) => 640 - several,
        }
    }

    fn chart(&self) -> u32 {
        (240 + 41 * self.k).max(470)
    }

    fn equation(&self) -> u32 {
        if self.k <= MATRIX {
            65 + 22 * self.k
        } else {
            140
        }
    }

    fn geometry(&self, narrow: bool) -> u32 {
        match self.k {
            2 => 800,
            3 => 840,
            // The table of more is folded.
            k if k > 8 && narrow => 340 + 22 * k,
            k if k > 8 => 290 + 10 * k,
            k if narrow => 350 + 48 * k,
            k => 300 + 34 * k,
        }
    }
}

/// Height of a chapter, which depends mostly on the length of its text.
fn chapter(number: usize) -> u32 {
    const HEIGHTS: [u32; 9] = [1260, 1620, 1260, 1880, 2080, 2100, 3200, 2900, 5700];
    HEIGHTS
        .get(number.saturating_sub(1))
        .copied()
        .unwrap_or(2000)
}
