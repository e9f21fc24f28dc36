//! Escapes text for the languages of the snippets. Every text becomes a single value and is read back unchanged.

/// Escapes text for an attribute in double quotes: of HTML, and of JSX, which reads character references as HTML does.
pub(super) fn attribute(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // A line break could end a block of HTML in Markdown, or the indentation of a directive.
            c if c.is_control() => reference(&mut out, c),
            c => out.push(c),
        }
    }
    out
}

/// Escapes text between tags. MDX also reads it as Markdown and JSX: characters with a meaning there become references.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "&<>{}`\\*_[]~|#!:".contains(c) || c.is_control() {
            reference(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

fn reference(out: &mut String, c: char) {
    out.push_str(&format!("&#{};", u32::from(c)));
}

/// Writes a string literal of Python, in double quotes, on one line.
pub(super) fn python(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || is_hidden(c) => {
                out.push_str(&format!("\\U{:08x}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Escapes JSON for a `<script>`, where nothing may look like a tag and no line may break.
pub(super) fn script(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '<' || c.is_control() || is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns whether a character separates lines or marks a direction, which makes a program read differently from how it looks.
fn is_hidden(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}
