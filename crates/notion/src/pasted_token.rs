//! A token as people paste it: in quotes, after `Bearer`, as a line of a settings file, with
//! what web pages and terminals put between its letters.
//!
//! Not here: whether Notion knows it.

use std::fmt;
use trove_model::SecretString;

/// How Notion's tokens begin. Others are taken as they are: Notion asks to treat tokens as
/// opaque. Source: <https://developers.notion.com/reference/authentication>.
const BEGINNINGS: [&str; 2] = ["ntn_", "secret_"];
/// As long as the tokens are that Notion makes today, in bytes.
const WHOLE: usize = 50;
/// Longer than any token; nothing longer is looked at.
const LONGEST: usize = 4096;

/// Why a text is not a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAToken {
    Empty,
    /// A web address, of a page or of the connection's settings.
    Address,
    /// Copied while its letters were hidden: `ntn_••••`.
    Hidden,
    /// Characters that no token has, more than one token, or a whole text.
    Other,
}

impl fmt::Display for NotAToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty",
            Self::Address => "an address",
            Self::Hidden => "hidden letters",
            Self::Other => "something else",
        })
    }
}

impl std::error::Error for NotAToken {}

/// The token in what a person pasted.
///
/// # Errors
/// See [`NotAToken`].
pub fn undress(pasted: &SecretString) -> Result<SecretString, NotAToken> {
    if pasted.expose().len() > LONGEST {
        return Err(NotAToken::Other);
    }
    let text = SecretString::new(pasted.expose().chars().filter(|c| !is_invisible(*c)).collect());
    let text = text.expose().trim();
    if text.is_empty() {
        return Err(NotAToken::Empty);
    }
    if is_address(text) {
        return Err(NotAToken::Address);
    }
    if text.contains(['•', '●', '∙', '*', '…']) {
        return Err(NotAToken::Hidden);
    }
    let mut words = text.split(|c: char| !is_of_token(c)).filter(|word| has_beginning(word));
    let token = match (words.next(), words.next()) {
        // Behind it a sentence may end.
        (Some(token), None) => unwrapped(text).unwrap_or_else(|| token.trim_end_matches('.').to_owned()),
        (Some(_), Some(_)) => return Err(NotAToken::Other),
        (None, _) => undressed(text).to_owned(),
    };
    match token.as_str() {
        "" => Err(NotAToken::Empty),
        text if text.chars().all(is_of_token) => Ok(SecretString::new(token)),
        _ => Err(NotAToken::Other),
    }
}

/// A token of several lines: a terminal broke it where its width ended.
fn unwrapped(text: &str) -> Option<String> {
    let mut lines = text.lines().map(str::trim);
    let starts = lines
        .next()
        .is_some_and(|line| line.len() < WHOLE && has_beginning(line) && line.chars().all(is_of_token));
    let goes_on = text.lines().count() > 1 && lines.all(|line| line.chars().all(is_of_token));
    (starts && goes_on).then(|| text.split_whitespace().collect())
}

/// Without quotes, the name of a setting, the kind of a header's value.
fn undressed(mut text: &str) -> &str {
    loop {
        let before = text;
        text = text.trim_matches(|c: char| c.is_whitespace() || "\"'`“”‘’«»<>(),;".contains(c));
        if let Some((name, value)) = text.split_once(['=', ':'])
            && is_name(name.trim())
            && !value.trim().is_empty()
        {
            text = value;
        }
        if let Some((kind, token)) = text.split_once(char::is_whitespace)
            && ["bearer", "token", "export", "set"].iter().any(|word| kind.eq_ignore_ascii_case(word))
        {
            text = token;
        }
        if text == before {
            return text;
        }
    }
}

/// `NOTION_TOKEN`, `Authorization`, `export NOTION_TOKEN`.
fn is_name(text: &str) -> bool {
    let name = text.trim_matches(|c: char| c.is_whitespace() || "\"'".contains(c));
    let letter = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '-' | ' ');
    !name.is_empty() && name.chars().all(letter)
}

fn has_beginning(word: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| word.strip_prefix(beginning).is_some_and(|rest| !rest.is_empty()))
}

fn is_address(text: &str) -> bool {
    let text = text.trim_matches(['"', '\'', '<', '>']);
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    ["http:", "https:", "notion:", "www.", "notion.so", "notion.com", "app.notion.com"]
        .iter()
        .any(|b| begins(b))
}

/// RFC 6750, section 2.1, but for `=`, which stands only at an end there and in names here.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '+' | '/')
}

