//! Keeping the page true while the browser translates it.
//!
//! Page translators put `<font>` elements in the place of text nodes. Yew goes on with the nodes that it knows: it would change
//! texts that nobody sees any more, and panic where it inserts something before one. So a replaced text is put back, empty,
//! beside what stands in for it; when the page changes that text, the stand-in goes, and the translator may translate the new one.

use super::dom;
use js_sys::Array;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, MutationObserver, MutationObserverInit, MutationRecord, Node, NodeList, Text,
};

/// A text that a translator has replaced.
struct Replaced {
    text: Text,
    original: String,
    stand_in: Element,
}

/// The observer of the page, for as long as the page stands.
pub(crate) struct TranslationGuard {
    observer: MutationObserver,
    _callback: Closure<dyn Fn(Array, MutationObserver)>,
}

impl TranslationGuard {
    /// Watches the page's root; `None` where there is none.
    pub(crate) fn new() -> Option<Self> {
        let app = dom::by_id("app")?;
        let replaced: Rc<RefCell<Vec<Replaced>>> = Rc::default();
        let root = app.clone();
        let callback = Closure::new(move |records: Array, observer: MutationObserver| {
            let replaced = &mut *replaced.borrow_mut();
            let before = replaced.len();
            for record in records.iter() {
                take_in(replaced, &record.unchecked_into());
            }
            settle(replaced);
            if before == 0 && !replaced.is_empty() {
                // Only from now on: a drag changes many texts.
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

/// Puts a text back that a record tells to be replaced.
fn take_in(replaced: &mut Vec<Replaced>, record: &MutationRecord) {
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

/// Forgets the texts that the page has changed or taken away, and those whose stand-in has gone.
fn settle(replaced: &mut Vec<Replaced>) {
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
                // The reader wants the original back.
                text.set_data(original);
                return false;
            }
            true
        },
    );
}
