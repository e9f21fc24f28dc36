//! The machine on which a figure was measured.

use crate::process::{command, output};
use crate::project;
use std::fmt;
use std::thread::available_parallelism;
use std::time::{SystemTime, UNIX_EPOCH};

/// Displays as `2026-11-24, 2 cores, 23.5 GB of memory, linux x86_64`.
pub struct Machine;

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .map_or(0, |time| time.as_secs() / 86_400);
        let (year, month, day) = date(days);
        write!(f, "{year}-{month:02}-{day:02}")?;
        match available_parallelism() {
            Ok(cores) => write!(f, ", {cores} cores")?,
            Err(_) => write!(f, ", unknown number of cores")?,
        }
        match memory() {
            Some(gigabytes) => write!(f, ", {gigabytes:.1} GB of memory")?,
            None => write!(f, ", unknown memory")?,
        }
        write!(f, ", {} {}", std::env::consts::OS, std::env::consts::ARCH)
    }
}

/// Memory in units of 2³⁰ bytes.
fn memory() -> Option<f64> {
    if let Ok(text) = std::fs::read_to_string("/proc/meminfo") {
        let kilobytes: f64 = text
            .lines()
            .find_map(|line| line.strip_prefix("MemTotal:"))?
            .split_whitespace()
            .next()?
            .parse()
            .ok()?;
        return Some(kilobytes / 1024.0 / 1024.0);
    }
    let bytes: f64 = output(command("sysctl", &project::root()).args(["-n", "hw.memsize"]))?
        .trim()
        .parse()
        .ok()?;
    Some(bytes / 1024.0 / 1024.0 / 1024.0)
}

/// Year, month and day from the days since 1970-01-01, by counting whole years and months.
fn date(mut days: u64) -> (u64, u64, u64) {
    let is_leap = |year: u64| {
        (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400)
    };
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if days < length {
            break;
        }
        days -= length;
        month += 1;
    }
    (year, month, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (days, expected) in [
            (0, (1970, 1, 1)),
            (59, (1970, 3, 1)),
            (11_016, (2000, 2, 29)),
            (20_818, (2026, 12, 31)),
        ] {
            assert_eq!(date(days), expected);
        }
    }
}
