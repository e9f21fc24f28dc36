//! Views that are rendered again only when what they show has changed.
//!
//! One Yew component for all of them, since each component costs some kilobytes. Only what has a memory of its own (a drag, a
//! draft, a canvas) is a component of its own; everything else is a plain value with a `view`, wrapped where it pays to skip it.

use super::env::Env;
use std::any::Any;
use std::rc::Rc;
use yew::prelude::*;

/// A plain value that can be shown, and compared with what was shown before.
pub(crate) trait View: PartialEq + Sized + 'static {
    /// The value as it stands in the page.
    fn view(&self, env: &Env) -> Html;

    /// The same, rendered again only when the value or `env` has changed. Views that stand in a row are told apart by `key`.
    fn memo(self, key: usize, env: &Env) -> Html {
        let value = Erased(Rc::new(self));
        html! { <Memo {key} {value} env={env.clone()} /> }
    }
}

/// A [`View`] of any type, which keeps the number of components down to one.
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
