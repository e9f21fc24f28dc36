//! The mark-up inside lesson text: `**strong**`, `*emphasis*`, `` `code` `` and `[words](target)`.
//!
//! Nothing else is mark-up. Unclosed mark-up and links to unknown targets stay as they were written,
//! so that a mistake is visible on the page and no word is lost. Blanks (`%{name}`) are filled in
//! after parsing, span by span: text from a reader is never read as mark-up.

/// A piece of text in one style.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Span<'a> {
    /// The text, without mark-up.
    pub text: &'a str,
    /// True if it is between `**`.
    pub strong: bool,
    /// True if it is between `*`.
    pub emphasis: bool,
    /// True if it is between backquotes.
    pub code: bool,
    /// LinkTarget of the link, if it is one.
    pub link: Option<LinkTarget<'a>>,
}

/// The target of a link.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LinkTarget<'a> {
    /// `k:0`, `i:1` or `k:0,i:1`: a quantity of the figure. At least one of the two is given.
    Quantity {
        /// The label, counted from 0.
        label: Option<usize>,
        /// The context-free prompt, counted from 0.
        prompt: Option<usize>,
    },
    /// `figure:w`: a part of the figure.
    Figure(FigurePart),
    /// `chapter:4`: a chapter, counted from 1.
    Chapter(usize),
    /// `source:zhao2021`: a source, by its id in the list of the last chapter.
    Source(&'a str),
}

/// A part of the figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FigurePart {
    /// The matrix W.
    W,
    /// The bias b.
    B,
    /// The calibrated output q.
    Q,
    /// The equation.
    Equation,
}

/// Reads lesson text. The spans are pieces of `text`, in order; none is empty.
///
/// ```
/// use calibration_explainer::lesson::markup::{parse, LinkTarget};
/// let spans = parse("At *nothing* it says [Positive](k:0).");
/// let texts: Vec<&str> = spans.iter().map(|span| span.text).collect();
/// assert_eq!(texts, ["At ", "nothing", " it says ", "Positive", "."]);
/// assert!(spans[1].emphasis);
/// let positive = LinkTarget::Quantity { label: Some(0), prompt: None };
/// assert_eq!(spans[3].link, Some(positive));
/// ```
pub fn parse(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    read(text, &Span::default(), &mut spans);
    spans
}

/// Reads `text` in the style of `outer`. No style opens inside itself, so it is at most three levels deep.
fn read<'a>(text: &'a str, outer: &Span<'a>, spans: &mut Vec<Span<'a>>) {
    let mut plain = 0;
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(found) = rest.find(['*', '`', '[']) else {
            break;
        };
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        match marked(rest, outer) {
            Some((inner, look, length)) => {
                push(text.get(plain..at), outer, spans);
                if look.code {
                    push(Some(inner), &look, spans);
                } else {
                    read(inner, &look, spans);
                }
                at += length;
                plain = at;
            }
            // Not mark-up. Two stars that open nothing do not open as one star either.
            None => at += if rest.starts_with("**") { 2 } else { 1 },
        }
    }
    push(text.get(plain..), outer, spans);
}

fn push<'a>(text: Option<&'a str>, look: &Span<'a>, spans: &mut Vec<Span<'a>>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        spans.push(Span {
            text,
            ..look.clone()
        });
    }
}

/// Mark-up at the start of `text`: its content, its style, and its whole length.
fn marked<'a>(text: &'a str, outer: &Span<'a>) -> Option<(&'a str, Span<'a>, usize)> {
    let mut look = outer.clone();
    let (open, taken) = if text.starts_with("**") {
        look.strong = true;
        ("**", outer.strong)
    } else if text.starts_with('*') {
        look.emphasis = true;
        ("*", outer.emphasis)
    } else if text.starts_with('`') {
        look.code = true;
        ("`", false)
    } else {
        ("[", outer.link.is_some())
    };
    if taken {
        return None;
    }
    let body = text.get(open.len()..)?;
    let end = closing(body, open)?;
    let inner = body.get(..end)?;
    let mut length = open.len() + end + open.len();
    if open == "[" {
        let words = body.get(end..)?.strip_prefix("](")?;
        let words = words.get(..words.find(')')?)?;
        look.link = Some(target(words)?);
        length += words.len() + 2;
    }
    // A star next to a space is a literal star: 2 * 3 * 4.
    let tight = !inner.starts_with(char::is_whitespace) && !inner.ends_with(char::is_whitespace);
    (!inner.is_empty() && (tight || open == "`")).then_some((inner, look, length))
}

