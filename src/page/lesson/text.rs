//! Lesson text: mark-up as elements.

use crate::lesson::markup::{Part, Span, Target, parse};
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, LessonMsg};
use crate::page::{dom, host_page};
use yew::prelude::*;

/// A paragraph of marked-up words.
pub(crate) fn paragraph(words: &str, env: &Env) -> Html {
    html! { <p>{ marked(words, env) }</p> }
}

/// Marked-up words.
pub(crate) fn marked(words: &str, env: &Env) -> Html {
    parse(words).iter().map(|part| span(part, env)).collect()
}

fn span(span: &Span<'_>, env: &Env) -> Html {
    let mut inner = html! { { span.text.to_owned() } };
    if span.code {
        inner = html! { <code>{ inner }</code> };
    }
    if span.strong {
        inner = html! { <strong>{ inner }</strong> };
    }
    if span.emphasis {
        inner = html! { <em>{ inner }</em> };
    }
    match span.link {
        None => inner,
        Some(Target::Quantity { label, prompt }) => html! {
            <mark class="term" tabindex="0" data-k={label.map(|k| k.to_string())} data-i={prompt.map(|i| i.to_string())}>
                { inner }
            </mark>
        },
        Some(Target::Figure(part)) => html! {
            <mark class="term" tabindex="0" data-figure={part_name(part)}>{ inner }</mark>
        },
        Some(Target::Chapter(number)) => chapter_link(number, inner, env),
        Some(Target::Source(_)) => source_link(inner, env),
    }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::W => "w",
        Part::B => "b",
        Part::Q => "q",
        Part::Equation => "equation",
    }
}

/// A link to the sources, which the last chapter lists.
fn source_link(inner: Html, env: &Env) -> Html {
    let link = chapter_link(crate::lesson::chapters::summary_number(), inner, env);
    html! { <span title={t!("lesson.ui.to_source")}>{ link }</span> }
}

/// A link's address: behind the `#` of this page, or as the query that a frame reads.
pub(crate) fn address(link: &str) -> String {
    let sign = if host_page::is_on() { '?' } else { '#' };
    format!("{sign}{link}")
}

/// A link to a chapter; the rest of the address stays as it is.
pub(crate) fn chapter_link(number: usize, inner: Html, env: &Env) -> Html {
    let send = env.send.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        // Another tab or window is the browser's business; an element has no page of its own that could be opened there.
        if dom::is_element() || !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            send.emit(AppMsg::Lesson(LessonMsg::Go(number)));
        }
    });
    html! { <a href={address(&format!("learn={number}"))} {onclick}>{ inner }</a> }
}
