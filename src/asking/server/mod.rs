//! A server of the reader's that is asked for log-probabilities: which kind it is, what it is asked, and what its answers mean.
//!
//! Nothing here speaks to a network: [`Transport`] does. Each kind has a module, which names the documentation that it follows.

mod by_text;
mod by_tokens;
mod json;
mod llama_cpp;
mod ollama;
mod openai;
mod response;
mod vllm;

pub use response::{Response, read};

use super::{Answer, Failure, Question};
use json::{array, text};
use serde_json::Value;
use std::fmt;

/// Most tokens of a label, as in the page's own engine.
const MAX_LABEL_TOKENS: usize = 64;

/// Most models of a server that are offered.
const MAX_MODELS: usize = 500;

/// What is sent to a server.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// Below the server's address, with a slash before it.
    pub path: &'static str,
    /// JSON of a POST; `None` for a GET.
    pub body: Option<Value>,
}

/// The way to a server.
pub trait Transport {
    /// Sends a request and returns the JSON that comes back.
    ///
    /// # Errors
    /// See [`read`] for what a server says; the way there has failures of its own.
    fn send(&self, request: Request) -> impl Future<Output = Result<Value, Failure>>;
}

/// The software of a server, as far as it can be told from its list of models.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// llama.cpp's `llama-server`.
    LlamaCpp,
    /// vLLM.
    Vllm,
    /// Ollama.
    Ollama,
    /// Any other that speaks as OpenAI's interface does.
    Other,
}

/// What a server has.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// Its software.
    pub family: Family,
    /// Names of its models; empty if it does not tell.
    pub models: Vec<String>,
}

/// How a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// llama.cpp: by tokens, exact.
    LlamaCpp,
    /// vLLM: by tokens, exact.
    Vllm,
    /// Ollama: the most likely tokens.
    Ollama,
    /// Completions that repeat the prompt with the probability of each token: exact.
    Echo,
    /// Completions: the most likely tokens.
    Completions,
    /// Chat: the most likely first tokens of a reply; the prompt goes as a message.
    Chat,
}

/// A server that answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Server {
    /// How it is asked.
    pub kind: Kind,
    /// The model, by the name that the server knows.
    pub model: String,
    /// Number of most likely tokens that it tells; 0 where its numbers are exact.
    pub top: usize,
}

impl Server {
    /// The name of the model for people: of a path its last part, without `.gguf`.
    pub fn name(&self) -> &str {
        let last = self.model.rsplit(['/', '\\']).next();
        let is_path = self.model.starts_with(['/', '.', '~'])
            || self.model.contains('\\')
            || self.model.ends_with(".gguf");
        let name = last.filter(|_| is_path).unwrap_or(&self.model);
        name.strip_suffix(".gguf").unwrap_or(name)
    }
}

/// Asks a server for its models. All kinds have OpenAI's list, and say in it who they are: `owned_by`.
///
/// # Errors
/// Those of [`Transport::send`]; a server without such a list has [`Family::Other`] and no models.
pub async fn models(transport: &impl Transport) -> Result<Listed, Failure> {
    let request = Request {
        path: "/v1/models",
        body: None,
    };
    let answer = match transport.send(request).await {
        Err(failure) if failure.code == "server_missing" => Value::Null,
        answer => answer?,
    };
    let entries = array(&answer, "data");
    let owner = |name: &str| {
        (entries.iter()).any(|entry| {
            text(entry, "owned_by").is_some_and(|owner| owner.eq_ignore_ascii_case(name))
        })
    };
    let family = if owner("llamacpp") {
        Family::LlamaCpp
    } else if owner("vllm") {
        Family::Vllm
    } else if owner("library") {
        Family::Ollama
    } else {
        Family::Other
    };
    let models = entries.iter().filter_map(|entry| text(entry, "id"));
    Ok(Listed {
        family,
        models: (models.filter(|name| !name.is_empty()))
            .map(str::to_owned)
            .take(MAX_MODELS)
            .collect(),
    })
}

/// Tries how a server can be asked, with a prompt of two letters.
///
/// # Errors
/// `server_no_logprobs` if it tells no probabilities; `server_template` if it puts more before the prompt than was sent; those of
/// [`Transport::send`].
pub async fn open(
    transport: &impl Transport,
    family: Family,
    model: &str,
) -> Result<Server, Failure> {
    let server = |kind, top| Server {
        kind,
        model: model.to_owned(),
        top,
    };
    match family {
        Family::LlamaCpp => {
            llama_cpp::test(transport).await?;
            Ok(server(Kind::LlamaCpp, 0))
        }
        Family::Vllm => match vllm::test(transport, model).await {
            Ok(()) => Ok(server(Kind::Vllm, 0)),
            // A proxy before it may let through OpenAI's paths alone.
            Err(failure) if failure.code == "server_missing" => {
                openai::test(transport, model).await
            }
            Err(failure) => Err(failure),
        },
        Family::Ollama => {
            let top = ollama::test(transport, model).await?;
            Ok(server(Kind::Ollama, top))
        }
        Family::Other => openai::test(transport, model).await,
    }
}

/// Asks a question.
///
/// # Errors
/// Those of [`Transport::send`]; `server_shape` for an answer that is none; `empty_prompt`, `empty_label`, `long_label`;
/// `no_label` if none of the labels is among the most likely tokens.
pub async fn ask(
    transport: &impl Transport,
    server: &Server,
    question: &Question,
) -> Result<Answer, Failure> {
    if question.labels.iter().any(|label| label.is_empty()) {
        return Err(failure("empty_label"));
    }
    if question.prompt.is_empty() {
        return Err(failure("empty_prompt"));
    }
    match server.kind {
        Kind::LlamaCpp => llama_cpp::ask(transport, question).await,
        Kind::Vllm => vllm::ask(transport, &server.model, question).await,
        Kind::Ollama => {
            by_text::ask(question, async |prompt| {
                ollama::alternatives(transport, server, prompt).await
            })
            .await
        }
        Kind::Echo => openai::ask_by_echo(transport, server, question).await,
        Kind::Completions => {
            by_text::ask(question, async |prompt| {
                openai::alternatives(transport, server, prompt).await
            })
            .await
        }
        Kind::Chat => {
            let alternatives = openai::reply(transport, server, &question.prompt).await?;
            by_text::first_piece(question, &alternatives)
        }
    }
}

/// A failure that names nothing.
fn failure(code: &str) -> Failure {
    failure_about(code, "")
}

fn failure_about(code: &str, about: impl fmt::Display) -> Failure {
    Failure {
        code: code.to_owned(),
        about: about.to_string(),
    }
}
