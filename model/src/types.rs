//! Types of tensors: how their bytes mean numbers.
//!
//! Formulas: the ggml project's `dequantize_row_*`. Every quantised type has blocks of 32 or 256 values; here each becomes one
//! or eight [`Block`]s of 32.

/// A type of tensor that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(non_camel_case_types, missing_docs)] // The names that ggml gave them.
pub enum TensorType {
    F32,
    F16,
    Q4_0,
    Q4_1,
    Q5_0,
    Q5_1,
    Q8_0,
    Q4_K,
    Q5_K,
    Q6_K,
}

/// ggml's other types, for a refusal by name.
const OTHERS: [(u32, &str); 25] = [
    (9, "Q8_1"),
    (10, "Q2_K"),
    (11, "Q3_K"),
    (15, "Q8_K"),
    (16, "IQ2_XXS"),
    (17, "IQ2_XS"),
    (18, "IQ3_XXS"),
    (19, "IQ1_S"),
    (20, "IQ4_NL"),
    (21, "IQ3_S"),
    (22, "IQ2_S"),
    (23, "IQ4_XS"),
    (24, "I8"),
    (25, "I16"),
    (26, "I32"),
    (27, "I64"),
    (28, "F64"),
    (29, "IQ1_M"),
    (30, "BF16"),
    (31, "Q4_0_4_4"),
    (32, "Q4_0_4_8"),
    (33, "Q4_0_8_8"),
    (34, "TQ1_0"),
    (35, "TQ2_0"),
    (39, "MXFP4"),
];

impl TensorType {
    /// All of them, with their numbers in files.
    pub const ALL: [(u32, Self); 10] = [
        (0, Self::F32),
        (1, Self::F16),
        (2, Self::Q4_0),
        (3, Self::Q4_1),
        (6, Self::Q5_0),
        (7, Self::Q5_1),
        (8, Self::Q8_0),
        (12, Self::Q4_K),
        (13, Self::Q5_K),
        (14, Self::Q6_K),
    ];

    /// The type with a number of ggml's, or the name of one that is not known here.
    ///
    /// # Errors
    /// The name, or a text with the number where even that is not known.
    pub fn from_code(code: u32) -> Result<Self, String> {
        if let Some((_, kind)) = Self::ALL.iter().find(|(known, _)| *known == code) {
            return Ok(*kind);
        }
        let name = OTHERS.iter().find(|(known, _)| *known == code);
        Err(name.map_or_else(|| format!("number {code}"), |(_, name)| (*name).to_owned()))
    }

    /// Number of values in a block.
    #[must_use]
    pub const fn block_length(self) -> u64 {
        match self {
            Self::F32 | Self::F16 => 1,
            Self::Q4_0 | Self::Q4_1 | Self::Q5_0 | Self::Q5_1 | Self::Q8_0 => 32,
            Self::Q4_K | Self::Q5_K | Self::Q6_K => 256,
        }
    }

    /// Number of bytes of a block.
    #[must_use]
    pub const fn block_bytes(self) -> u64 {
        match self {
            Self::F32 => 4,
            Self::F16 => 2,
            Self::Q4_0 => 18,
            Self::Q4_1 => 20,
            Self::Q5_0 => 22,
            Self::Q5_1 => 24,
            Self::Q8_0 => 34,
            Self::Q4_K => 144,
            Self::Q5_K => 176,
            Self::Q6_K => 210,
        }
    }

    /// True if values are small integers times a scale.
    #[must_use]
    pub const fn is_quantised(self) -> bool {
        !matches!(self, Self::F32 | Self::F16)
    }
}

/// 32 values of a row: `value × scale + minimum`, where the first 16 have the first scale and the others the second.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Block {
    /// Small integers: 0 to 15 or 31, or signed.
    pub values: [i8; 32],
    /// Scales of the halves; only `Q6_K` has two different ones.
    pub scales: [f32; 2],
    /// What is added; zero for the types with signed integers.
    pub minimum: f32,
}

