use super::Request;
use super::part::Env;
use markup::html;
use yew::prelude::*;

/// One option of a choice: its words and what choosing it asks for.
#[derive(Clone, PartialEq)]
pub(super) struct Choice {
    pub(super) words: AttrValue,
    pub(super) request: Request,
    pub(super) chosen: bool,
}

/// A choice among a few: native radio buttons, drawn as one segmented control. `id` is unique on the page; the group's
/// name is shown, or only read out.
pub(super) fn choices(
    id: &'static str,
    name: AttrValue,
    show_name: bool,
    choices: Vec<Choice>,
    env: &Env,
) -> Html {
    let option = |choice: Choice| {
        let Choice {
            words,
            request,
            chosen,
        } = choice;
        let onchange = env.send.reform(move |_: Event| request.clone());
        html! {
            <label class="segment">
                <input type="radio" name={id} checked={chosen} {onchange} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <fieldset class="choice">
            <legend class={(!show_name).then_some("visually-hidden")}>{ name }</legend>
            <div class="segments">{ for choices.into_iter().map(option) }</div>
        </fieldset>
    }
}
