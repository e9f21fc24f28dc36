//! A model with random weights in every type of tensor, against a plain forward pass in double precision.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // Tests may fail loudly.

mod gguf_file;

use gguf_file::{
    File, HEADS, HIDDEN, KV_HEADS, LAYERS, Random, Tensor, Value, WIDTH, half, model, weights,
};
use pollster::block_on;
use small_model::types::{TensorType, read_numbers};
use small_model::{Answer, Error, Prompt, SmallModel};

fn open(file: &File) -> SmallModel {
    let (bytes, _) = file.bytes();
    block_on(SmallModel::open(&mut bytes.as_slice(), &mut async |_| {
        false
    }))
    .unwrap()
}

fn answers(model: &mut SmallModel, prompts: &[Prompt]) -> Vec<Answer> {
    let answers = block_on(model.answer(prompts, &mut async || false)).unwrap();
    answers.into_iter().map(Result::unwrap).collect()
}

fn logs(answer: &Answer) -> Vec<f64> {
    answer
        .labels
        .iter()
        .map(|label| label.log_probability)
        .collect()
}

/// The rows of a tensor in double precision.
fn rows(file: &File, name: &str) -> Vec<Vec<f64>> {
    let tensor = file
        .tensors
        .iter()
        .find(|tensor| tensor.name == name)
        .unwrap();
    let kind = TensorType::from_code(tensor.code).unwrap();
    let mut numbers = Vec::new();
    read_numbers(kind, &tensor.bytes, &mut numbers);
    let rows = numbers.chunks(tensor.dimensions[0] as usize);
    rows.map(|row| row.iter().copied().map(f64::from).collect())
        .collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn product(matrix: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
    matrix.iter().map(|row| dot(row, x)).collect()
}

fn norm(x: &[f64], weights: &[Vec<f64>]) -> Vec<f64> {
    let size = (dot(x, x) / x.len() as f64 + f64::from(1e-5_f32)).sqrt();
    x.iter()
        .zip(&weights[0])
        .map(|(x, weight)| x / size * weight)
        .collect()
}

fn rotate(x: &mut [f64], position: usize, divisors: &[f64]) {
    let head = WIDTH / HEADS;
    for numbers in x.chunks_mut(head) {
        for i in 0..head / 2 {
            let frequency = 10_000_f64.powf(-2.0 * i as f64 / head as f64) / divisors[i];
            let (sin, cos) = (position as f64 * frequency).sin_cos();
            let (a, b) = (numbers[2 * i], numbers[2 * i + 1]);
            (numbers[2 * i], numbers[2 * i + 1]) = (a * cos - b * sin, a * sin + b * cos);
        }
    }
}

/// Logarithms of the probability of each token after all of `tokens`.
fn log_probabilities(file: &File, tokens: &[u32], divisors: &[f64]) -> Vec<f64> {
    let head = WIDTH / HEADS;
    let embedding = rows(file, "token_embd.weight");
    let mut x: Vec<Vec<f64>> = tokens
        .iter()
        .map(|token| embedding[*token as usize].clone())
        .collect();
    for layer in 0..LAYERS {
        let part = |part: &str| rows(file, &format!("blk.{layer}.{part}.weight"));
        let normed: Vec<_> = x.iter().map(|x| norm(x, &part("attn_norm"))).collect();
        let heads = |name: &str, turned: bool| -> Vec<Vec<f64>> {
            let matrix = part(name);
            let all = normed.iter().enumerate().map(|(position, x)| {
                let mut y = product(&matrix, x);
                if turned {
                    rotate(&mut y, position, divisors);
                }
                y
            });
            all.collect()
        };
        let (queries, keys, values) = (
            heads("attn_q", true),
            heads("attn_k", true),
            heads("attn_v", false),
        );
        let (output, gate, up, down) = (
            part("attn_output"),
            part("ffn_gate"),
            part("ffn_up"),
            part("ffn_down"),
        );
        for position in 0..tokens.len() {
            let mut attended = vec![0.0; WIDTH];
            for h in 0..HEADS {
                let own = h * head..(h + 1) * head;
                let kv = h / (HEADS / KV_HEADS);
                let shared = kv * head..(kv + 1) * head;
                let scores = keys[..=position].iter().map(|key| {
                    (dot(&queries[position][own.clone()], &key[shared.clone()])
                        / (head as f64).sqrt())
                    .exp()
                });
                let scores: Vec<f64> = scores.collect();
                let sum: f64 = scores.iter().sum();
                for (score, value) in scores.iter().zip(&values) {
                    for (to, from) in attended[own.clone()].iter_mut().zip(&value[shared.clone()]) {
                        *to += score / sum * from;
                    }
                }
            }
            for (x, more) in x[position].iter_mut().zip(product(&output, &attended)) {
                *x += more;
            }
            let normed = norm(&x[position], &part("ffn_norm"));
            let gates = product(&gate, &normed)
                .into_iter()
                .zip(product(&up, &normed));
            let hidden: Vec<f64> = gates.map(|(g, u)| g / (1.0 + (-g).exp()) * u).collect();
            assert_eq!(hidden.len(), HIDDEN);
            for (x, more) in x[position].iter_mut().zip(product(&down, &hidden)) {
                *x += more;
            }
        }
    }
    let last = norm(x.last().unwrap(), &rows(file, "output_norm.weight"));
    let has_output = file
        .tensors
        .iter()
        .any(|tensor| tensor.name == "output.weight");
    let output = if has_output {
        rows(file, "output.weight")
    } else {
        embedding
    };
    let logits = product(&output, &last);
    let sum: f64 = logits.iter().map(|logit| logit.exp()).sum();
    logits.iter().map(|logit| logit - sum.ln()).collect()
}

/// Largest difference between the engine and double precision, for labels of one and of two tokens.
fn difference(file: &File, divisors: &[f64]) -> f64 {
    let text = "To be, or not: 42 ";
    let labels = ["x", "\u{e9}", "~"];
    let answer = answers(
        &mut open(file),
        &[Prompt {
            text,
            labels: &labels,
        }],
    )
    .remove(0);
    let mut largest = 0.0_f64;
    for label in &answer.labels {
        let mut tokens = answer.prompt.clone();
        let mut wanted = 0.0;
        for token in &label.tokens {
            wanted += log_probabilities(file, &tokens, divisors)[*token as usize];
            tokens.push(*token);
        }
        largest = largest.max((label.log_probability - wanted).abs());
    }
    largest
}

#[test]
fn every_type_is_computed_right() {
    for (_, kind) in TensorType::ALL {
        let allowed = if kind.is_quantised() { 2e-3 } else { 5e-5 };
        let found = difference(&model(kind), &[1.0; 32]);
        assert!(found < allowed, "{kind:?}: {found}");
    }
}

#[test]
fn an_own_output_and_divided_frequencies_are_used() {
    let mut file = model(TensorType::Q8_0);
    let mut random = Random(8);
    let mut output = file.tensor("token_embd.weight").clone();
    output.name = "output.weight".to_owned();
    output.bytes = weights(TensorType::Q8_0, WIDTH * 259, &mut random);
    file.tensors.push(output);
    let divisors: Vec<f64> = (0..32).map(|i| 1.0 + f64::from(i) / 8.0).collect();
    file.tensors.push(Tensor {
        name: "rope_freqs.weight".to_owned(),
        code: 0,
        dimensions: vec![32],
        bytes: divisors
            .iter()
            .flat_map(|divisor| (*divisor as f32).to_le_bytes())
            .collect(),
    });
    let found = difference(&file, &divisors);
    assert!(found < 2e-3, "{found}");
}

const LABELS: [&str; 4] = [" a", " b", "xyz", " ab"];

fn prompts() -> Vec<String> {
    let shared = "An example of what is asked. ".repeat(4);
    let long = "word ".repeat(40);
    let middle = ["", "b", "abc", "ab", &long, "N/A", "b"];
    middle
        .iter()
        .map(|text| format!("{shared}{text}:"))
        .collect()
}

#[test]
fn batched_is_one_by_one_and_a_kept_start_is_a_cold_start() {
    let mut model = open(&model(TensorType::Q5_1));
    let texts = prompts();
    let prompts: Vec<Prompt> = texts
        .iter()
        .map(|text| Prompt {
            text,
            labels: &LABELS,
        })
        .collect();
    let batched: Vec<_> = answers(&mut model, &prompts).iter().map(logs).collect();
    let kept: Vec<_> = prompts
        .iter()
        .map(|prompt| logs(&answers(&mut model, &[*prompt])[0]))
        .collect();
    let cold = prompts.iter().map(|prompt| {
        model.forget();
        logs(&answers(&mut model, &[*prompt])[0])
    });
    let cold: Vec<_> = cold.collect();
    // Nothing is rounded in a way that depends on what else is computed, so there is no tolerance.
    assert_eq!(batched, cold);
    assert_eq!(kept, cold);
    assert_ne!(cold[0], cold[1]);
}

#[test]
fn stopping_in_between_leaves_the_model_right() {
    let mut model = open(&model(TensorType::Q4_0));
    let texts = prompts();
    let prompts: Vec<Prompt> = texts
        .iter()
        .map(|text| Prompt {
            text,
            labels: &LABELS,
        })
        .collect();
    let whole = answers(&mut model, &prompts);
    let mut asked = 0;
    let _ = block_on(model.answer(&prompts, &mut async || {
        asked += 1;
        false
    }));
    assert!(asked > 20, "{asked} chances to stop");
    for limit in (0..asked).step_by(7) {
        let mut left = limit;
        let stopped = block_on(model.answer(&prompts, &mut async || {
            left -= 1;
            left < 0
        }));
        assert_eq!(stopped, Err(Error::Stopped), "after {limit}");
    }
    assert_eq!(answers(&mut model, &prompts), whole);
}

#[test]
fn a_label_may_melt_into_the_prompt() {
    let mut model = open(&model(TensorType::Q8_0));
    let labels = ["b", " b", "c"];
    let answer = answers(
        &mut model,
        &[Prompt {
            text: "xa",
            labels: &labels,
        }],
    )
    .remove(0);
    let melts: Vec<bool> = answer.labels.iter().map(|label| label.melts).collect();
    assert_eq!(melts, [true, false, false]);
    // All are answered after "x", so that they can be compared.
    assert_eq!(answer.prompt, [u32::from(b'x')]);
    assert_eq!(answer.labels[0].tokens, [258]);
    assert_eq!(answer.labels[2].tokens, [u32::from(b'a'), u32::from(b'c')]);
    let mass: f64 = logs(&answer).iter().map(|log| log.exp()).sum();
    assert!((answer.mass() - mass).abs() < 1e-12);
    assert_eq!(model.tokenizer().text(257), " b");
}

#[test]
fn what_cannot_be_answered_is_said_and_the_rest_answered() {
    let mut model = open(&model(TensorType::F16));
    let (endless, long) = ("7 ".repeat(300), "z ".repeat(40));
    let long = [long.as_str()];
    let prompt = |text, labels| Prompt { text, labels };
    let prompts = [
        prompt("", &["a"][..]),
        prompt("x", &["a", ""]),
        prompt(&endless, &["a"]),
        prompt("x", &long),
        prompt("x", &["a"]),
        prompt("x", &[]),
    ];
    let answers = block_on(model.answer(&prompts, &mut async || false)).unwrap();
    let errors: Vec<_> = answers
        .iter()
        .map(|answer| answer.as_ref().err().cloned())
        .collect();
    assert_eq!(errors[0], Some(Error::EmptyPrompt));
    assert_eq!(errors[1], Some(Error::EmptyLabel));
    assert_eq!(
        errors[2],
        Some(Error::TooLong {
            tokens: 600,
            limit: 512
        })
    );
    assert_eq!(errors[3], Some(Error::LongLabel(80)));
    assert_eq!(errors[4..], [None, None]);
}

#[test]
fn damaged_weights_are_no_answer() {
    let mut file = model(TensorType::F32);
    for number in file.tensor("output_norm.weight").bytes.chunks_exact_mut(4) {
        number.copy_from_slice(&f32::NAN.to_le_bytes());
    }
    let mut model = open(&file);
    let prompt = Prompt {
        text: "x",
        labels: &["a"],
    };
    let answers = block_on(model.answer(&[prompt], &mut async || false)).unwrap();
    assert_eq!(answers, [Err(Error::NotANumber)]);
}

#[test]
fn a_token_starts_every_text_where_the_file_says_so() {
    let mut file = model(TensorType::Q4_1);
    assert_eq!(
        open(&file).tokenizer().tokens("x").unwrap(),
        [u32::from(b'x')]
    );
    file.set("tokenizer.ggml.add_bos_token", Value::Bool(true));
    file.set("tokenizer.ggml.bos_token_id", Value::U32(0));
    let mut model = open(&file);
    assert_eq!(model.tokenizer().tokens("x").unwrap(), [0, u32::from(b'x')]);
    // With it an empty prompt can be answered.
    assert_eq!(
        answers(
            &mut model,
            &[Prompt {
                text: "",
                labels: &["a"]
            }]
        )[0]
        .prompt,
        [0]
    );
}

#[test]
fn half_precision_is_written_right() {
    assert_eq!(
        [half(1.0), half(0.5), half(0.02)],
        [[0, 0x3c], [0, 0x38], [0x1e, 0x25]]
    );
}
