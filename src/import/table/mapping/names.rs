//! What the names of columns say.

use crate::calibration::MIN_LABELS;
use crate::import::name_key::name_key;

/// Names of a column that holds the input's text, in any case.
pub const TEXT_COLUMNS: &[&str] = &[
    "text",
    "input",
    "sentence",
    "prompt",
    "review",
    "content",
    "question",
    "sequence",
    "document",
    "utterance",
    "query",
    "message",
    "文本",
    "输入",
    "句子",
    "内容",
    "原文",
    "评论",
];
/// Names of a column that holds the right label (its name, or else its index from 0), in any case; what is surely no prediction comes
/// first.
pub const LABEL_COLUMNS: &[&str] = &[
    "gold",
    "truth",
    "ground_truth",
    "ground truth",
    "gold_label",
    "gold label",
    "true_label",
    "true label",
    "y_true",
    "actual",
    "expected",
    "reference",
    "target",
    "answer",
    "label",
    "class",
    "category",
    "y",
    "正确标签",
    "真实标签",
    "标签",
    "类别",
];
/// The last of [`LABEL_COLUMNS`] that may also be a prediction, if something better is there.
pub(super) const MAYBE_PREDICTED: &[&str] =
    &["answer", "label", "class", "category", "y", "标签", "类别"];
pub(super) const PREDICTION_COLUMNS: &[&str] = &[
    "prediction",
    "predictions",
    "predicted",
    "pred",
    "y_pred",
    "predicted_label",
    "predicted label",
    "pred_label",
    "output",
    "response",
    "completion",
    "generated",
    "model_answer",
    "预测",
    "预测标签",
];
/// Numbers of a prediction, which are no label's.
pub(super) const SCORE_COLUMNS: &[&str] = &[
    "score",
    "confidence",
    "max_prob",
    "entropy",
    "margin",
    "loss",
    "perplexity",
    "acc",
    "accuracy",
    "correct",
    "length",
    "tokens",
    "time",
    "latency",
];
pub(in super::super) const INDEX_COLUMNS: &[&str] = &[
    "id",
    "idx",
    "index",
    "row",
    "no",
    "no.",
    "nr",
    "#",
    "unnamed: 0",
    "doc_id",
    "example_id",
    "uid",
    "guid",
    "custom_id",
    "fold",
    "seed",
    "split",
    "序号",
    "编号",
];
pub(super) const CONTEXT_FREE_COLUMNS: &[&str] = &[
    "context_free",
    "context free",
    "contextfree",
    "context-free",
    "content_free",
    "content-free",
    "content free",
    "is_context_free",
    "cf",
    "无内容",
];
pub(super) const ANSWER_COLUMNS: &[&str] = &[
    "probabilities",
    "probs",
    "prob",
    "logprobs",
    "log_probs",
    "log_probabilities",
    "logits",
    "scores",
    "p",
    "distribution",
    "概率",
];
pub(super) const NAMES_COLUMNS: &[&str] = &[
    "labels",
    "classes",
    "choices",
    "candidate_labels",
    "label_names",
    "options",
];
/// Words around a label's name in the name of its column: `p_Positive`, `Positive (logprob)`.
pub(super) const NUMBER_WORDS: &[&str] = &[
    "p",
    "prob",
    "probs",
    "proba",
    "probability",
    "logprob",
    "log_prob",
    "logp",
    "logit",
    "logits",
    "score",
    "percent",
    "pct",
    "概率",
];

/// Names of a column that holds one number of each row, whose label stands in another.
const VALUE_COLUMNS: &[&str] = &["value", "score", "confidence", "数值"];

/// Returns whether the name of a column says that it holds probabilities or their like.
pub(in super::super) fn is_number_name(name: &str) -> bool {
    [VALUE_COLUMNS, NUMBER_WORDS, ANSWER_COLUMNS]
        .iter()
        .any(|names| is_one_of(name, names))
}

pub(in super::super) fn is_one_of(name: &str, names: &[&str]) -> bool {
    let key = name_key(name);
    names.contains(&key.as_str())
}

/// Returns whether the name of a column says what it is, apart from labels.
pub(in super::super) fn is_known(name: &str) -> bool {
    [
        TEXT_COLUMNS,
        LABEL_COLUMNS,
        CONTEXT_FREE_COLUMNS,
        ANSWER_COLUMNS,
        PREDICTION_COLUMNS,
    ]
    .iter()
    .any(|names| is_one_of(name, names))
}

/// Returns whether this page itself writes such a column beside the numbers.
pub(super) fn is_computed(name: &str) -> bool {
    let starts = ["after: ", "label before", "label after", "distance from "];
    starts.iter().any(|start| name.starts_with(start))
}

/// Returns whether names only count: `0, 1, …` or `LABEL_0, LABEL_1, …`, beside others that say what they are (or the blank one of a
/// data frame's index).
pub(in super::super) fn is_counted(names: &[String]) -> bool {
    let (counted, others): (Vec<&String>, Vec<&String>) =
        names.iter().partition(|name| number_of(name).is_some());
    counted.len() >= MIN_LABELS
        && counted
            .iter()
            .enumerate()
            .all(|(i, name)| number_of(name) == Some(i))
        && others
            .iter()
            .all(|name| name.trim().is_empty() || is_known(name))
}

/// The number in `3` or `LABEL_3`.
pub(super) fn number_of(name: &str) -> Option<usize> {
    let key = name_key(label_part(name));
    let digits = key
        .strip_prefix("label_")
        .or_else(|| key.strip_prefix("class_"))
        .unwrap_or(&key);
    digits.parse().ok()
}

/// The name of a column without words like `prob` around it.
pub(super) fn label_part(name: &str) -> &str {
    let mut part = name.trim();
    let blank = |c: char| c.is_whitespace() || "_-.:()[]".contains(c);
    for word in NUMBER_WORDS {
        let lower = part.to_ascii_lowercase();
        if let Some(rest) = lower
            .strip_prefix(word)
            .filter(|rest| rest.starts_with(blank))
        {
            part = part.get(part.len() - rest.len()..).unwrap_or(part);
        } else if let Some(rest) = lower
            .trim_end_matches(blank)
            .strip_suffix(word)
            .filter(|rest| rest.ends_with(blank))
        {
            part = part.get(..rest.len()).unwrap_or(part);
        }
        part = part.trim_matches(blank);
    }
    if part.is_empty() { name.trim() } else { part }
}
