//! The llama architecture: root mean square norms, rotary positions, grouped-query attention, gated feed-forward layers.
//!
//! Formulas: Touvron et al. 2023 ("LLaMA"), names and order of tensors as in llama.cpp's GGUF files, where query and key are
//! stored for rotations of neighbouring pairs. Everything outside of [`crate::matrix`] is single precision.

use crate::error::Error;
use crate::gguf::{Header, Source, Tensor};
use crate::matrix::{Activations, BLOCK, Matrix, PANEL};
use crate::types::{TensorType, read_numbers};
use std::ops::Range;
use wide::f32x8;

/// Sizes and constants of a model, read from its header and checked against its tensors.
#[derive(Clone, Debug, PartialEq)]
pub struct Configuration {
    /// Numbers that describe a token between layers.
    pub width: usize,
    /// Number of layers.
    pub layers: usize,
    /// Queries per token and layer.
    pub heads: usize,
    /// Keys and values per token and layer; each serves `heads / kv_heads` queries.
    pub kv_heads: usize,
    /// Numbers in a query, key or value; even.
    pub head_size: usize,
    /// Width inside the feed-forward layers.
    pub hidden: usize,
    /// Number of tokens in the vocabulary.
    pub vocabulary: usize,
    /// Most tokens that the model was trained for.
    pub context: usize,
    /// Numbers of a head that are rotated; even.
    rotated: usize,
    rotation_base: f64,
    /// Positions are divided by it.
    rotation_scale: f64,
    /// Added to a mean square.
    epsilon: f32,
}

const EMBEDDING: &str = "token_embd.weight";
const OUTPUT: &str = "output.weight";
const OUTPUT_NORM: &str = "output_norm.weight";
/// Divisors of the rotations' frequencies (Llama 3.1 and later).
const FREQUENCIES: &str = "rope_freqs.weight";

impl Configuration {
    /// Reads and checks everything that can be known without the weights.
    ///
    /// # Errors
    /// Refuses by name what is not computed here: another architecture, experts, unknown scaling of positions, tensors that are
    /// not part of the architecture. Says what is missing or contradicts itself.
    pub fn of(header: &Header) -> Result<Self, Error> {
        let missing = |key: &str| Error::Missing(key.to_owned());
        match header.text("general.architecture")? {
            Some("llama") => {}
            Some(other) => return Err(Error::Architecture(other.to_owned())),
            None => return Err(missing("general.architecture")),
        }
        let integer = |key: &str| header.integer(&format!("llama.{key}"));
        let needed = |key: &str| match integer(key)? {
            Some(0) => Err(Error::Damaged(format!("llama.{key} is 0"))),
            Some(number) => Ok(number),
            None => Err(missing(&format!("llama.{key}"))),
        };
        if integer("expert_count")?.unwrap_or(0) > 0 {
            return Err(Error::Variant("a mixture of experts".to_owned()));
        }
        let scaling = header.text("llama.rope.scaling.type")?;
        if let Some(scaling) = scaling.filter(|scaling| !["none", "linear"].contains(scaling)) {
            return Err(Error::Variant(format!(
                "the scaling \"{scaling}\" of positions"
            )));
        }
        let rotation_scale = match scaling {
            Some("linear") => header.number("llama.rope.scaling.factor")?.unwrap_or(1.0),
            _ => 1.0,
        };
        let width = needed("embedding_length")?;
        let heads = needed("attention.head_count")?;
        let kv_heads = integer("attention.head_count_kv")?.unwrap_or(heads);
        let head_size = integer("attention.key_length")?.unwrap_or(width / heads);
        if integer("attention.value_length")?.is_some_and(|size| size != head_size) {
            return Err(Error::Variant(
                "values of another size than keys".to_owned(),
            ));
        }
        let embedding = header.tensors.get(EMBEDDING);
        let epsilon = header.number("llama.attention.layer_norm_rms_epsilon")?;
        let configuration = Self {
            width,
            layers: needed("block_count")?,
            heads,
            kv_heads,
            head_size,
            hidden: needed("feed_forward_length")?,
            vocabulary: embedding.ok_or_else(|| missing(EMBEDDING))?.rows,
            context: needed("context_length")?,
            rotated: integer("rope.dimension_count")?.unwrap_or(head_size),
            rotation_base: header.number("llama.rope.freq_base")?.unwrap_or(10_000.0),
            rotation_scale,
            epsilon: epsilon.ok_or_else(|| missing("llama.attention.layer_norm_rms_epsilon"))?
                as f32,
        };
        configuration.check_sizes()?;
        configuration.check_tensors(header)?;
        Ok(configuration)
    }

