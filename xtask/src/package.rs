//! Builds dist/embed/, the npm package. The modules behind `calibrate` and `readTable` are built like the page's, but without Trunk: the
//! package needs fixed names, and no page. The element is the page itself: the same modules that Trunk has built, with their JavaScript
//! converted so that a page can have several elements.

use crate::{install, process, project};
use anyhow::{Context, Result, bail, ensure};
use std::fs::{self, read_to_string, write};
use std::path::{Path, PathBuf};

/// The folder of the package, which is built anew with every page.
pub fn folder() -> PathBuf {
    project::dist().join("embed")
}

/// A WebAssembly module of the package and the script that wasm-bindgen writes for it.
struct Module {
    binary: &'static str,
    script: &'static str,
    wasm: &'static str,
}

const MODULES: [Module; 2] = [
    Module {
        binary: "embed",
        script: "calibrate",
        wasm: "calibrate.wasm",
    },
    // `table.js` is what people import.
    Module {
        binary: "table",
        script: "reader",
        wasm: "table.wasm",
    },
];

impl Module {
    /// Writes the script into `made` and the optimised module into `package`.
    fn make(&self, target: &Path, made: &Path, package: &Path) -> Result<()> {
        let root = project::root();
        let compiled = format!("wasm32-unknown-unknown/release/{}.wasm", self.binary);
        // The package itself sets the address of the module.
        process::run(
            process::command(install::wasm_bindgen()?, &root)
                .args([
                    "--target",
                    "web",
                    "--no-typescript",
                    "--omit-default-module-path",
                ])
                .args(["--out-name", self.script, "--out-dir"])
                .arg(made)
                .arg(target.join(compiled)),
        )?;
        let wasm_opt = install::npm_packages()?.join("wasm-opt");
        process::run(
            process::command(wasm_opt, &root)
                .arg("-O2")
                .arg(made.join(format!("{}_bg.wasm", self.script)))
                .arg("-o")
                .arg(package.join(self.wasm)),
        )
    }
}

/// Builds the package into dist/embed/.
pub fn build() -> Result<()> {
    println!("Building the npm package into dist/embed/, about a minute the first time …");
    let root = project::root();
    let target = project::target();
    let package = folder();
    // Trunk has fetched the crates, and compiled most of them with the same flags.
    let mut cargo = process::cargo(&root);
    cargo
        .args(["build", "--quiet", "--release", "--offline"])
        .args(["--target", "wasm32-unknown-unknown"])
        .args(MODULES.iter().flat_map(|module| ["--bin", module.binary]))
        .arg("--target-dir")
        .arg(&target);
    process::wasm_flags(&mut cargo, "");
    process::run(&mut cargo)?;

    if package.is_dir() {
        fs::remove_dir_all(&package).context("could not clear dist/embed")?;
    }
    fs::create_dir_all(&package).context("could not make dist/embed")?;
    let made = target.join("package");
    for module in &MODULES {
        module.make(&target, &made, &package)?;
    }

    let sources = root.join("src/embed/package");
    let copies = [
        (&made, "calibrate.js"),
        (&made, "reader.js"),
        (&sources, "index.js"),
        (&sources, "index.d.ts"),
        (&sources, "table.js"),
        (&sources, "table.d.ts"),
        (&sources, "load.js"),
        (&sources, "auto.js"),
        (&sources, "auto.d.ts"),
        (&sources, "element.js"),
        (&sources, "reserve.js"),
        (&sources, "reserve.css"),
        (&sources, "wasm.js"),
        (&sources, "custom-elements.json"),
        (&sources, "package.json"),
        (&sources, "README.md"),
        (&root, "LICENSE-APACHE"),
        (&root, "LICENSE-MIT"),
    ];
    for (from, name) in copies {
        fs::copy(from.join(name), package.join(name))
            .with_context(|| format!("could not copy {name} into dist/embed"))?;
    }
    element(&package)
}

