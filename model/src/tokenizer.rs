//! Texts into tokens, by the vocabulary in a model's file and the crate `tokenizers`.

use crate::error::Error;
use crate::gguf::Header;
use ahash::AHashMap;
use std::collections::BTreeMap;
use tokenizers::models::bpe::BPE;
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::digits::Digits;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::{
    Decoder, Model, OffsetType, PreTokenizedString, PreTokenizer, SplitDelimiterBehavior,
};

/// How a text becomes the words within which tokens are merged.
enum Words {
    /// GPT-2's expression, over bytes as letters.
    ByteLevel {
        each_digit_apart: bool,
        bytes: ByteLevel,
    },
    /// Llama 3's expression, over bytes as letters.
    Llama3 { split: Box<Split>, bytes: ByteLevel },
    /// SentencePiece: the whole text is one word, with ▁ for spaces and perhaps one before it.
    Whole { space_before: bool },
}

/// Cuts texts into tokens.
pub struct Tokenizer {
    words: Words,
    model: BPE,
    /// The token before every text, where the model was trained with one.
    start: Option<u32>,
}

/// As in llama.cpp (`LLAMA_VOCAB_PRE_TYPE_LLAMA3`).
const LLAMA3: &str = r"(?:'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
/// What SentencePiece writes for a space.
const SPACE: &str = "▁";

impl Tokenizer {
    /// Says whether the tokeniser that a file names is known, without making it.
    ///
    /// # Errors
    /// [`Error::Tokenizer`], [`Error::PreTokenizer`], or [`Error::Missing`] where the file names none.
    pub fn check(header: &Header) -> Result<(), Error> {
        words(header).map(|_| ())
    }

    /// Makes the tokeniser; takes its vocabulary out of the header. `vocabulary` is the number of tokens that there must be.
    ///
    /// # Errors
    /// What [`Tokenizer::check`] refuses, and a vocabulary that is missing or damaged.
    pub fn take(header: &mut Header, vocabulary: usize) -> Result<Self, Error> {
        let words = words(header)?;
        let start = start(header, &words, vocabulary)?;
        let tokens = header.take_texts("tokenizer.ggml.tokens")?;
        if tokens.len() != vocabulary {
            let count = tokens.len();
            let text = format!("{count} tokens have names, {vocabulary} have weights");
            return Err(Error::Damaged(text));
        }
        let merges = match words {
            Words::Whole { .. } => {
                let scores = header.take_numbers("tokenizer.ggml.scores")?;
                merges_by_score(&tokens, &scores)
            }
            _ => merges_by_rank(header.take_texts("tokenizer.ggml.merges")?)?,
        };
        let whole = matches!(words, Words::Whole { .. });
        let numbered = tokens.into_iter().zip(0_u32..);
        let mut model = BPE::builder()
            .vocab_and_merges(numbered.collect::<AHashMap<_, _>>(), merges)
            .byte_fallback(whole)
            .fuse_unk(whole)
            .ignore_merges(matches!(words, Words::Llama3 { .. }));
        if whole {
            model = model.unk_token("<unk>".to_owned());
        }
        let model = model
            .build()
            .map_err(|error| Error::Damaged(error.to_string()))?;
        Ok(Self {
            words,
            model,
            start,
        })
    }

    /// The tokens of a text; markers such as `<|im_start|>` are letters like others.
    ///
    /// # Errors
    /// [`Error::Text`], if the library fails.
    pub fn tokens(&self, text: &str) -> Result<Vec<u32>, Error> {
        let mut tokens: Vec<u32> = self.start.into_iter().collect();
        if !text.is_empty() {
            let found = self
                .tokens_of(text)
                .map_err(|error| Error::Text(error.to_string()))?;
            tokens.extend(found);
        }
        Ok(tokens)
    }

    fn tokens_of(&self, text: &str) -> tokenizers::Result<Vec<u32>> {
        let mut pieces = match &self.words {
            Words::Whole { space_before } => {
                let text = text.replace(' ', SPACE);
                let before = if *space_before { SPACE } else { "" };
                PreTokenizedString::from(format!("{before}{text}"))
            }
            _ => PreTokenizedString::from(text),
        };
        match &self.words {
            Words::Whole { .. } => {}
            Words::ByteLevel {
                each_digit_apart,
                bytes,
            } => {
                if *each_digit_apart {
                    Digits::new(true).pre_tokenize(&mut pieces)?;
                }
                bytes.pre_tokenize(&mut pieces)?;
            }
            Words::Llama3 { split, bytes } => {
                split.pre_tokenize(&mut pieces)?;
                bytes.pre_tokenize(&mut pieces)?;
            }
        }
        pieces.tokenize(|word| self.model.tokenize(word.get()))?;
        let encoding = pieces.into_encoding(None, 0, OffsetType::None)?;
        Ok(encoding.get_ids().to_vec())
    }

