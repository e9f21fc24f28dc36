//! What the page shows: the panels of the workbench, and those of the lesson's figure.

use super::App;
use crate::lesson::chapters::Figure;
use crate::link;
use crate::page::desk::Desk;
use crate::page::equation::Equation;
use crate::page::fit_panel::FitPanel;
use crate::page::lesson::{self, Frame, Lesson};
use crate::page::notices::Notices;
use crate::page::part::{Env, Part};
use crate::page::piece::{Kind, Piece};
use crate::page::preset_bar::PresetBar;
use crate::page::prompt_panel::PromptPanel;
use crate::page::say::t;
use crate::page::use_panel::UsePanel;
use std::rc::Rc;
use yew::prelude::*;

impl App {
    fn piece(&self, desk: &Desk, kind: Kind) -> Piece {
        Piece {
            kind,
            state: Rc::clone(desk.history.present()),
            derived: Rc::clone(&desk.derived),
            selected: desk.selected,
            shown: self.shown,
            code: self.code.clone(),
            answered: false,
        }
    }

    fn prompt_panel(desk: &Desk, env: &Env) -> Html {
        let state = desk.history.present();
        let panel = PromptPanel {
            labels: Rc::clone(&state.labels),
            locked: state.locked.clone(),
            template: Rc::clone(&state.template),
            prompts: Rc::clone(&state.prompts),
        };
        Part::PromptPanel(panel).html(0, env)
    }

    fn fit_panel(&self, desk: &Desk, env: &Env) -> Html {
        let panel = FitPanel {
            state: Rc::clone(desk.history.present()),
            derived: Rc::clone(&desk.derived),
            by_hand: self.shown.by_hand,
            entry: self.shown.entry,
            whole: self.shown.whole,
        };
        Part::FitPanel(panel).html(1, env)
    }

    fn use_panel<'a>(&'a self, desk: &'a Desk, env: &'a Env) -> UsePanel<'a> {
        UsePanel {
            state: desk.history.present(),
            derived: &desk.derived,
            settled: &desk.settled,
            order: &desk.order,
            selected: desk.selected,
            shown: self.shown,
            palette: &self.palette,
            text_size: self.text_size,
            geometry: self.piece(desk, Kind::Line),
            env,
        }
    }

    fn equation(desk: &Desk, env: &Env) -> Html {
        let equation = Equation {
            state: Rc::clone(desk.history.present()),
            derived: Rc::clone(&desk.derived),
            selected: desk.selected,
        };
        Part::Equation(equation).html(3, env)
    }

    pub(super) fn workbench(&self, env: &Env) -> Html {
        let desk = &self.bench;
        let shows = |part: link::Part| !self.view.hide.contains(&part);
        let presets = PresetBar {
            preset: desk.preset,
            untouched: desk.is_untouched(),
        };
        let alone = match self.view.view {
            link::Shown::Workbench => None,
            link::Shown::Prompts => Some(Self::prompt_panel(desk, env)),
            link::Shown::Fit => Some(self.fit_panel(desk, env)),
            link::Shown::Use => Some(self.use_panel(desk, env).view()),
            link::Shown::Chart => Some(self.use_panel(desk, env).chart_alone()),
            link::Shown::Equation => Some(Self::equation(desk, env)),
            link::Shown::Geometry => {
                Some(html! { <div class="panel">{ self.piece(desk, Kind::Line).html(env) }</div> })
            }
        };
        if let Some(alone) = alone {
            return html! { <main id="figure" tabindex="-1">{ self.notices(env) }{ alone }</main> };
        }
        html! {
            <main id="figure" tabindex="-1">
                <p class="lede">
                    { t!("page.lede_before") }<em>{ t!("page.lede_nothing") }</em>{ t!("page.lede_after") }
                </p>
                if shows(link::Part::Presets) {
                    { Part::PresetBar(presets).html(1, env) }
                }
                { self.notices(env) }
                <div class="panels">
                    { Self::prompt_panel(desk, env) }
                    { self.fit_panel(desk, env) }
                    { self.use_panel(desk, env).view() }
                </div>
                if shows(link::Part::Equation) {
                    { Self::equation(desk, env) }
                }
            </main>
        }
    }

    fn notices(&self, env: &Env) -> Html {
        Part::Notices(Notices(Rc::clone(&self.messages))).html(2, env)
    }

    /// The panels of the lesson's figure, the one that matters first.
    fn figure(&self, desk: &Desk, figure: Figure, env: &Env) -> Html {
        let prompts = || Self::prompt_panel(desk, env);
        let piece = |kind| {
            html! { <div class="panel">{ self.piece(desk, kind).html(env) }</div> }
        };
        match figure {
            Figure::Prompts => prompts(),
            Figure::Fit => html! { <>{ prompts() }{ self.fit_panel(desk, env) }</> },
            Figure::Use => html! { <>{ self.use_panel(desk, env).view() }{ prompts() }</> },
            Figure::Equation => {
                html! { <>{ Self::equation(desk, env) }{ prompts() }{ self.fit_panel(desk, env) }</> }
            }
            Figure::Line => html! { <>{ piece(Kind::Line) }{ prompts() }</> },
            Figure::Triangle => html! { <>{ piece(Kind::Triangle) }{ prompts() }</> },
            Figure::Pairwise => html! { <>{ piece(Kind::Pairwise) }{ prompts() }</> },
            Figure::Paper => piece(Kind::Paper),
        }
    }

    pub(super) fn lesson_view(&self, lesson: &Lesson, env: &Env) -> Html {
        if lesson.printing {
            let chapters = lesson.handout();
            let chapters = chapters.iter().map(|(desk, figure)| {
                (
                    self.figure(desk, *figure, env),
                    self.piece(desk, Kind::Ghost),
                )
            });
            return lesson::handout(chapters.collect(), env);
        }
        let frame = Frame {
            lesson,
            figure: html! { <>{ self.notices(env) }{ self.figure(&lesson.desk, lesson.figure(), env) }</> },
            piece: self.piece(&lesson.desk, Kind::Ghost),
            controls: !self.view.hide.contains(&link::Part::Controls),
            env,
        };
        frame.view()
    }
}
