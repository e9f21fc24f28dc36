//! Where the numbers of a row come from, in a small mark beside it.

use crate::asking::{Failure, Origin};
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::msg::{AppMsg, ModelMsg};
use crate::phrase::Phrase;
use crate::state::{Row, short};
use yew::prelude::*;

/// Mass below which a row is warned of: then the labels are hardly among what the model would say.
pub(crate) const LEAST_MASS: f64 = 0.01;

/// The mark of a row, with what can be done about it; `model` is the name of the model that is said to have answered.
pub(crate) fn mark(origin: &Origin, model: Option<&str>, row: Row, env: &Env) -> Html {
    let badge = |class: &'static str, words: AttrValue| {
        html! { <span class={classes!("origin", class)}>{ words }</span> }
    };
    // Only a model that is there can be asked.
    let again = || {
        let onclick = env.on_click(AppMsg::Model(ModelMsg::Ask(row)));
        html! { if env.live { <button class="link-button" {onclick}>{ t!("model.ask_again") }</button> } }
    };
    let content = match origin {
        Origin::Given => return Html::default(),
        Origin::Answer {
            mass,
            melts,
            at_most,
        } => {
            let name = model.unwrap_or_default();
            html! {
                <>
                    { badge("is-answer", t!("model.measured_by", name = name)) }
                    if let Some(mass) = mass {
                        <span class={classes!("mass", (*mass < LEAST_MASS).then_some("is-small"))}>
                            { t!("model.mass", percent = percent(*mass)) }
                        </span>
                    }
                    if let Some(most) = at_most {
                        <span class="mass is-small">{ t!("server.at_most", most = small(*most)) }</span>
                    }
                    if *melts {
                        <span class="mass is-small">{ t!("model.melted") }</span>
                    }
                </>
            }
        }
        Origin::ByHand => html! { <>{ badge("is-by-hand", t!("model.by_hand")) }{ again() }</> },
        Origin::Asking => badge("is-asking", t!("model.asking")),
        Origin::NotAsked => badge("is-asking", t!("model.not_asked")),
        Origin::Failed(failure) => html! {
            <>
                { badge("is-failed", t!("model.failed")) }
                { again() }
                <p class="note">{ sentence(failure) }</p>
            </>
        },
    };
    html! { <div class="row-origin">{ content }</div> }
}

/// Why a model could not be opened or asked, in words.
pub(crate) fn sentence(failure: &Failure) -> AttrValue {
    i18n::phrase(&Phrase::from(failure))
}

/// A small number of one digit, rounded up since it is a limit, such as 0.002.
fn small(value: f64) -> String {
    let power = 10_f64.powf(value.log10().floor());
    // What is a hair above a digit is that digit.
    short((value / power - 1e-6).ceil() * power)
}

/// A mass in percent, also where it is very small.
fn percent(mass: f64) -> AttrValue {
    if mass > 0.0 && mass < 0.0001 {
        return t!("model.less_than", percent = i18n::percent(0.0001));
    }
    let rounded = format!("{:.1e}", mass * 100.0)
        .parse()
        .unwrap_or(mass * 100.0);
    t!("number.percent", value = short(rounded))
}
