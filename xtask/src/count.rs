//! Counts single tests in the output of the test runners.

use std::ops::AddAssign;

/// Numbers of tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
}

impl Count {
    /// Counts one test, for a check that either passes or fails.
    pub fn one(passed: bool) -> Self {
        if passed {
            Self {
                passed: 1,
                failed: 0,
            }
        } else {
            Self {
                passed: 0,
                failed: 1,
            }
        }
    }

    /// Counts the tests of a runner by its output and exit status. A runner that fails without a failed test (it did not compile,
    /// the browser did not start) counts as one failed test.
    pub fn of_runner(mut printed: Self, success: bool) -> Self {
        if !success && printed.failed == 0 {
            printed.failed = 1;
        }
        printed
    }
}

impl AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Reads the output of `cargo test` and wasm-bindgen's runner: each binary closes with `test result: ok. 3 passed; 0 failed; …`.
pub fn cargo(text: &str) -> Count {
    let mut total = Count::default();
    for line in text.lines().map(plain) {
        let Some(result) = line.trim().strip_prefix("test result: ") else {
            continue;
        };
        // "ok. 3 passed; 0 failed; 1 ignored; …"
        for part in result.split(['.', ';']) {
            match number_and_word(part) {
                Some((number, "passed")) => total.passed += number,
                Some((number, "failed")) => total.failed += number,
                _ => {}
            }
        }
    }
    total
}

/// Reads the output of Playwright's list reporter, which closes with lines such as `  2 failed`, `  1 flaky`,
/// `  3 did not run`, `  57 passed (1.2m)`, all of them after the last single test.
pub fn playwright(text: &str) -> Count {
    let mut total = Count::default();
    for line in text.lines().map(plain) {
        // A test's own output could look alike, but only the closing lines are indented by exactly two spaces.
        let Some(line) = line
            .strip_prefix("  ")
            .filter(|line| !line.starts_with(' '))
        else {
            continue;
        };
        let line = line.split(" (").next().unwrap_or(line).trim_end();
        match number_and_word(line) {
            Some((number, "passed")) => total.passed += number,
            Some((number, "failed" | "flaky" | "interrupted" | "did not run")) => {
                total.failed += number
            }
            _ => {}
        }
    }
    total
}

fn number_and_word(text: &str) -> Option<(u64, &str)> {
    let (number, word) = text.trim().split_once(' ')?;
    Some((number.parse().ok()?, word))
}

/// Removes terminal colours from a line.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            // ESC [ … letter
            for inner in characters.by_ref() {
                if inner.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: u64, failed: u64) -> Count {
        Count { passed, failed }
    }

    #[test]
    fn cargo_sums_over_binaries() {
        let text = "\
running 2 tests
test a ... ok
test b ... FAILED
test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

running 40 tests
test result: \u{1b}[32mok\u{1b}(B\u{1b}[m. 40 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 1.20s
";
        assert_eq!(cargo(text), count(41, 1));
        assert_eq!(cargo("error: could not compile\n"), count(0, 0));
    }

    #[test]
    fn wasm_bindgen_runner() {
        let text = "Running headless tests in Chrome on `http://127.0.0.1:1/`\n\ntest result: ok. 7 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.10s\n";
        assert_eq!(cargo(text), count(7, 0));
    }

    #[test]
    fn playwright_closing_lines() {
        let text = "
Running 9 tests using 2 workers
  ✓  1 [chromium] › specs/a.spec.ts:3:1 › 12 passed (1s) (77ms)
    3 failed
  2 failed
    [chromium] › specs/a.spec.ts:9:1 › b ────
  1 flaky
    [chromium] › specs/a.spec.ts:9:1 › c ────
  4 skipped
  1 did not run
  \u{1b}[32m5 passed\u{1b}[39m (1.2m)
";
        assert_eq!(playwright(text), count(5, 4));
        assert_eq!(playwright("  1 passed (900ms)\n"), count(1, 0));
    }

    #[test]
    fn a_runner_that_does_not_run_fails() {
        assert_eq!(Count::of_runner(count(0, 0), false), count(0, 1));
        assert_eq!(Count::of_runner(count(3, 2), false), count(3, 2));
        assert_eq!(Count::of_runner(count(3, 0), true), count(3, 0));
    }
}