/// Writes the files of the element.
fn element(package: &Path) -> Result<()> {
    let dist = project::dist();
    let page = page_name(&dist)?;
    fs::copy(
        dist.join(format!("{page}_bg.wasm")),
        package.join("explainer.wasm"),
    )
    .context("could not copy explainer.wasm into dist/embed")?;
    let glue = |name: &str| read_to_string(dist.join(format!("{name}.js")));
    let save = |name: &str, text: String| {
        write(package.join(name), text)
            .with_context(|| format!("could not write dist/embed/{name}"))
    };
    save("explainer.js", factory(&glue(&page)?)?)?;
    save(
        "styles.js",
        format!("export default {};\n", quoted(&styles()?)),
    )?;

    let manifest = read_to_string(project::root().join("src/embed/package/package.json"))?;
    let version = value(&manifest, "version").context("package.json has no version")?;
    let mut messages = String::new();
    let mut loaders = String::new();
    for (tag, text) in locales()? {
        let own = said_before(&text).with_context(|| format!("locales/{tag}.json"))?;
        messages.push_str(&format!("  {tag}: {own},\n"));
        loaders.push_str(&format!("  {tag}: () => import(\"./words-{tag}.js\"),\n"));
        save(
            &format!("words-{tag}.js"),
            format!("export default {text};\n"),
        )?;
    }
    save(
        "contents.js",
        format!(
            "// Made by `cargo xtask build` from package.json and locales/.\n\
             export const version = \"{version}\";\n\
             /** What is said where the words could not be loaded, too. */\n\
             export const messages = {{\n{messages}}};\n\
             export const words = {{\n{loaders}}};\n"
        ),
    )
}

/// The name of the page's module in `dist`, which changes with every build.
fn page_name(dist: &Path) -> Result<String> {
    for entry in fs::read_dir(dist).context("there is no dist/")? {
        let name = entry?.file_name();
        let name = name.to_str().unwrap_or_default();
        let page = name.strip_suffix(".js");
        if let Some(page) = page.filter(|page| page.starts_with("calibration-explainer-")) {
            return Ok(page.to_owned());
        }
    }
    bail!("the page's script is not in dist/")
}

/// Turns wasm-bindgen's module into a function that makes instances, each with variables of its own. `stopped` is called when the
/// WebAssembly stops in the middle, as it does at a panic. `drop` releases an instance. Calls that still reach it afterwards (of a
/// timer, a promise) go to an object that accepts every call and does nothing. A function made by `hold` before that can still call
/// the instance, and keeps it in memory for as long as the function exists.
fn factory(glue: &str) -> Result<String> {
    let end = "export { initSync, __wbg_init as default };";
    let glue = without_address(glue)?;
    let body = glue.trim_end().strip_suffix(end);
    let body = body.context("wasm-bindgen ends its module in another way now")?;
    let names: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("export function "))
        .filter_map(|rest| rest.split_once('(').map(|(name, _)| name))
        .collect();
    let caches: Vec<&str> = body
        .lines()
        .filter_map(|line| line.strip_prefix("let ")?.strip_suffix(" = null;"))
        .filter(|name| name.starts_with("cached") && name.ends_with("Memory0"))
        .collect();
    ensure!(
        !names.is_empty()
            && !caches.is_empty()
            && body.contains("let wasmModule, wasmInstance, wasm;"),
        "wasm-bindgen names things in another way now"
    );
    let body = body.replace("\nexport function ", "\nfunction ");
    let exports = "wasm = instance.exports;";
    ensure!(
        body.matches(exports).count() == 1,
        "wasm-bindgen takes what an instance exports in another way now"
    );
    let body = body.replace(exports, "wasm = watched(instance.exports, stopped);");
    ensure!(
        !body.contains("\nexport ") && !body.contains("\nimport "),
        "wasm-bindgen's module has other imports or exports now"
    );
    Ok(format!(
        "// Made by `cargo xtask build` from what wasm-bindgen wrote for the page.\n\
         const gone = new Proxy(() => {{}}, {{ get: () => gone, apply: () => [] }});\n\
         const watched = (exports, stopped) => Object.fromEntries(Object.entries(exports).map(([name, value]) => [\n\
         \x20 name,\n\
         \x20 typeof value !== \"function\" ? value : (...given) => {{\n\
         \x20   try {{ return value(...given); }} catch (error) {{\n\
         \x20     if (error instanceof WebAssembly.RuntimeError) stopped(error);\n\
         \x20     throw error;\n\
         \x20   }}\n\
         \x20 }},\n\
         ]));\n\n\
         export function create(stopped) {{\n{body}\n\
         const become = (other) => {{ wasm = other; {} = null; }};\n\
         const drop = () => {{ wasmModule = wasmInstance = undefined; become(gone); }};\n\
         const hold = (mine = wasm) => (ask) => {{\n\
         \x20 const now = wasm;\n\
         \x20 if (now === mine) return ask();\n\
         \x20 become(mine);\n\
         \x20 try {{ return ask(); }} finally {{ become(now); }}\n\
         }};\n\
         return {{ init: __wbg_init, {}, drop, hold }};\n}}\n",
        caches.join(" = "),
        names.join(", ")
    ))
}

/// Removes the address of the WebAssembly: the package sets it, and bundlers would look for the file.
fn without_address(glue: &str) -> Result<String> {
    let start = "new URL('";
    let (before, rest) = glue
        .split_once(start)
        .context("wasm-bindgen writes no address now")?;
    let (_, after) = rest
        .split_once("', import.meta.url)")
        .context("wasm-bindgen writes addresses in another way now")?;
    ensure!(!after.contains("import.meta"), "there is another address");
    Ok(format!("{before}undefined{after}"))
}

