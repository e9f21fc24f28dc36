//! The text of a chapter: paragraphs, predictions, the activity.

use super::pieces::arrange::Arrange;
use super::pieces::builder::Builder;
use super::pieces::compare::Compare;
use super::pieces::evidence::{OwnSentences, TestSets};
use super::pieces::ghost::Ghost;
use super::pieces::paper::Paper;
use super::pieces::published::published;
use super::pieces::reliability::reliability;
use super::pieces::steps::Steps;
use super::pieces::summary::Summary;
use crate::lesson::chapters::{Activity, CHAPTERS, Chapter, Figure, Step};
use crate::page::env::Env;
use crate::page::geometry::geometry;
use crate::page::i18n::{say, t};
use crate::page::lesson::layout::colour_class;
use crate::page::lesson::session::{Guess, parts, state_of};
use crate::page::lesson::text::{marked, paragraph};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, LessonMsg};
use crate::page::piece::PieceInput;
use crate::state::Derived;
use std::rc::Rc;
use yew::prelude::*;

/// The text of a part of a chapter.
#[derive(Clone, PartialEq)]
pub(crate) struct ChapterText {
    /// The chapter, counted from 1.
    pub(crate) number: usize,
    /// The part, counted from 0; `None` for all parts with every answer, for printing.
    pub(crate) part: Option<usize>,
    pub(crate) guesses: Rc<[Guess]>,
    /// The data of the page for the pieces in the text.
    pub(crate) input: PieceInput,
}

impl View for ChapterText {
    fn view(&self, env: &Env) -> Html {
        let chapter = self.chapter();
        let all = parts(chapter);
        let (steps, last) = match self.part {
            None => (chapter.steps, true),
            Some(part) => (
                all.get(part).copied().unwrap_or_default(),
                part + 1 >= all.len(),
            ),
        };
        let mut shown = Vec::new();
        let mut open = true;
        for (i, step) in steps.iter().enumerate() {
            // With keys: without them Yew matches the list from its end, and a step that appears below a piece would recreate it.
            shown.push(html! { <key={i}>{ self.step(step, env) }</> });
            // The steps after a question would give its answer away: they wait for a guess, or for "show me".
            if let Step::Predict(n) = step
                && self.part.is_some()
                && !self.guess(*n).shown
            {
                open = false;
                break;
            }
        }
        let shown: Html = shown.into_iter().collect();
        html! {
            <div class="chapter-text">
                { shown }
                if open && last {
                    <p class="remember"><span class="remember-name">{ t!("lesson.ui.remember") }</span>{ marked(&self.words("remember"), env) }</p>
                }
            </div>
        }
    }
}

