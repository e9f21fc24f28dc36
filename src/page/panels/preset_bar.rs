use crate::calibration::wilson;
use crate::lesson::measured::{Column, SETS};
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::memo::View;
use crate::page::msg::{AppMsg, EditMsg, maybe};
use crate::page::widgets::choice::option_of;
use crate::page::workspace::Numbers;
use crate::presets::{Preset, Provenance};
use crate::state::{Named, percent_of};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The presets with a button; the others are only in the list.
const FEATURED: [Preset; 5] = [
    Preset::Worked,
    Preset::Sentiment2Swapped,
    Preset::Disagree,
    Preset::Topic,
    Preset::Backfires,
];

/// The presets in the order of the list, grouped by the origin of their numbers.
const GROUPS: [(Group, &[Preset]); 4] = [
    (
        Group::Of(Provenance::Measured),
        &[
            Preset::Sentiment0,
            Preset::Sentiment2,
            Preset::Sentiment2Swapped,
            Preset::Topic,
            Preset::Question,
            Preset::Pattern(9),
        ],
    ),
    (
        Group::TestSets,
        &[
            Preset::Set(0),
            Preset::Set(1),
            Preset::Set(2),
            Preset::Set(3),
            Preset::Set(4),
            Preset::Set(5),
            Preset::Set(6),
            Preset::Set(7),
            Preset::Set(8),
        ],
    ),
    (Group::Of(Provenance::Published), &[Preset::Paper]),
    (
        Group::Of(Provenance::MadeUp),
        &[
            Preset::Worked,
            Preset::Disagree,
            Preset::Methods,
            Preset::Topics,
            Preset::Backfires,
            Preset::Fourteen,
            Preset::Blank,
        ],
    ),
];

/// A group of the list.
#[derive(Clone, Copy)]
enum Group {
    Of(Provenance),
    /// Measured on public test sets; loaded when they are chosen.
    TestSets,
}

/// The presets, and a note about the one that is loaded.
#[derive(Clone, PartialEq)]
pub(crate) struct PresetBar {
    /// The preset that was loaded last, if any.
    pub(crate) preset: Option<Preset>,
    /// True if nothing was changed since.
    pub(crate) untouched: bool,
    /// Whose numbers there are now.
    pub(crate) numbers: Numbers,
}

impl View for PresetBar {
    fn view(&self, env: &Env) -> Html {
        let Self {
            preset,
            untouched,
            numbers,
        } = self;
        let provenance = |preset: &Preset| match numbers {
            Numbers::OfPreset => {
                let provenance = preset.provenance();
                (class(provenance), words(provenance))
            }
            Numbers::Changed | Numbers::Own => ("is-changed", t!("preset.changed")),
        };
        let chip = |option: &Preset| {
            let option = *option;
            let onclick = env.on_click(AppMsg::Edit(EditMsg::Load(option)));
            html! {
                <button class="chip" {onclick} aria-pressed={(*preset == Some(option) && *untouched).to_string()}>
                    { name(option) }
                </button>
            }
        };
        let all = GROUPS.iter().flat_map(|(_, presets)| *presets);
        let listed = all.copied().find(|option| is_listed(*option, *preset));
        let onchange = maybe(&env.send, move |event: Event| {
            let select = dom::target::<HtmlSelectElement>(&event)?;
            let chosen = Preset::from_name(&select.value());
            // The list shows the loaded preset, even if the choice changes nothing.
            select.set_value(listed.map_or("", |listed| listed.name()));
            chosen.map(|preset| AppMsg::Edit(EditMsg::Load(preset)))
        });
        let group = |(group, presets): &(Group, &[Preset])| {
            let label = match group {
                Group::Of(provenance) => words(*provenance),
                Group::TestSets => t!("preset.test_sets"),
            };
            html! {
                <optgroup {label}>
                    { for presets.iter().map(|preset| {
                        option_of(preset.name(), name(*preset), listed == Some(*preset))
                    }) }
                </optgroup>
            }
        };
        html! {
            <section class="presets" aria-labelledby="presets-title">
                <div class="chips">
                    <h2 id="presets-title" class="chips-title">{ t!("preset.start_from") }</h2>
                    { for FEATURED.iter().map(chip) }
                    <select class="chip" aria-label={t!("preset.all")} {onchange}>
                        if preset.is_none() {
                            { option_of("", t!("preset.own"), true) }
                        }
                        { for GROUPS.iter().map(group) }
                    </select>
                    <button class="chip" disabled={*untouched} onclick={env.on_click(AppMsg::Edit(EditMsg::Reset))}>
                        { t!("preset.reset") }
                    </button>
                </div>
                if let Some(preset) = preset.filter(|_| *numbers != Numbers::Own) {
                    <p class="preset-note">
                        <span class={classes!("provenance", provenance(&preset).0)}>{ provenance(&preset).1 }</span>
                        { " " }{ notice(preset) }
                    </p>
                    if let Some(pattern) = preset.pattern() {
                        { pattern_picker(pattern, env) }
                    }
                }
            </section>
        }
    }
}

