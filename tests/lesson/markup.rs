//! The mark-up inside lesson text.

use crate::config;
use calibration_explainer::lesson::markup::{FigurePart, LinkTarget, Span, parse};
use proptest::prelude::*;
use serde_json::Value;

fn plain(text: &str) -> Span<'_> {
    Span {
        text,
        ..Span::default()
    }
}

fn strong(text: &str) -> Span<'_> {
    Span {
        strong: true,
        ..plain(text)
    }
}

fn emphasis(text: &str) -> Span<'_> {
    Span {
        emphasis: true,
        ..plain(text)
    }
}

fn code(text: &str) -> Span<'_> {
    Span {
        code: true,
        ..plain(text)
    }
}

fn linked<'a>(text: &'a str, target: LinkTarget<'a>) -> Span<'a> {
    Span {
        link: Some(target),
        ..plain(text)
    }
}

fn quantity(label: Option<usize>, prompt: Option<usize>) -> LinkTarget<'static> {
    LinkTarget::Quantity { label, prompt }
}

#[test]
fn markup_that_is_read() {
    let both = Span {
        emphasis: true,
        ..strong("b")
    };
    let link = quantity(Some(0), None);
    for (text, expected) in [
        ("", vec![]),
        ("plain, %{name}", vec![plain("plain, %{name}")]),
        ("a **b** c", vec![plain("a "), strong("b"), plain(" c")]),
        ("*a*`b`", vec![emphasis("a"), code("b")]),
        ("**重点**。", vec![strong("重点"), plain("。")]),
        ("**a *b***", vec![strong("a "), both.clone()]),
        ("*a **b***", vec![emphasis("a "), both.clone()]),
        ("***b***", vec![both]),
        ("`**a** [b](k:0)`", vec![code("**a** [b](k:0)")]),
        (
            "*a `*` b*",
            vec![
                emphasis("a "),
                Span {
                    emphasis: true,
                    ..code("*")
                },
                emphasis(" b"),
            ],
        ),
        ("[a](k:0)", vec![linked("a", link)]),
        ("[a](i:1)", vec![linked("a", quantity(None, Some(1)))]),
        (
            "[a](k:2,i:10)",
            vec![linked("a", quantity(Some(2), Some(10)))],
        ),
        (
            "[a](figure:w)",
            vec![linked("a", LinkTarget::Figure(FigurePart::W))],
        ),
        (
            "[a](figure:b)",
            vec![linked("a", LinkTarget::Figure(FigurePart::B))],
        ),
        (
            "[a](figure:q)",
            vec![linked("a", LinkTarget::Figure(FigurePart::Q))],
        ),
        (
            "[a](figure:equation)",
            vec![linked("a", LinkTarget::Figure(FigurePart::Equation))],
        ),
        ("[a](chapter:4)", vec![linked("a", LinkTarget::Chapter(4))]),
        (
            "[a](source:zhao2021)",
            vec![linked("a", LinkTarget::Source("zhao2021"))],
        ),
        ("[1] [a](k:0)", vec![plain("[1] "), linked("a", link)]),
        ("[[MASK]](k:0)", vec![linked("[MASK]", link)]),
        (
            "[`[` a](k:0)",
            vec![
                Span {
                    code: true,
                    ..linked("[", link)
                },
                linked(" a", link),
            ],
        ),
        (
            "[*a* b](k:0)",
            vec![
                Span {
                    emphasis: true,
                    ..linked("a", link)
                },
                linked(" b", link),
            ],
        ),
        (
            "**[a](k:0)**",
            vec![Span {
                strong: true,
                ..linked("a", link)
            }],
        ),
        // A link holds no link.
        ("[a [b](k:1)](k:0)", vec![linked("a [b](k:1)", link)]),
    ] {
        assert_eq!(parse(text), expected, "{text}");
    }
}