    fn check_sizes(&self) -> Result<(), Error> {
        let widths = [self.width, self.hidden, self.queries()];
        if widths.iter().any(|width| width % BLOCK != 0) {
            return Err(Error::Variant(format!(
                "a width that is no multiple of {BLOCK}"
            )));
        }
        let odd = self.kv_heads == 0
            || !self.heads.is_multiple_of(self.kv_heads)
            || self.head_size == 0
            || self.rotated > self.head_size
            || !self.rotated.is_multiple_of(2)
            || !(self.rotation_base > 0.0 && self.rotation_scale > 0.0);
        if odd {
            return Err(Error::Damaged(
                "the sizes of its heads do not fit".to_owned(),
            ));
        }
        Ok(())
    }

    /// Queries of a token, in numbers.
    fn queries(&self) -> usize {
        self.heads.saturating_mul(self.head_size)
    }

    /// Keys of a token, in numbers; as many values.
    fn keys(&self) -> usize {
        self.kv_heads.saturating_mul(self.head_size)
    }

    /// Name, columns and rows of each tensor of a layer.
    fn tensors_of_layer(&self, layer: usize) -> [(String, usize, usize); 9] {
        let name = |part: &str| format!("blk.{layer}.{part}.weight");
        let (width, queries, keys, hidden) = (self.width, self.queries(), self.keys(), self.hidden);
        [
            (name("attn_norm"), width, 1),
            (name("attn_q"), width, queries),
            (name("attn_k"), width, keys),
            (name("attn_v"), width, keys),
            (name("attn_output"), queries, width),
            (name("ffn_norm"), width, 1),
            (name("ffn_gate"), width, hidden),
            (name("ffn_up"), width, hidden),
            (name("ffn_down"), hidden, width),
        ]
    }

    /// Checks that exactly the tensors of the architecture are there, in the right sizes.
    fn check_tensors(&self, header: &Header) -> Result<(), Error> {
        if self.layers > header.tensors.len() {
            return Err(Error::Missing("the weights of all its layers".to_owned()));
        }
        let of_layers = (0..self.layers).flat_map(|layer| self.tensors_of_layer(layer));
        let mut known: Vec<_> = of_layers.collect();
        known.push((EMBEDDING.to_owned(), self.width, self.vocabulary));
        known.push((OUTPUT_NORM.to_owned(), self.width, 1));
        for (name, columns, rows) in [
            (OUTPUT, self.width, self.vocabulary),
            (FREQUENCIES, self.rotated / 2, 1),
        ] {
            if header.tensors.contains_key(name) {
                known.push((name.to_owned(), columns, rows));
            }
        }
        for (name, columns, rows) in &known {
            let tensor = header.tensors.get(name);
            let tensor = tensor.ok_or_else(|| Error::Missing(format!("the tensor {name}")))?;
            if (tensor.columns, tensor.rows) != (*columns, *rows) {
                return Err(Error::Damaged(format!(
                    "the tensor {name} has another size"
                )));
            }
        }
        if known.len() < header.tensors.len() {
            let names: Vec<_> = known.iter().map(|(name, ..)| name).collect();
            let unknown = header.tensors.keys().find(|name| !names.contains(name));
            let unknown = unknown.map_or("", String::as_str);
            return Err(Error::Variant(format!("the tensor {unknown}")));
        }
        Ok(())
    }
}

struct Layer {
    attention_norm: Vec<f32>,
    query: Matrix,
    key: Matrix,
    value: Matrix,
    attention_output: Matrix,
    hidden_norm: Vec<f32>,
    gate: Matrix,
    up: Matrix,
    down: Matrix,
}

/// The weights, ready to compute with.
pub struct Model {
    configuration: Configuration,
    embedding: Matrix,
    layers: Vec<Layer>,
    output_norm: Vec<f32>,
    /// `None` where the table of embeddings is also the output's.
    output: Option<Matrix>,
    /// Angle of each rotation per position, length `rotated / 2`.
    frequencies: Vec<f64>,
}

