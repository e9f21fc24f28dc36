//! Parts of the page that are rendered again only when what they show has changed.
//!
//! One component for all of them. Only what has a memory of its own (a drag, a draft, a canvas) is a component of its own;
//! everything else is a plain value with a `view`, and becomes a [`Part`] where it pays to skip it.

use super::equation::Equation;
use super::fit_panel::{FitPanel, PromptFit};
use super::header::Header;
use super::input_list::{InputList, InputRow};
use super::lesson::ChapterText;
use super::notices::Notices;
use super::preset_bar::PresetBar;
use super::prompt_card::PromptCard;
use super::prompt_panel::PromptPanel;
use super::{Language, Request, data_menu};
use crate::state::Action;
use yew::prelude::*;

/// What every part needs: the language of its words, and where to send what the reader asks for.
#[derive(Clone, PartialEq)]
pub(super) struct Env {
    pub(super) language: Language,
    /// Made once, so that parts which get it compare equal.
    pub(super) send: Callback<Request>,
}

impl Env {
    /// A click that asks for something.
    pub(super) fn ask(&self, request: Request) -> Callback<MouseEvent> {
        self.send.reform(move |_: MouseEvent| request.clone())
    }

    /// A click that changes the state.
    pub(super) fn edit(&self, action: Action) -> Callback<MouseEvent> {
        self.ask(Request::Edit(action, None))
    }

    /// A button with an icon; its name is read out and shown on hover.
    pub(super) fn icon_button(
        &self,
        icon: Html,
        name: AttrValue,
        request: Request,
        disabled: bool,
    ) -> Html {
        html! {
            <button class="icon-button" onclick={self.ask(request)} {disabled} title={&name} aria-label={name}>{ icon }</button>
        }
    }
}

/// A part of the page, with what it shows.
#[derive(Clone, PartialEq)]
pub(super) enum Part {
    Header(Header),
    PresetBar(PresetBar),
    Notices(Notices),
    PromptPanel(PromptPanel),
    PromptCard(PromptCard),
    FitPanel(FitPanel),
    PromptFit(PromptFit),
    InputList(InputList),
    InputRow(InputRow),
    DataMenu,
    Equation(Equation),
    ChapterText(ChapterText),
}

impl Part {
    /// The part as it stands in the page. Parts that stand in a row are told apart by `key`.
    pub(super) fn html(self, key: usize, env: &Env) -> Html {
        html! { <Memo {key} part={self} env={env.clone()} /> }
    }

    fn view(&self, env: &Env) -> Html {
        match self {
            Self::Header(part) => part.view(env),
            Self::PresetBar(part) => part.view(env),
            Self::Notices(part) => part.view(env),
            Self::PromptPanel(part) => part.view(env),
            Self::PromptCard(part) => part.view(env),
            Self::FitPanel(part) => part.view(env),
            Self::PromptFit(part) => part.view(env),
            Self::InputList(part) => part.view(env),
            Self::InputRow(part) => part.view(env),
            Self::DataMenu => data_menu::view(env),
            Self::Equation(part) => part.view(),
            Self::ChapterText(part) => part.view(env),
        }
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    part: Part,
    env: Env,
}

struct Memo;

impl Component for Memo {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        ctx.props() != old
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().part.view(&ctx.props().env)
    }
}
