//! The snippet of each target.

use super::choices::{Choices, Page, Target};
use super::embedded::Embedded;
use super::escape;

pub(super) fn write(embedded: &Embedded, choices: &Choices, page: &Page<'_>) -> String {
    let lines = match choices.target {
        Target::Html => element(embedded, choices, page),
        Target::Iframe => iframe(embedded, choices, page),
        Target::Docusaurus => docusaurus(embedded, choices, page),
        // Markdown leaves HTML that begins with <div> alone up to the next empty line (CommonMark) or to </div>
        // (Python-Markdown). It would take an unknown element for a part of a paragraph.
        Target::MdBook | Target::MkDocs => {
            let mut lines = vec!["<div>".to_owned()];
            lines.extend(element(embedded, choices, page));
            lines.push("</div>".to_owned());
            lines
        }
        Target::Sphinx => {
            let mut lines = vec![".. raw:: html".to_owned(), String::new()];
            let html = element(embedded, choices, page);
            lines.extend(html.into_iter().map(|line| format!("   {line}")));
            lines
        }
        Target::Jupyter => jupyter(embedded, choices, page),
    };
    lines.join("\n") + "\n"
}

fn file(page: &Page<'_>, name: &str) -> String {
    format!("{}{name}", page.base)
}

/// The element as HTML, with its script, and with its style sheet, which reserves the space until the script has loaded.
fn element(embedded: &Embedded, choices: &Choices, page: &Page<'_>) -> Vec<String> {
    let [sheet, script] = ["reserve.css", "auto.js"]
        .map(|name| escape::attribute(&file(page, &format!("embed/{name}"))));
    let style = choices
        .width
        .map(|width| format!("style=\"max-width: {width}px\""));
    let mut lines = vec![
        format!("<link rel=\"stylesheet\" href=\"{sheet}\">"),
        format!("<script type=\"module\" src=\"{script}\"></script>"),
    ];
    lines.extend(tag(embedded, choices, page, style));
    lines
}

/// The element alone. `style` is the style attribute, which JSX writes differently.
fn tag(
    embedded: &Embedded,
    choices: &Choices,
    page: &Page<'_>,
    style: Option<String>,
) -> Vec<String> {
    let attributes = embedded.attributes().into_iter();
    let height = choices.height.map(|height| ("height", height.to_string()));
    let attributes = attributes.chain(height);
    let mut attributes: Vec<String> = attributes
        .map(|(name, value)| format!("{name}=\"{}\"", escape::attribute(&value)))
        .collect();
    attributes.extend(style);
    let link = embedded.link();
    let address = match link.as_str() {
        "" => page.base.to_owned(),
        link => format!("{}#{link}", page.base),
    };
    let mut lines = vec!["<calibration-explainer".to_owned()];
    lines.extend(attributes.iter().map(|attribute| format!("  {attribute}")));
    if let Some(last) = lines.last_mut() {
        last.push('>');
    }
    lines.push(format!(
        "  <a href=\"{}\">{}</a>",
        escape::attribute(&address),
        escape::text(page.open)
    ));
    lines.push("</calibration-explainer>".to_owned());
    lines
}

fn iframe(embedded: &Embedded, choices: &Choices, page: &Page<'_>) -> Vec<String> {
    let (address, state) = embedded.address();
    let width = choices
        .width
        .map_or("100%".to_owned(), |width| width.to_string());
    // `frameborder` instead of `style`: it is allowed by a strict content security policy, and in MDX.
    let mut lines = vec![
        format!(
            "<iframe title=\"{}\" width=\"{width}\" height=\"{}\" frameborder=\"0\" loading=\"lazy\"",
            escape::attribute(page.title),
            embedded.height
        ),
        format!(
            "  src=\"{}\"></iframe>",
            escape::attribute(&file(page, &address))
        ),
    ];
    let state = state.map(|json| format!(".setState({{ config: {} }})", escape::script(&json)));
    if choices.height.is_none() || state.is_some() {
        let script = escape::attribute(&file(page, "embed-host.js"));
        lines.push(format!("<script src=\"{script}\"></script>"));
        lines.push(format!(
            "<script>calibrationEmbed(document.currentScript.previousElementSibling.previousElementSibling){}</script>",
            state.unwrap_or_default()
        ));
    }
    lines
}

fn docusaurus(embedded: &Embedded, choices: &Choices, page: &Page<'_>) -> Vec<String> {
    let [sheet, script] = ["reserve.css", "auto.js"]
        .map(|name| escape::attribute(&file(page, &format!("embed/{name}"))));
    let style = (choices.width).map(|width| format!("style={{{{ maxWidth: {width} }}}}"));
    // A plain <script> would not run when a reader comes from another page of the site. MDX provides Head without an import;
    // an import could be there only once on a page.
    let mut lines = [
        "<Head>",
        &format!("  <link rel=\"stylesheet\" href=\"{sheet}\" />"),
        &format!("  <script type=\"module\" src=\"{script}\" />"),
        "</Head>",
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.extend(tag(embedded, choices, page, style));
    lines
}

fn jupyter(embedded: &Embedded, choices: &Choices, page: &Page<'_>) -> Vec<String> {
    let (address, state) = embedded.address();
    if state.is_some() {
        // No address can hold the state, so the element takes it as an attribute. IPython would warn of HTML that begins with
        // <iframe>, but not of this.
        let html = element(embedded, choices, page);
        let mut lines = vec![
            "from IPython.display import HTML".to_owned(),
            String::new(),
            "HTML(".to_owned(),
        ];
        lines.extend(
            html.iter()
                .map(|line| format!("    {}", escape::python(&format!("{line}\n")))),
        );
        lines.push(")".to_owned());
        return lines;
    }
    let width = (choices.width).map_or("\"100%\"".to_owned(), |width| width.to_string());
    // IFrame puts its arguments between quotation marks without escaping. `&` may stay, since `=` follows every key.
    let address = file(page, &address).replace('"', "%22");
    let title = format!("title=\"{}\"", escape::attribute(page.title));
    vec![
        "from IPython.display import IFrame".to_owned(),
        String::new(),
        "IFrame(".to_owned(),
        format!("    {},", escape::python(&address)),
        format!("    width={width},"),
        format!("    height={},", embedded.height),
        format!("    extras=[{}],", escape::python(&title)),
        ")".to_owned(),
    ]
}
