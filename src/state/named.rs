//! Names of choices, the same in links, files and the JavaScript interface.

use crate::calibration::{Averaging, EstimatedFrom, Method, Readout};

/// A choice whose values have stable names outside the program.
///
/// ```
/// use calibration_explainer::calibration::Method;
/// use calibration_explainer::state::Named;
/// assert_eq!(Method::Diagonal.name(), "diagonal");
/// assert_eq!(Method::from_name("identity"), Some(Method::Identity));
/// assert_eq!(Method::from_name("Identity"), None);
/// ```
pub trait Named: Copy + PartialEq + 'static {
    /// Every value with its name, the default first.
    const ALL: &'static [(Self, &'static str)];

    /// The value's name.
    fn name(self) -> &'static str;

    /// The value with this name, in exactly this spelling.
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(value, _)| *value)
    }
}

/// Implements `Named` for a type. A missing value is a compile error.
macro_rules! named {
    ($type:ty { $($variant:ident $(($index:literal))? = $name:literal),* $(,)? } $($nameless:pat)?) => {
        impl $crate::state::Named for $type {
            const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant $(($index))?, $name)),*];

            fn name(self) -> &'static str {
                match self {
                    $(Self::$variant $(($index))? => $name,)*
                    $($nameless => "",)?
                }
            }
        }
    };
}
pub(crate) use named;

named!(Method { Diagonal = "diagonal", Identity = "identity", None = "none" });
named!(EstimatedFrom { Prompts = "prompts", Inputs = "inputs" });
named!(Averaging { Parameters = "parameters", Probabilities = "probabilities" });
named!(Readout { Softmax = "softmax", Normalize = "normalize", Scores = "scores" });