#[test]
fn what_is_no_markup_stays_text() {
    for text in [
        "*",
        "**",
        "***",
        "****",
        "`",
        "``",
        "[",
        "[]",
        "[](k:0)",
        "[a]",
        "[a](",
        "[a](k:0",
        "[a](k:x)",
        "[a](k:0,k:1)",
        "[a](k:0,q:1)",
        "[a](k:-1)",
        "[a](k:100)",
        "[a](figure:z)",
        "[a](chapter:0)",
        "[a](chapter:)",
        "[a](source:)",
        "[a](source:a b)",
        "[a](https://a.b)",
        "[a] (k:0)",
        "2 * 3 * 4",
        "** a **",
        "a*",
        "*a",
        "**a",
        "**a*",
        "`a",
        "p(Positive) [a",
    ] {
        let together: String = parse(text).iter().map(|span| span.text).collect();
        assert_eq!(together, text);
        let looks = parse(text);
        assert!(
            looks.iter().all(|span| *span == plain(span.text)),
            "{text}: {looks:?}"
        );
    }
    // The rest of a text is still read around broken mark-up.
    assert_eq!(parse("[a](x:1) **b**"), [plain("[a](x:1) "), strong("b")]);
    assert_eq!(parse("** *b*"), [plain("** "), emphasis("b")]);
}

/// Every text of the lesson, in both languages, is read without leftover marks.
#[test]
fn the_words_of_the_lesson_leave_no_marks() {
    let mut linked = 0;
    for file in [
        include_str!("../../locales/en.json"),
        include_str!("../../locales/zh.json"),
    ] {
        let words: Value = serde_json::from_str(file).unwrap();
        let mut open = vec![&words["lesson"]];
        while let Some(value) = open.pop() {
            open.extend(value.as_object().into_iter().flat_map(|map| map.values()));
            for span in parse(value.as_str().unwrap_or_default()) {
                let marks = ["*", "`", "](", "<"];
                let left = marks.iter().any(|mark| span.text.contains(mark));
                assert!(span.code || !left, "{:?} in {value}", span.text);
                linked += usize::from(span.link.is_some());
            }
        }
    }
    assert!(linked > 100, "{linked}");
}

/// Pieces of text, each with the number of its mark-up.
fn marked_up() -> impl Strategy<Value = Vec<(String, usize)>> {
    prop::collection::vec(("[a-z好 ]{0,3}[a-z好][a-z好,.]{0,3}", 0..6usize), 1..6)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn markup_is_read_as_it_was_written(pieces in marked_up()) {
        let mut text = String::new();
        for (words, look) in &pieces {
            let words = words.trim();
            text.push_str(&match look {
                1 => format!("**{words}**"),
                2 => format!("*{words}*"),
                3 => format!("`{words}`"),
                4 => format!("[{words}](k:3,i:7)"),
                5 => format!("[**{words}**](chapter:9)"),
                _ => words.to_owned(),
            });
            text.push('|');
        }
        let mut spans = parse(&text).into_iter();
        let mut carried = "";
        for (words, look) in &pieces {
            let words = words.trim();
            let expected = match look {
                1 => strong(words),
                2 => emphasis(words),
                3 => code(words),
                4 => linked(words, quantity(Some(3), Some(7))),
                5 => Span { strong: true, ..linked(words, LinkTarget::Chapter(9)) },
                _ => plain(words),
            };
            // A plain piece and the bars around it are read as one span.
            if *look == 0 {
                if carried.is_empty() {
                    carried = spans.next().unwrap().text;
                }
                carried = carried.strip_prefix(words).unwrap();
            } else {
                prop_assert_eq!(carried, "");
                prop_assert_eq!(spans.next().unwrap(), expected);
                carried = spans.next().unwrap().text;
            }
            carried = carried.strip_prefix('|').unwrap();
        }
        prop_assert_eq!(carried, "");
        prop_assert_eq!(spans.next(), None);
    }

    /// Spans are parts of the text in order, with nothing but mark-up between them.
    #[test]
    fn markup_loses_no_text(pieces in prop::collection::vec("[ab好 ]|\\*{1,3}|`|\\[|\\]\\(k:0\\)|\\]\\(|\\]|\\)|%\\{n\\}", 0..24)) {
        let text = pieces.concat();
        let mut at = 0;
        let mut between = String::new();
        for span in parse(&text) {
            let start = span.text.as_ptr() as usize - text.as_ptr() as usize;
            prop_assert!(start >= at && !span.text.is_empty());
            between.push_str(&text[at..start]);
            between.push(' ');
            at = start + span.text.len();
        }
        between.push_str(&text[at..]);
        let rest = between.replace("](k:0)", "").replace(['*', '`', '[', ' '], "");
        prop_assert_eq!(rest, "", "{}", text);
    }
}
