//! The import dialog: shows how a table is read, lets the reader change that, and says what to do with it. Nothing changes before.

use crate::calibration::{MAX_LABELS, MIN_LABELS};
use crate::import::table::encoding::{self, Encoding};
use crate::import::table::{self, Choices, Pace, Role, Scale, Table, TableError, Taken};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::msg::{
    AppMsg, Dialog, EditMsg, ImportMsg, TableRead, TableSource, ViewMsg, maybe,
};
use crate::page::slices::{Cancel, Progress, READ_PERCENT, Slice};
use crate::page::widgets::choice::option;
use crate::page::widgets::dialog::modal;
use crate::phrase::message::Message;
use crate::state::{MAX_PROMPTS, State, short};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// A table that the reader has brought, and how it is read so far.
pub(crate) struct Import {
    source: TableSource,
    choices: Choices,
    encoding: Encoding,
    /// True if columns were left out at first although there is something in them, which is worth a look.
    shows_columns: bool,
    pub(crate) table: Result<Table, TableError>,
    picking: Option<Picking>,
    /// What is wrong with a file that is no table.
    problem: Option<Message>,
    /// Cancels the reading, also when this is dropped.
    cancel: Cancel,
    /// True once the table was read for the first time.
    was_read: bool,
    /// What is done of the reading, in percent, if it takes long.
    percent: Option<u32>,
}

impl Drop for Import {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

/// The choice among more labels or rows than there can be.
struct Picking {
    /// What the rows are taken for; `None` for labels.
    taken: Option<Taken>,
    /// Names of labels, or texts of rows.
    names: Vec<String>,
    /// Places in `names`.
    chosen: BTreeSet<usize>,
}

impl Picking {
    /// Smallest and greatest number that can be chosen.
    fn limits(&self) -> (usize, usize) {
        match self.taken {
            Some(_) => (1, MAX_PROMPTS),
            None => (MIN_LABELS, MAX_LABELS),
        }
    }
}

impl Import {
    /// Begins to read a table for the labels of the page; `texts` is true if a model can answer texts without numbers.
    pub(crate) fn new(
        source: TableSource,
        labels: &Rc<Vec<String>>,
        texts: bool,
        send: &Callback<AppMsg>,
    ) -> Self {
        let mut import = Self::of(source);
        import.choices.texts = texts;
        import.read(None, labels, send);
        import
    }

    /// A file whose bytes are still being read.
    pub(crate) fn waiting(progress: Progress) -> Self {
        let mut import = Self::of(TableSource::Text("".into()));
        import.cancel = progress.cancel;
        import.percent = Some(progress.percent);
        import
    }

    /// A file of which nothing could be read.
    pub(crate) fn failed(problem: Message) -> Self {
        let mut import = Self::of(TableSource::Text("".into()));
        import.problem = Some(problem);
        import
    }

    fn of(source: TableSource) -> Self {
        Self {
            source,
            choices: Choices::default(),
            encoding: Encoding::Utf8,
            shows_columns: false,
            table: Err(TableError::Empty),
            picking: None,
            problem: None,
            cancel: Cancel::default(),
            was_read: false,
            percent: None,
        }
    }

    /// Shows the progress of a reading; false if it is not the one of this table.
    pub(crate) fn progress(&mut self, progress: &Progress) -> bool {
        let is_own = self.cancel.is_of(&progress.cancel);
        if is_own {
            self.percent = Some(progress.percent);
        }
        is_own
    }

    /// Goes on with the progress of a file whose bytes are read now.
    pub(crate) fn go_on(&mut self, waited: Option<Self>) {
        self.percent = waited.and_then(|waited| waited.percent);
    }

    /// Takes a table that was read; false if its reading was cancelled.
    pub(crate) fn take(&mut self, read: TableRead, labels: &[String]) -> bool {
        if !self.cancel.is_of(&read.cancel) {
            return false;
        }
        self.percent = None;
        self.encoding = read.encoding;
        self.table = read.table;
        self.picking = match &self.table {
            Err(TableError::ManyLabels(names)) => Some(Picking {
                taken: None,
                names: names.clone(),
                chosen: BTreeSet::from_iter(
                    (names.iter().enumerate())
                        .filter(|(_, name)| labels.contains(name))
                        .map(|(place, _)| place),
                ),
            }),
            _ => None,
        };
        if !std::mem::replace(&mut self.was_read, true) {
            self.shows_columns = self.table.as_ref().is_ok_and(|table| {
                let mut columns = table.mapping.roles.iter().zip(&table.examples);
                columns.any(|(role, example)| *role == Role::Ignored && !example.is_empty())
            });
        }
        true
    }

