//! What a phase has to say at its end, and the sum of many.

#[derive(Debug, Default, PartialEq)]
pub struct Report {
    pub passed: u32,
    pub failed: u32,
    /// One reason each.
    pub skipped: Vec<String>,
    /// What failed, for the closing summary.
    pub failures: Vec<Failure>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The same whenever the same thing fails.
    pub what: String,
    /// What was printed about it; empty where the runner says no more.
    pub told: String,
}

impl Report {
    /// Of a tool that said yes.
    pub fn one_passed() -> Self {
        Self { passed: 1, ..Self::default() }
    }

    pub fn skip(why: impl Into<String>) -> Self {
        Self { skipped: vec![why.into()], ..Self::default() }
    }

    pub fn fail(&mut self, what: impl Into<String>) {
        self.failed += 1;
        self.failures.push(Failure { what: what.into(), told: String::new() });
    }

    /// Adds what a runner counted. One that dies, or counts nothing, has failed.
    pub fn add(&mut self, counted: Self, good: bool, runner: &str) {
        if !good && counted.failed == 0 {
            self.fail(format!("{runner} ended with an error of its own"));
        } else if good && counted.passed == 0 && counted.skipped.is_empty() {
            self.fail(format!("{runner} ran nothing"));
        }
        self.sum(counted);
    }

    /// With the phase before each line.
    pub fn named(mut self, phase: &str) -> Self {
        for why in &mut self.skipped {
            *why = format!("{phase}: {why}");
        }
        for failure in &mut self.failures {
            failure.what = format!("{phase}: {}", failure.what);
        }
        self
    }

    pub fn sum(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped.extend(other.skipped);
        self.failures.extend(other.failures);
    }
}

/// Each thing once, in the order of its first time, with how often.
pub fn counted<T>(things: &[T], key: impl Fn(&T) -> &str) -> Vec<(&T, usize)> {
    let mut found: Vec<(&T, usize)> = Vec::new();
    for thing in things {
        match found.iter_mut().find(|(first, _)| key(first) == key(thing)) {
            Some((_, times)) => *times += 1,
            None => found.push((thing, 1)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_runner_that_dies_or_counts_nothing_has_failed() {
        let mut report = Report::default();
        report.add(Report::default(), false, "cargo test");
        assert_eq!(report.failed, 1);
        report.add(Report::default(), true, "node --test");
        assert_eq!(report.failed, 2);
        report.add(Report::skip("nothing to look at"), true, "trove-e2e");
        assert_eq!((report.failed, report.skipped.len()), (2, 1));
    }

    #[test]
    fn what_fails_again_is_counted() {
        let things = ["b", "a", "b", "b"];
        assert_eq!(counted(&things, |thing| thing), [(&"b", 3), (&"a", 1)]);
    }
}
