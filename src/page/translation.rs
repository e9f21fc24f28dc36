//! Keeps the page correct while the browser translates it.
//!
//! Page translators replace text nodes by `<font>` elements. Yew keeps using the text nodes that it created: it would update
//! texts that are no longer on the page, and panic when it inserts something before one. So a replaced text node is put back,
//! empty, before its replacement (`stand_in`). When Yew changes that text, the replacement is removed, and the translator may
//! translate the new text.

use super::dom;
use js_sys::Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, MutationObserver, MutationObserverInit, MutationRecord, Node, NodeList, Text,
};

/// A text node that a translator has replaced.
struct Replaced {
    text: Text,
    original: String,
    stand_in: Element,
}

/// Observes the page until it is dropped.
pub(crate) struct TranslationGuard {
    observer: MutationObserver,
    _callback: Closure<dyn Fn(Array, MutationObserver)>,
}

impl TranslationGuard {
    /// Begins to observe the page's root; `None` if there is none.
    pub(crate) fn new() -> Option<Self> {
        let app = dom::by_id("app")?;
        let replaced: Rc<RefCell<Vec<Replaced>>> = Rc::default();
        let root = app.clone();
        let callback = Closure::new(move |records: Array, observer: MutationObserver| {
            let replaced = &mut *replaced.borrow_mut();
            let before = replaced.len();
            for record in records.iter() {
                restore(replaced, &record.unchecked_into());
            }
            forget_gone(replaced);
            if before == 0 && !replaced.is_empty() {
                // Changes of texts are observed only from now on, since a drag makes many of them.
                observe(&observer, &root, true);
            }
        });
        let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok()?;
        observe(&observer, &app, false);
        Some(Self {
            observer,
            _callback: callback,
        })
    }
}

impl Drop for TranslationGuard {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

fn observe(observer: &MutationObserver, app: &Element, texts: bool) {
    let options = MutationObserverInit::new();
    options.set_subtree(true);
    options.set_child_list(true);
    options.set_character_data(texts);
    let _ = observer.observe_with_options(app, &options);
}

fn nodes(list: &NodeList) -> impl Iterator<Item = Node> {
    (0..list.length()).filter_map(|i| list.item(i))
}

fn font(node: &Node) -> Option<Element> {
    node.dyn_ref::<Element>()
        .filter(|element| element.tag_name().eq_ignore_ascii_case("font"))
        .cloned()
}

/// Puts back the text node that was replaced according to a record.
fn restore(replaced: &mut Vec<Replaced>, record: &MutationRecord) {
    let is_new = |font: &Element| !replaced.iter().any(|known| known.stand_in == *font);
    let beside = [record.previous_sibling(), record.next_sibling()];
    let stand_in = (nodes(&record.added_nodes()).chain(beside.into_iter().flatten()))
        .find_map(|node| font(&node).filter(|font| is_new(font) && font.is_connected()));
    let text = nodes(&record.removed_nodes()).find_map(|node| {
        node.dyn_into::<Text>()
            .ok()
            .filter(|text| !text.is_connected())
    });
    let (Some(text), Some(stand_in)) = (text, stand_in) else {
        return;
    };
    let Some(parent) = stand_in.parent_node() else {
        return;
    };
    if let Some(known) = replaced.iter_mut().find(|known| known.text == text) {
        known.stand_in = stand_in.clone();
    } else {
        replaced.push(Replaced {
            original: text.data(),
            text: text.clone(),
            stand_in: stand_in.clone(),
        });
    }
    text.set_data("");
    let _ = parent.insert_before(&text, Some(&stand_in));
}

/// Forgets the texts that Yew has changed or removed, and restores those whose replacement was removed.
fn forget_gone(replaced: &mut Vec<Replaced>) {
    replaced.retain(
        |Replaced {
             text,
             original,
             stand_in,
         }| {
            if !text.is_connected() || !text.data().is_empty() {
                stand_in.remove();
                return false;
            }
            if !stand_in.is_connected() {
                // The translator has restored the original.
                text.set_data(original);
                return false;
            }
            true
        },
    );
}
