//! One label of a row: name, bar with a grip, number.

use super::number_field::{Field, NumberField};
use crate::page::dom;
use crate::page::drag::{Drag, DragEvent, Probability};
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::state::{Row, fixed, full, short};
use std::rc::Rc;
use yew::prelude::*;

/// The value of a slider in words, such as "90 percent".
pub(crate) fn value_text(value: f64) -> AttrValue {
    t!("bar.value", percent = short(value * 100.0))
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) row: Row,
    pub(crate) label: usize,
    pub(crate) labels: Rc<Vec<String>>,
    pub(crate) value: f64,
    pub(crate) locked: bool,
    /// The text of the row's prompt or input, for the slider's name.
    pub(crate) about: AttrValue,
    pub(crate) env: Env,
}

/// One label of a row.
#[derive(Default)]
pub(crate) struct Bar {
    drag: Drag,
}

impl Component for Bar {
    type Message = DragEvent;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self::default()
    }

    fn update(&mut self, ctx: &Context<Self>, event: DragEvent) -> bool {
        let Props {
            row,
            label,
            ref env,
            ..
        } = *ctx.props();
        if let Some(gesture) = self.drag.on(&event, None) {
            Probability { row, label }.drag(gesture, |at| at.x, &env.send);
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
        let pointer = ctx
            .link()
            .callback(|event: PointerEvent| DragEvent::from(event));
        let key = ctx
            .link()
            .callback(|event: KeyboardEvent| DragEvent::from(event));
        let prompt = match row {
            Row::Prompt(i) => Some(i.to_string()),
            Row::Input(_) => None,
        };
        // As in a file manager: a double click on a name renames it.
        let field = format!(".label-row[data-k=\"{label}\"] input");
        let ondblclick = Callback::from(move |_: MouseEvent| dom::reveal(&field));
        let slider_name = t!("bar.name", label = name, about = about);
        let share = format!("{}%", fixed(value * 100.0, 2));
        html! {
            <div class="bar" data-k={label.to_string()} data-i={prompt}>
                <span class="bar-label" dir="auto" title={name.clone()} {ondblclick}>
                    <span class={format!("swatch label-{label}")} aria-hidden="true"></span>
                    <span class="bar-label-text">{ &name }</span>
                </span>
                <div
                    class={classes!("bar-track", locked.then_some("is-locked"))}
                    role="slider"
                    tabindex="0"
                    aria-label={slider_name.clone()}
                    aria-valuemin="0.1"
                    aria-valuemax="99.9"
                    aria-valuenow={short(value * 100.0)}
                    aria-valuetext={value_text(*value)}
                    data-full={format!("{name} {}", full(*value))}
                    data-drag-area=""
                    onpointerdown={&pointer}
                    onpointermove={&pointer}
                    onpointerup={&pointer}
                    onpointercancel={&pointer}
                    onlostpointercapture={pointer}
                    onkeydown={&key}
                    onkeyup={key}
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
