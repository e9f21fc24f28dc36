//! What the first view does without: the pieces of the lesson but for the first chapter's, and the words of the other
//! chapters. The build takes them out of the page's WebAssembly and out of `locales/` (`cargo xtask embed-page`), and they
//! are fetched once the first view stands.
//!
//! Code that comes later must not be called before it is here. What shows it asks [`is_here`] first: [`super::App`], which
//! holds back a request until then, and [`super::piece`].

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
