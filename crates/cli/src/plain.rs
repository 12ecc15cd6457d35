//! Text from Notion, made safe for a terminal and for one line.
//!
//! Whoever can edit a page chooses its title. An escape sequence in it could retitle the
//! terminal, move the cursor over what was printed, or reach the clipboard; a bidirectional
//! control could make one address look like another; a line break could forge a line.

use std::borrow::Cow;
use std::io;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Line breaks and tabs become spaces, other controls U+FFFD, and invisible formatting
/// (bidirectional controls among it) is left out, but for the joiners that emoji and
/// scripts need.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().all(as_it_is) {
        return Cow::Borrowed(text);
    }
    let safe = text.chars().filter_map(|char| match char {
        char if as_it_is(char) => Some(char),
        char if char.is_whitespace() => Some(' '),
        char if char.general_category() == GeneralCategory::Control => Some('\u{fffd}'),
        _ => None,
    });
    Cow::Owned(safe.collect())
}

/// The same for a text of several lines, which keeps its line breaks and tabs.
pub fn readable(text: &str) -> String {
    let lines = text.split_inclusive(['\n', '\t']);
    let safe = lines.flat_map(|piece| {
        let end = piece.chars().next_back().filter(|last| matches!(last, '\n' | '\t'));
        let line = piece.strip_suffix(['\n', '\t']).unwrap_or(piece);
        plain(line).chars().chain(end).collect::<Vec<_>>()
    });
    safe.collect()
}

fn as_it_is(char: char) -> bool {
    match char.general_category() {
        GeneralCategory::Control
        | GeneralCategory::LineSeparator
        | GeneralCategory::ParagraphSeparator
        | GeneralCategory::Surrogate => false,
        GeneralCategory::Format => matches!(char, '\u{200c}' | '\u{200d}'),
        _ => true,
    }
}

/// JSON says the same, with what [`plain`] would change written as escapes: C1 controls
/// and bidirectional ones mean something to terminals, and JSON itself lets them pass.
pub struct Escaping;

impl serde_json::ser::Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, writer: &mut W, text: &str) -> io::Result<()> {
        let mut units = [0; 2];
        for piece in text.split_inclusive(|char| !as_it_is(char)) {
            match piece.chars().next_back().filter(|last| !as_it_is(*last)) {
                None => writer.write_all(piece.as_bytes())?,
                Some(last) => {
                    let kept = piece.len() - last.len_utf8();
                    writer.write_all(piece.as_bytes().get(..kept).unwrap_or_default())?;
                    for unit in last.encode_utf16(&mut units) {
                        write!(writer, "\\u{unit:04x}")?;
                    }
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;

    const CASES: &[(&str, &str)] = &[
        ("Plain title", "Plain title"),
        ("Größe, 日本語, العربية, עברית", "Größe, 日本語, العربية, עברית"),
        ("family 👨‍👩‍👧 and می‌خواهم", "family 👨‍👩‍👧 and می‌خواهم"),
        ("two\nlines\r\nand a\ttab", "two lines  and a tab"),
        (
            "next\u{85}line, line\u{2028}and paragraph\u{2029}separators",
            "next line, line and paragraph separators",
        ),
        ("\u{1b}[31mred\u{1b}[0m", "\u{fffd}[31mred\u{fffd}[0m"),
        ("\u{1b}]0;retitled\u{7}", "\u{fffd}]0;retitled\u{fffd}"),
        ("\u{1b}]52;c;cGF5bG9hZA==\u{1b}\\", "\u{fffd}]52;c;cGF5bG9hZA==\u{fffd}\\"),
        ("C1: \u{9b}2J \u{9d}0;x\u{9c} \u{90}q", "C1: \u{fffd}2J \u{fffd}0;x\u{fffd} \u{fffd}q"),
        (
            "back\u{8}space, nul\0, bell\u{7}, del\u{7f}",
            "back\u{fffd}space, nul\u{fffd}, bell\u{fffd}, del\u{fffd}",
        ),
        ("\u{202e}gpj.exe\u{202c}", "gpj.exe"),
        ("\u{2066}a\u{2067}b\u{2068}c\u{2069}\u{200e}\u{200f}\u{61c}", "abc"),
        ("zero\u{200b}width\u{feff} soft\u{ad}hyphen \u{e0041}tag", "zerowidth softhyphen tag"),
    ];

    #[test]
    fn nothing_in_a_title_reaches_the_terminal_as_a_command() {
        for (text, shown) in CASES {
            assert_eq!(plain(text), *shown, "{text:?}");
        }
    }

    #[test]
    fn lines_stay_lines_and_what_nobody_sees_is_gone() {
        for (text, shown) in CASES {
            let several = format!("- a\n\t{text}\n\n\tb");
            let expected = readable(text);
            assert_eq!(readable(&several), format!("- a\n\t{expected}\n\n\tb"), "{text:?}");
            if !text.contains(['\n', '\t', '\r']) {
                assert_eq!(expected, *shown);
            }
        }
        assert_eq!(readable("safe\u{e0049}\u{e0067}nore"), "safenore");
    }

    #[test]
    fn json_keeps_every_character_and_writes_the_dangerous_ones_as_escapes() {
        for (text, _) in CASES {
            let mut line = Vec::new();
            let mut serializer = serde_json::Serializer::with_formatter(&mut line, Escaping);
            text.serialize(&mut serializer).unwrap();
            let line = String::from_utf8(line).unwrap();
            assert_eq!(plain(&line), line, "{text:?}");
            assert_eq!(serde_json::from_str::<String>(&line).unwrap(), *text);
        }
    }
}
