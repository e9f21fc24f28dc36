use super::{failure, failure_about};
use crate::asking::Failure;
use crate::state::MAX_LABEL_CHARS;
use serde_json::Value;

/// What came back over the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status of HTTP.
    pub status: u16,
    /// The body.
    pub body: String,
}

/// Reads the JSON of a response.
///
/// # Errors
/// `server_key` (401, 403), `server_missing` (404, 405, 501), `server_busy` (429), `server_error` (5xx), `server_refused` (any
/// other), each about the server's own message; `server_page` for a web page, `server_shape` for what is no JSON.
pub fn read(response: &Response) -> Result<Value, Failure> {
    let body = response.body.trim_start();
    if (200..300).contains(&response.status) {
        return serde_json::from_str(body).map_err(|_| {
            failure(if body.starts_with('<') {
                "server_page"
            } else {
                "server_shape"
            })
        });
    }
    let code = match response.status {
        401 | 403 => "server_key",
        404 | 405 | 501 => "server_missing",
        429 => "server_busy",
        500.. => "server_error",
        _ => "server_refused",
    };
    Err(failure_about(code, message(response.status, body)))
}

/// What a server says about its refusal, in a line; the status if it says nothing.
fn message(status: u16, body: &str) -> String {
    let json: Option<Value> = serde_json::from_str(body).ok();
    let said = json.as_ref().and_then(|json| {
        let error = json.get("error").unwrap_or(json);
        error
            .as_str()
            .or_else(|| error.get("message")?.as_str())
            .or_else(|| error.get("detail")?.as_str())
    });
    let said: String = (said.unwrap_or_default().split_whitespace())
        .collect::<Vec<_>>()
        .join(" ");
    let said: String = said
        .chars()
        .filter(|c| !c.is_control())
        .take(3 * MAX_LABEL_CHARS)
        .collect();
    match said.is_empty() {
        true => status.to_string(),
        false => said,
    }
}
