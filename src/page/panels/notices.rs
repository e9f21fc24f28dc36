//! Messages that stay until they are dismissed: problems with links, files and actions.

use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, ViewMsg};
use crate::page::widgets::icons;
use crate::phrase::message::Message;
use std::rc::Rc;
use yew::prelude::*;

/// The list of messages. It is always on the page, so that screen readers announce new messages.
#[derive(Clone, PartialEq)]
pub(crate) struct Notices(pub(crate) Rc<Vec<Message>>);

impl View for Notices {
    fn view(&self, env: &Env) -> Html {
        let item = |(i, message): (usize, &Message)| {
            let lines = message.lines.iter().map(|(line, reason)| {
                html! {
                    <li>{ t!("table.line", line = line, reason = i18n::phrase(reason)) }</li>
                }
            });
            html! {
                <li class={classes!("notice", message.problem.then_some("notice-problem"))}>
                    <div>
                        <p>{ i18n::sentences(&message.sentences) }</p>
                        if !message.lines.is_empty() {
                            <details>
                                <summary>{ t!("table.show_lines") }</summary>
                                <ul>{ for lines }</ul>
                            </details>
                        }
                    </div>
                    { env.icon_button(icons::close(), t!("notice.dismiss"), AppMsg::View(ViewMsg::Dismiss(i)), false) }
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
