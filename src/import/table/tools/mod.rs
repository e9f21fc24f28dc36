//! The forms that tools write, made into one: items with a text, a right label and an answer.
//!
//! An item of any tool becomes an object with the members `text`, `label`, `labels` and `probabilities` or `logprobs`, beside
//! those that it has anyway.

pub(super) mod completions;
pub(super) mod containers;
pub(super) mod frames;
pub(super) mod harness;
pub(super) mod pipelines;

use serde_json::{Map, Value};

/// Members of an item.
type Members = Map<String, Value>;

/// Makes an item of the common form. The flag is true if its numbers are log-probabilities, whatever they look like.
pub(super) fn item(members: Members) -> (Members, bool) {
    if let Some(item) = harness::item(&members) {
        return (item, true);
    }
    if let Some((item, logarithms)) = completions::item(&members) {
        return (item, logarithms);
    }
    (pipelines::item(members), false)
}
