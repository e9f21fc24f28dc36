//! The list of the test inputs: sorted, filtered, searched; of many, only the rows in view are in the document.

use crate::calibration::Argmax;
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::memo::View;
use crate::page::msg::{AppMsg, ViewMsg};
use crate::page::widgets::choice::option;
use crate::state::{Derived, Listing, Row, Show, Sort, State, fixed};
use std::ops::Range;
use std::rc::Rc;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// Greatest number of rows that are all in the document, so that all can be printed and found by the browser's own search.
const MOST_WHOLE: usize = 500;

/// Smallest number of test inputs that can be sorted, filtered and searched.
const LEAST_SORTED: usize = 9;

/// Number of rows in the document before those in view, and after them.
const BESIDE: usize = 8;

/// Number of rows by which the rows in the document move on.
const STEP: usize = 8;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: Rc<State>,
    pub(crate) derived: Rc<Derived>,
    /// Indices of the test inputs, flips first; kept during a drag.
    pub(crate) order: Rc<Vec<usize>>,
    /// True during a drag: rows keep their places.
    pub(crate) dragging: bool,
    /// Index of the test input on the big chart.
    pub(crate) selected: usize,
    pub(crate) env: Env,
}

pub(crate) enum Msg {
    Sort(usize),
    Show(usize),
    Search(String),
    /// The reader has scrolled the list.
    Scrolled,
    /// The row of a test input has the focus.
    Focused(usize),
    /// Moves the focus to another row.
    Move(Move),
}

pub(crate) enum Move {
    By(isize),
    ByPage(isize),
    First,
    Last,
}

/// What is done once the rows are in the document.
enum Then {
    ShowTop,
    FocusActive,
}

/// The list of the test inputs; choosing one puts it on the big chart.
pub(crate) struct InputList {
    listing: Listing,
    /// Indices of the test inputs that are listed, in their order.
    listed: Rc<Vec<usize>>,
    scrolled: NodeRef,
    rows: NodeRef,
    /// By how much the list is scrolled, its visible height and the height of a row, in CSS pixels.
    top: f64,
    height: f64,
    row_height: f64,
    /// The space above and below the rows in the document, as it was set last.
    space: [f64; 2],
    /// Index of the test input whose row has the focus, or had it last.
    active: Option<usize>,
    then: Option<Then>,
}

