//! What a model is asked about, and what becomes of its answers.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)] // Tests may fail loudly.

use calibration_explainer::asking::{Answer, Answers, Failure, Origin, Question, of_random_words};
use calibration_explainer::calibration::Distribution;
use calibration_explainer::state::{
    Action, ContextFreePrompt, Example, History, Row, State, TestInput, apply,
};
use std::collections::BTreeSet;
use std::rc::Rc;

const MODEL: &str = "a model";

/// Prompts "N/A" and "nothing", the input "Great", all of which a model is to be asked about.
fn unasked() -> State {
    let p = Distribution::even(2);
    let prompts = ["N/A", "nothing"].map(|text| ContextFreePrompt {
        text: text.to_owned(),
        p: p.clone(),
    });
    let input = TestInput {
        text: "Great".to_owned(),
        p,
        label: None,
    };
    let labels = ["Positive", "Negative"].map(str::to_owned).to_vec();
    let state = State::new(labels, prompts.to_vec(), vec![input].into());
    let rows = state.rows().collect();
    apply(
        &state,
        &Action::Ask {
            source: MODEL.into(),
            rows,
        },
    )
    .unwrap()
}

fn answer(p: [f64; 2]) -> Answer {
    Answer {
        log_probabilities: p.map(f64::ln).to_vec(),
        tokens: vec![1, 1],
        melts: vec![false, false],
        at_most: vec![None, None],
    }
}

/// Answers all that is open, each question by its own number, and puts that into the history as the page does.
fn settle(answers: &mut Answers, history: &mut History) -> Vec<Question> {
    let open = answers.due(history.present()).open;
    for question in &open {
        // Longer prompts lean more, so that answers can be told apart.
        let share = 0.5 + question.prompt.len() as f64 / 1000.0;
        answers.learn(
            question.clone(),
            Ok(answer([0.1 * share, 0.1 * (1.0 - share)])),
        );
    }
    let known = answers.due(history.present()).known;
    history
        .amend(&Action::Answer {
            source: MODEL.into(),
            answers: known,
        })
        .unwrap();
    open
}

#[test]
fn each_prompt_is_asked_about_once_as_it_is_sent() {
    let state = apply(&unasked(), &Action::RenamePrompt(1, "N/A".to_owned())).unwrap();
    let due = Answers::default().due(&state);
    assert_eq!(due.waiting, 3);
    let prompts: Vec<&str> = due.open.iter().map(|question| &*question.prompt).collect();
    assert_eq!(
        prompts,
        ["Input: N/A Sentiment:", "Input: Great Sentiment:"]
    );
    assert_eq!(*due.open[0].labels, [" Positive", " Negative"]);
}

#[test]
fn an_answer_is_normalised_and_its_mass_kept() {
    let answer = answer([0.03, 0.01]);
    assert!((answer.mass() - 0.04).abs() < 1e-12);
    let p = answer.distribution().unwrap();
    assert!((p.as_slice()[0] - 0.75).abs() < 1e-12);
    // Far below what a float can hold.
    let tiny = Answer {
        log_probabilities: vec![-900.0, -901.0],
        ..answer
    };
    let p = tiny.distribution().unwrap();
    assert!((p.as_slice()[0] - 1.0 / (1.0 + (-1.0_f64).exp())).abs() < 1e-12);
}

#[test]
fn a_late_answer_to_a_changed_text_is_nobodys() {
    let mut answers = Answers::default();
    let state = unasked();
    let asked = answers.due(&state).open[0].clone();
    let changed = apply(&state, &Action::RenamePrompt(0, "[MASK]".to_owned())).unwrap();
    answers.learn(asked, Ok(answer([0.2, 0.1])));
    assert_eq!(answers.due(&changed).known, []);
    assert_eq!(
        answers.origin(&changed, Row::Prompt(0), true),
        Origin::Asking
    );
    // The text that it answers comes back: nothing is asked again.
    let back = apply(&changed, &Action::RenamePrompt(0, "N/A".to_owned())).unwrap();
    assert_eq!(answers.due(&back).known.len(), 1);
}

