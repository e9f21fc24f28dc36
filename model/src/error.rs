//! What can be wrong with a model file or a question.

/// Why a file was refused, or a question not answered. Each text is a sentence's middle in English; a page says it in its own words.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// The source of the bytes failed: a disk, a network, a browser's storage.
    #[error("the file cannot be read: {0}")]
    Source(String),
    /// The first four bytes are not `GGUF`.
    #[error("this is not a GGUF file")]
    NotGguf,
    /// A version of the format other than 2 and 3.
    #[error("version {0} of GGUF is not known (2 and 3 are)")]
    Version(u32),
    /// Something lies beyond the end of the file.
    #[error("the file is cut off: {0} lies beyond its end")]
    Truncated(String),
    /// The file contradicts itself, or a limit of [`crate::gguf`] is passed.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// An entry of the metadata that is needed is not there.
    #[error("the file does not say {0}")]
    Missing(String),
    /// An architecture other than `llama`.
    #[error("the architecture \"{0}\" is not known (\"llama\" is)")]
    Architecture(String),
    /// A variant of the architecture that is not computed here, such as a mixture of experts.
    #[error("{0} is not known")]
    Variant(String),
    /// A type of tensor that is not read here.
    #[error("the tensor {tensor} has the type {name}, which is not known")]
    TensorType {
        /// Name of the tensor in the file.
        tensor: String,
        /// Name of its type in the words of ggml, or its number.
        name: String,
    },
    /// A kind of tokeniser that is not known.
    #[error("the tokeniser \"{0}\" is not known")]
    Tokenizer(String),
    /// A rule for cutting texts into words that is not known.
    #[error("the pre-tokeniser \"{0}\" is not known")]
    PreTokenizer(String),
    /// No memory for so many bytes.
    #[error("there is no memory for {0} bytes")]
    Memory(usize),
    /// A prompt with its longest label has more tokens than the model can take.
    #[error("{tokens} tokens are more than the {limit} that the model can take")]
    TooLong {
        /// Tokens of prompt and label.
        tokens: usize,
        /// The model's context length, in tokens.
        limit: usize,
    },
    /// A label has more tokens than a label should have.
    #[error("a label has {0} tokens, more than a label can have")]
    LongLabel(usize),
    /// There is no token before the label: nothing to answer after.
    #[error("the prompt is empty")]
    EmptyPrompt,
    /// A label without text.
    #[error("a label is empty")]
    EmptyLabel,
    /// The tokeniser failed on a text.
    #[error("a text cannot be cut into tokens: {0}")]
    Text(String),
    /// The model computed infinity or no number: its weights are damaged.
    #[error("the model's answer is not a number")]
    NotANumber,
    /// The caller asked to stop.
    #[error("stopped")]
    Stopped,
}
