//! Whose answers the rows are: it follows the rows through every change, and a text that was changed is nobody's answer.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests may fail loudly.

mod arbitrary;

use arbitrary::{row, rows};
use calibration_explainer::calibration::Distribution;
use calibration_explainer::presets::Preset;
use calibration_explainer::state::{
    Action, ContextFreePrompt, Example, History, Inputs, MAX_SHOTS, Measured, Refusal, Row, State,
    TestInput, apply,
};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use std::collections::BTreeSet;
use std::rc::Rc;

const MODEL: &str = "a model";

fn answer(source: &str, rows: &[Row], p: &Distribution) -> Action {
    Action::Answer {
        source: source.into(),
        answers: rows.iter().map(|row| (*row, p.clone())).collect(),
    }
}

/// A state of three prompts and three inputs, all answers of [`MODEL`]. Their texts tell them apart.
fn measured() -> State {
    let p = Distribution::even(2);
    let prompts = ["a", "b", "c"].map(|text| ContextFreePrompt {
        text: text.to_owned(),
        p: p.clone(),
    });
    let inputs = ["d", "e", "f"].map(|text| TestInput {
        text: text.to_owned(),
        p: p.clone(),
        label: None,
    });
    let labels = ["Positive", "Negative"].map(str::to_owned).to_vec();
    let state = State::new(labels, prompts.to_vec(), inputs.to_vec().into());
    apply(&state, &answer(MODEL, &rows(&state), &p)).unwrap()
}

fn text(state: &State, row: Row) -> String {
    match row {
        Row::Prompt(i) => state.prompts[i].text.clone(),
        Row::Input(i) => state.inputs.get(i).unwrap().text.to_owned(),
    }
}

/// The texts of the rows that are the model's answers.
fn answers(state: &State) -> BTreeSet<String> {
    let measured = state.measured.as_ref();
    let answered = |row: &Row| measured.is_some_and(|measured| measured.is_answer(*row));
    let rows = rows(state).into_iter().filter(answered);
    rows.map(|row| text(state, row)).collect()
}

fn unasked(state: &State) -> BTreeSet<Row> {
    let measured = state.measured.as_ref();
    measured.map_or_else(BTreeSet::new, |measured| (*measured.unasked).clone())
}

fn action() -> impl Strategy<Value = (u8, Index, Index)> {
    (0..12_u8, any::<Index>(), any::<Index>())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 200,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_129),
        ..ProptestConfig::default()
    })]

    #[test]
    fn answers_keep_to_their_rows(actions in prop::collection::vec(action(), 0..30), p in row(2)) {
        let mut state = measured();
        let mut expected = answers(&state);
        for (number, (kind, a, b)) in actions.into_iter().enumerate() {
            let all = rows(&state);
            let row = all[a.index(all.len())];
            let (prompts, inputs) = (state.prompts.len(), state.inputs.len());
            let (gone, new) = (text(&state, row), format!("new {number}"));
            let action = match kind {
                0 => Action::SetRow { row, p: p.clone() },
                1 => Action::Drag { row, label: 0, value: 0.3 },
                2 => match row {
                    Row::Prompt(i) => Action::RenamePrompt(i, new.clone()),
                    Row::Input(i) => Action::RenameInput(i, new.clone()),
                },
                3 => match row {
                    Row::Prompt(i) => Action::RemovePrompt(i),
                    Row::Input(i) => Action::RemoveInput(i),
                },
                4 => Action::AddPrompt { text: new.clone() },
                5 => Action::AddInput { text: new.clone() },
                6 => Action::MovePrompt { from: a.index(prompts), to: b.index(prompts) },
                7 => Action::MoveLabel { from: 0, to: 1 },
                8 => Action::SetInputLabel(a.index(inputs), Some(1)),
                _ => answer(MODEL, &[row], &p),
            };
            let Ok(next) = apply(&state, &action) else { continue };
            match kind {
                0..=3 => { expected.remove(&gone); }
                4..=8 => {}
                _ => { expected.insert(gone); }
            }
            prop_assert_eq!(answers(&next), expected.clone(), "{:?}", action);
            let by_hand = next.measured.as_ref().map(|measured| measured.by_hand.len());
            prop_assert!(by_hand.is_none_or(|by_hand| by_hand < next.rows().count()));
            prop_assert!(expected.is_empty() || by_hand.is_some());
            state = next;
        }
    }
}