    /// Reads the table again, with a choice of the reader.
    pub(crate) fn choose(
        &mut self,
        msg: &ImportMsg,
        labels: &Rc<Vec<String>>,
        send: &Callback<AppMsg>,
    ) {
        match *msg {
            ImportMsg::Encoding(encoding) => {
                self.encoding = encoding;
                // Columns may have other names now.
                self.choices = Choices {
                    texts: self.choices.texts,
                    ..Choices::default()
                };
            }
            ImportMsg::Scale(scale) => self.choices.scale = Some(scale),
            ImportMsg::Role(column, role) => self.choices.roles.push((column, role)),
            ImportMsg::Pick(place, chosen) => {
                if let Some(picking) = &mut self.picking {
                    if chosen {
                        picking.chosen.insert(place);
                    } else {
                        picking.chosen.remove(&place);
                    }
                }
                return;
            }
            ImportMsg::TakePicked => {
                // Labels; rows are taken by the app.
                let Some(picking) = self.picking.take() else {
                    return;
                };
                let chosen = picking.chosen.iter();
                let names = chosen.filter_map(|place| picking.names.get(*place).cloned());
                self.choices.labels = Some(names.collect());
            }
            ImportMsg::Back => {
                self.picking = None;
                return;
            }
            ImportMsg::Take(_) => return,
        }
        self.read(Some(self.encoding), labels, send);
    }

    /// Begins the choice among the rows that can become context-free prompts, if there are more than there can be.
    pub(crate) fn asks_which(&mut self, taken: Taken) -> bool {
        let Ok(table) = &self.table else {
            return false;
        };
        if !matches!(taken, Taken::Prompts | Taken::Both) {
            return false;
        }
        let names: Vec<String> = table.prompts(taken).map(|prompt| prompt.text).collect();
        if names.len() <= MAX_PROMPTS {
            return false;
        }
        self.picking = Some(Picking {
            taken: Some(taken),
            names,
            chosen: (0..MAX_PROMPTS).collect(),
        });
        true
    }

    /// What the chosen rows are taken for, and their places; `None` where there is no choice among rows.
    pub(crate) fn picked(&self) -> Option<(Taken, BTreeSet<usize>)> {
        let picking = self.picking.as_ref()?;
        Some((picking.taken?, picking.chosen.clone()))
    }

    /// Begins to read the table; without `encoding` it is found.
    fn read(
        &mut self,
        encoding: Option<Encoding>,
        labels: &Rc<Vec<String>>,
        send: &Callback<AppMsg>,
    ) {
        self.cancel.cancel();
        self.cancel = Cancel::default();
        let (source, choices, cancel) = (
            self.source.clone(),
            self.choices.clone(),
            self.cancel.clone(),
        );
        let (labels, send) = (Rc::clone(labels), send.clone());
        spawn_local(async move {
            let read = cancel.unless(read(&source, &choices, encoding, &labels, &cancel, &send));
            if let Some((table, encoding)) = read.await {
                let cancel = cancel.clone();
                send.emit(AppMsg::Edit(EditMsg::TableRead(Rc::new(TableRead {
                    table,
                    encoding,
                    cancel,
                }))));
            }
        });
    }
}

/// Reads a table in slices, and tells the progress after each.
async fn read(
    source: &TableSource,
    choices: &Choices,
    encoding: Option<Encoding>,
    labels: &[String],
    cancel: &Cancel,
    send: &Callback<AppMsg>,
) -> (Result<Table, TableError>, Encoding) {
    let (slice, told) = (Slice::new(), Cell::new(0));
    let pause = |share: f64| {
        let wait = slice.end()?;
        let percent = READ_PERCENT + (share * f64::from(100 - READ_PERCENT)) as u32;
        if told.replace(percent) != percent {
            let cancel = cancel.clone();
            send.emit(AppMsg::Edit(EditMsg::Reading(Progress { percent, cancel })));
        }
        Some(wait)
    };
    let pace = Pace::of(&pause);
    match source {
        TableSource::Text(text) => {
            let table = table::read_paced(text, labels, choices, pace).await;
            (table, Encoding::Utf8)
        }
        TableSource::File(bytes) => {
            let encoding = encoding.unwrap_or_else(|| encoding::detect(bytes, labels));
            pace.pause().await;
            let text = encoding::decode(bytes, encoding);
            pace.pause().await;
            (
                table::read_paced(&text, labels, choices, pace).await,
                encoding,
            )
        }
    }
}

/// Greatest number of labels or rows that are listed to choose from.
const MOST_TO_PICK: usize = 500;

/// Greatest number of rows that are shown as they will be read.
const ROWS_SHOWN: usize = 4;

pub(crate) struct ImportDialog<'a> {
    pub(crate) node: &'a NodeRef,
    pub(crate) import: Option<&'a Import>,
    pub(crate) state: &'a State,
    pub(crate) env: &'a Env,
}

