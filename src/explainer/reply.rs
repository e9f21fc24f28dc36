//! Messages to the reader, and the text form in which the module that reads files answers the page.

use super::Refusal;
use super::config::{self, ConfigError};
use super::entry::excerpt;
use super::export::json::{self, Changed, JsonError};
use super::permalink::{self, Notice, View};
use super::phrase::{Blank, Phrase};
use super::presets::Preset;
use super::table::{self, Table, TableError};
use super::{State, TestInput};
use std::rc::Rc;

/// Something to tell. Kept as phrases, so that it follows the language.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// Whether something did not go as wished.
    pub problem: bool,
    /// What is said, one phrase a sentence.
    pub sentences: Vec<Phrase>,
    /// Rows of a file that cannot be read: line and reason.
    pub lines: Vec<(usize, Phrase)>,
}

impl Message {
    /// A problem told in one sentence.
    pub fn problem(sentence: impl Into<Phrase>) -> Self {
        Self {
            problem: true,
            sentences: vec![sentence.into()],
            lines: Vec::new(),
        }
    }
}

impl From<&Notice> for Message {
    fn from(notice: &Notice) -> Self {
        Self {
            problem: !matches!(notice, Notice::Changed { .. }),
            ..Self::problem(notice)
        }
    }
}

impl From<&Refusal> for Message {
    fn from(refusal: &Refusal) -> Self {
        Self::problem(refusal)
    }
}

/// Rows that are listed; the rest is in the count.
const MAX_LINES: usize = 100;

fn lines(skipped: &[table::Skipped]) -> Vec<(usize, Phrase)> {
    let skipped = skipped.iter().take(MAX_LINES);
    skipped
        .map(|row| (row.line, Phrase::from(&row.reason)))
        .collect()
}

fn counted(key: &'static str, count: usize) -> Phrase {
    Phrase {
        key: key.into(),
        blanks: vec![("count".into(), count.into())],
    }
}

impl From<&Table> for Message {
    fn from(table: &Table) -> Self {
        let unread = table.skipped.len() + table.skipped_more;
        let mut sentences = vec![counted("table.loaded", table.inputs.len())];
        for (key, count) in [
            ("table.normalized", table.normalized),
            ("table.log_probabilities", table.log_probabilities),
            ("table.left_out", table.left_out),
            ("table.skipped", unread),
        ] {
            if count > 0 {
                sentences.push(counted(key, count));
            }
        }
        Self {
            problem: unread > 0 || table.left_out > 0,
            sentences,
            lines: lines(&table.skipped),
        }
    }
}

impl From<&TableError> for Message {
    fn from(error: &TableError) -> Self {
        let skipped: &[table::Skipped] = match error {
            TableError::NothingReadable { skipped, .. } => skipped,
            _ => &[],
        };
        Self {
            lines: lines(skipped),
            ..Self::problem(error)
        }
    }
}

impl From<&JsonError> for Message {
    fn from(error: &JsonError) -> Self {
        Self::problem(error)
    }
}

fn config_left_out(text: &str, error: &ConfigError) -> Phrase {
    let blanks = [
        ("key", Blank::from("config")),
        ("value", Blank::Text(excerpt(text))),
        ("reason", Blank::Phrase(error.into())),
    ];
    Phrase {
        key: "link.bad_value".into(),
        blanks: blanks.map(|(name, blank)| (name.into(), blank)).into(),
    }
}

/// What came of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// The state, as a link of any length; `None` where the file could not be used.
    pub link: Option<String>,
    /// What to tell.
    pub message: Option<Message>,
}

impl Reply {
    fn of(state: &State, changed: &Changed) -> Self {
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
            link: Some(permalink::format(state, &View::default())),
            message,
        }
    }

    /// Reads a file of a whole state.
    pub fn to_state(text: &str) -> Self {
        match json::read(text) {
            Ok((state, changed)) => Self::of(&state, &changed),
            Err(error) => Self {
                link: None,
                message: Some((&error).into()),
            },
        }
    }

    /// Reads the value of `config`: a file of a whole state in the address of an embedded page.
    pub fn to_config(text: &str) -> Self {
        match config::read(text) {
            Ok((state, changed)) => Self::of(&state, &changed),
            Err(error) => Self {
                link: None,
                message: Some(Message::problem(config_left_out(text, &error))),
            },
        }
    }

    /// Reads a file of test inputs for a state's labels.
    pub fn to_inputs(text: &str, state: &State) -> Self {
        match table::read(text, &state.labels) {
            Ok(table) => {
                let message = Some((&table).into());
                let mut state = state.clone();
                state.inputs = Rc::new(table.inputs);
                Self {
                    link: Some(permalink::format(&state, &View::default())),
                    message,
                }
            }
            Err(error) => Self {
                link: None,
                message: Some((&error).into()),
            },
        }
    }

    /// The state of the link.
    pub fn state(&self) -> Option<State> {
        Some(permalink::parse_with(self.link.as_ref()?, &[], Preset::built_in).state)
    }

    /// The test inputs of the link.
    pub fn inputs(&self) -> Option<Vec<TestInput>> {
        Some(self.state()?.inputs.to_vec())
    }

    /// The reply as text, for [`Reply::from_text`].
    pub fn to_text(&self) -> String {
        let mut fields = Fields::default();
        fields.push(self.link.as_deref().unwrap_or_default());
        if let Some(message) = &self.message {
            fields.push(if message.problem { "!" } else { "." });
            fields.push(&message.sentences.len().to_string());
            message.sentences.iter().for_each(|p| fields.phrase(p));
            for (line, reason) in &message.lines {
                fields.push(&line.to_string());
                fields.phrase(reason);
            }
        }
        fields.0
    }

    /// Reads [`Reply::to_text`]; what cannot be read is left out.
    pub fn from_text(text: &str) -> Self {
        let fields = &mut text.split(SEPARATOR);
        let link = fields.next().filter(|link| !link.is_empty());
        let kind = fields.next().filter(|kind| !kind.is_empty());
        let message = kind.map(|kind| Message {
            problem: kind == "!",
            sentences: read_many(fields, read_phrase).unwrap_or_default(),
            lines: std::iter::from_fn(|| {
                Some((fields.next()?.parse().ok()?, read_phrase(fields)?))
            })
            .collect(),
        });
        Self {
            link: link.map(str::to_owned),
            message,
        }
    }
}

