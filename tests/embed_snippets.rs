//! The snippets of the embed dialog: read as the target reads them, they give the original state, whatever
//! its texts are.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

mod arbitrary;

use arbitrary::state;
use calibration_explainer::export::embed::{
    Choices, Page, Preview, Subject, Target, What, preview, snippet,
};
use calibration_explainer::import::config;
use calibration_explainer::link::{self, PagePart, Theme, ViewName};
use calibration_explainer::state::{Named, State};
use proptest::prelude::*;
use std::fs;
use std::rc::Rc;

const PAGE: Page<'static> = Page {
    base: "https://calibration.example/",
    title: "校准演示",
    open: "打开校准演示",
};

fn subject(state: &State) -> Subject {
    Subject {
        state: state.clone(),
        preset: None,
        chapter: None,
    }
}

fn choices(target: Target) -> Choices {
    Choices {
        target,
        ..Choices::default()
    }
}

/// The state of the files in tests/hosts/snippets/: three context-free prompts, and a review whose label calibration
/// flips.
fn of_the_hosts() -> Subject {
    Subject::of_link(
        "labels=正面,负面&template=评论：{input}+情感：&cf=无:0.9,0.1&cf=N%2FA:0.6,0.4&cf=[MASK]:0.5,0.5&p=这部电影还行:0.72,0.28@负面",
    )
}

/// The documentation hosts of tests/hosts/ are built from these files, so they must be the same as the dialog's snippets.
#[test]
fn the_hosts_are_built_from_what_the_dialog_gives() {
    let write = std::env::var_os("WRITE_SNIPPETS").is_some();
    for (target, name) in Target::ALL {
        let choices = Choices {
            lang: Some("zh".to_owned()),
            ..choices(*target)
        };
        let found = snippet(&of_the_hosts(), &choices, &PAGE);
        let file = format!("tests/hosts/snippets/{name}.txt");
        if write {
            fs::write(&file, &found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        assert_eq!(
            found, expected,
            "{file}: WRITE_SNIPPETS=1 cargo test writes it anew"
        );
    }
}

/// Parses the tags of HTML or JSX with their attributes, as a browser does: values in double quotes (or in braces,
/// unchanged), with character references decoded.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap();
        let name = rest[..end].to_owned();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        loop {
            rest = rest.trim_start();
            if let Some(after) = rest.strip_prefix("/>").or_else(|| rest.strip_prefix('>')) {
                rest = after;
                break;
            }
            let (key, after) = rest.split_once('=').unwrap();
            assert!(
                key.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{key}"
            );
            let (value, after) = match after.strip_prefix("{{") {
                Some(braces) => braces.split_once("}}").unwrap(),
                None => after.strip_prefix('"').unwrap().split_once('"').unwrap(),
            };
            assert!(!value.contains('<'), "{value}");
            attributes.push((key.to_owned(), references(value)));
            rest = after;
        }
        // The content of a script is not HTML.
        if name == "script" {
            rest = rest
                .split_once("</script")
                .map_or(rest, |(_, after)| after.strip_prefix('>').unwrap());
        }
        if !name.starts_with('/') {
            tags.push((name, attributes));
        }
    }
    tags
}

fn references(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        let (name, after) = after.split_once(';').unwrap();
        out.push_str(before);
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            number => char::from_u32(number.strip_prefix('#').unwrap().parse().unwrap()).unwrap(),
        });
        rest = after;
    }
    out + rest
}

fn attributes(html: &str, name: &str) -> Vec<(String, String)> {
    let found = tags(html).into_iter().find(|(tag, _)| tag == name);
    found.unwrap_or_else(|| panic!("no <{name}> in\n{html}")).1
}

fn attribute(html: &str, name: &str, key: &str) -> String {
    let found = attributes(html, name)
        .into_iter()
        .find(|(own, _)| own == key);
    found.unwrap_or_else(|| panic!("no {key} in\n{html}")).1
}

/// The state that the element reads from its attributes.
fn state_of(attributes: &[(String, String)]) -> State {
    if let Some((_, config)) = attributes.iter().find(|(key, _)| key == "config") {
        return config::read(config).unwrap().0;
    }
    let mut link = Vec::new();
    for (key, value) in attributes {
        match key.as_str() {
            "cf" | "p" | "shot" => link.extend(
                value
                    .split(';')
                    .map(|entry| format!("{key}={}", entry.trim())),
            ),
            "style" | "height" => {}
            _ => link.push(format!("{key}={value}")),
        }
    }
    let parsed = link::parse(&link.join("&"), &["en", "zh"]);
    assert_eq!(parsed.notices, []);
    parsed.state
}

