//! Paths of the project and of its tools.

use anyhow::{Context, Result};
use std::path::PathBuf;

/// The root of the repository.
pub fn root() -> PathBuf {
    // Cargo sets the variable when it runs us; a binary started by hand still knows where it was compiled.
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask
        .parent()
        .map_or_else(|| PathBuf::from("."), PathBuf::from)
}

/// The end-to-end tests, which are an npm package.
pub fn e2e() -> PathBuf {
    root().join("tests").join("e2e")
}

/// The documentation sites of several tools, in which embedding is tested.
pub fn hosts() -> PathBuf {
    root().join("tests").join("hosts")
}

/// The built page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Cargo's build folder, which also holds files of our own.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |target| root().join(target))
}

/// The user's own folder for tools that we install.
pub fn tools() -> Result<PathBuf> {
    Ok(cache()?.join("tools"))
}

/// The user's own folder for weights of language models.
pub fn models() -> Result<PathBuf> {
    Ok(cache()?.join("models"))
}

/// The user's own folder for what is fetched once: shared by all clones, removed with one `rm -r`.
fn cache() -> Result<PathBuf> {
    let cache = match std::env::var_os("XDG_CACHE_HOME").filter(|path| !path.is_empty()) {
        Some(cache) => PathBuf::from(cache),
        None => std::env::home_dir()
            .context("there is no home folder: please set XDG_CACHE_HOME")?
            .join(".cache"),
    };
    Ok(cache.join("calibration-explainer"))
}

/// The version of a crate in a Cargo.lock.
pub fn locked_version(lock: &str, name: &str) -> Option<String> {
    let wanted = format!("name = \"{name}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == wanted)?;
    Some(
        lines
            .next()?
            .strip_prefix("version = \"")?
            .strip_suffix('"')?
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::read_to_string;

    #[test]
    fn version_in_a_lock_file() {
        let lock = "[[package]]\nname = \"yew-macro\"\nversion = \"1.2.3\"\n\n[[package]]\nname = \"yew\"\nversion = \"0.23.0\"\n";
        assert_eq!(locked_version(lock, "yew").as_deref(), Some("0.23.0"));
        assert_eq!(locked_version(lock, "ye"), None);
    }

    #[test]
    fn the_empty_page_is_built_like_ours() {
        let ours = read_to_string(root().join("Cargo.toml")).unwrap();
        let empty = read_to_string(root().join("xtask/empty-yew/Cargo.toml")).unwrap();
        let profile = |manifest: &str| -> Vec<String> {
            manifest
                .lines()
                .skip_while(|line| *line != "[profile.release]")
                .skip(1)
                .take_while(|line| !line.starts_with('['))
                .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
                .map(str::to_owned)
                .collect()
        };
        assert!(!profile(&ours).is_empty());
        assert_eq!(profile(&ours), profile(&empty));

        let ours = read_to_string(root().join("Cargo.lock")).unwrap();
        let empty = read_to_string(root().join("xtask/empty-yew/Cargo.lock")).unwrap();
        for name in ["yew", "wasm-bindgen"] {
            assert_eq!(
                locked_version(&ours, name),
                locked_version(&empty, name),
                "{name}"
            );
        }
        // One program writes the JavaScript of all of them.
        let candle = read_to_string(root().join("xtask/candle/Cargo.lock")).unwrap();
        assert_eq!(
            locked_version(&ours, "wasm-bindgen"),
            locked_version(&candle, "wasm-bindgen")
        );
    }
}
