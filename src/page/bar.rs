use super::field::{Field, NumberField};
use super::part::Env;
use super::say::t;
use super::{Request, dom};
use crate::chart::Track;
use crate::state::{Action, Merge, Row, SMALLEST_DRAGGED, fixed, full, short};
use std::rc::Rc;
use web_sys::Element;
use yew::prelude::*;

/// A grip that drags one probability: the part that bars in rows and on the chart share.
///
/// A drag previews from the state before it, so that dragging there and back restores the other
/// labels' ratios; Escape gives it up.
#[derive(Default)]
pub(super) struct Grip {
    pointer: Option<i32>,
}

/// What a grip drags.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Handle {
    pub(super) row: Row,
    pub(super) label: usize,
}

impl Grip {
    pub(super) fn down(
        &mut self,
        event: &PointerEvent,
        handle: Handle,
        value: f64,
        send: &Callback<Request>,
    ) {
        if event.button() != 0 || self.pointer.is_some() {
            return;
        }
        // Yew listens at the root, so the event's current target is the root: the slider is found
        // from where the event began.
        let slider = dom::target::<Element>(event).and_then(|e| e.closest("[role=slider]").ok());
        if let Some(slider) = slider.flatten() {
            let _ = slider.set_pointer_capture(event.pointer_id());
        }
        self.pointer = Some(event.pointer_id());
        self.drag(event, handle, value, send);
    }

    pub(super) fn drag(
        &self,
        event: &PointerEvent,
        handle: Handle,
        value: f64,
        send: &Callback<Request>,
    ) {
        if self.pointer == Some(event.pointer_id()) {
            let Handle { row, label } = handle;
            send.emit(Request::Preview(Action::Drag {
                row,
                label,
                value: round(value),
            }));
        }
    }

    pub(super) fn up(&mut self, event: &PointerEvent, send: &Callback<Request>) {
        if self.pointer == Some(event.pointer_id()) {
            self.pointer = None;
            send.emit(Request::Commit);
        }
    }

    /// The browser took the pointer away, mostly to scroll the page.
    pub(super) fn cancelled(&mut self, event: &PointerEvent, send: &Callback<Request>) {
        if self.pointer == Some(event.pointer_id()) {
            self.give_up(send);
        }
    }

    fn give_up(&mut self, send: &Callback<Request>) {
        self.pointer = None;
        send.emit(Request::Cancel);
    }

    /// Arrows by a hundredth (with Shift by a thousandth), Page Up and Down by a tenth, Home, End.
    pub(super) fn key(&mut self, event: &KeyboardEvent, handle: Handle, send: &Callback<Request>) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let fine = if event.shift_key() { 0.001 } else { 0.01 };
        let Handle { row, label } = handle;
        let to = |value| {
            Request::Edit(
                Action::Drag { row, label, value },
                Some(Merge::Bar(row, label)),
            )
        };
        // Steps are relative: a held key is quicker than the page is drawn on a slow machine, and what is drawn is old then.
        let by = |step| Request::Step {
            row,
            label,
            by: step,
        };
        let request = match event.key().as_str() {
            "Escape" if self.pointer.is_some() => {
                event.prevent_default();
                self.give_up(send);
                return;
            }
            "ArrowRight" | "ArrowUp" => by(fine),
            "ArrowLeft" | "ArrowDown" => by(-fine),
            "PageUp" => by(0.1),
            "PageDown" => by(-0.1),
            "Home" => to(SMALLEST_DRAGGED),
            "End" => to(1.0),
            _ => return,
        };
        event.prevent_default();
        send.emit(request);
    }
}

/// Steps and drags land on thousandths: finer than a pixel, and pleasant to read.
pub(super) fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Whether a key moves a grip, so that its release ends a run of steps.
pub(super) fn is_step(event: &KeyboardEvent) -> bool {
    matches!(
        event.key().as_str(),
        "ArrowRight"
            | "ArrowUp"
            | "ArrowLeft"
            | "ArrowDown"
            | "PageUp"
            | "PageDown"
            | "Home"
            | "End"
    )
}

/// The words of a slider's value: "Positive, 90 percent" is its name and this.
pub(super) fn value_text(value: f64) -> AttrValue {
    t!("bar.value", percent = short(value * 100.0))
}

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) row: Row,
    pub(super) label: usize,
    pub(super) labels: Rc<Vec<String>>,
    pub(super) value: f64,
    pub(super) locked: bool,
    /// What the row is about, for the slider's name.
    pub(super) about: AttrValue,
    pub(super) env: Env,
}

