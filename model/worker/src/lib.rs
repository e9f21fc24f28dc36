//! The boundary between the small model and the JavaScript of its worker (`static/model/worker.js`).
//!
//! Questions, answers and errors cross it as JSON; the bytes of a model file a piece at a time.

#![cfg(target_arch = "wasm32")]

use js_sys::{Date, Function, Promise, Uint8Array};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use small_model::gguf::Source;
use small_model::{Error, Prompt, SmallModel};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Longest time of computing without a look at the worker's messages, in milliseconds.
const SLICE_MS: f64 = 25.0;

/// A model that answers.
#[wasm_bindgen]
pub struct Engine {
    model: SmallModel,
}

/// A file behind a function of JavaScript: `read(offset, length)` promises a `Uint8Array`.
struct File {
    read: Function,
    length: u64,
}

impl Source for File {
    fn length(&self) -> u64 {
        self.length
    }

    async fn read_at(&mut self, offset: u64, into: &mut [u8]) -> Result<(), Error> {
        if offset + into.len() as u64 > self.length {
            return Err(Error::Truncated("what is read".to_owned()));
        }
        let promise = (self.read)
            .call2(&JsValue::NULL, &(offset as f64).into(), &into.len().into())
            .and_then(|promise| promise.dyn_into::<Promise>());
        let bytes = match promise {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        let bytes = bytes.and_then(|bytes| bytes.dyn_into::<Uint8Array>());
        let bytes = bytes.map_err(|error| Error::Source(text_of(&error)))?;
        if bytes.length() as usize != into.len() {
            return Err(Error::Source("too few bytes came".to_owned()));
        }
        bytes.copy_to(into);
        Ok(())
    }
}

/// A question of [`Engine::answer`].
#[derive(Deserialize)]
struct Question {
    prompt: String,
    /// Labels as they follow the prompt, with their leading space.
    labels: Vec<String>,
}

/// Its answer.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Answered {
    Answer(Answer),
    Error(Problem),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// Natural logarithms, one for each label.
    log_probabilities: Vec<f64>,
    /// Number of tokens of each label.
    tokens: Vec<usize>,
    /// True for a label whose first letters share a token with the prompt's last.
    melts: Vec<bool>,
}

/// An [`Error`] for the page, which has the words for each code.
#[derive(Serialize)]
struct Problem {
    code: &'static str,
    /// What the sentence is about: a name, a number.
    about: String,
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let (code, about) = match error {
            Error::Source(why) => ("source", why.clone()),
            Error::NotGguf => ("not_gguf", String::new()),
            Error::Version(version) => ("version", version.to_string()),
            Error::Truncated(what) => ("truncated", what.clone()),
            Error::Damaged(what) => ("damaged", what.clone()),
            Error::Missing(what) => ("missing", what.clone()),
            Error::Architecture(name) => ("architecture", name.clone()),
            Error::Variant(name) => ("variant", name.clone()),
            Error::TensorType { tensor, name } => ("tensor_type", format!("{name} ({tensor})")),
            Error::Tokenizer(name) => ("tokenizer", name.clone()),
            Error::PreTokenizer(name) => ("tokenizer", name.clone()),
            Error::Memory(bytes) => ("memory", (bytes / 1_000_000).to_string()),
            Error::TooLong { tokens, limit } => ("too_long", format!("{tokens} > {limit}")),
            Error::LongLabel(tokens) => ("long_label", tokens.to_string()),
            Error::EmptyPrompt => ("empty_prompt", String::new()),
            Error::EmptyLabel => ("empty_label", String::new()),
            Error::Text(why) => ("text", why.clone()),
            Error::NotANumber => ("not_a_number", String::new()),
            Error::Stopped => ("stopped", String::new()),
        };
        Self { code, about }
    }
}

impl Problem {
    fn thrown(error: &Error) -> JsValue {
        json(&Self::from(error)).into()
    }
}

#[wasm_bindgen]
impl Engine {
    /// Opens a GGUF file of `length` bytes. `read(offset, length)` promises a piece of it; `step(bytes)` is told how many bytes were
    /// read, and promises true to stop.
    ///
    /// # Errors
    /// The JSON of a problem: `{ code, about }`.
    pub async fn open(read: Function, length: f64, step: Function) -> Result<Engine, JsValue> {
        let mut file = File {
            read,
            length: length as u64,
        };
        let mut pause = Pause::new(step);
        let mut stops = async |bytes| pause.stops(&(bytes as f64).into()).await;
        let model = (SmallModel::open(&mut file, &mut stops).await)
            .map_err(|error| Problem::thrown(&error))?;
        Ok(Self { model })
    }

    /// Answers the questions in a JSON array `[{ prompt, labels }]`: an array of `{ answer }` or `{ error }` in their order.
    /// `step()` is called every few milliseconds, and promises true to stop.
    ///
    /// # Errors
    /// The JSON of a problem: `{ code, about }`, with the code `stopped` if it was stopped.
    pub async fn answer(&mut self, questions: &str, step: Function) -> Result<String, JsValue> {
        let questions: Vec<Question> =
            serde_json::from_str(questions).map_err(|error| error.to_string())?;
        let labels: Vec<Vec<&str>> = (questions.iter())
            .map(|question| question.labels.iter().map(String::as_str).collect())
            .collect();
        let prompts: Vec<Prompt> = (questions.iter().zip(&labels))
            .map(|(question, labels)| Prompt {
                text: &question.prompt,
                labels,
            })
            .collect();
        let mut pause = Pause::new(step);
        let answers = (self.model)
            .answer(&prompts, &mut async || {
                pause.stops(&JsValue::UNDEFINED).await
            })
            .await
            .map_err(|error| Problem::thrown(&error))?;
        let answers: Vec<Answered> = (answers.iter())
            .map(|answer| match answer {
                Ok(answer) => Answered::Answer(Answer {
                    log_probabilities: answer
                        .labels
                        .iter()
                        .map(|label| label.log_probability)
                        .collect(),
                    tokens: answer
                        .labels
                        .iter()
                        .map(|label| label.tokens.len())
                        .collect(),
                    melts: answer.labels.iter().map(|label| label.melts).collect(),
                }),
                Err(error) => Answered::Error(error.into()),
            })
            .collect();
        Ok(json(&answers))
    }

    /// Forgets the start of the last prompt, which is otherwise kept for the next.
    pub fn forget(&mut self) {
        self.model.forget();
    }
}

/// Returns the SHA-256 of bytes in hexadecimal digits. (Browsers compute it themselves, but not on pages without TLS.)
#[wasm_bindgen]
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Asks JavaScript now and then whether to go on, which gives the worker's messages their turn.
struct Pause {
    step: Function,
    last: f64,
}

impl Pause {
    fn new(step: Function) -> Self {
        Self {
            step,
            last: Date::now(),
        }
    }

    async fn stops(&mut self, argument: &JsValue) -> bool {
        let now = Date::now();
        if now - self.last < SLICE_MS {
            return false;
        }
        let promise = (self.step)
            .call1(&JsValue::NULL, argument)
            .and_then(|promise| promise.dyn_into::<Promise>());
        let stops = match promise {
            Ok(promise) => JsFuture::from(promise).await,
            Err(error) => Err(error),
        };
        self.last = Date::now();
        stops.is_ok_and(|stops| stops.is_truthy())
    }
}

/// The JSON of a value of this file, none of which can fail to be written.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

fn text_of(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => error.message().into(),
        None => format!("{error:?}"),
    }
}