/// The unit separator of ASCII, made for this.
const SEPARATOR: char = '\u{1f}';

#[derive(Default)]
struct Fields(String);

impl Fields {
    fn push(&mut self, field: &str) {
        self.0.push_str(&field.replace(SEPARATOR, " "));
        self.0.push(SEPARATOR);
    }

    fn phrase(&mut self, phrase: &Phrase) {
        self.push(&phrase.key);
        self.push(&phrase.blanks.len().to_string());
        for (name, blank) in &phrase.blanks {
            self.push(name);
            match blank {
                Blank::Text(text) => {
                    self.push("t");
                    self.push(text);
                }
                Blank::Phrase(phrase) => {
                    self.push("p");
                    self.phrase(phrase);
                }
                Blank::List(items) => {
                    self.push("l");
                    self.push(&items.len().to_string());
                    items.iter().for_each(|item| self.push(item));
                }
            }
        }
    }
}

type Split<'a> = std::str::Split<'a, char>;

fn read_many<'a, T>(
    fields: &mut Split<'a>,
    read: impl Fn(&mut Split<'a>) -> Option<T>,
) -> Option<Vec<T>> {
    let count: usize = fields.next()?.parse().ok()?;
    (0..count).map(|_| read(fields)).collect()
}

fn read_phrase(fields: &mut Split<'_>) -> Option<Phrase> {
    Some(Phrase {
        key: fields.next()?.to_owned().into(),
        blanks: read_many(fields, |fields| {
            let name = fields.next()?.to_owned().into();
            let blank = match fields.next()? {
                "p" => Blank::Phrase(read_phrase(fields)?),
                "l" => Blank::List(read_many(fields, |fields| {
                    fields.next().map(str::to_owned)
                })?),
                _ => Blank::Text(fields.next()?.to_owned()),
            };
            Some((name, blank))
        })?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explainer::Named;

    const UNEVEN: &str = r#"{"labels": ["A", "B"], "contextFree": [{"probabilities": [2, 3]}, {"probabilities": [0.5, 0.5]}],
        "inputs": [{"probabilities": [90, 10]}, {"probabilities": [-0.1, -2.3]}]}"#;

    #[test]
    fn what_was_done_to_the_rows_of_a_state_is_told() {
        let told = |reply: Reply| {
            let message = reply.message?;
            assert!(!message.problem);
            Some(message.sentences)
        };
        let sentences = [
            counted("file.normalized", 2),
            counted("file.log_probabilities", 1),
        ];
        assert_eq!(told(Reply::to_state(UNEVEN)), Some(sentences.to_vec()));
        assert_eq!(told(Reply::to_config(UNEVEN)), Some(sentences.to_vec()));
        let all = Preset::ALL.iter().map(|(preset, _)| preset.state());
        for state in all {
            assert_eq!(told(Reply::to_state(&json::state_to_json(&state))), None);
        }
    }

    #[test]
    fn replies_survive_their_text() {
        let state = Preset::Worked.state();
        let table = "text,Positive,Negative,label\na,0.9,0.1,Positive\nb,x,1,\n,1,1,9\n";
        let mixed = Reply::to_inputs(table, &state);
        assert_eq!(mixed.message.as_ref().unwrap().lines.len(), 2);
        assert_eq!(mixed.inputs().unwrap().len(), 1);
        let replies = [
            mixed,
            Reply::to_inputs("", &state),
            Reply::to_inputs("text,Positive\na,1", &state),
            Reply::to_inputs("Positive,Negative\nx,y\n", &state),
            Reply::to_state("{"),
            Reply::to_state(r#"{"format": "calibration-explainer", "method": "x"}"#),
            Reply::to_state(&crate::explainer::export::json::state_to_json(&state)),
            Reply::to_config("bm9uc2Vuc2U"),
            Reply::to_config("?"),
            Reply::to_state(UNEVEN),
            Reply::default(),
        ];
        for reply in replies {
            let text = reply.to_text();
            assert_eq!(Reply::from_text(&text), reply, "{text:?}");
        }
    }
}
