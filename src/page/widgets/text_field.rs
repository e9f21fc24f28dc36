use crate::page::dom;
use crate::page::env::Env;
use crate::page::msg::{AppMsg, EditMsg};
use crate::state::Action;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The text that a field edits.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum TextOf {
    Prompt(usize),
    Label(usize),
    Template,
    Input(usize),
}

impl TextOf {
    fn action(self, text: String) -> Action {
        match self {
            Self::Prompt(i) => Action::RenamePrompt(i, text),
            Self::Label(k) => Action::RenameLabel(k, text),
            Self::Template => Action::SetTemplate(text),
            Self::Input(i) => Action::RenameInput(i, text),
        }
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text_of: TextOf,
    pub(crate) value: AttrValue,
    pub(crate) name: AttrValue,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    pub(crate) class: &'static str,
    pub(crate) env: Env,
}

pub(crate) enum Msg {
    Input(String),
    Commit,
    GiveUp,
}

/// A field for a text, which is applied when the reader leaves the field or presses Enter; Escape restores
/// the old text. Templates may have several lines.
pub(crate) struct TextField {
    draft: Option<String>,
}

impl Component for TextField {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self { draft: None }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        ctx.props() != old
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let Props {
            text_of,
            value,
            env,
            ..
        } = ctx.props();
        match msg {
            Msg::Input(text) => self.draft = Some(text),
            Msg::Commit => {
                if let Some(text) = self.draft.take().filter(|text| *value != *text) {
                    env.send
                        .emit(AppMsg::Edit(EditMsg::Apply(text_of.action(text), None)));
                }
            }
            Msg::GiveUp => self.draft = None,
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props {
            text_of,
            value,
            name,
            placeholder,
            class,
            ..
        } = ctx.props();
        let link = ctx.link();
        let shown = self
            .draft
            .clone()
            .map_or_else(|| value.clone(), AttrValue::from);
        let oninput = link.batch_callback(|event: InputEvent| {
            let text = (dom::target::<HtmlInputElement>(&event).map(|input| input.value()))
                .or_else(|| dom::target::<HtmlTextAreaElement>(&event).map(|area| area.value()));
            text.map(Msg::Input)
        });
        let onblur = link.callback(|_: FocusEvent| Msg::Commit);
        let lines = *text_of == TextOf::Template;
        let onkeydown =
            link.batch_callback(move |event: KeyboardEvent| match event.key().as_str() {
                // While an input method composes Chinese, Enter and Escape belong to it.
                _ if event.is_composing() => None,
                "Enter" if !lines => Some(Msg::Commit),
                "Escape" => Some(Msg::GiveUp),
                _ => None,
            });
        if lines {
            return html! {
                <textarea class={*class} rows="3" aria-label={name} spellcheck="false"
                    dir="auto" value={shown} {oninput} {onblur} {onkeydown} />
            };
        }
        let size = shown.chars().count().clamp(4, 30).to_string();
        html! {
            <input class={*class} type="text" autocomplete="off" spellcheck="false" dir="auto"
                aria-label={name} {placeholder} value={shown} {size}
                {oninput} {onblur} {onkeydown} />
        }
    }
}
