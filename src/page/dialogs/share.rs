//! The share dialog: link, files and code of the current state.

use crate::export::csv;
use crate::export::json::state_to_json;
use crate::link::View;
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, Copied, Dialog, UiAction, UiState, ViewMsg};
use crate::page::panels::data_menu;
use crate::page::widgets::choice::choices;
use crate::page::widgets::copy::{code_languages, copy_button, select_all};
use crate::page::widgets::dialog::modal;
use crate::page::workspace::Workspace;
use crate::state::{Derived, MAX_LINK_CHARS, State};
use std::rc::Rc;
use web_sys::HtmlInputElement;
use yew::prelude::*;

pub(crate) struct ShareDialog<'a> {
    pub(crate) node: &'a NodeRef,
    pub(crate) open: bool,
    pub(crate) workspace: &'a Workspace,
    pub(crate) view: &'a View,
    pub(crate) ui: UiState,
    /// The code with the current numbers.
    pub(crate) code: &'a AttrValue,
    pub(crate) env: &'a Env,
}

impl ShareDialog<'_> {
    pub(crate) fn view(&self) -> Html {
        // The content is rendered only while the dialog is open, since it would slow down every drag.
        let content = if self.open {
            self.content()
        } else {
            Html::default()
        };
        modal(
            self.node,
            Dialog::Share,
            "share-dialog",
            t!("share.title"),
            t!("share.close"),
            content,
            self.env,
        )
    }

    fn content(&self) -> Html {
        let Self {
            workspace,
            view,
            ui,
            code,
            env,
            ..
        } = self;
        let state = workspace.history.present();
        let bare = (ui.without_texts).then(|| Rc::new(state.without_texts()));
        let state = bare.as_ref().unwrap_or(state);
        let hash = workspace.link(MAX_LINK_CHARS, state, view);
        let link = hash.map(|hash| AttrValue::from(format!("{}#{hash}", dom::address())));
        let copy =
            |what: Copied, text: &AttrValue| copy_button(what, t!("share.copy"), text, *ui, env);
        let file =
            |name: &'static str, mime: &'static str, write: fn(&State, &Derived) -> String| {
                let (state, derived) = (Rc::clone(state), Rc::clone(&workspace.derived));
                let onclick = Callback::from(move |_: MouseEvent| {
                    let text = write(&state, &derived);
                    // Without the mark spreadsheets take a table for one in an older encoding.
                    let mark = if mime.starts_with("text/csv") {
                        "\u{feff}"
                    } else {
                        ""
                    };
                    dom::download(name, mime, &format!("{mark}{text}").into());
                });
                html! { <button {onclick}>{ name }</button> }
            };
        let onchange = {
            let send = env.send.clone();
            Callback::from(move |event: Event| {
                let input = dom::target::<HtmlInputElement>(&event);
                if let Some(file) = input.and_then(|i| i.files()).and_then(|files| files.get(0)) {
                    send.emit(AppMsg::View(ViewMsg::CloseDialog(Dialog::Share)));
                    data_menu::read(file.into(), send.clone());
                }
            })
        };
        let without = ui.without_texts;
        let leave_out = env.on_click(AppMsg::View(ViewMsg::Ui(UiAction::WithoutTexts(!without))));
        html! {
            <>
                <label class="share-texts">
                    <input type="checkbox" checked={without} onclick={leave_out} />
                    { " " }{ t!("share.without_texts") }
                </label>
                <section class="share-part">
                    <h3>{ t!("share.link") }</h3>
                    if let Some(link) = link {
                        <p class="hint">{ t!("share.link_hint") }</p>
                        <div class="copy-line">
                            <input type="text" readonly=true value={&link} aria-label={t!("share.link")} onfocus={select_all} />
                            { copy(Copied::Link, &link) }
                        </div>
                    } else {
                        <p>{ t!("share.too_long", most = MAX_LINK_CHARS) }</p>
                    }
                    if ui.copied == Copied::Blocked {
                        <p class="field-problem" role="alert">{ t!("share.no_clipboard") }</p>
                    }
                </section>
                <section class="share-part">
                    <h3>{ t!("embed.door") }</h3>
                    <p class="hint">{ t!("embed.door_hint") }</p>
                    <div class="buttons">
                        <button onclick={env.on_click(AppMsg::View(ViewMsg::OpenDialog(Dialog::Embed)))}>{ t!("embed.make") }</button>
                    </div>
                </section>
                <section class="share-part">
                    <h3>{ t!("share.files") }</h3>
                    <p class="hint">{ t!("share.files_hint") }</p>
                    <div class="buttons">
                        { file("calibration.json", "application/json", |state, _| state_to_json(state)) }
                        { file("inputs.csv", "text/csv;charset=utf-8", csv::inputs_csv) }
                        { file("context-free.csv", "text/csv;charset=utf-8", csv::prompts_csv) }
                        { file("parameters.csv", "text/csv;charset=utf-8", csv::parameters_csv) }
                    </div>
                    <label class="paste-label">
                        { t!("share.open") }
                        <input type="file" accept={data_menu::ACCEPTED} {onchange} />
                    </label>
                </section>
                <section class="share-part">
                    <h3>{ t!("share.code") }</h3>
                    <p class="hint">{ t!("share.code_hint") }</p>
                    { choices("code", t!("share.code_language"), false, code_languages(*ui), env) }
                    <pre class="code" translate="no" tabindex="0" role="group" aria-label={t!("share.code")}><code>{ *code }</code></pre>
                    { copy(Copied::Code, code) }
                </section>
            </>
        }
    }
}