impl Block {
    /// The numbers that it means.
    #[must_use]
    pub fn numbers(&self) -> [f32; 32] {
        let [first, second] = self.scales;
        let mut numbers = [0.0; 32];
        for ((place, number), value) in numbers.iter_mut().enumerate().zip(self.values) {
            let scale = if place < 16 { first } else { second };
            *number = f32::from(value) * scale + self.minimum;
        }
        numbers
    }
}

/// Reads the blocks of a quantised row. Bytes after the last whole block are ignored.
pub fn read_blocks(kind: TensorType, bytes: &[u8], into: &mut Vec<Block>) {
    match kind {
        TensorType::F32 | TensorType::F16 => {}
        TensorType::Q4_0 => into.extend(bytes.as_chunks().0.iter().map(q4_0)),
        TensorType::Q4_1 => into.extend(bytes.as_chunks().0.iter().map(q4_1)),
        TensorType::Q5_0 => into.extend(bytes.as_chunks().0.iter().map(q5_0)),
        TensorType::Q5_1 => into.extend(bytes.as_chunks().0.iter().map(q5_1)),
        TensorType::Q8_0 => into.extend(bytes.as_chunks().0.iter().map(q8_0)),
        TensorType::Q4_K => into.extend(bytes.as_chunks().0.iter().flat_map(q4_k)),
        TensorType::Q5_K => into.extend(bytes.as_chunks().0.iter().flat_map(q5_k)),
        TensorType::Q6_K => into.extend(bytes.as_chunks().0.iter().flat_map(q6_k)),
    }
}

/// Reads the numbers of a row of any type.
pub fn read_numbers(kind: TensorType, bytes: &[u8], into: &mut Vec<f32>) {
    match kind {
        TensorType::F32 => into.extend(bytes.as_chunks().0.iter().copied().map(f32::from_le_bytes)),
        TensorType::F16 => into.extend(bytes.as_chunks().0.iter().map(|[a, b]| half(*a, *b))),
        _ => {
            let mut blocks = Vec::new();
            read_blocks(kind, bytes, &mut blocks);
            into.extend(blocks.iter().flat_map(Block::numbers));
        }
    }
}

/// 2^112: from the exponents of half precision to those of single precision, exact also for numbers below the normal ones.
pub(crate) const HALF_TO_SINGLE: f32 = f32::from_bits((127 + 112) << 23);

/// A number of half precision from its two bytes. (Infinity becomes 65 536: no weight is infinite.)
fn half(low: u8, high: u8) -> f32 {
    let bits = u32::from(u16::from_le_bytes([low, high]));
    let size = f32::from_bits((bits & 0x7fff) << 13) * HALF_TO_SINGLE;
    if bits & 0x8000 == 0 { size } else { -size }
}

/// Byte `i`, or 0 behind the end, where no caller looks.
fn at(bytes: &[u8], i: usize) -> u8 {
    bytes.get(i).copied().unwrap_or(0)
}

/// 16 bytes as 32 values of four bits: the low halves, then the high ones.
fn nibbles(bytes: &[u8]) -> [i8; 32] {
    std::array::from_fn(|i| {
        let byte = at(bytes, i % 16);
        (if i < 16 { byte & 15 } else { byte >> 4 }) as i8
    })
}

fn q4_0(bytes: &[u8; 18]) -> Block {
    let [a, b, values @ ..] = bytes;
    let scale = half(*a, *b);
    Block {
        values: nibbles(values),
        scales: [scale; 2],
        minimum: -8.0 * scale,
    }
}

fn q4_1(bytes: &[u8; 20]) -> Block {
    let [a, b, c, d, values @ ..] = bytes;
    Block {
        values: nibbles(values),
        scales: [half(*a, *b); 2],
        minimum: half(*c, *d),
    }
}

/// Four bits as in [`nibbles`], and the fifth of each.
fn five_bits(fifth: [u8; 4], values: &[u8]) -> [i8; 32] {
    let fifth = u32::from_le_bytes(fifth);
    let mut place = 0;
    nibbles(values).map(|value| {
        let bit = (fifth >> place) & 1;
        place += 1;
        value | (bit << 4) as i8
    })
}