#[test]
fn a_dragged_row_is_not_overwritten() {
    let mut answers = Answers::default();
    let mut history = History::new(unasked());
    let row = Row::Prompt(0);
    history
        .edit(
            &Action::Drag {
                row,
                label: 0,
                value: 0.9,
            },
            None,
        )
        .unwrap();
    settle(&mut answers, &mut history);
    assert!((row.of(history.present()).unwrap().as_slice()[0] - 0.9).abs() < 1e-12);
    assert_eq!(answers.origin(history.present(), row, true), Origin::ByHand);
    // Nor by what changes every prompt, until the reader asks again.
    history
        .edit(&Action::SetTemplate("Text: {input}".to_owned()), None)
        .unwrap();
    settle(&mut answers, &mut history);
    assert!((row.of(history.present()).unwrap().as_slice()[0] - 0.9).abs() < 1e-12);
    let ask = Action::Ask {
        source: MODEL.into(),
        rows: BTreeSet::from([row]),
    };
    history.edit(&ask, None).unwrap();
    settle(&mut answers, &mut history);
    assert!((row.of(history.present()).unwrap().as_slice()[0] - 0.9).abs() > 0.1);
}

#[test]
fn an_edit_and_its_answer_are_one_step() {
    let mut answers = Answers::default();
    let mut history = History::new(unasked());
    settle(&mut answers, &mut history);
    let before = Rc::clone(history.present());
    let examples = vec![Example {
        text: "A joy".to_owned(),
        label: 0,
    }];
    history.edit(&Action::SetExamples(examples), None).unwrap();
    let asked = settle(&mut answers, &mut history);
    assert_eq!(asked.len(), 3);
    assert_eq!(
        &*asked[0].prompt,
        "Input: A joy Sentiment: Positive\n\nInput: N/A Sentiment:"
    );
    assert_ne!(history.present().prompts, before.prompts);
    assert!(history.undo());
    assert_eq!(*history.present(), before);
    assert_eq!(answers.due(history.present()), Default::default());
}

#[test]
fn an_edit_between_question_and_answer_costs_no_answer() {
    let mut answers = Answers::default();
    let mut history = History::new(unasked());
    settle(&mut answers, &mut history);
    history
        .edit(&Action::RenamePrompt(0, "first".to_owned()), None)
        .unwrap();
    history
        .edit(&Action::RenamePrompt(1, "second".to_owned()), None)
        .unwrap();
    settle(&mut answers, &mut history);
    assert!(history.undo());
    // The first edit had no answer when it became a step: it is known by now.
    let due = answers.due(history.present());
    assert_eq!((due.known.len(), due.open.len()), (1, 0));
}

#[test]
fn a_failure_stays_until_it_is_forgotten() {
    let mut answers = Answers::default();
    let state = unasked();
    let question = answers.due(&state).open[0].clone();
    let failure = Failure {
        code: "too_long".to_owned(),
        about: "9000 > 8192".to_owned(),
    };
    answers.learn(question.clone(), Err(failure.clone()));
    assert_eq!(
        answers.origin(&state, Row::Prompt(0), true),
        Origin::Failed(failure)
    );
    assert!(!answers.due(&state).open.contains(&question));
    answers.forget_failures();
    assert!(answers.due(&state).open.contains(&question));
    // What is no number is no answer.
    answers.learn(question, Ok(answer([f64::NAN, 0.5])));
    assert!(matches!(
        answers.origin(&state, Row::Prompt(0), true),
        Origin::Failed(_)
    ));
}

