//! Products of a weight matrix with several rows of activations at once.
//!
//! Weights stay the integers that they are in the file, repacked when they are loaded: a *panel* holds four outputs (rows of the
//! tensor), so that each 32-bit lane of [`i16x8::dot`] (`pmaddwd`, `i32x4.dot_i16x8_s`) adds up one output, and nothing is ever
//! summed across lanes. Activations become 16-bit integers, for each block of 32 with its own scale (the largest value over
//! 32 767): this is the only rounding, and integer sums are the same on every machine. No sum leaves 32 bits: 32 · 32 767 · 128
//! is less than 2³¹. Tensors of floating-point numbers are multiplied in single precision, without rounding activations.
//!
//! A *tile* is up to eight rows of activations: a panel is unpacked once for all of them.

use crate::error::Error;
use crate::types::{Block, HALF_TO_SINGLE, TensorType, read_blocks, read_numbers};
use bytemuck::cast;
use std::cell::OnceCell;
use wide::{f32x4, f32x8, i16x8, i32x4, u32x4};

/// Values in a block.
pub(crate) const BLOCK: usize = 32;
/// Outputs in a panel.
pub(crate) const PANEL: usize = 4;
/// Most rows in a tile: their sums fit into the registers.
const TILE: usize = 8;

/// Activations of a tile in one block, as integers.
#[derive(Clone, Default)]
struct QuantisedTile {
    /// For each eight inputs, for each row: four pairs of 16-bit values, the first of a pair in the low half.
    ///
    /// The kernels go through the eights in a loop: unrolled, LLVM for WebAssembly computes row after row, and the unpacked
    /// weights of the whole block do not fit into registers (measured: 30 % slower).
    eights: [[[i32; 4]; TILE]; BLOCK / 8],
    /// For each row its scale, and the sum of its 32 values for the weights' minimum.
    rows: [RowScale; TILE],
}

#[derive(Clone, Copy, Default)]
struct RowScale {
    scale: f32,
    sum: f32,
}

/// Activations of a tile in one block as they are: for each input those of all rows.
type NumbersTile = [[f32; TILE]; BLOCK];

/// Rows of activations for products with matrices of one width, in the forms that are asked for.
pub(crate) struct Activations {
    values: Vec<f32>,
    width: usize,
    /// Number of rows in each tile.
    tiles: Vec<usize>,
    /// Tile by tile, in a tile block by block; so also the numbers.
    quantised: OnceCell<Vec<QuantisedTile>>,
    numbers: OnceCell<Vec<NumbersTile>>,
}

impl Activations {
    /// Takes `rows × width` numbers; `width` is a multiple of 32.
    pub(crate) fn new(values: Vec<f32>, width: usize) -> Self {
        let tiles = even_tiles(values.len() / width.max(1));
        Self {
            values,
            width,
            tiles,
            quantised: OnceCell::new(),
            numbers: OnceCell::new(),
        }
    }

    fn rows(&self) -> usize {
        self.tiles.iter().sum()
    }

    fn quantised(&self) -> &[QuantisedTile] {
        self.quantised.get_or_init(|| {
            self.tiles(|tile: &mut QuantisedTile, row, values| {
                let (eights, row_scale) = quantise(values);
                for (rows, eight) in tile.eights.iter_mut().zip(eights) {
                    set(rows, row, eight);
                }
                set(&mut tile.rows, row, row_scale);
            })
        })
    }

    fn numbers(&self) -> &[NumbersTile] {
        self.numbers.get_or_init(|| {
            self.tiles(|tile: &mut NumbersTile, row, values| {
                for (rows, value) in tile.iter_mut().zip(values) {
                    set(rows, row, *value);
                }
            })
        })
    }

    /// Fills all tiles: `put` gets a tile, a row of it and that row's values in the block.
    fn tiles<T: Clone + Default>(&self, put: impl Fn(&mut T, usize, &[f32; BLOCK])) -> Vec<T> {
        let in_row = self.width / BLOCK;
        let mut tiles = vec![T::default(); self.tiles.len() * in_row];
        let mut rows = self.values.chunks_exact(self.width.max(1));
        for (tiles, count) in tiles.chunks_exact_mut(in_row.max(1)).zip(&self.tiles) {
            for (row, values) in rows.by_ref().take(*count).enumerate() {
                for (tile, values) in tiles.iter_mut().zip(values.as_chunks().0) {
                    put(tile, row, values);
                }
            }
        }
        tiles
    }
}