/// The state in an address of the embedded page.
fn state_of_address(address: &str) -> State {
    let (page, query) = address.split_once('?').unwrap();
    assert_eq!(page, "https://calibration.example/embed.html");
    assert!(
        address.is_ascii() && !address.contains([' ', '"', '<', '>', '`', '{']),
        "{address}"
    );
    if let Some(config) = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("config="))
    {
        return config::read(config).unwrap().0;
    }
    let parsed = link::parse(query, &["en", "zh"]);
    assert_eq!(parsed.notices, []);
    parsed.state
}

/// The string literals in double quotes in Python code.
fn literals(python: &str) -> Vec<String> {
    let mut literals = Vec::new();
    for line in python.lines() {
        let mut chars = line.chars();
        while chars.by_ref().any(|c| c == '"') {
            let mut literal = String::new();
            loop {
                match chars
                    .next()
                    .expect("a literal that does not end on its line")
                {
                    '"' => break,
                    '\\' => literal.push(match chars.next().unwrap() {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'U' => {
                            let code: String = chars.by_ref().take(8).collect();
                            char::from_u32(u32::from_str_radix(&code, 16).unwrap()).unwrap()
                        }
                        c => c,
                    }),
                    c => literal.push(c),
                }
            }
            literals.push(literal);
        }
    }
    literals
}

/// Reads the state from a snippet as its target does.
fn read_back(target: Target, snippet: &str) -> State {
    match target {
        Target::Iframe => {
            let address = attribute(snippet, "iframe", "src");
            match snippet.split_once(".setState({ config: ") {
                // The argument is JavaScript, of which JSON is a subset.
                Some((_, rest)) => {
                    let json = rest.split_once(" })</script>").unwrap().0;
                    calibration_explainer::import::state_json::state_from_json(json).unwrap()
                }
                None => state_of_address(&address),
            }
        }
        Target::Jupyter if snippet.contains("import HTML") => state_of(&attributes(
            &literals(snippet).concat(),
            "calibration-explainer",
        )),
        Target::Jupyter => state_of_address(&literals(snippet)[0]),
        Target::Sphinx => {
            let body = snippet.strip_prefix(".. raw:: html\n\n").unwrap();
            let lines = body.lines().map(|line| line.strip_prefix("   ").unwrap());
            state_of(&attributes(
                &lines.collect::<Vec<_>>().join("\n"),
                "calibration-explainer",
            ))
        }
        _ => state_of(&attributes(snippet, "calibration-explainer")),
    }
}

/// Checks that no empty line ends a block of HTML in Markdown, and that `\n` is the only line break.
fn check_lines(target: Target, snippet: &str) {
    let markdown = [Target::MdBook, Target::MkDocs].contains(&target);
    assert!(!markdown || !snippet.contains("\n\n"), "{snippet}");
    let breaks = |c: char| c.is_control() && c != '\n' || ('\u{2028}'..='\u{202e}').contains(&c);
    assert!(!snippet.contains(breaks), "{snippet:?}");
}

