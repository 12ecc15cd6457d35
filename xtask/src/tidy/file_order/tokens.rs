//! Rust's text as words and marks, without comments; strings whole.
//!
//! As much of the lexical structure (The Rust Reference, "Lexical structure") as finding
//! paths wants. Numbers come out as words, lifetimes not at all.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token<'a> {
    Word(&'a str),
    /// What stands between the quotes.
    Text(&'a str),
    /// `::`
    Colons,
    Mark(char),
}

pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (token, length) = next(rest, first);
        found.extend(token);
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

/// The token that `text` begins with, if it is one, and its length in bytes.
fn next(text: &str, first: char) -> (Option<Token<'_>>, usize) {
    if text.starts_with("//") {
        return (None, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (None, block_comment(text));
    }
    if text.starts_with("::") {
        return (Some(Token::Colons), 2);
    }
    if let Some((inside, length)) = string(text) {
        return (Some(Token::Text(inside)), length);
    }
    if first == '\'' {
        return (None, character_or_lifetime(text));
    }
    // `r#type` is the word `type`.
    let raw = if text.starts_with("r#") { 2 } else { 0 };
    let name = text.get(raw..).unwrap_or_default();
    let length = name.find(|c: char| !is_word(c)).unwrap_or(name.len());
    if length > 0 {
        return (name.get(..length).map(Token::Word), raw + length);
    }
    ((!first.is_whitespace()).then_some(Token::Mark(first)), first.len_utf8())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// They nest.
fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = if rest.starts_with("/*") {
            depth += 1;
            2
        } else if rest.starts_with("*/") {
            depth -= 1;
            2
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// `"…"`, `b"…"`, `c"…"`, `r"…"`, `br#"…"#` and so on: what is inside, and the whole length.
fn string(text: &str) -> Option<(&str, usize)> {
    let prefix = text.find(|c: char| !matches!(c, 'b' | 'c' | 'r')).filter(|length| *length <= 2)?;
    let (letters, rest) = text.split_at_checked(prefix)?;
    let hashes = if letters.ends_with('r') { rest.find(|c| c != '#')? } else { 0 };
    let inside = rest.get(hashes..)?.strip_prefix('"')?;
    let end = if letters.ends_with('r') {
        inside.find(&format!("\"{}", "#".repeat(hashes))).unwrap_or(inside.len())
    } else {
        closing_quote(inside)
    };
    Some((inside.get(..end)?, prefix + hashes + 1 + end + 1 + hashes))
}

fn closing_quote(inside: &str) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if c == '"' && !escaped {
            return at;
        }
        escaped = c == '\\' && !escaped;
    }
    inside.len()
}

/// `'a'`, `'\''` or the `'a` of a lifetime: how long it is.
fn character_or_lifetime(text: &str) -> usize {
    let inside = text.get(1..).unwrap_or_default();
    if let Some(escape) = inside.strip_prefix('\\') {
        let escaped = escape.chars().next().map_or(0, char::len_utf8);
        let end = escape.get(escaped..).and_then(|rest| rest.find('\''));
        return 2 + escaped + end.unwrap_or(0) + 1;
    }
    let first = inside.chars().next().map_or(0, char::len_utf8);
    if inside.get(first..).is_some_and(|rest| rest.starts_with('\'')) {
        return 1 + first + 1;
    }
    1 + inside.find(|c| !is_word(c)).unwrap_or(inside.len())
}

#[cfg(test)]
mod tests {
    use super::Token::*;
    use super::*;

    #[test]
    fn comments_and_strings_hide_what_they_hold() {
        let text = "a // crate::b\n/* crate::c /* d */ e */ f \"crate::g \\\" h\" r#\"crate::i \" j\"# k";
        assert_eq!(
            tokens(text),
            [Word("a"), Word("f"), Text("crate::g \\\" h"), Text("crate::i \" j"), Word("k")]
        );
    }

    #[test]
    fn quotes_of_characters_open_nothing() {
        let text = "'\"' b'\\'' '\\u{1F600}' &'a str 'é' \"x\" b";
        assert_eq!(tokens(text), [Word("b"), Mark('&'), Word("str"), Text("x"), Word("b")]);
    }

    #[test]
    fn paths_and_raw_names() {
        assert_eq!(tokens("use r#type::br;"), [Word("use"), Word("type"), Colons, Word("br"), Mark(';')]);
    }
}
