//! The same computation as code, from the context-free probabilities to the q on screen.

use crate::calibration::{Averaging, Method, Readout};
use crate::explainer::{Derived, State};

/// A programming language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Python with NumPy.
    NumPy,
    /// Rust without any crate.
    Rust,
    /// JavaScript for Node and browsers.
    JavaScript,
}

const SOURCE: &str = "Contextual calibration: Zhao et al. 2021, arXiv 2102.09690";
const ZERO: &str = "a context-free probability is zero, so 1/p is undefined";
const NEGATIVE: &str = "a score is negative, so the scores cannot be normalised";

/// A program with the numbers of a state that computes the calibrated output of test input
/// `selected` and prints one line per label: its name and its value.
///
/// Where W or the readout is undefined, the program stops with a sentence that says why.
pub fn code(language: Language, state: &State, _derived: &Derived, selected: usize) -> String {
    match language {
        Language::NumPy => numpy(state, selected),
        Language::Rust => rust(state, selected),
        Language::JavaScript => javascript(state, selected),
    }
}

/// A number as all three languages read it: 0.9, 1.0, 1e-7.
fn float(value: f64) -> String {
    format!("{:?}", value + 0.0)
}

fn row(values: &[f64]) -> String {
    values.iter().map(|&v| float(v)).collect::<Vec<_>>().join(", ")
}

/// A string literal of Python and JavaScript. JSON's escapes are theirs too; line separators and
/// direction marks are written out as well, so that no name can end a comment or reorder the text.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::from(text).to_string();
    let mut literal = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '\u{7f}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{61c}'
            | '\u{feff}' => literal.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => literal.push(c),
        }
    }
    literal
}

fn rust_quoted(text: &str) -> String {
    format!("{text:?}")
}

fn names(state: &State, quote: fn(&str) -> String) -> String {
    state.labels.iter().map(|label| quote(label)).collect::<Vec<_>>().join(", ")
}

fn input(state: &State, selected: usize) -> &[f64] {
    state.inputs.get(selected).map_or(&[], |input| input.p.as_slice())
}

/// One line per context-free prompt, with its text as a comment.
fn prompts(state: &State, comment: &str) -> String {
    (state.prompts.iter())
        .map(|prompt| {
            format!("    [{}],  {comment} {}\n", row(prompt.p.as_slice()), quoted(&prompt.text))
        })
        .collect()
}

/// Lines such as `W[0][1] = 3.0` for what was set by hand.
fn overrides(state: &State, w: impl Fn(usize, usize, &str) -> String, b: impl Fn(usize, &str) -> String) -> String {
    let entries = (state.overrides.w.iter()).map(|(&(r, c), &v)| w(r, c, &float(v)));
    entries.chain(state.overrides.b.iter().map(|(&k, &v)| b(k, &float(v)))).collect()
}

fn numpy(state: &State, selected: usize) -> String {
    let fit = match (state.method, state.averaging) {
        (Method::Diagonal, Averaging::Parameters) => format!(
            "if (p_cf == 0).any():\n    raise SystemExit(\"{ZERO}\")\n\
             W = np.mean([np.diag(1 / row) for row in p_cf], axis=0)  # fit each prompt, then average\n\
             b = np.zeros(len(labels))\n"
        ),
        (Method::Diagonal, Averaging::Probabilities) => format!(
            "mean = p_cf.mean(axis=0)  # average the probabilities, then fit once\n\
             if (mean == 0).any():\n    raise SystemExit(\"{ZERO}\")\n\
             W = np.diag(1 / mean)\n\
             b = np.zeros(len(labels))\n"
        ),
        (Method::Identity, _) => "W = np.eye(len(labels))\nb = -p_cf.mean(axis=0)\n".to_owned(),
        (Method::None, _) => {
            "W = np.eye(len(labels))  # no calibration\nb = np.zeros(len(labels))\n".to_owned()
        }
    };
    let by_hand = overrides(
        state,
        |r, c, v| format!("W[{r}, {c}] = {v}  # set by hand\n"),
        |k, v| format!("b[{k}] = {v}  # set by hand\n"),
    );
    let readout = match state.readout {
        Readout::Softmax => "e = np.exp(s - s.max())\nq = e / e.sum()  # softmax\n".to_owned(),
        Readout::Normalize => format!(
            "if (s < 0).any() or s.sum() <= 0:\n    raise SystemExit(\"{NEGATIVE}\")\nq = s / s.sum()\n"
        ),
        Readout::Scores => "q = s  # the scores as they are\n".to_owned(),
    };
    format!(
        "# {SOURCE}\nimport numpy as np\n\n\
         labels = [{labels}]\n\
         p_cf = np.array([  # what the model answers to context-free prompts\n{prompts}])\n\
         p = np.array([{p}])  # what it answers to the input\n\n\
         {fit}{by_hand}\ns = W @ p + b\n{readout}\n\
         for label, value in zip(labels, q):\n    print(label, float(value))\n",
        labels = names(state, quoted),
        prompts = prompts(state, "#"),
        p = row(input(state, selected)),
    )
}

