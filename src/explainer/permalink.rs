//! The link: readable, written by hand in a lesson page, stable.
//!
//! ```text
//! v=1&labels=Positive,Negative&cf=nothing:0.9,0.1&cf=N%2FA:0.6,0.4&p=Great%20film:0.72,0.28@Positive
//! &method=diagonal&averaging=parameters&readout=softmax&view=workbench&lang=en&theme=auto&hide=presets,share
//! ```
//!
//! The same keys serve as the hash of the page, the query of an embedded page and the attributes of
//! an element. `cf` and `p` repeat; the text before `:` is the prompt's or input's own (`%3A`,
//! `%2C`, `%40` escape inside it), the name after `@` is the right label. `w` and `b` appear only
//! where entries were set by hand; an empty place is computed (`w=,,,4.5`). `template` and `lock`
//! appear only where they are not the default. `preset=name` stands for a preset; other keys
//! beside it replace its parts.
//!
//! [`parse`] never fails: a bad value falls back alone and is named in a [`Notice`], an unknown
//! key is left out and named. `parse(format(state))` gives the state back, always.

use super::entry::{self, EntryError, Note};
use super::limits::*;
use super::presets::Preset;
use super::state::{
    ContextFreePrompt, INPUT_SLOT, State, TestInput, clean_label, label_fits, text_fits,
};
use super::{Named, full};
use crate::calibration::Distribution;
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use std::rc::Rc;

/// The version that [`format()`] writes.
pub const VERSION: &str = "1";

/// What a link may also carry: how the page looks. Apart from the state on purpose.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// What is shown.
    pub view: Shown,
    /// Language tag, if the link fixes it.
    pub lang: Option<String>,
    /// Colours, if the link fixes them.
    pub theme: Option<Theme>,
    /// Controls that an author hides.
    pub hide: Vec<Part>,
    /// The chapter of the lesson that is open, from 1; `None` is the workbench.
    pub learn: Option<usize>,
    /// Everything can be read, nothing changes the state.
    pub readonly: bool,
}

/// What of the explainer is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shown {
    /// All three panels.
    #[default]
    Workbench,
    /// Panel 1, the context-free prompts.
    Prompts,
    /// Panel 2, W and b.
    Fit,
    /// Panel 3, the inputs.
    Use,
    /// The test input before and after, with the verdict.
    Chart,
    /// The equation with the numbers in it.
    Equation,
    /// Where labels flip: the line, the triangle or the pairs, by K.
    Geometry,
}

/// Colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A part of the page that a link can hide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The row of presets.
    Presets,
    /// The share button.
    Share,
    /// The whole header.
    Header,
    /// The equation.
    Equation,
    /// What stands around a chapter of the lesson: contents, progress, buttons.
    Controls,
}

impl Named for Shown {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Workbench, "workbench"),
        (Self::Prompts, "prompts"),
        (Self::Fit, "fit"),
        (Self::Use, "use"),
        (Self::Chart, "chart"),
        (Self::Equation, "equation"),
        (Self::Geometry, "geometry"),
    ];
}

impl Named for Theme {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Auto, "auto"),
        (Self::Light, "light"),
        (Self::Dark, "dark"),
    ];
}

impl Named for Part {
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Presets, "presets"),
        (Self::Share, "share"),
        (Self::Header, "header"),
        (Self::Equation, "equation"),
        (Self::Controls, "controls"),
    ];
}

/// A link that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The state; valid whatever the link said.
    pub state: State,
    /// The preset that the link names, if it names a known one.
    pub preset: Option<Preset>,
    /// Whether the preset stands there as it is.
    pub untouched: bool,
    /// How the page is to look.
    pub view: View,
    /// What the reader should know.
    pub notices: Vec<Notice>,
}

/// Something in a link that was left out or changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A key that means nothing here.
    UnknownKey(String),
    /// A value that could not be used; the default stands instead.
    BadValue {
        /// The key, with its position where the key repeats: `cf[2]`.
        key: String,
        /// The start of the value.
        value: String,
        /// Why.
        reason: Reason,
    },
    /// A row was changed to be a distribution.
    Changed {
        /// The key with its position.
        key: String,
        /// What was done.
        note: Note,
    },
}

