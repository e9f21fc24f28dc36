//! Servers that speak as OpenAI's interface does (its API reference, "Completions" and "Chat"): what each of them can is tried.

use super::by_text::Alternatives;
use super::json::{array, logarithm, text};
use super::{Kind, MAX_LABEL_TOKENS, Request, Server, Transport, failure, failure_about};
use crate::asking::{Answer, Failure, Question};
use serde_json::{Value, json};

/// Numbers of most likely tokens that are asked for, the first that a server accepts: 20 is the most of many, 5 of OpenAI's
/// completions.
const TOPS: [usize; 2] = [20, 5];

/// A prompt of two tokens in most vocabularies, and the greatest number of tokens that it can have with marks around it. A chat
/// template adds more.
const TEST: &str = "A B";
const MOST_TEST_TOKENS: u64 = 6;

/// Tries what a server can: completions that repeat the prompt, completions, chat.
pub(super) async fn test(transport: &impl Transport, model: &str) -> Result<Server, Failure> {
    let server = |kind, top| Server {
        kind,
        model: model.to_owned(),
        top,
    };
    let mut problem = failure("server_no_logprobs");
    for echo in [true, false] {
        for top in TOPS {
            let body = json!({
                "model": model, "prompt": TEST, "max_tokens": 1, "temperature": 0, "logprobs": top, "echo": echo
            });
            let answer = match transport.send(completions(body)).await {
                Ok(answer) => answer,
                Err(failure) if is_refusal(&failure) => {
                    problem = failure;
                    continue;
                }
                Err(failure) => return Err(failure),
            };
            let tokens = answer
                .pointer("/usage/prompt_tokens")
                .and_then(Value::as_u64);
            if tokens.is_some_and(|tokens| tokens > MOST_TEST_TOKENS) {
                return Err(failure("server_template"));
            }
            if echo && Echoed::of(&answer, TEST).is_ok() {
                return Ok(server(Kind::Echo, 0));
            }
            if let Ok(alternatives) = of_completion(&answer) {
                return Ok(server(Kind::Completions, alternatives.count().min(top)));
            }
            problem = failure("server_no_logprobs");
        }
    }
    for top in TOPS {
        match transport.send(chat(model, TEST, top)).await {
            Ok(answer) => match of_chat(&answer) {
                Ok(alternatives) => return Ok(server(Kind::Chat, alternatives.count().min(top))),
                Err(failure) => problem = failure,
            },
            // What the completions said is nearer to what was wanted, unless there are none.
            Err(failure) if is_refusal(&failure) => {
                if problem.code == "server_missing" {
                    problem = failure;
                }
            }
            Err(failure) => return Err(failure),
        }
    }
    Err(problem)
}

/// Returns whether a server answered that it cannot do this, but perhaps something else.
fn is_refusal(failure: &Failure) -> bool {
    [
        "server_refused",
        "server_missing",
        "server_error",
        "server_shape",
    ]
    .contains(&failure.code.as_str())
}

fn completions(body: Value) -> Request {
    Request {
        path: "/v1/completions",
        body: Some(body),
    }
}

fn chat(model: &str, prompt: &str, top: usize) -> Request {
    Request {
        path: "/v1/chat/completions",
        body: Some(json!({
            "model": model, "messages": [{ "role": "user", "content": prompt }], "max_tokens": 1, "temperature": 0,
            "logprobs": true, "top_logprobs": top
        })),
    }
}

/// The most likely tokens after a prompt.
pub(super) async fn alternatives(
    transport: &impl Transport,
    server: &Server,
    prompt: &str,
) -> Result<Alternatives, Failure> {
    let body = json!({
        "model": server.model, "prompt": prompt, "max_tokens": 1, "temperature": 0, "logprobs": server.top
    });
    of_completion(&transport.send(completions(body)).await?)
}

/// The most likely first tokens of a reply to a message.
pub(super) async fn reply(
    transport: &impl Transport,
    server: &Server,
    message: &str,
) -> Result<Alternatives, Failure> {
    let request = chat(&server.model, message, server.top);
    of_chat(&transport.send(request).await?)
}

fn logprobs(answer: &Value) -> Result<&Value, Failure> {
    let choice = array(answer, "choices").first();
    let choice = choice.ok_or_else(|| failure("server_shape"))?;
    let told = choice.get("logprobs").filter(|told| told.is_object());
    told.ok_or_else(|| failure("server_no_logprobs"))
}

