use crate::calibration::{Argmax, Distribution, DistributionRef, Distributions, Evaluation};
use crate::state::TestInput;
use std::fmt;
use std::rc::Rc;

/// Most rows of a chunk. A step of undo keeps one column of one chunk for each row that was edited, and a drag copies one in
/// each frame; more chunks make a state slower to clone.
const CHUNK: usize = 256;

/// Mark of an unknown right label.
const UNKNOWN: u8 = u8::MAX;

/// One test input.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input<'a> {
    /// The input's text; may be empty.
    pub text: &'a str,
    /// The model's label probabilities, length K.
    pub p: DistributionRef<'a>,
    /// The right label, below K, where it is known.
    pub label: Option<usize>,
}

impl Input<'_> {
    /// A copy that stands alone.
    pub fn to_test_input(&self) -> TestInput {
        TestInput {
            text: self.text.to_owned(),
            p: self.p.to_distribution(),
            label: self.label,
        }
    }
}

impl<'a> From<&'a TestInput> for Input<'a> {
    fn from(input: &'a TestInput) -> Self {
        Self {
            text: &input.text,
            p: (&input.p).into(),
            label: input.label,
        }
    }
}

/// The test inputs as columns: probabilities, right labels, texts.
///
/// The rows lie in chunks whose columns are shared: a clone copies pointers, and a change of one row copies one column of one
/// chunk. All rows have the same K, and all right labels are below it.
///
/// ```
/// use calibration_explainer::calibration::Distribution;
/// use calibration_explainer::state::{Inputs, TestInput};
/// let row = TestInput { text: "Great film".to_owned(), p: Distribution::even(2), label: None };
/// let inputs = Inputs::from(vec![row; 1000]);
/// let mut edited = inputs.clone();
/// edited.set_label(7, Some(1));
/// assert_eq!(edited.get(7).and_then(|input| input.label), Some(1));
/// assert!(edited.bytes_beside(&inputs) < 1000);
/// ```
#[derive(Clone, Default)]
pub struct Inputs {
    /// None of them is empty.
    chunks: Vec<Chunk>,
}

/// Up to [`CHUNK`] rows that follow each other.
#[derive(Clone)]
struct Chunk {
    /// Index of the row after the last one.
    end: usize,
    p: Rc<Distributions>,
    /// Right labels, or [`UNKNOWN`].
    labels: Rc<Vec<u8>>,
    texts: Rc<Texts>,
}

/// Texts one after the other.
#[derive(Clone, Default, PartialEq)]
struct Texts {
    all: String,
    /// The place in `all` where each text ends, in bytes.
    ends: Vec<u32>,
}

impl Texts {
    fn start(&self, i: usize) -> usize {
        let before = i.checked_sub(1).and_then(|i| self.ends.get(i));
        before.map_or(0, |end| *end as usize)
    }

    fn get(&self, i: usize) -> Option<&str> {
        self.all.get(self.start(i)..*self.ends.get(i)? as usize)
    }

    fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(self.all.len() as u32);
    }

    /// Puts `text` in the place of a text.
    fn set(&mut self, i: usize, text: &str) {
        let (start, end) = (self.start(i), self.start(i + 1));
        self.all.replace_range(start..end, text);
        for later in self.ends.iter_mut().skip(i) {
            *later = (*later as usize + start + text.len() - end) as u32;
        }
    }

    fn remove(&mut self, i: usize) {
        self.set(i, "");
        self.ends.remove(i);
    }
}

/// Writes a right label as a byte.
fn byte(label: Option<usize>) -> u8 {
    label.map_or(UNKNOWN, |label| u8::try_from(label).unwrap_or(UNKNOWN))
}

/// Reads a right label from a byte.
fn label(byte: u8) -> Option<usize> {
    (byte != UNKNOWN).then(|| byte.into())
}

impl Chunk {
    fn new(end: usize, k: usize) -> Self {
        Self {
            end,
            p: Rc::new(Distributions::new(k)),
            labels: Rc::default(),
            texts: Rc::default(),
        }
    }

    fn len(&self) -> usize {
        self.labels.len()
    }

    fn get(&self, i: usize) -> Option<Input<'_>> {
        Some(Input {
            text: self.texts.get(i)?,
            p: self.p.get(i)?,
            label: label(*self.labels.get(i)?),
        })
    }

    fn iter(&self) -> impl Iterator<Item = Input<'_>> + Clone {
        (self.p.iter().zip(&*self.labels).enumerate()).map(|(i, (p, byte))| Input {
            text: self.texts.get(i).unwrap_or_default(),
            p,
            label: label(*byte),
        })
    }

    /// Gives back the memory that is reserved for more rows.
    fn shrink(&mut self) {
        if let Some(p) = Rc::get_mut(&mut self.p) {
            p.shrink();
        }
        if let Some(labels) = Rc::get_mut(&mut self.labels) {
            labels.shrink_to_fit();
        }
        if let Some(texts) = Rc::get_mut(&mut self.texts) {
            texts.all.shrink_to_fit();
            texts.ends.shrink_to_fit();
        }
    }

    /// The columns, each with its place in memory and its size in bytes.
    fn columns(&self) -> [(*const (), usize); 3] {
        let texts = self.texts.all.capacity() + self.texts.ends.capacity() * size_of::<u32>();
        [
            (Rc::as_ptr(&self.p).cast(), self.p.bytes()),
            (Rc::as_ptr(&self.labels).cast(), self.labels.capacity()),
            (Rc::as_ptr(&self.texts).cast(), texts),
        ]
    }
}

