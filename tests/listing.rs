//! The list of test inputs: sorted, filtered and searched.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests may fail loudly.

mod arbitrary;

use calibration_explainer::calibration::Distribution;
use calibration_explainer::state::{Derived, Inputs, Listing, Show, Sort, State, TestInput};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_129),
        ..ProptestConfig::default()
    }
}

fn listed(listing: &Listing, state: &State) -> Vec<usize> {
    let derived = Derived::of(state);
    let order = derived.order(state);
    listing.of(state, &derived, &order)
}

/// Two labels; asked about nothing the model says 0.8, 0.2, so the first label needs more than 0.8.
fn table() -> State {
    let rows = [
        ("Banana", 0.9, Some(0)),    // Right, and stays so; margin 9/8 - 1/2.
        ("apple", 0.6, Some(0)),     // Flips to wrong; margin 2 - 3/4.
        ("", 0.7, Some(1)),          // Flips to right; margin 3/2 - 7/8.
        ("cherry", 0.75, None),      // Flips, right label unknown; margin 5/4 - 15/16.
        ("Apple pie", 0.3, Some(0)), // Wrong, and stays so; margin 7/2 - 3/8.
    ];
    let inputs = rows.map(|(text, p, label)| TestInput {
        text: text.to_owned(),
        p: Distribution::normalized(vec![p, 1.0 - p])
            .unwrap()
            .distribution,
        label,
    });
    let mut state = State::even();
    state.prompts = std::rc::Rc::new(vec![calibration_explainer::state::ContextFreePrompt {
        text: "nothing".to_owned(),
        p: Distribution::normalized(vec![0.8, 0.2])
            .unwrap()
            .distribution,
    }]);
    state.inputs = Inputs::from(inputs.to_vec());
    state
}

#[test]
fn a_table_sorted_filtered_and_searched() {
    let state = table();
    let all = |sort| Listing {
        sort,
        ..Listing::default()
    };
    let show = |show| Listing {
        show,
        ..Listing::default()
    };
    let search = |search: &str| Listing {
        search: search.to_owned(),
        ..Listing::default()
    };
    for (listing, expected) in [
        (all(Sort::Flips), vec![1, 2, 3, 0, 4]),
        (all(Sort::Right), vec![1, 4, 0, 2, 3]),
        (all(Sort::Margin), vec![3, 0, 2, 1, 4]),
        (all(Sort::Text), vec![1, 4, 0, 3, 2]),
        (show(Show::Flips), vec![1, 2, 3]),
        (show(Show::NowRight), vec![2]),
        (show(Show::NowWrong), vec![1]),
        (show(Show::Says(0)), vec![0]),
        (show(Show::Says(1)), vec![1, 2, 3, 4]),
        (show(Show::Says(7)), vec![]),
        (search("APPLE"), vec![1, 4]),
        (search(" an "), vec![0]),
        (search("x"), vec![]),
        (
            Listing {
                sort: Sort::Text,
                show: Show::Says(1),
                search: "p".to_owned(),
            },
            vec![1, 4],
        ),
    ] {
        assert_eq!(listed(&listing, &state), expected, "{listing:?}");
    }
}

fn listing() -> impl Strategy<Value = Listing> {
    let show = prop_oneof![
        Just(Show::All),
        Just(Show::Flips),
        Just(Show::NowRight),
        Just(Show::NowWrong),
        (0..21usize).prop_map(Show::Says),
    ];
    (0..Sort::ALL.len(), show, "[a-zA-Z ]{0,2}").prop_map(|(sort, show, search)| Listing {
        sort: Sort::ALL[sort],
        show,
        search,
    })
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn a_list_has_what_matches_once_and_in_order(state in arbitrary::state(), listing in listing()) {
        let derived = Derived::of(&state);
        let outputs: Vec<_> = derived.inputs(&state).collect();
        let found = listed(&listing, &state);
        let right = |i: usize| state.inputs.get(i).unwrap().label;
        let text = |i: usize| state.inputs.get(i).unwrap().text.to_lowercase();
        let matches = |i: usize| {
            let said = outputs.get(i).map(|o| (o.label_before.index(), o.label_after.index()));
            let shown = match (listing.show, said) {
                (Show::All, _) => true,
                (_, None) => false,
                (Show::Flips, Some((before, after))) => before != after,
                (Show::NowRight, Some((before, after))) => Some(before) != right(i) && Some(after) == right(i),
                (Show::NowWrong, Some((before, after))) => Some(before) == right(i) && Some(after) != right(i),
                (Show::Says(label), Some((_, after))) => after == label,
            };
            shown && text(i).contains(&listing.search.trim().to_lowercase())
        };
        let mut sorted = found.clone();
        sorted.sort_unstable();
        prop_assert_eq!(sorted, (0..state.inputs.len()).filter(|i| matches(*i)).collect::<Vec<_>>());
        match listing.sort {
            Sort::Flips => {
                let order = derived.order(&state);
                prop_assert_eq!(&found, &order.into_iter().filter(|i| matches(*i)).collect::<Vec<_>>());
            }
            Sort::Right => {
                let rank = |i: usize| match (outputs.get(i), right(i)) {
                    (Some(o), Some(right)) => usize::from(o.label_after.index() == right),
                    _ => 2,
                };
                prop_assert!(found.is_sorted_by_key(|&i| (rank(i), i)));
            }
            Sort::Margin => {
                let margin = |i: usize| outputs.get(i).map(|o| {
                    let mut scores = o.scores.clone();
                    scores.sort_by(|a, b| b.total_cmp(a));
                    scores[0] - scores[1]
                });
                prop_assert!(found.is_sorted_by(|&a, &b| margin(a) < margin(b) || margin(a) == margin(b) && a < b));
            }
            Sort::Text => {
                let key = |i: usize| (text(i).trim().is_empty(), text(i), i);
                prop_assert!(found.is_sorted_by_key(|&i| key(i)));
            }
        }
    }
}
