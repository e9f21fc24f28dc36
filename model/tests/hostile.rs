//! Files that are cut off, damaged or made to harm: each is a typed error, without a panic and without much memory.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // Tests may fail loudly.

mod gguf_file;

use gguf_file::{File, Value, model};
use pollster::block_on;
use proptest::prelude::*;
use small_model::gguf::{Header, Source};
use small_model::types::TensorType;
use small_model::{Error, SmallModel};

fn open(bytes: &[u8]) -> Result<(), Error> {
    let mut bytes = bytes;
    block_on(SmallModel::open(&mut bytes, &mut async |_| false)).map(|_| ())
}

/// What opening says about a model that something was done to.
fn after(change: impl Fn(&mut File)) -> String {
    let mut file = model(TensorType::Q4_0);
    change(&mut file);
    open(&file.bytes().0).map_or_else(|error| error.to_string(), |()| "opened".to_owned())
}

/// A file that claims to be long, and to have nothing but zeros after some bytes.
struct Endless(Vec<u8>, u64);

impl Source for Endless {
    fn length(&self) -> u64 {
        self.1
    }

    async fn read_at(&mut self, offset: u64, into: &mut [u8]) -> Result<(), Error> {
        for (byte, place) in into.iter_mut().zip(offset as usize..) {
            *byte = self.0.get(place).copied().unwrap_or(0);
        }
        Ok(())
    }
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    let text = |text: &str| Value::Text(text.to_owned());
    for (key, value, said) in [
        ("general.architecture", text("mamba"), "\"mamba\""),
        ("tokenizer.ggml.model", text("rwkv"), "\"rwkv\""),
        ("tokenizer.ggml.pre", text("qwen2"), "\"qwen2\""),
        ("llama.expert_count", Value::U32(8), "experts"),
        ("llama.rope.scaling.type", text("yarn"), "\"yarn\""),
        ("llama.block_count", Value::U32(3), "blk.2.attn_norm.weight"),
        ("llama.block_count", Value::U32(1), "blk.1."),
        ("llama.block_count", Value::U32(4_000_000_000), "its layers"),
        ("llama.embedding_length", Value::U32(224), "another size"),
        ("llama.attention.head_count_kv", Value::U32(0), "heads"),
        (
            "llama.attention.head_count",
            Value::U32(0),
            "head_count is 0",
        ),
        (
            "llama.attention.key_length",
            Value::U32(63),
            "multiple of 32",
        ),
        ("llama.rope.dimension_count", Value::U32(66), "heads"),
        (
            "llama.attention.head_count",
            text("four"),
            "not of the kind",
        ),
        ("llama.rope.freq_base", Value::F32(f32::NAN), "freq_base"),
        ("general.alignment", Value::U32(0), "alignment"),
        ("general.alignment", Value::U32(1 << 31), "alignment"),
        (
            "tokenizer.ggml.add_bos_token",
            Value::Bool(true),
            "bos_token_id",
        ),
        (
            "tokenizer.ggml.tokens",
            Value::Texts(vec!["a".to_owned()]),
            "1 tokens have names",
        ),
        (
            "tokenizer.ggml.merges",
            Value::Texts(vec!["ab".to_owned()]),
            "no pair",
        ),
        (
            "tokenizer.ggml.merges",
            Value::Texts(vec!["zz y".to_owned()]),
            "damaged",
        ),
        (
            "tokenizer.ggml.merges",
            Value::F32s(vec![1.0]),
            "not of the kind",
        ),
    ] {
        let found = after(|file| file.set(key, value.clone()));
        assert!(found.contains(said), "{key}: {found}");
    }
    for key in [
        "general.architecture",
        "llama.block_count",
        "tokenizer.ggml.model",
        "tokenizer.ggml.tokens",
    ] {
        let found = after(|file| file.remove(key));
        assert!(
            found.contains("does not say") && found.contains(key),
            "{key}: {found}"
        );
    }
    let found = after(|file| file.tensor("blk.1.ffn_up.weight").code = 30);
    assert!(
        found.contains("blk.1.ffn_up.weight") && found.contains("BF16"),
        "{found}"
    );
    let found = after(|file| file.tensor("blk.1.ffn_up.weight").code = 777);
    assert!(found.contains("number 777"), "{found}");
    let found =
        after(|file| file.tensor("blk.0.ffn_up.weight").name = "blk.0.attn_q.bias".to_owned());
    assert!(found.contains("blk.0.ffn_up.weight"), "{found}");
    let found = after(|file| {
        let mut more = file.tensor("output_norm.weight").clone();
        more.name = "blk.0.attn_q.bias".to_owned();
        file.tensors.push(more);
    });
    assert!(found.contains("blk.0.attn_q.bias"), "{found}");
    assert_eq!(after(|_| {}), "opened");
}

