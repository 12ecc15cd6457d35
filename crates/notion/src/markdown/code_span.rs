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

/// Lengths of backticks that nothing further on closes. A backslash may cut any number of
/// backticks short, so without this a text could be looked through to its end from each.
#[derive(Default)]
pub(super) struct Unclosed([bool; LONGEST_FENCE + 1]);

/// The span that the backticks at `at` open; else where those backticks end. `unclosed` is
/// what was found out further ahead in the same text.
pub(super) fn code_span(text: &str, at: usize, unclosed: &mut Unclosed) -> Result<CodeSpan, usize> {
    let length = backticks(text.get(at..).unwrap_or_default());
    let begin = at + length;
    let close = match unclosed.0.get_mut(length) {
        Some(in_vain) if !*in_vain => {
            let close = closing(text, begin, length);
            *in_vain = close.is_none();
            close
        }
        _ => None,
    };
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
