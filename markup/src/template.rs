//! Templates: texts whose control characters say what the words between them are. The crate `markup-macro` writes them.

use std::cell::RefCell;
use yew::virtual_dom::AttributeOrProperty;

const OPEN: u8 = 1;
const OPEN_AROUND_ONE: u8 = 2;
const KEY: u8 = 3;
const VALUE: u8 = 4;
const HOLE: u8 = 5;
const TEXT: u8 = 6;
const CLOSE: u8 = 7;
const LIST: u8 = 8;

/// A step of a template.
pub(crate) enum Step {
    Open {
        name: &'static str,
        /// Whether its only child is not wrapped in a list.
        around_one: bool,
        keys: &'static [&'static str],
        /// The attributes, where the template has them all.
        fixed: Option<&'static [(&'static str, AttributeOrProperty)]>,
    },
    /// The value of the next key.
    Value(&'static str),
    Hole,
    /// Holes without end.
    Hold,
    Text(&'static str),
    Close,
    List,
}

pub(crate) const HOLD: &[Step] = &[Step::Hold];

thread_local! {
    /// The templates that have been read, by address.
    static READ: RefCell<Vec<(usize, &'static [Step])>> = const { RefCell::new(Vec::new()) };
}

/// The steps of a template, which are kept for as long as the page lives.
pub(crate) fn steps(template: &'static str) -> &'static [Step] {
    let address = template.as_ptr() as usize;
    READ.with_borrow_mut(|read| {
        // The empty template shares its address with others; it has no steps.
        if template.is_empty() {
            return &[][..];
        }
        match read.binary_search_by_key(&address, |(address, _)| *address) {
            Ok(place) => read.get(place).map_or(&[], |(_, steps)| steps),
            Err(place) => {
                let steps: &'static [Step] = Box::leak(self::read(template).into_boxed_slice());
                read.insert(place, (address, steps));
                steps
            }
        }
    })
}

/// Marks with the words that follow them.
fn marks(template: &'static str) -> Vec<(u8, &'static str)> {
    let mut marks = Vec::new();
    let mut rest = template;
    while let Some(mark) = rest.bytes().next() {
        let after = rest.get(1..).unwrap_or_default();
        let end = after.bytes().position(|b| b < 9).unwrap_or(after.len());
        let (words, after) = after.split_at(end);
        marks.push((mark, words));
        rest = after;
    }
    marks
}

fn read(template: &'static str) -> Vec<Step> {
    let marks = marks(template);
    let mut steps = Vec::with_capacity(marks.len());
    // Whether the values of the element at hand are in its step.
    let mut done = false;
    for (i, &(mark, words)) in marks.iter().enumerate() {
        steps.push(match mark {
            OPEN | OPEN_AROUND_ONE => {
                let after = marks.get(i + 1..).unwrap_or_default();
                let (keys, fixed) = attributes(after);
                done = fixed.is_some();
                Step::Open {
                    name: words,
                    around_one: mark == OPEN_AROUND_ONE,
                    keys,
                    fixed,
                }
            }
            VALUE if !done => Step::Value(words),
            HOLE => Step::Hole,
            TEXT => Step::Text(words),
            CLOSE => Step::Close,
            LIST => Step::List,
            _ => continue,
        });
    }
    steps
}

type Attributes = (
    &'static [&'static str],
    Option<&'static [(&'static str, AttributeOrProperty)]>,
);

/// The attributes of the element that `marks` follow.
fn attributes(marks: &[(u8, &'static str)]) -> Attributes {
    let mut keys = Vec::new();
    let mut values = Vec::new();
    for &(mark, words) in marks {
        match mark {
            KEY => keys.push(words),
            VALUE => values.push(words),
            HOLE => {}
            _ => break,
        }
    }
    if keys.len() == values.len() {
        let fixed = (keys.iter().zip(values))
            .map(|(key, value)| (*key, AttributeOrProperty::Static(value)))
            .collect::<Vec<_>>();
        return (&[], Some(Box::leak(fixed.into_boxed_slice())));
    }
    (Box::leak(keys.into_boxed_slice()), None)
}
