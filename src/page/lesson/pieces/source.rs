//! The sources of numbers.

use crate::lesson::chapters::{SOURCES, summary_number};
use crate::page::env::Env;
use crate::page::i18n::{say, t};
use crate::page::lesson::text::chapter_link;
use yew::prelude::*;

/// The origin of numbers ("Published · Source: …"), with a link to the list of sources.
pub(crate) fn source(id: &str, published: bool, env: &Env) -> Html {
    let (class, kind, hint) = if published {
        (
            "provenance is-published",
            t!("lesson.ui.published"),
            t!("lesson.ui.published_hint"),
        )
    } else {
        (
            "provenance is-measured",
            t!("lesson.ui.measured"),
            t!("lesson.ui.measured_hint"),
        )
    };
    let name = name(id);
    let link = html! { { t!("lesson.ui.source", name = name) } };
    html! {
        <>
            <span {class} title={hint}>{ kind }</span>{ " " }
            { chapter_link(summary_number(), link, env) }
        </>
    }
}

fn name(id: &str) -> AttrValue {
    say(&format!("lesson.take.sources.{id}.name"))
}

/// The list of sources, with links to those that have an address.
pub(crate) fn list() -> Html {
    let item = |(id, address): &(&str, Option<&'static str>)| {
        let name = name(id);
        html! {
            <li>
                if let Some(address) = *address {
                    <a href={address} rel="noopener" target="_blank" title={t!("lesson.take.sources.open", name = name)}>{ name }</a>
                } else {
                    <strong>{ name }</strong>
                }
                <span class="source-what">{ say(&format!("lesson.take.sources.{id}.what")) }</span>
            </li>
        }
    };
    html! { <ul class="source-list">{ for SOURCES.iter().map(item) }</ul> }
}
