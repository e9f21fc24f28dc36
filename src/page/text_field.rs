use super::{Language, Request, dom};
use crate::explainer::Action;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Which text a field edits.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Target {
    Prompt(usize),
    Label(usize),
    Template,
    Input(usize),
}

impl Target {
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
pub(super) struct Props {
    pub(super) target: Target,
    pub(super) value: AttrValue,
    pub(super) name: AttrValue,
    #[prop_or_default]
    pub(super) placeholder: AttrValue,
    #[prop_or_default]
    pub(super) class: Classes,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
}

/// A text that is taken over when the reader leaves the field or presses Enter; Escape gives it up.
/// Templates may have several lines.
#[component(TextField)]
pub(super) fn text_field(props: &Props) -> Html {
    let draft = use_state(|| None::<String>);
    let shown = (*draft).clone().unwrap_or_else(|| props.value.to_string());
    let oninput = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            let text = (dom::target::<HtmlInputElement>(&event).map(|input| input.value()))
                .or_else(|| dom::target::<HtmlTextAreaElement>(&event).map(|area| area.value()));
            draft.set(text);
        })
    };
    let commit = {
        let (draft, send, target) = (draft.clone(), props.send.clone(), props.target);
        let value = props.value.clone();
        move || {
            if let Some(text) = (*draft).clone() {
                draft.set(None);
                if text != *value {
                    send.emit(Request::Edit(target.action(text), None));
                }
            }
        }
    };
    let onblur = {
        let commit = commit.clone();
        Callback::from(move |_: FocusEvent| commit())
    };
    let lines = props.target == Target::Template;
    let onkeydown = Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
        // While an input method composes Chinese, Enter and Escape belong to it.
        _ if event.is_composing() => {}
        "Enter" if !lines => commit(),
        "Escape" => draft.set(None),
        _ => {}
    });
    if lines {
        return html! {
            <textarea class={props.class.clone()} rows="3" aria-label={&props.name} spellcheck="false"
                dir="auto" value={shown} {oninput} {onblur} {onkeydown} />
        };
    }
    let size = shown.chars().count().clamp(4, 30).to_string();
    html! {
        <input class={props.class.clone()} type="text" autocomplete="off" spellcheck="false" dir="auto"
            aria-label={&props.name} placeholder={&props.placeholder} value={shown} {size}
            {oninput} {onblur} {onkeydown} />
    }
}