fn q5_0(bytes: &[u8; 22]) -> Block {
    let [a, b, c, d, e, f, values @ ..] = bytes;
    Block {
        values: five_bits([*c, *d, *e, *f], values).map(|value| value - 16),
        scales: [half(*a, *b); 2],
        minimum: 0.0,
    }
}

fn q5_1(bytes: &[u8; 24]) -> Block {
    let [a, b, c, d, e, f, g, h, values @ ..] = bytes;
    Block {
        values: five_bits([*e, *f, *g, *h], values),
        scales: [half(*a, *b); 2],
        minimum: half(*c, *d),
    }
}

fn q8_0(bytes: &[u8; 34]) -> Block {
    let [a, b, values @ ..] = bytes;
    Block {
        values: values.map(|byte| byte as i8),
        scales: [half(*a, *b); 2],
        minimum: 0.0,
    }
}

/// Scale and minimum of part `j` of eight, six bits each, in the 12 bytes of `Q4_K` and `Q5_K`.
fn scale_and_minimum(packed: &[u8], j: usize) -> (f32, f32) {
    let (scale, minimum) = if j < 4 {
        (at(packed, j) & 63, at(packed, j + 4) & 63)
    } else {
        let high = |byte: u8| (byte >> 6) << 4;
        (
            (at(packed, j + 4) & 15) | high(at(packed, j - 4)),
            (at(packed, j + 4) >> 4) | high(at(packed, j)),
        )
    };
    (scale.into(), minimum.into())
}

fn q4_k(bytes: &[u8; 144]) -> [Block; 8] {
    let [a, b, c, d, rest @ ..] = bytes;
    let (packed, values) = rest.split_at(12);
    five_bit_parts(half(*a, *b), half(*c, *d), packed, &[0; 32], values)
}

fn q5_k(bytes: &[u8; 176]) -> [Block; 8] {
    let [a, b, c, d, rest @ ..] = bytes;
    let (packed, rest) = rest.split_at(12);
    let (fifth, values) = rest.split_at(32);
    five_bit_parts(half(*a, *b), half(*c, *d), packed, fifth, values)
}

/// Eight blocks of `Q4_K` or `Q5_K`: parts 2i and 2i + 1 are the low and high halves of 32 bytes, bit j of `fifth` is part j's.
fn five_bit_parts(
    scale: f32,
    minimum: f32,
    packed: &[u8],
    fifth: &[u8],
    values: &[u8],
) -> [Block; 8] {
    std::array::from_fn(|j| {
        let (part_scale, part_minimum) = scale_and_minimum(packed, j);
        Block {
            values: std::array::from_fn(|i| {
                let byte = at(values, j / 2 * 32 + i);
                let four = if j % 2 == 0 { byte & 15 } else { byte >> 4 };
                (four | ((at(fifth, i) >> j) & 1) << 4) as i8
            }),
            scales: [scale * part_scale; 2],
            minimum: -(minimum * part_minimum),
        }
    })
}

fn q6_k(bytes: &[u8; 210]) -> [Block; 8] {
    let (low, rest) = bytes.split_at(128);
    let (high, rest) = rest.split_at(64);
    let (scales, scale) = rest.split_at(16);
    let scale = half(at(scale, 0), at(scale, 1));
    std::array::from_fn(|j| {
        // Two halves of 128 values, in each four parts of 32.
        let (side, part) = (j / 4, j % 4);
        let values = std::array::from_fn(|i| {
            let byte = at(low, side * 64 + part % 2 * 32 + i);
            let four = if part < 2 { byte & 15 } else { byte >> 4 };
            let two = (at(high, side * 32 + i) >> (2 * part)) & 3;
            (four | two << 4) as i8 - 32
        });
        let part_scale = |i: usize| scale * f32::from(at(scales, j * 2 + i) as i8);
        Block {
            values,
            scales: [part_scale(0), part_scale(1)],
            minimum: 0.0,
        }
    })
}