/// Returns whether two columns are the same; they mostly are the same memory.
fn same<T: PartialEq>(a: &Rc<T>, b: &Rc<T>) -> bool {
    Rc::ptr_eq(a, b) || a == b
}

impl PartialEq for Chunk {
    fn eq(&self, other: &Self) -> bool {
        same(&self.p, &other.p)
            && same(&self.labels, &other.labels)
            && same(&self.texts, &other.texts)
    }
}

impl PartialEq for Inputs {
    fn eq(&self, other: &Self) -> bool {
        // The same rows can lie in other chunks, where some were removed.
        let ends = (self.chunks.iter()).map(|chunk| chunk.end);
        if ends.eq(other.chunks.iter().map(|chunk| chunk.end)) {
            self.chunks == other.chunks
        } else {
            self.len() == other.len() && self.iter().eq(other.iter())
        }
    }
}

impl Inputs {
    /// Number of test inputs.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |chunk| chunk.end)
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Number of labels K; zero if there are no rows.
    pub fn k(&self) -> usize {
        self.chunks.first().map_or(0, |chunk| chunk.p.k())
    }

    /// The chunk of a row, and the row's index in it.
    fn place(&self, i: usize) -> Option<(usize, usize)> {
        let at = self.chunks.partition_point(|chunk| chunk.end <= i);
        let chunk = self.chunks.get(at)?;
        Some((at, i + chunk.len() - chunk.end))
    }

    fn chunk_mut(&mut self, i: usize) -> Option<(&mut Chunk, usize)> {
        let (at, row) = self.place(i)?;
        Some((self.chunks.get_mut(at)?, row))
    }

