//! Names as they are compared: people, models and tools vary their case, their Unicode form and the blanks around them.

/// Marks that tokenisers put before a word in place of a blank.
const WORD_MARKS: [char; 2] = ['▁', 'Ġ'];

/// The form in which two names of one thing are equal: compatibility form (NFKC) in lower case, without outer blanks and marks of
/// tokenisers, inner blanks single.
///
/// ```
/// use calibration_explainer::import::name_key::name_key;
/// assert_eq!(name_key(" ▁Positive"), name_key("ＰＯＳＩＴＩＶＥ"));
/// ```
pub fn name_key(name: &str) -> String {
    let name = name.trim_matches(|c: char| c.is_whitespace() || WORD_MARKS.contains(&c));
    let normalized = if name.is_ascii() {
        name.to_owned()
    } else {
        compatibility_form(name)
    };
    let lower = normalized.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(target_arch = "wasm32")]
fn compatibility_form(text: &str) -> String {
    // The browser has the tables of Unicode.
    js_sys::JsString::from(text).normalize("NFKC").into()
}

#[cfg(not(target_arch = "wasm32"))]
fn compatibility_form(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::name_key;

    #[test]
    fn names_that_are_one() {
        for (a, b) in [
            ("Positive", " positive "),
            ("Ġyes", "Yes"),
            ("café", "cafe\u{301}"),
            ("very  good", "Very good"),
            ("１", "1"),
            ("ÄRGER", "ärger"),
        ] {
            assert_eq!(name_key(a), name_key(b), "{a}");
        }
        assert_ne!(name_key("not good"), name_key("good"));
    }
}
