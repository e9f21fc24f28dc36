use super::*;
use crate::explainer::full;

pub(super) fn lines(parts: &Parts) -> Vec<String> {
    let state = parts.state;
    let labels: Vec<String> = state.labels.iter().map(|label| quoted(label)).collect();
    let mut lines = vec![
        format!("// {SOURCE}"),
        format!("const labels = {};", list(&labels, "", STEP)),
    ];
    if state.method != Method::None {
        lines.extend([
            String::new(),
            format!("// {PROMPTS}"),
            "const pCf = [".to_owned(),
        ]);
        lines.extend(state.prompts.iter().map(|prompt| {
            format!(
                "{STEP}{}, // {}",
                row(&prompt.p, STEP),
                harmless(remark(&prompt.text))
            )
        }));
        lines.push("];".to_owned());
    }
    lines.extend([
        String::new(),
        format!("// {}", harmless(parts.input())),
        format!("const p = {};", row(parts.p, "")),
        String::new(),
        "const sum = (values) => values.reduce((total, value) => total + value, 0);".to_owned(),
        "const diagonal = (d) => d.map((value, i) => d.map((_, j) => (i === j ? value : 0)));"
            .to_owned(),
    ]);
    if state.method != Method::None {
        lines.push(
            "const mean = (f) => p.map((_, k) => sum(pCf.map((row) => f(row[k]))) / pCf.length);"
                .to_owned(),
        );
    }
    lines.extend([String::new(), format!("// {}", parts.fit())]);
    let w = match (state.method, state.averaging) {
        (Method::Diagonal, Averaging::Parameters) => "mean((x) => 1 / x)",
        (Method::Diagonal, Averaging::Probabilities) => "mean((x) => x).map((x) => 1 / x)",
        _ => "p.map(() => 1)",
    };
    let b = match (state.method, state.averaging) {
        (Method::Identity, Averaging::Parameters) => "mean((x) => -x)",
        (Method::Identity, Averaging::Probabilities) => "mean((x) => x).map((x) => -x)",
        _ => "p.map(() => 0)",
    };
    lines.extend([
        format!("const W = diagonal({w});"),
        format!("const b = {b};"),
    ]);
    if state.method == Method::Diagonal {
        lines.extend(
            parts
                .zero
                .iter()
                .map(|zero| format!("// {}", harmless(zero.clone()))),
        );
        lines.push("if (!W.flat().every(Number.isFinite)) {".to_owned());
        lines.push(format!("{STEP}throw new Error(\"{ZERO}\");"));
        lines.push("}".to_owned());
    }
    if !state.overrides.is_empty() {
        lines.extend([String::new(), format!("// {BY_HAND}")]);
        let (w, b) = (&state.overrides.w, &state.overrides.b);
        lines.extend(
            w.iter()
                .map(|((i, j), value)| format!("W[{i}][{j}] = {};", full(*value))),
        );
        lines.extend(
            b.iter()
                .map(|(i, value)| format!("b[{i}] = {};", full(*value))),
        );
    }
    lines.extend([
        String::new(),
        format!("// {}", parts.readout()),
        "const s = W.map((row, i) => sum(row.map((w, j) => w * p[j])) + b[i]);".to_owned(),
    ]);
    match state.readout {
        Readout::Softmax => {
            lines.push(format!("const largest = Math.max(...s); // {STABLE}"));
            lines.push("const e = s.map((score) => Math.exp(score - largest));".to_owned());
            lines.push("const q = e.map((value) => value / sum(e));".to_owned());
        }
        Readout::Normalize => {
            let negative = parts.negative.clone().map(harmless);
            lines.extend(negative.iter().map(|negative| format!("// {negative}")));
            lines.push("if (Math.min(...s) < 0 || sum(s) <= 0) {".to_owned());
            lines.push(format!("{STEP}throw new Error(\"{NEGATIVE}\");"));
            lines.push("}".to_owned());
            lines.push("const q = s.map((score) => score / sum(s));".to_owned());
        }
        Readout::Scores => lines.push("const q = s;".to_owned()),
    }
    lines.extend([
        String::new(),
        "labels.forEach((label, k) => console.log(`${label} ${q[k]}`));".to_owned(),
    ]);
    lines
}

const STEP: &str = "  ";

fn row(p: &Distribution, indent: &str) -> String {
    let items: Vec<String> = p.as_slice().iter().copied().map(full).collect();
    list(&items, indent, STEP)
}

fn quoted(text: &str) -> String {
    literal(text, four_digits)
        .replace("</", "<\\/")
        .replace("<!", "\\u003c!")
}

/// The program may be pasted into a page, where `</script>` ends it wherever it stands.
fn harmless(comment: String) -> String {
    comment.replace("</", "< /").replace("<!", "< !")
}
