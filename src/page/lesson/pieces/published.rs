//! The paper's findings on causes of a lean.

use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::lesson::text::marked;
use yew::prelude::*;

/// The findings of the paper on what a lean comes from, marked as published: they are of other models and other data than ours.
pub(crate) fn published(env: &Env) -> Html {
    let findings = [
        (
            t!("lesson.lean.published.recency"),
            t!("lesson.lean.published.recency_value"),
        ),
        (
            t!("lesson.lean.published.order"),
            t!("lesson.lean.published.order_value"),
        ),
        (
            t!("lesson.lean.published.token"),
            t!("lesson.lean.published.token_value"),
        ),
    ];
    let finding = |(name, value)| html! { <><dt>{ name }</dt><dd>{ value }</dd></> };
    let source = format!(
        "[{}](source:zhao2021)",
        t!("lesson.take.sources.zhao2021.name")
    );
    html! {
        <section class="published" aria-labelledby="published-title">
            <h4 id="published-title">
                { t!("lesson.lean.published.title") }
                <span class="provenance is-published" title={t!("lesson.ui.published_hint")}>{ t!("lesson.ui.published") }</span>
            </h4>
            <dl>{ for findings.map(finding) }</dl>
            <p class="hint">{ t!("lesson.lean.published.note") }</p>
            <p class="hint">{ marked(&source, env) }</p>
        </section>
    }
}