/// Keys and values of one layer: rows of `kv_heads × head_size` numbers, one for each token.
#[derive(Clone, Default)]
struct Memory {
    keys: Vec<f32>,
    values: Vec<f32>,
}

/// What a model remembers of tokens that it has read: the start of a prompt, which is computed once.
#[derive(Clone, Default)]
pub(crate) struct Past {
    tokens: Vec<u32>,
    layers: Vec<Memory>,
}

impl Past {
    pub(crate) fn tokens(&self) -> &[u32] {
        &self.tokens
    }

    /// Forgets all tokens but the first `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        let before = self.tokens.len().max(1);
        for layer in &mut self.layers {
            let row = layer.keys.len() / before;
            layer.keys.truncate(row * length);
            layer.values.truncate(row * length);
        }
        self.tokens.truncate(length);
    }
}

/// Tokens that follow a past, in several ways at once: each follows another one of the tree, or the past.
#[derive(Default)]
pub(crate) struct Tree {
    tokens: Vec<u32>,
    /// For each token those before it, from the past on, and itself.
    paths: Vec<Vec<usize>>,
}

impl Tree {
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The place of a token behind another, which is added unless it is there.
    pub(crate) fn place(&mut self, parent: Option<usize>, token: u32) -> usize {
        let mut path = parent
            .and_then(|parent| self.paths.get(parent).cloned())
            .unwrap_or_default();
        let same = |(known, known_path): (&u32, &Vec<usize>)| {
            *known == token && known_path.iter().nth_back(1) == parent.as_ref()
        };
        if let Some(place) = self.tokens.iter().zip(&self.paths).position(same) {
            return place;
        }
        let place = self.tokens.len();
        path.push(place);
        self.tokens.push(token);
        self.paths.push(path);
        place
    }
}

/// What a model computed for a tree.
pub(crate) struct Evaluation {
    tokens: Vec<u32>,
    layers: Vec<Memory>,
    /// The natural logarithm of the probability that was asked for with each question.
    pub(crate) log_probabilities: Vec<f64>,
}

impl Evaluation {
    /// Adds the first `count` tokens of the tree, each of which follows the one before it, to the past that it followed.
    pub(crate) fn append(&self, past: &mut Past, count: usize) {
        past.layers.resize_with(self.layers.len(), Memory::default);
        for (old, new) in past.layers.iter_mut().zip(&self.layers) {
            let numbers = new.keys.len() / self.tokens.len().max(1) * count;
            old.keys.extend(new.keys.iter().take(numbers));
            old.values.extend(new.values.iter().take(numbers));
        }
        past.tokens.extend(self.tokens.iter().take(count));
    }
}

/// How probable is a token behind a place in a tree?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    pub(crate) place: usize,
    pub(crate) token: u32,
}

impl Model {
    /// Loads the weights. After each piece (about a megabyte) `step` is told the number of bytes done and may wait; true stops.
    ///
    /// # Errors
    /// What [`Configuration::of`] refuses, [`Error::Memory`], [`Error::Stopped`], and errors of the source.
    pub async fn load(
        header: &Header,
        source: &mut impl Source,
        step: &mut impl AsyncFnMut(u64) -> bool,
    ) -> Result<Self, Error> {
        let configuration = Configuration::of(header)?;
        let mut loader = Loader {
            header,
            source,
            step,
            done: 0,
            piece: Vec::new(),
        };
        let mut layers = Vec::with_capacity(configuration.layers);
        for layer in 0..configuration.layers {
            let [norm, query, key, value, output, hidden_norm, gate, up, down] =
                configuration.tensors_of_layer(layer).map(|(name, ..)| name);
            layers.push(Layer {
                attention_norm: loader.vector(&norm).await?,
                query: loader.matrix(&query).await?,
                key: loader.matrix(&key).await?,
                value: loader.matrix(&value).await?,
                attention_output: loader.matrix(&output).await?,
                hidden_norm: loader.vector(&hidden_norm).await?,
                gate: loader.matrix(&gate).await?,
                up: loader.matrix(&up).await?,
                down: loader.matrix(&down).await?,
            });
        }
        let divisors = match header.tensors.contains_key(FREQUENCIES) {
            true => loader.vector(FREQUENCIES).await?,
            false => vec![1.0; configuration.rotated / 2],
        };
        let frequencies = divisors.iter().enumerate().map(|(i, divisor)| {
            let exponent = 2.0 * i as f64 / configuration.rotated as f64;
            configuration.rotation_base.powf(-exponent)
                / (configuration.rotation_scale * f64::from(*divisor))
        });
        let frequencies = frequencies.collect();
        let output = match header.tensors.contains_key(OUTPUT) {
            true => Some(loader.matrix(OUTPUT).await?),
            false => None,
        };
        Ok(Self {
            embedding: loader.matrix(EMBEDDING).await?,
            layers,
            output_norm: loader.vector(OUTPUT_NORM).await?,
            output,
            frequencies,
            configuration,
        })
    }

