//! A server that is asked for log-probabilities: one small model, served in the form of each kind, and servers that go wrong.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)] // Tests may fail loudly.

use calibration_explainer::asking::server::{
    Family, Kind, Listed, Request, Response, Server, Transport, ask, models, open, read,
};
use calibration_explainer::asking::{Answer, Failure, Question};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Waits for what never waits.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("waits"),
    }
}

/// What a server answers to a path and a body: a status and a body.
type Serve = dyn Fn(&str, &Value) -> (u16, String);

/// A transport to a function, which remembers what it was asked.
struct Served<F> {
    serve: F,
    asked: RefCell<Vec<String>>,
}

impl<F: Fn(&str, &Value) -> (u16, String)> Transport for Served<F> {
    async fn send(&self, request: Request) -> Result<Value, Failure> {
        self.asked.borrow_mut().push(request.path.to_owned());
        let (status, body) = (self.serve)(request.path, &request.body.unwrap_or(Value::Null));
        read(&Response { status, body })
    }
}

fn served<F: Fn(&str, &Value) -> (u16, String)>(serve: F) -> Served<F> {
    Served {
        serve,
        asked: RefCell::default(),
    }
}

fn ok(value: Value) -> (u16, String) {
    (200, value.to_string())
}

fn missing() -> (u16, String) {
    (
        404,
        json!({ "error": { "message": "File Not Found" } }).to_string(),
    )
}

/// Tokens of the model: letters, and pieces of labels.
fn vocabulary() -> Vec<String> {
    let pieces = [
        " Positive",
        " Neg",
        "ative",
        " Net",
        "ent",
        " Zeb",
        "ra",
        "ment:",
        ": P",
        "情",
        "感",
    ];
    let letters = (' '..='~').map(String::from);
    pieces
        .iter()
        .map(|piece| (*piece).to_owned())
        .chain(letters)
        .chain(["\n".to_owned()])
        .collect()
}

/// The tokens of a text: the longest that fits, again and again.
fn tokens(text: &str) -> Vec<usize> {
    let vocabulary = vocabulary();
    let mut rest = text;
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        let fits =
            (vocabulary.iter().enumerate()).filter(|(_, token)| rest.starts_with(token.as_str()));
        let (id, token) = fits.max_by_key(|(_, token)| token.len()).unwrap();
        tokens.push(id);
        rest = &rest[token.len()..];
    }
    tokens
}

/// The logarithm of each token's probability after others: the same for the same.
fn next(before: &[usize]) -> Vec<f64> {
    let mut seed = before
        .iter()
        .fold(17_u64, |seed, id| (seed * 31 + *id as u64) % 1_000_003);
    let scores: Vec<f64> = (vocabulary().iter().enumerate())
        .map(|(i, token)| {
            seed = (seed * 48_271 + i as u64) % 2_147_483_647;
            // What the labels are made of is likely, and " Zeb" is not.
            let likely =
                [" Positive", " Neg", "ative", " Net", "ent", "ra"].contains(&token.as_str());
            let score = (seed % 1000) as f64 / 500.0;
            score
                + if likely {
                    6.0
                } else if token == " Zeb" {
                    -9.0
                } else {
                    0.0
                }
        })
        .collect();
    let sum: f64 = scores.iter().map(|score| score.exp()).sum();
    scores.iter().map(|score| score - sum.ln()).collect()
}

/// The most likely tokens after others.
fn top(before: &[usize], count: usize) -> Vec<(usize, f64)> {
    let mut all: Vec<(usize, f64)> = next(before).into_iter().enumerate().collect();
    all.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    all.truncate(count);
    all
}

/// The logarithm of the probability of a label after a prompt, with what both share as one.
fn truth(prompt: &str, label: &str, start: usize) -> f64 {
    let all = tokens(&format!("{prompt}{label}"));
    (start..all.len()).map(|i| next(&all[..i])[all[i]]).sum()
}

fn entries(before: &[usize], count: usize) -> Vec<Value> {
    let vocabulary = vocabulary();
    let entry = |(id, log_p): (usize, f64)| json!({ "id": id, "token": vocabulary[id], "bytes": vocabulary[id].as_bytes(), "logprob": log_p });
    top(before, count).into_iter().map(entry).collect()
}

fn number(body: &Value, key: &str) -> usize {
    body[key].as_u64().unwrap_or(0) as usize
}

fn ids(value: &Value) -> Vec<usize> {
    value
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_u64().unwrap() as usize)
        .collect()
}

