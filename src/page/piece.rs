//! Pieces: what remembers something of its own inside the lesson and the geometry views. One component for all of them
//! (see `part`), which keeps what a reader made when the piece leaves the page and comes back.

use super::part::Env;
use super::request::Shown;
use super::{pieces, readonly};
use crate::state::{Derived, State};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::html::Scope;
use yew::prelude::*;

/// Which piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Empty bars that the reader drags to a guess.
    Ghost,
    /// Four examples to arrange.
    Arrange,
    /// The few-shot builder.
    Builder,
    /// The worked example and its exercises.
    Steps,
    /// The two averaging orders side by side.
    Compare,
    /// Our own measurements.
    Evidence,
    /// The paper's tables.
    Paper,
    /// Summary, code, glossary, sources.
    Summary,
    /// K = 2: the line with the threshold.
    Line,
    /// K = 3: the triangle of all distributions.
    Triangle,
    /// K ≥ 4: gains pair by pair.
    Pairwise,
}

/// A piece with what it needs of the page.
#[derive(Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    /// The state that the reader works on: the workbench's or the figure's.
    pub(super) state: Rc<State>,
    pub(super) derived: Rc<Derived>,
    /// The test input on the big chart.
    pub(super) selected: usize,
    pub(super) shown: Shown,
    /// The code with the current numbers; empty where it is not shown.
    pub(super) code: AttrValue,
    /// Whether the prediction that the piece belongs to is answered.
    pub(super) answered: bool,
}

impl Piece {
    /// The same page, another piece. Pieces that show nothing of the state do not change with it.
    pub(super) fn of(&self, kind: Kind) -> Self {
        Self {
            kind,
            ..self.clone()
        }
    }

    pub(super) fn html(self, env: &Env) -> Html {
        let key = self.kind as usize;
        html! { <PieceView {key} piece={self} env={env.clone()} /> }
    }
}

/// What happens to a piece. Numbers name the thing inside the piece that it happens to.
#[allow(dead_code)] // Each names its thing, whether or not a piece has more than one.
pub(super) enum Msg {
    /// A button.
    Click(usize),
    /// What is typed, or chosen in a list (its index as digits).
    Text(usize, String),
    Down(usize, PointerEvent),
    Move(usize, PointerEvent),
    Up(usize, PointerEvent),
    Cancelled(usize, PointerEvent),
    Key(usize, KeyboardEvent),
    KeyUp(usize, KeyboardEvent),
}

/// What a piece does.
pub(super) trait Acts {
    /// Takes in what happened; whether the piece must be rendered again.
    fn update(&mut self, msg: Msg, piece: &Piece, env: &Env) -> bool;

    fn view(&self, piece: &Piece, env: &Env, to: &To) -> Html;
}

/// Callbacks into a piece.
pub(super) struct To(Scope<PieceView>);

impl To {
    pub(super) fn click(&self, id: usize) -> Callback<MouseEvent> {
        self.0.callback(move |_: MouseEvent| Msg::Click(id))
    }

    /// What is typed into an input or a text area.
    pub(super) fn text(&self, id: usize) -> Callback<InputEvent> {
        self.0.batch_callback(move |event: InputEvent| {
            let text = (super::dom::target::<HtmlInputElement>(&event).map(|input| input.value()))
                .or_else(|| {
                    super::dom::target::<HtmlTextAreaElement>(&event).map(|area| area.value())
                });
            text.map(|text| Msg::Text(id, text))
        })
    }

    /// The index of what is chosen in a list.
    pub(super) fn choose(&self, id: usize) -> Callback<Event> {
        self.0.batch_callback(move |event: Event| {
            let list = super::dom::target::<HtmlSelectElement>(&event)?;
            Some(Msg::Text(id, list.selected_index().to_string()))
        })
    }

    /// A radio button or a box that was ticked.
    pub(super) fn tick(&self, id: usize) -> Callback<Event> {
        self.0.callback(move |_: Event| Msg::Click(id))
    }

    pub(super) fn pointer(
        &self,
        id: usize,
        msg: fn(usize, PointerEvent) -> Msg,
    ) -> Callback<PointerEvent> {
        self.0.callback(move |event| msg(id, event))
    }

    pub(super) fn key(&self, id: usize) -> Callback<KeyboardEvent> {
        self.0.callback(move |event| Msg::Key(id, event))
    }

    pub(super) fn key_up(&self, id: usize) -> Callback<KeyboardEvent> {
        self.0.callback(move |event| Msg::KeyUp(id, event))
    }
}

thread_local! {
    /// Pieces that are off the page, as they were left.
    static KEPT: RefCell<Vec<(Kind, Box<dyn Acts>)>> = const { RefCell::new(Vec::new()) };
}

fn make(kind: Kind) -> Box<dyn Acts> {
    let kept = KEPT.with_borrow_mut(|kept| {
        let place = kept.iter().position(|(known, _)| *known == kind)?;
        Some(kept.swap_remove(place).1)
    });
    kept.unwrap_or_else(|| pieces::make(kind))
}

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    piece: Piece,
    env: Env,
}

pub(super) struct PieceView {
    /// `None` only while it is put away.
    acts: Option<Box<dyn Acts>>,
    kind: Kind,
}

impl Component for PieceView {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let kind = ctx.props().piece.kind;
        Self {
            acts: Some(make(kind)),
            kind,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        ctx.props() != old
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let Props { piece, env } = ctx.props();
        self.acts
            .as_mut()
            .is_some_and(|acts| acts.update(msg, piece, env))
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { piece, env } = ctx.props();
        (self.acts.as_ref()).map_or_else(Html::default, |acts| {
            acts.view(piece, env, &To(ctx.link().clone()))
        })
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        readonly::renew();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some(acts) = self.acts.take() {
            KEPT.with_borrow_mut(|kept| kept.push((self.kind, acts)));
        }
    }
}
