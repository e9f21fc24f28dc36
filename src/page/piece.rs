//! Pieces: parts of the lesson and the geometry views that have state of their own.
//!
//! Each has its own type of messages. They share one Yew component, since each type of component adds some kilobytes to the
//! WebAssembly. It keeps the state of a piece while the piece is not on the page.

use super::env::Env;
use super::msg::UiState;
use super::{dom, readonly};
use crate::state::{Derived, State};
use std::any::{Any, TypeId, type_name};
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// A part of a chapter or a figure with state of its own.
pub(crate) trait Piece: Default + 'static {
    /// The type of its messages.
    type Msg: 'static;

    /// Handles a message; returns whether the piece must be rendered again.
    fn update(&mut self, msg: Self::Msg, input: &PieceInput, env: &Env) -> bool;

    /// Renders the piece.
    fn view(&self, input: &PieceInput, env: &Env, link: &PieceLink<Self::Msg>) -> Html;
}

/// The data of the page that pieces need.
#[derive(Clone, PartialEq)]
pub(crate) struct PieceInput {
    /// The state that the reader works on: the workbench's or the figure's.
    pub(crate) state: Rc<State>,
    pub(crate) derived: Rc<Derived>,
    /// Index of the test input on the big chart.
    pub(crate) selected: usize,
    pub(crate) ui: UiState,
    /// The sum by which the numbers typed for that input were divided, if they were.
    pub(crate) divided_by: Option<f64>,
    /// The code with the current numbers; empty while it is not shown.
    pub(crate) code: AttrValue,
    /// True if the answer to the prediction that the piece belongs to is shown.
    pub(crate) answered: bool,
    /// The option of that prediction that is chosen, counted from 1.
    pub(crate) chosen: Option<usize>,
}

impl PieceInput {
    /// Renders the piece of type `P` with this input.
    pub(crate) fn show<P: Piece>(self, env: &Env) -> Html {
        let kind = Kind {
            id: TypeId::of::<P>(),
            make: || Box::new(P::default()),
        };
        html! { <PieceView key={type_name::<P>()} {kind} input={self} env={env.clone()} /> }
    }
}

/// Makes callbacks that send messages of type `M` to a piece.
pub(crate) struct PieceLink<M> {
    send: Callback<M>,
}

impl<M: 'static> PieceLink<M> {
    /// Makes the link of a part with its own type of messages, which `whole` turns into messages of the piece.
    pub(crate) fn map<N: 'static>(&self, whole: impl Fn(N) -> M + 'static) -> PieceLink<N> {
        PieceLink {
            send: self.send.reform(whole),
        }
    }

    /// Makes a callback that sends a message for every event.
    pub(crate) fn callback<E: 'static>(&self, msg: impl Fn(E) -> M + 'static) -> Callback<E> {
        self.send.reform(msg)
    }

    /// Makes a callback that sends a message for some events.
    pub(crate) fn maybe<E: 'static>(&self, msg: impl Fn(E) -> Option<M> + 'static) -> Callback<E> {
        let send = self.send.clone();
        Callback::from(move |event| {
            if let Some(msg) = msg(event) {
                send.emit(msg);
            }
        })
    }

    /// Makes a callback that sends a message whatever the event is, for clicks and choices.
    pub(crate) fn send<E: 'static>(&self, msg: impl Fn() -> M + 'static) -> Callback<E> {
        self.callback(move |_| msg())
    }

    /// Makes a callback that sends a message with the text of an input or a text area.
    pub(crate) fn typed(&self, msg: impl Fn(String) -> M + 'static) -> Callback<InputEvent> {
        self.maybe(move |event: InputEvent| {
            let text = (dom::target::<HtmlInputElement>(&event).map(|input| input.value()))
                .or_else(|| dom::target::<HtmlTextAreaElement>(&event).map(|area| area.value()));
            text.map(&msg)
        })
    }

    /// Makes a callback that sends a message with the index of the option chosen in a list.
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
    fn view(&self, input: &PieceInput, env: &Env, send: &Callback<Box<dyn Any>>) -> Html;
}

impl<P: Piece> ErasedPiece for P {
    fn update(&mut self, msg: Box<dyn Any>, input: &PieceInput, env: &Env) -> bool {
        msg.downcast()
            .is_ok_and(|msg| Piece::update(self, *msg, input, env))
    }

    fn view(&self, input: &PieceInput, env: &Env, send: &Callback<Box<dyn Any>>) -> Html {
        let link = PieceLink {
            send: send.reform(|msg| Box::new(msg) as Box<dyn Any>),
        };
        Piece::view(self, input, env, &link)
    }
}

/// The type of a piece, and how to create one.
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
    /// The pieces that are not on the page now, with their state.
    static KEPT: RefCell<Vec<(TypeId, Box<dyn ErasedPiece>)>> = const { RefCell::new(Vec::new()) };
}

/// Returns the kept piece of a type, or a new one.
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
    /// `None` only after `destroy` has moved it to [`KEPT`].
    piece: Option<Box<dyn ErasedPiece>>,
    kind: Kind,
    send: Callback<Box<dyn Any>>,
}

impl Component for PieceView {
    type Message = Box<dyn Any>;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let kind = ctx.props().kind;
        Self {
            piece: Some(find_or_make(kind)),
            kind,
            send: ctx.link().callback(|msg| msg),
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
        (self.piece.as_ref()).map_or_else(Html::default, |piece| piece.view(input, env, &self.send))
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
