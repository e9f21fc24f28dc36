//! The keys of a link and what their values mean.

use super::parsed::{Notice, Parsed, Reason, VERSION};
use super::view::{Theme, View, ViewName};
use crate::calibration::{Distribution, EstimatedFrom};
use crate::import::typed_row::{self, EntryError};
use crate::presets::Preset;
use crate::state::limits::*;
use crate::state::{
    ContextFreePrompt, Example, INPUT_SLOT, Inputs, Measured, Named, Row, State, TestInput,
    clean_label, label_fits, text_fits,
};
use percent_encoding::percent_decode_str;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Decodes a value. `+` is a space, as `URLSearchParams` writes it; a plus sign is `%2B`.
pub(super) fn unescape(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

/// Keys that mail programs and social networks add to every address.
const TRACKERS: [&str; 4] = ["fbclid", "gclid", "msclkid", "mc_eid"];

/// Keys and values, still escaped. `&amp;` counts as `&`, since links are copied from the source of pages, too.
pub(super) fn pairs(link: &str) -> impl Iterator<Item = (&str, &str)> {
    let link = link.trim_start_matches(['#', '?']);
    (link.split('&'))
        .map(|pair| pair.strip_prefix("amp;").unwrap_or(pair))
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(key, _)| !key.starts_with("utm_") && !TRACKERS.contains(key))
}

/// The word that was probably meant, if one is near enough: a list of thirty helps nobody.
fn nearest(word: &str, words: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let likeness =
        |other: &str| strsim::normalized_damerau_levenshtein(&word.to_lowercase(), other);
    words
        .map(|other| (likeness(other), other))
        .filter(|(likeness, _)| *likeness >= 0.5)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, other)| other)
}

/// The raw values by key.
#[derive(Default)]
pub(super) struct Keys<'a> {
    cf: Vec<&'a str>,
    p: Vec<&'a str>,
    shot: Vec<&'a str>,
    /// Values of the keys that may be there once, in the order of [`SINGLE`].
    single: [Option<&'a str>; SINGLE.len()],
    /// Whether the link has rows, a prompt or labels of its own: then a base's rows are no model's answers.
    replaces_rows: bool,
    notices: Vec<Notice>,
}

/// Numbers of the lesson's chapters.
const CHAPTERS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// Values that `readonly` can have.
const READONLY: [&str; 2] = ["true", "false"];

const SINGLE: [&str; 21] = [
    "v",
    "preset",
    "labels",
    "template",
    "method",
    "averaging",
    "from",
    "readout",
    "w",
    "b",
    "lock",
    "source",
    "hand",
    "unasked",
    "view",
    "lang",
    "theme",
    "hide",
    "learn",
    "readonly",
    "model",
];

/// Returns whether a key means something.
pub(super) fn is_known(key: &str) -> bool {
    ["cf", "p", "shot"].contains(&key) || SINGLE.contains(&key)
}

impl<'a> Keys<'a> {
    /// Stores a value under its key.
    pub(super) fn sort(&mut self, key: &str, value: &'a str) {
        match key {
            "cf" => self.cf.push(value),
            "p" => self.p.push(value),
            "shot" => self.shot.push(value),
            // The key of the lesson is among these: a link to a chapter opens the page without a notice.
            _ => match SINGLE.iter().position(|name| *name == key) {
                Some(i) => match self.single.get_mut(i) {
                    Some(slot) if slot.is_none() => *slot = Some(value),
                    _ => self.bad(key, value, Reason::Repeated),
                },
                None => self
                    .notices
                    .push(Notice::UnknownKey(typed_row::excerpt(key))),
            },
        }
    }