#[test]
fn another_prompt_leaves_no_answer() {
    let state = measured();
    let example = Example {
        text: "A joy".to_owned(),
        label: 0,
    };
    for action in [
        Action::SetTemplate("Text: {input}".to_owned()),
        Action::SetExamples(vec![example]),
        Action::RenameLabel(0, "Good".to_owned()),
        Action::AddLabel("Neutral".to_owned()),
    ] {
        let next = apply(&state, &action).unwrap();
        assert_eq!(answers(&next), BTreeSet::new(), "{action:?}");
        assert_eq!(unasked(&next), next.rows().collect(), "{action:?}");
    }
}

#[test]
fn what_was_set_by_hand_is_asked_about_only_on_demand() {
    let state = measured();
    let row = Row::Prompt(1);
    let p = Distribution::even(2);
    let state = apply(&state, &Action::SetRow { row, p }).unwrap();
    for action in [
        Action::RenamePrompt(1, "other".to_owned()),
        Action::SetTemplate("Text: {input}".to_owned()),
    ] {
        let next = apply(&state, &action).unwrap();
        assert!(!unasked(&next).contains(&row), "{action:?}");
        assert!(next.measured.unwrap().by_hand.contains(&row));
    }
    let rows = BTreeSet::from([row]);
    let ask = Action::Ask {
        source: MODEL.into(),
        rows: rows.clone(),
    };
    let asked = apply(&state, &ask).unwrap();
    assert_eq!(unasked(&asked), rows);
    assert_eq!(row.of(&asked), row.of(&state));
}

#[test]
fn a_new_text_is_asked_about() {
    let state = measured();
    let edits = [
        (Action::RenamePrompt(1, "other".to_owned()), Row::Prompt(1)),
        (Action::RenameInput(2, "other".to_owned()), Row::Input(2)),
        (
            Action::AddPrompt {
                text: "other".to_owned(),
            },
            Row::Prompt(3),
        ),
        (
            Action::AddInput {
                text: "other".to_owned(),
            },
            Row::Input(3),
        ),
    ];
    for (action, row) in edits {
        let next = apply(&state, &action).unwrap();
        assert_eq!(unasked(&next), BTreeSet::from([row]), "{action:?}");
        // The same where nothing was measured before.
        assert_eq!(
            next.asked_by(&action, &state),
            BTreeSet::from([row]),
            "{action:?}"
        );
    }
}

#[test]
fn an_answer_joins_the_step_of_its_edit() {
    let mut history = History::new(measured());
    let before = Rc::clone(history.present());
    history
        .edit(&Action::RenamePrompt(0, "other".to_owned()), None)
        .unwrap();
    let p = Distribution::normalized(vec![0.7, 0.3])
        .unwrap()
        .distribution;
    history
        .amend(&answer(MODEL, &[Row::Prompt(0)], &p))
        .unwrap();
    assert_eq!(Row::Prompt(0).of(history.present()), Some(p.clone()));
    assert!(history.undo());
    assert_eq!(*history.present(), before);
    assert!(history.redo());
    assert_eq!(Row::Prompt(0).of(history.present()), Some(p.clone()));
    // A drag is what the reader does now.
    let drag = Action::Drag {
        row: Row::Prompt(0),
        label: 0,
        value: 0.2,
    };
    history.preview(&drag).unwrap();
    let dragged = Rc::clone(history.present());
    history
        .amend(&answer(MODEL, &[Row::Prompt(0)], &p))
        .unwrap();
    assert_eq!(*history.present(), dragged);
}

#[test]
fn rows_of_another_model_count_as_set_by_hand() {
    let state = measured();
    let p = Distribution::even(2);
    let next = apply(&state, &answer("another", &[Row::Input(1)], &p)).unwrap();
    assert_eq!(answers(&next), BTreeSet::from(["e".to_owned()]));
    assert_eq!(&*next.measured.unwrap().source, "another");
}

#[test]
fn new_inputs_are_nobodys_answers() {
    let state = measured();
    let inputs: Inputs = vec![TestInput {
        text: "d".to_owned(),
        p: Distribution::even(2),
        label: None,
    }]
    .into();
    let next = apply(&state, &Action::SetInputs(inputs)).unwrap();
    assert_eq!(answers(&next), ["a", "b", "c"].map(str::to_owned).into());
    let replaced = apply(&next, &Action::Replace(Box::new(Preset::Worked.state()))).unwrap();
    assert_eq!(replaced.measured, None);
}

