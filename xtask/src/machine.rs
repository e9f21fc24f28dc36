//! The machine on which a figure was measured.

use crate::process::{command, output};
use crate::project;
use std::fmt;
use std::thread::available_parallelism;

/// Displays as `2026-11-24, 2 cores, linux x86_64`.
pub struct Machine;

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = output(command("date", &project::root()).arg("+%F"));
        write!(f, "{}", date.as_deref().map_or("unknown date", str::trim))?;
        match available_parallelism() {
            Ok(cores) => write!(f, ", {cores} cores")?,
            Err(_) => write!(f, ", unknown number of cores")?,
        }
        write!(f, ", {} {}", std::env::consts::OS, std::env::consts::ARCH)
    }
}
