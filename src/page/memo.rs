//! Views that are rendered again only when their data has changed.
//!
//! They share one Yew component, since each type of component adds some kilobytes to the WebAssembly. Only views with state of
//! their own (a drag, a draft, a canvas) are separate components; all others are plain values with a `view`, wrapped by
//! [`View::memo`] where it pays to skip rendering.

use super::env::Env;
use std::any::Any;
use std::rc::Rc;
use yew::prelude::*;

/// A plain value that can be rendered, and compared with the one that was rendered before.
pub(crate) trait View: PartialEq + Sized + 'static {
    /// Renders the value.
    fn view(&self, env: &Env) -> Html;

    /// Renders the value, and again only when it or `env` has changed. `key` distinguishes views with the same parent.
    fn memo(self, key: usize, env: &Env) -> Html {
        let value = Erased(Rc::new(self));
        html! { <Memo {key} {value} env={env.clone()} /> }
    }
}

/// A [`View`] of any type, so that one component is enough for all.
trait ErasedView {
    fn view(&self, env: &Env) -> Html;
    fn is_equal(&self, other: &dyn ErasedView) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<V: View> ErasedView for V {
    fn view(&self, env: &Env) -> Html {
        View::view(self, env)
    }

    fn is_equal(&self, other: &dyn ErasedView) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Clone)]
struct Erased(Rc<dyn ErasedView>);

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_equal(&*other.0)
    }
}

#[derive(PartialEq, Properties)]
struct Props {
    value: Erased,
    env: Env,
}

struct Memo;

impl Component for Memo {
    type Message = ();
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        ctx.props() != old
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        ctx.props().value.0.view(&ctx.props().env)
    }
}