fn set<T>(list: &mut [T], place: usize, value: T) {
    if let Some(old) = list.get_mut(place) {
        *old = value;
    }
}

/// Divides rows into the fewest tiles, as even as can be: 9 = 5 + 4.
fn even_tiles(rows: usize) -> Vec<usize> {
    let count = rows.div_ceil(TILE).max(1);
    let (least, more) = (rows / count, rows % count);
    (0..count).map(|i| least + usize::from(i < more)).collect()
}

/// The 32 values as integers, eight at a time, and their scale.
fn quantise(values: &[f32; BLOCK]) -> ([[i32; 4]; BLOCK / 8], RowScale) {
    let eights: [f32x8; BLOCK / 8] = cast(*values);
    let largest = eights
        .map(f32x8::abs)
        .into_iter()
        .fold(f32x8::ZERO, f32x8::max);
    let largest = largest.to_array().into_iter().fold(0.0, f32::max);
    let scale = largest / 32_767.0;
    let inverse = f32x8::splat(if scale > 0.0 { 1.0 / scale } else { 0.0 });
    // Infinity and what is no number become some integer: the answer is checked at the end.
    let integers = eights.map(|eight| i16x8::from_i32x8_saturate((eight * inverse).round_int()));
    let sums = integers.map(|eight| eight.dot(i16x8::ONE).reduce_add());
    let row = RowScale {
        scale,
        sum: sums.iter().sum::<i32>() as f32 * scale,
    };
    (integers.map(cast), row)
}

/// A block of a panel: 32 inputs of four outputs.
trait PanelBlock: Sized {
    /// What it is multiplied with.
    type Tile;

    fn tiles(activations: &Activations) -> &[Self::Tile];

    /// Adds the products with the first `R` rows of a tile.
    fn add<const R: usize>(&self, tile: &Self::Tile, sums: &mut [f32x4; R]);

    /// The numbers of one output, as they were in the file.
    fn numbers(&self, output: usize) -> [f32; BLOCK];
}

/// Integers of four bits, a scale and a minimum: `Q4_0`, `Q4_1`, `Q4_K`.
struct Nibbles {
    /// Lane 2 · output + e of word w has in its bits 4n to 4n + 3 input 2 · (4w + n) + e.
    words: [i16x8; 4],
    scales: f32x4,
    minima: f32x4,
}

/// Integers of eight bits and a scale: `Q5_0`, `Q8_0`.
struct Bytes {
    words: ByteWords,
    scales: f32x4,
}

/// Integers of eight bits, a scale and a minimum: `Q5_1`, `Q5_K`.
struct BytesWithMinimum {
    words: ByteWords,
    scales: f32x4,
    minima: f32x4,
}

/// Integers of eight bits, a scale for each half: `Q6_K`.
struct BytesInHalves {
    words: ByteWords,
    scales: [f32x4; 2],
}

/// Lane 2 · output + e of word w (of eight in order) has in its low byte input 4w + e, in its high byte input 4w + 2 + e.
type ByteWords = [[i16x8; 2]; 4];

/// Lane o of word w has in its low half input 2w of output o, in its high half input 2w + 1, in half precision.
struct Halves {
    words: [u32x4; 16],
}

/// Lane o of vector i is input i of output o.
struct Singles {
    values: [f32x4; BLOCK],
}

/// Multiplies eight inputs of four outputs with the same inputs of each row.
#[inline(always)]
fn multiply<const R: usize>(weights: [i16x8; 4], rows: &[[i32; 4]; TILE], sums: &mut [i32x4; R]) {
    let [w0, w1, w2, w3] = weights;
    for (sum, [a, b, c, d]) in sums.iter_mut().zip(rows) {
        let both = |pair: &i32| -> i16x8 { cast(i32x4::splat(*pair)) };
        *sum += w0.dot(both(a));
        *sum += w1.dot(both(b));
        *sum += w2.dot(both(c));
        *sum += w3.dot(both(d));
    }
}

#[inline(always)]
fn unpack_nibbles(word: i16x8) -> [i16x8; 4] {
    let four = i16x8::splat(15);
    [
        word & four,
        (word >> 4) & four,
        (word >> 8) & four,
        (word >> 12) & four,
    ]
}

#[inline(always)]
fn unpack_bytes([one, two]: [i16x8; 2]) -> [i16x8; 4] {
    [(one << 8) >> 8, one >> 8, (two << 8) >> 8, two >> 8]
}