/// Returns whether an entry of the list is the loaded preset. All patterns share one entry.
fn is_listed(option: Preset, chosen: Option<Preset>) -> bool {
    match (option, chosen) {
        (Preset::Pattern(_), Some(Preset::Pattern(_))) => true,
        (option, chosen) => chosen == Some(option),
    }
}

/// Buttons for the pattern: four examples before the question, each Positive or Negative.
fn pattern_picker(pattern: &'static str, env: &Env) -> Html {
    let place = |(i, c): (usize, char)| {
        let flipped: String = (pattern.chars().enumerate())
            .map(|(j, c)| if j == i { other(c) } else { c })
            .collect();
        let target = Preset::from_name(&format!("pattern-{flipped}"));
        let onclick = target.map(|target| env.on_click(AppMsg::Edit(EditMsg::Load(target))));
        let label = if c == 'P' { "Positive" } else { "Negative" };
        html! {
            <button class={format!("pattern-place pattern-{c}")} {onclick}
                aria-label={t!("preset.pattern_place", number = i + 1, label = label)}>
                { label }
            </button>
        }
    };
    html! {
        <div class="pattern" role="group" aria-label={t!("preset.pattern_name")}>
            <span>{ t!("preset.pattern_examples") }</span>
            { for pattern.chars().enumerate().map(place) }
            <span>{ t!("preset.pattern_question") }</span>
        </div>
    }
}

fn other(c: char) -> char {
    if c == 'P' { 'N' } else { 'P' }
}

fn class(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Measured => "is-measured",
        Provenance::Published => "is-published",
        Provenance::MadeUp => "is-made-up",
    }
}

fn words(provenance: Provenance) -> AttrValue {
    match provenance {
        Provenance::Measured => t!("preset.measured"),
        Provenance::Published => t!("preset.published"),
        Provenance::MadeUp => t!("preset.made_up"),
    }
}

fn name(preset: Preset) -> AttrValue {
    match preset {
        Preset::Worked => t!("preset.worked.name"),
        Preset::Disagree => t!("preset.disagree.name"),
        Preset::Methods => t!("preset.methods.name"),
        Preset::Paper => t!("preset.paper.name"),
        Preset::Sentiment0 => t!("preset.sentiment_0.name"),
        Preset::Sentiment2 => t!("preset.sentiment_2.name"),
        Preset::Sentiment2Swapped => t!("preset.sentiment_2_swapped.name"),
        Preset::Topic => t!("preset.topic.name"),
        Preset::Question => t!("preset.question.name"),
        Preset::Pattern(_) => t!("preset.pattern.name"),
        Preset::Set(index) => {
            let set = match index / 3 {
                0 => t!("preset.sst2.name"),
                1 => t!("preset.trec.name"),
                _ => t!("preset.agnews.name"),
            };
            let examples = match index % 3 {
                0 => t!("preset.no_examples"),
                1 => t!("preset.two_examples"),
                _ => t!("preset.two_swapped"),
            };
            t!("preset.set_and_examples", set = set, examples = examples)
        }
        Preset::Topics => t!("preset.topics.name"),
        Preset::Backfires => t!("preset.backfires.name"),
        Preset::Fourteen => t!("preset.fourteen.name"),
        Preset::Blank => t!("preset.blank.name"),
    }
}

fn notice(preset: Preset) -> AttrValue {
    match preset {
        Preset::Worked => t!("preset.worked.notice"),
        Preset::Disagree => t!("preset.disagree.notice"),
        Preset::Methods => t!("preset.methods.notice"),
        Preset::Paper => t!("preset.paper.notice"),
        Preset::Sentiment0 => t!("preset.sentiment_0.notice"),
        Preset::Sentiment2 => t!("preset.sentiment_2.notice"),
        Preset::Sentiment2Swapped => t!("preset.sentiment_2_swapped.notice"),
        Preset::Topic => t!("preset.topic.notice"),
        Preset::Question => t!("preset.question.notice"),
        Preset::Pattern(_) => t!("preset.pattern.notice"),
        Preset::Set(index) => set_notice(preset, index),
        Preset::Topics => t!("preset.topics.notice"),
        Preset::Backfires => t!("preset.backfires.notice"),
        Preset::Fourteen => t!("preset.fourteen.notice"),
        Preset::Blank => t!("preset.blank.notice"),
    }
}

/// What was measured on a test set.
fn set_notice(preset: Preset, index: u8) -> AttrValue {
    let Some(task) = SETS.get(usize::from(index)) else {
        return AttrValue::default();
    };
    let counted = task.counted;
    let share = |column| {
        let right = task.right.of(column).right;
        let (low, high) = wilson(right, counted);
        let percent = |share| percent_of(share, counted);
        let accuracy = percent(right as f64 / counted as f64);
        t!(
            "preset.set_share",
            accuracy = t!("number.percent", value = accuracy),
            low = percent(low),
            high = percent(high)
        )
    };
    let found = match index / 3 {
        0 => t!("preset.sst2.found"),
        1 => t!("preset.trec.found"),
        _ => t!("preset.agnews.found"),
    };
    t!(
        "preset.set_notice",
        model = preset.model().unwrap_or_default(),
        none = share(Column::None),
        parameters = share(Column::Parameters),
        batch = share(Column::Batch),
        found = found
    )
}
