//! Estimated text widths, line breaks and clean-up of names; independent of fonts, so that it works without a page.
//!
//! Estimates are on the wide side of common system fonts: some extra room is better than two texts that collide.

/// Estimated width of one line in the sans-serif face, in em.
///
/// ```
/// use calibration_explainer::chart::text::width;
///
/// assert!(width("ill") < width("Will"));
/// assert_eq!(width("正面"), 2.0);
/// assert_eq!(width("e\u{301}"), width("e")); // a combining accent takes no room
/// ```
pub fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

/// Estimated width of a number in the monospaced face, in em.
pub fn digits_width(text: &str) -> f64 {
    text.chars()
        .map(|c| {
            if c.is_ascii() {
                0.61
            } else {
                char_width(c).max(0.61)
            }
        })
        .sum()
}

fn char_width(c: char) -> f64 {
    match c {
        c if is_joined(c) || is_joiner(c) => 0.0,
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.31,
        ' ' | 'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' | '"' => 0.4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '…' => 0.97,
        'A'..='Z' => 0.72,
        '\u{0}'..='\u{7f}' => 0.62,
        c if is_wide(c) => 1.0,
        c if is_emoji(c) => 1.3,
        _ => 0.68,
    }
}

/// Returns whether a character is East Asian: one em wide, and a line may break on either side.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

fn is_emoji(c: char) -> bool {
    matches!(c, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}')
}

fn is_regional(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Returns whether a character belongs to the one before it: accents, variation selectors, skin tones.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{900}'..='\u{902}'
        | '\u{93c}' | '\u{941}'..='\u{948}' | '\u{94d}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// Returns whether a character has no width and joins the next one to the one before.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Returns whether a character would change the order or the layout of the text around it.
fn is_control(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{206f}' | '\u{61c}'
            | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
}

fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}' | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}')
}

/// Makes one line of printable text: control characters (line breaks, marks that reorder what follows) become spaces,
/// runs of white space one space.
pub fn clean(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if !(is_control(c) || c.is_whitespace()) {
            line.push(c);
        } else if !line.is_empty() && !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line.truncate(line.trim_end().len());
    line
}

/// Isolates the base direction of a line that has right-to-left characters, so that its punctuation stays on the
/// correct side.
pub(super) fn isolate(line: String) -> String {
    if line.chars().any(is_right_to_left) {
        format!("\u{2068}{line}\u{2069}")
    } else {
        line
    }
}

/// Splits a text into pieces that must not be cut: a character with its accents, an emoji sequence, a flag.
fn clusters(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut start, mut previous, mut flags) = (0, None, 0);
    for (at, c) in text.char_indices() {
        let flag_pair = is_regional(c) && flags % 2 == 1;
        let tied = is_joined(c) || is_joiner(c) || previous == Some('\u{200d}') || flag_pair;
        if !tied && at > start {
            pieces.push(text.get(start..at).unwrap_or_default());
            start = at;
        }
        flags = if is_regional(c) { flags + 1 } else { 0 };
        previous = Some(c);
    }
    pieces.push(text.get(start..).unwrap_or_default());
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// Cuts `text` to `room` em, with an ellipsis if something is missing.
pub fn fit(text: &str, room: f64) -> String {
    if width(text) <= room {
        return text.to_string();
    }
    let mut line = String::new();
    let mut used = char_width('…');
    for cluster in clusters(text) {
        used += width(cluster);
        if used > room {
            break;
        }
        line.push_str(cluster);
    }
    line.truncate(line.trim_end().len());
    line.push('…');
    line
}

/// Wraps `text` to at most `lines` lines of `room` em each; the last one may end in an ellipsis. Breaks at spaces, beside
/// East Asian characters and after hyphens and slashes; a word longer than a line is cut.
///
/// ```
/// use calibration_explainer::chart::text::wrap;
///
/// assert_eq!(wrap("very positive", 5.0, 2), ["very", "positive"]);
/// assert_eq!(wrap("非常正面的评价", 4.0, 2), ["非常正面", "的评价"]);
/// assert_eq!(wrap("description", 4.0, 1), ["descr…"]);
/// ```
pub fn wrap(text: &str, room: f64, lines: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && wrapped.len() < lines {
        let last = wrapped.len() + 1 == lines;
        if last || width(rest) <= room {
            wrapped.push(fit(rest, room));
            return wrapped;
        }
        let end = break_point(rest, room);
        wrapped.push(rest.get(..end).unwrap_or_default().trim_end().to_string());
        rest = rest.get(end..).unwrap_or_default().trim_start();
    }
    wrapped
}

/// Length of the first line in bytes.
fn break_point(text: &str, room: f64) -> usize {
    let (mut at, mut used, mut soft) = (0, 0.0, 0);
    for cluster in clusters(text) {
        let first = cluster.chars().next().unwrap_or(' ');
        let breakable = |c: char| is_wide(c) || matches!(c, ' ' | '-' | '/' | '_');
        let closing = matches!(
            first,
            '、' | '。' | '，' | '）' | '」' | '：' | '；' | '！' | '？'
        );
        if !closing
            && (is_wide(first) || text.get(..at).is_some_and(|head| head.ends_with(breakable)))
        {
            soft = at;
        }
        used += width(cluster);
        if used > room && first != ' ' {
            // At least one cluster per line, or the loop would never end.
            return if soft > 0 {
                soft
            } else if at > 0 {
                at
            } else {
                cluster.len()
            };
        }
        at += cluster.len();
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_keeps_one_line() {
        assert_eq!(clean(" a\n\tb\u{202e}c \u{0} "), "a b c");
        assert_eq!(clean("\u{200f}"), "");
    }

    #[test]
    fn sequences_are_never_cut() {
        assert_eq!(
            clusters("e\u{301}👩\u{200d}💻🇩🇪🇫🇷x"),
            ["e\u{301}", "👩\u{200d}💻", "🇩🇪", "🇫🇷", "x"]
        );
        assert_eq!(
            fit("👩\u{200d}💻👩\u{200d}💻👩\u{200d}💻", 4.0),
            "👩\u{200d}💻…"
        );
    }

    #[test]
    fn wrapped_lines_fit() {
        let long = "a very long label with someextremelylongwordinitthatdoesnotfit and an end";
        for room in [3.0, 5.0, 10.0, 20.0, 100.0] {
            for lines in 1..4 {
                let wrapped = wrap(long, room, lines);
                assert!(wrapped.len() <= lines);
                assert!(
                    wrapped.iter().all(|line| width(line) <= room),
                    "{wrapped:?} in {room}"
                );
            }
        }
        assert_eq!(wrap("", 5.0, 2), Vec::<String>::new());
        assert_eq!(wrap("ab", 0.1, 3), ["a", "b"]);
    }
}