#[test]
fn where_numbers_come_from() {
    let mut answers = Answers::default();
    let mut history = History::new(unasked());
    let origin = |answers: &Answers, history: &History| {
        answers.origin(history.present(), Row::Prompt(0), false)
    };
    assert_eq!(origin(&answers, &history), Origin::NotAsked);
    settle(&mut answers, &mut history);
    let Origin::Answer {
        mass: Some(mass),
        melts: false,
        at_most: None,
    } = origin(&answers, &history)
    else {
        panic!()
    };
    assert!((mass - 0.1).abs() < 1e-12);
    // Linked or loaded, the mass is not known.
    assert_eq!(
        origin(&Answers::default(), &history),
        Origin::Answer {
            mass: None,
            melts: false,
            at_most: None,
        }
    );
    let given = State {
        measured: None,
        ..(**history.present()).clone()
    };
    assert_eq!(answers.origin(&given, Row::Prompt(0), true), Origin::Given);
}

/// A label that a server does not tell counts as 0 in an input, which says so; a context-free prompt is not answered, since 1/p would be
/// made up.
#[test]
fn a_label_that_is_not_told() {
    let state = unasked();
    let mut answers = Answers::default();
    let cut = Answer {
        at_most: vec![None, Some(0.002)],
        ..answer([0.3, 0.0])
    };
    for question in answers.due(&state).open {
        answers.learn(question, Ok(cut.clone()));
    }
    let due = answers.due(&state);
    assert_eq!((due.open.len(), due.waiting), (0, 0));
    let rows: Vec<(Row, Vec<f64>)> = (due.known.iter())
        .map(|(row, p)| (*row, p.as_slice().to_vec()))
        .collect();
    assert_eq!(rows, [(Row::Input(0), vec![1.0, 0.0])]);
    assert_eq!(
        answers.origin(&state, Row::Prompt(0), true),
        Origin::Failed(Failure::about("cut_off", "Negative"))
    );
    let mut history = History::new(state);
    let action = Action::Answer {
        source: MODEL.into(),
        answers: due.known,
    };
    history.amend(&action).unwrap();
    let input = answers.origin(history.present(), Row::Input(0), true);
    assert!(matches!(input, Origin::Answer { at_most: Some(most), .. } if most == 0.002));
}

fn with_inputs(texts: &[&str]) -> State {
    let p = Distribution::even(2);
    let inputs = texts.iter().map(|text| TestInput {
        text: (*text).to_owned(),
        p: p.clone(),
        label: None,
    });
    State {
        inputs: inputs.collect::<Vec<_>>().into(),
        ..State::even()
    }
}

#[test]
fn random_words_are_those_of_the_inputs() {
    let state = with_inputs(&["a good film", "a very dull film indeed", ""]);
    let drawn = of_random_words(&state, 5, 1);
    assert_eq!(drawn.len(), 5);
    let known = ["a", "good", "film", "very", "dull", "indeed"];
    for text in &drawn {
        let words: Vec<&str> = text.split(' ').collect();
        // Three and five words: four on average.
        assert_eq!(words.len(), 4, "{text}");
        assert!(words.iter().all(|word| known.contains(word)), "{text}");
    }
    assert_eq!(of_random_words(&state, 5, 1), drawn);
    assert_ne!(of_random_words(&state, 5, 2), drawn);
    assert_eq!(
        of_random_words(&with_inputs(&["", " "]), 3, 1),
        Vec::<String>::new()
    );
}

#[test]
fn chinese_words_are_characters_without_spaces() {
    let drawn = of_random_words(&with_inputs(&["这部电影真好看", "浪费了 two 小时"]), 20, 3);
    let characters: Vec<usize> = drawn
        .iter()
        .map(|text| text.chars().filter(|c| !c.is_ascii()).count())
        .collect();
    assert!(
        characters.iter().all(|count| *count <= 7) && characters.iter().any(|count| *count >= 5)
    );
    assert!(
        drawn
            .iter()
            .all(|text| !text.contains(' ') || text.contains("two two")),
        "{drawn:?}"
    );
}