    fn take(&self, key: &str) -> Option<&'a str> {
        let i = SINGLE.iter().position(|name| *name == key)?;
        *self.single.get(i)?
    }

    fn bad(&mut self, key: &str, value: &str, reason: Reason) {
        let value = typed_row::excerpt(&unescape(value));
        self.notices.push(Notice::BadValue {
            key: key.to_owned(),
            value,
            reason,
        });
    }

    /// Reads all values, in the order of their dependencies.
    pub(super) fn read(mut self, languages: &[&'static str], base: Option<State>) -> Parsed {
        if let Some(version) = self.take("v")
            && version != VERSION
        {
            self.bad("v", version, Reason::Version);
        }
        let repeated = [&self.cf, &self.p, &self.shot];
        self.replaces_rows = repeated.iter().any(|values| !values.is_empty())
            || ["labels", "template"]
                .iter()
                .any(|key| self.take(key).is_some());
        let preset = self.preset().filter(|_| base.is_none());
        let base = base.or_else(|| preset.map(Preset::state));
        let given = base.is_some();
        let mut state = self.labels(base);
        let untouched = preset.is_some()
            && self.cf.is_empty()
            && self.p.is_empty()
            && self.shot.is_empty()
            && [
                "labels",
                "template",
                "method",
                "averaging",
                "from",
                "readout",
                "w",
                "b",
                "lock",
                "source",
                "hand",
                "unasked",
            ]
            .iter()
            .all(|key| self.take(key).is_none());
        state.from = self.choice("from", state.from);
        self.template(&mut state);
        if state.from == EstimatedFrom::Inputs && self.cf.is_empty() && !given {
            state.prompts = Rc::default();
        }
        self.prompts(&mut state);
        self.inputs(&mut state);
        state.method = self.choice("method", state.method);
        state.averaging = self.choice("averaging", state.averaging);
        state.readout = self.choice("readout", state.readout);
        self.overrides(&mut state);
        self.locks(&mut state);
        self.examples(&mut state);
        self.measured(&mut state);
        let view = self.view(languages);
        Parsed {
            state,
            preset,
            untouched,
            view,
            notices: self.notices,
        }
    }

    fn preset(&mut self) -> Option<Preset> {
        let value = self.take("preset")?;
        let found = Preset::from_name(&unescape(value));
        if found.is_none() {
            let names = Preset::ALL.iter().map(|(_, name)| *name);
            let names =
                nearest(&unescape(value), names.clone()).map_or(names.collect(), |one| vec![one]);
            self.bad("preset", value, Reason::NotOneOf(names));
        }
        found
    }

    /// Makes the state over the link's labels, before any row is read.
    fn labels(&mut self, base: Option<State>) -> State {
        let given = base.is_some();
        let base = base.unwrap_or_else(|| Preset::default().state());
        let Some(value) = self.take("labels") else {
            return base;
        };
        let read = |value: &str| {
            let names: Vec<String> = value
                .split(',')
                .map(|name| clean_label(&unescape(name)))
                .collect();
            let valid = (MIN_LABELS..=MAX_LABELS).contains(&names.len())
                && names
                    .iter()
                    .all(|name| !name.is_empty() && label_fits(name))
                && (names.iter().enumerate())
                    .all(|(i, name)| !names.iter().take(i).any(|n| n == name));
            valid.then_some(names)
        };
        // Links built by `URLSearchParams` have every comma escaped.
        match read(value).or_else(|| read(&unescape(value).replace('%', "%25"))) {
            Some(names) if names == *base.labels => base,
            // Other names for the labels of a preset or a config; the numbers stay.
            Some(names) if given && names.len() == base.k() => State {
                labels: Rc::new(names),
                ..base
            },
            Some(names) => {
                let p = Distribution::even(names.len());
                let prompt = ContextFreePrompt {
                    text: "nothing".to_owned(),
                    p: p.clone(),
                };
                let input = TestInput {
                    text: String::new(),
                    p,
                    label: None,
                };
                State::new(names, vec![prompt], vec![input].into())
            }
            None => {
                self.bad("labels", value, Reason::Labels);
                base
            }
        }
    }

    fn template(&mut self, state: &mut State) {
        let Some(value) = self.take("template") else {
            return;
        };
        let template = unescape(value);
        if !template.contains(INPUT_SLOT) {
            self.bad("template", value, Reason::NoSlot);
        } else if !text_fits(&template) {
            self.bad("template", value, Reason::LongText);
        } else {
            state.template = template.into();
        }
    }

    fn prompts(&mut self, state: &mut State) {
        let mut prompts = Vec::new();
        for (i, value) in std::mem::take(&mut self.cf).into_iter().enumerate() {
            let key = format!("cf[{}]", i + 1);
            if prompts.len() >= MAX_PROMPTS {
                self.bad(&key, value, Reason::TooMany(MAX_PROMPTS));
                break;
            }
            if let Some((text, p, _)) = self.row(&key, value, state) {
                prompts.push(ContextFreePrompt { text, p });
            }
        }
        if !prompts.is_empty() {
            state.prompts = Rc::new(prompts);
        }
    }

    fn inputs(&mut self, state: &mut State) {
        let mut inputs = Inputs::default();
        for (i, value) in std::mem::take(&mut self.p).into_iter().enumerate() {
            let key = format!("p[{}]", i + 1);
            if inputs.len() >= MAX_INPUTS {
                self.bad(&key, value, Reason::TooMany(MAX_INPUTS));
                break;
            }
            if let Some((text, p, label)) = self.row(&key, value, state) {
                let _ = inputs.push((&TestInput { text, p, label }).into());
            }
        }
        if !inputs.is_empty() {
            state.inputs = inputs;
        }
    }

    /// Reads a row, `text:0.9,0.1@label`; the text and the label are optional.
    fn row(
        &mut self,
        key: &str,
        value: &str,
        state: &State,
    ) -> Option<(String, Distribution, Option<usize>)> {
        let split = |value: &str| {
            let (text, rest) = match value.split_once(':') {
                Some((text, rest)) => (unescape(text), rest.to_owned()),
                None => (String::new(), value.to_owned()),
            };
            let (row, right) = match rest.split_once('@') {
                Some((row, right)) => (row.to_owned(), Some(unescape(right))),
                None => (rest, None),
            };
            read_numbers(&row, state.k()).map(|entry| (text, entry, right))
        };
        let read = split(value).or_else(|error| {
            // Links built by `URLSearchParams` have the separators escaped; the text has none then.
            split(&unescape(value).replace('%', "%25")).map_err(|_| error)
        });
        match read {
            Ok((text, _, _)) if !text_fits(&text) => {
                self.bad(key, value, Reason::LongText);
                None
            }
            Ok((text, entry, right)) => {
                if let Some(note) = entry.note {
                    self.notices.push(Notice::Changed {
                        key: key.to_owned(),
                        note,
                    });
                }
                let label = right.and_then(|name| {
                    let found = state.find_label(&clean_label(&name));
                    if found.is_none() {
                        self.bad(key, value, Reason::NoLabel(typed_row::excerpt(&name)));
                    }
                    found
                });
                Some((text, entry.p, label))
            }
            Err(error) => {
                self.bad(key, value, Reason::Row(error));
                None
            }
        }
    }

    fn choice<T: Named>(&mut self, key: &str, default: T) -> T {
        let Some(value) = self.take(key) else {
            return default;
        };
        match T::from_name(&unescape(value)) {
            Some(choice) => choice,
            None => {
                let names = T::ALL.iter().map(|(_, name)| *name).collect();
                self.bad(key, value, Reason::NotOneOf(names));
                default
            }
        }
    }

    fn overrides(&mut self, state: &mut State) {
        let k = state.k();
        if let Some(value) = self.take("w") {
            match read_entries(value, k * k) {
                Some(entries) => {
                    state.overrides.w = entries
                        .into_iter()
                        .map(|(i, v)| ((i / k, i % k), v))
                        .collect();
                }
                None => self.bad("w", value, Reason::Entries(k * k)),
            }
        }
        if let Some(value) = self.take("b") {
            match read_entries(value, k) {
                Some(entries) => state.overrides.b = entries.into_iter().collect(),
                None => self.bad("b", value, Reason::Entries(k)),
            }
        }
    }

    fn locks(&mut self, state: &mut State) {
        let Some(value) = self.take("lock") else {
            return;
        };
        let mut locked = vec![false; state.k()];
        for name in value.split(',').filter(|name| !name.is_empty()) {
            let name = clean_label(&unescape(name));
            match state
                .find_label(&name)
                .and_then(|label| locked.get_mut(label))
            {
                Some(slot) => *slot = true,
                None => self.bad("lock", value, Reason::NoLabel(typed_row::excerpt(&name))),
            }
        }
        state.locked = locked;
    }

    /// Reads the few-shot examples, `text@label`.
    fn examples(&mut self, state: &mut State) {
        let mut examples = Vec::new();
        for (i, value) in std::mem::take(&mut self.shot).into_iter().enumerate() {
            let key = format!("shot[{}]", i + 1);
            if examples.len() >= MAX_SHOTS {
                self.bad(&key, value, Reason::TooMany(MAX_SHOTS));
                break;
            }
            // Links built by `URLSearchParams` have the separator escaped.
            let whole = unescape(value);
            let split =
                (value.split_once('@')).map(|(text, name)| (unescape(text), unescape(name)));
            let split = split.or_else(|| {
                let (text, name) = whole.rsplit_once('@')?;
                Some((text.to_owned(), name.to_owned()))
            });
            let (text, name) = split.unwrap_or_default();
            match state.find_label(&clean_label(&name)) {
                None => self.bad(&key, value, Reason::NoLabel(typed_row::excerpt(&name))),
                Some(_) if !text_fits(&text) => self.bad(&key, value, Reason::LongText),
                Some(label) => examples.push(Example { text, label }),
            }
        }
        if !examples.is_empty() {
            state.examples = Rc::new(examples);
        }
    }

    /// Reads whose answers the rows are, and which of them were set by hand.
    fn measured(&mut self, state: &mut State) {
        let Some(value) = self.take("source") else {
            // Rows of the link's own are nobody's answers.
            if self.replaces_rows {
                state.measured = None;
            }
            for key in ["hand", "unasked"] {
                if let Some(value) = self.take(key).filter(|_| state.measured.is_none()) {
                    self.bad(key, value, Reason::NoSource);
                }
            }
            return;
        };
        let source = clean_label(&unescape(value));
        if source.is_empty() || !label_fits(&source) {
            self.bad("source", value, Reason::LongText);
            return;
        }
        let by_hand = self.rows("hand", state);
        let mut unasked = self.rows("unasked", state);
        unasked.retain(|row| !by_hand.contains(row));
        let all = state.prompts.len() + state.inputs.len();
        state.measured = (by_hand.len() < all).then(|| Measured {
            by_hand: Rc::new(by_hand),
            unasked: Rc::new(unasked),
            ..Measured::by(&source)
        });
    }

    /// Reads a list of rows such as `cf1,p3`; empty, with a notice, if it is none.
    fn rows(&mut self, key: &'static str, state: &State) -> BTreeSet<Row> {
        let Some(value) = self.take(key) else {
            return BTreeSet::new();
        };
        let row = |name: &str| {
            let number = |digits: &str| digits.parse::<usize>().ok()?.checked_sub(1);
            let row = match name.strip_prefix("cf") {
                Some(digits) => Row::Prompt(number(digits)?),
                None => Row::Input(number(name.strip_prefix('p')?)?),
            };
            row.is_in(state).then_some(row)
        };
        let names = unescape(value);
        let rows: Option<_> = names.split(',').map(|name| row(name.trim())).collect();
        rows.unwrap_or_else(|| {
            self.bad(key, value, Reason::NoRow);
            BTreeSet::new()
        })
    }

    /// Reads a list of names, each of which counts once; what is none of them is left out, with a notice.
    fn list<T: Named + PartialEq>(&mut self, key: &'static str) -> Vec<T> {
        let value = unescape(self.take(key).unwrap_or_default());
        let mut list = Vec::new();
        let names = value.split(',').map(str::trim);
        for name in names.filter(|name| !name.is_empty()) {
            match T::from_name(name) {
                Some(one) if !list.contains(&one) => list.push(one),
                Some(_) => {}
                None => {
                    let names = T::ALL.iter().map(|(_, name)| *name).collect();
                    self.bad(key, name, Reason::NotOneOf(names));
                }
            }
        }
        list
    }

    fn view(&mut self, languages: &[&'static str]) -> View {
        let mut view = View {
            view: self.choice("view", ViewName::default()),
            ..View::default()
        };
        if let Some(value) = self.take("learn") {
            view.learn = CHAPTERS.iter().position(|n| *n == value).map(|i| i + 1);
            if view.learn.is_none() {
                self.bad("learn", value, Reason::NotOneOf(CHAPTERS.to_vec()));
            }
        }
        if let Some(value) = self.take("lang") {
            let tag = unescape(value);
            // `zh-CN` counts as Chinese.
            let primary = tag.split('-').next().unwrap_or_default();
            match (languages.iter()).find(|known| known.eq_ignore_ascii_case(primary)) {
                Some(known) => view.lang = Some((*known).to_owned()),
                None => self.bad("lang", value, Reason::NotOneOf(languages.to_vec())),
            }
        }
        if self.take("theme").is_some() {
            // `choice` reports a bad value, which then counts as "not fixed".
            let before = self.notices.len();
            let theme = self.choice("theme", Theme::Auto);
            view.theme = (self.notices.len() == before).then_some(theme);
        }
        view.hide = self.list("hide");
        view.models = self.list("model");
        if let Some(value) = self.take("readonly") {
            view.readonly = value == "true";
            if !READONLY.contains(&value) {
                self.bad("readonly", value, Reason::NotOneOf(READONLY.to_vec()));
            }
        }
        view
    }
}

fn read_numbers(row: &str, k: usize) -> Result<typed_row::Entry, EntryError> {
    let values = row
        .split(',')
        .map(|v| typed_row::number(&unescape(v)))
        .collect::<Result<_, _>>()?;
    typed_row::from_values(values, k)
}

/// Reads `count` entries; an empty one is to be computed.
fn read_entries(value: &str, count: usize) -> Option<Vec<(usize, f64)>> {
    let value = if count > 1 && !value.contains(',') {
        unescape(value)
    } else {
        value.to_owned()
    };
    let places: Vec<&str> = value.split(',').collect();
    if places.len() != count {
        return None;
    }
    (places.into_iter().enumerate())
        .filter(|(_, place)| !place.trim().is_empty())
        .map(|(i, place)| {
            let v = typed_row::number(&unescape(place)).ok()?;
            (v.abs() <= MAX_ENTRY).then_some((i, v + 0.0))
        })
        .collect()
}
