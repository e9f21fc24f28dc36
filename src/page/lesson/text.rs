//! Renders lesson text with its mark-up.

use crate::lesson::chapters::SOURCES;
use crate::lesson::markup::{FigurePart, LinkTarget, Span, parse};
use crate::page::env::Env;
use crate::page::i18n::{say, t};
use crate::page::msg::{AppMsg, LessonMsg};
use crate::page::{dom, host_page};
use yew::prelude::*;

/// A paragraph of text with mark-up.
pub(crate) fn paragraph(words: &str, env: &Env) -> Html {
    html! { <p>{ marked(words, env) }</p> }
}

/// Text with mark-up, as elements.
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
        Some(LinkTarget::Quantity { label, prompt }) => html! {
            <mark class="term" tabindex="0" data-k={label.map(|k| k.to_string())} data-i={prompt.map(|i| i.to_string())}>
                { inner }
            </mark>
        },
        Some(LinkTarget::Figure(part)) => html! {
            <mark class="term" tabindex="0" data-figure={part_name(part)}>{ inner }</mark>
        },
        Some(LinkTarget::Chapter(number)) => chapter_link(number, inner, env),
        Some(LinkTarget::Source(id)) => source_link(id, inner, env),
    }
}

fn part_name(part: FigurePart) -> &'static str {
    match part {
        FigurePart::W => "w",
        FigurePart::B => "b",
        FigurePart::Q => "q",
        FigurePart::Equation => "equation",
    }
}

/// A link to where a source can be read, in a window of its own; to the list in the last chapter if it is our own.
fn source_link(id: &str, inner: Html, env: &Env) -> Html {
    if let Some((_, Some(address))) = SOURCES.iter().find(|(known, _)| *known == id) {
        let name = say(&format!("lesson.take.sources.{id}.name"));
        return html! { <a href={*address} rel="noopener" target="_blank" title={name}>{ inner }</a> };
    }
    let link = chapter_link(crate::lesson::chapters::summary_number(), inner, env);
    html! { <span title={t!("lesson.ui.to_source")}>{ link }</span> }
}

/// The address of a link: the hash on the page itself, the query in an embedded page.
pub(crate) fn address(link: &str) -> String {
    let sign = if host_page::is_embedded() { '?' } else { '#' };
    format!("{sign}{link}")
}

/// A link to a chapter, counted from 1; the rest of the address stays as it is.
pub(crate) fn chapter_link(number: usize, inner: Html, env: &Env) -> Html {
    let send = env.send.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        // With a modifier key the browser opens another tab or window, except from an element, which has no page of its own.
        if dom::is_element() || !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            send.emit(AppMsg::Lesson(LessonMsg::Go(number)));
        }
    });
    html! { <a href={address(&format!("learn={number}"))} {onclick}>{ inner }</a> }
}