fn javascript(state: &State, selected: usize) -> String {
    let diagonal = "labels.map((_, r) => labels.map((_, c) => (r === c ? weights[r] : 0)))";
    let fit = match (state.method, state.averaging) {
        (Method::Diagonal, Averaging::Parameters) => format!(
            "if (pCf.flat().includes(0)) throw new Error(\"{ZERO}\");\n\
             const weights = mean(pCf.map((row) => row.map((v) => 1 / v))); // fit each prompt, then average\n\
             const W = {diagonal};\nconst b = labels.map(() => 0);\n"
        ),
        (Method::Diagonal, Averaging::Probabilities) => format!(
            "const average = mean(pCf); // average the probabilities, then fit once\n\
             if (average.includes(0)) throw new Error(\"{ZERO}\");\n\
             const weights = average.map((v) => 1 / v);\n\
             const W = {diagonal};\nconst b = labels.map(() => 0);\n"
        ),
        (Method::Identity, _) => format!(
            "const weights = labels.map(() => 1);\nconst W = {diagonal};\n\
             const b = mean(pCf).map((v) => -v);\n"
        ),
        (Method::None, _) => format!(
            "const weights = labels.map(() => 1); // no calibration\nconst W = {diagonal};\n\
             const b = labels.map(() => 0);\n"
        ),
    };
    let by_hand = overrides(
        state,
        |r, c, v| format!("W[{r}][{c}] = {v}; // set by hand\n"),
        |k, v| format!("b[{k}] = {v}; // set by hand\n"),
    );
    let readout = match state.readout {
        Readout::Softmax => "const top = Math.max(...s);\n\
             const e = s.map((v) => Math.exp(v - top));\n\
             const q = e.map((v) => v / sum(e)); // softmax\n"
            .to_owned(),
        Readout::Normalize => format!(
            "if (s.some((v) => v < 0) || sum(s) <= 0) throw new Error(\"{NEGATIVE}\");\n\
             const q = s.map((v) => v / sum(s));\n"
        ),
        Readout::Scores => "const q = s; // the scores as they are\n".to_owned(),
    };
    format!(
        "// {SOURCE}\n\
         const labels = [{labels}];\n\
         const pCf = [ // what the model answers to context-free prompts\n{prompts}];\n\
         const p = [{p}]; // what it answers to the input\n\n\
         const sum = (values) => values.reduce((a, v) => a + v, 0);\n\
         const mean = (rows) => labels.map((_, k) => sum(rows.map((row) => row[k])) / rows.length);\n\n\
         {fit}{by_hand}\n\
         const s = W.map((row, r) => sum(row.map((w, c) => w * p[c])) + b[r]);\n{readout}\n\
         labels.forEach((label, k) => console.log(`${{label}} ${{q[k]}}`));\n",
        labels = names(state, quoted),
        prompts = prompts(state, "//"),
        p = row(input(state, selected)),
    )
}

fn rust(state: &State, selected: usize) -> String {
    let (k, n) = (state.k(), state.prompts.len());
    let check = |what: &str| format!("    assert!({what}.iter().all(|&v| v > 0.0), \"{ZERO}\");\n");
    let mean = "    let mean: Vec<f64> = (0..K).map(|k| P_CF.iter().map(|row| row[k]).sum::<f64>() / N).collect();\n";
    let fit = match (state.method, state.averaging) {
        (Method::Diagonal, Averaging::Parameters) => format!(
            "{}    // Fit each prompt, then average.\n    for k in 0..K {{\n        \
             w[k][k] = P_CF.iter().map(|row| 1.0 / row[k]).sum::<f64>() / N;\n    }}\n",
            check("P_CF.concat()"),
        ),
        (Method::Diagonal, Averaging::Probabilities) => format!(
            "    // Average the probabilities, then fit once.\n{mean}{}    for k in 0..K {{\n        \
             w[k][k] = 1.0 / mean[k];\n    }}\n",
            check("mean"),
        ),
        (Method::Identity, _) => format!(
            "{mean}    for k in 0..K {{\n        w[k][k] = 1.0;\n        b[k] = -mean[k];\n    }}\n"
        ),
        (Method::None, _) => {
            "    // No calibration.\n    for k in 0..K {\n        w[k][k] = 1.0;\n    }\n".to_owned()
        }
    };
    let by_hand = overrides(
        state,
        |r, c, v| format!("    w[{r}][{c}] = {v}; // set by hand\n"),
        |k, v| format!("    b[{k}] = {v}; // set by hand\n"),
    );
    let readout = match state.readout {
        Readout::Softmax => "    let top = s.iter().copied().fold(f64::NEG_INFINITY, f64::max);\n    \
             let e: Vec<f64> = s.iter().map(|v| (v - top).exp()).collect();\n    \
             let total: f64 = e.iter().sum();\n    \
             let q: Vec<f64> = e.iter().map(|v| v / total).collect(); // softmax\n"
            .to_owned(),
        Readout::Normalize => format!(
            "    let total: f64 = s.iter().sum();\n    \
             assert!(s.iter().all(|&v| v >= 0.0) && total > 0.0, \"{NEGATIVE}\");\n    \
             let q: Vec<f64> = s.iter().map(|v| v / total).collect();\n"
        ),
        Readout::Scores => "    let q = s; // the scores as they are\n".to_owned(),
    };
    format!(
        "// {SOURCE}\n\
         const K: usize = {k};\nconst N: f64 = {n}.0;\n\
         const LABELS: [&str; K] = [{labels}];\n\
         /// What the model answers to context-free prompts.\n\
         const P_CF: [[f64; K]; {n}] = [\n{prompts}];\n\
         /// What it answers to the input.\n\
         const P: [f64; K] = [{p}];\n\n\
         #[allow(unused_mut, clippy::needless_range_loop)]\n\
         fn main() {{\n    let mut w = [[0.0; K]; K];\n    let mut b = [0.0; K];\n{fit}{by_hand}    \
         let s: Vec<f64> = (0..K).map(|r| (0..K).map(|c| w[r][c] * P[c]).sum::<f64>() + b[r]).collect();\n{readout}    \
         for (label, value) in LABELS.iter().zip(&q) {{\n        println!(\"{{label}} {{value}}\");\n    }}\n}}\n",
        labels = names(state, rust_quoted),
        prompts = prompts(state, "//"),
        p = row(input(state, selected)),
    )
}
