//! Empty bars that the reader drags to what a fair model would say about nothing; then the model's own bars.
//!
//! The model's answer comes from the chapter's data, not from the figure, which must not show it before the reader asks for it.

use crate::calibration::Distribution;
use crate::lesson::chapters::CHAPTERS;
use crate::link;
use crate::page::drag::{Drag, DragEvent, Gesture, Step};
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, LessonMsg};
use crate::page::piece::{Piece, PieceInput, PieceLink};
use crate::state::{State, fixed, full, short};
use yew::prelude::*;

/// The prediction that the guess answers, counted from 1.
const PREDICTION: usize = 1;

/// Greatest distance from even at which a guess counts as even.
const EVEN_WITHIN: f64 = 0.02;

/// The reader's guess.
pub(crate) struct Ghost {
    /// The state with the model's answer about nothing, and its labels.
    model: State,
    /// `None` until a bar is touched: bars with values would already suggest an answer.
    guess: Option<Distribution>,
    drag: Drag,
    /// The guess before the drag in progress.
    before_drag: Option<Distribution>,
}

/// An event on the bar of a label.
pub(crate) struct Msg(usize, DragEvent);

impl Default for Ghost {
    fn default() -> Self {
        let [chapter, ..] = &CHAPTERS;
        Self {
            model: link::parse(chapter.state, &[]).state,
            guess: None,
            drag: Drag::default(),
            before_drag: None,
        }
    }
}

impl Ghost {
    fn guessed(&self, label: usize) -> Option<f64> {
        self.guess.as_ref()?.get(label)
    }

    /// Sets the guess for a label, rounded to hundredths; the other labels share the rest.
    fn set(&mut self, label: usize, value: f64) {
        let even = Distribution::even(self.model.k());
        let before = self.guess.as_ref().unwrap_or(&even);
        let value = ((value * 100.0).round() / 100.0).clamp(0.0, 1.0);
        if let Ok(guess) = before.pin(label, value, &vec![false; self.model.k()]) {
            self.guess = Some(guess);
        }
    }

    fn step(&mut self, label: usize, step: Step) {
        let value = self.guessed(label).unwrap_or(0.0);
        // Guesses are rounded to hundredths, so smaller steps would have no effect.
        let by = |by: f64| value + by.signum() * by.abs().max(0.01);
        self.set(
            label,
            match step {
                Step::Across(step) | Step::Up(step) => by(step),
                Step::First => 0.0,
                Step::Last => 1.0,
            },
        );
    }

    fn option(&self) -> Option<usize> {
        option(&self.model, self.guess.as_ref())
    }

    /// The guess that the bars show: the reader's own, unless another option was chosen below. Then it is one that this option means.
    fn shown(&self, chosen: Option<usize>) -> Option<Distribution> {
        let first = match chosen {
            Some(option) if self.option() != Some(option) => match option {
                1 => 0.5,
                2 => 0.75,
                _ => 0.25,
            },
            _ => return self.guess.clone(),
        };
        let even = Distribution::even(self.model.k());
        even.pin(0, first, &vec![false; self.model.k()]).ok()
    }

    /// Chooses the option of the question below that the bars mean. Its button shows the model's answer.
    fn choose(&self, env: &Env) {
        if let Some(option) = self.option() {
            let guess = LessonMsg::Guess(PREDICTION, option);
            env.send.emit(AppMsg::Lesson(guess));
        }
    }
}

/// The bars of a guess, and the model's beside it.
struct Bars<'a> {
    model: &'a State,
    guess: Option<Distribution>,
}

/// The option of the prediction that the guess means: 1 even, 2 more of the first label, 3 less of it.
fn option(model: &State, guess: Option<&Distribution>) -> Option<usize> {
    let even = 1.0 / model.k() as f64;
    let first = guess?.get(0)?;
    Some(if (first - even).abs() <= EVEN_WITHIN + 1e-9 {
        1
    } else if first > even {
        2
    } else {
        3
    })
}

impl Piece for Ghost {
    type Msg = Msg;

    fn update(&mut self, Msg(label, event): Msg, input: &PieceInput, env: &Env) -> bool {
        if input.answered {
            self.drag.forget();
            return false;
        }
        if !self.drag.is_held() {
            self.guess = self.shown(input.chosen);
            self.before_drag = self.guess.clone();
        }
        match self.drag.on(&event, None) {
            Some(Gesture::Move(at)) => self.set(label, 1.0 - at.y),
            Some(Gesture::Step(step)) => {
                self.step(label, step);
                self.choose(env);
            }
            Some(Gesture::Cancel) => self.guess = self.before_drag.take(),
            Some(Gesture::Release) => self.choose(env),
            Some(Gesture::Hold | Gesture::EndRun) | None => return false,
        }
        true
    }

    fn view(&self, input: &PieceInput, _: &Env, link: &PieceLink<Msg>) -> Html {
        let answered = input.answered;
        let bars = Bars {
            model: &self.model,
            guess: if self.drag.is_held() {
                self.guess.clone()
            } else {
                self.shown(input.chosen)
            },
        };
        html! {
            <div class="ghost">
                <p class="hint">{ t!("lesson.nothing.ghost.hint") }</p>
                <div class="ghost-bars">
                    <span class="ghost-even" aria-hidden="true">{ t!("lesson.nothing.ghost.even") }</span>
                    { for (0..self.model.k()).map(|label| bars.bar(label, answered, link)) }
                </div>
                if answered && bars.guess.is_some() {
                    <p class="ghost-legend hint">
                        <span class="ghost-key" aria-hidden="true"></span>{ t!("lesson.nothing.ghost.your_bars") }
                        <span class="ghost-key is-model" aria-hidden="true"></span>{ t!("lesson.nothing.ghost.model_bars") }
                    </p>
                }
                <div class="ghost-said" role="status" translate="no">
                    if answered {
                        { bars.verdict() }
                    }
                </div>
            </div>
        }
    }
}

impl Bars<'_> {
    fn guessed(&self, label: usize) -> Option<f64> {
        self.guess.as_ref()?.get(label)
    }

    /// The model's probability of a label.
    fn said(&self, label: usize) -> f64 {
        let nothing = self.model.prompts.first();
        nothing
            .and_then(|nothing| nothing.p.get(label))
            .unwrap_or(0.0)
    }

    /// The label with the largest `value`, and that value.
    fn leading(&self, value: impl Fn(usize) -> f64) -> (usize, f64) {
        let labels = (0..self.model.k()).map(|label| (label, value(label)));
        labels.fold(
            (0, 0.0),
            |best, next| if next.1 > best.1 { next } else { best },
        )
    }

    fn bar(&self, label: usize, answered: bool, link: &PieceLink<Msg>) -> Html {
        let name = self.model.label(label).to_owned();
        let guess = self.guessed(label);
        let shown = guess.map_or_else(|| "–".to_owned(), short);
        let value = guess.unwrap_or(0.0);
        let said = if answered { self.said(label) } else { 0.0 };
        let share = |value: f64| format!("{}%", fixed(value * 100.0, 2));
        let pointer = link.callback(move |event: PointerEvent| Msg(label, event.into()));
        let key = link.callback(move |event: KeyboardEvent| Msg(label, event.into()));
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
                    data-drag-area=""
                    onpointerdown={&pointer}
                    onpointermove={&pointer}
                    onpointerup={&pointer}
                    onpointercancel={&pointer}
                    onlostpointercapture={pointer}
                    onkeydown={key}
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
                <span class="ghost-values" translate="no">
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
        html! { <p>{ model }</p> }
    }
}
