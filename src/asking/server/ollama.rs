//! Ollama (`docs/openapi.yaml` and `docs/api.md` in its repository): `/api/generate`. With `raw` no chat template changes the
//! prompt; it tells at most 20 tokens, and has no way to ask for others.

use super::by_text::Alternatives;
use super::json::array;
use super::{Kind, Request, Server, Transport, failure};
use crate::asking::Failure;
use serde_json::json;

/// The most that it tells.
const TOP: usize = 20;

/// Returns the number of tokens that it tells.
pub(super) async fn test(transport: &impl Transport, model: &str) -> Result<usize, Failure> {
    let server = Server {
        kind: Kind::Ollama,
        model: model.to_owned(),
        top: TOP,
    };
    Ok(alternatives(transport, &server, "A B")
        .await?
        .count()
        .min(TOP))
}

pub(super) async fn alternatives(
    transport: &impl Transport,
    server: &Server,
    prompt: &str,
) -> Result<Alternatives, Failure> {
    let body = json!({
        "model": server.model, "prompt": prompt, "raw": true, "stream": false,
        "logprobs": true, "top_logprobs": server.top,
        "options": { "num_predict": 1, "temperature": 0 },
    });
    let answer = transport.send(Request {
        path: "/api/generate",
        body: Some(body),
    });
    let answer = answer.await?;
    let first = array(&answer, "logprobs").first();
    let first = first.ok_or_else(|| failure("server_no_logprobs"))?;
    Alternatives::of_entries(array(first, "top_logprobs"))
}
