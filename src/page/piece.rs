//! Pieces: what remembers something of its own inside the lesson and the geometry views.
//!
//! Each has its own type of messages. One Yew component shows all of them, since each component costs some kilobytes; it keeps
//! what a reader made in a piece while that is off the page.

use super::env::Env;
use super::msg::UiState;
use super::{dom, readonly};
use crate::state::{Derived, State};
use std::any::{Any, TypeId, type_name};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::html::Scope;
use yew::prelude::*;

/// A part of a chapter or a figure with a memory of its own.
pub(crate) trait Piece: Default + 'static {
    /// Everything that can happen in it.
    type Msg: 'static;

    /// Takes in what happened; whether the piece must be rendered again.
    fn update(&mut self, msg: Self::Msg, input: &PieceInput, env: &Env) -> bool;

    /// The piece as it stands in the page.
    fn view(&self, input: &PieceInput, env: &Env, link: &PieceLink<Self::Msg>) -> Html;
}

/// What pieces need of the page.
#[derive(Clone, PartialEq)]
pub(crate) struct PieceInput {
    /// The state that the reader works on: the workbench's or the figure's.
    pub(crate) state: Rc<State>,
    pub(crate) derived: Rc<Derived>,
    /// The test input on the big chart.
    pub(crate) selected: usize,
    pub(crate) ui: UiState,
    /// The sum by which the numbers typed for that input had to be divided.
    pub(crate) divided_by: Option<f64>,
    /// The code with the current numbers; empty where it is not shown.
    pub(crate) code: AttrValue,
    /// Whether the prediction that the piece belongs to is answered.
    pub(crate) answered: bool,
}

impl PieceInput {
    /// Shows a piece.
    pub(crate) fn show<P: Piece>(self, env: &Env) -> Html {
        let kind = Kind {
            id: TypeId::of::<P>(),
            make: || Box::new(P::default()),
        };
        html! { <PieceView key={type_name::<P>()} {kind} input={self} env={env.clone()} /> }
    }
}

/// Callbacks that send messages of type `M` to a piece.
pub(crate) struct PieceLink<M> {
    scope: Scope<PieceView>,
    /// The message as the piece's component carries it.
    erase: Rc<dyn Fn(M) -> Box<dyn Any>>,
}

impl<M: 'static> PieceLink<M> {
    /// The same for a part of the piece that has messages of its own.
    pub(crate) fn map<N: 'static>(&self, whole: impl Fn(N) -> M + 'static) -> PieceLink<N> {
        let erase = Rc::clone(&self.erase);
        PieceLink {
            scope: self.scope.clone(),
            erase: Rc::new(move |part| erase(whole(part))),
        }
    }

    /// A message for every event.
    pub(crate) fn callback<E: 'static>(&self, msg: impl Fn(E) -> M + 'static) -> Callback<E> {
        let erase = Rc::clone(&self.erase);
        self.scope.callback(move |event| erase(msg(event)))
    }

    /// A message for some events.
    pub(crate) fn maybe<E: 'static>(&self, msg: impl Fn(E) -> Option<M> + 'static) -> Callback<E> {
        let erase = Rc::clone(&self.erase);
        self.scope
            .batch_callback(move |event| msg(event).map(&*erase))
    }

    /// The message of a click or of a choice.
    pub(crate) fn send<E: 'static>(&self, msg: impl Fn() -> M + 'static) -> Callback<E> {
        self.callback(move |_| msg())
    }

    /// A message with what is typed into an input or a text area.
    pub(crate) fn typed(&self, msg: impl Fn(String) -> M + 'static) -> Callback<InputEvent> {
        self.maybe(move |event: InputEvent| {
            let text = (dom::target::<HtmlInputElement>(&event).map(|input| input.value()))
                .or_else(|| dom::target::<HtmlTextAreaElement>(&event).map(|area| area.value()));
            text.map(&msg)
        })
    }

    /// A message with the index of what is chosen in a list.
    pub(crate) fn chosen(&self, msg: impl Fn(usize) -> M + 'static) -> Callback<Event> {
        self.maybe(move |event: Event| {
            let index = dom::target::<HtmlSelectElement>(&event)?.selected_index();
            usize::try_from(index).ok().map(&msg)
        })
    }
}

/// A [`Piece`] of any type.
trait ErasedPiece {
    fn update(&mut self, msg: Box<dyn Any>, input: &PieceInput, env: &Env) -> bool;
    fn view(&self, input: &PieceInput, env: &Env, scope: &Scope<PieceView>) -> Html;
}

impl<P: Piece> ErasedPiece for P {
    fn update(&mut self, msg: Box<dyn Any>, input: &PieceInput, env: &Env) -> bool {
        msg.downcast()
            .is_ok_and(|msg| Piece::update(self, *msg, input, env))
    }

    fn view(&self, input: &PieceInput, env: &Env, scope: &Scope<PieceView>) -> Html {
        let link = PieceLink {
            scope: scope.clone(),
            erase: Rc::new(|msg| Box::new(msg)),
        };
        Piece::view(self, input, env, &link)
    }
}

/// A type of pieces.
#[derive(Clone, Copy)]
struct Kind {
    id: TypeId,
    make: fn() -> Box<dyn ErasedPiece>,
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

thread_local! {
    /// Pieces that are off the page, as they were left.
    static KEPT: RefCell<Vec<(TypeId, Box<dyn ErasedPiece>)>> = const { RefCell::new(Vec::new()) };
}

/// The piece as it was left, or a new one.
fn find_or_make(kind: Kind) -> Box<dyn ErasedPiece> {
    let kept = KEPT.with_borrow_mut(|kept| {
        let place = kept.iter().position(|(known, _)| *known == kind.id)?;
        Some(kept.swap_remove(place).1)
    });
    kept.unwrap_or_else(kind.make)
}

#[derive(PartialEq, Properties)]
struct Props {
    kind: Kind,
    input: PieceInput,
    env: Env,
}

/// The component that shows a piece.
struct PieceView {
    /// `None` only while it is put away.
    piece: Option<Box<dyn ErasedPiece>>,
    kind: Kind,
}

impl Component for PieceView {
    type Message = Box<dyn Any>;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let kind = ctx.props().kind;
        Self {
            piece: Some(find_or_make(kind)),
            kind,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        ctx.props() != old
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Box<dyn Any>) -> bool {
        let Props { input, env, .. } = ctx.props();
        (self.piece.as_mut()).is_some_and(|piece| piece.update(msg, input, env))
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Props { input, env, .. } = ctx.props();
        (self.piece.as_ref()).map_or_else(Html::default, |piece| piece.view(input, env, ctx.link()))
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        readonly::renew();
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some(piece) = self.piece.take() {
            KEPT.with_borrow_mut(|kept| kept.push((self.kind.id, piece)));
        }
    }
}
