//! The plan of a lesson in class, in the last chapter and at the end of the handout.

use super::text::marked;
use crate::page::env::Env;
use crate::page::i18n::{say, t};
use yew::prelude::*;

/// The parts of the plan: key of the title, number of items, key of an item and, where items have an answer, of that.
const PARTS: [(&str, usize, &str, Option<&str>); 5] = [
    ("aims", 3, "aim", None),
    ("course", 6, "step", None),
    ("questions", 4, "question", Some("answer")),
    ("measure", 3, "measure", None),
    ("exercises", 3, "exercise", Some("solution")),
];

/// The plan without its title; `heading` is the element of its parts' titles.
pub(crate) fn plan(heading: &'static str, env: &Env) -> Html {
    let words = |key: &str| marked(&say(&format!("lesson.plan.{key}")), env);
    let part = |(title, count, item, answer): (&str, usize, &str, Option<&str>)| {
        html! {
            <>
                <@{heading} class="plan-part">{ words(title) }</@>
                <ol>
                    { for (1..=count).map(|n| html! {
                        <li>
                            { words(&format!("{item}_{n}")) }
                            if let Some(answer) = answer {
                                <p class="plan-answer">{ words(&format!("{answer}_{n}")) }</p>
                            }
                        </li>
                    }) }
                </ol>
            </>
        }
    };
    html! {
        <div class="plan">
            <p>{ t!("lesson.plan.lead") }</p>
            { for PARTS.map(part) }
        </div>
    }
}
