//! Where numbers come from.

use crate::lesson::chapters::{CHAPTERS, SOURCES};
use crate::page::lesson::chapter_link;
use crate::page::part::Env;
use crate::page::say::{say, t};
use yew::prelude::*;

/// "Published · Source: …", with a link to the list of sources.
pub(super) fn source(id: &str, published: bool, env: &Env) -> Html {
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
            { chapter_link(CHAPTERS.len(), link, env) }
        </>
    }
}

fn name(id: &str) -> AttrValue {
    say(&format!("lesson.take.sources.{id}.name"))
}

/// Every source; those that have an address open it.
pub(super) fn list() -> Html {
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
