//! Reading the header of a GGUF file: metadata and places of tensors, without their bytes.
//!
//! Format: the ggml project's `docs/gguf.md`, versions 2 and 3, little-endian. The file may be anything: every count and length is
//! checked against the rest of the file and against the limits below before memory is taken for it.

use crate::error::Error;
use crate::types::TensorType;
use std::collections::BTreeMap;
use std::future::Future;

/// Most bytes of a header. That of a model with 128 000 tokens has 8 MB.
pub const MAX_HEADER: u64 = 64 << 20;
/// Most entries of metadata, and most tensors.
pub const MAX_ENTRIES: u64 = 1 << 14;
/// Most items of an array: tokens, merges.
pub const MAX_ITEMS: u64 = 1 << 20;
/// Most bytes of a name or a token, or of a text that is kept; longer texts (chat templates) are skipped.
const MAX_TEXT: u64 = 1 << 12;
/// Bytes read at once.
const PIECE: u64 = 1 << 16;

/// The bytes of a file, wherever they are: read piece by piece, so that they never need to lie in memory as a whole.
pub trait Source {
    /// Length of the file in bytes.
    fn length(&self) -> u64;

    /// Fills `into` with the bytes from `offset` on. May wait, for a download, say.
    ///
    /// # Errors
    /// [`Error::Source`] if they cannot be had, [`Error::Truncated`] if the file ends before.
    fn read_at(&mut self, offset: u64, into: &mut [u8]) -> impl Future<Output = Result<(), Error>>;
}

impl Source for &[u8] {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    async fn read_at(&mut self, offset: u64, into: &mut [u8]) -> Result<(), Error> {
        let rest = usize::try_from(offset).ok().and_then(|at| self.get(at..));
        let bytes = rest.and_then(|rest| rest.get(..into.len()));
        into.copy_from_slice(bytes.ok_or_else(|| Error::Truncated("what is read".to_owned()))?);
        Ok(())
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Source for std::fs::File {
    fn length(&self) -> u64 {
        self.metadata().map_or(0, |metadata| metadata.len())
    }

    async fn read_at(&mut self, offset: u64, into: &mut [u8]) -> Result<(), Error> {
        use std::io::{Read, Seek, SeekFrom};
        let read = self.seek(SeekFrom::Start(offset));
        let read = read.and_then(|_| self.read_exact(into));
        read.map_err(|error| Error::Source(error.to_string()))
    }
}

/// A value of the metadata that is kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Any integer.
    Integer(i128),
    /// A number with a fraction.
    Number(f64),
    /// True or false.
    Truth(bool),
    /// A text of at most a few kilobytes.
    Text(String),
    /// An array of texts.
    Texts(Vec<String>),
    /// An array of numbers of any type.
    Numbers(Vec<f32>),
}

/// Where a tensor lies, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// Type of its values.
    pub kind: TensorType,
    /// Values in a row, the dimension that changes fastest.
    pub columns: usize,
    /// Number of rows: the product of all other dimensions.
    pub rows: usize,
    /// Place of its first byte in the file.
    pub offset: u64,
    /// Number of its bytes.
    pub bytes: u64,
}

/// What stands before the weights.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// Metadata by key. Of the arrays only those named in [`ARRAYS`].
    pub metadata: BTreeMap<String, Value>,
    /// Tensors by name.
    pub tensors: BTreeMap<String, Tensor>,
}

/// Arrays that are kept: the vocabulary.
pub const ARRAYS: [&str; 4] = [
    "tokenizer.ggml.tokens",
    "tokenizer.ggml.merges",
    "tokenizer.ggml.scores",
    "tokenizer.ggml.token_type",
];

