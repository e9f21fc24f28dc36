//! A state as bytes, for the browser's storage: a link without its test inputs, and these as columns. A link of 100,000 inputs would
//! take seconds to write and to read.

use super::{View, format, parse};
use crate::calibration::Distribution;
use crate::state::{Input, Inputs, Measured, Row, State};
use std::collections::BTreeSet;
use std::rc::Rc;

/// Mark of an unknown right label.
const UNKNOWN: u8 = u8::MAX;

/// Writes a state as bytes: length of the link (4 bytes, low byte first), link, number of rows (4 bytes), and for each row K numbers
/// (8 bytes each), the right label (1 byte), the length of the text (4 bytes) and the text. Where a model gave answers, there follow
/// the length of its name (4 bytes) and the name, and the rows set by hand and those not asked about yet: their number (4 bytes), and
/// of each its kind (1 byte: 0 for a prompt, 1 for an input) and its index (4 bytes).
pub fn pack(state: &State) -> Vec<u8> {
    let bare = State {
        inputs: Inputs::default(),
        measured: None,
        ..state.clone()
    };
    let link = format(&bare, &View::default());
    let mut bytes = Vec::with_capacity(link.len() + 8 + state.inputs.bytes());
    let length = |length: usize| u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes();
    bytes.extend(length(link.len()));
    bytes.extend(link.as_bytes());
    bytes.extend(length(state.inputs.len()));
    for Input { text, p, label } in state.inputs.iter() {
        bytes.extend(p.as_slice().iter().flat_map(|p| p.to_le_bytes()));
        bytes.push(label.map_or(UNKNOWN, |label| u8::try_from(label).unwrap_or(UNKNOWN)));
        bytes.extend(length(text.len()));
        bytes.extend(text.as_bytes());
    }
    if let Some(measured) = &state.measured {
        bytes.extend(length(measured.source.len()));
        bytes.extend(measured.source.as_bytes());
        for rows in [&measured.by_hand, &measured.unasked] {
            bytes.extend(length(rows.len()));
            for row in rows.iter() {
                let (kind, i) = match row {
                    Row::Prompt(i) => (0, *i),
                    Row::Input(i) => (1, *i),
                };
                bytes.push(kind);
                bytes.extend(length(i));
            }
        }
    }
    bytes
}

/// Reads what [`pack`] wrote; `None` if it is something else.
pub fn unpack(bytes: &[u8]) -> Option<State> {
    let mut rest = bytes;
    let link = length(&mut rest)?;
    let mut state = parse(text(&mut rest, link)?, &[]).state;
    let count = length(&mut rest)?;
    let mut inputs = Inputs::default();
    for _ in 0..count {
        let values = (0..state.k()).map(|_| Some(f64::from_le_bytes(*take(&mut rest)?)));
        let values = values.collect::<Option<Vec<f64>>>()?;
        let p = Distribution::normalized(values).ok()?.distribution;
        let [label] = *take(&mut rest)?;
        let length = length(&mut rest)?;
        inputs.push(Input {
            text: text(&mut rest, length)?,
            p: (&p).into(),
            label: (label != UNKNOWN).then_some(label.into()),
        })?;
    }
    state.inputs = inputs;
    if !rest.is_empty() {
        state.measured = Some(measured(&mut rest, &state)?);
    }
    (rest.is_empty() && count > 0).then_some(state)
}

fn measured(rest: &mut &[u8], state: &State) -> Option<Measured> {
    let name = length(rest)?;
    let source = text(rest, name)?;
    let by_hand = Rc::new(rows(rest, state)?);
    let unasked = Rc::new(rows(rest, state)?);
    Some(Measured {
        by_hand,
        unasked,
        ..Measured::by(source)
    })
}

fn rows(rest: &mut &[u8], state: &State) -> Option<BTreeSet<Row>> {
    let count = length(rest)?;
    let rows = (0..count).map(|_| {
        let [kind] = *take(rest)?;
        let i = length(rest)?;
        let row = match kind {
            0 => Row::Prompt(i),
            1 => Row::Input(i),
            _ => return None,
        };
        row.is_in(state).then_some(row)
    });
    rows.collect()
}

fn take<'a, const N: usize>(rest: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(taken)
}

fn length(rest: &mut &[u8]) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(*take(rest)?)).ok()
}

fn text<'a>(rest: &mut &'a [u8], length: usize) -> Option<&'a str> {
    let (taken, after) = rest.split_at_checked(length)?;
    *rest = after;
    std::str::from_utf8(taken).ok()
}
