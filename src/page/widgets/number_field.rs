use crate::import::typed_row::{self, EntryError, Note};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::msg::{AppMsg, EditMsg};
use crate::phrase::Phrase;
use crate::state::{Action, MAX_ENTRY, Refusal, Row, full, short};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, Node};
use yew::prelude::*;

/// The number that a field edits.
#[derive(Clone, PartialEq)]
pub(crate) enum Field {
    /// A probability; a list of numbers, typed or pasted, sets the whole row.
    Probability {
        row: Row,
        label: usize,
        labels: Rc<Vec<String>>,
    },
    /// An entry of W; an empty field means "computed".
    W { row: usize, column: usize },
    /// An entry of b; an empty field means "computed".
    B { label: usize },
}

/// The reason why the typed text is not accepted.
#[derive(Clone, PartialEq)]
enum Problem {
    Entry(EntryError),
    OutOfRange,
    Refused(Refusal),
}

impl Problem {
    fn words(&self) -> AttrValue {
        match self {
            Self::Entry(error) => i18n::phrase(&error.into()),
            Self::OutOfRange => t!("refusal.out_of_range"),
            Self::Refused(refusal) => i18n::phrase(&refusal.into()),
        }
    }
}

impl Field {
    /// Reads the typed text: the message that changes the number, and a note about what was changed in reading.
    fn read(&self, text: &str) -> Result<(EditMsg, Option<Note>), Problem> {
        let apply = |action| EditMsg::Apply(action, None);
        match self {
            Self::Probability { row, labels, .. } if typed_row::is_list(text) => {
                let entry = typed_row::row(text, labels).map_err(Problem::Entry)?;
                let action = Action::SetRow {
                    row: *row,
                    p: entry.p,
                };
                Ok((apply(action), entry.note))
            }
            Self::Probability { row, label, .. } => {
                let value = typed_row::number(text).map_err(Problem::Entry)?;
                if !(0.0..=1.0).contains(&value) {
                    return Err(Problem::OutOfRange);
                }
                Ok((
                    EditMsg::Type {
                        row: *row,
                        label: *label,
                        value,
                    },
                    None,
                ))
            }
            Self::W { row, column } => {
                let value = entry_value(text)?;
                let action = Action::OverrideW {
                    row: *row,
                    column: *column,
                    value,
                };
                Ok((apply(action), None))
            }
            Self::B { label } => {
                let action = Action::OverrideB {
                    label: *label,
                    value: entry_value(text)?,
                };
                Ok((apply(action), None))
            }
        }
    }
}

fn entry_value(text: &str) -> Result<Option<f64>, Problem> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let value = typed_row::number(text).map_err(Problem::Entry)?;
    if value.abs() > MAX_ENTRY {
        return Err(Problem::Refused(Refusal::EntryOutOfRange));
    }
    Ok(Some(value))
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) field: Field,
    pub(crate) value: f64,
    pub(crate) name: AttrValue,
    pub(crate) env: Env,
}

pub(crate) enum Msg {
    /// The field takes the focus; true if it comes from outside its row.
    Focus(bool),
    Input(String),
    Commit,
    /// A list of numbers, for the whole row.
    Paste(String),
    Key(KeyboardEvent),
}

/// A field for a number that can be typed or pasted. It shows the short form, and all digits while it has
/// the focus. Text that cannot be read stays in the field, with the reason under it.
pub(crate) struct NumberField {
    draft: Option<String>,
    problem: Option<Problem>,
    note: Option<Note>,
    input: NodeRef,
    /// True until the text of a field that has just taken the focus is selected, so that typing replaces it.
    select: bool,
}