impl Header {
    /// Reads the header.
    ///
    /// # Errors
    /// A file that is no GGUF, of an unknown version, cut off or damaged, or that has a tensor of an unknown type.
    pub async fn read(source: &mut impl Source) -> Result<Self, Error> {
        let mut reader = Reader::new(source);
        if &reader.array::<4>().await? != b"GGUF" {
            return Err(Error::NotGguf);
        }
        let version = reader.u32().await?;
        if version != 2 && version != 3 {
            return Err(Error::Version(version));
        }
        let tensors = reader.count("tensors").await?;
        let entries = reader.count("entries").await?;
        let mut header = Self::default();
        for _ in 0..entries {
            let key = reader.name().await?;
            let kind = reader.u32().await?;
            let Some(value) = reader.value(kind, ARRAYS.contains(&key.as_str())).await? else {
                continue;
            };
            if header.metadata.insert(key.clone(), value).is_some() {
                return Err(Error::Damaged(format!("it has {key} twice")));
            }
        }
        let alignment = header.integer("general.alignment")?.unwrap_or(32);
        if !alignment.is_power_of_two() || alignment > 1 << 16 {
            return Err(Error::Damaged(format!("an alignment of {alignment} bytes")));
        }
        for _ in 0..tensors {
            let (name, tensor) = reader.tensor(alignment as u64).await?;
            if header.tensors.insert(name.clone(), tensor).is_some() {
                return Err(Error::Damaged(format!("it has the tensor {name} twice")));
            }
        }
        let start = reader.position.next_multiple_of(alignment as u64);
        header.place(start, source.length())?;
        Ok(header)
    }

    /// Makes offsets count from the file's start, and checks that tensors lie within the file and not over each other.
    fn place(&mut self, start: u64, length: u64) -> Result<(), Error> {
        let mut places = Vec::with_capacity(self.tensors.len());
        for (name, tensor) in &mut self.tensors {
            let first = tensor.offset.checked_add(start);
            let end = first.and_then(|first| first.checked_add(tensor.bytes));
            match (first, end) {
                (Some(first), Some(end)) if end <= length => {
                    tensor.offset = first;
                    places.push((first, end, name));
                }
                _ => return Err(Error::Truncated(format!("the tensor {name}"))),
            }
        }
        places.sort_unstable();
        for (before, after) in places.iter().zip(places.iter().skip(1)) {
            if before.1 > after.0 {
                let (one, two) = (before.2, after.2);
                return Err(Error::Damaged(format!("{one} and {two} overlap")));
            }
        }
        Ok(())
    }

    /// A whole number that is not negative, or `None` where there is none.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the entry is something else.
    pub fn integer(&self, key: &str) -> Result<Option<usize>, Error> {
        match self.metadata.get(key) {
            None => Ok(None),
            Some(Value::Integer(number)) => usize::try_from(*number)
                .map(Some)
                .map_err(|_| Error::Damaged(format!("{key} is {number}"))),
            Some(_) => Err(wrong_kind(key)),
        }
    }

    /// A finite number, or `None` where there is none.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the entry is something else.
    pub fn number(&self, key: &str) -> Result<Option<f64>, Error> {
        match self.metadata.get(key) {
            None => Ok(None),
            Some(Value::Number(number)) if number.is_finite() => Ok(Some(*number)),
            Some(Value::Integer(number)) => Ok(Some(*number as f64)),
            Some(_) => Err(wrong_kind(key)),
        }
    }

    /// True or false, or `None` where there is neither.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the entry is something else.
    pub fn truth(&self, key: &str) -> Result<Option<bool>, Error> {
        match self.metadata.get(key) {
            None => Ok(None),
            Some(Value::Truth(truth)) => Ok(Some(*truth)),
            Some(_) => Err(wrong_kind(key)),
        }
    }

    /// A text, or `None` where there is none.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the entry is something else.
    pub fn text(&self, key: &str) -> Result<Option<&str>, Error> {
        match self.metadata.get(key) {
            None => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            Some(_) => Err(wrong_kind(key)),
        }
    }

    /// Takes an array of texts out of the metadata: a vocabulary is large, and needed once.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, [`Error::Damaged`] if the entry is something else.
    pub fn take_texts(&mut self, key: &str) -> Result<Vec<String>, Error> {
        match self.metadata.remove(key) {
            None => Err(Error::Missing(key.to_owned())),
            Some(Value::Texts(texts)) => Ok(texts),
            Some(_) => Err(wrong_kind(key)),
        }
    }

    /// Takes an array of numbers out of the metadata.
    ///
    /// # Errors
    /// [`Error::Missing`] if there is none, [`Error::Damaged`] if the entry is something else.
    pub fn take_numbers(&mut self, key: &str) -> Result<Vec<f32>, Error> {
        match self.metadata.remove(key) {
            None => Err(Error::Missing(key.to_owned())),
            Some(Value::Numbers(numbers)) => Ok(numbers),
            Some(_) => Err(wrong_kind(key)),
        }
    }
}