pub(super) enum Msg {
    Down(PointerEvent),
    Move(PointerEvent),
    Up(PointerEvent),
    Cancelled(PointerEvent),
    Key(KeyboardEvent),
    /// By the same way as the key itself: straight to the page it would overtake the last step.
    KeyUp(KeyboardEvent),
}

/// One label of a row: name, bar with grip, number.
pub(super) struct Bar {
    grip: Grip,
    track: NodeRef,
}

impl Component for Bar {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self {
            grip: Grip::default(),
            track: NodeRef::default(),
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let Props {
            row,
            label,
            ref env,
            ..
        } = *ctx.props();
        let send = &env.send;
        let handle = Handle { row, label };
        match msg {
            Msg::Down(event) => self.grip.down(&event, handle, self.value_at(&event), send),
            Msg::Move(event) => self.grip.drag(&event, handle, self.value_at(&event), send),
            Msg::Up(event) => self.grip.up(&event, send),
            Msg::Cancelled(event) => self.grip.cancelled(&event, send),
            Msg::Key(event) => self.grip.key(&event, handle, send),
            Msg::KeyUp(event) if is_step(&event) => send.emit(Request::Settle),
            Msg::KeyUp(_) => {}
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props {
            row,
            label,
            labels,
            value,
            locked,
            about,
            env,
        } = ctx.props();
        let name = labels.get(*label).cloned().unwrap_or_default();
        let link = ctx.link();
        let prompt = match row {
            Row::Prompt(i) => Some(i.to_string()),
            Row::Input(_) => None,
        };
        let slider_name = t!("bar.name", label = name, about = about);
        let share = format!("{}%", fixed(value * 100.0, 2));
        html! {
            <div class="bar" data-k={label.to_string()} data-i={prompt}>
                <span class="bar-label" dir="auto" title={name.clone()}>
                    <span class={format!("swatch label-{label}")} aria-hidden="true"></span>
                    <span class="bar-label-text">{ &name }</span>
                </span>
                <div
                    ref={&self.track}
                    class={classes!("bar-track", locked.then_some("is-locked"))}
                    role="slider"
                    tabindex="0"
                    aria-label={slider_name.clone()}
                    aria-valuemin="0.1"
                    aria-valuemax="99.9"
                    aria-valuenow={short(value * 100.0)}
                    aria-valuetext={value_text(*value)}
                    data-full={format!("{name} {}", full(*value))}
                    onpointerdown={link.callback(Msg::Down)}
                    onpointermove={link.callback(Msg::Move)}
                    onpointerup={link.callback(Msg::Up)}
                    onpointercancel={link.callback(Msg::Cancelled)}
                    onkeydown={link.callback(Msg::Key)}
                    onkeyup={link.callback(Msg::KeyUp)}
                >
                    <svg class={format!("bar-svg label-{label}")} aria-hidden="true">
                        <rect class="bar-fill" x="0" y="0" width={share.clone()} height="100%" />
                        <svg class="bar-grip-place" x={share}>
                            <rect class="bar-grip" x="-5" y="1" width="10" height="22" rx="4" />
                            <path class="bar-grip-mark" d="M-1.5 8v8M1.5 8v8" />
                        </svg>
                    </svg>
                </div>
                <NumberField
                    field={Field::Probability { row: *row, label: *label, labels: Rc::clone(labels) }}
                    value={*value}
                    name={t!("bar.number", label = name, about = about)}
                    env={env.clone()}
                />
            </div>
        }
    }
}

impl Bar {
    fn value_at(&self, event: &PointerEvent) -> f64 {
        let Some(track) = self.track.cast::<Element>() else {
            return 0.0;
        };
        let place = track.get_bounding_client_rect();
        if place.width() <= 0.0 {
            return 0.0;
        }
        (f64::from(event.client_x()) - place.left()) / place.width()
    }
}

/// The value of a chart's track under the pointer, relative to the element that holds the chart.
pub(super) fn track_value(track: &Track, event: &PointerEvent, chart: &Element) -> f64 {
    let place = chart.get_bounding_client_rect();
    track.value_at(
        f64::from(event.client_x()) - place.left(),
        f64::from(event.client_y()) - place.top(),
    )
}
