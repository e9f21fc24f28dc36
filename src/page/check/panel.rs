//! The panel: all test inputs together.

use super::details::Details;
use super::finding::{Made, finding, inputs};
use super::landscape::{Landscape, marks};
use super::list::InputList;
use super::methods::Methods;
use super::summary::summary;
use crate::link;
use crate::page::dom;
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::memo::View;
use crate::page::msg::{Copied, UiState};
use crate::page::panels::data_menu::DataMenu;
use crate::page::widgets::copy::copy_made;
use crate::state::{Checked, Derived, MAX_LINK_CHARS, Row, State, form};
use std::rc::Rc;
use yew::prelude::*;

/// Panel 4: accuracy, methods side by side, the list of inputs.
pub(crate) struct CheckPanel<'a> {
    pub(crate) state: &'a Rc<State>,
    pub(crate) derived: &'a Rc<Derived>,
    /// Of these, what a model has answered so far, while some inputs wait for it.
    pub(crate) answered: Option<&'a (Rc<State>, Rc<Derived>)>,
    pub(crate) checked: &'a Rc<Checked>,
    pub(crate) order: &'a Rc<Vec<usize>>,
    pub(crate) selected: usize,
    /// The model whose probabilities these are, where it is known.
    pub(crate) model: Option<Rc<str>>,
    /// True if something is being dragged.
    pub(crate) dragging: bool,
    pub(crate) ui: UiState,
    pub(crate) env: &'a Env,
}

impl CheckPanel<'_> {
    pub(crate) fn view(&self) -> Html {
        let Self {
            state: whole,
            checked,
            order,
            selected,
            dragging,
            env,
            ..
        } = self;
        let (n, counted) = (whole.inputs.len(), checked.counted());
        let unasked = whole.measured.as_ref().map(|measured| &measured.unasked);
        let unanswered = unasked.map_or(0, |unasked| unasked.range(Row::Input(0)..).count());
        let labelled = match unanswered {
            0 => counted,
            _ => (whole.inputs.rows())
                .filter(|(_, label)| label.is_some())
                .count(),
        };
        let (state, derived) = self.known();
        // Of no answer nothing can be said.
        let says = n > 1 && unanswered < n;
        html! {
            <section class="panel check" aria-labelledby="panel-4">
                <h2 id="panel-4"><span class="step" aria-hidden="true">{ "4" }</span>{ t!("check.title") }</h2>
                <p class="hint" translate="no">{ inputs(n, labelled) }</p>
                if unanswered > 0 && n > 1 {
                    <p class="hint" translate="no">{ t!("check.unanswered", count = unanswered) }</p>
                }
                if labelled == 0 {
                    <p class="hint">{ t!("check.no_labels") }</p>
                }
                if says {
                    <div class={classes!("check-top", (counted > 0).then_some("has-landscape"))}>
                        { summary(state, derived, checked) }
                        { self.landscape() }
                    </div>
                }
                if n > 1 {
                    <div class="check-columns">
                        if says {
                            { Methods { state: Rc::clone(state), checked: Rc::clone(checked) }.memo(0, env) }
                        }
                        <InputList state={Rc::clone(whole)} derived={Rc::clone(self.derived)} order={Rc::clone(order)} {dragging}
                            selected={*selected} env={(*env).clone()} />
                    </div>
                }
                if counted > 0 && n > 1 && unanswered == 0 && checked.counts.is_some() {
                    { self.copy_finding() }
                }
                { DataMenu.memo(1, env) }
                if says {
                    { Details { state: Rc::clone(state), checked: Rc::clone(checked) }.memo(2, env) }
                }
            </section>
        }
    }

    /// The inputs about which something can be said, and what is derived from them.
    fn known(&self) -> (&Rc<State>, &Rc<Derived>) {
        match self.answered {
            Some((state, derived)) => (state, derived),
            None => (self.state, self.derived),
        }
    }

    /// The buttons that copy what was found, with the texts of the prompts or without.
    fn copy_finding(&self) -> Html {
        let button = |texts: bool, words: AttrValue| {
            let model = self.model.clone();
            let what = if texts {
                Copied::Finding
            } else {
                Copied::FindingWithoutTexts
            };
            let (state, checked) = (Rc::clone(self.state), Rc::clone(self.checked));
            let make = move || {
                let link = link::format_within(MAX_LINK_CHARS, &state, &link::View::default());
                let link = link
                    .filter(|_| texts)
                    .map(|hash| format!("{}#{hash}", dom::address()));
                let made = Made {
                    model: model.clone(),
                    date: &dom::today(),
                    link: link.as_deref(),
                    texts,
                };
                finding(&state, &checked, &made).map(AttrValue::from)
            };
            copy_made(what, words, make, self.ui, self.env)
        };
        html! {
            <div class="buttons">
                { button(true, t!("check.finding.copy")) }
                { button(false, t!("check.finding.copy_without_texts")) }
            </div>
        }
    }

    /// The landscape of bias, where there are right labels and W is defined.
    fn landscape(&self) -> Html {
        let Self {
            checked,
            dragging,
            env,
            ..
        } = self;
        let (state, derived) = self.known();
        let Some(parameters) =
            (derived.parameters.as_ref().ok()).filter(|_| derived.evaluation.counted > 0)
        else {
            return Html::default();
        };
        let best = checked.best.as_ref().map(|(best, _)| best);
        html! {
            <Landscape state={Rc::clone(state)} parameters={Rc::clone(parameters)} right={derived.evaluation.right_after} form={form(state)}
                marks={Rc::new(marks(&checked.compared, best, state.prompts.len() > 1))} {dragging} env={(*env).clone()} />
        }
    }
}
