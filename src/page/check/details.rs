//! What stands behind the accuracy: which labels are mistaken for which, how often each is said, and how much hangs on one prompt.

use super::summary::to_tenth;
use crate::check::Confusion;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::state::{Checked, State, full};
use std::rc::Rc;
use yew::prelude::*;

/// The tables that can be unfolded at the end of the panel.
#[derive(Clone, PartialEq)]
pub(super) struct Details {
    pub(super) state: Rc<State>,
    pub(super) checked: Rc<Checked>,
}

impl View for Details {
    fn view(&self, _: &Env) -> Html {
        let Some(counts) = &self.checked.counts else {
            return Html::default();
        };
        let labelled = counts.before.counted() > 0;
        html! {
            <>
                <details class="more">
                    <summary>{ t!("check.said") }</summary>
                    { self.said(&counts.before, &counts.after) }
                </details>
                if labelled {
                    <details class="more">
                        <summary>{ t!("check.confusion") }</summary>
                        <div class="confusions">
                            { self.confusion(t!("use.before"), &counts.before) }
                            { self.confusion(t!("use.after"), &counts.after) }
                        </div>
                    </details>
                    if !self.checked.left_out.is_empty() {
                        <details class="more">
                            <summary>{ t!("check.left_out") }</summary>
                            { self.left_out() }
                        </details>
                    }
                }
            </>
        }
    }
}

impl Details {
    /// How often each label is said, beside how often it is right.
    fn said(&self, before: &Confusion, after: &Confusion) -> Html {
        let labelled = before.counted() > 0;
        let rows = self.state.labels.iter().enumerate().map(|(k, label)| {
            html! {
                <tr data-k={k.to_string()}>
                    <th scope="row" dir="auto"><span class={format!("swatch label-{k}")} aria-hidden="true"></span>{ label }</th>
                    if labelled { <td>{ before.right(k) }</td> }
                    <td>{ before.said(k) }</td>
                    <td>{ after.said(k) }</td>
                    if labelled {
                        { share(before.recall(k)) }
                        { share(after.recall(k)) }
                    }
                </tr>
            }
        });
        let head = |words: AttrValue| html! { <th scope="col">{ words }</th> };
        html! {
            <div class="table-scroll" tabindex="0" role="group" aria-label={t!("check.said")}>
                <table class="data" translate="no">
                    <thead><tr>
                        { head(t!("use.label")) }
                        if labelled { { head(t!("check.is_right")) } }
                        { head(t!("check.said_before")) }
                        { head(t!("check.said_after")) }
                        if labelled {
                            { head(t!("check.recall_before")) }
                            { head(t!("check.recall_after")) }
                        }
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        }
    }

    /// K × K: in a row the right label, in a column the label that is said.
    fn confusion(&self, name: AttrValue, confusion: &Confusion) -> Html {
        let labels = &self.state.labels;
        let rows = labels.iter().enumerate().map(|(right, label)| {
            let most = confusion.right(right).max(1) as f64;
            let cells = (0..labels.len()).map(|said| {
                let count = confusion.count(right, said);
                let shade = (count as f64 / most * 4.0).ceil();
                let class = classes!(
                    "confusion-cell",
                    (right == said).then_some("is-right"),
                    format!("shade-{shade}")
                );
                html! { <td {class}>{ count }</td> }
            });
            html! { <tr><th scope="row" dir="auto">{ label }</th>{ for cells }</tr> }
        });
        html! {
            <div class="table-scroll" tabindex="0" role="group" aria-label={&name}>
                <table class="data confusion" translate="no">
                    <caption>{ name }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ t!("check.right_in_row") }</th>
                            { for labels.iter().map(|label| html! { <th scope="col" dir="auto">{ label }</th> }) }
                        </tr>
                    </thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        }
    }

    /// Each context-free prompt left out in turn.
    fn left_out(&self) -> Html {
        let rows = (self.state.prompts.iter().zip(&self.checked.left_out)).map(|(prompt, found)| {
            let name = i18n::text(&prompt.text);
            html! {
                <tr>
                    <th scope="row" dir="auto">{ name }</th>
                    { match found {
                        Ok(found) => html! {
                            <>
                                { share(found.after.accuracy()) }
                                <td>{ found.flips.map_or_else(|| "–".to_owned(), |flips| flips.to_string()) }</td>
                            </>
                        },
                        Err(zero) => html! { <td colspan="2" class="is-name">{ t!("fit.undefined_one", label = i18n::label(&self.state, zero.label)) }</td> },
                    } }
                </tr>
            }
        });
        html! {
            <>
                <p class="hint">{ t!("check.left_out_hint") }</p>
                <div class="table-scroll" tabindex="0" role="group" aria-label={t!("check.left_out")}>
                    <table class="data" translate="no">
                        <thead><tr>
                            <th scope="col">{ t!("check.without") }</th>
                            <th scope="col">{ t!("accuracy.name") }</th>
                            <th scope="col">{ t!("check.other_labels") }</th>
                        </tr></thead>
                        <tbody>{ for rows }</tbody>
                    </table>
                </div>
            </>
        }
    }
}

fn share(share: Option<f64>) -> Html {
    match share {
        Some(share) => {
            html! { <td data-full={full(share)}>{ i18n::percent(to_tenth(share)) }</td> }
        }
        None => html! { <td>{ "–" }</td> },
    }
}
