//! The JavaScript interface, except for the part that needs JavaScript values.
//!
//! `calibrate(spec)` reads a spec ([`Spec::read`]), computes ([`Calibration::of`]), and fails with a code and a path
//! ([`SpecError`]). `readTable(source, options)` is in [`table`]. Specs and options are read through the trait [`Plain`], so all of it
//! runs and is tested natively; the binaries in `src/embed/boundary/` implement the trait for JavaScript's values and are the only place
//! that uses serde-wasm-bindgen. The npm package around it is in `src/embed/package/`.

mod calibration;
mod error;
mod plain;
mod spec;
pub mod table;

pub use calibration::{Accuracy, Calibration, Output, Parameters};
pub use error::{Code, SpecError};
pub use plain::Plain;
pub use spec::{ContextFree, Input, Spec};

/// Computes the result of `calibrate(spec)` of the JavaScript interface.
///
/// # Errors
/// See [`Code`]; the first error is reported.
pub fn calibrate<P: Plain>(spec: P) -> Result<Calibration, SpecError> {
    Calibration::of(&Spec::read(spec)?)
}