/// As `llama-server` answers.
fn llama_cpp(path: &str, body: &Value) -> (u16, String) {
    match path {
        "/v1/models" => ok(
            json!({ "object": "list", "data": [{ "id": "/models/small.Q4_1.gguf", "owned_by": "llamacpp" }] }),
        ),
        "/tokenize" => ok(json!({ "tokens": tokens(body["content"].as_str().unwrap()) })),
        "/completion" => {
            let before = ids(&body["prompt"]);
            let top = entries(&before, number(body, "n_probs"));
            let forced = body["logit_bias"][0][0].as_u64();
            let id = forced.map_or(top[0]["id"].as_u64().unwrap(), |id| id) as usize;
            ok(
                json!({ "completion_probabilities": [{ "id": id, "token": vocabulary()[id], "logprob": next(&before)[id], "top_logprobs": top }] }),
            )
        }
        _ => missing(),
    }
}

/// As vLLM answers.
fn vllm(path: &str, body: &Value) -> (u16, String) {
    match path {
        "/v1/models" => ok(
            json!({ "object": "list", "data": [{ "id": "org/small", "owned_by": "vllm", "max_model_len": 2048 }] }),
        ),
        "/tokenize" => {
            let tokens = tokens(body["prompt"].as_str().unwrap());
            ok(json!({ "count": tokens.len(), "max_model_len": 2048, "tokens": tokens }))
        }
        "/v1/completions" => {
            let all = ids(&body["prompt"]);
            let told = (0..all.len()).map(|i| match i {
                0 => Value::Null,
                _ => json!({ all[i].to_string(): { "logprob": next(&all[..i])[all[i]], "rank": 1, "decoded_token": "" } }),
            });
            ok(
                json!({ "choices": [{ "text": "x", "logprobs": null, "prompt_logprobs": told.collect::<Vec<_>>() }], "usage": { "prompt_tokens": all.len() } }),
            )
        }
        _ => missing(),
    }
}

/// As Ollama answers.
fn ollama(path: &str, body: &Value) -> (u16, String) {
    match path {
        "/v1/models" => ok(
            json!({ "object": "list", "data": [{ "id": "small:latest", "object": "model", "owned_by": "library" }] }),
        ),
        "/api/generate" => {
            assert_eq!(body["raw"], json!(true));
            let before = tokens(body["prompt"].as_str().unwrap());
            let top = entries(&before, number(body, "top_logprobs"));
            ok(
                json!({ "response": "x", "done": true, "logprobs": [{ "token": "x", "logprob": -1.0, "top_logprobs": top }] }),
            )
        }
        _ => missing(),
    }
}

/// As completions of OpenAI's interface answer; `echo` if they can repeat the prompt, `most` tokens at most.
fn completions(path: &str, body: &Value, echo: bool, most: usize) -> (u16, String) {
    let vocabulary = vocabulary();
    match path {
        "/v1/models" => ok(
            json!({ "object": "list", "data": [{ "id": "small", "object": "model", "owned_by": "us" }] }),
        ),
        "/v1/completions" if number(body, "logprobs") > most => (
            400,
            json!({ "error": { "message": format!("logprobs must be at most {most}") } })
                .to_string(),
        ),
        "/v1/completions" => {
            let prompt = body["prompt"].as_str().unwrap();
            let before = tokens(prompt);
            let map = |before: &[usize]| -> Value {
                let top = top(before, number(body, "logprobs"));
                top.into_iter()
                    .map(|(id, log_p)| (vocabulary[id].clone(), json!(log_p)))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            };
            let said = top(&before, 1)[0];
            let mut names: Vec<Value> = vec![json!(vocabulary[said.0])];
            let mut values = vec![json!(said.1)];
            let mut tops = vec![map(&before)];
            let mut offsets = vec![prompt.chars().count()];
            let mut text = vocabulary[said.0].clone();
            if echo && body["echo"] == json!(true) {
                let mut offset = 0;
                for (i, id) in before.iter().enumerate() {
                    names.insert(i, json!(vocabulary[*id]));
                    values.insert(
                        i,
                        if i == 0 {
                            Value::Null
                        } else {
                            json!(next(&before[..i])[*id])
                        },
                    );
                    tops.insert(
                        i,
                        if i == 0 {
                            Value::Null
                        } else {
                            map(&before[..i])
                        },
                    );
                    offsets.insert(i, offset);
                    offset += vocabulary[*id].chars().count();
                }
                text.insert_str(0, prompt);
            }
            ok(json!({
                "choices": [{ "text": text, "logprobs": { "tokens": names, "token_logprobs": values, "top_logprobs": tops, "text_offset": offsets } }],
                "usage": { "prompt_tokens": before.len() },
            }))
        }
        _ => missing(),
    }
}