#[test]
fn examples_go_with_their_labels() {
    let state = State {
        examples: Rc::new(vec![
            Example {
                text: "good".to_owned(),
                label: 0,
            },
            Example {
                text: "so-so".to_owned(),
                label: 1,
            },
            Example {
                text: "bad".to_owned(),
                label: 2,
            },
        ]),
        ..Preset::Methods.state()
    };
    let names = |state: &State| -> Vec<(String, String)> {
        let examples = state.examples.iter();
        examples
            .map(|e| (e.text.clone(), state.label(e.label).to_owned()))
            .collect()
    };
    let before = names(&state);
    let moved = apply(&state, &Action::MoveLabel { from: 2, to: 0 }).unwrap();
    assert_eq!(names(&moved), before);
    let fewer = apply(&state, &Action::RemoveLabel(1)).unwrap();
    assert_eq!(names(&fewer), [before[0].clone(), before[2].clone()]);
}

#[test]
fn examples_that_cannot_be() {
    let state = State::even();
    let example = |label| Example {
        text: String::new(),
        label,
    };
    let set = |examples| apply(&state, &Action::SetExamples(examples));
    assert_eq!(set(vec![example(2)]), Err(Refusal::NoSuchThing));
    assert_eq!(
        set(vec![example(0); MAX_SHOTS + 1]),
        Err(Refusal::MostExamples)
    );
    assert_eq!(
        set(vec![example(1); MAX_SHOTS]).unwrap().examples.len(),
        MAX_SHOTS
    );
}

/// What our measurements asked is what a state asks: instruction once, examples, then the input.
#[test]
fn the_prompt_is_the_one_that_was_measured() {
    let mut state = State::even();
    state.labels = Rc::new(vec!["Negative".to_owned(), "Positive".to_owned()]);
    state.template = "Review: {input}\nSentiment:".into();
    state.examples = Rc::new(vec![
        Example {
            text: "A chore from start to finish.".to_owned(),
            label: 0,
        },
        Example {
            text: "A joy from start to finish.".to_owned(),
            label: 1,
        },
    ]);
    assert_eq!(
        state.prompt("N/A"),
        "Review: A chore from start to finish.\nSentiment: Negative\n\n\
         Review: A joy from start to finish.\nSentiment: Positive\n\nReview: N/A\nSentiment:"
    );
    assert_eq!(state.label_texts(), [" Negative", " Positive"]);
    state.template = "Which?\n\nArticle: {input}\nAnswer:{label}".into();
    state.examples = Rc::default();
    assert_eq!(state.prompt(""), "Which?\n\nArticle: \nAnswer:");
    assert_eq!(state.label_texts(), ["Negative", "Positive"]);
    // A template that ends in a space has that space.
    state.template = "{input} is ".into();
    assert_eq!(
        (state.prompt("It"), state.label_texts()[0].as_str()),
        ("It is ".to_owned(), "Negative")
    );
}

#[test]
fn a_link_says_whose_answers_the_rows_are() {
    use calibration_explainer::link::{self, View};
    let mut state = measured();
    state.measured = Some(Measured {
        by_hand: Rc::new([Row::Prompt(1), Row::Input(2)].into()),
        ..Measured::by("Model, one")
    });
    let link = link::format(&state, &View::default());
    assert!(
        link.contains("&source=Model%2C%20one&hand=cf2,p3"),
        "{link}"
    );
    assert_eq!(link::parse(&link, &[]).state, state);
    let refused = |link: &str| {
        link::parse(&format!("labels=A,B&cf=x:0.5,0.5&{link}"), &[])
            .notices
            .len()
    };
    assert_eq!(refused("source=M&hand=cf1"), 0);
    assert_eq!(refused("source=M&hand=cf2"), 1);
    assert_eq!(refused("source=M&hand=p0"), 1);
    assert_eq!(refused("hand=cf1"), 1);
    assert_eq!(refused("source="), 1);
    assert_eq!(refused("shot=good@A&shot=so-so@C"), 1);
}

#[test]
fn what_is_not_answered_is_left_out_of_what_is_counted() {
    let state = measured();
    assert_eq!(state.answered(), None);
    let renamed = apply(&state, &Action::RenameInput(1, "other".to_owned())).unwrap();
    let answered = renamed.answered().unwrap();
    let texts: Vec<&str> = answered.inputs.iter().map(|input| input.text).collect();
    assert_eq!(texts, ["d", "f"]);
    assert_eq!(answered.prompts, state.prompts);
    // Of prompts alone nothing is left out, and of no answer nothing is left.
    let prompt = apply(&state, &Action::RenamePrompt(1, "other".to_owned())).unwrap();
    assert_eq!(prompt.answered(), None);
    let template = Action::SetTemplate("Text: {input}".to_owned());
    assert_eq!(apply(&state, &template).unwrap().answered(), None);
}
