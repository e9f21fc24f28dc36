//! Changes of the state in the current workspace.

use super::App;
use crate::asking::of_random_words;
use crate::import::table::Taken;
use crate::page::dialogs::import::Import;
use crate::page::i18n::{self, t};
use crate::page::msg::{AppMsg, Dialog, EditMsg, ImportMsg};
use crate::page::panels::prompt_panel::DRAWN_AT_ONCE;
use crate::page::widgets::dialog;
use crate::page::{dom, drag};
use crate::phrase::imported::Imported;
use crate::phrase::message::Message;
use crate::presets::Preset;
use crate::state::{Action, MAX_PROMPTS, Merge, Row, State};
use gloo_render::request_animation_frame;
use std::collections::BTreeSet;
use std::rc::Rc;
use web_sys::Element;
use yew::AttrValue;

impl App {
    pub(super) fn update_edit(&mut self, msg: EditMsg) -> bool {
        if !matches!(msg, EditMsg::Preview(_) | EditMsg::Frame | EditMsg::Cancel) {
            self.show_next_preview();
        }
        match msg {
            EditMsg::Type { .. } | EditMsg::EndRun => {}
            // Typed numbers no longer count as typed, but the note about them stays until the state changes.
            EditMsg::BeginTyping => self.workspace_mut().begin_typing(),
            _ => self.workspace_mut().typing = None,
        }
        match msg {
            EditMsg::Apply(action, merge) => self.edit(action, merge),
            EditMsg::Type { row, label, value } => {
                match self.workspace_mut().type_number(row, label, value) {
                    Ok(()) => self.changed(),
                    Err(refusal) => self.notify((&refusal).into()),
                }
            }
            EditMsg::Text { of, text, done } => {
                let merge = Some(Merge::Text(of));
                let action = of.action(text);
                if done {
                    self.edit(action, merge);
                    self.workspace_mut().history.end_run();
                } else {
                    // A refusal is told when the reader is done.
                    let before = Rc::clone(self.workspace().history.present());
                    if self.workspace_mut().history.edit(&action, merge).is_err() {
                        return false;
                    }
                    self.ask_about_edit(&action, &before);
                    self.changed();
                }
            }
            EditMsg::DrawPrompts => {
                let state = self.workspace().history.present();
                let texts = of_random_words(state, DRAWN_AT_ONCE, self.ui.seed);
                self.ui.seed += 1;
                self.edit(Action::AddPrompts(texts), None);
            }
            EditMsg::BeginTyping => return false,
            EditMsg::Step { row, label, by } => return self.step(row, label, by),
            EditMsg::Preview(action) => return self.preview(action),
            EditMsg::Frame => {
                self.frame = None;
                return match self.next_preview.take() {
                    Some(action) => self.workspace_mut().preview(&action),
                    None => false,
                };
            }
            EditMsg::Commit => {
                if self.workspace_mut().history.commit() {
                    self.changed();
                    self.announcement = self.announce_result();
                }
            }
            EditMsg::Cancel => {
                self.next_preview = None;
                self.workspace_mut().history.cancel();
                self.changed();
            }
            EditMsg::EndRun => {
                self.workspace_mut().history.end_run();
                self.announcement = self.announce_result();
            }
            EditMsg::Undo => {
                if self.workspace_mut().history.undo() {
                    self.announcement = t!("header.undone");
                    self.changed();
                }
            }
            EditMsg::Redo => {
                if self.workspace_mut().history.redo() {
                    self.announcement = t!("header.redone");
                    self.changed();
                }
            }
            EditMsg::Load(preset) => {
                if self.waits_for(Some(preset), AppMsg::Edit(EditMsg::Load(preset))) {
                    return true;
                }
                self.open(preset.state(), Some(preset));
                self.announcement = t!("preset.was_loaded");
            }
            EditMsg::Reset => {
                let action = Action::Replace(Box::new((*self.workspace().baseline).clone()));
                if self.workspace_mut().history.edit(&action, None).is_ok() {
                    self.announcement = t!("preset.was_reset");
                    self.changed();
                }
            }
            EditMsg::OpenTable(source) => {
                let labels = Rc::clone(&self.workspace().history.present().labels);
                // The dialog waits for what is read, or for the news that this takes long.
                let waited = self.import.take();
                let mut import = Import::new(source, &labels, self.offers_models(), &self.send);
                import.go_on(waited);
                self.import = Some(import);
            }
            EditMsg::Reading(progress) => {
                if progress.cancel.is_cancelled() {
                    return false;
                }
                let is_known = |import: &mut Import| import.progress(&progress);
                if !self.import.as_mut().is_some_and(is_known) {
                    self.import = Some(Import::waiting(progress));
                }
                self.show_import_dialog();
            }
            EditMsg::TableRead(read) => {
                let labels = Rc::clone(&self.workspace().history.present().labels);
                let read = Rc::into_inner(read);
                let Some((import, read)) = self.import.as_mut().zip(read) else {
                    return false;
                };
                if !import.take(read, &labels) {
                    return false;
                }
                self.focus_import = self.dialog == Some(Dialog::Import);
                self.show_import_dialog();
            }
            EditMsg::RefuseFile(problem) => self.show_import(Import::failed(problem)),
            EditMsg::Import(ImportMsg::Take(taken)) => {
                let asks = |import: &mut Import| import.asks_which(taken);
                if !self.import.as_mut().is_some_and(asks) {
                    self.take_table(taken, &BTreeSet::from_iter(0..MAX_PROMPTS));
                }
            }
            EditMsg::Import(msg) => {
                let labels = Rc::clone(&self.workspace().history.present().labels);
                let picked = self.import.as_ref().and_then(Import::picked);
                match (picked, &mut self.import) {
                    (Some((taken, chosen)), _) if msg == ImportMsg::TakePicked => {
                        self.take_table(taken, &chosen);
                    }
                    (_, Some(import)) => import.choose(&msg, &labels, &self.send),
                    (_, None) => {}
                }
            }
            EditMsg::SearchBest => self.workspace_mut().check(true),
            EditMsg::ReadState(text) => {
                if let Some(problem) = self.read_state(&text) {
                    self.show_import(Import::failed(problem));
                }
            }
        }
        true
    }

