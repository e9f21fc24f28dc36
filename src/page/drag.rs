//! Dragging of everything that can be dragged: bars, a chart's bars, ghost bars, points on a line or in a triangle.
//!
//! A component keeps a [`Drag`], passes all pointer and key events of its slider to [`Drag::on`] as [`DragEvent`]s, and acts on
//! the [`Gesture`]s that this returns. Positions are measured in the enclosing element with the attribute `data-drag-area`.

use super::dom;
use super::msg::{AppMsg, EditMsg};
use crate::state::{Action, Merge, Row, SMALLEST_DRAGGED};
use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::Callback;

/// Distance in CSS pixels that a pointer must move before it drags a point; less is a tap.
const TOLERANCE: f64 = 3.0;

/// A pointer or key event on a slider.
pub(crate) enum DragEvent {
    /// `pointerdown`, `pointermove`, `pointerup`, `pointercancel` or `lostpointercapture`.
    Pointer(PointerEvent),
    /// `keydown` or `keyup`.
    Key(KeyboardEvent),
}

impl From<PointerEvent> for DragEvent {
    fn from(event: PointerEvent) -> Self {
        Self::Pointer(event)
    }
}

impl From<KeyboardEvent> for DragEvent {
    fn from(event: KeyboardEvent) -> Self {
        Self::Key(event)
    }
}

/// A position in the drag area, as shares of its width and height from the upper left corner: 0 to 1, or beyond that outside
/// of the area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Position {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A step by keyboard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Right arrow (positive) or left arrow (negative).
    Across(f64),
    /// Up arrow and Page Up (positive), or down arrow and Page Down (negative).
    Up(f64),
    /// Home.
    First,
    /// End.
    Last,
}

/// The meaning of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Gesture {
    /// Takes hold of a point; nothing has moved yet.
    Hold,
    /// Moves the point or bar to a position.
    Move(Position),
    /// Releases it where it is.
    Release,
    /// Cancels the drag: by Escape, or because the browser took the pointer away, mostly to scroll the page.
    Cancel,
    /// Moves the point or bar by a key.
    Step(Step),
    /// Ends a run of steps: the key was released.
    EndRun,
}

/// The pointer that holds a slider.
struct Held {
    pointer: i32,
    /// Position of `pointerdown`, in CSS pixels of the window.
    from: (f64, f64),
    /// Offset from the pointer to the point that it drags, in shares of the drag area; zero for a bar.
    offset: (f64, f64),
    /// True once the pointer has moved by [`TOLERANCE`]; for a bar, from the start.
    moved: bool,
}

/// The drag of a slider, if one is in progress.
#[derive(Default)]
pub(crate) struct Drag {
    held: Option<Held>,
}

impl Drag {
    /// Returns whether a pointer holds the slider.
    pub(crate) fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Drops the drag without a gesture, for a slider that can no longer be dragged.
    pub(crate) fn forget(&mut self) {
        self.held = None;
    }

    /// Converts an event to a gesture. A bar (`carried` is `None`) jumps to the pointer at once. A point keeps its offset to the
    /// pointer, given its position `carried`, and moves only once the pointer has moved by [`TOLERANCE`], so that a tap just
    /// selects it.
    pub(crate) fn on(&mut self, event: &DragEvent, carried: Option<Position>) -> Option<Gesture> {
        match event {
            DragEvent::Pointer(event) => self.on_pointer(event, carried),
            DragEvent::Key(event) => self.on_key(event),
        }
    }

    fn on_pointer(&mut self, event: &PointerEvent, carried: Option<Position>) -> Option<Gesture> {
        if event.type_() == "pointerdown" {
            return self.take_up(event, carried);
        }
        let held = self.held.as_mut()?;
        if held.pointer != event.pointer_id() {
            return None;
        }
        match event.type_().as_str() {
            "pointermove" => {
                let (x, y) = client(event);
                held.moved |= (x - held.from.0).abs().max((y - held.from.1).abs()) >= TOLERANCE;
                if !held.moved {
                    return None;
                }
                let offset = held.offset;
                position(event, offset).map(Gesture::Move)
            }
            "pointerup" => self.end(Gesture::Release),
            // `lostpointercapture` also comes after `pointerup`, when nothing is held any more.
            _ => self.end(Gesture::Cancel),
        }
    }