fn wrong_kind(key: &str) -> Error {
    Error::Damaged(format!("{key} is not of the kind that it should be"))
}

/// Reads forward through a source, a piece at a time.
struct Reader<'a, S> {
    source: &'a mut S,
    /// Place of the next byte.
    position: u64,
    /// The smaller of the file's length and [`MAX_HEADER`].
    end: u64,
    /// Bytes of the file from `piece_start` on.
    piece: Vec<u8>,
    piece_start: u64,
}

impl<'a, S: Source> Reader<'a, S> {
    fn new(source: &'a mut S) -> Self {
        let end = source.length().min(MAX_HEADER);
        Self {
            source,
            position: 0,
            end,
            piece: Vec::new(),
            piece_start: 0,
        }
    }

    /// Goes on by `count` bytes. Returns the place before.
    fn advance(&mut self, count: u64) -> Result<u64, Error> {
        let start = self.position;
        match start.checked_add(count) {
            Some(position) if position <= self.end => {
                self.position = position;
                Ok(start)
            }
            _ if self.end == MAX_HEADER => Err(Error::Damaged(format!(
                "its header has more than {MAX_HEADER} bytes"
            ))),
            _ => Err(Error::Truncated("the header".to_owned())),
        }
    }

    async fn fill(&mut self, into: &mut [u8]) -> Result<(), Error> {
        let start = self.advance(into.len() as u64)?;
        let found = |piece: &[u8], piece_start: u64| {
            let at = usize::try_from(start.checked_sub(piece_start)?).ok()?;
            Some(at).filter(|at| at + into.len() <= piece.len())
        };
        let at = match found(&self.piece, self.piece_start) {
            Some(at) => at,
            None => {
                let length = PIECE.max(into.len() as u64).min(self.end - start);
                self.piece.resize(length as usize, 0);
                self.piece_start = start;
                self.source.read_at(start, &mut self.piece).await?;
                0
            }
        };
        if let Some(bytes) = self.piece.get(at..at + into.len()) {
            into.copy_from_slice(bytes);
        }
        Ok(())
    }

