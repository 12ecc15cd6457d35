//! Reads what the test runners print: how many passed, what failed, why something was skipped.

use std::collections::BTreeMap;

use super::report::{Failure, Report};

/// What cargo says of a test binary that failed, and how the line ends where its tests did:
/// another end is a crash, perhaps after all of them passed.
const DIED: &str = "process didn't exit successfully:";
const FAILED: &str = "(exit status: 101)";

/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`, once per binary. A test that
/// prints a line starting with `skipped:` passed nothing.
pub fn libtest(text: &str) -> Report {
    let mut report = Report::default();
    let mut binary = "";
    let mut failed: Vec<&str> = Vec::new();
    // What each test printed, by its name.
    let mut printed: BTreeMap<&str, String> = BTreeMap::new();
    let mut printing = None;
    for line in text.lines() {
        if let Some(name) = running(line) {
            (binary, printing) = (name, None);
        } else if let Some(result) = line.strip_prefix("test result: ") {
            report.passed += number_before(result, " passed");
            report.failed += number_before(result, " failed");
            for _ in 0..number_before(result, " ignored") {
                report.skipped.push("an ignored test".into());
            }
            report.failures.extend(failed.drain(..).map(|name| Failure {
                what: format!("{binary} {name}").trim().to_owned(),
                told: printed.remove(name).unwrap_or_default(),
            }));
            printed.clear();
            printing = None;
        } else if let Some(name) = between(line, "---- ", " stdout ----") {
            printing = Some(name);
        } else if matches!(line, "failures:" | "successes:") {
            printing = None;
        } else if let Some(name) = between(line, "test ", " ... FAILED") {
            failed.push(name);
        } else if line.trim_start().starts_with(DIED) && !line.ends_with(FAILED) {
            report.fail(line.trim());
        } else {
            if let Some(why) = line.strip_prefix("skipped:") {
                report.skipped.push(why.trim().to_owned());
                report.passed = report.passed.saturating_sub(1);
            }
            if let Some(name) = printing {
                let text = printed.entry(name).or_default();
                text.push_str(line);
                text.push('\n');
            }
        }
    }
    report
}

/// `Running unittests src/lib.rs (target/debug/deps/trove_app-0123abcd)`: the binary's name.
fn running(line: &str) -> Option<&str> {
    if let Some(name) = line.strip_prefix("   Doc-tests ") {
        return Some(name);
    }
    let path = line.strip_prefix("     Running ")?.rsplit_once('(')?.1.strip_suffix(')')?;
    let file = path.rsplit(['/', '\\']).next()?;
    file.rsplit_once('-').map(|(name, _hash)| name)
}

fn between<'a>(line: &'a str, start: &str, end: &str) -> Option<&'a str> {
    line.strip_prefix(start)?.strip_suffix(end)
}

/// `Tests  1 failed | 11 passed | 2 skipped (14)`, and ` FAIL  file > test` for each that did.
pub fn vitest(text: &str) -> Report {
    let line = text.lines().rev().map(str::trim).find_map(|line| line.strip_prefix("Tests "));
    let line = line.unwrap_or_default();
    let skipped = number_before(line, " skipped") + number_before(line, " todo");
    Report {
        passed: number_before(line, " passed"),
        failed: number_before(line, " failed"),
        skipped: (0..skipped).map(|_| "a vitest test".into()).collect(),
        failures: failures(text.lines().filter_map(|line| line.trim().strip_prefix("FAIL "))),
    }
}

/// `# pass 3`, `# fail 0`, `# skipped 0`, and `not ok 2 - name` for each that did not pass.
pub fn tap(text: &str) -> Report {
    let count = |name: &str| {
        let line = text.lines().rev().find_map(|line| line.strip_prefix(&format!("# {name} ")));
        line.and_then(|number| number.trim().parse::<u32>().ok()).unwrap_or(0)
    };
    let names = text.lines().filter_map(|line| line.strip_prefix("not ok ")?.split_once(" - "));
    Report {
        passed: count("pass"),
        failed: count("fail"),
        skipped: (0..count("skipped")).map(|_| "a node test".into()).collect(),
        failures: failures(names.map(|(_, name)| name)),
    }
}

