//! Kinds of tables: one small text each, and what it must be read as.

use calibration_explainer::import::table::{Scale, Table, TableError, read};

struct Kind {
    what: &'static str,
    text: &'static str,
    /// The labels, if they are not the page's.
    labels: &'static [&'static str],
    scale: Scale,
    /// Text, first probability to three decimals, right label.
    rows: &'static [(&'static str, f64, Option<usize>)],
    context_free: usize,
    skipped: usize,
}

const PAGE: [&str; 2] = ["Positive", "Negative"];
const ONE: &[(&str, f64, Option<usize>)] = &[("Fine", 0.8, Some(0))];

const fn kind(
    what: &'static str,
    text: &'static str,
    rows: &'static [(&'static str, f64, Option<usize>)],
) -> Kind {
    Kind {
        what,
        text,
        labels: &PAGE,
        scale: Scale::Probabilities,
        rows,
        context_free: 0,
        skipped: 0,
    }
}

const KINDS: &[Kind] = &[
    kind(
        "Markdown",
        "| text | Positive | Negative | label |\n|---|--:|--:|---|\n| Fine | 0.8 | 0.2 | Positive |\n",
        ONE,
    ),
    kind(
        "a code fence",
        "```csv\ntext,Positive,Negative,label\nFine,0.8,0.2,Positive\n```\n",
        ONE,
    ),
    kind(
        "blanks between columns",
        "text  Positive  Negative  label\nFine  0.8  0.2  Positive\n",
        ONE,
    ),
    kind(
        "the index of a data frame",
        ",text,Positive,Negative,label\n0,Fine,0.8,0.2,Positive\n",
        ONE,
    ),
    kind(
        "a data frame as it is printed",
        "   text  Positive  Negative     label\n0  Fine       0.8       0.2  Positive\n",
        ONE,
    ),
    kind(
        "comments before the header",
        "# model: x\n# date: y\ntext,Positive,Negative,label\nFine,0.8,0.2,Positive\n",
        ONE,
    ),
    kind(
        "words around names",
        "text,p_Positive,p_Negative,gold\nFine,0.8,0.2,positive\n",
        ONE,
    ),
    kind(
        "names in brackets",
        "text,P(Positive),P(Negative),y_true\nFine,0.8,0.2,0\n",
        ONE,
    ),
    kind(
        "a column of names to the numbers",
        r#"[{"sequence": "Fine", "labels": ["Negative", "Positive"], "scores": [0.2, 0.8], "gold": "Positive"}]"#,
        ONE,
    ),
    kind(
        "a mapping in a cell",
        "text,probs,label\nFine,\"{\"\"Positive\"\": 0.8, \"\"Negative\"\": 0.2}\",Positive\n",
        ONE,
    ),
    kind(
        "a Python mapping in a cell",
        "text,probs,label\nFine,\"{'Positive': 0.8, 'Negative': 0.2}\",Positive\n",
        ONE,
    ),
    kind(
        "NumPy's way of printing",
        "text,probs,label\nFine,[0.8 0.2],Positive\n",
        ONE,
    ),
    kind(
        "LABEL_0 and LABEL_1",
        "text,LABEL_0,LABEL_1,label\nFine,0.8,0.2,LABEL_0\n",
        ONE,
    ),
    kind(
        "a prediction beside the right label",
        "text,Positive,Negative,prediction,label\nFine,0.8,0.2,Negative,Positive\n",
        ONE,
    ),
    kind(
        "a right label by what is in it",
        "text,Positive,Negative,sentiment\nFine,0.8,0.2,Positive\n",
        ONE,
    ),
    kind(
        "a text by what is in it",
        "tweet,Positive,Negative,label\nFine,0.8,0.2,Positive\n",
        ONE,
    ),
    kind(
        "tokens with and without a blank",
        r#"[{"text": "Fine", "probs": {" Positive": 0.8, "Positive": 0.1, "Ġnegative": 0.2}, "label": "Positive"}]"#,
        ONE,
    ),
    kind(
        "full-width digits and decimal points",
        "text,Positive,Negative,label\nFine,０．８,０。２,Positive\n",
        ONE,
    ),
    kind(
        "a bare list for each line",
        "[0.8, 0.2]\n[0.3, 0.7]\n",
        &[("", 0.8, None), ("", 0.3, None)],
    ),
    kind(
        "rows under a row of names",
        r#"[["text", "Positive", "Negative", "label"], ["Fine", 0.8, 0.2, "Positive"]]"#,
        ONE,
    ),
    kind(
        "records with nan",
        "[{\"text\": \"Fine\", \"Positive\": 0.8, \"Negative\": 0.2, \"label\": NaN}]",
        &[("Fine", 0.8, None)],
    ),
    Kind {
        scale: Scale::Percent,
        ..kind(
            "percent without a sign",
            "text,Positive,Negative,label\nFine,80,20,Positive\n",
            ONE,
        )
    },
    kind(
        "a row for each label",
        "text,label,probability,gold\nFine,Positive,0.8,Positive\nFine,Negative,0.2,Positive\nBad,Negative,0.7,Negative\nBad,Positive,0.3,Negative\n",
        &[("Fine", 0.8, Some(0)), ("Bad", 0.3, Some(1))],
    ),
    kind(
        "a row for each label, one label after the other, and a text twice",
        "id,review,variable,value\n1,Fine,positive,0.8\n2,Fine,positive,0.6\n3,Bad,positive,0.3\n1,Fine,negative,0.2\n2,Fine,negative,0.4\n3,Bad,negative,0.7\n",
        &[("Fine", 0.8, None), ("Fine", 0.6, None), ("Bad", 0.3, None)],
    ),
    kind(
        "a row for each label without anything else",
        "Label;Score\nPositive;0,8\nNegative;0,2\nPositive;0,3\nNegative;0,7\n",
        &[("", 0.8, None), ("", 0.3, None)],
    ),
    kind(
        "predictions, of which each text has one",
        "text,label,score,Positive,Negative\nFine,Positive,0.8,0.8,0.2\nBad,Negative,0.7,0.3,0.7\n",
        &[("Fine", 0.8, None), ("Bad", 0.3, None)],
    ),
    Kind {
        labels: &["ham", "spam", "other"],
        scale: Scale::LogProbabilities,
        ..kind(
            "items for each label in JSON, with labels of their own, where one text has no number for one",
            r#"[{"text": "Hi", "token": "ham", "logprob": -0.2231436}, {"text": "Hi", "token": "spam", "logprob": -2.3025851}, {"text": "Hi", "token": "other", "logprob": -2.3025851},
                {"text": "Buy", "token": "spam", "logprob": -0.2231436}, {"text": "Buy", "token": "ham", "logprob": -1.6094379}]"#,
            &[("Hi", 0.8, None), ("Buy", 0.2, None)],
        )
    },
    Kind {
        scale: Scale::Logits,
        ..kind(
            "logits by name",
            "text,logit_Positive,logit_Negative,label\nFine,1.386294,0,Positive\n",
            ONE,
        )
    },
    Kind {
        scale: Scale::LogProbabilities,
        ..kind(
            "log-probabilities",
            "text,Positive,Negative,label\nFine,-0.2231436,-1.6094379,Positive\nBad,-1.6094379,-0.2231436,Negative\n",
            &[("Fine", 0.8, Some(0)), ("Bad", 0.2, Some(1))],
        )
    },
    Kind {
        labels: &["Positive", "Neutral", "Negative"],
        ..kind(
            "three labels where the page has two",
            "text,Positive,Neutral,Negative,label\nFine,0.8,0.1,0.1,Positive\nSo,0.2,0.6,0.2,Neutral\n",
            &[("Fine", 0.8, Some(0)), ("So", 0.2, Some(1))],
        )
    },
    Kind {
        labels: &["yes", "no"],
        ..kind(
            "labels of its own in JSON",
            r#"[{"text": "Fine", "probabilities": {"yes": 0.8, "no": 0.2}, "label": "yes"}]"#,
            ONE,
        )
    },
    Kind {
        context_free: 1,
        ..kind(
            "a column that says what is context-free",
            "text,Positive,Negative,context_free\nN/A,0.7,0.3,true\nFine,0.8,0.2,false\n",
            &[("Fine", 0.8, None)],
        )
    },
    Kind {
        context_free: 1,
        ..kind(
            "a whole state",
            r#"{"labels": ["Negative", "Positive"], "contextFree": [{"prompt": "N/A", "probabilities": [0.3, 0.7]}], "inputs": [{"text": "Fine", "probabilities": [0.2, 0.8], "label": 1}]}"#,
            ONE,
        )
    },
    Kind {
        skipped: 1,
        ..kind(
            "a context-free row without a number",
            "text,Positive,Negative,context_free\nN/A,0.7,,1\nFine,0.8,0.2,0\n",
            &[("Fine", 0.8, None)],
        )
    },
];

