use super::*;

pub(super) fn lines(parts: &Parts) -> Vec<String> {
    let state = parts.state;
    let (k, n) = (state.k(), state.prompts.len());
    let fitted = state.method != Method::None;
    let labels: Vec<String> = state
        .labels
        .iter()
        .map(|label| literal(label, |code| format!("\\u{{{code:x}}}")))
        .collect();
    let mut lines = vec![
        format!("// {SOURCE}"),
        "use std::array::from_fn;".to_owned(),
        String::new(),
        format!("const K: usize = {k};"),
        format!("const LABELS: [&str; K] = {};", list(&labels, "", STEP)),
    ];
    if fitted {
        lines.extend([
            String::new(),
            format!("// {PROMPTS}"),
            format!("const N: usize = {n};"),
            "const P_CF: [[f64; K]; N] = [".to_owned(),
        ]);
        lines.extend(state.prompts.iter().map(|prompt| {
            format!(
                "{STEP}{}, // {}",
                row(&prompt.p, STEP, STEP),
                remark(&prompt.text)
            )
        }));
        lines.push("];".to_owned());
    }
    lines.extend([
        String::new(),
        format!("// {}", parts.input()),
        format!("const P: [f64; K] = {};", row(parts.p, "", STEP)),
    ]);
    if fitted {
        lines.extend([
            String::new(),
            "// For each label, the mean of f(p) over the prompts.".to_owned(),
            "fn mean(f: impl Fn(f64) -> f64) -> [f64; K] {".to_owned(),
            format!("{STEP}from_fn(|k| P_CF.iter().map(|p| f(p[k])).sum::<f64>() / N as f64)"),
            "}".to_owned(),
        ]);
    }
    lines.extend([String::new(), "fn main() {".to_owned()]);
    lines.extend(body(parts).into_iter().map(|line| {
        if line.is_empty() {
            line
        } else {
            format!("{STEP}{line}")
        }
    }));
    lines.push("}".to_owned());
    lines
}

const STEP: &str = "    ";

fn body(parts: &Parts) -> Vec<String> {
    let state = parts.state;
    let d = match (state.method, state.averaging) {
        (Method::Diagonal, Averaging::Parameters) => "mean(|p| 1.0 / p)",
        (Method::Diagonal, Averaging::Probabilities) => "mean(|p| p).map(|p| 1.0 / p)",
        _ => "[1.0; K]",
    };
    let b = match (state.method, state.averaging) {
        (Method::Identity, Averaging::Parameters) => "mean(|p| -p)",
        (Method::Identity, Averaging::Probabilities) => "mean(|p| p).map(|p| -p)",
        _ => "[0.0; K]",
    };
    let (overrides_w, overrides_b) = (&state.overrides.w, &state.overrides.b);
    let mutable = |is_edited: bool| if is_edited { "mut " } else { "" };
    let mut lines = vec![format!("// {}", parts.fit()), format!("let d = {d};")];
    if state.method == Method::Diagonal {
        lines.extend(parts.zero.iter().map(|zero| format!("// {zero}")));
        lines.push("assert!(".to_owned());
        lines.push(format!("{STEP}d.iter().all(|d| d.is_finite()),"));
        lines.push(format!("{STEP}\"{ZERO}\""));
        lines.push(");".to_owned());
    }
    let mut_w = mutable(!overrides_w.is_empty());
    lines.push(format!("let {mut_w}w: [[f64; K]; K] ="));
    lines.push(format!(
        "{STEP}from_fn(|i| from_fn(|j| if i == j {{ d[i] }} else {{ 0.0 }}));"
    ));
    lines.push(format!(
        "let {}b: [f64; K] = {b};",
        mutable(!overrides_b.is_empty())
    ));
    if !state.overrides.is_empty() {
        lines.extend([String::new(), format!("// {BY_HAND}")]);
        lines.extend(
            overrides_w
                .iter()
                .map(|((i, j), value)| format!("w[{i}][{j}] = {value:?};")),
        );
        lines.extend(
            overrides_b
                .iter()
                .map(|(i, value)| format!("b[{i}] = {value:?};")),
        );
    }
    lines.extend([
        String::new(),
        format!("// {}", parts.readout()),
        "let s: [f64; K] =".to_owned(),
        format!("{STEP}from_fn(|i| w[i].iter().zip(P).map(|(w, p)| w * p).sum::<f64>() + b[i]);"),
    ]);
    match state.readout {
        Readout::Softmax => lines.extend([
            format!("// ({STABLE})"),
            "let largest = s.into_iter().fold(f64::NEG_INFINITY, f64::max);".to_owned(),
            "let e = s.map(|s| (s - largest).exp());".to_owned(),
            "let sum: f64 = e.iter().sum();".to_owned(),
            "let q = e.map(|e| e / sum);".to_owned(),
        ]),
        Readout::Normalize => {
            lines.push("let sum: f64 = s.iter().sum();".to_owned());
            lines.extend(
                parts
                    .negative
                    .iter()
                    .map(|negative| format!("// {negative}")),
            );
            lines.push("assert!(".to_owned());
            lines.push(format!("{STEP}s.iter().all(|&s| s >= 0.0) && sum > 0.0,"));
            lines.push(format!("{STEP}\"{NEGATIVE}\""));
            lines.push(");".to_owned());
            lines.push("let q = s.map(|s| s / sum);".to_owned());
        }
        Readout::Scores => lines.push("let q = s;".to_owned()),
    }
    lines.extend([
        String::new(),
        "for (label, q) in LABELS.iter().zip(q) {".to_owned(),
        format!("{STEP}println!(\"{{label}} {{q:?}}\");"),
        "}".to_owned(),
    ]);
    lines
}
