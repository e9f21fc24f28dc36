use super::{Language, Request};
use yew::prelude::*;

/// One option of a choice: its words and what choosing it asks for.
#[derive(Clone, PartialEq)]
pub(super) struct Choice {
    pub(super) words: AttrValue,
    pub(super) request: Request,
    pub(super) chosen: bool,
}

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    /// Unique on the page: the radio group's name.
    pub(super) id: AttrValue,
    pub(super) name: AttrValue,
    pub(super) choices: Vec<Choice>,
    pub(super) language: Language,
    pub(super) send: Callback<Request>,
    /// Whether the group's name is shown, or only read out.
    #[prop_or(true)]
    pub(super) show_name: bool,
}

/// A choice among a few: native radio buttons, drawn as one segmented control.
#[component(Choices)]
pub(super) fn choices(props: &Props) -> Html {
    let option = |choice: &Choice| {
        let onchange = {
            let request = choice.request.clone();
            props.send.reform(move |_: Event| request.clone())
        };
        html! {
            <label class="segment">
                <input type="radio" name={&props.id} checked={choice.chosen} {onchange} />
                <span>{ &choice.words }</span>
            </label>
        }
    };
    html! {
        <fieldset class="choice">
            <legend class={(!props.show_name).then_some("visually-hidden")}>{ &props.name }</legend>
            <div class="segments">{ for props.choices.iter().map(option) }</div>
        </fieldset>
    }
}