/// Products of all eights of a block, or of half of it.
#[inline(always)]
fn multiply_all<W: Copy, const R: usize>(
    words: &[W],
    unpack: impl Fn(W) -> [i16x8; 4],
    eights: &[[[i32; 4]; TILE]],
) -> [i32x4; R] {
    let mut integers = [i32x4::ZERO; R];
    for (word, rows) in words.iter().zip(eights) {
        multiply(unpack(*word), rows, &mut integers);
    }
    integers
}

/// Adds what integer products mean.
#[inline(always)]
fn scale<const R: usize>(
    integers: [i32x4; R],
    scales: f32x4,
    rows: &[RowScale; TILE],
    sums: &mut [f32x4; R],
) {
    for ((sum, integer), row) in sums.iter_mut().zip(integers).zip(rows) {
        *sum += f32x4::from_i32x4(integer) * (scales * f32x4::splat(row.scale));
    }
}

#[inline(always)]
fn add_minima<const R: usize>(minima: f32x4, rows: &[RowScale; TILE], sums: &mut [f32x4; R]) {
    for (sum, row) in sums.iter_mut().zip(rows) {
        *sum += minima * f32x4::splat(row.sum);
    }
}

/// Lane `i` of a vector.
fn lane(vector: f32x4, i: usize) -> f32 {
    vector.to_array().get(i).copied().unwrap_or(0.0)
}

/// The bits of input `i` of an output, `16 / width` inputs in each lane.
fn field(words: &[i16x8], width: usize, output: usize, i: usize) -> i16 {
    let (pair, second) = (i / 2, i % 2);
    let in_lane = 16 / width;
    let word = words.get(pair / in_lane).map(|word| word.to_array());
    let lane = word.and_then(|lanes| lanes.get(2 * output + second).copied());
    lane.unwrap_or(0) >> (pair % in_lane * width)
}

/// Puts values of four outputs into words, the inverse of [`field`].
fn fields<const W: usize>(blocks: &[Block; PANEL], width: usize) -> [i16x8; W] {
    let in_lane = 16 / width;
    let mask = (1_u32 << width) - 1;
    std::array::from_fn(|word| {
        let lanes: [i16; 8] = std::array::from_fn(|lane| {
            let block = blocks.get(lane / 2);
            let bits = (0..in_lane).map(|n| {
                let input = 2 * (in_lane * word + n) + lane % 2;
                let value = block.and_then(|block| block.values.get(input));
                (value.copied().unwrap_or(0) as u32 & mask) << (n * width)
            });
            bits.fold(0, |all, bits| all | bits) as i16
        });
        i16x8::new(lanes)
    })
}

impl Nibbles {
    fn pack(blocks: &[Block; PANEL]) -> Self {
        Self {
            words: fields(blocks, 4),
            scales: blocks.map(|block| block.scales[0]).into(),
            minima: blocks.map(|block| block.minimum).into(),
        }
    }
}

impl Bytes {
    fn pack(blocks: &[Block; PANEL]) -> Self {
        Self {
            words: cast(fields::<8>(blocks, 8)),
            scales: blocks.map(|block| block.scales[0]).into(),
        }
    }
}

impl BytesWithMinimum {
    fn pack(blocks: &[Block; PANEL]) -> Self {
        Self {
            words: cast(fields::<8>(blocks, 8)),
            scales: blocks.map(|block| block.scales[0]).into(),
            minima: blocks.map(|block| block.minimum).into(),
        }
    }
}

impl BytesInHalves {
    fn pack(blocks: &[Block; PANEL]) -> Self {
        Self {
            words: cast(fields::<8>(blocks, 8)),
            scales: [0, 1].map(|half| {
                blocks
                    .map(|block| *block.scales.get(half).unwrap_or(&0.0))
                    .into()
            }),
        }
    }
}

impl PanelBlock for Nibbles {
    type Tile = QuantisedTile;

    fn tiles(activations: &Activations) -> &[QuantisedTile] {
        activations.quantised()
    }

    #[inline(always)]
    fn add<const R: usize>(&self, tile: &QuantisedTile, sums: &mut [f32x4; R]) {
        let integers = multiply_all(&self.words, unpack_nibbles, &tile.eights);
        scale(integers, self.scales, &tile.rows, sums);
        add_minima(self.minima, &tile.rows, sums);
    }

