//! The numbered security checks: what is promised, which tests hold it, and
//! `docs/security-checks.md`, which is written from both.
//!
//! A test says which check it is in the line above it: `/// Check 9.`, `/// Checks 3, 8.`, and
//! `/// Check 45 (control).` for one that shows that the others can fail. So the number is found
//! from the test, and the test from the number.
//!
//! Not here: what the tests do.

use super::promises::PROMISES;
use super::source::Source;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use std::collections::BTreeMap;

const DOCUMENT: &str = "docs/security-checks.md";

/// A test that says which checks it is.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Test {
    path: String,
    name: String,
    /// It shows that what the others look for would be found.
    control: bool,
}

/// Every number has a promise, and a test or a reason; every test a promise; and the document
/// says so.
pub fn checks_are_held(source: &Source) -> Vec<String> {
    let (tests, mut findings) = tests(source);
    for (number, found) in &tests {
        if !PROMISES.iter().any(|promise| promise.number == *number) {
            findings.extend(
                found.iter().map(|test| format!("{} names check {number}, which is none", test.path)),
            );
        }
    }
    for promise in PROMISES {
        let held = tests.get(&promise.number).is_some_and(|tests| tests.iter().any(|test| !test.control));
        if !held && promise.rest.is_empty() {
            findings.push(format!("check {} has no test, and no reason why not", promise.number));
        }
    }
    if findings.is_empty() && source.get(DOCUMENT) != Some(&document(&tests)) {
        findings.push(format!("{DOCUMENT} is older than the tests: cargo xtask tidy --write"));
    }
    findings
}

/// Writes the document.
pub fn write(source: &Source) -> Outcome<()> {
    let text = document(&tests(source).0);
    std::fs::write(root().join(DOCUMENT), text)
        .map_err(|why| Stop(format!("{DOCUMENT} was not written: {why}")))
}

fn document(tests: &BTreeMap<u8, Vec<Test>>) -> String {
    let mut text = String::from(
        "# Security checks\n\nWhat is promised, one number each, and the tests that hold it. Written by \
         `cargo xtask tidy --write` from the tests themselves: above each stands its number. *Control* marks a test \
         that shows that the others can fail. What a number does not have, and why, stands under *not here*.\n\n\
         The e2e stories want a window (`cargo xtask test --only prepare,ui,build,stories`); all others run in \
         `cargo xtask test`.\n",
    );
    let mut chapter = "";
    for promise in PROMISES {
        if promise.chapter != chapter {
            chapter = promise.chapter;
            text += &format!("\n## {chapter}\n");
        }
        text += &format!("\n### {}\n\n{}\n", promise.number, promise.text);
        let found = tests.get(&promise.number).map(Vec::as_slice).unwrap_or_default();
        if !found.is_empty() {
            text += "\n";
        }
        for test in found {
            let control = if test.control { " (control)" } else { "" };
            text += &format!("- [`{}`](../{}){control}\n", test.name, test.path);
        }
        if !promise.rest.is_empty() {
            text += &format!("\n*Not here:* {}\n", promise.rest);
        }
    }
    text
}

/// Tests by number, and what is wrong with how they name it.
fn tests(source: &Source) -> (BTreeMap<u8, Vec<Test>>, Vec<String>) {
    let mut tests: BTreeMap<u8, Vec<Test>> = BTreeMap::new();
    let mut findings = Vec::new();
    for (path, text) in source.within("", &[".rs", ".ts", ".tsx"]) {
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some((numbers, control)) = numbers(line) else { continue };
            let Some(name) = lines.clone().take(40).find_map(name) else {
                findings.push(format!("{path} has a check above no test"));
                continue;
            };
            for number in numbers {
                tests.entry(number).or_default().push(Test {
                    path: path.to_owned(),
                    name: name.to_owned(),
                    control,
                });
            }
        }
    }
    tests.values_mut().for_each(|found| found.sort());
    (tests, findings)
}

/// `/// Checks 3, 8 (control). And more.`
fn numbers(line: &str) -> Option<(Vec<u8>, bool)> {
    let line = line.trim_start();
    let rest = line.strip_prefix("///").or_else(|| line.strip_prefix("//"))?.trim_start();
    let rest = rest.strip_prefix("Checks ").or_else(|| rest.strip_prefix("Check "))?;
    let (list, _) = rest.split_once('.')?;
    let (list, control) = match list.strip_suffix(" (control)") {
        Some(list) => (list, true),
        None => (list, false),
    };
    let numbers: Option<Vec<u8>> = list.split(',').map(|number| number.trim().parse().ok()).collect();
    Some((numbers?, control))
}

/// The name of a test of Rust's, of a story, of the window's, or of a type whose documentation
/// holds tests.
fn name(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let quoted = ["name: \"", "test(\"", "it(\""].iter().find_map(|start| line.strip_prefix(start));
    if let Some(rest) = quoted {
        return rest.split('"').next();
    }
    let rest = ["async fn ", "fn ", "struct "].iter().find_map(|start| line.strip_prefix(start))?;
    rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    const RUST: &[&str] = &[
        "//! Tests.",
        "/// Checks 1, 2. Why.",
        "#[expect(",
        "    a,",
        ")]",
        "async fn one() {}",
        "/// Check 2 (control).",
        "fn other() {}",
        "/// Check this.",
        "fn none() {}",
    ];

    #[test]
    fn numbers_lead_to_tests_and_back() {
        let source = sample(&[
            ("a.rs", &RUST.join("\n")),
            ("stories/b.rs", "/// Check 2.\npub const STORY: Story = Story {\n    name: \"three\",\n"),
            ("c.test.ts", "  // Check 2.\n  test(\"four is said\", () => {\n"),
        ]);
        let (tests, findings) = tests(&source);
        assert_eq!(findings, Vec::<String>::new());
        let names = |number: u8| -> Vec<(&str, bool)> {
            tests[&number].iter().map(|test| (test.name.as_str(), test.control)).collect()
        };
        assert_eq!(names(1), [("one", false)]);
        assert_eq!(names(2), [("one", false), ("other", true), ("four is said", false), ("three", false)]);
    }

    #[test]
    fn what_has_no_test_no_promise_or_an_old_document_is_found() {
        let source = sample(&[("a.rs", "/// Check 200.\nfn one() {}\n"), ("b.rs", "/// Check 1.\n")]);
        let found = checks_are_held(&source);
        assert!(found.contains(&"a.rs names check 200, which is none".to_owned()), "{found:?}");
        assert!(found.contains(&"b.rs has a check above no test".to_owned()), "{found:?}");
        assert!(found.contains(&"check 3 has no test, and no reason why not".to_owned()), "{found:?}");

        let all: String = PROMISES
            .iter()
            .map(|promise| format!("/// Check {}.\nfn holds() {{}}\n", promise.number))
            .collect();
        let document = document(&tests(&sample(&[("a.rs", &all)])).0);
        assert_eq!(checks_are_held(&sample(&[("a.rs", &all), (DOCUMENT, &document)])), Vec::<String>::new());
        assert_eq!(checks_are_held(&sample(&[("a.rs", &all), (DOCUMENT, "")])).len(), 1);
    }
}
