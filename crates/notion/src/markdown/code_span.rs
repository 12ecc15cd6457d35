//! Where code begins and ends inside a text: between runs of backticks of one length.
//!
//! Not here: blocks of code. Nothing in a code span is escaped, so both who looks for
//! tags and who looks for marks must pass over them.

use super::steps;
use std::ops::Range;

/// Longer runs of backticks are text.
const LONGEST_FENCE: usize = 3;

pub(super) struct CodeSpan {
    pub code: Range<usize>,
    /// Behind the closing backticks.
    pub end: usize,
}

/// The span that the backticks at `at` open; else where those backticks end. Only the
/// last backticks of each length are looked after in vain, so a text costs few looks to
/// its end.
pub(super) fn code_span(text: &str, at: usize) -> Result<CodeSpan, usize> {
    let length = backticks(text.get(at..).unwrap_or_default());
    let begin = at + length;
    let close = if length <= LONGEST_FENCE { closing(text, begin, length) } else { None };
    match close {
        Some(end) => Ok(CodeSpan { code: begin..end, end: end + length }),
        None => Err(begin),
    }
}

fn closing(text: &str, from: usize, length: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let begin = at + steps::looked(rest, rest.find('`'))?;
        let found = backticks(text.get(begin..)?);
        if found == length {
            return Some(begin);
        }
        at = begin + found;
    }
}

fn backticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}