/// Zero-width spaces and joiners, soft hyphens, direction marks, byte order marks; but not the
/// ends of lines.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}')
        || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
        || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_token_is_taken_out_of_its_dress() {
        let mut table = String::new();
        for pasted in [
            "ntn_12Ab",
            "  ntn_12Ab\n",
            "\u{FEFF}ntn_\u{200B}12\u{AD}Ab\u{2060}",
            "Bearer ntn_12Ab",
            "bearer\u{A0}ntn_12Ab",
            "Authorization: Bearer ntn_12Ab",
            "-H 'Authorization: Bearer ntn_12Ab' \\",
            "\"ntn_12Ab\"",
            "“ntn_12Ab”,",
            "`ntn_12Ab`",
            "NOTION_TOKEN=ntn_12Ab",
            "export NOTION_TOKEN=\"ntn_12Ab\"",
            "NOTION_API_KEY: ntn_12Ab # mine",
            "{\"token\": \"secret_12Ab\"}",
            "secret_12Ab;",
            "It is ntn_12Ab.",
            "ntn_12Ab\r\n34Cd",
            "ntn_12Ab\n  34Cd\n  56",
            "ntn_12345678901234567890123456789012345678901234AbCd\nmine",
            "Token: opaque-1.2~3",
            "NOTION_TOKEN=opaque",
            "Bearer opaque+/x",
            "",
            " \u{200B}\n",
            "\"\"",
            "https://www.notion.so/profile/integrations",
            "HTTPS://app.notion.com/p/a?t=ntn_12Ab",
            "<https://notion.so/x>",
            "www.notion.so/x",
            "notion://x",
            "ntn_••••••••",
            "ntn_****",
            "ntn_12Ab ntn_34Cd",
            "this is not a token",
            "пароль",
            "ntn_",
        ] {
            let shown = match undress(&SecretString::from(pasted)) {
                Ok(token) => token.expose().clone(),
                Err(why) => format!("({why})"),
            };
            table += &format!("{pasted:?} -> {shown}\n");
        }
        expect![[r#"
            "ntn_12Ab" -> ntn_12Ab
            "  ntn_12Ab\n" -> ntn_12Ab
            "\u{feff}ntn_\u{200b}12\u{ad}Ab\u{2060}" -> ntn_12Ab
            "Bearer ntn_12Ab" -> ntn_12Ab
            "bearer\u{a0}ntn_12Ab" -> ntn_12Ab
            "Authorization: Bearer ntn_12Ab" -> ntn_12Ab
            "-H 'Authorization: Bearer ntn_12Ab' \\" -> ntn_12Ab
            "\"ntn_12Ab\"" -> ntn_12Ab
            "“ntn_12Ab”," -> ntn_12Ab
            "`ntn_12Ab`" -> ntn_12Ab
            "NOTION_TOKEN=ntn_12Ab" -> ntn_12Ab
            "export NOTION_TOKEN=\"ntn_12Ab\"" -> ntn_12Ab
            "NOTION_API_KEY: ntn_12Ab # mine" -> ntn_12Ab
            "{\"token\": \"secret_12Ab\"}" -> secret_12Ab
            "secret_12Ab;" -> secret_12Ab
            "It is ntn_12Ab." -> ntn_12Ab
            "ntn_12Ab\r\n34Cd" -> ntn_12Ab34Cd
            "ntn_12Ab\n  34Cd\n  56" -> ntn_12Ab34Cd56
            "ntn_12345678901234567890123456789012345678901234AbCd\nmine" -> ntn_12345678901234567890123456789012345678901234AbCd
            "Token: opaque-1.2~3" -> opaque-1.2~3
            "NOTION_TOKEN=opaque" -> opaque
            "Bearer opaque+/x" -> opaque+/x
            "" -> (empty)
            " \u{200b}\n" -> (empty)
            "\"\"" -> (empty)
            "https://www.notion.so/profile/integrations" -> (an address)
            "HTTPS://app.notion.com/p/a?t=ntn_12Ab" -> (an address)
            "<https://notion.so/x>" -> (an address)
            "www.notion.so/x" -> (an address)
            "notion://x" -> (an address)
            "ntn_••••••••" -> (hidden letters)
            "ntn_****" -> (hidden letters)
            "ntn_12Ab ntn_34Cd" -> (something else)
            "this is not a token" -> (something else)
            "пароль" -> (something else)
            "ntn_" -> ntn_
        "#]].assert_eq(&table);
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(undress(&SecretString::new(long)).err(), Some(NotAToken::Other));
    }
}