/// The position at which the mark-up that began with `open` ends. Stars and brackets inside code close nothing.
fn closing(body: &str, open: &str) -> Option<usize> {
    let mut at = 0;
    let mut depth = 0_usize;
    loop {
        let rest = body.get(at..)?;
        let first = rest.chars().next()?;
        let mut step = first.len_utf8();
        match first {
            '`' if open == "`" => return Some(at),
            _ if open == "`" => {}
            '`' => {
                let code = rest.get(1..)?.find('`').filter(|&length| length > 0);
                step = code.map_or(1, |length| length + 2);
            }
            // Brackets are matched in pairs: in "[1] and [words](k:0)" the first opens nothing.
            '[' if open == "[" => depth += 1,
            ']' if open == "[" => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return Some(at),
            },
            '*' if open != "[" => {
                step = rest.len() - rest.trim_start_matches('*').len();
                // Of three stars two end strong text and one emphasis: the inner one ends first.
                match (open, step) {
                    ("**", 2) | ("*", 1) => return Some(at),
                    ("**", 3) => return Some(at + 1),
                    ("*", 3) => return Some(at + 2),
                    _ => {}
                }
            }
            _ => {}
        }
        at += step;
    }
}

fn target(text: &str) -> Option<LinkTarget<'_>> {
    let (kind, value) = text.split_once(':')?;
    Some(match kind {
        "figure" => LinkTarget::Figure(match value {
            "w" => FigurePart::W,
            "b" => FigurePart::B,
            "q" => FigurePart::Q,
            "equation" => FigurePart::Equation,
            _ => return None,
        }),
        "chapter" => LinkTarget::Chapter(index(value).filter(|&chapter| chapter > 0)?),
        "source" => LinkTarget::Source(Some(value).filter(|id| {
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })?),
        _ => {
            let (mut label, mut prompt) = (None, None);
            for part in text.split(',') {
                let slot = match part.split_once(':')? {
                    ("k", value) => (&mut label, value),
                    ("i", value) => (&mut prompt, value),
                    _ => return None,
                };
                if slot.0.replace(index(slot.1)?).is_some() {
                    return None;
                }
            }
            LinkTarget::Quantity { label, prompt }
        }
    })
}

/// A small whole number. (At most two digits, so nothing can overflow.)
fn index(text: &str) -> Option<usize> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    (digits && (1..=2).contains(&text.len()))
        .then(|| text.bytes().fold(0, |n, b| 10 * n + usize::from(b - b'0')))
}

/// Puts no-break spaces where a line must not end in a text of the lesson: before a percent sign, within a product such as `W p` or `2 (1 − x)`,
/// on both sides of ×, ÷, + and −, between the numbers of a vector, within a pattern such as `P P N P`, and beside = and ≈ behind a single letter. A longer
/// formula can still be broken before its equals sign.
///
/// ```
/// use calibration_explainer::lesson::markup::keep_together;
/// assert_eq!(keep_together("p ÷ 0.9 = (1 − p), 87 %"), "p\u{a0}÷\u{a0}0.9 =\u{a0}(1\u{a0}−\u{a0}p), 87\u{a0}%");
/// assert_eq!(keep_together("one p = [0.8, 0.2], two"), "one p\u{a0}=\u{a0}[0.8,\u{a0}0.2], two");
/// assert_eq!(keep_together("behind P N N it"), "behind P\u{a0}N\u{a0}N it");
/// ```
pub fn keep_together(text: &str) -> String {
    const SIGNS: [&str; 4] = ["×", "÷", "+", "−"];
    let words: Vec<&str> = text.split(' ').collect();
    let mut kept = String::with_capacity(text.len());
    for (i, word) in words.iter().enumerate() {
        if i > 0 {
            let before = words.get(i - 1).copied().unwrap_or_default();
            // A percent sign, not the blank of a text, `%{value}`.
            let unit = word.starts_with('%') && !word.starts_with("%{");
            let sign = SIGNS.contains(word) || SIGNS.contains(&before);
            let equals = |word: &str| word == "=" || word == "≈";
            let equals = equals(before) || (equals(word) && is_letter(before));
            let together = unit
                || sign
                || equals
                || is_product(before, word)
                || in_vector(before, word)
                || is_place(before) && is_place(word);
            kept.push(if together { '\u{a0}' } else { ' ' });
        }
        kept.push_str(word);
    }
    kept
}

/// Returns whether two words are factors of a product, such as `(W p̂`, `1.59 x` or `4.83 (1 − x)`.
fn is_product(before: &str, word: &str) -> bool {
    let number = before.ends_with(|c: char| c.is_ascii_digit());
    before.ends_with('W') && is_letter(word) && word.starts_with('p')
        || number && (word == "x" || word == "(1")
}

/// Returns whether a word is an example in a pattern such as `P P N P`.
fn is_place(word: &str) -> bool {
    matches!(word.trim_matches(|c: char| !c.is_alphanumeric()), "P" | "N")
}

/// Returns whether a word is a single letter, with or without a hat; Chinese may stand before it.
fn is_letter(word: &str) -> bool {
    word.chars().filter(char::is_ascii_alphanumeric).count() == 1
}

/// Returns whether two words are neighbours within a vector, such as `[0.8,` and `0.2]`, where each may be a link to the figure.
fn in_vector(before: &str, word: &str) -> bool {
    let number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    before.starts_with('[')
        && before.ends_with(',')
        && number(before.trim_start_matches('['))
        && number(word.trim_start_matches('['))
        && word.contains(']')
}
