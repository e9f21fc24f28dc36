use super::dom;
use wasm_bindgen::JsCast;
use yew::prelude::*;

/// A dialog of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Link, files, code.
    Share,
}

#[derive(PartialEq, Properties)]
pub(super) struct Props {
    pub(super) open: bool,
    pub(super) title: AttrValue,
    pub(super) close_name: AttrValue,
    pub(super) onclose: Callback<()>,
    pub(super) children: Html,
}

/// A native modal dialog: the browser keeps the focus inside, closes it on Escape, and gives the
/// focus back.
#[component(Modal)]
pub(super) fn modal(props: &Props) -> Html {
    let node = use_node_ref();
    use_effect_with(props.open, {
        let node = node.clone();
        move |&open| {
            let Some(dialog) = node.cast::<web_sys::HtmlDialogElement>() else {
                return;
            };
            if open && !dialog.open() {
                let _ = dialog.show_modal();
            } else if !open && dialog.open() {
                dialog.close();
            }
        }
    });
    let onclose = props.onclose.reform(|_: Event| ());
    let close = props.onclose.reform(|_: MouseEvent| ());
    // A click on the backdrop lands on the dialog itself, not on its content.
    let backdrop = props.onclose.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        let on_backdrop = dom::target::<web_sys::Element>(&event)
            .is_some_and(|target| target.dyn_ref::<web_sys::HtmlDialogElement>().is_some());
        if on_backdrop {
            backdrop.emit(());
        }
    });
    html! {
        <dialog ref={node} aria-label={&props.title} {onclose} {onclick}>
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2>{ &props.title }</h2>
                    <button class="icon-button" onclick={close} aria-label={&props.close_name}>
                        { super::icons::close() }
                    </button>
                </header>
                if props.open {
                    { props.children.clone() }
                }
            </div>
        </dialog>
    }
}
