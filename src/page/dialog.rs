use super::part::Env;
use super::{Request, dom, icons};
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// A dialog of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Link, files, code.
    Share,
    /// A snippet for somebody's documentation.
    Embed,
}

/// Opens or closes the dialog of `node`, if it is not so yet. A native modal dialog: the browser keeps the focus inside,
/// closes it on Escape, and gives the focus back.
pub(super) fn sync(node: &NodeRef, open: bool) {
    let Some(dialog) = node.cast::<web_sys::HtmlDialogElement>() else {
        return;
    };
    if open && !dialog.open() {
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

/// A modal dialog, opened and closed by [`sync`].
pub(super) fn modal(
    node: &NodeRef,
    dialog: Dialog,
    class: &'static str,
    title: AttrValue,
    close: AttrValue,
    content: Html,
    env: &Env,
) -> Html {
    let ask = Request::Close(dialog);
    let onclose = env.send.reform({
        let ask = ask.clone();
        move |_: Event| ask.clone()
    });
    // A click on the backdrop lands on the dialog itself, not on its content.
    let onclick = super::request::maybe(&env.send, {
        let ask = ask.clone();
        move |event: MouseEvent| {
            let target = dom::target::<web_sys::Element>(&event)?;
            target
                .dyn_ref::<web_sys::HtmlDialogElement>()
                .map(|_| ask.clone())
        }
    });
    html! {
        <dialog ref={node} {class} aria-label={&title} {onclose} {onclick}>
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2>{ title }</h2>
                    { env.icon_button(icons::close(), close, ask, false) }
                </header>
                { content }
            </div>
        </dialog>
    }
}
