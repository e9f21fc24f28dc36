//! The page of a chapter: contents, progress, figure, text, and the buttons to go on.

use crate::lesson::chapters::{Activity, CHAPTERS, Figure, Step};
use crate::lesson::colours;
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::{say, t};
use crate::page::lesson::chapter::ChapterText;
use crate::page::lesson::plan::plan;
use crate::page::lesson::session::{Lesson, parts, section_of};
use crate::page::lesson::text::{address, chapter_link, marked};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, LessonMsg};
use crate::page::piece::PieceInput;
use std::rc::Rc;
use yew::prelude::*;

/// The lesson's page.
pub(crate) struct Layout<'a> {
    pub(crate) lesson: &'a Lesson,
    /// The panels of the figure.
    pub(crate) figure: Html,
    pub(crate) input: PieceInput,
    /// True if the buttons around the text are shown.
    pub(crate) controls: bool,
    pub(crate) env: &'a Env,
}

/// The text `lesson.<id>.<key>` of a chapter, counted from 1.
fn words(number: usize, key: &str) -> AttrValue {
    let id = CHAPTERS
        .get(number.wrapping_sub(1))
        .map_or("", |chapter| chapter.id);
    say(&format!("lesson.{id}.{key}"))
}

impl Layout<'_> {
    fn on_click(&self, msg: LessonMsg) -> Callback<MouseEvent> {
        self.env.on_click(AppMsg::Lesson(msg))
    }

    pub(crate) fn view(&self) -> Html {
        let Self {
            lesson,
            env,
            controls,
            ..
        } = self;
        let number = lesson.number;
        let text = ChapterText {
            number,
            part: Some(lesson.part),
            guesses: lesson.guesses(number),
            input: self.input.clone(),
        };
        // On a phone the words come first, except in the summary, whose code has the figure's numbers.
        let figure_last = lesson.chapter().activity != Activity::Summary;
        let has_figure = lesson.figure() != Figure::None;
        html! {
            <main id="figure" tabindex="-1" class={classes!("lesson", lesson.presenting.then_some("is-presenting"))}>
                if *controls {
                    { self.contents() }
                }
                <article class={classes!("chapter", figure_last.then_some("figure-last"), (!has_figure).then_some("is-wide"), colour_class(&lesson.workspace.history.present().labels))} aria-labelledby="chapter-title">
                    <header class="chapter-head">
                        <p class="chapter-number">{ t!("lesson.ui.chapter", number = number, count = CHAPTERS.len()) }</p>
                        <h2 id="chapter-title" tabindex="-1">{ words(number, "title") }</h2>
                        <p class="chapter-lead">{ marked(&words(number, "lead"), env) }</p>
                        { self.parts() }
                    </header>
                    if has_figure {
                        { self.figure_or_its_place() }
                    }
                    { text.memo(number * 100 + lesson.part, env) }
                    { self.way_on() }
                </article>
            </main>
        }
    }

    fn contents(&self) -> Html {
        let Self { lesson, env, .. } = self;
        let done = lesson.read.iter().filter(|read| **read).count();
        let item = |n: usize| {
            let here = n == lesson.number;
            let read = lesson.read.get(n - 1).copied().unwrap_or(false);
            let inner = html! {
                <>
                    <span class="contents-number" aria-hidden="true">{ n }</span>
                    <span class="contents-title">{ words(n, "title") }</span>
                    if read {
                        <span class="contents-read" aria-hidden="true">{ "✓" }</span>
                        <span class="visually-hidden">{ t!("lesson.ui.read") }</span>
                    }
                </>
            };
            html! { <li class={here.then_some("is-here")} aria-current={here.then_some("step")}>{ chapter_link(n, inner, env) }</li> }
        };
        html! {
            <nav class="contents" aria-label={t!("lesson.ui.contents")}>
                <details>
                    <summary>
                        { t!("lesson.ui.contents") }
                        <span class="contents-progress">{ t!("lesson.ui.progress", done = done, count = CHAPTERS.len()) }</span>
                    </summary>
                    <ol>{ for (1..=CHAPTERS.len()).map(item) }</ol>
                    <p class="hint">{ t!("lesson.ui.progress_private") }</p>
                    if done > 0 {
                        <button class="link-button" onclick={self.on_click(LessonMsg::Forget)}>{ t!("lesson.ui.forget") }</button>
                    }
                </details>
                <progress max={CHAPTERS.len().to_string()} value={done.to_string()} aria-label={t!("lesson.ui.progress", done = done, count = CHAPTERS.len())} />
                <div class="contents-tools">
                    <button onclick={self.on_click(LessonMsg::Present(!lesson.presenting))} title={t!("lesson.ui.presenter_hint")}>
                        { if lesson.presenting { t!("lesson.ui.presenter_end") } else { t!("lesson.ui.presenter") } }
                    </button>
                    if lesson.presenting {
                        <span class="hint">{ t!("lesson.ui.keys") }</span>
                    }
                    if !dom::is_element() {
                        <a class="button-link" href={address(&format!("learn={}&lang={}&hide=header,controls", lesson.number, env.language.tag()))}
                            target="_blank" title={t!("lesson.ui.presenter_link_hint")}>{ t!("lesson.ui.presenter_link") }</a>
                    }
                    <button onclick={self.on_click(LessonMsg::Print(true))} title={t!("lesson.ui.print_hint")}>{ t!("lesson.ui.print") }</button>
                </div>
            </nav>
        }
    }

    /// The tabs of the chapter's parts.
    fn parts(&self) -> Html {
        let chapter = self.lesson.chapter();
        let all = parts(chapter);
        if all.len() < 2 {
            return Html::default();
        }
        let count = all.len();
        let tab = |(i, steps): (usize, &&[Step])| {
            let section = section_of(steps).map(|_| self.title_of(i));
            let name = section
                .unwrap_or_else(|| t!("lesson.myths.quiz.title", number = i + 1, count = count));
            let shown = if chapter.activity == Activity::Myths {
                (i + 1).to_string().into()
            } else {
                name.clone()
            };
            let here = (i == self.lesson.part).then_some("true");
            html! {
                <button class="segment-button" aria-current={here} aria-label={name} onclick={self.on_click(LessonMsg::Part(i))}>{ shown }</button>
            }
        };
        html! { <div class="part-tabs">{ for all.iter().enumerate().map(tab) }</div> }
    }

    /// The figure; before the first answer, in a chapter whose figure would give it away, a line that says so in its place.
    fn figure_or_its_place(&self) -> Html {
        if !self.lesson.hides_figure() {
            return self.figure();
        }
        if self.lesson.chapter().activity == Activity::GhostBars {
            return Html::default();
        }
        html! {
            <section class="chapter-figure is-sealed" aria-label={t!("lesson.ui.figure")}>
                <p class="figure-caption">{ t!("lesson.ui.after_guess") }</p>
            </section>
        }
    }

    fn figure(&self) -> Html {
        let workspace = &self.lesson.workspace;
        html! {
            <section class="chapter-figure" aria-label={t!("lesson.ui.figure")}>
                <p class="figure-caption">
                    { marked(&words(self.lesson.number, &self.lesson.caption()), self.env) }
                    if self.lesson.chapter().activity == Activity::Myths {
                        { t!("number.sentence_separator") }{ t!("lesson.myths.quiz.set_up") }
                    }
                    if self.lesson.waits() {
                        { t!("number.sentence_separator") }{ t!("lesson.ui.after_guess") }
                    }
                </p>
                { self.figure.clone() }
                // The paper's tables have no state to change or to copy to the workbench.
                if self.lesson.figure() != Figure::Paper {
                    <div class="buttons figure-tools">
                        if !workspace.is_untouched() {
                            <span class="hint">{ t!("lesson.ui.you_changed") }</span>
                            <button onclick={self.on_click(LessonMsg::Restore)}>{ t!("lesson.ui.back_to_state") }</button>
                        } else {
                            <span class="hint">{ t!("lesson.ui.play") }</span>
                        }
                        <button onclick={self.on_click(LessonMsg::Take)}>{ t!("lesson.ui.take") }</button>
                    </div>
                }
            </section>
        }
    }

    /// The buttons to the next and to the previous part or chapter.
    fn way_on(&self) -> Html {
        let Lesson { number, part, .. } = *self.lesson;
        let count = parts(self.lesson.chapter()).len();
        let chapter = |n: usize, key: fn(AttrValue) -> AttrValue, class: &'static str| {
            html! {
                <button {class} onclick={self.on_click(LessonMsg::Go(n))}>{ key(words(n, "title")) }</button>
            }
        };
        html! {
            <nav class="way-on" aria-label={t!("lesson.ui.lesson")}>
                if part > 0 {
                    <button class="way-back" onclick={self.on_click(LessonMsg::Part(part - 1))}>{ self.previous_part() }</button>
                } else if number > 1 {
                    { chapter(number - 1, |title| t!("lesson.ui.back", title = title), "way-back") }
                }
                if part + 1 < count {
                    <button class="primary" onclick={self.on_click(LessonMsg::Part(part + 1))}>{ self.next_part() }</button>
                } else if number < CHAPTERS.len() {
                    { chapter(number + 1, |title| t!("lesson.ui.next", title = title), "primary") }
                } else {
                    <button class="primary" onclick={self.on_click(LessonMsg::Leave)}>{ t!("lesson.ui.workbench") }</button>
                }
            </nav>
        }
    }

    fn next_part(&self) -> AttrValue {
        if self.lesson.chapter().activity == Activity::Myths {
            return t!("lesson.myths.quiz.next");
        }
        t!(
            "lesson.ui.next",
            title = self.title_of(self.lesson.part + 1)
        )
    }

    fn previous_part(&self) -> AttrValue {
        if self.lesson.chapter().activity == Activity::Myths {
            return t!("lesson.myths.quiz.back");
        }
        t!(
            "lesson.ui.back",
            title = self.title_of(self.lesson.part.saturating_sub(1))
        )
    }

    /// The title of a part of the chapter.
    fn title_of(&self, part: usize) -> AttrValue {
        let all = parts(self.lesson.chapter());
        let id = section_of(all.get(part).copied().unwrap_or_default());
        words(
            self.lesson.number,
            &format!("{}.title", id.unwrap_or_default()),
        )
    }
}