/// As OpenAI's chat answers, without completions. The reply begins without a space.
fn chat(path: &str, body: &Value) -> (u16, String) {
    match path {
        "/v1/models" => ok(json!({ "data": [] })),
        "/v1/chat/completions" => {
            let before = tokens(body["messages"][0]["content"].as_str().unwrap());
            let mut top = entries(&before, number(body, "top_logprobs"));
            for entry in &mut top {
                let token = entry["token"].as_str().unwrap().trim_start().to_owned();
                entry["bytes"] = json!(token.as_bytes());
                entry["token"] = json!(token);
            }
            ok(
                json!({ "choices": [{ "message": { "content": "x" }, "logprobs": { "content": [{ "token": "x", "logprob": -1.0, "top_logprobs": top }] } }] }),
            )
        }
        _ => missing(),
    }
}

fn question(prompt: &str, labels: &[&str]) -> Question {
    Question {
        prompt: prompt.into(),
        labels: labels
            .iter()
            .map(|label| (*label).to_owned())
            .collect::<Vec<_>>()
            .into(),
    }
}

/// Finds out what a server is, and asks it.
fn found(
    transport: &impl Transport,
    question: &Question,
) -> (Listed, Server, Result<Answer, Failure>) {
    let listed = now(models(transport)).unwrap();
    let model = listed.models.first().map_or("typed", String::as_str);
    let server = now(open(transport, listed.family, model)).unwrap();
    let answer = now(ask(transport, &server, question));
    (listed, server, answer)
}

fn close(answer: &Answer, expected: &[f64]) {
    assert_eq!(answer.log_probabilities.len(), expected.len());
    for (found, expected) in answer.log_probabilities.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-9, "{answer:?} {expected}");
    }
}

const PROMPT: &str = "Review: N/A\nSentiment:";

#[test]
fn every_kind_tells_the_same_probabilities() {
    let question = question(PROMPT, &[" Positive", " Negative"]);
    let start = tokens(PROMPT).len();
    let expected = [
        truth(PROMPT, " Positive", start),
        truth(PROMPT, " Negative", start),
    ];
    let echo = |path: &str, body: &Value| completions(path, body, true, 20);
    let plain = |path: &str, body: &Value| completions(path, body, false, 20);
    let all: [(Kind, Family, usize, &Serve); 5] = [
        (Kind::LlamaCpp, Family::LlamaCpp, 0, &llama_cpp),
        (Kind::Vllm, Family::Vllm, 0, &vllm),
        (Kind::Ollama, Family::Ollama, 20, &ollama),
        (Kind::Echo, Family::Other, 0, &echo),
        (Kind::Completions, Family::Other, 20, &plain),
    ];
    for (kind, family, top, serve) in all {
        let (listed, server, answer) = found(&served(serve), &question);
        let answer = answer.unwrap();
        assert_eq!(
            (server.kind, listed.family, server.top),
            (kind, family, top)
        );
        assert_eq!(answer.tokens, [1, 2], "{kind:?}");
        assert_eq!(
            (answer.melts.as_slice(), answer.at_most.as_slice()),
            ([false; 2].as_slice(), [None; 2].as_slice())
        );
        close(&answer, &expected);
    }
}

#[test]
fn no_more_tokens_are_asked_for_than_a_server_tells() {
    let few = served(|path: &str, body: &Value| completions(path, body, false, 5));
    let server = now(open(&few, Family::Other, "small")).unwrap();
    assert_eq!((server.kind, server.top), (Kind::Completions, 5));
    now(ask(
        &few,
        &server,
        &question(PROMPT, &[" Positive", " Neg"]),
    ))
    .unwrap();
}

#[test]
fn an_unlikely_label_is_asked_for_by_its_token_or_known_to_be_cut_off() {
    let question = question(PROMPT, &[" Positive", " Zebra"]);
    let start = tokens(PROMPT).len();
    let expected = [
        truth(PROMPT, " Positive", start),
        truth(PROMPT, " Zebra", start),
    ];
    let echo = |path: &str, body: &Value| completions(path, body, true, 20);
    let exact: [&Serve; 3] = [&llama_cpp, &vllm, &echo];
    for serve in exact {
        close(&found(&served(serve), &question).2.unwrap(), &expected);
    }
    let cut = found(&served(ollama), &question).2.unwrap();
    assert_eq!(cut.log_probabilities[1], f64::NEG_INFINITY);
    let (label, most) = cut.cut_off().unwrap();
    assert_eq!(label, 1);
    assert!(expected[1].exp() <= most && most < 0.01, "{most}");
    // What is known still counts.
    assert_eq!(cut.distribution().unwrap().as_slice(), [1.0, 0.0]);
}

