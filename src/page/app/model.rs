//! The model that answers: opening one, asking it about rows, and putting its answers into the state.

use super::App;
use crate::asking::Failure;
use crate::lesson::chapters::{Step, chapter};
use crate::link::ModelKind;
use crate::page::i18n::t;
use crate::page::model::{self, News, Offer, Opened, Phase};
use crate::page::msg::{AppMsg, ModelMsg};
use crate::page::panels::model_box;
use crate::page::{dom, host};
use crate::state::{Action, Row, State};
use gloo_timers::callback::Timeout;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;

/// Greatest number of rows that are asked about without being asked for.
const MOST_AT_ONCE: usize = 50;

/// Number of waiting rows from which answers are shown in steps, and the time between two of these, in milliseconds.
const MANY: usize = 16;
const STEP_MS: u32 = 250;

impl App {
    pub(super) fn update_model(&mut self, msg: ModelMsg) -> bool {
        if !self.offers_models() {
            return false;
        }
        // What has the focus may go: then it stays in the same place of the page.
        self.focus_model |= matches!(
            msg,
            ModelMsg::Choose
                | ModelMsg::Open(_)
                | ModelMsg::Find
                | ModelMsg::Serve(_)
                | ModelMsg::Close
                | ModelMsg::Pause(_)
        );
        match msg {
            ModelMsg::Choose => {
                self.asking.end(Phase::Choosing(None));
                self.seek_offer();
            }
            ModelMsg::Offered(offer) => match &mut self.asking.phase {
                Phase::Choosing(known) => *known = Some(offer),
                _ => return false,
            },
            ModelMsg::Open(opened) => {
                self.asking.end(Phase::Starting);
                self.opening += 1;
                self.opened = Some(opened.clone());
                let (number, send) = (self.opening, self.send.clone());
                let tell = send.reform(|news| AppMsg::Model(ModelMsg::News(news)));
                spawn_local(async move {
                    let started = model::start(engine().as_deref(), &opened, tell).await;
                    let (started, told) = match started {
                        Ok((source, told)) => (Ok(source), told),
                        Err(failure) => (Err(failure), None),
                    };
                    send.emit(AppMsg::Model(ModelMsg::Started(number, started)));
                    if let Some(told) = told {
                        send.emit(AppMsg::Model(ModelMsg::Told(number, told)));
                    }
                });
            }
            ModelMsg::Type(address) => self.address = address,
            ModelMsg::Find => {
                self.asking.end(Phase::Looking);
                self.opening += 1;
                let address = self.address.clone();
                let (number, send) = (self.opening, self.send.clone());
                spawn_local(async move {
                    let listed = model::models(&address).await;
                    send.emit(AppMsg::Model(ModelMsg::Listed(number, listed)));
                });
            }
            ModelMsg::Listed(number, listed) => {
                if number != self.opening || self.asking.phase != Phase::Looking {
                    return false;
                }
                match listed {
                    Err(failure) => self.fail(failure),
                    Ok(listed) => match listed.models.as_slice() {
                        [model] => {
                            let opened =
                                Opened::Server(self.address.clone(), listed.family, model.clone());
                            return self.update_model(ModelMsg::Open(opened));
                        }
                        _ => {
                            self.focus_model |= model_box::has_focus();
                            self.asking.end(Phase::Listed(listed));
                        }
                    },
                }
            }
            ModelMsg::Serve(model) => {
                let Phase::Listed(listed) = &self.asking.phase else {
                    return false;
                };
                let opened = Opened::Server(self.address.clone(), listed.family, model);
                return self.update_model(ModelMsg::Open(opened));
            }
            ModelMsg::Started(number, started) => {
                // The reader may have cancelled meanwhile: then this drops the worker.
                if number != self.opening || self.asking.phase != Phase::Starting {
                    return false;
                }
                match started {
                    Ok(source) => self.asking.set_source(source.0),
                    Err(failure) => self.fail(failure),
                }
            }
            ModelMsg::Told(number, news) => {
                return number == self.opening
                    && self.asking.phase == Phase::Starting
                    && self.hear(news);
            }
            ModelMsg::News(news) => return self.hear(news),
            ModelMsg::HelperStarted(number, helper) => {
                if number == self.opening {
                    self.asking.set_helper(helper.map(|helper| helper.0));
                }
                return false;
            }
            ModelMsg::HelperNews(news) => {
                let answers = matches!(news, News::Answers(_));
                self.asking.hear_helper(news);
                if answers {
                    return self.show_soon();
                }
                self.ask();
            }
            ModelMsg::Show => {
                self.pending_answers = None;
                self.ask();
            }
            ModelMsg::Close => self.asking.end(Phase::Closed),
            ModelMsg::Ask(row) => {
                self.asking.answers.forget_failures();
                self.ask_about(BTreeSet::from([row]));
            }
            ModelMsg::AskAll => {
                self.asking.answers.forget_failures();
                self.ask_about(self.workspace().history.present().rows().collect());
            }
            ModelMsg::Pause(paused) => {
                self.asking.paused = paused;
                self.ask();
            }
        }
        true
    }

    /// Says why a model could not be opened.
    fn fail(&mut self, failure: Failure) {
        self.focus_model |= model_box::has_focus();
        self.asking.end(Phase::Failed(failure));
    }

    fn hear(&mut self, news: News) -> bool {
        let answers = matches!(news, News::Answers(_));
        let ready = matches!(news, News::Ready { .. });
        self.focus_model |= (ready || matches!(news, News::Failed(_))) && model_box::has_focus();
        self.asking.hear(news);
        if answers {
            return self.show_soon();
        }
        if ready {
            self.announcement = match self.asking.name() {
                Some(name) => t!("model.answers", name = name),
                None => self.announcement.clone(),
            };
            self.begin_asking();
        }
        true
    }

