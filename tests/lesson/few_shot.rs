//! The few-shot builder.

use crate::config;
use calibration_explainer::lesson::few_shot::{
    Block, Example, FewShot, Input, Length, Order, Warning,
};
use calibration_explainer::state::MAX_TEXT_CHARS;
use proptest::prelude::*;

fn example(text: &str, label: usize) -> Example {
    Example {
        text: text.to_owned(),
        label,
    }
}

fn films() -> FewShot {
    FewShot {
        labels: vec!["Negative".into(), "Positive".into()],
        template: "Input: {input} Sentiment:".into(),
        context_free: vec!["N/A".into(), "nothing".into()],
        examples: vec![
            example("A dull evening.", 0),
            example("A fine evening.", 1),
            example("I fell asleep.", 0),
            example("I laughed.", 1),
        ],
        order: Order::AsWritten,
    }
}

#[test]
fn a_finished_prompt() {
    let films = films();
    assert_eq!(
        films.text(),
        "Input: A dull evening. Sentiment: Negative\n\n\
         Input: N/A Sentiment: Negative\n\n\
         Input: A fine evening. Sentiment: Positive\n\n\
         Input: N/A Sentiment: Positive\n\n\
         Input: I fell asleep. Sentiment: Negative\n\n\
         Input: nothing Sentiment: Positive\n\n\
         Input: I laughed. Sentiment: Positive\n\n\
         Input: nothing Sentiment: Negative\n\n\
         Input: {input} Sentiment:"
    );
    assert_eq!(films.warnings(), []);
    // With an input in the question, as a whole and put together from blocks.
    assert_eq!(
        films.asked("I cried."),
        films.text().replace("{input}", "I cried.")
    );
    let mut lines: Vec<String> = films.blocks().iter().map(|b| films.line(b)).collect();
    lines.push(films.question("I cried."));
    assert_eq!(lines.join("\n\n"), films.asked("I cried."));
    // A space at the end of the template is not doubled.
    let spaced = FewShot {
        template: "Input: {input} Sentiment: ".into(),
        ..films.clone()
    };
    assert_eq!(spaced.text(), films.text());
    let bare = FewShot {
        context_free: vec![],
        examples: vec![],
        ..films
    };
    assert_eq!(bare.text(), "Input: {input} Sentiment:");
}

#[test]
fn context_free_inputs_are_spread_evenly() {
    for (real, neutral) in [(4, 4), (12, 2), (3, 6), (0, 4), (5, 0), (7, 3)] {
        let few_shot = FewShot {
            context_free: (0..neutral).map(|i| format!("nothing {i}")).collect(),
            examples: (0..real)
                .map(|i| example(&format!("text {i}"), i % 2))
                .collect(),
            ..films()
        };
        let blocks = few_shot.blocks();
        assert_eq!(blocks.len(), real + 2 * neutral);
        let share = 2.0 * neutral as f64 / blocks.len() as f64;
        let mut so_far = 0;
        for (i, block) in blocks.iter().enumerate() {
            so_far += usize::from(matches!(block.input, Input::ContextFree(_)));
            let expected = share * (i + 1) as f64;
            assert!(
                (so_far as f64 - expected).abs() <= 1.0,
                "{real} {neutral}: {so_far} of {i}"
            );
        }
        let written: Vec<Input> = (blocks.iter().map(|b| b.input))
            .filter(|input| matches!(input, Input::Example(_)))
            .collect();
        assert_eq!(written, (0..real).map(Input::Example).collect::<Vec<_>>());
    }
}

#[test]
fn warnings_of_the_builder() {
    let with = |change: fn(&mut FewShot)| {
        let mut few_shot = films();
        change(&mut few_shot);
        few_shot.warnings()
    };
    for (change, expected) in [
        ((|_| ()) as fn(&mut FewShot), vec![]),
        (
            |f| f.template = "Sentiment:".into(),
            vec![Warning::TemplateWithoutInput],
        ),
        (|f| f.context_free.clear(), vec![Warning::NoContextFree]),
        (
            |f| f.examples.retain(|e| e.label == 1),
            vec![Warning::LabelWithoutExample(0)],
        ),
        (|f| f.examples.clear(), vec![Warning::NoExamples]),
        (
            |f| f.examples.push(example("More.", 1)),
            vec![Warning::UnequalLabels { fewest: 0, most: 1 }],
        ),
        (
            |f| {
                f.labels.push("Neutral".into());
                f.labels.push("Mixed".into());
                f.examples.push(example("So.", 3));
            },
            vec![
                Warning::LabelWithoutExample(2),
                Warning::UnequalLabels { fewest: 3, most: 0 },
            ],
        ),
        (
            |f| f.examples[2].text = " ".into(),
            vec![Warning::EmptyText(2)],
        ),
        (
            |f| {
                // The prompt ends with a real Positive, N/A under Positive, and another real one.
                f.context_free.truncate(1);
                f.examples.swap(2, 3);
                f.examples.push(example("Boring.", 0));
                f.examples.push(example("Splendid.", 1));
                f.examples.swap(2, 4);
            },
            vec![Warning::Run { count: 3, label: 1 }],
        ),
        (|f| f.labels.truncate(1), vec![Warning::FewLabels]),
        (|f| f.labels[1] = " ".into(), vec![Warning::EmptyLabel(1)]),
        (
            |f| f.labels[1] = "Negative ".into(),
            vec![Warning::RepeatedLabel(1)],
        ),
        // The empty string is a context-free input like any other.
        (|f| f.context_free.push(String::new()), vec![]),
        (
            |f| f.context_free.push("N/A ".into()),
            vec![Warning::RepeatedInput(Input::ContextFree(2))],
        ),
        (
            |f| f.examples[3].text = "A dull evening.".into(),
            vec![Warning::RepeatedInput(Input::Example(3))],
        ),
        (
            |f| f.examples[1].text = "nothing".into(),
            vec![Warning::RepeatedInput(Input::Example(1))],
        ),
        (
            |f| f.examples[0].text = "x".repeat(MAX_TEXT_CHARS),
            vec![Warning::TooLong],
        ),
    ] {
        assert_eq!(with(change), expected);
    }
}

