//! Runs other programs: finds them on PATH, sets their folder, shows their output as it comes.

use crate::project;
use anyhow::{Context, Result, bail};
use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A command that runs in `folder`, without the variables that `cargo run` set for us: they describe this crate, and would
/// look to the inner Cargo like a change that needs a rebuild.
pub fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder);
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_")
            || text.starts_with("CARGO_MANIFEST_")
            || text.starts_with("CARGO_BIN_")
        {
            command.env_remove(&name);
        }
    }
    command
}

/// The `cargo` that runs us, in `folder`.
pub fn cargo(folder: &Path) -> Command {
    command(
        env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")),
        folder,
    )
}

/// Makes the Cargo that `command` runs leave the developer's own folders out of the WebAssembly: a panic's location in a crate is
/// part of the program, and would otherwise begin with the path of the home folder. `more` are further flags of the compiler.
pub fn wasm_flags(command: &mut Command, more: &str) {
    const SEPARATOR: &str = "\u{1f}";
    let encoded = env::var("CARGO_ENCODED_RUSTFLAGS").ok();
    let encoded = encoded.map(|flags| flags.replace(SEPARATOR, " "));
    let mut flags = encoded
        .or_else(|| env::var("RUSTFLAGS").ok())
        .unwrap_or_default();
    flags.push_str(&format!(" {more}"));
    let home = env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(env::home_dir()?.join(".cargo")));
    let sources = sysroot().map(|sysroot| sysroot.join("lib/rustlib/src/rust"));
    for (folder, name) in [(home, "cargo"), (sources, "rust")] {
        // Cargo splits flags at spaces.
        let folder = folder.map(|folder| folder.display().to_string());
        if let Some(folder) = folder.filter(|folder| !folder.contains(char::is_whitespace)) {
            flags.push_str(&format!(" --remap-path-prefix={folder}={name}"));
        }
    }
    // Set for the target only, not for programs that run during the build.
    command
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTFLAGS")
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            flags.trim(),
        );
}

/// The folder in which the compiler of this project keeps its parts.
pub fn sysroot() -> Option<PathBuf> {
    let printed = output(command("rustc", &project::root()).args(["--print", "sysroot"]))?;
    Some(PathBuf::from(printed.trim()))
}

/// Formats a command as a person would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Runs a command with its output on ours. Returns an error if it cannot start or fails.
pub fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    let status = command
        .status()
        .with_context(|| format!("could not start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed ({status})");
    }
    Ok(())
}

/// Runs a command and returns its output; nothing is shown. `None` if it cannot start or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The first program of that name on PATH.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|candidate| is_program(candidate))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

/// PATH with some folders before all others.
pub fn path_with(folders: &[PathBuf]) -> Result<OsString> {
    let path = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(all).context("a folder's name cannot stand in PATH")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn output_is_kept_and_failure_seen() {
        let here = env::temp_dir();
        let shell = |script: &str| {
            let mut shell = command("sh", &here);
            shell.args(["-c", script]);
            shell
        };
        assert_eq!(output(&mut shell("echo yes")).as_deref(), Some("yes\n"));
        assert_eq!(output(&mut shell("exit 1")), None);
        assert!(run(&mut shell("exit 0")).is_ok());
        assert!(run(&mut shell("exit 1")).is_err());
        assert!(run(&mut command("no-such-program-anywhere", &here)).is_err());
    }

    #[test]
    fn programs_are_found() {
        assert!(find("sh").is_some());
        assert!(find("no-such-program-anywhere").is_none());
    }
}