impl ImportDialog<'_> {
    pub(crate) fn view(&self) -> Html {
        let (title, content) = match self.import {
            Some(
                import @ Import {
                    percent: Some(percent),
                    ..
                },
            ) => (t!("import.reading"), self.progress(import, *percent)),
            Some(Import {
                picking: Some(picking),
                ..
            }) => (t!("import.title"), self.picking(picking)),
            Some(
                import @ Import {
                    table: Ok(table), ..
                },
            ) => (t!("import.title"), self.content(import, table)),
            Some(
                import @ Import {
                    table: Err(error), ..
                },
            ) => (t!("import.not_read"), self.problem(import, error)),
            None => (t!("import.title"), Html::default()),
        };
        let close = t!("import.close");
        modal(
            self.node,
            Dialog::Import,
            "import-dialog",
            title,
            close,
            content,
            self.env,
        )
    }

    fn progress(&self, import: &Import, percent: u32) -> Html {
        let cancel = self
            .env
            .on_click(AppMsg::View(ViewMsg::CloseDialog(Dialog::Import)));
        let is_json = match &import.source {
            TableSource::File(bytes) => matches!(bytes.first(), Some(b'[' | b'{')),
            TableSource::Text(text) => text.starts_with(['[', '{']),
        };
        html! {
            <>
                <progress max="100" value={percent.to_string()} aria-label={t!("import.reading")} />
                <p translate="no">{ t!("number.percent", value = percent) }</p>
                if is_json {
                    <p class="hint">{ t!("import.reading_json") }</p>
                }
                <div class="buttons"><button autofocus=true onclick={cancel}>{ t!("import.cancel") }</button></div>
            </>
        }
    }

    fn problem(&self, import: &Import, error: &TableError) -> Html {
        html! {
            <>
                { told(import.problem.as_ref().unwrap_or(&error.into()), true) }
                <div class="import-choices">{ self.encoding(import) }</div>
            </>
        }
    }

    fn content(&self, import: &Import, table: &Table) -> Html {
        let own = !table.has_labels_of(self.state);
        let labels: Vec<AttrValue> = table.labels.iter().map(|label| i18n::text(label)).collect();
        html! {
            <>
                <p>
                    if !table.inputs.is_empty() {
                        { t!("import.inputs", count = table.inputs.len()) }{ " " }
                    }
                    if !table.context_free.is_empty() {
                        { t!("import.context_free", count = table.context_free.len()) }
                    }
                </p>
                if own {
                    <p>{ t!("import.own_labels", labels = i18n::list(&labels)) }</p>
                }
                { self.rows(table) }
                if table.without_numbers {
                    <p>{ t!("import.without_numbers") }</p>
                }
                <div class="import-choices">
                    if !table.without_numbers {
                        { self.scale(table) }
                    }
                    { self.encoding(import) }
                </div>
                { self.columns(import, table) }
                { told(&table.into(), false) }
                if table.placeholder_texts > 0 && table.context_free.is_empty() {
                    <p class="hint">{ t!("import.placeholders", count = table.placeholder_texts) }</p>
                }
                { self.buttons(table, own) }
            </>
        }
    }

    /// The list of too many labels or rows, to choose from.
    fn picking(&self, picking: &Picking) -> Html {
        let (least, most) = picking.limits();
        let (all, count) = (picking.names.len(), picking.chosen.len());
        let ask = match picking.taken {
            Some(_) => t!("import.many_rows", count = all, most = most),
            None => t!("import.many_labels", count = all, most = most),
        };
        let shown = picking.names.iter().take(MOST_TO_PICK).enumerate();
        let boxes = shown.map(|(place, name)| {
            let onchange = maybe(&self.env.send, move |event: Event| {
                let checked = dom::target::<HtmlInputElement>(&event)?.checked();
                Some(AppMsg::Edit(EditMsg::Import(ImportMsg::Pick(place, checked))))
            });
            let name = if name.trim().is_empty() {
                t!("import.no_text")
            } else {
                AttrValue::from(name.clone())
            };
            html! {
                <label dir="auto">
                    <input type="checkbox" checked={picking.chosen.contains(&place)} {onchange} />{ " " }<span translate="no">{ name }</span>
                </label>
            }
        });
        let take = self
            .env
            .on_click(AppMsg::Edit(EditMsg::Import(ImportMsg::TakePicked)));
        let back = self
            .env
            .on_click(AppMsg::Edit(EditMsg::Import(ImportMsg::Back)));
        html! {
            <>
                <fieldset class="import-pick">
                    <legend>{ ask }</legend>
                    <div class="import-pick-list">{ for boxes }</div>
                </fieldset>
                if all > MOST_TO_PICK {
                    <p class="hint">{ t!("import.first_shown", count = MOST_TO_PICK) }</p>
                }
                <p role="status">{ t!("import.picked", count = count, most = most) }</p>
                <div class="buttons">
                    <button class="is-primary" disabled={!(least..=most).contains(&count)} onclick={take}>{ t!("import.take_picked") }</button>
                    if picking.taken.is_some() {
                        <button onclick={back}>{ t!("import.back") }</button>
                    }
                </div>
            </>
        }
    }

    fn rows(&self, table: &Table) -> Html {
        let has_right = table.inputs.iter().any(|input| input.label.is_some());
        let name = |label: Option<usize>| {
            label
                .and_then(|label| table.labels.get(label))
                .cloned()
                .unwrap_or_default()
        };
        let prompts = table
            .context_free
            .iter()
            .map(|prompt| (&prompt.text, &prompt.p, None));
        let inputs = table
            .inputs
            .iter()
            .map(|input| (&input.text, &input.p, input.label));
        let rows = prompts
            .take(2)
            .chain(inputs)
            .take(ROWS_SHOWN)
            .map(|(text, p, label)| {
                html! {
                    <tr>
                        <th scope="row" dir="auto">{ text }</th>
                        { for p.as_slice().iter().map(|&p| html! { <td>{ short(p) }</td> }) }
                        if has_right {
                            <td class="is-name" dir="auto">{ name(label) }</td>
                        }
                    </tr>
                }
            });
        html! {
            <div class="table-scroll" tabindex="0" role="group" aria-label={t!("import.first_rows")}>
                <table class="data import-rows" translate="no">
                    <caption>{ t!("import.first_rows") }</caption>
                    <thead><tr>
                        <th scope="col">{ t!("import.text") }</th>
                        { for table.labels.iter().map(|label| html! { <th scope="col" dir="auto">{ label }</th> }) }
                        if has_right {
                            <th scope="col" class="is-name">{ t!("import.right") }</th>
                        }
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
        }
    }

    /// A list of options; `msgs` are what choosing each of them sends.
    fn select(&self, name: AttrValue, options: Vec<(AttrValue, bool, ImportMsg)>) -> Html {
        let msgs: Vec<ImportMsg> = options.iter().map(|(_, _, msg)| msg.clone()).collect();
        let onchange = maybe(&self.env.send, move |event: Event| {
            let at = dom::target::<HtmlSelectElement>(&event)?.selected_index();
            let msg = msgs.get(usize::try_from(at).ok()?)?;
            Some(AppMsg::Edit(EditMsg::Import(msg.clone())))
        });
        let options = options
            .into_iter()
            .map(|(words, selected, _)| Html::from(option(words, selected)));
        html! { <select aria-label={name} {onchange}>{ for options }</select> }
    }

    fn scale(&self, table: &Table) -> Html {
        let options = Scale::ALL.iter().map(|&(scale, _)| {
            let words = match scale {
                Scale::Probabilities => t!("import.probabilities"),
                Scale::Percent => t!("import.percent"),
                Scale::LogProbabilities => t!("import.log_probabilities"),
                Scale::Logits => t!("import.logits"),
            };
            (words, scale == table.mapping.scale, ImportMsg::Scale(scale))
        });
        html! {
            <label>{ t!("import.scale") }{ " " }{ self.select(t!("import.scale"), options.collect()) }</label>
        }
    }

    fn encoding(&self, import: &Import) -> Html {
        if matches!(import.source, TableSource::Text(_)) {
            return Html::default();
        }
        let options = Encoding::ALL.iter().map(|&(encoding, name)| {
            (
                name.into(),
                encoding == import.encoding,
                ImportMsg::Encoding(encoding),
            )
        });
        html! {
            <label>{ t!("import.encoding") }{ " " }{ self.select(t!("import.encoding"), options.collect()) }</label>
        }
    }

    fn columns(&self, import: &Import, table: &Table) -> Html {
        let mapping = &table.mapping;
        let rows =
            mapping.columns.iter().enumerate().map(|(at, name)| {
                let name = if name.trim().is_empty() {
                    t!("import.unnamed", number = at + 1)
                } else {
                    AttrValue::from(name.clone())
                };
                let role = mapping.roles.get(at).copied().unwrap_or(Role::Ignored);
                let mut options = vec![
                    (t!("import.ignored"), Role::Ignored),
                    (t!("import.text"), Role::Text),
                    (t!("import.right"), Role::RightLabel),
                    (t!("import.is_context_free"), Role::ContextFree),
                ];
                if mapping.roles.contains(&Role::Answer) {
                    options.push((t!("import.answer"), Role::Answer));
                    options.push((t!("import.label_names"), Role::LabelNames));
                } else {
                    options.extend(table.labels.iter().enumerate().map(|(k, label)| {
                        (t!("import.numbers_of", label = label), Role::Label(k))
                    }));
                }
                let options = options
                    .into_iter()
                    .map(|(words, option)| (words, option == role, ImportMsg::Role(at, option)));
                let meaning = self.select(t!("import.meaning_of", name = name), options.collect());
                let example = table.examples.get(at).cloned().unwrap_or_default();
            html! {
                <tr>
                    <th scope="row" dir="auto">{ name }<span class="import-example">{ example }</span></th>
                    <td class="is-name">{ meaning }</td>
                </tr>
            }
        });
        html! {
            <details class="more" open={import.shows_columns}>
                <summary>{ t!("import.columns") }</summary>
                <div class="table-scroll">
                    <table class="data" translate="no">
                        <thead><tr>
                            <th scope="col">{ t!("import.column") }</th>
                            <th scope="col" class="is-name">{ t!("import.meaning") }</th>
                        </tr></thead>
                        <tbody>{ for rows }</tbody>
                    </table>
                </div>
            </details>
        }
    }

    fn buttons(&self, table: &Table, own: bool) -> Html {
        let mut offers: Vec<(AttrValue, Taken)> = Vec::new();
        let (inputs, context_free) = (!table.inputs.is_empty(), !table.context_free.is_empty());
        if inputs && context_free {
            offers.push((t!("import.replace_both"), Taken::Both));
        }
        if inputs {
            offers.push((t!("import.replace"), Taken::Inputs));
            if !own {
                offers.push((t!("import.add"), Taken::MoreInputs));
            }
        }
        if table.prompts(Taken::Prompts).next().is_some() {
            offers.push((t!("import.use_as_prompts"), Taken::Prompts));
        }
        let buttons = offers.into_iter().enumerate().map(|(i, (words, taken))| {
            let onclick = self.env.on_click(AppMsg::Edit(EditMsg::Import(ImportMsg::Take(taken))));
            // What is wanted most often is one Enter away.
            html! { <button class={(i == 0).then_some("is-primary")} autofocus={i == 0} {onclick}>{ words }</button> }
        });
        html! { <div class="buttons">{ for buttons }</div> }
    }
}

/// What was left out or changed, in sentences, and the rows that cannot be read.
fn told(message: &Message, alert: bool) -> Html {
    let lines = message.lines.iter().map(|(line, reason)| {
        html! { <li>{ t!("table.line", line = line, reason = i18n::phrase(reason)) }</li> }
    });
    html! {
        <div class="import-told" role={alert.then_some("alert")}>
            { for message.sentences.iter().map(|sentence| html! { <p>{ i18n::phrase(sentence) }</p> }) }
            if !message.lines.is_empty() {
                <details class="more">
                    <summary>{ t!("table.show_lines") }</summary>
                    <ul>{ for lines }</ul>
                </details>
            }
        </div>
    }
}