    /// Sizes and constants.
    #[must_use]
    pub fn configuration(&self) -> &Configuration {
        &self.configuration
    }

    /// Computes a tree of tokens behind a past, all in one batch, and answers questions about it. `stop` is asked several times
    /// a layer and may wait.
    pub(crate) async fn evaluate(
        &self,
        past: &Past,
        tree: &Tree,
        questions: &[Question],
        stop: &mut impl AsyncFnMut() -> bool,
    ) -> Result<Evaluation, Error> {
        let sizes = &self.configuration;
        let rotations = self.rotations(past.tokens.len(), tree);
        let mut x = Vec::with_capacity(tree.len() * sizes.width);
        for token in &tree.tokens {
            self.embedding.row(*token as usize, &mut x);
        }
        let mut memories = Vec::with_capacity(self.layers.len());
        let nothing = Memory::default();
        for (number, layer) in self.layers.iter().enumerate() {
            let normed = self.norm(&x, &layer.attention_norm);
            let mut queries = layer.query.product(&normed);
            let mut memory = Memory {
                keys: layer.key.product(&normed),
                values: layer.value.product(&normed),
            };
            rotate(&mut queries, sizes.head_size, sizes.heads, &rotations);
            rotate(
                &mut memory.keys,
                sizes.head_size,
                sizes.kv_heads,
                &rotations,
            );
            unless_stopped(stop).await?;
            let old = past.layers.get(number).unwrap_or(&nothing);
            let attended = attend(sizes, old, &memory, &tree.paths, &queries);
            let attended = Activations::new(attended, sizes.queries());
            add(&mut x, &layer.attention_output.product(&attended));
            memories.push(memory);
            unless_stopped(stop).await?;
            let normed = self.norm(&x, &layer.hidden_norm);
            let mut hidden = layer.gate.product(&normed);
            unless_stopped(stop).await?;
            gate(&mut hidden, &layer.up.product(&normed));
            unless_stopped(stop).await?;
            let hidden = Activations::new(hidden, sizes.hidden);
            add(&mut x, &layer.down.product(&hidden));
            unless_stopped(stop).await?;
        }
        Ok(Evaluation {
            tokens: tree.tokens.clone(),
            layers: memories,
            log_probabilities: self.answer(&x, questions, stop).await?,
        })
    }

    /// The output layer, for those places only that are asked about, a few at a time: each has a number for every token.
    async fn answer(
        &self,
        x: &[f32],
        questions: &[Question],
        stop: &mut impl AsyncFnMut() -> bool,
    ) -> Result<Vec<f64>, Error> {
        const AT_ONCE: usize = 8;
        let width = self.configuration.width;
        let output = self.output.as_ref().unwrap_or(&self.embedding);
        let mut places: Vec<usize> = questions.iter().map(|question| question.place).collect();
        places.sort_unstable();
        places.dedup();
        let mut answers = vec![f64::NAN; questions.len()];
        for places in places.chunks(AT_ONCE) {
            let rows = places
                .iter()
                .filter_map(|place| x.chunks_exact(width).nth(*place));
            let rows: Vec<f32> = rows.flatten().copied().collect();
            let logits = output.product(&self.norm(&rows, &self.output_norm));
            unless_stopped(stop).await?;
            for (place, logits) in places.iter().zip(logits.chunks_exact(output.outputs())) {
                let normaliser = log_sum_exp(logits);
                for (answer, question) in answers.iter_mut().zip(questions) {
                    if question.place == *place {
                        let logit = logits.get(question.token as usize);
                        *answer = logit.map_or(f64::NAN, |logit| f64::from(*logit) - normaliser);
                    }
                }
            }
        }
        if answers.iter().all(|answer| answer.is_finite()) {
            Ok(answers)
        } else {
            Err(Error::NotANumber)
        }
    }

