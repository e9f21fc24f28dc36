//! What every view needs.

use super::language::Language;
use super::msg::AppMsg;
use crate::page::msg::EditMsg;
use crate::state::Action;
use yew::prelude::*;

/// The language of a view's words, and where to send what the reader asks for.
#[derive(Clone, PartialEq)]
pub(crate) struct Env {
    pub(crate) language: Language,
    /// Made once, so that views which get it compare equal.
    pub(crate) send: Callback<AppMsg>,
}

impl Env {
    /// A click that asks for something.
    pub(crate) fn ask(&self, request: AppMsg) -> Callback<MouseEvent> {
        self.send.reform(move |_: MouseEvent| request.clone())
    }

    /// A click that changes the state.
    pub(crate) fn edit(&self, action: Action) -> Callback<MouseEvent> {
        self.ask(AppMsg::Edit(EditMsg::Apply(action, None)))
    }

    /// A button with an icon; its name is read out and shown on hover.
    pub(crate) fn icon_button(
        &self,
        icon: Html,
        name: AttrValue,
        request: AppMsg,
        disabled: bool,
    ) -> Html {
        html! {
            <button class="icon-button" onclick={self.ask(request)} {disabled} title={&name} aria-label={name}>{ icon }</button>
        }
    }
}