#[test]
fn pieces_of_a_label_are_not_taken_for_it() {
    // " Z" is among twenty tokens, " Zeb" is not: letter by letter nobody says it.
    let serve = |path: &str, body: &Value| {
        let (status, answer) = ollama(path, body);
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        if let Some(top) = answer.pointer_mut("/logprobs/0/top_logprobs") {
            let rare = json!([{ "token": " Positive", "logprob": -0.1 }, { "token": " Z", "logprob": -5.0 }, { "token": "e", "logprob": -5.0 }, { "token": "b", "logprob": -5.0 }, { "token": "ra", "logprob": -5.0 }]);
            *top = rare;
        }
        (status, answer.to_string())
    };
    let answer = found(&served(serve), &question(PROMPT, &[" Positive", " Zebra"]))
        .2
        .unwrap();
    assert_eq!(answer.log_probabilities[1], f64::NEG_INFINITY);
    assert_eq!(
        answer
            .cut_off()
            .map(|(label, most)| (label, most > 0.006 && most < 0.007)),
        Some((1, true))
    );
}

#[test]
fn a_label_that_melts_into_the_prompt_is_told() {
    // Colon, space and letter are one token.
    assert_eq!(tokens("x: P").len(), 2);
    let prompt = "x:";
    let melting = question(prompt, &[" P", " Q"]);
    let melted = [truth(prompt, " P", 1), truth(prompt, " Q", 1)];
    let echo = |path: &str, body: &Value| completions(path, body, true, 20);
    let exact: [&Serve; 3] = [&llama_cpp, &vllm, &echo];
    for serve in exact {
        let answer = found(&served(serve), &melting).2.unwrap();
        close(&answer, &melted);
        assert_eq!(answer.melts, [true, false]);
    }
}

#[test]
fn chat_counts_first_pieces_that_begin_one_label_only() {
    let (listed, server, answer) = found(
        &served(chat),
        &question(PROMPT, &[" Negative", " Positive", " Neutral"]),
    );
    assert_eq!(
        (listed.models.len(), server.kind, server.model.as_str()),
        (0, Kind::Chat, "typed")
    );
    let answer = answer.unwrap();
    let all = next(&tokens(PROMPT));
    let of = |token: &str| all[vocabulary().iter().position(|own| own == token).unwrap()].exp();
    // " Neg" begins the first alone; "N" and "Ne" begin two, so they count for none.
    assert!(
        (answer.log_probabilities[0].exp() - of(" Neg")).abs() < 0.02,
        "{answer:?}"
    );
    assert!(
        (answer.log_probabilities[1].exp() - of(" Positive")).abs() < 0.02,
        "{answer:?}"
    );
    assert_eq!(answer.cut_off().map(|(label, _)| label), Some(2));
}

#[test]
fn what_a_server_can_is_tried_in_few_questions() {
    let paths = |serve: &Serve| {
        let transport = served(serve);
        found(&transport, &question(PROMPT, &[" Positive", " Negative"]))
            .2
            .unwrap();
        transport.asked.into_inner().len()
    };
    // Models, two questions to try; then the tokens of three texts, and two contexts.
    assert_eq!(paths(&llama_cpp), 1 + 2 + 3 + 2);
    assert_eq!(paths(&vllm), 1 + 2 + 3 + 2);
    // The prompt, and what follows " Neg".
    assert_eq!(paths(&ollama), 1 + 1 + 2);
}