    /// Shows an action of a drag. The first of an animation frame is shown at once, so that its charts are drawn in that frame; of
    /// all others only the last, when the frame comes.
    fn preview(&mut self, action: Action) -> bool {
        if self.frame.is_some() {
            self.next_preview = Some(action);
            return false;
        }
        let send = self.send.clone();
        self.frame = Some(request_animation_frame(move |_| {
            send.emit(AppMsg::Edit(EditMsg::Frame));
        }));
        // Nothing has to be laid out for this: the drag has just asked where the pointer is.
        let equation = self.equation.cast::<Element>();
        self.equation_in_view = equation.is_some_and(|equation| dom::in_view(&equation));
        self.workspace_mut().preview(&action)
    }

    /// Shows the preview that waits for an animation frame, if there is one.
    fn show_next_preview(&mut self) {
        if let Some(action) = self.next_preview.take() {
            self.workspace_mut().preview(&action);
        }
    }

    fn step(&mut self, row: Row, label: usize, by: f64) -> bool {
        let p = row.of(self.workspace().history.present());
        let Some(value) = p.and_then(|p| p.get(label)) else {
            return false;
        };
        let value = drag::round(value + by);
        let action = Action::Drag { row, label, value };
        self.edit(action, Some(Merge::Bar(row, label)));
        true
    }

    /// Applies an action as one step, or as a part of the last one; see [`Merge`].
    fn edit(&mut self, action: Action, merge: Option<Merge>) {
        let added = matches!(action, Action::AddInput { .. });
        let before = Rc::clone(self.workspace().history.present());
        match self.workspace_mut().history.edit(&action, merge) {
            Ok(()) => {
                self.ask_about_edit(&action, &before);
                self.changed();
                let workspace = self.workspace_mut();
                if added {
                    workspace.selected = workspace.last_input();
                }
            }
            Err(refusal) => self.notify((&refusal).into()),
        }
    }

    /// Updates what depends on the state; called after every change that is not the preview of a drag.
    pub(super) fn changed(&mut self) {
        self.forget_problem();
        self.workspace_mut().changed();
        self.schedule_write();
        if self.shows_code() {
            self.write_code();
        }
        self.ask();
    }

    /// Opens the state of a preset or a file: one step for undo, a new entry in the browser's history.
    pub(super) fn open(&mut self, state: State, preset: Option<Preset>) {
        self.messages = Rc::default();
        self.workspace_mut().open(state, preset);
        self.write_address(true);
    }

    /// Opens the state in a JSON text; returns what is wrong with it.
    pub(super) fn read_state(&mut self, text: &str) -> Option<Message> {
        let Imported { value, message } = Imported::state(text);
        let Some(state) = value else {
            return message;
        };
        self.open(state, None);
        if let Some(message) = message {
            self.show(message);
        }
        None
    }

    /// Opens the dialog that shows how a table was read, or why it was not.
    fn show_import(&mut self, import: Import) {
        self.import = Some(import);
        self.show_import_dialog();
    }

    fn show_import_dialog(&mut self) {
        self.forget_problem();
        dialog::sync(&self.share_node, false);
        self.dialog = Some(Dialog::Import);
    }

    /// Puts the table of the import dialog into the state, as one step, and closes the dialog.
    fn take_table(&mut self, taken: Taken, chosen: &BTreeSet<usize>) {
        self.dialog = None;
        let Some(import) = self.import.take() else {
            return;
        };
        let Ok(table) = &import.table else {
            return;
        };
        let before = Rc::clone(self.workspace().history.present());
        let next = table.put_into(&before, taken, chosen);
        let count = if taken == Taken::Prompts {
            t!("import.prompts_loaded", count = next.prompts.len())
        } else {
            t!("table.loaded", count = table.inputs.len())
        };
        let asked = table.unanswered(&next, taken, &before);
        let action = Action::Replace(Box::new(next));
        match self.workspace_mut().history.edit(&action, None) {
            Ok(()) => {
                if let Some(source) = self.asking.name().cloned().filter(|_| !asked.is_empty()) {
                    let ask = Action::Ask {
                        source,
                        rows: asked,
                    };
                    let _ = self.workspace_mut().history.amend(&ask);
                }
                self.changed();
                let workspace = self.workspace_mut();
                workspace.selected = if taken == Taken::MoreInputs {
                    before.inputs.len().min(workspace.last_input())
                } else {
                    0
                };
                self.announcement = count;
            }
            Err(refusal) => self.notify(Message::from(&refusal)),
        }
    }

    /// The announcement of the result to screen readers, made once when a drag or a run of steps ends.
    fn announce_result(&self) -> AttrValue {
        let workspace = self.workspace();
        let state = workspace.history.present();
        let output = workspace.derived.input(state, workspace.selected);
        let verdict = output.map(|output| {
            let labels = &state.labels;
            let (before, after) = (
                i18n::decision(&output.label_before, labels),
                i18n::decision(&output.label_after, labels),
            );
            if output.flips() {
                t!("announce.flips", before = before, after = after)
            } else {
                t!("announce.stays", label = after)
            }
        });
        let verdict = verdict.unwrap_or_else(|| t!("fit.undefined_short"));
        t!("announce.rescaled", verdict = verdict)
    }
}