    async fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.fill(&mut bytes).await?;
        Ok(bytes)
    }

    async fn u32(&mut self) -> Result<u32, Error> {
        Ok(u32::from_le_bytes(self.array().await?))
    }

    async fn u64(&mut self) -> Result<u64, Error> {
        Ok(u64::from_le_bytes(self.array().await?))
    }

    /// A number of things that are listed next.
    async fn count(&mut self, what: &str) -> Result<u64, Error> {
        let count = self.u64().await?;
        if count > MAX_ENTRIES {
            return Err(Error::Damaged(format!("it claims to have {count} {what}")));
        }
        Ok(count)
    }

    async fn text(&mut self, length: u64) -> Result<String, Error> {
        if length > self.end - self.position {
            self.advance(length)?; // Says what is wrong.
        }
        let mut bytes = vec![0; length as usize];
        self.fill(&mut bytes).await?;
        String::from_utf8(bytes).map_err(|_| Error::Damaged("a text is not UTF-8".to_owned()))
    }

    async fn name(&mut self) -> Result<String, Error> {
        let length = self.u64().await?;
        if length > MAX_TEXT {
            return Err(Error::Damaged(format!("a name of {length} bytes")));
        }
        self.text(length).await
    }

    /// Reads a value, or only goes on behind it if it is one that nobody needs.
    async fn value(&mut self, kind: u32, keep_arrays: bool) -> Result<Option<Value>, Error> {
        Ok(Some(match kind {
            TEXT => {
                let length = self.u64().await?;
                if length > MAX_TEXT {
                    self.advance(length)?;
                    return Ok(None);
                }
                Value::Text(self.text(length).await?)
            }
            ARRAY => {
                let kind = self.u32().await?;
                let items = self.u64().await?;
                return self.items(kind, items, keep_arrays).await;
            }
            _ => self.scalar(kind).await?,
        }))
    }

    async fn scalar(&mut self, kind: u32) -> Result<Value, Error> {
        Ok(match kind {
            0 => Value::Integer(u8::from_le_bytes(self.array().await?).into()),
            1 => Value::Integer(i8::from_le_bytes(self.array().await?).into()),
            2 => Value::Integer(u16::from_le_bytes(self.array().await?).into()),
            3 => Value::Integer(i16::from_le_bytes(self.array().await?).into()),
            4 => Value::Integer(u32::from_le_bytes(self.array().await?).into()),
            5 => Value::Integer(i32::from_le_bytes(self.array().await?).into()),
            6 => Value::Number(f32::from_le_bytes(self.array().await?).into()),
            7 => Value::Truth(self.array::<1>().await? != [0]),
            10 => Value::Integer(u64::from_le_bytes(self.array().await?).into()),
            11 => Value::Integer(i64::from_le_bytes(self.array().await?).into()),
            12 => Value::Number(f64::from_le_bytes(self.array().await?)),
            _ => return Err(Error::Damaged(format!("a value of the kind {kind}"))),
        })
    }

    /// The items of an array. Arrays in arrays are in no model's file.
    async fn items(&mut self, kind: u32, items: u64, keep: bool) -> Result<Option<Value>, Error> {
        let least = match kind {
            0 | 1 | 7 => 1,
            2 | 3 => 2,
            4..=6 => 4,
            TEXT | 10..=12 => 8,
            _ => return Err(Error::Damaged(format!("an array of the kind {kind}"))),
        };
        let bytes = items.checked_mul(least);
        if items > MAX_ITEMS || bytes.is_none_or(|bytes| bytes > self.end - self.position) {
            return Err(Error::Damaged(format!("an array of {items} items")));
        }
        if kind == TEXT {
            let mut texts = Vec::with_capacity(if keep { items as usize } else { 0 });
            for _ in 0..items {
                if keep {
                    texts.push(self.name().await?);
                } else {
                    let length = self.u64().await?;
                    self.advance(length)?;
                }
            }
            return Ok(keep.then_some(Value::Texts(texts)));
        }
        if !keep {
            self.advance(items * least)?;
            return Ok(None);
        }
        let mut numbers = Vec::with_capacity(items as usize);
        for _ in 0..items {
            numbers.push(match self.scalar(kind).await? {
                Value::Integer(number) => number as f32,
                Value::Number(number) => number as f32,
                _ => return Err(Error::Damaged(format!("an array of the kind {kind}"))),
            });
        }
        Ok(Some(Value::Numbers(numbers)))
    }

    /// Reads name and description of a tensor; its offset still counts from the start of the weights.
    async fn tensor(&mut self, alignment: u64) -> Result<(String, Tensor), Error> {
        let name = self.name().await?;
        let damaged = |what: &str| Error::Damaged(format!("the tensor {name} has {what}"));
        let dimensions = self.u32().await?;
        if !(1..=4).contains(&dimensions) {
            return Err(damaged("an odd number of dimensions"));
        }
        let columns = self.u64().await?;
        let mut rows = 1_u64;
        for _ in 1..dimensions {
            let dimension = self.u64().await?;
            rows = rows
                .checked_mul(dimension)
                .ok_or_else(|| damaged("an absurd size"))?;
        }
        let code = self.u32().await?;
        let offset = self.u64().await?;
        let kind = TensorType::from_code(code).map_err(|type_name| Error::TensorType {
            tensor: name.clone(),
            name: type_name,
        })?;
        if columns % kind.block_length() != 0 {
            return Err(damaged("rows that are no whole blocks"));
        }
        if offset % alignment != 0 {
            return Err(damaged("a place between two steps of the alignment"));
        }
        let bytes = (columns / kind.block_length())
            .checked_mul(kind.block_bytes())
            .and_then(|row| row.checked_mul(rows))
            .filter(|bytes| *bytes > 0)
            .ok_or_else(|| damaged("an absurd size"))?;
        let size = |number: u64| usize::try_from(number).map_err(|_| damaged("an absurd size"));
        let tensor = Tensor {
            kind,
            columns: size(columns)?,
            rows: size(rows)?,
            offset,
            bytes,
        };
        Ok((name, tensor))
    }
}

const TEXT: u32 = 8;
const ARRAY: u32 = 9;
