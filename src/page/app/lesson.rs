//! Actions of the reader in the lesson.

use super::App;
use super::link_messages::in_tag;
use crate::lesson::chapters::CHAPTERS;
use crate::link::Theme;
use crate::page::i18n::t;
use crate::page::lesson::session::{self, Lesson};
use crate::page::msg::LessonMsg;
use crate::page::theme;
use std::rc::Rc;

impl App {
    pub(super) fn update_lesson(&mut self, msg: LessonMsg) {
        let Some(lesson) = &mut self.lesson else {
            return match msg {
                LessonMsg::Go(number) => self.go(number),
                LessonMsg::Open => self.go(session::last_chapter()),
                _ => {}
            };
        };
        match msg {
            LessonMsg::Go(number) => return self.go(number),
            LessonMsg::Open => return self.go(session::last_chapter()),
            LessonMsg::Leave => return self.leave(),
            LessonMsg::Turn(forward) => {
                let number = if forward {
                    lesson.number + 1
                } else {
                    lesson.number.saturating_sub(1)
                };
                return match lesson.turn_part(forward) {
                    true => self.set_figure(false),
                    false => self.go(number.clamp(1, CHAPTERS.len())),
                };
            }
            LessonMsg::Part(part) => {
                lesson.part = part;
                self.focus_chapter = true;
            }
            LessonMsg::Guess(prediction, option) => {
                lesson.guess(prediction, |guess| guess.option = Some(option))
            }
            LessonMsg::Reveal(prediction) => lesson.guess(prediction, |guess| guess.shown = true),
            LessonMsg::Again(prediction) => lesson.guess(prediction, |guess| guess.shown = false),
            LessonMsg::Show(preset) => return lesson.show(preset),
            LessonMsg::Restore => {
                self.announcement = t!("lesson.ui.restored");
                return self.set_figure(true);
            }
            LessonMsg::Take => {
                let state = (**lesson.workspace.history.present()).clone();
                self.view.learn = None;
                self.open(state, None);
                session::remember_workbench();
                self.announcement = t!("lesson.ui.taken");
            }
            LessonMsg::Present(presenting) => lesson.presenting = presenting,
            LessonMsg::Bring => {
                lesson
                    .workspace
                    .open((**self.workbench.history.present()).clone(), None);
            }
            LessonMsg::Print(printing) => {
                lesson.printing = printing;
                if !printing {
                    self.pending_print = None;
                }
                // Paper is white; the charts take their colours from the theme.
                theme::apply(if printing { Theme::Light } else { self.theme }, false);
                self.palette = Rc::new(theme::palette());
            }
            LessonMsg::Forget => {
                lesson.forget();
                self.announcement = t!("lesson.ui.forgotten");
            }
        }
        self.set_figure(false);
    }

    /// Opens a chapter as a new entry of the browser's history.
    fn go(&mut self, number: usize) {
        self.view.learn = Some(number);
        self.messages = Rc::default();
        self.enter(None, false);
        self.focus_chapter = true;
        self.write_address(true);
    }

    fn leave(&mut self) {
        self.view.learn = None;
        session::remember_workbench();
        self.write_address(true);
    }

    /// Opens the chapter that the view names, if it names one. `given` is the link that sets the figure, if there is one; `again`
    /// sets the figure even if it was set in the same way before.
    pub(super) fn enter(&mut self, given: Option<String>, again: bool) {
        let Some(number) = self.view.learn else {
            return;
        };
        let lesson = match &mut self.lesson {
            Some(lesson) => {
                lesson.go(number);
                lesson
            }
            None => self.lesson.insert(Lesson::new(number)),
        };
        lesson.given = given;
        self.set_figure(again);
    }

    /// Sets the figure as the chapter needs it now (see [`Lesson::set_figure`]), and writes the code.
    pub(super) fn set_figure(&mut self, again: bool) {
        if let Some(lesson) = &mut self.lesson {
            lesson.set_figure(again);
            let notices = lesson.take_given();
            for notice in &notices {
                self.show(in_tag(notice.into()));
            }
        }
        self.write_code();
    }
}