#[test]
fn every_kind_is_read() {
    let page = PAGE.map(str::to_owned);
    let wrong: Vec<String> = KINDS
        .iter()
        .filter_map(|kind| Some(format!("{}: {}", kind.what, differs(kind, &page)?)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn differs(kind: &Kind, page: &[String]) -> Option<String> {
    let table: Table = match read(kind.text, page) {
        Ok(table) => table,
        Err(error) => return Some(error.to_string()),
    };
    let rows: Vec<(&str, f64, Option<usize>)> = (table.inputs.iter())
        .map(|input| {
            (
                input.text.as_str(),
                (input.p.as_slice()[0] * 1000.0).round() / 1000.0,
                input.label,
            )
        })
        .collect();
    let found = (
        rows.as_slice(),
        table.mapping.scale,
        table.context_free.len(),
        table.skipped.len(),
    );
    let expected = (kind.rows, kind.scale, kind.context_free, kind.skipped);
    if found == expected && table.labels == kind.labels {
        return None;
    }
    Some(format!(
        "{found:?} {:?} {:?} in place of {expected:?}",
        table.labels, table.skipped
    ))
}

#[test]
fn what_cannot_be_read_says_why() {
    let page = PAGE.map(str::to_owned);
    for (text, expected) in [
        ("text\nFine\nBad\n", TableError::OnlyTexts(2)),
        (
            "[{\"text\": \"Fine\"}, {\"text\": \"Bad\"}]",
            TableError::OnlyTexts(2),
        ),
        ("Just a sentence, without numbers.", TableError::NoNumbers),
        (
            "0.1,0.2,0.7\n0.2,0.2,0.6\n",
            TableError::OtherCount {
                found: 3,
                expected: 2,
            },
        ),
    ] {
        assert_eq!(read(text, &page).unwrap_err(), expected, "{text}");
    }
    let wide: Vec<String> = (0..21).map(|i| format!("label {i}")).collect();
    let many = format!(
        "text,{}\nFine,{}\n",
        wide.join(","),
        vec!["0.05"; 21].join(",")
    );
    assert_eq!(
        read(&many, &page).unwrap_err(),
        TableError::ManyLabels(wide)
    );
}
