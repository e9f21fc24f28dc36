//! The last chapter: summary, code, share and print, glossary, sources.

use super::source;
use crate::lesson::chapters::GLOSSARY;
use crate::link::{self, View};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::{say, t};
use crate::page::lesson::plan::plan;
use crate::page::lesson::text::marked;
use crate::page::msg::{AppMsg, Copied, LessonMsg};
use crate::page::panels::data_menu::how_to_get;
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::page::widgets::choice::choices;
use crate::page::widgets::copy::{code_languages, copy_button, select_all};
use std::convert::Infallible;
use yew::prelude::*;

/// Number of points in the summary.
const POINTS: usize = 9;

/// The piece of the last chapter.
#[derive(Default)]
pub(crate) struct Summary;

impl Piece for Summary {
    type Msg = Infallible;

    fn update(&mut self, msg: Infallible, _: &PieceInput, _: &Env) -> bool {
        match msg {}
    }

    fn view(&self, input: &PieceInput, env: &Env, _: &PieceLink<Infallible>) -> Html {
        html! {
            <div class="take">
                <section class="take-summary" aria-labelledby="take-summary">
                    <h3 id="take-summary">{ t!("lesson.take.summary.title") }</h3>
                    <ol>
                        { for (1..=POINTS).map(|n| html! {
                            <li>{ marked(&say(&format!("lesson.take.summary.item_{n}")), env) }</li>
                        }) }
                    </ol>
                </section>
                { code(input, env) }
                { share(input, env) }
                { how_to_get() }
                <details class="take-plan">
                    <summary><h3>{ t!("lesson.plan.title") }</h3></summary>
                    { plan("h4", env) }
                </details>
                { glossary() }
                <section aria-labelledby="take-sources">
                    <h3 id="take-sources">{ t!("lesson.take.sources.title") }</h3>
                    { source::list() }
                    <p class="hint">{ t!("lesson.take.made_up") }</p>
                </section>
            </div>
        }
    }
}

fn code(input: &PieceInput, env: &Env) -> Html {
    let learn = |msg| env.on_click(AppMsg::Lesson(msg));
    html! {
        <section aria-labelledby="take-code">
            <h3 id="take-code">{ t!("lesson.take.code.title") }</h3>
            <div class="buttons">
                <button onclick={learn(LessonMsg::Bring)}>{ t!("lesson.take.code.mine") }</button>
                <button onclick={learn(LessonMsg::Restore)}>{ t!("lesson.take.code.example") }</button>
            </div>
            { choices("lesson-code", t!("lesson.take.code.language"), false, code_languages(input.ui), env) }
            <pre class="code" translate="no" tabindex="0" role="group" aria-labelledby="take-code"><code>{ &input.code }</code></pre>
            <div class="buttons">
                { copy_button(Copied::Code, t!("lesson.take.code.copy"), &input.code, input.ui, env) }
            </div>
        </section>
    }
}

/// A link to the first chapter in this language, and buttons to print and to present the lesson.
fn share(input: &PieceInput, env: &Env) -> Html {
    let view = View {
        lang: Some(env.language.tag().to_owned()),
        ..View::default()
    };
    let link: AttrValue = format!("{}#{}", dom::address(), link::format_lesson(1, &view)).into();
    let learn = |msg| env.on_click(AppMsg::Lesson(msg));
    html! {
        <section class="take-share" aria-labelledby="take-share">
            <h3 id="take-share">{ t!("lesson.take.share.title") }</h3>
            <div class="copy-line">
                <input type="text" readonly=true value={&link} aria-label={t!("lesson.take.share.link")} onfocus={select_all} />
                { copy_button(Copied::Link, t!("share.copy"), &link, input.ui, env) }
            </div>
            if input.ui.copied == Copied::Blocked {
                <p class="field-problem" role="alert">{ t!("share.no_clipboard") }</p>
            }
            <div class="buttons">
                <button title={t!("lesson.ui.print_hint")} onclick={learn(LessonMsg::Print(true))}>{ t!("lesson.take.share.print") }</button>
                <button title={t!("lesson.ui.presenter_hint")} onclick={learn(LessonMsg::Present(true))}>{ t!("lesson.take.share.present") }</button>
            </div>
        </section>
    }
}

/// The glossary, with every term in both languages.
fn glossary() -> Html {
    let row = |term: &&str| {
        let words = |part: &str| say(&format!("lesson.take.glossary.term.{term}.{part}"));
        html! {
            <tr>
                <th scope="row" lang="en">{ words("english") }</th>
                <td lang="zh">{ words("chinese") }</td>
                <td>{ words("meaning") }</td>
            </tr>
        }
    };
    html! {
        <section aria-labelledby="take-glossary">
            <h3 id="take-glossary">{ t!("lesson.take.glossary.title") }</h3>
            <table class="glossary">
                <thead><tr>
                    <th scope="col">{ t!("lesson.take.glossary.english") }</th>
                    <th scope="col">{ t!("lesson.take.glossary.chinese") }</th>
                    <th scope="col">{ t!("lesson.take.glossary.meaning") }</th>
                </tr></thead>
                <tbody>{ for GLOSSARY.iter().map(row) }</tbody>
            </table>
        </section>
    }
}
