//! Writes small GGUF files for tests: any metadata, tensors of any type, and a whole model with random weights.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // Tests may fail loudly.
#![allow(dead_code)] // Each test uses a part.

use small_model::types::TensorType;

/// A value of the metadata, of a kind that models' files have.
#[derive(Clone)]
pub(crate) enum Value {
    U32(u32),
    F32(f32),
    Bool(bool),
    Text(String),
    Texts(Vec<String>),
    F32s(Vec<f32>),
    /// A kind and bytes as they are.
    Raw(u32, Vec<u8>),
}

#[derive(Clone)]
pub(crate) struct Tensor {
    pub name: String,
    /// Number of ggml's for the type.
    pub code: u32,
    pub dimensions: Vec<u64>,
    pub bytes: Vec<u8>,
}

/// What a file is written from.
#[derive(Clone, Default)]
pub(crate) struct File {
    pub metadata: Vec<(String, Value)>,
    pub tensors: Vec<Tensor>,
}

impl File {
    pub(crate) fn set(&mut self, key: &str, value: Value) {
        self.metadata.retain(|(known, _)| known != key);
        self.metadata.push((key.to_owned(), value));
    }

    pub(crate) fn remove(&mut self, key: &str) {
        self.metadata.retain(|(known, _)| known != key);
    }

    pub(crate) fn tensor(&mut self, name: &str) -> &mut Tensor {
        let mut tensors = self.tensors.iter_mut();
        tensors.find(|tensor| tensor.name == name).unwrap()
    }

    /// The file, and where its header ends.
    pub(crate) fn bytes(&self) -> (Vec<u8>, usize) {
        let mut out = b"GGUF".to_vec();
        out.extend(3_u32.to_le_bytes());
        out.extend((self.tensors.len() as u64).to_le_bytes());
        out.extend((self.metadata.len() as u64).to_le_bytes());
        for (key, value) in &self.metadata {
            text(&mut out, key);
            match value {
                Value::U32(number) => kind(&mut out, 4, &number.to_le_bytes()),
                Value::F32(number) => kind(&mut out, 6, &number.to_le_bytes()),
                Value::Bool(truth) => kind(&mut out, 7, &[u8::from(*truth)]),
                Value::Raw(code, bytes) => kind(&mut out, *code, bytes),
                Value::Text(value) => {
                    kind(&mut out, 8, &[]);
                    text(&mut out, value);
                }
                Value::Texts(values) => {
                    array(&mut out, 8, values.len());
                    values.iter().for_each(|value| text(&mut out, value));
                }
                Value::F32s(values) => {
                    array(&mut out, 6, values.len());
                    out.extend(values.iter().flat_map(|value| value.to_le_bytes()));
                }
            }
        }
        let mut offset = 0_u64;
        for tensor in &self.tensors {
            text(&mut out, &tensor.name);
            out.extend((tensor.dimensions.len() as u32).to_le_bytes());
            out.extend(tensor.dimensions.iter().flat_map(|d| d.to_le_bytes()));
            out.extend(tensor.code.to_le_bytes());
            out.extend(offset.to_le_bytes());
            offset += (tensor.bytes.len() as u64).next_multiple_of(32);
        }
        let header = out.len();
        for tensor in &self.tensors {
            out.resize(out.len().next_multiple_of(32), 0);
            out.extend(&tensor.bytes);
        }
        (out, header)
    }
}

fn text(out: &mut Vec<u8>, text: &str) {
    out.extend((text.len() as u64).to_le_bytes());
    out.extend(text.as_bytes());
}

fn kind(out: &mut Vec<u8>, code: u32, bytes: &[u8]) {
    out.extend(code.to_le_bytes());
    out.extend(bytes);
}

fn array(out: &mut Vec<u8>, code: u32, length: usize) {
    kind(out, 9, &code.to_le_bytes());
    out.extend((length as u64).to_le_bytes());
}

/// Numbers without a pattern, the same in every run (a linear congruential generator of Knuth's).
pub(crate) struct Random(pub u64);

impl Random {
    pub(crate) fn byte(&mut self) -> u8 {
        self.0 = (self.0.wrapping_mul(6_364_136_223_846_793_005))
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 56) as u8
    }

    /// Between −1 and 1.
    pub(crate) fn number(&mut self) -> f32 {
        f32::from(u16::from_le_bytes([self.byte(), self.byte()])) / 32_768.0 - 1.0
    }
}

/// A positive number as half precision, rounded down.
pub(crate) fn half(number: f32) -> [u8; 2] {
    (((number.to_bits() >> 13) - (112 << 10)) as u16).to_le_bytes()
}

