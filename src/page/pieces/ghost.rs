//! Empty bars that the reader drags to what a fair model would say about nothing; then the model's own bars.
//!
//! The model's answer comes from the chapter, not from the figure: the figure must not show it before it is asked for.

use crate::calibration::Distribution;
use crate::lesson::chapters::CHAPTERS;
use crate::link;
use crate::page::lesson::LearnRequest;
use crate::page::part::Env;
use crate::page::piece::{Acts, Msg, Piece, To};
use crate::page::say::t;
use crate::page::{Request, dom};
use crate::state::{State, fixed, full, short};
use web_sys::Element;
use yew::prelude::*;

/// The prediction that the guess answers.
const PREDICTION: usize = 1;

const REVEAL: usize = 0;
const AGAIN: usize = 1;

/// This far from even a guess still counts as even.
const EVEN_WITHIN: f64 = 0.02;

/// The reader's guess.
pub(super) struct Ghost {
    /// What the model says about nothing, with its labels.
    model: State,
    /// `None` until a bar is touched: bars that stand somewhere would be an answer by themselves.
    guess: Option<Distribution>,
    drag: Option<Drag>,
}

struct Drag {
    pointer: i32,
    before: Option<Distribution>,
}

impl Ghost {
    pub(super) fn new() -> Self {
        let [chapter, ..] = &CHAPTERS;
        Self {
            model: link::parse(chapter.state, &[]).state,
            guess: None,
            drag: None,
        }
    }

    fn guessed(&self, label: usize) -> Option<f64> {
        self.guess.as_ref()?.get(label)
    }

    fn said(&self, label: usize) -> f64 {
        let nothing = self.model.prompts.first();
        nothing
            .and_then(|nothing| nothing.p.get(label))
            .unwrap_or(0.0)
    }

    /// The label that the most of `value` goes to, and that share.
    fn leading(&self, value: impl Fn(usize) -> f64) -> (usize, f64) {
        let labels = (0..self.model.k()).map(|label| (label, value(label)));
        labels.fold(
            (0, 0.0),
            |best, next| if next.1 > best.1 { next } else { best },
        )
    }

    fn set(&mut self, label: usize, value: f64) {
        let even = Distribution::even(self.model.k());
        let before = self.guess.as_ref().unwrap_or(&even);
        let value = ((value * 100.0).round() / 100.0).clamp(0.0, 1.0);
        if let Ok(guess) = before.pin(label, value, &vec![false; self.model.k()]) {
            self.guess = Some(guess);
        }
    }

    fn key(&mut self, label: usize, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return false;
        }
        let value = self.guessed(label).unwrap_or(0.0);
        let value = match event.key().as_str() {
            "Escape" => match self.drag.take() {
                Some(drag) => {
                    event.prevent_default();
                    self.guess = drag.before;
                    return true;
                }
                None => return false,
            },
            "ArrowUp" | "ArrowRight" => value + 0.01,
            "ArrowDown" | "ArrowLeft" => value - 0.01,
            "PageUp" => value + 0.1,
            "PageDown" => value - 0.1,
            "Home" => 0.0,
            "End" => 1.0,
            _ => return false,
        };
        event.prevent_default();
        self.set(label, value);
        true
    }

    /// Which option of the prediction the guess is: even, more of the first label, more of another.
    fn option(&self) -> Option<usize> {
        let even = 1.0 / self.model.k() as f64;
        let first = self.guessed(0)?;
        Some(if (first - even).abs() <= EVEN_WITHIN + 1e-9 {
            1
        } else if first > even {
            2
        } else {
            3
        })
    }

    /// What is to be said about the guess.
    fn feedback(&self) -> Option<AttrValue> {
        let option = self.option()?;
        let (label, value) = self.leading(|label| self.guessed(label).unwrap_or(0.0));
        let even = 1.0 / self.model.k() as f64;
        let (name, shown) = (self.model.label(label), short(value));
        Some(if value - even < 0.005 {
            t!("lesson.nothing.ghost.even_said")
        } else if option == 1 {
            t!(
                "lesson.nothing.ghost.near_said",
                label = name,
                value = shown
            )
        } else {
            t!(
                "lesson.nothing.ghost.lean_said",
                label = name,
                value = shown
            )
        })
    }
}

/// The value under the pointer. Yew listens at the root: the slider is found from where the event began.
fn value_at(event: &PointerEvent, slider: &Element) -> f64 {
    let place = slider.get_bounding_client_rect();
    if place.height() <= 0.0 {
        return 0.0;
    }
    (place.bottom() - f64::from(event.client_y())) / place.height()
}

fn slider(event: &PointerEvent) -> Option<Element> {
    dom::target::<Element>(event)?
        .closest("[role=slider]")
        .ok()?
}

