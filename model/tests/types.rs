//! Every type of tensor against another program: blocks of random bytes and the numbers that the package `gguf` for Python reads.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // Tests may fail loudly.

use serde_json::Value;
use small_model::types::{TensorType, read_numbers};

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex
        .as_bytes()
        .chunks(2)
        .map(|pair| std::str::from_utf8(pair).unwrap());
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

#[test]
fn numbers_are_those_of_ggml() {
    let data: Value = serde_json::from_str(include_str!("data/types.json")).unwrap();
    let mut tested = Vec::new();
    for case in data["types"].as_array().unwrap() {
        let name = case["type"].as_str().unwrap();
        let known = TensorType::ALL
            .iter()
            .find(|(_, kind)| format!("{kind:?}") == name);
        let kind = known.unwrap().1;
        let mut numbers = Vec::new();
        read_numbers(kind, &bytes(case["bytes"].as_str().unwrap()), &mut numbers);
        let wanted = case["numbers"].as_array().unwrap();
        assert_eq!(numbers.len(), wanted.len(), "{name}");
        for (place, (number, wanted)) in numbers.iter().zip(wanted).enumerate() {
            let wanted = wanted.as_f64().unwrap();
            // Both round once or twice in single precision.
            let near = (f64::from(*number) - wanted).abs() <= 4e-6 * wanted.abs().max(1.0);
            assert!(near, "{name}, place {place}: {number} for {wanted}");
        }
        tested.push(kind);
    }
    assert_eq!(
        tested.len(),
        TensorType::ALL.len(),
        "every type is in the file"
    );
}
