//! Guards text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@` or a tab): writing a table puts an
//! apostrophe before it, reading one removes it.

/// Puts an apostrophe before a text that a spreadsheet would compute.
pub fn guarded(text: &str) -> String {
    if is_formula(text.trim_start_matches('\'')) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

/// Undoes [`guarded`].
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_formula(rest.trim_start_matches('\'')) => rest,
        _ => text,
    }
}

fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}