impl Component for InputList {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            listing: Listing::default(),
            listed: Rc::clone(&ctx.props().order),
            scrolled: NodeRef::default(),
            rows: NodeRef::default(),
            top: 0.0,
            height: 272.0,
            row_height: 34.0,
            space: [0.0; 2],
            active: None,
            then: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        let same = !old.dragging
            && Rc::ptr_eq(&old.state, &props.state)
            && Rc::ptr_eq(&old.derived, &props.derived)
            && Rc::ptr_eq(&old.order, &props.order);
        if !props.dragging && !same {
            self.list(props);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let props = ctx.props();
        match msg {
            Msg::Sort(at) => {
                self.listing.sort = Sort::ALL.get(at).copied().unwrap_or_default();
                self.list_again(props);
            }
            Msg::Show(at) => {
                self.listing.show = shows(props.state.k()).nth(at).unwrap_or_default();
                self.list_again(props);
            }
            Msg::Search(search) => {
                self.listing.search = search;
                self.list_again(props);
            }
            // What is still to be scrolled to counts, not where the list was before.
            Msg::Scrolled if self.then.is_some() => return false,
            Msg::Scrolled => {
                let before = self.window();
                self.measure();
                let now = self.window();
                if now == before {
                    return false;
                }
                self.keep_focus(&now);
            }
            Msg::Focused(i) => {
                if self.active == Some(i) {
                    return false;
                }
                self.active = Some(i);
            }
            Msg::Move(step) => return self.go(props, &step),
        }
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props {
            state,
            derived,
            selected,
            env,
            ..
        } = ctx.props();
        let link = ctx.link();
        let count = state.inputs.len();
        let window = self.window();
        let shown = self.listed.get(window.clone()).unwrap_or_default();
        let is_whole = shown.len() == self.listed.len();
        let holds = |i: &usize| shown.contains(i);
        // One row at a time is reached by Tab; arrow keys lead to the others.
        let reached = (self.active.filter(holds))
            .or(Some(*selected).filter(holds))
            .or(shown.first().copied());
        let row = |(at, &i): (usize, &usize)| {
            let input = state.inputs.get(i)?;
            let after = derived.labels_after.get(i);
            let unasked = state.measured.as_ref().map(|measured| &measured.unasked);
            let waiting = unasked.is_some_and(|unasked| unasked.contains(&Row::Input(i)));
            let decided = after
                .filter(|_| !waiting)
                .map(|after| (Argmax::of(input.p.as_slice()), *after));
            let labels = &state.labels;
            let row = InputRow {
                i,
                text: input.text.to_owned().into(),
                labels: Rc::clone(labels),
                right: input.label,
                before: decided.map(|(before, _)| i18n::decision(&before.decision(), labels)),
                after: decided.map(|(_, after)| i18n::decision(&after.decision(), labels)),
                swatches: decided.map(|(before, after)| (before.index(), after.index())),
                waiting,
                selected: i == *selected,
                reached: reached == Some(i),
                place: (!is_whole).then(|| (window.start + at + 1, self.listed.len())),
            };
            Some(row.memo(i, env))
        };
        let title = if self.listing.sort == Sort::Flips {
            t!("inputs.title", count = count)
        } else {
            t!("check.list.title", count = count)
        };
        let onfocusin = link.batch_callback(|event: FocusEvent| {
            let row = dom::target::<Element>(&event)?.closest("[data-input]");
            let i = row.ok()??.get_attribute("data-input")?.parse().ok()?;
            Some(Msg::Focused(i))
        });
        html! {
            <section class="inputs-section" aria-labelledby="inputs-title">
                <h3 id="inputs-title" class="caption">{ title }</h3>
                if count >= LEAST_SORTED {
                    { self.tools(ctx) }
                }
                <div class={classes!("inputs", (!is_whole).then_some("is-long"))} tabindex="-1" data-roving="1" ref={&self.scrolled}
                    onscroll={link.callback(|_: Event| Msg::Scrolled)} onkeydown={link.batch_callback(moved)} {onfocusin}>
                    <ol ref={&self.rows}>{ for shown.iter().enumerate().filter_map(row) }</ol>
                </div>
                if !is_whole {
                    <p class="hint only-printed">{ t!("inputs.more", count = self.listed.len() - shown.len()) }</p>
                }
            </section>
        }
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        let window = self.window();
        let is_whole = window.len() == self.listed.len();
        if !is_whole {
            self.measure_row();
        }
        let after = self.listed.len() - window.end;
        let space = [window.start, after].map(|rows| rows as f64 * self.row_height);
        if let (true, Some(rows)) = (space != self.space, self.rows.cast::<Element>()) {
            for (property, space) in ["padding-top", "padding-bottom"].iter().zip(space) {
                dom::set_style(&rows, property, &format!("{}px", fixed(space, 0)));
            }
            self.space = space;
        }
        let Some(scrolled) = self.scrolled.cast::<Element>() else {
            return;
        };
        match self.then.take() {
            Some(Then::ShowTop) => scrolled.set_scroll_top(0),
            Some(Then::FocusActive) => {
                if !is_whole {
                    scrolled.set_scroll_top(self.top as i32);
                }
                let row = self.active.and_then(|i| {
                    let row = scrolled.query_selector(&format!("[data-input='{i}']"));
                    dom::html(&row.ok()??)
                });
                if let Some(row) = row {
                    let _ = row.focus();
                }
            }
            None => {}
        }
    }
}

impl InputList {
    /// Lists the test inputs of a state.
    fn list(&mut self, props: &Props) {
        if props.state.inputs.len() < LEAST_SORTED {
            // There is nothing to choose by, so nothing may be chosen.
            self.listing = Listing::default();
        }
        if matches!(self.listing.show, Show::Says(label) if label >= props.state.k()) {
            self.listing.show = Show::All;
        }
        self.listed = if self.listing == Listing::default() {
            Rc::clone(&props.order)
        } else {
            Rc::new(self.listing.of(&props.state, &props.derived, &props.order))
        };
    }

    /// Lists them after a choice of the reader, from the first.
    fn list_again(&mut self, props: &Props) {
        self.list(props);
        self.top = 0.0;
        self.then = Some(Then::ShowTop);
    }

    /// The places of the rows in the document.
    fn window(&self) -> Range<usize> {
        let count = self.listed.len();
        if count <= MOST_WHOLE {
            return 0..count;
        }
        let seen = (self.height / self.row_height).ceil() as usize + 1;
        let first = ((self.top / self.row_height) as usize).min(count.saturating_sub(seen));
        let start = (first / STEP * STEP).saturating_sub(BESIDE);
        start..(start + BESIDE + STEP + seen + BESIDE).min(count)
    }

