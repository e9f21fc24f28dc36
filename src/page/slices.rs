//! Long work in slices, with its progress shown and the page alive between them, until the reader cancels it.

use crate::import::table::Wait;
use crate::page::dom;
use gloo_timers::future::TimeoutFuture;
use std::cell::Cell;
use std::future::poll_fn;
use std::pin::pin;
use std::rc::Rc;
use std::task::Poll;

/// Longest time of a slice, in milliseconds. Nobody waits for a page that is hidden, and its timers are slow.
const SLICE_MS: f64 = 30.0;
const HIDDEN_SLICE_MS: f64 = 1_000.0;

/// The share of a file's reading, in percent, that it is to get its bytes; the rest is to understand them.
pub(crate) const READ_PERCENT: u32 = 20;

/// Cancels a work: all clones are the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cancel(Rc<Cell<bool>>);

impl Cancel {
    pub(crate) fn cancel(&self) {
        self.0.set(true);
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.get()
    }

    /// Returns whether both cancel the same work.
    pub(crate) fn is_of(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    /// Does a work; `None` if it was cancelled, which is found out where it waits.
    pub(crate) async fn unless<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let mut work = pin!(work);
        poll_fn(|context| {
            if self.is_cancelled() {
                return Poll::Ready(None);
            }
            work.as_mut().poll(context).map(Some)
        })
        .await
    }
}

/// The progress of a work.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// What is done of it, in percent.
    pub(crate) percent: u32,
    pub(crate) cancel: Cancel,
}

/// The time of the present slice.
pub(crate) struct Slice(Cell<f64>);

impl Slice {
    pub(crate) fn new() -> Self {
        Self(Cell::new(js_sys::Date::now()))
    }

    /// Ends the slice if it has taken its time.
    pub(crate) fn end(&self) -> Option<Wait> {
        let hidden = dom::document().is_some_and(|document| document.hidden());
        let most = if hidden { HIDDEN_SLICE_MS } else { SLICE_MS };
        let (now, began) = (js_sys::Date::now(), self.0.get());
        if now - began < most {
            return None;
        }
        // The next one begins after the wait; the page draws meanwhile.
        self.0.set(now + 10.0);
        Some(Box::pin(TimeoutFuture::new(0)))
    }
}
