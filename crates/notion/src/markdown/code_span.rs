//! Where code begins and ends inside a text: between runs of backticks of one length.
//!
//! Not here: blocks of code. Nothing in a code span is escaped, so both who looks for
//! tags and who looks for marks must pass over them.

use std::ops::Range;

/// Longer runs of backticks are text.
const LONGEST_FENCE: usize = 3;

/// Finds the code spans of one text from left to right. Remembers what is not to be
/// found any more, so that many marks that nothing closes cost one look each.
#[derive(Default)]
pub(super) struct CodeSpans {
    /// No run of this length is left, by length less one.
    exhausted: [bool; LONGEST_FENCE],
}

pub(super) struct CodeSpan {
    pub code: Range<usize>,
    /// Behind the closing backticks.
    pub end: usize,
}

impl CodeSpans {
    /// The span that the backticks at `at` open; else where those backticks end.
    pub fn at(&mut self, text: &str, at: usize) -> Result<CodeSpan, usize> {
        let length = backticks(text.get(at..).unwrap_or_default());
        let begin = at + length;
        let Some(exhausted) = length.checked_sub(1).and_then(|index| self.exhausted.get_mut(index)) else {
            return Err(begin);
        };
        if *exhausted {
            return Err(begin);
        }
        match closing(text, begin, length) {
            Some(end) => Ok(CodeSpan { code: begin..end, end: end + length }),
            None => {
                *exhausted = true;
                Err(begin)
            }
        }
    }
}

fn closing(text: &str, from: usize, length: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let begin = at + text.get(at..)?.find('`')?;
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
