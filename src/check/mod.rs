//! Whether calibration helps: accuracy before and after on labelled inputs, methods side by side, the test
//! against chance, and what accuracy every other bias would give.
//!
//! Conventions are those of [`calibration`](crate::calibration). Everything is deterministic, finite and,
//! but for the search of the best shift, linear in the number of inputs n.
//!
//! Many rules differ only in one number for each label, a *shift* c (length K): they choose
//! argmax(xₖ + cₖ), where x is ln p or p ([`Form`]). Only differences of c count, so c has the mean zero
//! here. Contextual and batch calibration are shifts in their diagonal and additive forms; a W with entries
//! off its diagonal is none.

mod approaches;
mod axis;
mod bands;
mod best;
mod confusion;
mod counts;
mod curve;
mod form;
mod grid;
mod inputs;
mod leave_out;
mod map;
mod mcnemar;
mod reliability;
mod shifted;

pub use approaches::{Approach, Compared, Outcome, compare, fit_batch};
pub use axis::Axis;
pub use bands::{Bands, Rectangle, rectangles};
pub use best::{Best, Fair, best, cross_validated};
pub use confusion::Confusion;
pub use counts::Counts;
pub use curve::{Curve, curve, curve_range, place_on_curve, threshold_curve};
pub use form::Form;
pub use grid::Grid;
pub use inputs::{Inputs, decide};
pub use leave_out::{LeftOut, leave_one_out};
pub use map::{Map, map, map_range, place_on_map};
pub use mcnemar::mcnemar;
pub use reliability::{Bin, reliability};