#[test]
fn sizes_that_cannot_be_are_refused() {
    for (dimensions, said) in [
        (vec![256, u64::MAX], "absurd size"),
        (vec![256, 1 << 40, 1 << 40], "absurd size"),
        (vec![0, 256], "absurd size"),
        (vec![250, 256], "whole blocks"),
        (vec![], "dimensions"),
        (vec![1; 5], "dimensions"),
        (vec![256, 1 << 30], "beyond its end"),
    ] {
        let found =
            after(|file| file.tensor("blk.0.attn_q.weight").dimensions = dimensions.clone());
        assert!(found.contains(said), "{dimensions:?}: {found}");
    }
    let raw =
        |kind: u32, length: u64| [kind.to_le_bytes().as_slice(), &length.to_le_bytes()].concat();
    for (value, said) in [
        (Value::Raw(9, raw(8, u64::MAX)), "items"),
        (Value::Raw(9, raw(4, 1 << 60)), "items"),
        (Value::Raw(9, raw(9, 1)), "kind 9"),
        (Value::Raw(13, vec![]), "kind 13"),
        (Value::Raw(8, u64::MAX.to_le_bytes().to_vec()), "cut off"),
    ] {
        let found = after(|file| file.set("tokenizer.ggml.tokens", value.clone()));
        assert!(found.contains(said), "{found}");
        let found = after(|file| file.set("something.else", value.clone()));
        assert!(found.contains(said), "{found}");
    }
}

#[test]
fn twice_the_same_is_refused() {
    let found = after(|file| file.metadata.push(file.metadata[0].clone()));
    assert!(found.contains("twice"), "{found}");
    let found = after(|file| file.tensors.push(file.tensors[0].clone()));
    assert!(found.contains("twice"), "{found}");
    // Two tensors at one place: the offset of the second is set to that of the first.
    let (mut bytes, header) = model(TensorType::Q4_0).bytes();
    bytes[header - 8..header].fill(0);
    let found = open(&bytes).unwrap_err().to_string();
    assert!(found.contains("overlap"), "{found}");
    bytes[header - 8] = 1;
    let found = open(&bytes).unwrap_err().to_string();
    assert!(found.contains("alignment"), "{found}");
}

#[test]
fn an_endless_header_ends() {
    let mut bytes = b"GGUF\x03\0\0\0".to_vec();
    bytes.extend(0_u64.to_le_bytes());
    bytes.extend(16_000_u64.to_le_bytes());
    // Sixteen thousand entries with an empty key: the second is one too many.
    let read = block_on(Header::read(&mut Endless(bytes.clone(), 1 << 40)));
    assert_eq!(
        read.unwrap_err().to_string(),
        "the file is damaged: it has  twice"
    );
    bytes[16..24].copy_from_slice(&u64::MAX.to_le_bytes());
    let read = block_on(Header::read(&mut Endless(bytes, 1 << 40)));
    assert!(read.unwrap_err().to_string().contains("claims to have"));
    assert_eq!(open(b"PK\x03\x04 something"), Err(Error::NotGguf));
    assert_eq!(open(b"GGUF\x01\0\0\0"), Err(Error::Version(1)));
    assert_eq!(open(b""), Err(Error::Truncated("the header".to_owned())));
}

#[test]
fn a_cut_file_is_refused_wherever_it_ends() {
    let (bytes, header) = model(TensorType::Q4_K).bytes();
    let all = (0..header)
        .step_by(3)
        .chain((header..bytes.len()).step_by(20_011));
    for length in all.chain([bytes.len() - 1]) {
        let error = open(&bytes[..length]).unwrap_err();
        let expected = matches!(error, Error::Truncated(_) | Error::Damaged(_));
        assert!(expected, "{length}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_anywhere_in_the_header_never_panics(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let (mut bytes, header) = model(TensorType::Q4_0).bytes();
        for (place, byte) in damage {
            bytes[place.index(header)] = byte;
        }
        let _ = block_on(Header::read(&mut bytes.as_slice())).map(|mut header| {
            let configuration = small_model::model::Configuration::of(&header);
            configuration.and_then(|configuration| {
                small_model::tokenizer::Tokenizer::take(&mut header, configuration.vocabulary).map(|_| ())
            })
        });
    }

    #[test]
    fn noise_never_panics(noise in prop::collection::vec(any::<u8>(), 0..400)) {
        let bytes = [b"GGUF\x03\0\0\0".as_slice(), &noise].concat();
        prop_assert!(open(&bytes).is_err());
    }
}
