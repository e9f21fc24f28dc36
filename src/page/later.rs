//! What the first view does without: code that it does not call, and the words of all chapters but the first. The build takes
//! both out (`xtask/split`), and they are fetched once the first view stands.
//!
//! Code may be called before it is here: then it is brought at once, which holds the page up for as long as that takes. Words
//! may not, so what shows them asks [`is_here`] first: [`super::App`], which holds back a request until then, and
//! [`super::piece`].

use super::{Language, loader, say};
use std::cell::RefCell;

thread_local! {
    /// The languages whose later words are here, and with them the code.
    static HERE: RefCell<Vec<Language>> = const { RefCell::new(Vec::new()) };
}

/// Whether this build is split. An element never is: its module is whole.
fn is_split() -> bool {
    loader::has("later")
}

/// Whether everything is here, in that language.
pub(super) fn is_here(language: Language) -> bool {
    !is_split() || HERE.with_borrow(|here| here.contains(&language))
}

/// Brings everything here; whether that was possible.
pub(super) async fn fetch(language: Language) -> bool {
    if is_here(language) {
        return true;
    }
    let Some(words) = loader::load("later", language.tag()).await else {
        return false;
    };
    if !is_here(language) {
        say::take(language, &words);
        HERE.with_borrow_mut(|here| here.push(language));
    }
    true
}

/// Brings the code here before it returns. Where that is not possible, the host says so to the reader, and the program ends.
pub fn bring() {
    loader::ask("bring", &wasm_bindgen::JsValue::UNDEFINED);
}