/// All chapters for printing, with every answer; each is given by its figure and the input of its pieces.
pub(crate) fn handout(chapters: Vec<(Html, PieceInput)>, env: &Env) -> Html {
    let chapter = |(number, (figure, input)): (usize, (Html, PieceInput))| {
        let colours = colour_class(&input.state.labels);
        let text = ChapterText {
            number,
            part: None,
            guesses: Rc::from([]),
            input,
        };
        html! {
            <article key={number} class={classes!("chapter", colours)}>
                <header class="chapter-head">
                    <h2>{ t!("lesson.ui.chapter_named", number = number, title = words(number, "title")) }</h2>
                    <p class="chapter-lead">{ marked(&words(number, "lead"), env) }</p>
                </header>
                <section class="chapter-figure">
                    <p class="figure-caption">{ marked(&words(number, "figure"), env) }</p>
                    { figure }
                </section>
                { text.view(env) }
            </article>
        }
    };
    html! {
        <main class="lesson handout">
            { for (1..).zip(chapters).map(chapter) }
            <article key="plan" class="handout-plan">
                <header class="chapter-head"><h2>{ t!("lesson.plan.title") }</h2></header>
                <div class="chapter-text">{ plan("h3", env) }</div>
            </article>
        </main>
    }
}

/// The class by which the labels of a chapter's figure have the colours that they have in all chapters.
pub(crate) fn colour_class(labels: &[String]) -> Option<&'static str> {
    Some(match colours::swapped(labels)? {
        (0, 1) => "colours-0-1",
        _ => "colours-1-2",
    })
}
