//! Dragging, the same for everything on the page that can be dragged: bars, a chart's bars, ghost bars, points on a line or in
//! a triangle.
//!
//! A component keeps a [`Drag`], gives its slider [`DragEvent`]s as the only handler of pointers and keys, and acts on the
//! [`Gesture`] that [`Drag::on`] makes of them. The element over whose sides positions are measured carries `data-drag-area`.

use super::dom;
use super::msg::{AppMsg, EditMsg};
use crate::state::{Action, Merge, Row, SMALLEST_DRAGGED};
use web_sys::{Element, KeyboardEvent, PointerEvent};
use yew::Callback;

/// How far a finger may slip and still only tap, in CSS pixels.
const TOLERANCE: f64 = 3.0;

/// A pointer's or a key's event on a slider.
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

/// A position in the drag area, in shares of its width and height from the upper left corner; outside of it less than 0 or more
/// than 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Position {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A step by keyboard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Step {
    /// Left and right arrows.
    Across(f64),
    /// Up and down arrows, Page Up, Page Down.
    Up(f64),
    /// Home.
    First,
    /// End.
    Last,
}

/// The meaning of an event.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Gesture {
    /// Takes something up; nothing has moved yet.
    Hold,
    /// Moves it.
    Move(Position),
    /// Lets it go where it is.
    Release,
    /// Gives the drag up: Escape, or the browser took the pointer away, mostly to scroll the page.
    Cancel,
    /// Moves it by a key.
    Step(Step),
    /// Ends a run of steps: the key was released.
    EndRun,
}

/// The pointer that drags something.
struct Held {
    pointer: i32,
    /// Where it went down, in CSS pixels of the window.
    from: (f64, f64),
    /// From the pointer to the thing that is carried.
    offset: (f64, f64),
    moved: bool,
}

/// A slider's drag, if one goes on.
#[derive(Default)]
pub(crate) struct Drag {
    held: Option<Held>,
}

impl Drag {
    /// Whether a pointer holds the slider.
    pub(crate) fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Gives up without a word: what is dragged is gone.
    pub(crate) fn forget(&mut self) {
        self.held = None;
    }

    /// Makes a gesture of an event. A bar jumps to the pointer at once (`carried` is `None`); a point is carried from where it
    /// is, and only once the pointer has really moved, so that a tap just selects it.
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

    /// Ends the drag; a tap has nothing to end.
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

/// The slider that an event began on. Yew listens at the root, so the event's current target is the root.
fn slider(event: &PointerEvent) -> Option<Element> {
    dom::target::<Element>(event)?
        .closest("[role=slider]")
        .ok()?
}

fn client(event: &PointerEvent) -> (f64, f64) {
    (f64::from(event.client_x()), f64::from(event.client_y()))
}

/// The pointer's position in the drag area, moved by an offset. In shares of the area's box, since only they mean the same in a
/// page that is scaled or zoomed from outside.
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

/// A value on thousandths: finer than a pixel, and pleasant to read.
pub(crate) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// A probability of the state that a slider drags.
#[derive(Clone, Copy, PartialEq)]
pub(crate) struct Probability {
    pub(crate) row: Row,
    pub(crate) label: usize,
}

impl Probability {
    /// Asks the app for what a gesture means to the probability; `value` reads a position.
    ///
    /// A drag previews from the state before it, so that dragging there and back restores the other labels' ratios.
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
            // Relative: a held key is quicker than the page is drawn on a slow machine, and what is drawn is old then.
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