    fn numbers(&self, output: usize) -> [f32; BLOCK] {
        let (scale, minimum) = (lane(self.scales, output), lane(self.minima, output));
        std::array::from_fn(|i| f32::from(field(&self.words, 4, output, i) & 15) * scale + minimum)
    }
}

impl PanelBlock for Bytes {
    type Tile = QuantisedTile;

    fn tiles(activations: &Activations) -> &[QuantisedTile] {
        activations.quantised()
    }

    #[inline(always)]
    fn add<const R: usize>(&self, tile: &QuantisedTile, sums: &mut [f32x4; R]) {
        let integers = multiply_all(&self.words, unpack_bytes, &tile.eights);
        scale(integers, self.scales, &tile.rows, sums);
    }

    fn numbers(&self, output: usize) -> [f32; BLOCK] {
        let scale = lane(self.scales, output);
        std::array::from_fn(|i| {
            f32::from(field(self.words.as_flattened(), 8, output, i) as i8) * scale
        })
    }
}

impl PanelBlock for BytesWithMinimum {
    type Tile = QuantisedTile;

    fn tiles(activations: &Activations) -> &[QuantisedTile] {
        activations.quantised()
    }

    #[inline(always)]
    fn add<const R: usize>(&self, tile: &QuantisedTile, sums: &mut [f32x4; R]) {
        let integers = multiply_all(&self.words, unpack_bytes, &tile.eights);
        scale(integers, self.scales, &tile.rows, sums);
        add_minima(self.minima, &tile.rows, sums);
    }

    fn numbers(&self, output: usize) -> [f32; BLOCK] {
        let (scale, minimum) = (lane(self.scales, output), lane(self.minima, output));
        std::array::from_fn(|i| {
            f32::from(field(self.words.as_flattened(), 8, output, i) as i8) * scale + minimum
        })
    }
}

impl PanelBlock for BytesInHalves {
    type Tile = QuantisedTile;

    fn tiles(activations: &Activations) -> &[QuantisedTile] {
        activations.quantised()
    }

    #[inline(always)]
    fn add<const R: usize>(&self, tile: &QuantisedTile, sums: &mut [f32x4; R]) {
        let halves = self
            .words
            .as_chunks::<2>()
            .0
            .iter()
            .zip(tile.eights.as_chunks::<2>().0);
        for ((words, eights), scales) in halves.zip(self.scales) {
            let integers = multiply_all(words, unpack_bytes, eights);
            scale(integers, scales, &tile.rows, sums);
        }
    }

    fn numbers(&self, output: usize) -> [f32; BLOCK] {
        let scales = self.scales.map(|scales| lane(scales, output));
        std::array::from_fn(|i| {
            let scale = if i < BLOCK / 2 { scales[0] } else { scales[1] };
            f32::from(field(self.words.as_flattened(), 8, output, i) as i8) * scale
        })
    }
}

impl Halves {
    /// `row` gives the bytes of an output's block.
    fn pack(rows: &[[u8; 2 * BLOCK]; PANEL]) -> Self {
        let words = std::array::from_fn(|word| {
            let lanes = rows.map(|row| row.as_chunks().0.get(word).copied().unwrap_or([0; 4]));
            u32x4::new(lanes.map(u32::from_le_bytes))
        });
        Self { words }
    }

    /// Numbers in the lower 16 bits of each lane, in single precision.
    #[inline(always)]
    fn single(bits: u32x4) -> f32x4 {
        let size: f32x4 = cast((bits & u32x4::splat(0x7fff)) << 13_u32);
        let size: u32x4 = cast(size * f32x4::splat(HALF_TO_SINGLE));
        cast(size | ((bits & u32x4::splat(0x8000)) << 16_u32))
    }
}

impl PanelBlock for Halves {
    type Tile = NumbersTile;

    fn tiles(activations: &Activations) -> &[NumbersTile] {
        activations.numbers()
    }

    #[inline(always)]
    fn add<const R: usize>(&self, tile: &NumbersTile, sums: &mut [f32x4; R]) {
        let pairs = self
            .words
            .map(|word| [Self::single(word), Self::single(word >> 16_u32)]);
        Singles {
            values: cast(pairs),
        }
        .add(tile, sums);
    }

    fn numbers(&self, output: usize) -> [f32; BLOCK] {
        let pairs = self
            .words
            .map(|word| [Self::single(word), Self::single(word >> 16_u32)]);
        Singles {
            values: cast(pairs),
        }
        .numbers(output)
    }
}

