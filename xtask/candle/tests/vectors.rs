//! candle beside the numbers that the engine of the page is tested with: they are right, or three programs are wrong alike.

use candle_yardstick::Model;
use serde_json::Value;
use std::fs::File;
use std::io::BufReader;
use std::path::PathBuf;

/// Where `cargo xtask model` puts the weights; `cargo xtask bench` fetches them and sets the variable.
fn weights() -> File {
    let set = std::env::var_os("EXPLAINER_MODEL").map(PathBuf::from);
    let path = set.unwrap_or_else(|| {
        let cache = std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty());
        let cache = cache
            .map(PathBuf::from)
            .unwrap_or_else(|| std::env::home_dir().unwrap().join(".cache"));
        cache.join("calibration-explainer/models/SmolLM2-135M-Instruct.Q4_1.gguf")
    });
    let file = File::open(&path);
    file.unwrap_or_else(|error| {
        panic!("{}: {error}; please run: cargo xtask model", path.display())
    })
}

fn ids(value: &Value) -> Vec<u32> {
    let ids = value.as_array().unwrap().iter();
    ids.map(|id| id.as_u64().unwrap() as u32).collect()
}

#[test]
fn candle_agrees_with_the_vectors() {
    let data = include_str!("../../../model/tests/data/smollm2.json");
    let data: Value = serde_json::from_str(data).unwrap();
    let cases = data["cases"].as_array().unwrap();
    let mut model = Model::open(&mut BufReader::new(weights())).unwrap();
    let mut largest = 0.0_f64;
    // Five, of several templates, in English and Chinese, with labels of one token and of two.
    for case in cases.iter().step_by(cases.len() / 5) {
        let labels = case["labels"].as_array().unwrap().iter();
        for (label, wanted) in labels.zip(case["logprobs"].as_array().unwrap()) {
            let mut tokens = ids(&case["ids"]);
            let mut log = 0.0;
            for id in ids(&label["ids"]) {
                log += f64::from(model.next(&tokens).unwrap()[id as usize]);
                tokens.push(id);
            }
            let difference = (log - wanted.as_f64().unwrap()).abs();
            assert!(difference <= 0.02, "{difference}: {}", case["prompt"]);
            largest = largest.max(difference);
        }
    }
    println!("largest difference in a logarithm: {largest:.5}");
}
