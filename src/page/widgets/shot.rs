use super::icons;
use super::text_field::TextField;
use crate::page::dom;
use crate::page::drag::{Drag, DragEvent, Gesture, Step};
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, EditMsg, maybe};
use crate::page::widgets::choice::option;
use crate::state::{Action, Example, TextOf};
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// Index of the example.
    pub(crate) i: usize,
    pub(crate) examples: Rc<Vec<Example>>,
    pub(crate) labels: Rc<Vec<String>>,
    pub(crate) env: Env,
}

/// A few-shot example: its place, which is dragged or moved by keys, its text and its label.
#[derive(Default)]
pub(crate) struct Shot {
    drag: Drag,
}

impl Component for Shot {
    type Message = DragEvent;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, ctx: &Context<Self>, event: DragEvent) -> bool {
        let Props {
            i, examples, env, ..
        } = ctx.props();
        let (from, last) = (*i, examples.len().saturating_sub(1));
        let send = |msg| env.send.emit(AppMsg::Edit(msg));
        let go = |to: usize| {
            send(EditMsg::Apply(Action::MoveExample { from, to }, None));
            // The handle goes with its example.
            dom::focus(&handle(to));
        };
        match self.drag.on(&event, None) {
            Some(Gesture::Move(at)) => {
                // Rows are of one height.
                let to = (at.y * examples.len() as f64).clamp(0.0, last as f64) as usize;
                send(EditMsg::Preview(Action::MoveExample { from, to }));
            }
            Some(Gesture::Release) => send(EditMsg::Commit),
            Some(Gesture::Cancel) => send(EditMsg::Cancel),
            Some(Gesture::Step(Step::Up(by))) if by > 0.0 => go(from.saturating_sub(1)),
            Some(Gesture::Step(Step::Up(_))) => go((from + 1).min(last)),
            Some(Gesture::Step(Step::First)) => go(0),
            Some(Gesture::Step(Step::Last)) => go(last),
            _ => {}
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props {
            i,
            examples,
            labels,
            env,
        } = ctx.props();
        let i = *i;
        let Some(example) = examples.get(i) else {
            return Html::default();
        };
        let pointer = (ctx.link()).callback(|event: PointerEvent| DragEvent::from(event));
        let key = (ctx.link()).callback(|event: KeyboardEvent| DragEvent::from(event));
        let set = {
            let examples = Rc::clone(examples);
            move |change: &dyn Fn(&mut Vec<Example>)| {
                let mut examples = (*examples).clone();
                change(&mut examples);
                AppMsg::Edit(EditMsg::Apply(Action::SetExamples(examples), None))
            }
        };
        let remove = set(&|examples| {
            examples.remove(i);
        });
        let onchange = maybe(&env.send, move |event: Event| {
            let chosen = dom::target::<HtmlSelectElement>(&event)?.selected_index();
            let label = usize::try_from(chosen).ok()?;
            Some(set(&|examples| {
                if let Some(example) = examples.get_mut(i) {
                    example.label = label;
                }
            }))
        });
        html! {
            <li class="shot">
                <span id={handle(i)} class="shot-handle" role="slider" tabindex="0" aria-orientation="vertical"
                    aria-label={t!("shots.place", number = i + 1)}
                    aria-valuemin="1" aria-valuemax={examples.len().to_string()} aria-valuenow={(i + 1).to_string()}
                    title={t!("shots.drag")}
                    onpointerdown={&pointer} onpointermove={&pointer} onpointerup={&pointer} onpointercancel={&pointer}
                    onlostpointercapture={pointer} onkeydown={&key} onkeyup={key}>
                    { icons::handle() }
                </span>
                <TextField text_of={TextOf::Example(i)} class="shot-text" value={example.text.clone()}
                    name={t!("shots.text", number = i + 1)} placeholder={t!("shots.placeholder")} env={env.clone()} />
                <select aria-label={t!("shots.label", number = i + 1)} {onchange}>
                    { for labels.iter().enumerate().map(|(k, label)| option(label.clone().into(), k == example.label)) }
                </select>
                { env.icon_button(icons::trash(), t!("shots.remove", number = i + 1), remove, false) }
            </li>
        }
    }
}

/// The id of an example's handle.
fn handle(i: usize) -> String {
    format!("shot-{i}")
}
