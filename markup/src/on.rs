//! Listeners: one function for each event, named as the attribute is.

use crate::Tree;
use yew::Callback;

macro_rules! events {
    ($($name:ident)*) => {
        $(
            /// Fills a hole with a listener.
            #[inline(never)]
            pub fn $name(tree: &mut Tree, callback: Option<Callback<yew::html::$name::Event>>) {
                tree.listener(yew::html::$name::Wrapper::__macro_new(callback));
            }
        )*
    };
}

events! {
    onanimationend onblur oncancel onchange onclick onclose oncontextmenu oncopy oncut ondblclick ondrag ondragend
    ondragenter ondragleave ondragover ondragstart ondrop onfocus onfocusin onfocusout ongotpointercapture oninput
    oninvalid onkeydown onkeyup onload onlostpointercapture onmousedown onmouseenter onmouseleave onmousemove onmouseout
    onmouseover onmouseup onpaste onpointercancel onpointerdown onpointerenter onpointerleave onpointermove onpointerout
    onpointerover onpointerup onscroll onselect onsubmit ontoggle ontouchcancel ontouchend ontouchmove ontouchstart
    ontransitionend onwheel
}
