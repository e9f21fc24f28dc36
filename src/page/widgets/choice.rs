use crate::page::env::Env;
use crate::page::msg::AppMsg;
use yew::prelude::*;
use yew::virtual_dom::VTag;

/// An option of [`choices`]: its words, and the message that choosing it sends.
#[derive(Clone, PartialEq)]
pub(crate) struct Choice {
    pub(crate) words: AttrValue,
    pub(crate) msg: AppMsg,
    pub(crate) chosen: bool,
}

/// A choice among a few options: native radio buttons, drawn as one segmented control. `id` is unique on the page. The
/// group's name is shown, or (without `show_name`) only for screen readers.
pub(crate) fn choices(
    id: &'static str,
    name: AttrValue,
    show_name: bool,
    choices: Vec<Choice>,
    env: &Env,
) -> Html {
    let option = |choice: Choice| {
        let Choice { words, msg, chosen } = choice;
        let onchange = env.send.reform(move |_: Event| msg.clone());
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

/// An option of a `<select>`. `selected` is set as a property: the attribute that `html!` would write is only the initial
/// choice, and has no effect once the reader has chosen from the list.
pub(crate) fn option(words: AttrValue, selected: bool) -> VTag {
    let mut option = VTag::new("option");
    option.add_property("selected", selected);
    option.add_child(html! { { words } });
    option
}

/// An option of a `<select>` with a value that differs from its words.
pub(crate) fn option_of(value: impl Into<AttrValue>, words: AttrValue, selected: bool) -> VTag {
    let mut option = option(words, selected);
    option.add_attribute("value", value.into());
    option
}

/// An option of [`segments`]: its value in the form, its words, whether it is chosen, and what choosing it does.
pub(crate) type Segment = (&'static str, AttrValue, bool, Callback<Event>);

/// A choice among a few options in a form: native radio buttons, drawn as one segmented control, followed by more content.
pub(crate) fn segments(
    id: &'static str,
    name: AttrValue,
    options: impl IntoIterator<Item = Segment>,
    more: Html,
) -> Html {
    let option = |(value, words, chosen, onchange): Segment| {
        html! {
            <label class="segment">
                <input type="radio" name={id} {value} checked={chosen} {onchange} />
                <span>{ words }</span>
            </label>
        }
    };
    html! {
        <fieldset class="choice">
            <legend>{ name }</legend>
            <div class="segments">{ for options.into_iter().map(option) }</div>
            { more }
        </fieldset>
    }
}