    /// Reads by how much the list is scrolled, and its height.
    fn measure(&mut self) {
        if let Some(scrolled) = self.scrolled.cast::<Element>() {
            self.top = f64::from(scrolled.scroll_top());
            let height = f64::from(scrolled.client_height());
            if height > 0.0 {
                self.height = height;
            }
        }
    }

    /// Reads the height of a row, the same for all.
    fn measure_row(&mut self) {
        let row = self.rows.cast::<Element>();
        let row = row.and_then(|rows| dom::html(&rows.first_element_child()?));
        if let Some(height) = row.map(|row| row.offset_height()).filter(|h| *h > 0) {
            self.row_height = height.into();
        }
    }

    /// Gives the focus to the list if it is in a row that leaves the document: keys then go on from there.
    fn keep_focus(&self, window: &Range<usize>) {
        let stays = |i| {
            let rows = self.listed.get(window.clone());
            rows.is_some_and(|rows| rows.contains(&i))
        };
        let Some(scrolled) = self.scrolled.cast::<HtmlElement>() else {
            return;
        };
        let focused = scrolled.query_selector("[data-input]:focus").ok().flatten();
        if focused.is_some() && !self.active.is_some_and(stays) {
            let _ = scrolled.focus();
        }
    }

    /// Moves the focus to another row, and scrolls to it; returns whether there is one.
    fn go(&mut self, props: &Props, step: &Move) -> bool {
        self.measure();
        let page = (self.height / self.row_height).max(1.0) as isize;
        let place = |i: usize| self.listed.iter().position(|listed| *listed == i);
        let here = self.active.and_then(place).or(place(props.selected));
        let last = self.listed.len().saturating_sub(1);
        let moved = |by: isize| here.unwrap_or(0).saturating_add_signed(by).min(last);
        let to = match *step {
            Move::By(by) => moved(by),
            Move::ByPage(pages) => moved(pages * page),
            Move::First => 0,
            Move::Last => last,
        };
        let Some(&i) = self.listed.get(to) else {
            return false;
        };
        self.active = Some(i);
        let start = to as f64 * self.row_height;
        let end = start + self.row_height;
        self.top = self.top.min(start).max(end - self.height);
        self.then = Some(Then::FocusActive);
        true
    }

    /// The choices by which the list is made, and how many rows that leaves.
    fn tools(&self, ctx: &Context<Self>) -> Html {
        let Props { state, .. } = ctx.props();
        let link = ctx.link();
        let chosen = |event: &Event| {
            let index = dom::target::<HtmlSelectElement>(event)?.selected_index();
            usize::try_from(index).ok()
        };
        let sorts = Sort::ALL.map(|sort| {
            let words = match sort {
                Sort::Flips => t!("check.list.by_flips"),
                Sort::Right => t!("check.list.by_right"),
                Sort::Margin => t!("check.list.by_margin"),
                Sort::Text => t!("check.list.by_text"),
            };
            option(words, sort == self.listing.sort)
        });
        let shows = shows(state.k()).map(|show| {
            let words = match show {
                Show::All => t!("check.list.all"),
                Show::Flips => t!("check.list.flips"),
                Show::NowRight => t!("check.list.now_right"),
                Show::NowWrong => t!("check.list.now_wrong"),
                Show::Says(label) => t!("check.list.says", label = i18n::label(state, label)),
            };
            option(words, show == self.listing.show)
        });
        let oninput = link.batch_callback(|event: InputEvent| {
            Some(Msg::Search(
                dom::target::<HtmlInputElement>(&event)?.value(),
            ))
        });
        let (listed, count) = (self.listed.len(), state.inputs.len());
        let said = match listed {
            _ if !self.listing.is_part() => AttrValue::default(),
            0 => t!("check.list.none", count = count),
            _ => t!("check.list.some", listed = listed, count = count),
        };
        html! {
            <>
                <div class="list-tools">
                    <label>{ t!("check.list.sort") }{ " " }
                        <select onchange={link.batch_callback(move |event: Event| chosen(&event).map(Msg::Sort))}>{ for sorts }</select>
                    </label>
                    <label>{ t!("check.list.show") }{ " " }
                        <select onchange={link.batch_callback(move |event: Event| chosen(&event).map(Msg::Show))}>{ for shows }</select>
                    </label>
                    <label>{ t!("check.list.search") }{ " " }
                        <input type="search" autocomplete="off" spellcheck="false" dir="auto" value={self.listing.search.clone()} {oninput} />
                    </label>
                </div>
                <p class="hint" role="status">{ said }</p>
            </>
        }
    }
}

