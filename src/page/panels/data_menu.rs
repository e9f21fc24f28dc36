//! Input of data: files that are chosen or dropped, and tables that are pasted.

use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::memo::View;
use crate::page::model::Opened;
use crate::page::msg::{AppMsg, EditMsg, ModelMsg, TableSource, maybe};
use crate::page::slices::{Cancel, Progress, READ_PERCENT};
use crate::phrase::message::Message;
use crate::phrase::phrase;
use gloo_events::{EventListener, EventListenerOptions};
use gloo_file::File;
use gloo_file::futures::read_as_bytes;
use wasm_bindgen::JsCast;
use web_sys::{DragEvent, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

/// Greatest size of a file in bytes; larger ones are refused before they are read.
const MAX_BYTES: u64 = 64 << 20;

/// Number of bytes that are read at a time; only of longer files the progress is shown.
const PIECE: u64 = 2 << 20;

/// Files that a dialog offers; others can be chosen, too.
pub(crate) const ACCEPTED: &str =
    ".csv,.tsv,.txt,.md,.json,.jsonl,.ndjson,text/csv,text/plain,application/json";

/// "Bring your own inputs": a file, or a table pasted into a field.
#[derive(PartialEq)]
pub(crate) struct DataMenu;

impl View for DataMenu {
    fn view(&self, env: &Env) -> Html {
        let send = env.send.clone();
        let onchange = Callback::from(move |event: Event| {
            if let Some(input) = dom::target::<HtmlInputElement>(&event) {
                if let Some(file) = input.files().and_then(|files| files.get(0)) {
                    read(file.into(), send.clone());
                }
                // So that the same file can be chosen again.
                input.set_value("");
            }
        });
        // The pasted text stays in the text area until the reader presses the button.
        let pasted = NodeRef::default();
        let load = maybe(&env.send, {
            let pasted = pasted.clone();
            move |_: MouseEvent| {
                let area = pasted.cast::<HtmlTextAreaElement>()?;
                Some(AppMsg::Edit(EditMsg::OpenTable(TableSource::Text(
                    area.value().into(),
                ))))
            }
        });
        html! {
            <details class="more">
                <summary>{ t!("data.title") }</summary>
                <p class="hint">{ t!("data.hint") }</p>
                <label class="file-button">
                    <input type="file" accept={ACCEPTED}
                        aria-label={t!("data.title")} {onchange} />
                </label>
                <label class="paste-label">
                    { t!("data.paste") }
                    <textarea rows="4" spellcheck="false" placeholder={t!("data.example")} ref={pasted} />
                </label>
                <div class="buttons">
                    <button onclick={load}>{ t!("data.load") }</button>
                </div>
                { how_to_get() }
            </details>
        }
    }
}

/// The ways to a model's label probabilities.
pub(crate) fn how_to_get() -> Html {
    html! {
        <details class="more how-to-get">
            <summary>{ t!("data.how.title") }</summary>
            <ul>
                <li>{ t!("data.how.page") }</li>
                <li>{ t!("data.how.server") }</li>
                <li>{ t!("data.how.script") }</li>
                <li>{ t!("data.how.not") }</li>
            </ul>
        </details>
    }
}

/// Reads a file and sends its content: a whole state (our own JSON), or test inputs. A language model is opened.
pub(crate) fn read(file: File, send: Callback<AppMsg>) {
    // A model is no table, whatever its size.
    if file.name().to_lowercase().ends_with(".gguf") {
        let opened = Opened::File(AsRef::<web_sys::File>::as_ref(&file).clone());
        send.emit(AppMsg::Model(ModelMsg::Open(opened)));
        return;
    }
    if file.size() > MAX_BYTES {
        send.emit(AppMsg::Edit(EditMsg::RefuseFile(unreadable())));
        return;
    }
    wasm_bindgen_futures::spawn_local(async move {
        let cancel = Cancel::default();
        let bytes = pieces(&file, &cancel, &send).await;
        if cancel.is_cancelled() {
            return;
        }
        let Some(bytes) = bytes else {
            send.emit(AppMsg::Edit(EditMsg::RefuseFile(unreadable())));
            return;
        };
        let state = str::from_utf8(&bytes).ok().filter(|text| is_state(text));
        send.emit(AppMsg::Edit(match state {
            Some(text) => EditMsg::ReadState(text.to_owned()),
            None => EditMsg::OpenTable(TableSource::File(bytes.into())),
        }));
    });
}

/// Reads a file piece by piece; `None` if that fails or is cancelled.
async fn pieces(file: &File, cancel: &Cancel, send: &Callback<AppMsg>) -> Option<Vec<u8>> {
    let size = file.size();
    let mut bytes = Vec::with_capacity(usize::try_from(size).ok()?);
    let mut at = 0;
    while at < size && !cancel.is_cancelled() {
        if size > PIECE {
            send.emit(AppMsg::Edit(EditMsg::Reading(Progress {
                percent: (at * u64::from(READ_PERCENT) / size) as u32,
                cancel: cancel.clone(),
            })));
        }
        let end = (at + PIECE).min(size);
        bytes.extend(read_as_bytes(&file.slice(at, end)).await.ok()?);
        at = end;
    }
    Some(bytes)
}

/// Returns whether a file holds a whole state (a JSON object with context-free prompts); any other holds test inputs.
fn is_state(text: &str) -> bool {
    text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t'])
        .starts_with('{')
        && (text.contains("\"contextFree\"") || text.contains("\"calibration-explainer\""))
}

/// Listens to files that are dropped anywhere on the page.
pub(crate) fn listeners(send: &Callback<AppMsg>) -> Vec<EventListener> {
    let Some(root) = dom::root() else {
        return Vec::new();
    };
    let options = EventListenerOptions::enable_prevent_default();
    let over = EventListener::new_with_options(&root, "dragover", options, |event| {
        if files(event).is_some() {
            // Without this the browser would open the file in place of the page.
            event.prevent_default();
        }
    });
    let send = send.clone();
    let drop = EventListener::new_with_options(&root, "drop", options, move |event| {
        if let Some(files) = files(event) {
            event.prevent_default();
            if let Some(file) = files.get(0) {
                read(file.into(), send.clone());
            }
        }
    });
    vec![over, drop]
}

fn files(event: &web_sys::Event) -> Option<web_sys::FileList> {
    let transfer = event.dyn_ref::<DragEvent>()?.data_transfer()?;
    let has_files = transfer
        .types()
        .iter()
        .any(|kind| kind.as_string().as_deref() == Some("Files"));
    has_files.then(|| transfer.files()).flatten()
}

fn unreadable() -> Message {
    Message::problem(phrase!("file.unreadable"))
}
