use crate::page::dom;
use crate::page::env::Env;
use crate::page::msg::{AppMsg, EditMsg};
use crate::state::TextOf;
use gloo_timers::callback::Timeout;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Time without a key after which what was typed is asked about, in milliseconds.
const PAUSE_MS: u32 = 333;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) text_of: TextOf,
    pub(crate) value: AttrValue,
    pub(crate) name: AttrValue,
    #[prop_or_default]
    pub(crate) placeholder: AttrValue,
    pub(crate) class: &'static str,
    pub(crate) env: Env,
}

pub(crate) enum Msg {
    Input(String),
    /// The reader has paused.
    Pause,
    Commit,
    GiveUp,
}

/// A field for a text, which is applied when the reader leaves the field or presses Enter; Escape restores
/// the old text. While a model answers it is also applied when the reader pauses. Templates may have several lines.
pub(crate) struct TextField {
    draft: Option<String>,
    /// True if the draft, or what it was at a pause, has been applied.
    applied: bool,
    pause: Option<Timeout>,
}

impl Component for TextField {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self {
            draft: None,
            applied: false,
            pause: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        ctx.props() != old
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let Props {
            text_of,
            value,
            env,
            ..
        } = ctx.props();
        let of = *text_of;
        let apply = |text: String, done| {
            env.send
                .emit(AppMsg::Edit(EditMsg::Text { of, text, done }));
        };
        match msg {
            Msg::Input(text) => {
                self.draft = Some(text);
                let link = ctx.link().clone();
                self.pause = (env.live)
                    .then(|| Timeout::new(PAUSE_MS, move || link.send_message(Msg::Pause)));
            }
            Msg::Pause => {
                self.pause = None;
                if let Some(text) = self.draft.clone().filter(|text| *value != *text) {
                    self.applied = true;
                    apply(text, false);
                }
            }
            Msg::Commit => {
                self.pause = None;
                let applied = std::mem::take(&mut self.applied);
                if let Some(text) = (self.draft.take()).filter(|text| applied || *value != *text) {
                    apply(text, true);
                }
            }
            Msg::GiveUp => {
                self.pause = None;
                self.draft = None;
                if std::mem::take(&mut self.applied) {
                    env.send.emit(AppMsg::Edit(EditMsg::Undo));
                }
            }
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props {
            text_of,
            value,
            name,
            placeholder,
            class,
            ..
        } = ctx.props();
        let link = ctx.link();
        let shown = self
            .draft
            .clone()
            .map_or_else(|| value.clone(), AttrValue::from);
        let oninput = link.batch_callback(|event: InputEvent| {
            let text = (dom::target::<HtmlInputElement>(&event).map(|input| input.value()))
                .or_else(|| dom::target::<HtmlTextAreaElement>(&event).map(|area| area.value()));
            text.map(Msg::Input)
        });
        let onblur = link.callback(|_: FocusEvent| Msg::Commit);
        let lines = *text_of == TextOf::Template;
        let onkeydown =
            link.batch_callback(move |event: KeyboardEvent| match event.key().as_str() {
                // While an input method composes Chinese, Enter and Escape belong to it.
                _ if event.is_composing() => None,
                "Enter" if !lines => Some(Msg::Commit),
                "Escape" => Some(Msg::GiveUp),
                _ => None,
            });
        if lines {
            return html! {
                <textarea class={*class} rows="3" aria-label={name} spellcheck="false"
                    dir="auto" value={shown} {oninput} {onblur} {onkeydown} />
            };
        }
        let size = shown.chars().count().clamp(4, 30).to_string();
        html! {
            <input class={*class} type="text" autocomplete="off" spellcheck="false" dir="auto"
                aria-label={name} {placeholder} value={shown} {size}
                {oninput} {onblur} {onkeydown} />
        }
    }
}
