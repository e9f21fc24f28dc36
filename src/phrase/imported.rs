//! Imports: the values that a reader or a page brings, with messages about them.

use crate::import::config::{self, ConfigError};
use crate::import::state_json::{self, Changed};
use crate::import::typed_row::excerpt;
use crate::phrase::message::{Message, counted};
use crate::phrase::{Blank, Phrase};
use crate::state::State;

/// The result of reading a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported<T> {
    /// The value; `None` if the text could not be used.
    pub value: Option<T>,
    /// A message for the reader, if there is something to say.
    pub message: Option<Message>,
}

impl<T> Default for Imported<T> {
    fn default() -> Self {
        Self {
            value: None,
            message: None,
        }
    }
}

impl<T> Imported<T> {
    fn failed(message: impl Into<Message>) -> Self {
        Self {
            value: None,
            message: Some(message.into()),
        }
    }
}

impl Imported<State> {
    /// Reads a file of a whole state.
    pub fn state(text: &str) -> Self {
        match state_json::read(text) {
            Ok((state, changed)) => Self::read(state, &changed),
            Err(error) => Self::failed(&error),
        }
    }

    /// Reads the value of `config`: a file of a whole state in the address of an embedded page.
    pub fn config(text: &str) -> Self {
        match config::read(text) {
            Ok((state, changed)) => Self::read(state, &changed),
            Err(error) => Self::failed(Message::problem(config_left_out(text, &error))),
        }
    }

    fn read(state: State, changed: &Changed) -> Self {
        let sentences: Vec<Phrase> = [
            ("file.normalized", &changed.normalized),
            ("file.log_probabilities", &changed.log_probabilities),
        ]
        .into_iter()
        .filter(|(_, count)| count.get() > 0)
        .map(|(key, count)| counted(key, count.get()))
        .collect();
        let message = (!sentences.is_empty()).then_some(Message {
            problem: false,
            sentences,
            lines: Vec::new(),
        });
        Self {
            value: Some(state),
            message,
        }
    }
}

fn config_left_out(text: &str, error: &ConfigError) -> Phrase {
    let blanks = [
        ("key", Blank::from("config")),
        ("value", Blank::Text(excerpt(text))),
        ("reason", Blank::Phrase(error.into())),
    ];
    Phrase {
        key: "link.bad_value",
        blanks: blanks.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::presets::Preset;
    use crate::state::{Named, *};

    const UNEVEN: &str = r#"{"labels": ["A", "B"], "contextFree": [{"probabilities": [2, 3]}, {"probabilities": [0.5, 0.5]}],
        "inputs": [{"probabilities": [90, 10]}, {"probabilities": [-0.1, -2.3]}]}"#;

    #[test]
    fn what_was_done_to_the_rows_of_a_state_is_told() {
        let told = |imported: Imported<State>| {
            let message = imported.message?;
            assert!(!message.problem);
            Some(message.sentences)
        };
        let sentences = [
            counted("file.normalized", 2),
            counted("file.log_probabilities", 1),
        ];
        assert_eq!(told(Imported::state(UNEVEN)), Some(sentences.to_vec()));
        assert_eq!(told(Imported::config(UNEVEN)), Some(sentences.to_vec()));
        for (preset, _) in Preset::ALL {
            let state = preset.state();
            let imported = Imported::state(&crate::export::json::state_to_json(&state));
            assert_eq!((imported.value, imported.message), (Some(state), None));
        }
    }

    #[test]
    fn what_cannot_be_read_is_a_problem_and_no_value() {
        for imported in [
            Imported::state("{"),
            Imported::state(r#"{"format": "calibration-explainer", "method": "x"}"#),
            Imported::config("bm9uc2Vuc2U"),
            Imported::config("?"),
        ] {
            assert_eq!(imported.value, None);
            assert!(imported.message.unwrap().problem);
        }
    }
}