impl Acts for Ghost {
    fn update(&mut self, msg: Msg, piece: &Piece, env: &Env) -> bool {
        let learn = |request| env.send.emit(Request::Learn(request));
        match msg {
            Msg::Click(REVEAL) => {
                self.drag = None;
                if let Some(option) = self.option() {
                    learn(LearnRequest::Guess(PREDICTION, option));
                }
                learn(LearnRequest::Reveal(PREDICTION));
            }
            Msg::Click(AGAIN) => {
                self.guess = None;
                learn(LearnRequest::Again(PREDICTION));
            }
            Msg::Down(label, event) => {
                let free = event.button() == 0 && self.drag.is_none() && !piece.answered;
                let Some(slider) = slider(&event).filter(|_| free) else {
                    return false;
                };
                let _ = slider.set_pointer_capture(event.pointer_id());
                self.drag = Some(Drag {
                    pointer: event.pointer_id(),
                    before: self.guess.clone(),
                });
                self.set(label, value_at(&event, &slider));
            }
            Msg::Move(label, event) if self.holds(&event) => {
                let Some(slider) = slider(&event) else {
                    return false;
                };
                self.set(label, value_at(&event, &slider));
            }
            Msg::Up(_, event) if self.holds(&event) => self.drag = None,
            // The browser took the pointer away, mostly to scroll the page.
            Msg::Cancelled(_, event) if self.holds(&event) => {
                self.guess = self.drag.take().and_then(|drag| drag.before);
            }
            Msg::Key(label, event) if !piece.answered => return self.key(label, &event),
            _ => return false,
        }
        true
    }

    fn view(&self, piece: &Piece, _: &Env, to: &To) -> Html {
        let answered = piece.answered;
        html! {
            <div class="ghost">
                <p class="hint">{ t!("lesson.nothing.ghost.hint") }</p>
                <div class="ghost-bars">
                    <span class="ghost-even" aria-hidden="true">{ t!("lesson.nothing.ghost.even") }</span>
                    { for (0..self.model.k()).map(|label| self.bar(label, answered, to)) }
                </div>
                if answered && self.guess.is_some() {
                    <p class="ghost-legend hint">
                        <span class="ghost-key" aria-hidden="true"></span>{ t!("lesson.nothing.ghost.your_bars") }
                        <span class="ghost-key is-model" aria-hidden="true"></span>{ t!("lesson.nothing.ghost.model_bars") }
                    </p>
                }
                <div class="buttons">
                    // One button that changes, so that it keeps the focus.
                    <button class={(!answered).then_some("primary")} onclick={to.click(if answered { AGAIN } else { REVEAL })}>
                        { if answered { t!("lesson.nothing.ghost.again") } else { t!("lesson.nothing.ghost.reveal") } }
                    </button>
                </div>
                <div class="ghost-said" role="status">
                    if answered {
                        { self.verdict() }
                    }
                </div>
            </div>
        }
    }
}

impl Ghost {
    fn holds(&self, event: &PointerEvent) -> bool {
        let drag = self.drag.as_ref();
        drag.is_some_and(|drag| drag.pointer == event.pointer_id())
    }

    fn bar(&self, label: usize, answered: bool, to: &To) -> Html {
        let name = self.model.label(label).to_owned();
        let guess = self.guessed(label);
        let shown = guess.map_or_else(|| "–".to_owned(), short);
        let value = guess.unwrap_or(0.0);
        let said = if answered { self.said(label) } else { 0.0 };
        let share = |value: f64| format!("{}%", fixed(value * 100.0, 2));
        let text = t!("lesson.nothing.ghost.value", label = name, value = shown);
        html! {
            <div class={format!("ghost-bar label-{label}")} data-k={label.to_string()}>
                <div
                    class={classes!("ghost-track", answered.then_some("is-shown"))}
                    role="slider"
                    tabindex="0"
                    aria-orientation="vertical"
                    aria-label={t!("lesson.nothing.ghost.name", label = name)}
                    aria-valuemin="0"
                    aria-valuemax="1"
                    aria-valuenow={short(value)}
                    aria-valuetext={text}
                    aria-readonly={answered.then_some("true")}
                    onpointerdown={to.pointer(label, Msg::Down)}
                    onpointermove={to.pointer(label, Msg::Move)}
                    onpointerup={to.pointer(label, Msg::Up)}
                    onpointercancel={to.pointer(label, Msg::Cancelled)}
                    onkeydown={to.key(label)}
                >
                    <svg class="ghost-svg" aria-hidden="true">
                        <rect class="ghost-guess" x="12%" width="76%" y={share(1.0 - value)} height={share(value)} rx="3" />
                        <rect class="ghost-model" x="28%" width="44%" y={share(1.0 - said)} height={share(said)} />
                        <line class="ghost-middle" x1="0" x2="100%" y1="50%" y2="50%" />
                        if !answered {
                            <svg class="ghost-grip-place" x="50%" y={share(1.0 - value)}>
                                <rect class="ghost-grip" x="-14" y="-5" width="28" height="10" rx="4" />
                                <path class="ghost-grip-mark" d="M-6 -1.5h12M-6 1.5h12" />
                            </svg>
                        }
                    </svg>
                </div>
                <span class="ghost-label"><span class={format!("swatch label-{label}")} aria-hidden="true"></span><span dir="auto">{ &name }</span></span>
                <span class="ghost-values">
                    <span class="ghost-value">{ shown }</span>
                    if answered {
                        <span class="ghost-value is-model" data-full={format!("{name} {}", full(said))}>{ short(said) }</span>
                    }
                </span>
            </div>
        }
    }

    fn verdict(&self) -> Html {
        let (label, value) = self.leading(|label| self.said(label));
        let more = value - 1.0 / self.model.k() as f64;
        let model = t!(
            "lesson.nothing.ghost.model_said",
            label = self.model.label(label),
            value = short(value),
            distance = short(more)
        );
        let feedback = self.feedback();
        html! {
            <>
                if let Some(feedback) = feedback {
                    <p>{ feedback }</p>
                }
                <p>{ model }</p>
            </>
        }
    }
}