/// Every choice of what is listed, for `k` labels.
fn shows(k: usize) -> impl Iterator<Item = Show> {
    let all = [Show::All, Show::Flips, Show::NowRight, Show::NowWrong];
    all.into_iter().chain((0..k).map(Show::Says))
}

/// The keys that lead from row to row.
fn moved(event: KeyboardEvent) -> Option<Msg> {
    if event.ctrl_key() || event.alt_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let step = match event.key().as_str() {
        "ArrowDown" => Move::By(1),
        "ArrowUp" => Move::By(-1),
        "PageDown" => Move::ByPage(1),
        "PageUp" => Move::ByPage(-1),
        "Home" => Move::First,
        "End" => Move::Last,
        _ => return None,
    };
    event.prevent_default();
    Some(Msg::Move(step))
}

/// One test input: its text, its labels before and after, right or wrong.
#[derive(Clone, PartialEq)]
struct InputRow {
    i: usize,
    text: AttrValue,
    labels: Rc<Vec<String>>,
    right: Option<usize>,
    /// The label or the tie in words; `None` if W is undefined.
    before: Option<AttrValue>,
    after: Option<AttrValue>,
    /// Indices of the labels before and after; of a tie, the first.
    swatches: Option<(usize, usize)>,
    /// True if a model has yet to answer.
    waiting: bool,
    selected: bool,
    /// True if Tab leads to this row.
    reached: bool,
    /// Its place, from 1, and the number of rows; `None` if all rows are in the document.
    place: Option<(usize, usize)>,
}

impl View for InputRow {
    fn view(&self, env: &Env) -> Html {
        let Self {
            i,
            text,
            labels,
            right,
            before,
            after,
            swatches,
            waiting,
            selected,
            reached,
            place,
        } = self;
        let i = *i;
        let onclick = env.on_click(AppMsg::View(ViewMsg::Select(i)));
        let text = if text.is_empty() {
            t!("inputs.unnamed", number = i + 1)
        } else {
            text.clone()
        };
        let (class, mark, outcome) = match (right, swatches) {
            _ if *waiting => ("is-waiting", "…", t!("model.not_asked")),
            (Some(right), Some((before, after))) => match (before == right, after == right) {
                (false, true) => ("is-mended", "✓", t!("inputs.mended")),
                (true, false) => ("is-broken", "✗", t!("inputs.broken")),
                (true, true) => ("is-right", "✓", t!("inputs.right")),
                (false, false) => ("is-wrong", "✗", t!("inputs.wrong")),
            },
            (None, Some((before, after))) if before != after => {
                ("is-flipped", "↔", t!("inputs.flipped"))
            }
            _ => ("", "", "".into()),
        };
        let right_name = right.and_then(|right| labels.get(right).cloned());
        html! {
            <li class={classes!("input-row", class)} aria-posinset={place.map(|(at, _)| at.to_string())}
                aria-setsize={place.map(|(_, all)| all.to_string())}>
                <button {onclick} aria-current={selected.then_some("true")} tabindex={if *reached { "0" } else { "-1" }} data-input={i.to_string()}>
                    <span class="input-mark" aria-hidden="true">{ mark }</span>
                    <span class="input-row-text" dir="auto">{ text }</span>
                    if let (Some(before), Some(after), Some((b, a))) = (before, after, swatches) {
                        <span class="input-labels" translate="no">
                            <span class={format!("swatch is-before label-{b}")} aria-hidden="true"></span><span class="input-label">{ before }</span>
                            if a != b {
                                <span aria-hidden="true">{ " → " }</span>
                                <span class="visually-hidden">{ t!("verdict.becomes") }</span>
                                <span class={format!("swatch label-{a}")} aria-hidden="true"></span><span class="input-label">{ after }</span>
                            }
                        </span>
                    }
                    <span class="visually-hidden">
                        { outcome }
                        if let Some(name) = right_name { { t!("inputs.right_label", label = name) } }
                    </span>
                </button>
            </li>
        }
    }
}