    /// The test input with this index.
    pub fn get(&self, i: usize) -> Option<Input<'_>> {
        let (at, row) = self.place(i)?;
        self.chunks.get(at)?.get(row)
    }

    /// The test inputs in their order.
    pub fn iter(&self) -> impl Iterator<Item = Input<'_>> + Clone {
        self.chunks.iter().flat_map(Chunk::iter)
    }

    /// Probabilities (length K) and right label of each row, without the texts.
    pub fn rows(&self) -> impl Iterator<Item = (&[f64], Option<usize>)> + Clone {
        (self.chunks.iter())
            .flat_map(|chunk| chunk.p.iter().zip(&*chunk.labels))
            .map(|(p, byte)| (p.as_slice(), label(*byte)))
    }

    /// The right label of each row, where it is known.
    pub fn labels(&self) -> impl Iterator<Item = Option<usize>> + Clone {
        (self.chunks.iter())
            .flat_map(|chunk| &*chunk.labels)
            .map(|byte| label(*byte))
    }

    /// The column of probabilities, chunk by chunk.
    pub fn distributions(&self) -> impl Iterator<Item = &Distributions> + Clone {
        self.chunks.iter().map(|chunk| &*chunk.p)
    }

    /// Compares the labels that the model favours with those after calibration (`after`, one for each row) and the right ones.
    pub(super) fn evaluated(&self, mut after: &[Argmax]) -> Evaluation {
        let mut evaluation = Evaluation::default();
        // By chunks: one iterator over the rows of all is several times slower, and this is done in every frame of a drag.
        for chunk in &self.chunks {
            let Some((here, rest)) = after.split_at_checked(chunk.len()) else {
                break;
            };
            let rows = chunk.p.favoured().iter().zip(here).zip(&*chunk.labels);
            evaluation.add(rows.map(|((before, after), byte)| (*before, *after, label(*byte))));
            after = rest;
        }
        evaluation
    }

    /// The labels that the model favours in each row.
    pub fn favoured(&self) -> impl Iterator<Item = Argmax> + Clone {
        self.distributions()
            .flat_map(Distributions::favoured)
            .copied()
    }

    /// Replaces a row's probabilities; `None` where there is no such row, or `p` is not over K labels.
    pub fn set_p(&mut self, i: usize, p: &Distribution) -> Option<()> {
        let k = self.k();
        let (chunk, row) = self.chunk_mut(i).filter(|_| p.len() == k)?;
        Rc::make_mut(&mut chunk.p).set(row, p.into())
    }

    /// Replaces a row's text; `None` where there is no such row.
    pub fn set_text(&mut self, i: usize, text: &str) -> Option<()> {
        let (chunk, row) = self.chunk_mut(i)?;
        Rc::make_mut(&mut chunk.texts).set(row, text);
        Some(())
    }

    /// Replaces a row's right label; `None` where there is no such row or no such label.
    pub fn set_label(&mut self, i: usize, label: Option<usize>) -> Option<()> {
        let k = self.k();
        let (chunk, row) = (self.chunk_mut(i)).filter(|_| label.is_none_or(|label| label < k))?;
        *Rc::make_mut(&mut chunk.labels).get_mut(row)? = byte(label);
        Some(())
    }

    /// Adds a row at the end; `None` if it has another K than the rows before, or its right label is not below K.
    pub fn push(&mut self, input: Input<'_>) -> Option<()> {
        let (k, len) = (input.p.len(), self.len());
        if !(self.is_empty() || self.k() == k) || input.label.is_some_and(|label| label >= k) {
            return None;
        }
        if self.chunks.last().is_none_or(|last| last.len() >= CHUNK) {
            if let Some(full) = self.chunks.last_mut() {
                full.shrink();
            }
            self.chunks.push(Chunk::new(len, k));
        }
        let chunk = self.chunks.last_mut()?;
        Rc::make_mut(&mut chunk.p).push(input.p)?;
        Rc::make_mut(&mut chunk.labels).push(byte(input.label));
        Rc::make_mut(&mut chunk.texts).push(input.text);
        chunk.end += 1;
        Some(())
    }

    /// Removes a row; `None` where there is no such row.
    pub fn remove(&mut self, i: usize) -> Option<()> {
        let (at, row) = self.place(i)?;
        let chunk = self.chunks.get_mut(at)?;
        Rc::make_mut(&mut chunk.p).remove(row)?;
        Rc::make_mut(&mut chunk.labels).remove(row);
        Rc::make_mut(&mut chunk.texts).remove(row);
        for later in self.chunks.iter_mut().skip(at) {
            later.end -= 1;
        }
        self.chunks.retain(|chunk| chunk.len() > 0);
        Some(())
    }

    /// The rows after a change of their labels: `change` makes the new probabilities of a row, all of the same length, and `to`
    /// gives a label's new index, or `None` where it is gone. `None` if `change` gives none. The texts are shared.
    pub fn with_labels(
        &self,
        change: impl Fn(&Distribution) -> Option<Distribution>,
        to: impl Fn(usize) -> Option<usize>,
    ) -> Option<Self> {
        let chunk = |chunk: &Chunk| {
            let mut changed: Option<Distributions> = None;
            for p in chunk.p.iter() {
                let p = change(&p.to_distribution())?;
                let room = || Distributions::with_room(p.len(), chunk.len());
                let changed = changed.get_or_insert_with(room);
                changed.push((&p).into())?;
            }
            let labels = chunk.labels.iter();
            let labels = labels.map(|old| byte(label(*old).and_then(&to)));
            Some(Chunk {
                p: Rc::new(changed?),
                labels: Rc::new(labels.collect()),
                ..chunk.clone()
            })
        };
        let chunks = self.chunks.iter().map(chunk).collect::<Option<_>>()?;
        Some(Self { chunks })
    }

    /// Memory of the rows in bytes: 8 K + 9 for each row, its text, and a little for each chunk.
    pub fn bytes(&self) -> usize {
        self.bytes_beside(&Self::default())
    }

    /// Memory of the rows in bytes, without what `other` has as well, such as the state before a change.
    pub fn bytes_beside(&self, other: &Self) -> usize {
        let columns = |inputs: &Self| -> Vec<(*const (), usize)> {
            inputs.chunks.iter().flat_map(Chunk::columns).collect()
        };
        let shared = columns(other);
        let own = columns(self).into_iter();
        let own = own.filter(|(place, _)| !shared.iter().any(|(other, _)| other == place));
        own.map(|(_, bytes)| bytes).sum::<usize>() + self.chunks.capacity() * size_of::<Chunk>()
    }
}

impl fmt::Debug for Inputs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<'a> Extend<Input<'a>> for Inputs {
    /// Adds rows at the end, without those that [`Inputs::push`] refuses.
    fn extend<I: IntoIterator<Item = Input<'a>>>(&mut self, rows: I) {
        for row in rows {
            let _ = self.push(row);
        }
    }
}

impl<'a> FromIterator<Input<'a>> for Inputs {
    fn from_iter<I: IntoIterator<Item = Input<'a>>>(rows: I) -> Self {
        let mut inputs = Self::default();
        inputs.extend(rows);
        inputs
    }
}

impl FromIterator<TestInput> for Inputs {
    fn from_iter<I: IntoIterator<Item = TestInput>>(rows: I) -> Self {
        let mut inputs = Self::default();
        for row in rows {
            let _ = inputs.push((&row).into());
        }
        inputs
    }
}

impl From<Vec<TestInput>> for Inputs {
    fn from(rows: Vec<TestInput>) -> Self {
        rows.into_iter().collect()
    }
}