impl Singles {
    fn pack(rows: &[[f32; BLOCK]; PANEL]) -> Self {
        let values =
            std::array::from_fn(|i| rows.map(|row| row.get(i).copied().unwrap_or(0.0)).into());
        Self { values }
    }
}

impl PanelBlock for Singles {
    type Tile = NumbersTile;

    fn tiles(activations: &Activations) -> &[NumbersTile] {
        activations.numbers()
    }

    #[inline(always)]
    fn add<const R: usize>(&self, tile: &NumbersTile, sums: &mut [f32x4; R]) {
        for (weights, rows) in self.values.iter().zip(tile) {
            for (sum, value) in sums.iter_mut().zip(rows) {
                *sum += *weights * f32x4::splat(*value);
            }
        }
    }

    fn numbers(&self, output: usize) -> [f32; BLOCK] {
        self.values.map(|values| lane(values, output))
    }
}

/// Panels one after the other, each of `width / 32` blocks.
enum Panels {
    Nibbles(Vec<Nibbles>),
    Bytes(Vec<Bytes>),
    BytesWithMinimum(Vec<BytesWithMinimum>),
    BytesInHalves(Vec<BytesInHalves>),
    Halves(Vec<Halves>),
    Singles(Vec<Singles>),
}

/// A weight matrix, packed.
pub(crate) struct Matrix {
    panels: Panels,
    /// Number of inputs, a multiple of 32.
    width: usize,
    /// Number of outputs; the last panel may have some that are zero.
    outputs: usize,
}

/// Does the same with whichever kind of panels there is.
macro_rules! with_panels {
    ($panels:expr, $blocks:ident => $result:expr) => {
        match $panels {
            Panels::Nibbles($blocks) => $result,
            Panels::Bytes($blocks) => $result,
            Panels::BytesWithMinimum($blocks) => $result,
            Panels::BytesInHalves($blocks) => $result,
            Panels::Halves($blocks) => $result,
            Panels::Singles($blocks) => $result,
        }
    };
}

impl Matrix {
    /// A matrix without weights yet, with the memory for them.
    ///
    /// # Errors
    /// [`Error::Memory`] if there is none.
    pub(crate) fn reserve(kind: TensorType, width: usize, outputs: usize) -> Result<Self, Error> {
        let mut panels = match kind {
            TensorType::Q4_0 | TensorType::Q4_1 | TensorType::Q4_K => Panels::Nibbles(Vec::new()),
            TensorType::Q5_0 | TensorType::Q8_0 => Panels::Bytes(Vec::new()),
            TensorType::Q5_1 | TensorType::Q5_K => Panels::BytesWithMinimum(Vec::new()),
            TensorType::Q6_K => Panels::BytesInHalves(Vec::new()),
            TensorType::F16 => Panels::Halves(Vec::new()),
            TensorType::F32 => Panels::Singles(Vec::new()),
        };
        let blocks = outputs.div_ceil(PANEL).saturating_mul(width / BLOCK);
        with_panels!(&mut panels, list => reserve(list, blocks))?;
        Ok(Self {
            panels,
            width,
            outputs,
        })
    }

    /// Packs the next rows of the tensor: whole panels, or the last rows.
    pub(crate) fn push(&mut self, kind: TensorType, bytes: &[u8]) {
        let row = (self.width as u64 / kind.block_length() * kind.block_bytes()) as usize;
        for rows in bytes.chunks(row * PANEL) {
            let rows = rows.chunks(row);
            match &mut self.panels {
                Panels::Nibbles(list) => push_blocks(list, kind, rows, Nibbles::pack),
                Panels::Bytes(list) => push_blocks(list, kind, rows, Bytes::pack),
                Panels::BytesWithMinimum(list) => {
                    push_blocks(list, kind, rows, BytesWithMinimum::pack);
                }
                Panels::BytesInHalves(list) => push_blocks(list, kind, rows, BytesInHalves::pack),
                Panels::Halves(list) => {
                    let rows: Vec<_> = rows.map(|row| row.as_chunks().0).collect();
                    list.extend(columns(&rows, [0; 2 * BLOCK]).map(|rows| Halves::pack(&rows)));
                }
                Panels::Singles(list) => {
                    let rows: Vec<_> = rows.map(|row| numbers(kind, row)).collect();
                    let rows: Vec<_> = rows.iter().map(|row| row.as_chunks().0).collect();
                    list.extend(columns(&rows, [0.0; BLOCK]).map(|rows| Singles::pack(&rows)));
                }
            }
        }
    }