    fn take_up(&mut self, event: &PointerEvent, carried: Option<Position>) -> Option<Gesture> {
        if event.button() != 0 || self.is_held() {
            return None;
        }
        let here = position(event, (0.0, 0.0))?;
        let _ = slider(event)?.set_pointer_capture(event.pointer_id());
        let offset = carried.map_or((0.0, 0.0), |at| (at.x - here.x, at.y - here.y));
        self.held = Some(Held {
            pointer: event.pointer_id(),
            from: client(event),
            offset,
            moved: carried.is_none(),
        });
        Some(match carried {
            Some(_) => Gesture::Hold,
            None => Gesture::Move(here),
        })
    }

    /// Ends the drag and returns `gesture`, unless it was only a tap.
    fn end(&mut self, gesture: Gesture) -> Option<Gesture> {
        self.held.take().filter(|held| held.moved).map(|_| gesture)
    }

    fn on_key(&mut self, event: &KeyboardEvent) -> Option<Gesture> {
        if event.key() == "Escape" && self.is_held() {
            event.prevent_default();
            return self.end(Gesture::Cancel);
        }
        let step = step(event)?;
        if event.type_() == "keyup" {
            return Some(Gesture::EndRun);
        }
        event.prevent_default();
        Some(Gesture::Step(step))
    }
}

/// Finds the slider of an event by its target. (Yew listens at the root, so the current target is the root.)
fn slider(event: &PointerEvent) -> Option<Element> {
    dom::target::<Element>(event)?
        .closest("[role=slider]")
        .ok()?
}

fn client(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The pointer's position in the drag area plus an offset, in shares of the area's box: these stay right if the surrounding
/// page is scaled or zoomed.
fn position(event: &PointerEvent, offset: (f64, f64)) -> Option<Position> {
    let area = dom::target::<Element>(event)?
        .closest("[data-drag-area]")
        .ok()??
        .get_bounding_client_rect();
    let (x, y) = client(event);
    (area.width() > 0.0 && area.height() > 0.0).then(|| Position {
        x: (x - area.left()) / area.width() + offset.0,
        y: (y - area.top()) / area.height() + offset.1,
    })
}

/// The step of a key: arrows by a hundredth (with Shift by a thousandth), Page Up and Down by a tenth, Home, End.
fn step(event: &KeyboardEvent) -> Option<Step> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() {
        return None;
    }
    let fine = if event.shift_key() { 0.001 } else { 0.01 };
    Some(match event.key().as_str() {
        "ArrowRight" => Step::Across(fine),
        "ArrowLeft" => Step::Across(-fine),
        "ArrowUp" => Step::Up(fine),
        "ArrowDown" => Step::Up(-fine),
        "PageUp" => Step::Up(0.1),
        "PageDown" => Step::Up(-0.1),
        "Home" => Step::First,
        "End" => Step::Last,
        _ => return None,
    })
}

/// Rounds a value to thousandths: finer than a pixel, and easy to read.
pub(crate) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// The probability of the state that a slider changes.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Probability {
    pub(crate) row: Row,
    pub(crate) label: usize,
}

impl Probability {
    /// Sends the app what a gesture means for the probability; `value` converts a position to a probability.
    ///
    /// Every preview starts from the state before the drag, so that dragging there and back restores the other labels' ratios.
    pub(crate) fn drag(
        self,
        gesture: Gesture,
        value: impl Fn(Position) -> f64,
        send: &Callback<AppMsg>,
    ) {
        let Self { row, label } = self;
        let set = |value| Action::Drag { row, label, value };
        let msg = match gesture {
            Gesture::Hold => return,
            Gesture::Move(position) => EditMsg::Preview(set(round(value(position)))),
            // Relative: on a slow machine a held key repeats faster than the page is drawn, so the value shown may be out of date.
            Gesture::Step(Step::Across(by) | Step::Up(by)) => EditMsg::Step { row, label, by },
            Gesture::Step(Step::First) => {
                EditMsg::Apply(set(SMALLEST_DRAGGED), Some(Merge::Bar(row, label)))
            }
            Gesture::Step(Step::Last) => EditMsg::Apply(set(1.0), Some(Merge::Bar(row, label))),
            Gesture::Release => EditMsg::Commit,
            Gesture::Cancel => EditMsg::Cancel,
            Gesture::EndRun => EditMsg::EndRun,
        };
        send.emit(AppMsg::Edit(msg));
    }
}
