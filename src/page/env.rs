//! The environment that every view gets.

use super::language::Language;
use super::msg::AppMsg;
use crate::page::msg::EditMsg;
use crate::state::Action;
use yew::prelude::*;

/// The language of a view's texts, and the callback that sends messages to the app.
#[derive(Clone, PartialEq)]
pub(crate) struct Env {
    pub(crate) language: Language,
    /// Created once, so that views which hold it compare equal.
    pub(crate) send: Callback<AppMsg>,
    /// True while a model answers: then texts are asked about while they are typed.
    pub(crate) live: bool,
    /// True if the reader can ask a model here.
    pub(crate) asks: bool,
}

impl Env {
    /// Makes a click handler that sends a message.
    pub(crate) fn on_click(&self, msg: AppMsg) -> Callback<MouseEvent> {
        self.send.reform(move |_: MouseEvent| msg.clone())
    }

    /// Makes a click handler that applies an action to the state.
    pub(crate) fn edit(&self, action: Action) -> Callback<MouseEvent> {
        self.on_click(AppMsg::Edit(EditMsg::Apply(action, None)))
    }

    /// A button with an icon; its name is read out and shown on hover.
    pub(crate) fn icon_button(
        &self,
        icon: Html,
        name: AttrValue,
        msg: AppMsg,
        disabled: bool,
    ) -> Html {
        html! {
            <button class="icon-button" onclick={self.on_click(msg)} {disabled} title={&name} aria-label={name}>{ icon }</button>
        }
    }
}