/// Why a value in a link cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// Not one of the words that are allowed.
    NotOneOf(Vec<&'static str>),
    /// Not a row of probabilities.
    Row(EntryError),
    /// Fewer than 2 or more than 20 labels, one without a name, one too long, or two alike.
    Labels,
    /// More prompts or inputs than there can be.
    TooMany(usize),
    /// Text too long.
    LongText,
    /// No label of that name.
    NoLabel(String),
    /// Not K × K (or K) numbers within the limits.
    Entries(usize),
    /// A template without `{input}`.
    NoSlot,
    /// The key is there twice.
    Repeated,
    /// A version of the format that this page does not know.
    Version,
}

/// Characters that stand for themselves nowhere in a link, or that separate its parts.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'&')
    .add(b'\'')
    .add(b'+')
    .add(b',')
    .add(b':')
    .add(b'<')
    .add(b'=')
    .add(b'>')
    .add(b'@')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn escape(text: &str) -> String {
    utf8_percent_encode(text, ESCAPED).to_string()
}

/// `+` is a space, as `URLSearchParams` writes it; a plus sign is `%2B`.
fn unescape(text: &str) -> String {
    percent_decode_str(&text.replace('+', " "))
        .decode_utf8_lossy()
        .into_owned()
}

/// Writes a state and a view, without `#` or `?`.
pub fn format(state: &State, view: &View) -> String {
    let mut link = vec![format!("v={VERSION}")];
    let names: Vec<String> = state.labels.iter().map(|label| escape(label)).collect();
    link.push(format!("labels={}", names.join(",")));
    if state.template != State::default_template() {
        link.push(format!("template={}", escape(&state.template)));
    }
    for prompt in state.prompts.iter() {
        link.push(format!(
            "cf={}:{}",
            escape(&prompt.text),
            numbers(prompt.p.as_slice())
        ));
    }
    for input in state.inputs.iter() {
        let text = if input.text.is_empty() {
            String::new()
        } else {
            format!("{}:", escape(&input.text))
        };
        let right = input
            .label
            .map_or(String::new(), |k| format!("@{}", escape(state.label(k))));
        link.push(format!("p={text}{}{right}", numbers(input.p.as_slice())));
    }
    link.push(format!("method={}", state.method.name()));
    link.push(format!("averaging={}", state.averaging.name()));
    link.push(format!("readout={}", state.readout.name()));
    let k = state.k();
    let entry = |value: Option<&f64>| value.map_or(String::new(), |v| full(*v));
    if !state.overrides.w.is_empty() {
        let entries: Vec<String> = (0..k * k)
            .map(|i| entry(state.overrides.w.get(&(i / k, i % k))))
            .collect();
        link.push(format!("w={}", entries.join(",")));
    }
    if !state.overrides.b.is_empty() {
        let entries: Vec<String> = (0..k).map(|i| entry(state.overrides.b.get(&i))).collect();
        link.push(format!("b={}", entries.join(",")));
    }
    if state.locked.contains(&true) {
        let locked: Vec<&str> = (names.iter().zip(&state.locked))
            .filter(|&(_, &locked)| locked)
            .map(|(name, _)| name.as_str())
            .collect();
        link.push(format!("lock={}", locked.join(",")));
    }
    link.extend(view_keys(view));
    link.join("&")
}

/// Writes a preset that nobody has touched.
pub fn format_preset(preset: Preset, view: &View) -> String {
    let mut link = vec![format!("preset={}", preset.name())];
    link.extend(view_keys(view));
    link.join("&")
}

/// Writes a chapter of the lesson, whose figure has a state of its own.
pub fn format_lesson(chapter: usize, view: &View) -> String {
    let mut link = vec![format!("learn={chapter}")];
    link.extend(view_keys(view));
    link.join("&")
}

fn view_keys(view: &View) -> Vec<String> {
    let mut keys = Vec::new();
    if view.view != Shown::default() {
        keys.push(format!("view={}", view.view.name()));
    }
    if let Some(lang) = &view.lang {
        keys.push(format!("lang={}", escape(lang)));
    }
    if let Some(theme) = view.theme {
        keys.push(format!("theme={}", theme.name()));
    }
    if !view.hide.is_empty() {
        let parts: Vec<&str> = view.hide.iter().map(|part| part.name()).collect();
        keys.push(format!("hide={}", parts.join(",")));
    }
    if view.readonly {
        keys.push("readonly=true".to_owned());
    }
    keys
}

