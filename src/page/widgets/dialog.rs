use crate::page::dom;
use crate::page::env::Env;
use crate::page::msg::{AppMsg, Dialog, ViewMsg};
use crate::page::widgets::icons;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// Opens or closes the dialog of `node`, if necessary. It is a native modal dialog: the browser keeps the focus inside,
/// closes it on Escape, and gives the focus back.
pub(crate) fn sync(node: &NodeRef, open: bool) {
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
pub(crate) fn modal(
    node: &NodeRef,
    dialog: Dialog,
    class: &'static str,
    title: AttrValue,
    close: AttrValue,
    content: Html,
    env: &Env,
) -> Html {
    let ask = AppMsg::View(ViewMsg::CloseDialog(dialog));
    let onclose = env.send.reform({
        let ask = ask.clone();
        move |_: Event| ask.clone()
    });
    // The target of a click on the backdrop is the dialog itself, not its content.
    let onclick = crate::page::msg::maybe(&env.send, {
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
