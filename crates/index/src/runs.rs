//! What a word is: a run of letters and digits of one way of writing.
//!
//! Not which terms the index makes of it (`tokenizer`).

/// Characters of a word that count; what follows is neither indexed nor asked for.
pub const LONGEST_WORD: usize = 64;

/// A run of letters and digits in folded text, of one way of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run<'a> {
    /// At most [`LONGEST_WORD`] characters where `paired` is false.
    pub text: &'a str,
    /// Byte offset in the folded text.
    pub start: usize,
    /// Whether the index knows it by its pairs.
    pub paired: bool,
}

impl Run<'_> {
    /// Byte offset behind it.
    pub fn end(&self) -> usize {
        self.start + self.text.len()
    }

    pub(crate) fn is_number(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_digit())
    }
}

/// The runs of `folded`, in order.
pub fn runs(folded: &str) -> impl Iterator<Item = Run<'_>> {
    let mut characters = folded.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, paired) = characters.by_ref().find_map(|(at, c)| Some((at, is_paired(c)?)))?;
        let mut end = start + folded.get(start..)?.chars().next()?.len_utf8();
        while let Some(&(at, c)) = characters.peek() {
            // A mark belongs to the run it stands in, whatever the script.
            if is_paired(c) != Some(paired) && !is_mark(c) || is_hour(folded, start, at) {
                break;
            }
            end = at + c.len_utf8();
            characters.next();
        }
        let text = folded.get(start..end)?;
        Some(Run { text: if paired { text } else { first(text, LONGEST_WORD) }, start, paired })
    })
}

/// Whether the letter at `at` parts the day from the hour, as in `2026-05-01T10:00`.
fn is_hour(folded: &str, start: usize, at: usize) -> bool {
    let digits = |range: std::ops::Range<usize>| {
        folded.get(range).is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    at == start + 2
        && folded.get(at..at + 1) == Some("t")
        && folded.get(..start).is_some_and(|before| before.ends_with('-'))
        && digits(start..at)
        && digits(at + 1..at + 3)
}

/// The first `count` characters of `text`.
pub fn first(text: &str, count: usize) -> &str {
    text.char_indices().nth(count).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// `None` for what is no part of a word, else whether its script is taken in pairs.
fn is_paired(c: char) -> Option<bool> {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric().then_some(false);
    }
    let paired = matches!(c,
        '\u{0E00}'..='\u{0EFF}'      // Thai, Lao
        | '\u{1000}'..='\u{109F}'    // Myanmar
        | '\u{1100}'..='\u{11FF}'    // Hangul, in parts
        | '\u{1780}'..='\u{17FF}'    // Khmer
        | '\u{3005}'..='\u{3007}'    // 々〆〇
        | '\u{3041}'..='\u{31FF}'    // kana, Bopomofo, Hangul letters
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' // Han
        | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}' // Hangul
        | '\u{20000}'..='\u{3FFFD}'  // Han
    );
    (c.is_alphanumeric() || (paired && is_mark(c))).then_some(paired)
}

/// Whether `c` is a whole syllable: of Korean, or in kana.
pub(crate) fn is_syllable(c: char) -> bool {
    matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{3041}'..='\u{30FF}')
}

/// Whether a run that starts with `c` is known by its pairs.
pub(crate) fn begins_paired(c: char) -> bool {
    is_paired(c) == Some(true)
}

/// Whether `c` is a part of words.
pub(crate) fn is_word(c: char) -> bool {
    is_paired(c).is_some() || is_mark(c)
}

fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_lie_where_they_say(text in any::<String>()) {
            let folded = fold(&text);
            for run in runs(&folded) {
                prop_assert!(!run.text.is_empty());
                prop_assert_eq!(folded.get(run.start..run.end()), Some(run.text));
            }
        }
    }
}