/// Converts the styles of the page to those of an element.
fn styles() -> Result<String> {
    let folder = project::root().join("static");
    install::npm_packages()?;
    let mut node = process::command(install::node()?, &project::e2e());
    node.args([
        "--input-type=module",
        "--eval",
        include_str!("styles.mjs"),
        "--",
    ]);
    process::output(node.args(["style.css", "lesson.css"].map(|name| folder.join(name))))
        .context("the styles of the element could not be made")
}

/// The files in locales/ with their language tags.
fn locales() -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(project::root().join("locales"))? {
        let path = entry?.path();
        let tag = path.file_stem().and_then(|stem| stem.to_str());
        found.push((
            tag.unwrap_or_default().to_owned(),
            read_to_string(&path)?.trim_end().to_owned(),
        ));
    }
    found.sort();
    Ok(found)
}

/// The messages that a language needs before its words are loaded: the group `element`, and the tag for `lang`.
fn said_before(words: &str) -> Result<String> {
    let group = words.split_once("\n  \"element\": {\n");
    let (_, rest) = group.context("there is no group \"element\"")?;
    let (group, _) = rest.split_once("\n  }").context("its end is missing")?;
    let tag = words.split_once("\n  \"language\": {");
    let tag = tag.and_then(|(_, rest)| value(rest, "tag"));
    let tag = tag.context("there is no \"language.tag\"")?;
    let lines: Vec<String> = group
        .lines()
        .map(|line| line.trim().replacen('"', "\"element.", 1))
        .collect();
    Ok(format!(
        "{{\n    {},\n    \"language.tag\": \"{tag}\"\n  }}",
        lines.join("\n    ")
    ))
}

/// The text after the first `"key":`.
fn value(json: &str, key: &str) -> Option<String> {
    let (_, rest) = json.split_once(&format!("\"{key}\": \""))?;
    Some(rest.split_once('"')?.0.to_owned())
}

/// Writes a JavaScript string.
fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", escaped.replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::read_to_string;

    #[test]
    fn the_glue_becomes_a_factory() {
        let glue = "export function start(host) {\n    wasm.start(host);\n}\nlet cachedDataViewMemory0 = null;\nlet wasmModule, wasmInstance, wasm;\n\
                    function __wbg_finalize_init(instance) {\n    wasm = instance.exports;\n}\nfunction __wbg_init(path) {\n    path = new URL('page_bg.wasm', import.meta.url);\n}\n\nexport { initSync, __wbg_init as default };\n";
        let made = factory(&format!("\n{glue}")).unwrap();
        assert!(made.contains("return { init: __wbg_init, start, drop, hold };"));
        assert!(made.contains("cachedDataViewMemory0 = null; };"));
        assert!(made.contains("wasm = watched(instance.exports, stopped);"));
        assert!(!made.contains("import.meta"));
        assert_eq!(made.matches("export ").count(), 1);
        assert!(factory(&glue.replace("export {", "export { other,")).is_err());
        assert!(factory(&glue.replace("new URL('", "URL('")).is_err());
        assert!(factory(&glue.replace("instance.exports", "exports")).is_err());
    }

    #[test]
    fn messages_are_there_before_the_words() {
        let words = "{\n  \"element\": {\n    \"retry\": \"Try again\"\n  },\n  \"language\": {\n    \"tag\": \"en\"\n  }\n}";
        let expected =
            "{\n    \"element.retry\": \"Try again\",\n    \"language.tag\": \"en\"\n  }";
        assert_eq!(said_before(words).unwrap(), expected);
        assert!(said_before("{}").is_err());
        assert_eq!(quoted("a\\b\"c\nd"), r#""a\\b\"c\nd""#);
    }

    /// The value of a line `"key": "value"` or `key = "value"`.
    fn value_of_line(text: &str, key: &str) -> String {
        let line = text.lines().find(|line| line.trim().starts_with(key));
        let mut quoted = line.unwrap().rsplit('"');
        quoted.nth(1).unwrap().to_owned()
    }

    #[test]
    fn the_package_has_the_version_and_licence_of_the_crate() {
        let root = project::root();
        let package = read_to_string(root.join("src/embed/package/package.json")).unwrap();
        let manifest = read_to_string(root.join("Cargo.toml")).unwrap();
        for key in ["version", "license"] {
            assert_eq!(
                value_of_line(&package, &format!("\"{key}\"")),
                value_of_line(&manifest, &format!("{key} =")),
                "{key}"
            );
        }
    }
}