/// Random weights of a type, all of a size that a model could have.
pub(crate) fn weights(kind: TensorType, count: usize, random: &mut Random) -> Vec<u8> {
    let block = kind.block_bytes() as usize;
    let blocks = count / kind.block_length() as usize;
    // Places of numbers in half precision and their sizes: a scale, and a minimum that makes the mean of the weights zero.
    let numbers: &[(usize, f32)] = match kind {
        TensorType::F32 => {
            return (0..count)
                .flat_map(|_| (random.number() / 8.0).to_le_bytes())
                .collect();
        }
        TensorType::F16 => {
            let sign = |byte: u8| if byte & 1 == 0 { 0x80 } else { 0 };
            let mut number = || {
                let [low, high] = half(random.number().abs() / 8.0 + 0.001);
                [low, high | sign(random.byte())]
            };
            return (0..count).flat_map(|_| number()).collect();
        }
        TensorType::Q4_0 => &[(0, 0.02)],
        TensorType::Q4_1 => &[(0, 0.02), (2, -0.15)],
        TensorType::Q5_0 => &[(0, 0.01)],
        TensorType::Q5_1 => &[(0, 0.01), (2, -0.155)],
        TensorType::Q8_0 => &[(0, 0.001)],
        TensorType::Q4_K => &[(0, 0.0005), (2, 0.00375)],
        TensorType::Q5_K => &[(0, 0.0003), (2, 0.00465)],
        TensorType::Q6_K => &[(208, 0.0001)],
    };
    let mut bytes: Vec<u8> = (0..blocks * block).map(|_| random.byte()).collect();
    for block in bytes.chunks_exact_mut(block) {
        for (place, size) in numbers {
            let [low, high] = half(size.abs() * (1.0 + random.number() / 8.0));
            block[*place] = low;
            block[place + 1] = high | if *size < 0.0 { 0x80 } else { 0 };
        }
    }
    bytes
}

/// Sizes of [`model`].
pub(crate) const WIDTH: usize = 256;
pub(crate) const HEADS: usize = 4;
pub(crate) const KV_HEADS: usize = 2;
pub(crate) const HIDDEN: usize = 512;
pub(crate) const LAYERS: usize = 2;

/// The letters that stand for bytes in GPT-2's vocabularies.
fn letters() -> Vec<String> {
    let mut next = 256;
    let letter = |byte: u32| match byte {
        33..=126 | 161..=172 | 174..=255 => char::from_u32(byte),
        _ => {
            next += 1;
            char::from_u32(next - 1)
        }
    };
    (0..256)
        .map(letter)
        .map(|letter| letter.unwrap().to_string())
        .collect()
}

/// A model of two layers whose matrices have the type `kind`. Its vocabulary has all bytes and a few words: 259 tokens.
pub(crate) fn model(kind: TensorType) -> File {
    let mut file = File::default();
    for (key, number) in [
        ("block_count", LAYERS),
        ("context_length", 512),
        ("embedding_length", WIDTH),
        ("feed_forward_length", HIDDEN),
        ("attention.head_count", HEADS),
        ("attention.head_count_kv", KV_HEADS),
    ] {
        file.set(&format!("llama.{key}"), Value::U32(number as u32));
    }
    file.set("general.architecture", Value::Text("llama".to_owned()));
    file.set("llama.attention.layer_norm_rms_epsilon", Value::F32(1e-5));
    file.set("tokenizer.ggml.model", Value::Text("gpt2".to_owned()));
    file.set("tokenizer.ggml.pre", Value::Text("smollm".to_owned()));
    let words = ["Ġa", "Ġb", "ab"].map(str::to_owned);
    let tokens: Vec<String> = letters().into_iter().chain(words).collect();
    let vocabulary = tokens.len();
    file.set("tokenizer.ggml.tokens", Value::Texts(tokens));
    let merges = ["Ġ a", "Ġ b", "a b"].map(str::to_owned);
    file.set("tokenizer.ggml.merges", Value::Texts(merges.to_vec()));

    let code = TensorType::ALL
        .iter()
        .find(|(_, known)| *known == kind)
        .unwrap()
        .0;
    let mut random = Random(7);
    let head = WIDTH / HEADS;
    let mut matrix = |name: &str, columns: usize, rows: usize| {
        file.tensors.push(Tensor {
            name: name.to_owned(),
            code,
            dimensions: vec![columns as u64, rows as u64],
            bytes: weights(kind, columns * rows, &mut random),
        });
    };
    matrix("token_embd.weight", WIDTH, vocabulary);
    for layer in 0..LAYERS {
        for (part, columns, rows) in [
            ("attn_q", WIDTH, WIDTH),
            ("attn_k", WIDTH, KV_HEADS * head),
            ("attn_v", WIDTH, KV_HEADS * head),
            ("attn_output", WIDTH, WIDTH),
            ("ffn_gate", WIDTH, HIDDEN),
            ("ffn_up", WIDTH, HIDDEN),
            ("ffn_down", HIDDEN, WIDTH),
        ] {
            matrix(&format!("blk.{layer}.{part}.weight"), columns, rows);
        }
    }
    let norms = (0..LAYERS).flat_map(|layer| {
        ["attn_norm", "ffn_norm"].map(|part| format!("blk.{layer}.{part}.weight"))
    });
    for name in norms.chain(["output_norm.weight".to_owned()]) {
        let numbers = (0..WIDTH).map(|_| 1.0 + random.number() / 4.0);
        file.tensors.push(Tensor {
            name,
            code: 0,
            dimensions: vec![WIDTH as u64],
            bytes: numbers.flat_map(f32::to_le_bytes).collect(),
        });
    }
    file
}
