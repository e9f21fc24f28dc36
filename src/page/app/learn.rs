//! What happens in the lesson.

use super::App;
use super::address::in_tag;
use crate::link::Theme;
use crate::page::lesson::{self, LearnRequest, Lesson};
use crate::page::say::t;
use crate::page::theme;
use std::rc::Rc;

impl App {
    pub(super) fn learn(&mut self, request: LearnRequest) {
        let Some(lesson) = &mut self.lesson else {
            if let LearnRequest::Go(number) = request {
                self.go(number);
            }
            return;
        };
        match request {
            LearnRequest::Go(number) => return self.go(number),
            LearnRequest::Leave => return self.leave(),
            LearnRequest::Turn(forward) => {
                let number = if forward {
                    lesson.number + 1
                } else {
                    lesson.number.saturating_sub(1)
                };
                return match lesson.turn_part(forward) {
                    true => self.set_figure(false),
                    false => self.go(number.clamp(1, crate::lesson::chapters::CHAPTERS.len())),
                };
            }
            LearnRequest::Part(part) => {
                lesson.part = part;
                self.focus_chapter = true;
            }
            LearnRequest::Guess(prediction, option) => {
                lesson.guess(prediction, |guess| guess.option = Some(option))
            }
            LearnRequest::Reveal(prediction) => {
                lesson.guess(prediction, |guess| guess.shown = true)
            }
            LearnRequest::Again(prediction) => {
                lesson.guess(prediction, |guess| *guess = Default::default())
            }
            LearnRequest::Show(preset) => return lesson.show(preset),
            LearnRequest::Restore => {
                self.announcement = t!("lesson.ui.restored");
                return self.set_figure(true);
            }
            LearnRequest::Take => {
                let state = (**lesson.desk.history.present()).clone();
                self.view.learn = None;
                self.open(state, None);
                lesson::remember_workbench();
                self.announcement = t!("lesson.ui.taken");
            }
            LearnRequest::Present(presenting) => lesson.presenting = presenting,
            LearnRequest::Bring => {
                lesson
                    .desk
                    .open((**self.bench.history.present()).clone(), None);
            }
            LearnRequest::Print(printing) => {
                lesson.printing = printing;
                if !printing {
                    self.pending_print = None;
                }
                // Paper is white; the charts take their colours from the theme.
                theme::apply(if printing { Theme::Light } else { self.theme }, false);
                self.palette = Rc::new(theme::palette());
            }
            LearnRequest::Forget => {
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
        lesson::remember_workbench();
        self.write_address(true);
    }

    /// Opens the lesson at the chapter that the view names, if it names one. A link may have given what the figure is to show.
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

    pub(super) fn set_figure(&mut self, again: bool) {
        if let Some(lesson) = &mut self.lesson {
            lesson.set_figure(again);
            let notices = lesson.take_given();
            for notice in &notices {
                self.tell(in_tag(notice.into()));
            }
        }
        self.write_code();
    }
}
