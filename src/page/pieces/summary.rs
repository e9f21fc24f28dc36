//! What to take along: the summary, the code, share and print, glossary, sources.

use super::source;
use crate::lesson::chapters::GLOSSARY;
use crate::link::{self, View};
use crate::page::choice::choices;
use crate::page::lesson::{LearnRequest, marked};
use crate::page::part::Env;
use crate::page::piece::{Acts, Msg, Piece, To};
use crate::page::request::Copied;
use crate::page::say::{say, t};
use crate::page::share_dialog::{code_languages, copy_button, select_all};
use crate::page::{Request, dom};
use yew::prelude::*;

/// The points of the summary.
const POINTS: usize = 8;

pub(super) struct Summary;

impl Acts for Summary {
    fn update(&mut self, _: Msg, _: &Piece, _: &Env) -> bool {
        false
    }

    fn view(&self, piece: &Piece, env: &Env, _: &To) -> Html {
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
                { code(piece, env) }
                { share(piece, env) }
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

fn code(piece: &Piece, env: &Env) -> Html {
    let learn = |request| env.ask(Request::Learn(request));
    html! {
        <section aria-labelledby="take-code">
            <h3 id="take-code">{ t!("lesson.take.code.title") }</h3>
            <div class="buttons">
                <button onclick={learn(LearnRequest::Bring)}>{ t!("lesson.take.code.mine") }</button>
                <button onclick={learn(LearnRequest::Restore)}>{ t!("lesson.take.code.example") }</button>
            </div>
            { choices("lesson-code", t!("lesson.take.code.language"), false, code_languages(piece.shown), env) }
            <pre class="code" tabindex="0" role="group" aria-labelledby="take-code"><code>{ &piece.code }</code></pre>
            <div class="buttons">
                { copy_button(Copied::Code, t!("lesson.take.code.copy"), &piece.code, piece.shown, env) }
            </div>
        </section>
    }
}

/// A link to the first chapter in this language; print, present.
fn share(piece: &Piece, env: &Env) -> Html {
    let view = View {
        lang: Some(env.language.tag().to_owned()),
        ..View::default()
    };
    let link: AttrValue = format!("{}#{}", dom::address(), link::format_lesson(1, &view)).into();
    let learn = |request| env.ask(Request::Learn(request));
    html! {
        <section class="take-share" aria-labelledby="take-share">
            <h3 id="take-share">{ t!("lesson.take.share.title") }</h3>
            <div class="copy-line">
                <input type="text" readonly=true value={&link} aria-label={t!("lesson.take.share.link")} onfocus={select_all} />
                { copy_button(Copied::Link, t!("share.copy"), &link, piece.shown, env) }
            </div>
            if piece.shown.copied == Copied::Blocked {
                <p class="field-problem" role="alert">{ t!("share.no_clipboard") }</p>
            }
            <div class="buttons">
                <button title={t!("lesson.ui.print_hint")} onclick={learn(LearnRequest::Print(true))}>{ t!("lesson.take.share.print") }</button>
                <button title={t!("lesson.ui.presenter_hint")} onclick={learn(LearnRequest::Present(true))}>{ t!("lesson.take.share.present") }</button>
            </div>
        </section>
    }
}

/// The terms in both languages, whichever is being read.
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