impl Component for NumberField {
    type Message = Msg;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self {
            draft: None,
            problem: None,
            note: None,
            input: NodeRef::default(),
            select: false,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        if ctx.props().value != old.value {
            // The number was changed elsewhere: a problem with the typed text no longer matters.
            self.problem = None;
            if self.draft.is_some() {
                self.draft = Some(full(ctx.props().value));
            }
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Focus(enters_row) => {
                if enters_row && matches!(ctx.props().field, Field::Probability { .. }) {
                    let begin = AppMsg::Edit(EditMsg::BeginTyping);
                    ctx.props().env.send.emit(begin);
                }
                if self.problem.is_none() {
                    self.draft = Some(full(ctx.props().value));
                    self.select = true;
                }
            }
            Msg::Input(text) => {
                self.draft = Some(text);
                self.problem = None;
                self.note = None;
            }
            Msg::Commit => {
                let draft = self.draft.take();
                if let Some(text) = draft.filter(|text| *text != full(ctx.props().value)) {
                    self.commit(ctx, text);
                }
            }
            Msg::Paste(text) => self.commit(ctx, text),
            // Enter ends the composition of a character, not the number.
            Msg::Key(event) if event.is_composing() => return false,
            Msg::Key(event) => match event.key().as_str() {
                "Enter" => {
                    if let Some(text) = self.draft.clone() {
                        self.commit(ctx, text);
                    }
                }
                "Escape" => {
                    event.prevent_default();
                    self.draft = Some(full(ctx.props().value));
                    self.problem = None;
                }
                _ => return false,
            },
        }
        true
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        // The full value has replaced the short one, and with it what the browser had selected.
        // Only while the field has the focus: the reader may be in the next one already.
        if std::mem::take(&mut self.select)
            && let Some(input) = self.input.cast::<HtmlInputElement>()
            && input.matches(":focus").unwrap_or(false)
        {
            // Not `select`, which also takes the focus: two fields would take it from each other for ever.
            let _ = input.set_selection_range(0, input.value().encode_utf16().count() as u32);
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        let shown = self.draft.clone().unwrap_or_else(|| short(props.value));
        let oninput = link.batch_callback(|event: InputEvent| {
            dom::target::<HtmlInputElement>(&event).map(|input| Msg::Input(input.value()))
        });
        let onfocus = link.callback(|event: FocusEvent| Msg::Focus(enters_row(&event)));
        // Here and not in `update`: Firefox has ended a paste, and taken its text away, before a message arrives.
        let fills_row = matches!(props.field, Field::Probability { .. });
        let onpaste = link.batch_callback(move |event: Event| {
            let pasted = pasted_text(&event);
            let list = pasted.filter(|text| fills_row && typed_row::is_list(text))?;
            event.prevent_default();
            Some(Msg::Paste(list))
        });
        let message = match (&self.problem, &self.note) {
            (Some(problem), _) => Some(problem.words()),
            (None, Some(note)) => Some(i18n::phrase(&note.into())),
            _ => None,
        };
        html! {
            <span class="field">
                <input
                    ref={&self.input}
                    class="number"
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    spellcheck="false"
                    aria-label={&props.name}
                    aria-invalid={self.problem.is_some().then_some("true")}
                    data-full={format!("{} {}", props.name, full(props.value))}
                    value={shown}
                    {oninput}
                    {onfocus}
                    onblur={link.callback(|_: FocusEvent| Msg::Commit)}
                    {onpaste}
                    onkeydown={link.callback(Msg::Key)}
                />
                if let Some(message) = message {
                    <span
                        class={if self.problem.is_some() { "field-problem" } else { "field-note" }}
                        role="status"
                        translate="no"
                    >
                        { message }
                    </span>
                }
            </span>
        }
    }
}

impl NumberField {
    fn commit(&mut self, ctx: &Context<Self>, text: String) {
        match ctx.props().field.read(&text) {
            Ok((msg, note)) => {
                self.problem = None;
                self.note = note;
                self.draft = None;
                ctx.props().env.send.emit(AppMsg::Edit(msg));
            }
            Err(problem) => {
                self.problem = Some(problem);
                self.draft = Some(text);
            }
        }
    }
}

/// The text of a paste event, as far as the browser gives it.
pub(crate) fn pasted_text(event: &Event) -> Option<String> {
    let clipboard = event
        .dyn_ref::<web_sys::ClipboardEvent>()?
        .clipboard_data()?;
    clipboard
        .get_data("text/plain")
        .ok()
        .filter(|text| !text.is_empty())
}

/// Returns whether the focus comes from outside the row (`data-row`) in which it is now.
fn enters_row(event: &FocusEvent) -> bool {
    let from = event
        .related_target()
        .and_then(|from| from.dyn_into::<Node>().ok());
    let row = dom::target::<Element>(event).and_then(|field| field.closest("[data-row]").ok()?);
    !row.is_some_and(|row| row.contains(from.as_ref()) && from.is_some())
}

/// The note under a row whose typed numbers were divided by their sum; empty for `None`.
pub(crate) fn row_note(divided_by: Option<f64>) -> Html {
    html! {
        <div role="status">
            if let Some(sum) = divided_by {
                <p class="field-note" translate="no">{ i18n::phrase(&Phrase::from(&Note::Normalized { sum })) }</p>
            }
        </div>
    }
}
