//! JSON as a spec: what JavaScript would hand over, without JavaScript.

use calibration_explainer::embed::Plain;
use serde_json::Value;

/// JSON as plain data. The strings `NaN` and `Infinity` stand for these numbers where a number is asked for; `null` is
/// a value of its own, as in JavaScript, and only what is not there is missing.
#[derive(Clone)]
pub(crate) struct Json(pub(crate) Option<Value>);

impl Plain for Json {
    fn is_missing(&self) -> bool {
        self.0.is_none()
    }

    fn number(&self) -> Option<f64> {
        match self.0.as_ref()? {
            Value::String(text) if text == "NaN" => Some(f64::NAN),
            Value::String(text) if text == "Infinity" => Some(f64::INFINITY),
            value => value.as_f64(),
        }
    }

    fn text(&self) -> Option<String> {
        Some(self.0.as_ref()?.as_str()?.to_owned())
    }

    fn length(&self) -> Option<usize> {
        Some(self.0.as_ref()?.as_array()?.len())
    }

    fn item(&self, index: usize) -> Self {
        Self(self.0.as_ref().and_then(|value| value.get(index)).cloned())
    }

    fn keys(&self) -> Option<Vec<String>> {
        Some(self.0.as_ref()?.as_object()?.keys().cloned().collect())
    }

    fn member(&self, key: &str) -> Self {
        Self(self.0.as_ref().and_then(|value| value.get(key)).cloned())
    }
}