    /// The text of a token. A part of a letter is shown as �.
    #[must_use]
    pub fn text(&self, token: u32) -> String {
        let text = self.model.id_to_token(token).unwrap_or_default();
        match &self.words {
            Words::Whole { .. } => text.replace(SPACE, " "),
            Words::ByteLevel { bytes, .. } | Words::Llama3 { bytes, .. } => {
                let decoded = bytes.decode_chain(vec![text]);
                decoded.map(|parts| parts.concat()).unwrap_or_default()
            }
        }
    }
}

/// Chooses by `tokenizer.ggml.model` and `tokenizer.ggml.pre`.
fn words(header: &Header) -> Result<Words, Error> {
    let missing = |key: &str| Error::Missing(key.to_owned());
    let bytes = |by_words: bool| ByteLevel::new(false, true, by_words);
    match header.text("tokenizer.ggml.model")? {
        None => Err(missing("tokenizer.ggml.model")),
        Some("llama") => Ok(Words::Whole {
            space_before: header
                .truth("tokenizer.ggml.add_space_prefix")?
                .unwrap_or(true),
        }),
        Some("gpt2") => match header.text("tokenizer.ggml.pre")? {
            None => Err(missing("tokenizer.ggml.pre")),
            Some("gpt-2") => Ok(Words::ByteLevel {
                each_digit_apart: false,
                bytes: bytes(true),
            }),
            Some("smollm") => Ok(Words::ByteLevel {
                each_digit_apart: true,
                bytes: bytes(true),
            }),
            Some("llama-bpe") => {
                let pattern = SplitPattern::Regex(LLAMA3.to_owned());
                let split = Split::new(pattern, SplitDelimiterBehavior::Isolated, false);
                let split = split.map_err(|error| Error::Text(error.to_string()))?;
                Ok(Words::Llama3 {
                    split: Box::new(split),
                    bytes: bytes(false),
                })
            }
            Some(other) => Err(Error::PreTokenizer(other.to_owned())),
        },
        Some(other) => Err(Error::Tokenizer(other.to_owned())),
    }
}

/// The token before every text. Where the file does not say, llama.cpp's defaults hold.
fn start(header: &Header, words: &Words, vocabulary: usize) -> Result<Option<u32>, Error> {
    let usual = !matches!(words, Words::ByteLevel { .. });
    if !header
        .truth("tokenizer.ggml.add_bos_token")?
        .unwrap_or(usual)
    {
        return Ok(None);
    }
    let key = "tokenizer.ggml.bos_token_id";
    let token = header
        .integer(key)?
        .ok_or_else(|| Error::Missing(key.to_owned()))?;
    match u32::try_from(token) {
        Ok(id) if token < vocabulary => Ok(Some(id)),
        _ => Err(Error::Damaged(format!("{key} is {token}"))),
    }
}

/// Merges as lines of two tokens with a space between, the most important first.
fn merges_by_rank(lines: Vec<String>) -> Result<Vec<(String, String)>, Error> {
    let pair = |line: &String| {
        // A token may begin with a space's letter, but holds no space itself.
        let (one, two) = line.split_once(' ')?;
        Some((one.to_owned(), two.to_owned()))
    };
    let pairs: Option<Vec<_>> = lines.iter().map(pair).collect();
    pairs.ok_or_else(|| Error::Damaged("a merge is no pair".to_owned()))
}

/// SentencePiece merges the neighbours whose union has the highest score. As merges in an order: every way to divide a token into
/// two others, by the score of the whole, as in the conversions of Hugging Face's `transformers`.
fn merges_by_score(tokens: &[String], scores: &[f32]) -> Vec<(String, String)> {
    let places: BTreeMap<&str, usize> = tokens.iter().map(String::as_str).zip(0..).collect();
    let mut merges = Vec::new();
    for (token, score) in tokens.iter().zip(scores) {
        for (middle, _) in token.char_indices().skip(1) {
            let (one, two) = token.split_at(middle);
            if let (Some(first), Some(second)) = (places.get(one), places.get(two)) {
                merges.push((score, first, second, one, two));
            }
        }
    }
    merges.sort_by(|a, b| b.0.total_cmp(a.0).then(a.1.cmp(b.1)).then(a.2.cmp(b.2)));
    let texts = merges
        .into_iter()
        .map(|(.., one, two)| (one.to_owned(), two.to_owned()));
    texts.collect()
}
