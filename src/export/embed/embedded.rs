//! The content of the snippets, the same for all targets.

use super::choices::{Choices, Subject, What};
use super::height;
use super::keys::{self, Key};
use crate::export::json::state_to_json;
use crate::import::config;
use crate::state::{MAX_LINK_CHARS, Named};

/// The content of a snippet, before it is written for a target.
#[derive(Debug)]
pub(super) struct Embedded {
    /// Keys of the state; none if a chapter brings its own.
    state: Vec<Key>,
    /// The state as JSON, if its keys are too long.
    json: Option<String>,
    /// Keys of the view.
    view: Vec<Key>,
    /// Height to reserve, in CSS pixels.
    pub(super) height: u32,
}

impl Embedded {
    pub(super) fn of(subject: &Subject, choices: &Choices) -> Self {
        let subject = &*subject.chosen(choices);
        let chapter = subject.chapter.filter(|_| choices.what == What::Chapter);
        let state = match (chapter, subject.preset) {
            (Some(_), _) => Vec::new(),
            (None, Some(preset)) => vec![Key::new("preset", preset.name())],
            (None, None) => keys::of_state(&subject.state),
        };
        let too_long = keys::query(&state).len() > MAX_LINK_CHARS;
        Self {
            json: too_long.then(|| config::compact(&state_to_json(&subject.state))),
            state,
            view: keys::of_view(choices, chapter),
            height: choices
                .height
                .unwrap_or_else(|| height::of(subject, choices)),
        }
    }

    /// Names and values of the element's attributes.
    pub(super) fn attributes(&self) -> Vec<(&'static str, String)> {
        let state = match &self.json {
            Some(json) => vec![("config", config::encode(json))],
            None => keys::attributes(&self.state),
        };
        state
            .into_iter()
            .chain(keys::attributes(&self.view))
            .collect()
    }

    /// The address of the embedded page, relative to the page, and the state as JSON if the address cannot hold it.
    pub(super) fn address(&self) -> (String, Option<String>) {
        let view = keys::query(&self.view);
        let with = |state: String| {
            let keys: Vec<String> = [state, view.clone()]
                .into_iter()
                .filter(|keys| !keys.is_empty())
                .collect();
            format!("embed.html?{}", keys.join("&"))
        };
        let Some(json) = &self.json else {
            return (with(keys::query(&self.state)), None);
        };
        // Non-ASCII text is shorter in base64url than percent-encoded.
        let config = format!("config={}", config::encode(json));
        if config.len() <= MAX_LINK_CHARS {
            return (with(config), None);
        }
        (with(String::new()), Some(json.clone()))
    }

    /// The link to the same content on the page itself, without `#`; without the state if no link can hold it.
    pub(super) fn link(&self) -> String {
        // The other settings of the view are the reader's choice there.
        let view = self.view.iter().filter(|key| key.is_of_page());
        let state = self.state.iter().filter(|_| self.json.is_none());
        keys::query(state.chain(view))
    }
}