    /// Root mean square norm of each row.
    fn norm(&self, x: &[f32], weights: &[f32]) -> Activations {
        let width = self.configuration.width;
        let mut normed = Vec::with_capacity(x.len());
        for row in x.chunks_exact(width) {
            let square = dot(row, row) / width as f32;
            let factor = 1.0 / (square + self.configuration.epsilon).sqrt();
            normed.extend(
                row.iter()
                    .zip(weights)
                    .map(|(value, weight)| value * factor * weight),
            );
        }
        Activations::new(normed, width)
    }

    /// Cosine and sine of each token's rotations, by its position: `rows × rotated / 2`.
    fn rotations(&self, past: usize, tree: &Tree) -> Vec<Vec<(f32, f32)>> {
        let of_row = |path: &Vec<usize>| {
            let position = (past + path.len() - 1) as f64;
            let angles = self
                .frequencies
                .iter()
                .map(|frequency| position * frequency);
            angles
                .map(|angle| (angle.cos() as f32, angle.sin() as f32))
                .collect()
        };
        tree.paths.iter().map(of_row).collect()
    }
}

async fn unless_stopped(stop: &mut impl AsyncFnMut() -> bool) -> Result<(), Error> {
    if stop().await {
        Err(Error::Stopped)
    } else {
        Ok(())
    }
}

/// Reads tensors a piece at a time.
struct Loader<'a, S, F> {
    header: &'a Header,
    source: &'a mut S,
    step: &'a mut F,
    /// Bytes read so far.
    done: u64,
    piece: Vec<u8>,
}

/// Most bytes read at once.
const PIECE: usize = 1 << 20;

impl<S: Source, F: AsyncFnMut(u64) -> bool> Loader<'_, S, F> {
    fn tensor(&self, name: &str) -> Result<Tensor, Error> {
        let tensor = self.header.tensors.get(name).cloned();
        tensor.ok_or_else(|| Error::Missing(format!("the tensor {name}")))
    }

    /// Reads a part of a tensor into `self.piece`.
    async fn read(&mut self, tensor: &Tensor, bytes: Range<u64>) -> Result<(), Error> {
        let length = (bytes.end - bytes.start) as usize;
        let more = length.saturating_sub(self.piece.len());
        self.piece
            .try_reserve(more)
            .map_err(|_| Error::Memory(length))?;
        self.piece.resize(length, 0);
        self.source
            .read_at(tensor.offset + bytes.start, &mut self.piece)
            .await?;
        self.done += length as u64;
        match (self.step)(self.done).await {
            true => Err(Error::Stopped),
            false => Ok(()),
        }
    }

    async fn vector(&mut self, name: &str) -> Result<Vec<f32>, Error> {
        let tensor = self.tensor(name)?;
        self.read(&tensor, 0..tensor.bytes).await?;
        let mut numbers = Vec::with_capacity(tensor.columns);
        read_numbers(tensor.kind, &self.piece, &mut numbers);
        Ok(numbers)
    }

    async fn matrix(&mut self, name: &str) -> Result<Matrix, Error> {
        let tensor = self.tensor(name)?;
        let mut matrix = Matrix::reserve(tensor.kind, tensor.columns, tensor.rows)?;
        let panel = row_bytes(tensor.kind, tensor.columns) * PANEL as u64;
        let piece = (PIECE as u64 / panel).max(1) * panel;
        let mut start = 0;
        while start < tensor.bytes {
            let end = tensor.bytes.min(start + piece);
            self.read(&tensor, start..end).await?;
            matrix.push(tensor.kind, &self.piece);
            start = end;
        }
        Ok(matrix)
    }
}

fn row_bytes(kind: TensorType, columns: usize) -> u64 {
    columns as u64 / kind.block_length() * kind.block_bytes()
}

/// Turns pairs of neighbours in the first numbers of each head.
fn rotate(rows: &mut [f32], head_size: usize, heads: usize, rotations: &[Vec<(f32, f32)>]) {
    for (row, rotations) in rows.chunks_exact_mut(head_size * heads).zip(rotations) {
        for head in row.chunks_exact_mut(head_size) {
            for ([a, b], (cos, sin)) in head.as_chunks_mut().0.iter_mut().zip(rotations) {
                (*a, *b) = (*a * cos - *b * sin, *a * sin + *b * cos);
            }
        }
    }
}

