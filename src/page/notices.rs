//! Messages that stay until they are dismissed: what was left out of a link, a file, an action.

use super::part::Env;
use super::say::t;
use super::{Request, icons, words};
use crate::explainer::Refusal;
use crate::explainer::export::json::JsonError;
use crate::explainer::permalink::Notice;
use crate::explainer::table::{Skipped, TableError};
use std::rc::Rc;
use yew::prelude::*;

/// Something to tell. Kept as data, so that it follows the language.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// From reading a link.
    Link(Notice),
    /// An action that could not be done.
    Refused(Refusal),
    /// Test inputs were loaded.
    Loaded {
        /// How many.
        count: usize,
        /// Of these, divided by their sum.
        normalized: usize,
        /// Of these, read as log-probabilities.
        log_probabilities: usize,
        /// Rows after the 500th.
        left_out: usize,
        /// Rows that could not be read.
        skipped: Rc<Vec<Skipped>>,
        /// How many more could not be read.
        more: usize,
    },
    /// A file of test inputs of which nothing could be read.
    Table(TableError),
    /// A file that is no state.
    State(JsonError),
    /// A file that is too large or not text.
    Unreadable,
    /// The clipboard is blocked.
    NoClipboard,
}

impl Message {
    fn is_problem(&self) -> bool {
        match self {
            Self::Loaded {
                skipped, left_out, ..
            } => !skipped.is_empty() || *left_out > 0,
            Self::Link(Notice::Changed { .. }) => false,
            _ => true,
        }
    }

    /// The message in one or a few sentences.
    pub(super) fn words(&self) -> AttrValue {
        match self {
            Self::Link(notice) => words::notice(notice),
            Self::Refused(refusal) => words::refusal(refusal),
            Self::Loaded {
                count,
                normalized,
                log_probabilities,
                left_out,
                skipped,
                more,
            } => {
                let mut parts = vec![t!("table.loaded", count = count)];
                if *normalized > 0 {
                    parts.push(t!("table.normalized", count = normalized));
                }
                if *log_probabilities > 0 {
                    parts.push(t!("table.log_probabilities", count = log_probabilities));
                }
                if *left_out > 0 {
                    parts.push(t!("table.left_out", count = left_out));
                }
                if !skipped.is_empty() {
                    parts.push(t!("table.skipped", count = skipped.len() + more));
                }
                words::join(&parts, &t!("number.sentence_separator"))
            }
            Self::Table(error) => words::table(error),
            Self::State(error) => words::json(error),
            Self::Unreadable => t!("file.unreadable"),
            Self::NoClipboard => t!("share.no_clipboard"),
        }
    }

    fn lines(&self) -> &[Skipped] {
        match self {
            Self::Loaded { skipped, .. } => skipped,
            Self::Table(TableError::NothingReadable { skipped, .. }) => skipped,
            _ => &[],
        }
    }
}

/// The list of messages. Always there, so that screen readers notice what comes into it.
#[derive(Clone, PartialEq)]
pub(super) struct Notices(pub(super) Rc<Vec<Message>>);

impl Notices {
    pub(super) fn view(&self, env: &Env) -> Html {
        let item = |(i, message): (usize, &Message)| {
            // A hundred lines tell enough; the rest is in the count.
            let lines = message.lines().iter().take(100).map(|skipped| {
            html! {
                <li>{ t!("table.line", line = skipped.line, reason = words::table_row(&skipped.reason)) }</li>
            }
        });
            html! {
                <li class={classes!("notice", message.is_problem().then_some("notice-problem"))}>
                    <div>
                        <p>{ message.words() }</p>
                        if !message.lines().is_empty() {
                            <details>
                                <summary>{ t!("table.show_lines") }</summary>
                                <ul>{ for lines }</ul>
                            </details>
                        }
                    </div>
                    { env.icon_button(icons::close(), t!("notice.dismiss"), Request::Dismiss(i), false) }
                </li>
            }
        };
        html! {
            <div role="status">
                if !self.0.is_empty() {
                    <ul class="notices" aria-label={t!("notice.list")}>
                        { for self.0.iter().enumerate().map(item) }
                    </ul>
                }
            </div>
        }
    }
}