#[test]
fn what_goes_wrong_has_a_name() {
    let list = |owner: &str| json!({ "data": [{ "id": "m", "owned_by": owner }] });
    let try_with = |owner: &'static str, answer: (u16, String)| {
        let transport = served(move |path: &str, _: &Value| match path {
            "/v1/models" => ok(list(owner)),
            _ => answer.clone(),
        });
        let listed = now(models(&transport))?;
        let server = now(open(&transport, listed.family, "m"))?;
        now(ask(
            &transport,
            &server,
            &question(PROMPT, &[" Positive", " Negative"]),
        ))
    };
    let code = |owner, answer| try_with(owner, answer).unwrap_err().code;
    let error = |message: &str| json!({ "error": { "message": message } }).to_string();
    for owner in ["llamacpp", "vllm", "library", "us"] {
        assert_eq!(code(owner, (401, error("no key"))), "server_key", "{owner}");
        assert_eq!(code(owner, (429, String::new())), "server_busy", "{owner}");
        // Numbers that are none, HTML, arrays in arrays, nothing.
        for body in ["{}", "[]", "null", "7", "\"x\""] {
            let code = code(owner, (200, body.to_owned()));
            assert!(
                ["server_shape", "server_no_logprobs"].contains(&code.as_str()),
                "{owner} {body} {code}"
            );
        }
    }
    for owner in ["llamacpp", "vllm", "library"] {
        assert_eq!(
            code(owner, (200, "<!doctype html>".to_owned())),
            "server_page"
        );
        assert_eq!(code(owner, (200, "[".repeat(100_000))), "server_shape");
        assert_eq!(code(owner, (500, "oops".to_owned())), "server_error");
        assert_eq!(code(owner, (400, error("too long"))), "server_refused");
    }
    let refusal = try_with(
        "library",
        (404, json!({ "error": "model 'm' not found" }).to_string()),
    );
    assert_eq!(
        refusal.unwrap_err(),
        Failure {
            code: "server_missing".into(),
            about: "model 'm' not found".into()
        }
    );
    // LM Studio answers completions so, and chat.
    let silent = json!({ "choices": [{ "text": " x", "message": { "content": "x" }, "logprobs": null }], "usage": { "prompt_tokens": 3 } });
    assert_eq!(code("us", ok(silent)), "server_no_logprobs");
    // A chat template before a prompt of two tokens.
    let template = json!({ "choices": [{ "text": " x", "logprobs": null }], "usage": { "prompt_tokens": 31 } });
    assert_eq!(code("us", ok(template)), "server_template");
}

#[test]
fn numbers_that_are_no_probabilities_are_refused() {
    for logprob in ["1e999", "0.5", "\"-1\"", "null", "-1e400", "[1]", "true"] {
        let body = format!(
            r#"{{"logprobs":[{{"token":"x","logprob":-1,"top_logprobs":[{{"token":" Positive","logprob":{logprob}}}]}}]}}"#
        );
        let transport = served(move |path: &str, _: &Value| match path {
            "/v1/models" => ok(json!({ "data": [{ "id": "m", "owned_by": "library" }] })),
            _ => (200, body.clone()),
        });
        let listed = now(models(&transport)).unwrap();
        let failure = now(open(&transport, listed.family, "m")).unwrap_err();
        assert_eq!(failure.code, "server_shape", "{logprob}");
    }
    // Together more than 1.
    let much = json!({ "logprobs": [{ "top_logprobs": [{ "token": "a", "logprob": -0.1 }, { "token": "b", "logprob": -0.1 }] }] });
    let transport = served(move |_: &str, _: &Value| ok(much.clone()));
    assert_eq!(
        now(open(&transport, Family::Ollama, "m")).unwrap_err().code,
        "server_shape"
    );
}

#[test]
fn messages_of_servers_are_one_short_line() {
    let body = json!({ "error": { "message": format!("a\n\tb \u{7} {}", "x".repeat(10_000)) } });
    let failure = read(&Response {
        status: 400,
        body: body.to_string(),
    })
    .unwrap_err();
    assert!(failure.about.starts_with("a b "), "{}", failure.about);
    assert!(failure.about.chars().count() <= 600);
    assert_eq!(
        read(&Response {
            status: 502,
            body: "<html>".into()
        })
        .unwrap_err(),
        Failure {
            code: "server_error".into(),
            about: "502".into()
        }
    );
}

#[test]
fn a_name_is_that_of_the_model_and_no_path() {
    let name = |model: &str| {
        let server = Server {
            kind: Kind::Vllm,
            model: model.to_owned(),
            top: 0,
        };
        server.name().to_owned()
    };
    assert_eq!(
        name("/home/someone/models/SmolLM2.Q4_1.gguf"),
        "SmolLM2.Q4_1"
    );
    assert_eq!(name(r"C:\models\small.gguf"), "small");
    assert_eq!(
        name("HuggingFaceTB/SmolLM2-135M"),
        "HuggingFaceTB/SmolLM2-135M"
    );
    assert_eq!(name("small:latest"), "small:latest");
}