impl ChapterText {
    fn chapter(&self) -> &'static Chapter {
        let [first, ..] = &CHAPTERS;
        CHAPTERS.get(self.number.saturating_sub(1)).unwrap_or(first)
    }

    /// The text `lesson.<id>.<key>`.
    fn words(&self, key: &str) -> AttrValue {
        say(&format!("lesson.{}.{key}", self.chapter().id))
    }

    fn guess(&self, n: usize) -> Guess {
        self.guesses
            .get(n.wrapping_sub(1))
            .copied()
            .unwrap_or_default()
    }

    fn step(&self, step: &Step, env: &Env) -> Html {
        match step {
            Step::Text(n) => paragraph(&self.words(&format!("text_{n}")), env),
            Step::Explain(n) => paragraph(&self.words(&format!("explain_{n}")), env),
            Step::AskModel if env.asks => paragraph(&self.words("ask_model"), env),
            Step::AskModel => Html::default(),
            Step::Section { id, figure, state } => html! {
                <>
                    <h3>{ self.words(&format!("{id}.title")) }</h3>
                    { self.section_figure(*figure, state, env) }
                </>
            },
            Step::Predict(n) => self.prediction(*n, env),
            Step::Activity => self.activity(env),
            Step::Published => published(env),
            Step::Reliability => reliability(),
            Step::NoFigure => Html::default(),
            Step::TestSets => self.input.clone().show::<TestSets>(env),
        }
    }

    /// The section's own figure, shown only in print and if it is another than the chapter's.
    fn section_figure(&self, figure: Figure, state: &'static str, env: &Env) -> Html {
        if self.part.is_some() || figure == self.chapter().figure {
            return Html::default();
        }
        let state = state_of(state);
        let colours = colour_class(&state.labels);
        let input = PieceInput {
            derived: Rc::new(Derived::of(&state)),
            state: Rc::new(state),
            ..self.input.clone()
        };
        let content = match figure {
            Figure::Line | Figure::Triangle | Figure::Pairwise => geometry(input, env),
            Figure::Paper => input.show::<Paper>(env),
            Figure::Prompts
            | Figure::Fit
            | Figure::Use
            | Figure::Check
            | Figure::Equation
            | Figure::None => return Html::default(),
        };
        html! { <div class={classes!("panel", colours)}>{ content }</div> }
    }

    fn activity(&self, env: &Env) -> Html {
        let input = PieceInput {
            // In print every question is answered.
            answered: self.part.is_none() || self.guess(1).shown,
            chosen: self.guess(1).option,
            ..self.input.clone()
        };
        match self.chapter().activity {
            Activity::GhostBars => input.show::<Ghost>(env),
            Activity::Arrange => input.show::<Arrange>(env),
            Activity::Builder => input.show::<Builder>(env),
            Activity::Steps => input.show::<Steps>(env),
            Activity::Compare => input.show::<Compare>(env),
            Activity::Evidence => input.show::<OwnSentences>(env),
            Activity::Summary => input.show::<Summary>(env),
            // The activity is the figure itself, or the questions.
            Activity::Geometry | Activity::Myths => Html::default(),
        }
    }

    fn prediction(&self, n: usize, env: &Env) -> Html {
        let key = |rest: &str| self.words(&format!("predict_{n}.{rest}"));
        let Some(prediction) = self.chapter().predictions.get(n.wrapping_sub(1)) else {
            return Html::default();
        };
        let guess = self.guess(n);
        let shown = guess.shown || self.part.is_none();
        let group = format!("predict-{}-{n}", self.number);
        let option = |m: usize| {
            let onchange = env
                .send
                .reform(move |_: Event| AppMsg::Lesson(LessonMsg::Guess(n, m)));
            let outcome = (shown && (m == prediction.right || guess.option == Some(m))).then_some(
                if m == prediction.right {
                    "is-right"
                } else {
                    "is-wrong"
                },
            );
            html! {
                <label class={classes!("option", outcome)}>
                    <input type="radio" name={group.clone()} checked={guess.option == Some(m)} disabled={shown} {onchange} />
                    <span>{ marked(&key(&format!("option_{m}")), env) }</span>
                    if outcome.is_some() {
                        <span class="option-mark" aria-hidden="true">{ if m == prediction.right { "✓" } else { "✗" } }</span>
                    }
                </label>
            }
        };
        let learn = |msg| env.on_click(AppMsg::Lesson(msg));
        let claim = (self.chapter().activity == Activity::Myths).then(|| key("claim"));
        html! {
            <div class={classes!("predict", shown.then_some("is-shown"))}>
                if let Some(claim) = claim {
                    <p class="claim">{ claim }</p>
                }
                <fieldset>
                    <legend>
                        <span class="predict-name">{ t!("lesson.ui.predict") }</span>
                        { marked(&key("question"), env) }
                    </legend>
                    { for (1..=prediction.options).map(option) }
                </fieldset>
                if !shown {
                    <p class="hint">{ t!("lesson.ui.predict_hint") }</p>
                }
                <div role="status">
                    if shown {
                        if let Some(m) = guess.option {
                            <p class={if m == prediction.right { "feedback is-right" } else { "feedback is-wrong" }}>
                                <strong>{ if m == prediction.right { t!("lesson.ui.right") } else { t!("lesson.ui.not_right") } }</strong>
                                { t!("number.sentence_separator") }{ marked(&key(&format!("feedback_{m}")), env) }
                            </p>
                        }
                        <p>{ marked(&key("reveal"), env) }</p>
                    }
                </div>
                if self.part.is_some() {
                    <div class="buttons">
                        // One button that changes, so that it keeps the focus.
                        <button class={if shown { "link-button" } else { "primary" }} disabled={!shown && guess.option.is_none()}
                            onclick={learn(if shown { LessonMsg::Again(n) } else { LessonMsg::Reveal(n) })}>
                            { if shown { t!("lesson.ui.guess_again") } else { t!("lesson.ui.commit") } }
                        </button>
                        if !shown {
                            <button onclick={learn(LessonMsg::Reveal(n))}>{ t!("lesson.ui.show_me") }</button>
                        }
                    </div>
                }
            </div>
        }
    }
}