    /// Number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Appends the numbers of one output's weights: of a table of embeddings, the vector of a token.
    pub(crate) fn row(&self, output: usize, into: &mut Vec<f32>) {
        let blocks = self.width / BLOCK;
        let (panel, lane) = (output / PANEL, output % PANEL);
        with_panels!(&self.panels, list => {
            let of_panel = list.iter().skip(panel * blocks).take(blocks);
            into.extend(of_panel.flat_map(|block| block.numbers(lane)));
        });
    }

    /// The product with each row: `rows × outputs` numbers.
    pub(crate) fn product(&self, activations: &Activations) -> Vec<f32> {
        let mut results = vec![0.0; activations.rows() * self.outputs];
        with_panels!(&self.panels, list => product(list, self.width, self.outputs, activations, &mut results));
        results
    }
}

fn reserve<T>(list: &mut Vec<T>, length: usize) -> Result<(), Error> {
    let bytes = length.saturating_mul(size_of::<T>());
    list.try_reserve_exact(length)
        .map_err(|_| Error::Memory(bytes))
}

fn numbers(kind: TensorType, bytes: &[u8]) -> Vec<f32> {
    let mut numbers = Vec::new();
    read_numbers(kind, bytes, &mut numbers);
    numbers
}

/// From four rows, or fewer at the end, what stands at each place in all of them.
fn columns<T: Copy>(rows: &[&[T]], missing: T) -> impl Iterator<Item = [T; PANEL]> {
    let length = rows.first().map_or(0, |row| row.len());
    (0..length).map(move |place| {
        std::array::from_fn(|row| {
            let found = rows.get(row).and_then(|row| row.get(place));
            found.copied().unwrap_or(missing)
        })
    })
}

fn push_blocks<'a, B>(
    list: &mut Vec<B>,
    kind: TensorType,
    rows: impl Iterator<Item = &'a [u8]>,
    pack: impl Fn(&[Block; PANEL]) -> B,
) {
    let rows: Vec<Vec<Block>> = rows
        .map(|row| {
            let mut blocks = Vec::new();
            read_blocks(kind, row, &mut blocks);
            blocks
        })
        .collect();
    let rows: Vec<&[Block]> = rows.iter().map(Vec::as_slice).collect();
    list.extend(columns(&rows, Block::default()).map(|blocks| pack(&blocks)));
}

fn product<B: PanelBlock>(
    blocks: &[B],
    width: usize,
    outputs: usize,
    activations: &Activations,
    results: &mut [f32],
) {
    let in_row = width / BLOCK;
    let of_tiles = B::tiles(activations).chunks_exact(in_row);
    let mut results = results;
    for (tile, of_tile) in activations.tiles.iter().zip(of_tiles) {
        let (into, rest) = results.split_at_mut(tile * outputs);
        results = rest;
        let blocks = (blocks, in_row);
        match tile {
            1 => product_of_tile::<B, 1>(blocks, outputs, of_tile, into),
            2 => product_of_tile::<B, 2>(blocks, outputs, of_tile, into),
            3 => product_of_tile::<B, 3>(blocks, outputs, of_tile, into),
            4 => product_of_tile::<B, 4>(blocks, outputs, of_tile, into),
            5 => product_of_tile::<B, 5>(blocks, outputs, of_tile, into),
            6 => product_of_tile::<B, 6>(blocks, outputs, of_tile, into),
            7 => product_of_tile::<B, 7>(blocks, outputs, of_tile, into),
            _ => product_of_tile::<B, TILE>(blocks, outputs, of_tile, into),
        }
    }
}

/// One tile of exactly `R` rows with all panels. `results` is `R × outputs`.
fn product_of_tile<B: PanelBlock, const R: usize>(
    (blocks, in_panel): (&[B], usize),
    outputs: usize,
    tiles: &[B::Tile],
    results: &mut [f32],
) {
    for (panel, blocks) in blocks.chunks_exact(in_panel).enumerate() {
        let mut sums = [f32x4::ZERO; R];
        for (block, tile) in blocks.iter().zip(tiles) {
            block.add(tile, &mut sums);
        }
        for (row, sum) in results.chunks_exact_mut(outputs).zip(sums) {
            for (result, value) in row.iter_mut().skip(panel * PANEL).zip(sum.to_array()) {
                *result = value;
            }
        }
    }
}
