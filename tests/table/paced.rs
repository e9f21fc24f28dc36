//! A table that is read in slices is the same as one that is read at once.

use super::labels;
use calibration_explainer::import::table::{Choices, Pace, Wait, read, read_paced};
use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Reads a table with a wait wherever there can be one; returns the shares that were done then.
fn in_slices(text: &str) -> Vec<f64> {
    let shares = RefCell::new(Vec::new());
    let pause = |share: f64| {
        shares.borrow_mut().push(share);
        let mut waited = false;
        Some(Box::pin(poll_fn(move |_| {
            if std::mem::replace(&mut waited, true) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })) as Wait)
    };
    let (labels, choices) = (labels(), Choices::default());
    let mut reading = pin!(read_paced(text, &labels, &choices, Pace::of(&pause)));
    let mut context = Context::from_waker(Waker::noop());
    let mut slices = 1;
    let table = loop {
        match reading.as_mut().poll(&mut context) {
            Poll::Ready(table) => break table,
            Poll::Pending => slices += 1,
        }
    };
    assert_eq!(table, read(text, &labels));
    let shares = shares.take();
    assert_eq!(slices, shares.len() + 1);
    shares
}

#[test]
fn slices_give_the_whole() {
    let rows = |row: &dyn Fn(usize) -> String| (0..1_000).map(row).collect::<String>();
    let csv = rows(&|i| format!("text {i},0.{},0.1\n", i % 10));
    let lines = rows(&|i| format!("{{\"text\": \"text {i}\", \"probabilities\": [0.9, 0.1]}}\n"));
    for text in [format!("text,Positive,Negative\n{csv}"), lines] {
        let shares = in_slices(&text);
        // Both parts of the work wait about every 64 rows, and the share never falls.
        assert!(shares.len() > 2 * 1_000 / 70, "{shares:?}");
        assert!(shares.is_sorted() && shares.iter().all(|share| (0.0..=1.0).contains(share)));
    }
    in_slices("[[0.9, 0.1], [0.2, 0.8]]");
    in_slices("nothing in it");
    in_slices("");
}