/// Attention of each token of a tree to the past, to the tokens before it and to itself. Returns `rows × heads × head_size`.
fn attend(
    sizes: &Configuration,
    past: &Memory,
    new: &Memory,
    paths: &[Vec<usize>],
    queries: &[f32],
) -> Vec<f32> {
    let mut attended = vec![0.0; queries.len()];
    let factor = 1.0 / (sizes.head_size as f32).sqrt();
    let rows = queries.chunks_exact(sizes.queries());
    let results = attended.chunks_exact_mut(sizes.queries());
    let mut shares = Vec::new();
    for ((queries, results), path) in rows.zip(results).zip(paths) {
        let keys: Vec<&[f32]> = visible_rows(&past.keys, &new.keys, sizes.keys(), path);
        let values: Vec<&[f32]> = visible_rows(&past.values, &new.values, sizes.keys(), path);
        let heads = queries.chunks_exact(sizes.head_size);
        let results = results.chunks_exact_mut(sizes.head_size);
        for (head, (query, result)) in heads.zip(results).enumerate() {
            let start = head / (sizes.heads / sizes.kv_heads) * sizes.head_size;
            let part = start..start + sizes.head_size;
            shares.clear();
            shares.extend(
                keys.iter()
                    .map(|key| dot(query, key.get(part.clone()).unwrap_or(&[])) * factor),
            );
            softmax(&mut shares);
            for (share, value) in shares.iter().zip(&values) {
                let value = value.get(part.clone()).unwrap_or(&[]);
                for (result, value) in result.iter_mut().zip(value) {
                    *result += share * value;
                }
            }
        }
    }
    attended
}

/// Rows of the past, then those on a path through the tree.
fn visible_rows<'a>(
    past: &'a [f32],
    new: &'a [f32],
    width: usize,
    path: &[usize],
) -> Vec<&'a [f32]> {
    let of_tree = path
        .iter()
        .map(|place| new.get(place * width..(place + 1) * width).unwrap_or(&[]));
    past.chunks_exact(width).chain(of_tree).collect()
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((a, a_rest), (b, b_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sums = f32x8::ZERO;
    for (a, b) in a.iter().zip(b) {
        sums += f32x8::new(*a) * f32x8::new(*b);
    }
    let rest: f32 = a_rest.iter().zip(b_rest).map(|(a, b)| a * b).sum();
    sums.reduce_add() + rest
}

fn add(x: &mut [f32], more: &[f32]) {
    for (x, more) in x.iter_mut().zip(more) {
        *x += more;
    }
}

/// Applies a function to all numbers, eight at a time.
fn map(values: &mut [f32], function: impl Fn(f32x8) -> f32x8) {
    let (eights, rest) = values.as_chunks_mut::<8>();
    for eight in eights {
        *eight = function(f32x8::new(*eight)).to_array();
    }
    let mut last = [0.0; 8];
    for (copy, value) in last.iter_mut().zip(rest.iter()) {
        *copy = *value;
    }
    let last = function(f32x8::new(last)).to_array();
    for (value, result) in rest.iter_mut().zip(last) {
        *value = result;
    }
}

fn softmax(values: &mut [f32]) {
    let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    map(values, |value| (value - f32x8::splat(largest)).exp());
    let factor = 1.0 / values.iter().sum::<f32>();
    for value in values {
        *value *= factor;
    }
}

/// ln Σ exp of the values, in double precision.
fn log_sum_exp(values: &[f32]) -> f64 {
    let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut exponentials = values.to_vec();
    map(&mut exponentials, |value| {
        (value - f32x8::splat(largest)).exp()
    });
    let sum: f64 = exponentials.iter().copied().map(f64::from).sum();
    f64::from(largest) + sum.ln()
}

/// SiLU of the gate times what goes through it: g / (1 + exp(−g)) · u.
fn gate(gates: &mut [f32], ups: &[f32]) {
    map(gates, |gate| gate / (f32x8::ONE + (-gate).exp()));
    for (gate, up) in gates.iter_mut().zip(ups) {
        *gate *= up;
    }
}
