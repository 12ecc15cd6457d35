//! The table: on the terminal, as JSON, and as a page of the documentation.

use crate::Stop;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// What a figure has to be.
#[derive(Debug, Clone, Copy)]
pub enum Target {
    AtMost(f64),
    AtLeast(f64),
}

pub struct Row {
    /// As in the JSON.
    pub name: &'static str,
    pub what: String,
    pub value: f64,
    pub unit: &'static str,
    /// The same of another, in the same run.
    pub peer: Option<String>,
    pub target: Option<Target>,
    pub how: String,
}

impl Row {
    /// `None` where there is no target.
    pub fn met(&self) -> Option<bool> {
        self.target.map(|target| match target {
            Target::AtMost(most) => self.value <= most,
            Target::AtLeast(least) => self.value >= least,
        })
    }

    fn value(&self) -> String {
        format!("{} {}", figure(self.value), self.unit).trim_end().to_owned()
    }

    fn target(&self) -> String {
        match self.target {
            None => "–".to_owned(),
            Some(Target::AtMost(most)) => format!("≤ {}", figure(most)),
            Some(Target::AtLeast(least)) => format!("≥ {}", figure(least)),
        }
    }

    fn verdict(&self) -> &'static str {
        match self.met() {
            None => "",
            Some(true) => "met",
            Some(false) => "NOT MET",
        }
    }
}

pub struct Report {
    pub machine: String,
    rows: Vec<Row>,
    skipped: Vec<String>,
}

impl Report {
    pub fn new(machine: String) -> Self {
        Self { machine, rows: Vec::new(), skipped: Vec::new() }
    }

    /// Adds a row, and shows it at once.
    #[expect(clippy::print_stdout, reason = "what it prints is what it is for")]
    pub fn add(&mut self, row: Row) {
        let peer = row.peer.as_ref().map_or(String::new(), |peer| format!("  beside {peer}"));
        let target = if row.target.is_some() {
            format!("  target {}  {}", row.target(), row.verdict())
        } else {
            String::new()
        };
        println!(
            "{:<24} {:>14}{peer}{target}\n{:24} {}\n{:24} {}",
            row.name,
            row.value(),
            "",
            row.what,
            "",
            row.how
        );
        self.rows.push(row);
    }

    #[expect(clippy::print_stdout, reason = "what it prints is what it is for")]
    pub fn skip(&mut self, part: &str, why: &str) {
        println!("skipped: {part}: {why}");
        self.skipped.push(format!("{part}: {why}"));
    }

    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// One flat object.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_json(&self, file: &Path) -> Result<(), Stop> {
        let mut object: Map<String, Value> =
            self.rows.iter().map(|row| (row.name.to_owned(), json!(row.value))).collect();
        object.insert("machine".to_owned(), json!(self.machine));
        fs::write(file, format!("{:#}\n", Value::Object(object)))?;
        Ok(())
    }

    /// The page of the documentation. What it says of figures that this run did not take
    /// can be kept, in a table of their own.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write_docs(&self, file: &Path, keep: bool) -> Result<(), Stop> {
        let before = if keep { fs::read_to_string(file).unwrap_or_default() } else { String::new() };
        fs::write(file, self.docs(&before)?)?;
        Ok(())
    }

    fn docs(&self, before: &str) -> Result<String, Stop> {
        let mut text = format!(
            "# Performance\n\nWritten by `cargo xtask bench --write-docs`; do not edit. Release build, one run, on {}.\n\
             Other work on the machine makes times longer: compare rows with their peers, which ran beside them.\n\n{HEAD}",
            self.machine
        );
        for row in &self.rows {
            let peer = row.peer.as_deref().unwrap_or("–");
            writeln!(
                text,
                "| `{}` {} | {} | {peer} | {} | {} |",
                row.name,
                row.what,
                row.value(),
                row.target(),
                row.verdict()
            )?;
        }
        let kept = |start: &'static str| {
            let lines = before.lines().filter(move |line| line.starts_with(start));
            lines.filter(|line| !self.rows.iter().any(|row| line.split('`').nth(1) == Some(row.name)))
        };
        if kept("| `").next().is_some() {
            write!(text, "\n## From earlier runs\n\nThese were not taken again in the run above.\n\n{HEAD}")?;
            kept("| `").try_for_each(|line| writeln!(text, "{line}"))?;
        }
        text.push_str("\n## How each was taken\n\n");
        for row in &self.rows {
            writeln!(text, "- `{}`: {}", row.name, row.how)?;
        }
        kept("- `").try_for_each(|line| writeln!(text, "{line}"))?;
        if !self.skipped.is_empty() {
            text.push_str("\n## Skipped in this run\n\n");
            for skipped in &self.skipped {
                writeln!(text, "- {skipped}")?;
            }
        }
        Ok(text)
    }
}

const HEAD: &str = "| figure | value | peer | target | |\n|---|---:|---|---:|---|\n";

/// Three significant digits, or all before the point.
fn figure(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 || value.fract() == 0.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 3,
    };
    format!("{value:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: f64, target: Option<Target>) -> Row {
        Row { name: "x", what: String::new(), value, unit: "ms", peer: None, target, how: String::new() }
    }

    #[test]
    fn targets() {
        assert_eq!(row(1.0, None).met(), None);
        assert_eq!(row(1.0, Some(Target::AtMost(1.0))).met(), Some(true));
        assert_eq!(row(1.01, Some(Target::AtMost(1.0))).met(), Some(false));
        assert_eq!(row(0.99, Some(Target::AtLeast(0.99))).met(), Some(true));
        // What could not be measured has not met anything.
        assert_eq!(row(f64::NAN, Some(Target::AtLeast(0.0))).met(), Some(false));
    }

    #[test]
    fn figures() {
        let shown: Vec<_> = [0.0712, 1.234, 12.34, 1234.5, 50.0].into_iter().map(figure).collect();
        assert_eq!(shown, ["0.071", "1.23", "12.3", "1234", "50"]);
    }

    #[test]
    fn what_was_not_measured_again_is_kept_once() -> Result<(), Stop> {
        let report = |name, value| {
            let mut report = Report::new("a machine".to_owned());
            report.rows.push(Row { name, how: format!("how {name}"), ..row(value, None) });
            report
        };
        let first = report("a", 1.0).docs("")?;
        let second = report("b", 2.0).docs(&first)?;
        let third = report("b", 3.0).docs(&second)?;
        let rows: Vec<&str> = third.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows, ["| `b`  | 3 ms | – | – |  |", "| `a`  | 1 ms | – | – |  |"]);
        let hows: Vec<&str> = third.lines().filter(|line| line.starts_with("- `")).collect();
        assert_eq!(hows, ["- `b`: how b", "- `a`: how a"]);
        Ok(())
    }
}
