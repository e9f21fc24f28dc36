//! The words that links, files and the JavaScript interface share.

use crate::calibration::{Averaging, Method, Readout};

/// A choice whose values have stable names outside the program.
///
/// ```
/// use calibration_explainer::{calibration::Method, explainer::Named};
/// assert_eq!(Method::Diagonal.name(), "diagonal");
/// assert_eq!(Method::from_name("identity"), Some(Method::Identity));
/// assert_eq!(Method::from_name("Identity"), None);
/// ```
pub trait Named: Copy + PartialEq + 'static {
    /// Every value with its name, the default first.
    const ALL: &'static [(Self, &'static str)];

    /// The value's name.
    fn name(self) -> &'static str {
        (Self::ALL.iter())
            .find(|(value, _)| *value == self)
            .map_or("", |(_, name)| name)
    }

    /// The value of that name, spelled exactly so.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(value, _)| *value)
    }
}

impl Named for Method {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Diagonal, "diagonal"),
        (Self::Identity, "identity"),
        (Self::None, "none"),
    ];
}

impl Named for Averaging {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Parameters, "parameters"),
        (Self::Probabilities, "probabilities"),
    ];
}

impl Named for Readout {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Softmax, "softmax"),
        (Self::Normalize, "normalize"),
        (Self::Scores, "scores"),
    ];
}
