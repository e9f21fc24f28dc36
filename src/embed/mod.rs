//! The JavaScript interface: everything about it that needs no browser.
//!
//! `calibrate(spec)` reads a spec ([`Spec::read`]), computes ([`Calibration::of`]), and fails with a code and a path
//! ([`SpecError`]). What a spec is made of is behind the trait [`Plain`], so all of it runs and is tested natively; the
//! binary `src/embed/main.rs` implements the trait for JavaScript's values and is the only place that knows
//! serde-wasm-bindgen. The npm package around it is in `src/embed/package/`.

mod calibration;
mod error;
mod plain;
mod spec;

pub use calibration::{Accuracy, Calibration, Output, Parameters};
pub use error::{Code, SpecError};
pub use plain::Plain;
pub use spec::{ContextFree, Input, Spec};

/// `calibrate(spec)` of the JavaScript interface.
///
/// # Errors
/// See [`Code`]; the first thing that is wrong is named.
pub fn calibrate<P: Plain>(spec: P) -> Result<Calibration, SpecError> {
    Calibration::of(&Spec::read(spec)?)
}
