//! A long reading in slices: between them the page can draw, and the reader can cancel.

use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// A wait between two slices.
pub type Wait = Pin<Box<dyn Future<Output = ()>>>;

/// What a reading asks now and then, with the share that is done (0 to 1): whether to wait before it goes on.
#[derive(Clone, Copy, Default)]
pub struct Pace<'a>(Option<&'a dyn Fn(f64) -> Option<Wait>>);

/// Number of rows after which a reading asks.
pub(super) const ROWS: usize = 64;

/// The share of the work that it is to find the cells; the rest is to read the rows.
pub(super) const CELLS: f64 = 0.7;

impl<'a> Pace<'a> {
    /// A pace that `pause` sets.
    pub fn of(pause: &'a dyn Fn(f64) -> Option<Wait>) -> Self {
        Self(Some(pause))
    }

    /// Waits if it is time to, before anything is done.
    pub async fn pause(&self) {
        self.at(0, 1, [0.0, 1.0]).await;
    }

    /// Waits if it is time to, when `done` of `all` is done of the part of the work from `from` to `to`.
    pub(super) async fn at(&self, done: usize, all: usize, [from, to]: [f64; 2]) {
        let share = from + (to - from) * done as f64 / all.max(1) as f64;
        if let Some(wait) = self.0.and_then(|pause| pause(share)) {
            wait.await;
        }
    }
}

/// The result of a reading that never waits; `None` if it does.
pub(super) fn at_once<T>(reading: impl Future<Output = T>) -> Option<T> {
    match pin!(reading).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => Some(result),
        Poll::Pending => None,
    }
}