fn numbers(values: &[f64]) -> String {
    values
        .iter()
        .map(|&v| full(v))
        .collect::<Vec<_>>()
        .join(",")
}

/// Reads a link's hash or query (a leading `#` or `?` does not matter).
///
/// `languages` are the tags that `lang` may have.
pub fn parse(link: &str, languages: &[&'static str]) -> Parsed {
    parse_with(link, languages, |preset| Some(preset.state()))
}

/// Reads a link with the presets that `at_hand` gives; the others are read as [`Preset::Blank`].
pub fn parse_with(
    link: &str,
    languages: &[&'static str],
    at_hand: fn(Preset) -> Option<State>,
) -> Parsed {
    parse_over(link, languages, at_hand, None)
}

/// Reads a link whose keys replace parts of a whole state that came some other way, as they would of a preset. Where there is
/// such a state, `preset` does not count.
pub fn parse_over(
    link: &str,
    languages: &[&'static str],
    at_hand: fn(Preset) -> Option<State>,
    base: Option<State>,
) -> Parsed {
    let mut keys = Keys::default();
    for (key, value) in pairs(link) {
        keys.sort(&unescape(key), value);
    }
    keys.read(languages, at_hand, base)
}

/// The preset that a link names, if it names a known one.
pub fn preset_of(link: &str) -> Option<Preset> {
    let (_, value) = pairs(link).find(|(key, _)| unescape(key) == "preset")?;
    Preset::from_name(&unescape(value))
}

/// Whether a link says anything beyond how the page is to look.
pub fn names_state(link: &str) -> bool {
    let looks = ["v", "view", "lang", "theme", "hide", "readonly"];
    pairs(link).any(|(key, _)| !looks.contains(&unescape(key).as_str()))
}

fn pairs(link: &str) -> impl Iterator<Item = (&str, &str)> {
    let link = link.trim_start_matches(['#', '?']);
    (link.split('&').filter(|pair| !pair.is_empty()))
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The raw values by key.
#[derive(Default)]
struct Keys<'a> {
    cf: Vec<&'a str>,
    p: Vec<&'a str>,
    /// Keys that stand once, in the order of [`SINGLE`].
    single: [Option<&'a str>; SINGLE.len()],
    notices: Vec<Notice>,
}

/// Numbers of the lesson's chapters.
const CHAPTERS: [&str; 9] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/// What `readonly` may be.
const READONLY: [&str; 2] = ["true", "false"];

const SINGLE: [&str; 16] = [
    "v",
    "preset",
    "labels",
    "template",
    "method",
    "averaging",
    "readout",
    "w",
    "b",
    "lock",
    "view",
    "lang",
    "theme",
    "hide",
    "learn",
    "readonly",
];

impl<'a> Keys<'a> {
    fn sort(&mut self, key: &str, value: &'a str) {
        match key {
            "cf" => self.cf.push(value),
            "p" => self.p.push(value),
            // The lesson's key is reserved: a link to a chapter opens the page without a complaint.
            _ => match SINGLE.iter().position(|name| *name == key) {
                Some(i) => match self.single.get_mut(i) {
                    Some(slot) if slot.is_none() => *slot = Some(value),
                    _ => self.bad(key, value, Reason::Repeated),
                },
                None => self.notices.push(Notice::UnknownKey(entry::excerpt(key))),
            },
        }
    }

    fn take(&self, key: &str) -> Option<&'a str> {
        let i = SINGLE.iter().position(|name| *name == key)?;
        *self.single.get(i)?
    }

    fn bad(&mut self, key: &str, value: &str, reason: Reason) {
        let value = entry::excerpt(&unescape(value));
        self.notices.push(Notice::BadValue {
            key: key.to_owned(),
            value,
            reason,
        });
    }

    fn read(
        mut self,
        languages: &[&'static str],
        at_hand: fn(Preset) -> Option<State>,
        base: Option<State>,
    ) -> Parsed {
        if let Some(version) = self.take("v")
            && version != VERSION
        {
            self.bad("v", version, Reason::Version);
        }
        let preset = self.preset().filter(|_| base.is_none());
        let base = base
            .or_else(|| preset.and_then(at_hand))
            .or_else(|| preset.map(|_| State::even()));
        let mut state = self.labels(base);
        let untouched = preset.is_some()
            && self.cf.is_empty()
            && self.p.is_empty()
            && [
                "labels",
                "template",
                "method",
                "averaging",
                "readout",
                "w",
                "b",
                "lock",
            ]
            .iter()
            .all(|key| self.take(key).is_none());
        self.template(&mut state);
        self.prompts(&mut state);
        self.inputs(&mut state);
        state.method = self.choice("method", state.method);
        state.averaging = self.choice("averaging", state.averaging);
        state.readout = self.choice("readout", state.readout);
        self.overrides(&mut state);
        self.locks(&mut state);
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
            let names = Preset::ALL.iter().map(|(_, name)| *name).collect();
            self.bad("preset", value, Reason::NotOneOf(names));
        }
        found
    }

    /// The state over the link's labels, before any row is read.
    fn labels(&mut self, base: Option<State>) -> State {
        let base = base.or_else(|| Preset::default().built_in());
        let base = base.unwrap_or_else(State::even);
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
                State::new(names, vec![prompt], vec![input])
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
        let mut inputs = Vec::new();
        for (i, value) in std::mem::take(&mut self.p).into_iter().enumerate() {
            let key = format!("p[{}]", i + 1);
            if inputs.len() >= MAX_INPUTS {
                self.bad(&key, value, Reason::TooMany(MAX_INPUTS));
                break;
            }
            if let Some((text, p, label)) = self.row(&key, value, state) {
                inputs.push(TestInput { text, p, label });
            }
        }
        if !inputs.is_empty() {
            state.inputs = Rc::new(inputs);
        }
    }

    /// `text:0.9,0.1@label`, the text and the label optional.
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
                        self.bad(key, value, Reason::NoLabel(entry::excerpt(&name)));
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
                None => self.bad("lock", value, Reason::NoLabel(entry::excerpt(&name))),
            }
        }
        state.locked = locked;
    }

    fn view(&mut self, languages: &[&'static str]) -> View {
        let mut view = View {
            view: self.choice("view", Shown::default()),
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
            // `zh-CN` is Chinese too.
            let primary = tag.split('-').next().unwrap_or_default();
            match (languages.iter()).find(|known| known.eq_ignore_ascii_case(primary)) {
                Some(known) => view.lang = Some((*known).to_owned()),
                None => self.bad("lang", value, Reason::NotOneOf(languages.to_vec())),
            }
        }
        if self.take("theme").is_some() {
            // A bad value is named by `choice` and then stands for "not fixed".
            let before = self.notices.len();
            let theme = self.choice("theme", Theme::Auto);
            view.theme = (self.notices.len() == before).then_some(theme);
        }
        if let Some(value) = self.take("hide") {
            for name in unescape(value).split(',').filter(|name| !name.is_empty()) {
                match Part::from_name(name) {
                    Some(part) if !view.hide.contains(&part) => view.hide.push(part),
                    Some(_) => {}
                    None => {
                        let names = Part::ALL.iter().map(|(_, name)| *name).collect();
                        self.bad("hide", name, Reason::NotOneOf(names));
                    }
                }
            }
        }
        if let Some(value) = self.take("readonly") {
            view.readonly = value == "true";
            if !READONLY.contains(&value) {
                self.bad("readonly", value, Reason::NotOneOf(READONLY.to_vec()));
            }
        }
        view
    }
}

fn read_numbers(row: &str, k: usize) -> Result<entry::Entry, EntryError> {
    let values = row
        .split(',')
        .map(|v| entry::number(&unescape(v)))
        .collect::<Result<_, _>>()?;
    entry::from_values(values, k)
}

/// `count` places, an empty one meaning "computed".
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
            let v = entry::number(&unescape(place)).ok()?;
            (v.abs() <= MAX_ENTRY).then_some((i, v + 0.0))
        })
        .collect()
}