/// `stories: 12 passed, 0 failed, 1 skipped`, and a line for each that did not pass.
pub fn stories(text: &str) -> Report {
    let line = text.lines().rev().find_map(|line| line.strip_prefix("stories: ")).unwrap_or_default();
    let after = |word: &'static str| text.lines().filter_map(move |line| line.strip_prefix(word));
    let failure = |line: &str| {
        let (story, why) = line.trim().split_once(": ").unwrap_or((line.trim(), ""));
        // Its seconds differ from time to time.
        let story = story.rsplit_once(" (").map_or(story, |(story, _)| story);
        Failure { what: story.to_owned(), told: why.to_owned() }
    };
    Report {
        passed: number_before(line, " passed"),
        failed: number_before(line, " failed"),
        skipped: after("skipped").map(|why| why.trim().to_owned()).collect(),
        failures: after("FAILED").map(failure).collect(),
    }
}

/// Names alone, each once: runners repeat them.
fn failures<'a>(names: impl Iterator<Item = &'a str>) -> Vec<Failure> {
    let mut found: Vec<Failure> = Vec::new();
    for name in names.map(str::trim) {
        if !found.iter().any(|failure| failure.what == name) {
            found.push(Failure { what: name.to_owned(), told: String::new() });
        }
    }
    found
}

/// The number that ends right before `word`; 0 when there is none.
fn number_before(text: &str, word: &str) -> u32 {
    let before = text.split_once(word).map(|(before, _)| before).unwrap_or_default();
    before.rsplit(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(report: &Report) -> (u32, u32, usize) {
        (report.passed, report.failed, report.skipped.len())
    }

    fn names(report: &Report) -> Vec<&str> {
        report.failures.iter().map(|failure| failure.what.as_str()).collect()
    }

    #[test]
    fn cargo_test_is_counted() {
        let text = "\
     Running unittests src/lib.rs (target/debug/deps/trove_a-00ff)
test a ... ok
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out
     Running tests/it/main.rs (/target/debug/deps/it-11ee)
test b::c ... FAILED

successes:

---- recordings stdout ----
skipped: no recordings here

failures:

---- b::c stdout ----

thread 'b::c' panicked at it/b.rs:3:
left: 1

failures:
    b::c

test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out
error: test failed, to rerun pass `-p trove-b --test it`

Caused by:
  process didn't exit successfully: `/target/it-11ee --show-output` (exit status: 101)
error: test failed, to rerun pass `-p trove-c --test c`

Caused by:
  process didn't exit successfully: `/target/c-2 --show-output` (signal: 11, SIGSEGV: invalid memory reference)
";
        let report = libtest(text);
        assert_eq!(counts(&report), (14, 2, 2));
        assert_eq!(report.skipped, ["an ignored test", "no recordings here"]);
        let [test, crash] = report.failures.as_slice() else { panic!("{:?}", report.failures) };
        assert_eq!(test.what, "it b::c");
        assert_eq!(test.told.trim(), "thread 'b::c' panicked at it/b.rs:3:\nleft: 1");
        assert!(crash.what.contains("c-2") && crash.what.contains("SIGSEGV"), "{crash:?}");
    }

    #[test]
    fn the_other_runners_are_counted() {
        let text = " FAIL  test/a.test.ts > adds\nError: no\n FAIL  test/a.test.ts > adds\n\
                    \x20Test Files  3 passed (3)\n      Tests  1 failed | 11 passed | 2 skipped (14)\n";
        assert_eq!(counts(&vitest(text)), (11, 1, 2));
        assert_eq!(names(&vitest(text)), ["test/a.test.ts > adds"]);
        let text = "ok 1 - a\nnot ok 2 - b\n# pass 7\n# fail 1\n# skipped 2\n";
        assert_eq!(counts(&tap(text)), (7, 1, 2));
        assert_eq!(names(&tap(text)), ["b"]);
        let text = "ok       first_run\nskipped  chromium: not installed\nFAILED   cancel (12 s): no window: gone\n\
                    stories: 1 passed, 1 failed, 1 skipped\n";
        assert_eq!(counts(&stories(text)), (1, 1, 1));
        assert_eq!(names(&stories(text)), ["cancel"]);
        assert_eq!(stories(text).failures.first().unwrap().told, "no window: gone");
    }

    #[test]
    fn nothing_printed_counts_nothing() {
        for read in [libtest, vitest, tap, stories] {
            assert_eq!(read("error: could not compile\n"), Report::default());
        }
    }
}
