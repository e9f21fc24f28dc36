use super::*;

pub(super) fn lines(parts: &Parts) -> Vec<String> {
    let state = parts.state;
    let labels: Vec<String> = state
        .labels
        .iter()
        .map(|l| literal(l, four_digits))
        .collect();
    let mut lines = vec![
        format!("# {SOURCE}"),
        "import numpy as np".to_owned(),
        String::new(),
        format!("labels = {}", list(&labels, "", STEP)),
    ];
    if state.method != Method::None {
        lines.extend([
            String::new(),
            format!("# {PROMPTS}"),
            "p_cf = np.array([".to_owned(),
        ]);
        lines.extend(state.prompts.iter().map(|prompt| {
            format!(
                "{STEP}{},  # {}",
                row(&prompt.p, STEP, STEP),
                remark(&prompt.text)
            )
        }));
        lines.push("])".to_owned());
    }
    lines.extend([
        String::new(),
        format!("# {}", parts.input()),
        format!("p = np.array({})", row(parts.p, "", STEP)),
        String::new(),
        format!("# {}", parts.fit()),
    ]);
    let w = match (state.method, state.averaging) {
        (Method::Diagonal, Averaging::Parameters) => {
            "np.mean([np.diag(1 / row) for row in p_cf], axis=0)"
        }
        (Method::Diagonal, Averaging::Probabilities) => "np.diag(1 / p_cf.mean(axis=0))",
        _ => "np.eye(len(labels))",
    };
    let b = match (state.method, state.averaging) {
        (Method::Identity, Averaging::Parameters) => "np.mean([-row for row in p_cf], axis=0)",
        (Method::Identity, Averaging::Probabilities) => "-p_cf.mean(axis=0)",
        _ => "np.zeros(len(labels))",
    };
    lines.extend([format!("W = {w}"), format!("b = {b}")]);
    if state.method == Method::Diagonal {
        lines.extend(parts.zero.iter().map(|zero| format!("# {zero}")));
        lines.push(format!("assert np.isfinite(W).all(), \"{ZERO}\""));
    }
    if !state.overrides.is_empty() {
        lines.extend([String::new(), format!("# {BY_HAND}")]);
        let (w, b) = (&state.overrides.w, &state.overrides.b);
        lines.extend(
            w.iter()
                .map(|((i, j), value)| format!("W[{i}, {j}] = {value:?}")),
        );
        lines.extend(b.iter().map(|(i, value)| format!("b[{i}] = {value:?}")));
    }
    lines.extend([
        String::new(),
        format!("# {}", parts.readout()),
        "s = W @ p + b".to_owned(),
    ]);
    match state.readout {
        Readout::Softmax => {
            lines.push(format!("e = np.exp(s - s.max())  # {STABLE}"));
            lines.push("q = e / e.sum()".to_owned());
        }
        Readout::Normalize => {
            lines.extend(
                parts
                    .negative
                    .iter()
                    .map(|negative| format!("# {negative}")),
            );
            lines.push(format!(
                "assert s.min() >= 0 and s.sum() > 0, \"{NEGATIVE}\""
            ));
            lines.push("q = s / s.sum()".to_owned());
        }
        Readout::Scores => lines.push("q = s".to_owned()),
    }
    lines.extend([
        String::new(),
        "for label, value in zip(labels, q):".to_owned(),
        format!("{STEP}print(label, value)"),
    ]);
    lines
}

const STEP: &str = "    ";