fn check(state: &State) {
    for (target, name) in Target::ALL {
        let snippet = snippet(&subject(state), &choices(*target), &PAGE);
        check_lines(*target, &snippet);
        assert_eq!(read_back(*target, &snippet), *state, "{name}:\n{snippet}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: proptest::test_runner::RngSeed::Fixed(41), ..ProptestConfig::default() })]

    #[test]
    fn what_goes_in_comes_out(state in state()) {
        check(&state);
    }

    #[test]
    fn the_preview_shows_the_same(state in state()) {
        let Preview { address, state: told, .. } = preview(&subject(&state), &choices(Target::Html), "zh", Theme::Dark);
        prop_assert!(address.ends_with("lang=zh&theme=dark"));
        prop_assert_eq!(told, None);
        prop_assert_eq!(state_of_address(&format!("{}{address}", PAGE.base)), state);
    }
}

/// Texts with a special meaning for some target.
fn hostile() -> Vec<String> {
    let mut texts: Vec<String> = [
        "\" onload=\"alert(1)",
        "' style='x",
        "</script><script>alert(1)</script>",
        "--> <!-- ]]> <![CDATA[",
        "{alert(1)} {{ x }} {% y %} ${z} #{w}",
        "`code` ``` ~~~ $math$",
        "\"\"\" + exit() + '''",
        "a\nb\n\nc\r\n\td",
        "one; two;three ;",
        "100 % %3B %zz %",
        "a & b &amp; &lt; &#59;",
        "עברית \u{202e}abc\u{202c} العربية",
        "👩‍👩‍👧 🏳️‍🌈 é e\u{301} \u{200b}\u{feff}\u{2028}\u{85}",
        "  outer  inner   spaces ",
        "*a* _b_ [c](d) ![e](f) # g | h |",
        ".. note::\n   :class: x",
        "a\\nb \\\" \\u0022 \\",
        "@:,:@ 0.9,0.1@Positive",
    ]
    .map(str::to_owned)
    .to_vec();
    texts.push("😀 \"<{`;%'\n".repeat(1000));
    texts
}

fn with_text(text: &str) -> State {
    let mut state = of_the_hosts().state;
    Rc::make_mut(&mut state.prompts)[1].text = text.to_owned();
    state.inputs.set_text(0, text).unwrap();
    state.template = format!("{text}{{input}}").into();
    let label: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let label = label
        .replace(|c: char| c.is_control(), "")
        .chars()
        .take(200)
        .collect::<String>();
    Rc::make_mut(&mut state.labels)[0] = label.trim().to_owned();
    state
}

#[test]
fn hostile_texts_come_back() {
    for text in hostile() {
        check(&with_text(&text));
    }
}

/// The Python interpreter reads the same as our decoder.
#[test]
fn python_reads_the_cell() {
    let python = std::env::var("EXPLAINER_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let folder = std::path::PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("embed");
    fs::create_dir_all(&folder).unwrap();
    // A replacement of IPython that prints what its classes get.
    fs::create_dir_all(folder.join("IPython")).unwrap();
    fs::write(folder.join("IPython/__init__.py"), "").unwrap();
    let display = "import sys\n\
        def IFrame(src, width, height, extras):\n    assert (width, height > 0) == ('100%', True) and len(extras) == 1\n    sys.stdout.buffer.write(src.encode())\n\
        def HTML(data):\n    sys.stdout.buffer.write(data.encode())\n";
    fs::write(folder.join("IPython/display.py"), display).unwrap();
    for text in hostile() {
        let cell = snippet(
            &subject(&with_text(&text)),
            &choices(Target::Jupyter),
            &PAGE,
        );
        let file = folder.join("cell.py");
        fs::write(&file, &cell).unwrap();
        let output = std::process::Command::new(&python)
            .arg(&file)
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}\n{cell}",
            String::from_utf8_lossy(&output.stderr)
        );
        let ours = literals(&cell);
        let ours = if cell.contains("import HTML") {
            ours.concat()
        } else {
            ours[0].clone()
        };
        assert_eq!(String::from_utf8(output.stdout).unwrap(), ours);
    }
}

#[test]
fn long_states_go_as_config() {
    // ASCII text is longer as base64 than as keys, so no address can hold this one.
    let long = with_text(&"long text ".repeat(1000));
    check(&long);
    let html = |target| snippet(&subject(&long), &choices(target), &PAGE);
    let names: Vec<String> = attributes(&html(Target::Html), "calibration-explainer")
        .into_iter()
        .map(|(key, _)| key)
        .collect();
    assert_eq!(names, ["config"]);
    assert_eq!(attribute(&html(Target::Html), "a", "href"), PAGE.base);
    assert!(html(Target::Iframe).contains("embed-host.js"));
    assert!(html(Target::Jupyter).starts_with("from IPython.display import HTML\n"));
    let Preview {
        address,
        state: told,
        ..
    } = preview(&subject(&long), &choices(Target::Html), "en", Theme::Light);
    assert_eq!(address, "embed.html?lang=en&theme=light");
    assert_eq!(
        calibration_explainer::import::state_json::state_from_json(&told.unwrap()).unwrap(),
        long
    );
    // A Chinese character takes nine characters in a link, but four in base64.
    let mut chinese = of_the_hosts().state;
    (chinese.inputs.set_text(0, &"这部电影还行。".repeat(200))).unwrap();
    check(&chinese);
    let iframe = snippet(&subject(&chinese), &choices(Target::Iframe), &PAGE);
    assert!(attribute(&iframe, "iframe", "src").contains("?config="));
}

#[test]
fn each_choice_is_in_the_snippet() {
    let of = |choices: Choices| {
        attributes(
            &snippet(&of_the_hosts(), &choices, &PAGE),
            "calibration-explainer",
        )
    };
    let plain = of(Choices::default());
    let view = |shown| Choices {
        what: What::View(shown),
        ..Choices::default()
    };
    let hide = |hide: &[PagePart]| Choices {
        hide: hide.to_vec(),
        ..Choices::default()
    };
    let default = Choices::default;
    for (choices, key, value) in [
        (view(ViewName::Chart), "view", "chart"),
        (view(ViewName::Geometry), "view", "geometry"),
        (
            Choices {
                lang: Some("en".to_owned()),
                ..default()
            },
            "lang",
            "en",
        ),
        (
            Choices {
                theme: Theme::Dark,
                ..default()
            },
            "theme",
            "dark",
        ),
        (
            Choices {
                readonly: true,
                ..default()
            },
            "readonly",
            "true",
        ),
        (
            hide(&[PagePart::Presets, PagePart::Equation]),
            "hide",
            "presets,equation",
        ),
        (
            Choices {
                width: Some(640),
                ..default()
            },
            "style",
            "max-width: 640px",
        ),
        (
            Choices {
                height: Some(480),
                ..default()
            },
            "height",
            "480",
        ),
    ] {
        let mut expected = plain.clone();
        expected.push((key.to_owned(), value.to_owned()));
        assert_eq!(of(choices), expected, "{key}");
    }
    // Defaults are left out, and so are hidden parts that the embedded view does not have.
    assert_eq!(of(view(ViewName::Workbench)), plain);
    assert_eq!(of(hide(&[PagePart::Controls])), plain);
    let mut chart = view(ViewName::Chart);
    chart.hide = vec![PagePart::Presets];
    assert_eq!(of(chart), of(view(ViewName::Chart)));
    for (target, _) in Target::ALL {
        let choices = Choices {
            target: *target,
            what: What::View(ViewName::Use),
            width: Some(640),
            height: Some(480),
            readonly: true,
            ..Choices::default()
        };
        let snippet = snippet(&of_the_hosts(), &choices, &PAGE);
        for length in ["640", "480"] {
            assert_eq!(snippet.matches(length).count(), 1, "{snippet}");
        }
        assert!(
            snippet.contains("view=") && snippet.contains("readonly="),
            "{snippet}"
        );
        // An iframe of a fixed height needs no script.
        assert!(!snippet.contains("embed-host"), "{snippet}");
    }
}

#[test]
fn presets_and_chapters_go_by_name() {
    let preset = Subject::of_link("preset=topic");
    let html = snippet(&preset, &choices(Target::Html), &PAGE);
    assert_eq!(
        attributes(&html, "calibration-explainer"),
        [("preset".to_owned(), "topic".to_owned())]
    );
    assert_eq!(
        attribute(&html, "a", "href"),
        "https://calibration.example/#preset=topic"
    );
    let changed = Subject::of_link("preset=topic&method=none");
    assert_eq!(changed.preset, None);

    let lesson = Subject::of_link("preset=disagree&learn=4");
    let chapter = Choices {
        what: What::Chapter,
        hide: vec![PagePart::Controls, PagePart::Presets],
        ..choices(Target::Iframe)
    };
    let iframe = snippet(&lesson, &chapter, &PAGE);
    assert_eq!(
        attribute(&iframe, "iframe", "src"),
        "https://calibration.example/embed.html?learn=4&hide=controls"
    );
    // Any other view shows the state of the chapter's figure.
    let chart = Choices {
        what: What::View(ViewName::Chart),
        ..choices(Target::Iframe)
    };
    let address = attribute(&snippet(&lesson, &chart, &PAGE), "iframe", "src");
    assert!(
        address.ends_with("embed.html?preset=disagree&view=chart"),
        "{address}"
    );
    // Without a chapter there is none to embed.
    let none = Subject::of_link("preset=disagree");
    assert!(!snippet(&none, &chapter, &PAGE).contains("learn"));
}

#[test]
fn texts_are_readable_and_words_are_safe() {
    let mut state = of_the_hosts().state;
    (state.inputs.set_text(0, "It's a “great” film, ¿no? 90 %")).unwrap();
    let html = snippet(&subject(&state), &choices(Target::Html), &PAGE);
    assert!(
        html.contains("p=\"It's a “great” film%2C ¿no? 90%20%25:0.72,0.28@负面\""),
        "{html}"
    );
    let page = Page {
        base: "https://a.example/x\"y/",
        title: "<\"{`\n",
        open: "</a>{x} *b* `c` &amp;",
    };
    for (target, _) in Target::ALL {
        let snippet = snippet(&of_the_hosts(), &choices(*target), &page);
        check_lines(*target, &snippet);
        match target {
            Target::Iframe => assert_eq!(attribute(&snippet, "iframe", "title"), page.title),
            Target::Jupyter => assert_eq!(literals(&snippet)[2], "title=\"&lt;&quot;{`&#10;\""),
            _ => {
                let (_, words) = snippet.split_once("<a ").unwrap();
                let words = words.split_once('>').unwrap().1.split_once('<').unwrap().0;
                assert_eq!(references(words), page.open);
                assert!(!words.contains(['{', '*', '`']), "{words}");
            }
        }
    }
}