fn of_completion(answer: &Value) -> Result<Alternatives, Failure> {
    let told = logprobs(answer)?;
    // Some servers answer completions in the form of chat.
    if let Some(first) = array(told, "content").first() {
        return Alternatives::of_entries(array(first, "top_logprobs"));
    }
    // With a repeated prompt the last one is the answer's.
    let last = array(told, "top_logprobs")
        .last()
        .and_then(Value::as_object);
    let last = last.ok_or_else(|| failure("server_no_logprobs"))?;
    let entry = |(token, log_p): (&String, &Value)| {
        Ok((token.as_bytes().to_vec(), logarithm(Some(log_p))?))
    };
    Alternatives::new(last.iter().map(entry).collect::<Result<_, Failure>>()?)
}

fn of_chat(answer: &Value) -> Result<Alternatives, Failure> {
    let first = array(logprobs(answer)?, "content").first();
    let first = first.ok_or_else(|| failure("server_no_logprobs"))?;
    Alternatives::of_entries(array(first, "top_logprobs"))
}

/// A text that came back with the probability of each of its tokens.
struct Echoed {
    /// Where each token ends, in characters, and the logarithm of its probability: the first token has none.
    tokens: Vec<(usize, Option<f64>)>,
}

impl Echoed {
    /// Reads an answer to a text, which must begin with it.
    fn of(answer: &Value, sent: &str) -> Result<Self, Failure> {
        let told = logprobs(answer)?;
        let names = array(told, "tokens");
        let values = array(told, "token_logprobs");
        let choice = array(answer, "choices").first().unwrap_or(&Value::Null);
        let came = text(choice, "text").unwrap_or_default();
        if !came.starts_with(sent) || names.len() < 2 || names.len() != values.len() {
            return Err(failure("server_shape"));
        }
        let starts = array(told, "text_offset");
        let length = sent.chars().count();
        let mut tokens = Vec::new();
        let mut end = 0;
        for (i, (name, value)) in names.iter().zip(values).enumerate() {
            let next = starts.get(i + 1).and_then(Value::as_u64);
            end = match next {
                Some(next) => usize::try_from(next).unwrap_or(usize::MAX),
                None => end + name.as_str().map_or(0, |name| name.chars().count()),
            };
            let log_p = match value {
                Value::Null => None,
                value => Some(logarithm(Some(value))?),
            };
            // What comes after the text is the server's own.
            if tokens.last().is_some_and(|(end, _)| *end >= length) {
                break;
            }
            tokens.push((end, log_p));
        }
        Ok(Self { tokens })
    }

    /// Number of tokens that end within the first `characters`.
    fn within(&self, characters: usize) -> usize {
        let inside = self.tokens.iter().take_while(|(end, _)| *end <= characters);
        inside.count()
    }
}

/// Asks by texts that come back.
pub(super) async fn ask_by_echo(
    transport: &impl Transport,
    server: &Server,
    question: &Question,
) -> Result<Answer, Failure> {
    let length = question.prompt.chars().count();
    let mut all = Vec::with_capacity(question.labels.len());
    for label in question.labels.iter() {
        let sent = format!("{}{label}", question.prompt);
        let body = json!({
            "model": server.model, "prompt": sent, "max_tokens": 1, "temperature": 0, "logprobs": 1, "echo": true
        });
        all.push(Echoed::of(
            &transport.send(completions(body)).await?,
            &sent,
        )?);
    }
    let within: Vec<usize> = all.iter().map(|echoed| echoed.within(length)).collect();
    // All labels are answered after the same tokens, so that their probabilities can be compared.
    let start = within.iter().copied().min().unwrap_or(0);
    let mut answer = Answer::default();
    for echoed in &all {
        let own = echoed.tokens.get(start..).unwrap_or(&[]);
        if own.is_empty() || own.len() > MAX_LABEL_TOKENS {
            return Err(failure_about("long_label", own.len()));
        }
        let log_p: Option<f64> = own.iter().map(|(_, log_p)| *log_p).sum();
        // The first token of all has no probability: something must stand before a label.
        let log_p = log_p.ok_or_else(|| failure("empty_prompt"))?;
        let ends = echoed.tokens.iter().any(|(end, _)| *end == length);
        answer.log_probabilities.push(log_p);
        answer.tokens.push(own.len());
        answer.melts.push(!ends);
        answer.at_most.push(None);
    }
    Ok(answer)
}