    /// Shows answers that have come: at once if few are waited for, else in steps.
    fn show_soon(&mut self) -> bool {
        if self.asking.waiting <= MANY {
            self.ask();
            return true;
        }
        if self.pending_answers.is_none() {
            let send = self.send.clone();
            self.pending_answers = Some(Timeout::new(STEP_MS, move || {
                send.emit(AppMsg::Model(ModelMsg::Show));
            }));
        }
        false
    }

    /// Starts a second worker if that would help and the machine has room for it.
    fn get_help(&mut self) {
        let Some(navigator) = dom::window().map(|window| window.navigator()) else {
            return;
        };
        // Not every browser tells its memory, in gigabytes.
        let memory = host::get(&navigator, "deviceMemory").and_then(|memory| memory.as_f64());
        let has_room =
            navigator.hardware_concurrency() >= 4.0 && memory.is_none_or(|memory| memory >= 4.0);
        let Some(opened) = self.opened.clone() else {
            return;
        };
        if !has_room || !self.asking.wants_helper() {
            return;
        }
        let (number, send) = (self.opening, self.send.clone());
        let tell = send.reform(|news| AppMsg::Model(ModelMsg::HelperNews(news)));
        spawn_local(async move {
            let started = model::start(engine().as_deref(), &opened, tell).await;
            let helper = started.ok().map(|(source, _)| source);
            send.emit(AppMsg::Model(ModelMsg::HelperStarted(number, helper)));
        });
    }

    /// Asks a model that has just been opened about the rows that it has not answered: the context-free prompts, and the inputs if
    /// they are few.
    fn begin_asking(&mut self) {
        let state = self.workspace().history.present();
        if self.is_source(state) {
            self.ask();
            return;
        }
        let mut rows: BTreeSet<Row> = (0..state.prompts.len()).map(Row::Prompt).collect();
        if state.inputs.len() <= MOST_AT_ONCE {
            rows.extend((0..state.inputs.len()).map(Row::Input));
        }
        self.ask_about(rows);
    }

    /// Returns whether a state's answers are those of the model that answers now.
    fn is_source(&self, state: &State) -> bool {
        let source = state.measured.as_ref().map(|measured| &measured.source);
        source.is_some() && source == self.asking.name()
    }

    /// Has rows asked about, as one step.
    fn ask_about(&mut self, rows: BTreeSet<Row>) {
        let Some(source) = self.asking.name().cloned() else {
            return;
        };
        self.asking.paused = false;
        let action = Action::Ask { source, rows };
        if self.workspace_mut().history.edit(&action, None).is_ok() {
            self.changed();
        }
    }

    /// Has the rows asked about that an edit has changed, where the rows were nobody's answers before.
    pub(super) fn ask_about_edit(&mut self, action: &Action, before: &Rc<State>) {
        let state = Rc::clone(self.workspace().history.present());
        let Some(source) = self.asking.name().cloned() else {
            return;
        };
        if self.is_source(&state) || Rc::ptr_eq(before, &state) {
            return;
        }
        let rows = state.asked_by(action, before);
        if !rows.is_empty() {
            let ask = Action::Ask { source, rows };
            let _ = self.workspace_mut().history.amend(&ask);
        }
    }

    /// Puts what was answered into the state, and asks what is still open. Called after every change of the state.
    pub(super) fn ask(&mut self) {
        if self.asking.name().is_none() || self.view.readonly {
            return;
        }
        let state = Rc::clone(self.workspace().history.present());
        let mut due = Default::default();
        if self.is_source(&state) {
            due = self.asking.answers.due(&state);
        }
        // During a drag, answers wait for its end.
        if !due.known.is_empty() && !self.workspace().history.dragging() {
            let source = self.asking.name().cloned().unwrap_or_default();
            let answers = std::mem::take(&mut due.known);
            let answer = Action::Answer { source, answers };
            if self.workspace_mut().history.amend(&answer).is_ok() {
                self.workspace_mut().changed();
                self.schedule_write();
                if self.shows_code() {
                    self.write_code();
                }
            }
        }
        self.asking.ask(&due);
        self.get_help();
    }

    fn seek_offer(&self) {
        let send = self.send.clone();
        let Some(base) = engine().filter(|_| self.offers(ModelKind::Page)) else {
            return;
        };
        spawn_local(async move {
            let offer = Offer::of(&base).await;
            send.emit(AppMsg::Model(ModelMsg::Offered(offer)));
        });
    }

    /// Returns whether the reader can ask a model here: on a page of its own, and elsewhere if the author wants it. In the lesson only
    /// in chapters that speak of it, until there is one.
    pub(super) fn offers_models(&self) -> bool {
        let chapter = self.view.learn.and_then(chapter);
        let speaks_of_it = chapter.is_none_or(|chapter| chapter.steps.contains(&Step::AskModel));
        let printing = self.lesson.as_ref().is_some_and(|lesson| lesson.printing);
        !self.view.readonly
            && !printing
            && (speaks_of_it || self.asking.phase != Phase::Closed)
            && (self.offers(ModelKind::Page) || self.offers(ModelKind::Server))
    }

    /// Returns whether a model of this kind can be asked here.
    pub(super) fn offers(&self, kind: ModelKind) -> bool {
        let there = kind != ModelKind::Page || engine().is_some();
        there && (!self.embedded || self.view.models.contains(&kind))
    }

    pub(super) fn is_live(&self) -> bool {
        self.asking.name().is_some() && !self.view.readonly
    }
}

/// The address of the folder with the engine.
fn engine() -> Option<String> {
    host::host("model")?.as_string()
}