#[test]
fn lengths() {
    for (text, characters, words) in [
        ("", 0, 0),
        (" \n ", 3, 0),
        ("I don't like N/A.", 17, 4),
        ("one\n\ntwo — three", 16, 3),
        ("我喜欢鸡蛋。", 6, 5),
        ("输入：[MASK]，情感：Positive", 21, 6),
        ("すし", 2, 2),
        ("naïve 3.5 %", 11, 2),
    ] {
        assert_eq!(Length::of(text), Length { characters, words }, "{text}");
    }
    assert_eq!(films().length(), Length::of(&films().text()));
}

#[test]
fn sizes_are_bounded() {
    let huge = FewShot {
        labels: (0..30).map(|i| format!("label {i}")).collect(),
        template: "{input}:".into(),
        context_free: (0..50).map(|i| format!("nothing {i}")).collect(),
        examples: (0..900).map(|i| example(&i.to_string(), i % 30)).collect(),
        order: Order::Shuffled(1),
    };
    let blocks = huge.blocks();
    let real = blocks
        .iter()
        .filter(|b| matches!(b.input, Input::Example(_)))
        .count();
    // The first 500 examples, without those of labels after the 20th, and 20 × 20 context-free ones.
    assert_eq!((real, blocks.len() - real), (340, 400));
    assert!(blocks.iter().all(|b| b.label < 20));
    let long = FewShot {
        examples: vec![example(&"好".repeat(MAX_TEXT_CHARS + 5), 0)],
        ..films()
    };
    let blocks = long.blocks();
    let block = blocks
        .iter()
        .find(|b| b.input == Input::Example(0))
        .unwrap();
    assert_eq!(block.text.chars().count(), MAX_TEXT_CHARS);
}

#[test]
fn the_seed_decides_the_order() {
    let order = |seed: u64| {
        let few_shot = FewShot {
            order: Order::Shuffled(seed),
            ..films()
        };
        few_shot.text()
    };
    let mut seen = vec![films().text()];
    for seed in [0, 1, 2, 3, 4, 5, 20_261_124, u64::MAX] {
        assert_eq!(order(seed), order(seed));
        assert!(!seen.contains(&order(seed)), "seed {seed}");
        seen.push(order(seed));
    }
    // Every example gets to every position: with 2000 shuffles of 8 examples, 250 times on average.
    let mut counts = [[0; 8]; 8];
    for seed in 0..2000 {
        let few_shot = FewShot {
            order: Order::Shuffled(seed),
            ..films()
        };
        let written = films();
        let written = written.blocks();
        for (place, block) in few_shot.blocks().iter().enumerate() {
            counts[written.iter().position(|b| b == block).unwrap()][place] += 1;
        }
    }
    assert!(
        counts
            .as_flattened()
            .iter()
            .all(|c| (180..=320).contains(c)),
        "{counts:?}"
    );
}

fn few_shot() -> impl Strategy<Value = FewShot> {
    (2usize..=6).prop_flat_map(|k| {
        let examples = prop::collection::vec(("[a-z ]{0,8}", 0..k), 0..9);
        let order = prop::option::of(any::<u64>());
        (prop::collection::vec("[a-z]{0,4}", 0..6), examples, order).prop_map(
            move |(context_free, examples, order)| FewShot {
                labels: (0..k).map(|i| format!("Label{i}")).collect(),
                template: "Text: {input}\nAnswer:".into(),
                context_free,
                examples: examples
                    .iter()
                    .map(|(text, label)| example(text, *label))
                    .collect(),
                order: order.map_or(Order::AsWritten, Order::Shuffled),
            },
        )
    })
}

fn count<'a>(blocks: &[Block<'a>], wanted: Block<'a>) -> usize {
    blocks.iter().filter(|block| **block == wanted).count()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_input_once_and_nothing_inputs_once_under_every_label(few_shot in few_shot()) {
        let blocks = few_shot.blocks();
        let k = few_shot.labels.len();
        for (i, text) in few_shot.context_free.iter().enumerate() {
            for label in 0..k {
                prop_assert_eq!(count(&blocks, Block { input: Input::ContextFree(i), text, label }), 1);
            }
        }
        for (i, Example { text, label }) in few_shot.examples.iter().enumerate() {
            prop_assert_eq!(count(&blocks, Block { input: Input::Example(i), text, label: *label }), 1);
        }
        prop_assert_eq!(blocks.len(), few_shot.context_free.len() * k + few_shot.examples.len());
        let text = few_shot.text();
        let expected: Vec<String> = (blocks.iter())
            .map(|b| format!("Text: {}\nAnswer: Label{}", b.text, b.label))
            .chain(["Text: {input}\nAnswer:".to_owned()])
            .collect();
        prop_assert_eq!(text, expected.join("\n\n"));
    }

    #[test]
    fn shuffling_only_moves(few_shot in few_shot(), seed: u64) {
        let shuffled = FewShot { order: Order::Shuffled(seed), ..few_shot.clone() };
        let written = FewShot { order: Order::AsWritten, ..few_shot };
        let (shuffled, written) = (shuffled.blocks(), written.blocks());
        prop_assert_eq!(shuffled.len(), written.len());
        for &block in &written {
            prop_assert_eq!(count(&shuffled, block), 1);
        }
    }
}
