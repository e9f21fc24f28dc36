//! From the bytes of a file to its text.

/// How the bytes of a file are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Today's encoding of nearly everything.
    Utf8,
    /// "Unicode text" of some spreadsheets; low byte first.
    Utf16Le,
    /// The same with the high byte first.
    Utf16Be,
    /// Of Chinese files; GBK and GB2312 are parts of it.
    Gb18030,
    /// Of files in Western languages from older spreadsheets.
    Windows1252,
}

impl Encoding {
    /// Every encoding with its name in JavaScript and in files.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Utf8, "utf-8"),
        (Self::Utf16Le, "utf-16le"),
        (Self::Utf16Be, "utf-16be"),
        (Self::Gb18030, "gb18030"),
        (Self::Windows1252, "windows-1252"),
    ];

    /// The encoding's name.
    pub fn name(self) -> &'static str {
        (Self::ALL.iter())
            .find(|(encoding, _)| *encoding == self)
            .map_or("", |(_, name)| name)
    }
}

/// Number of bytes by which the encoding is guessed where nothing says it.
const LOOKED_AT: usize = 1 << 16;

/// Finds the encoding: a byte order mark, else UTF-8 if the bytes are that, else UTF-16 if every other byte is zero, else GB18030
/// or Windows-1252. Where the bytes allow both of these, it is GB18030 only if a label of the page is in the text, or most of its
/// letters are common Chinese ones.
pub fn detect(bytes: &[u8], labels: &[String]) -> Encoding {
    match bytes {
        [0xEF, 0xBB, 0xBF, ..] => return Encoding::Utf8,
        [0xFF, 0xFE, ..] => return Encoding::Utf16Le,
        [0xFE, 0xFF, ..] => return Encoding::Utf16Be,
        _ => {}
    }
    let head = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    let zeros = |odd: usize| {
        let half = head.len() / 2;
        let found = head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0);
        // Digits, commas and line ends have a zero byte in any language.
        half > 1 && found.count() * 4 > half
    };
    match (zeros(0), zeros(1)) {
        (false, true) => return Encoding::Utf16Le,
        (true, false) => return Encoding::Utf16Be,
        _ => {}
    }
    if std::str::from_utf8(bytes).is_ok() {
        return Encoding::Utf8;
    }
    match decode_strictly(bytes, Encoding::Gb18030) {
        Some(text) if is_chinese(bytes, &text, labels) => Encoding::Gb18030,
        _ => Encoding::Windows1252,
    }
}

/// Decodes bytes; what is not in the encoding becomes U+FFFD. A byte order mark is left out.
pub fn decode(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Utf8 => {
            let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
            String::from_utf8_lossy(bytes).into_owned()
        }
        Encoding::Utf16Le => utf16(bytes, u16::from_le_bytes),
        Encoding::Utf16Be => utf16(bytes, u16::from_be_bytes),
        Encoding::Gb18030 | Encoding::Windows1252 => {
            platform(bytes, encoding, false).unwrap_or_default()
        }
    }
}

fn decode_strictly(bytes: &[u8], encoding: Encoding) -> Option<String> {
    platform(bytes, encoding, true)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units: Vec<u16> = (bytes.chunks_exact(2))
        .filter_map(|pair| Some(unit(pair.try_into().ok()?)))
        .collect();
    let text = String::from_utf16_lossy(&units);
    text.strip_prefix('\u{feff}')
        .map_or_else(|| text.clone(), str::to_owned)
}

/// Returns whether a label of the page is in the text, or most pairs of bytes are common characters: those of GB2312's first level,
/// the 3,755 most used ones. A text in a Western language that happens to be valid GB18030 decodes to rare ones.
fn is_chinese(bytes: &[u8], text: &str, labels: &[String]) -> bool {
    let has_label = |label: &String| !label.is_ascii() && text.contains(label.as_str());
    if labels.iter().any(has_label) {
        return true;
    }
    let (mut all, mut common) = (0_usize, 0_usize);
    let mut rest = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    while let [first, after @ ..] = rest {
        rest = after;
        if first.is_ascii() {
            continue;
        }
        let [second, after @ ..] = rest else { break };
        rest = after;
        // Punctuation and full-width forms, which stand in the rows before, tell nothing.
        if !(0xA1..=0xA9).contains(first) {
            all += 1;
            common += usize::from((0xB0..=0xD7).contains(first) && *second >= 0xA1);
        }
    }
    common * 2 > all
}

/// Decodes by the tables of the browser. `None` if `strict` and a byte is not in the encoding.
#[cfg(target_arch = "wasm32")]
fn platform(bytes: &[u8], encoding: Encoding, strict: bool) -> Option<String> {
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(strict);
    let decoder =
        web_sys::TextDecoder::new_with_label_and_options(encoding.name(), &options).ok()?;
    decoder
        .decode_with_js_u8_array(&js_sys::Uint8Array::from(bytes))
        .ok()
}

/// Decodes by a library. `None` if `strict` and a byte is not in the encoding.
#[cfg(not(target_arch = "wasm32"))]
fn platform(bytes: &[u8], encoding: Encoding, strict: bool) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(encoding.name().as_bytes())?;
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    (!strict || !had_errors).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_found_and_decoded() {
        let text = "文本,正面\n值得再看一遍,0.8\n";
        let utf16 =
            |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let (gb18030, ..) = encoding_rs::GB18030.encode(text);
        let (western, ..) =
            encoding_rs::WINDOWS_1252.encode("text,gut,böse\nEin großer Spaß für Žižka,0.8,0.2\n");
        for (bytes, expected) in [
            (text.as_bytes().to_vec(), Encoding::Utf8),
            (utf16(u16::to_le_bytes), Encoding::Utf16Le),
            (utf16(u16::to_be_bytes), Encoding::Utf16Be),
            (gb18030.into_owned(), Encoding::Gb18030),
        ] {
            assert_eq!(detect(&bytes, &[]), expected);
            assert_eq!(decode(&bytes, expected), text);
        }
        assert_eq!(detect(&western, &[]), Encoding::Windows1252);
        assert!(decode(&western, Encoding::Windows1252).contains("großer Spaß für Žižka"));
        assert_eq!(decode(&[0xEF, 0xBB, 0xBF, b'a'], Encoding::Utf8), "a");
    }
}
