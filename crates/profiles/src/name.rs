//! Profile names: which are allowed, and which count as the same.
//!
//! Not here: anything on disk. Names never become file names; random ids do.

use icu_casemap::CaseMapper;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_security::confusable_detection::skeleton;

/// The longest name, in characters.
pub const LONGEST: usize = 64;

/// A name as it is shown: trimmed, composed, with nothing invisible in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameRefused {
    Empty,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// Control, format, bidirectional, private or unassigned characters, or nothing that is
    /// drawn: names would look alike or turn the text around them.
    InvisibleCharacters,
}

impl Name {
    /// # Errors
    /// When no profile may bear this name.
    pub fn parse(text: &str) -> Result<Self, NameRefused> {
        let name = ComposingNormalizerBorrowed::new_nfc().normalize(text.trim()).into_owned();
        let nothing_seen = !name.is_empty() && drawn(&name).next().is_none();
        if nothing_seen || name.chars().any(invisible) {
            return Err(NameRefused::InvisibleCharacters);
        }
        match name.chars().count() {
            0 => Err(NameRefused::Empty),
            1..=LONGEST => Ok(Self(name)),
            _ => Err(NameRefused::TooLong),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a person could take one for the other: equal after case, width,
    /// composition and look-alike letters are set aside.
    ///
    /// Unicode Technical Standard 39, section 4, asked twice: `ВОВ` in Cyrillic looks like
    /// `BOB` as it stands, `раураl` like `PayPal` only once both are in small letters.
    pub fn resembles(&self, other: &Self) -> bool {
        let as_shown = |name: &Self| fold(&skeleton(&name.0).collect::<String>());
        let folded = |name: &Self| fold(&skeleton(&fold(&name.0)).collect::<String>());
        let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        words(as_shown(self)) == words(as_shown(other)) || words(folded(self)) == words(folded(other))
    }
}

/// Unicode's NFKC_Casefold: equal where case (`ß` = `SS`, `ς` = `Σ`), width, composition and
/// what is not drawn make the only difference. The Unicode Standard, section 3.13.5.
pub fn fold(text: &str) -> String {
    let (nfkc, case) = (ComposingNormalizerBorrowed::new_nfkc(), CaseMapper::new());
    let text: String = drawn(text).collect();
    let once = nfkc
        .normalize(&case.fold_string(&DecomposingNormalizerBorrowed::new_nfd().normalize(&text)))
        .into_owned();
    // Composing can bring capitals about that were none before.
    nfkc.normalize(&case.fold_string(&once)).into_owned()
}

/// Without what no font draws: variation selectors, joiners and the like.
fn drawn(text: &str) -> impl Iterator<Item = char> {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    text.chars().filter(move |c| !ignorable.contains(*c))
}

fn invisible(c: char) -> bool {
    matches!(
        c.general_category(),
        GeneralCategory::Control
            | GeneralCategory::Format
            | GeneralCategory::LineSeparator
            | GeneralCategory::ParagraphSeparator
            | GeneralCategory::PrivateUse
            | GeneralCategory::Unassigned
            | GeneralCategory::Surrogate
    ) || BLANK_LETTERS.contains(&c)
}

/// Letters and signs by category that draw nothing: the Hangul fillers and the empty Braille
/// pattern.
const BLANK_LETTERS: [char; 5] = ['\u{115F}', '\u{1160}', '\u{3164}', '\u{FFA0}', '\u{2800}'];

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    /// Check 25.
    #[test]
    fn refused_by_rule() {
        let long = "x".repeat(LONGEST);
        let too_long = "x".repeat(LONGEST + 1);
        let very_long = "x".repeat(300);
        let mut table = String::new();
        for text in [
            "Ada",
            "  Ada  ",
            "../x",
            "CON",
            "a/b",
            ".",
            "O'Brien-Łuczak 3",
            "सीता",
            "محمد",
            "",
            " \u{3000} ",
            "a\0b",
            "a\nb",
            "\u{202E}adA",
            "Ad\u{200B}a",
            "Ad\u{2066}a",
            "Ad\u{AD}a",
            "Ad\u{3164}a",
            "\u{2800}",
            "\u{FE0F}",
            "\u{2764}\u{FE0F}",
            "\u{E000}",
            "\u{10FFFF}",
        ] {
            table += &format!("{text:?} -> {:?}\n", Name::parse(text).map(|name| name.0));
        }
        expect![[r#"
            "Ada" -> Ok("Ada")
            "  Ada  " -> Ok("Ada")
            "../x" -> Ok("../x")
            "CON" -> Ok("CON")
            "a/b" -> Ok("a/b")
            "." -> Ok(".")
            "O'Brien-Łuczak 3" -> Ok("O'Brien-Łuczak 3")
            "सीता" -> Ok("सीता")
            "محمد" -> Ok("محمد")
            "" -> Err(Empty)
            " \u{3000} " -> Err(Empty)
            "a\0b" -> Err(InvisibleCharacters)
            "a\nb" -> Err(InvisibleCharacters)
            "\u{202e}adA" -> Err(InvisibleCharacters)
            "Ad\u{200b}a" -> Err(InvisibleCharacters)
            "Ad\u{2066}a" -> Err(InvisibleCharacters)
            "Ad\u{ad}a" -> Err(InvisibleCharacters)
            "Adㅤa" -> Err(InvisibleCharacters)
            "⠀" -> Err(InvisibleCharacters)
            "\u{fe0f}" -> Err(InvisibleCharacters)
            "❤\u{fe0f}" -> Ok("❤\u{fe0f}")
            "\u{e000}" -> Err(InvisibleCharacters)
            "\u{10ffff}" -> Err(InvisibleCharacters)
        "#]]
        .assert_eq(&table);
        assert!(Name::parse(&long).is_ok());
        assert_eq!(Name::parse(&too_long), Err(NameRefused::TooLong));
        assert_eq!(Name::parse(&very_long), Err(NameRefused::TooLong));
    }

    /// Check 25.
    #[test]
    fn the_same_to_the_eye() {
        let mut table = String::new();
        for (a, b) in [
            ("Ada", "ADA"),
            ("Ada", "Ａｄａ"),
            ("Zoë", "Zoe\u{308}"),
            ("Strauß", "STRAUSS"),
            ("Ada", "Аda"),
            ("PayPal", "раураl"),
            ("Bob", "ВОВ"),
            ("Odysseus ς", "odysseus σ"),
            ("Il", "lI"),
            ("Ada  Lovelace", "ada lovelace"),
            ("\u{2764}", "\u{2764}\u{FE0F}"),
            ("ılker", "ILKER"),
            ("İlker", "ILKER"),
            ("ﬃ", "FFI"),
            ("Ada", "Eda"),
            ("Ada", "Adá"),
            ("Ada 1", "Ada 2"),
        ] {
            let [a_name, b_name] = [a, b].map(|text| Name::parse(text).unwrap());
            table += &format!("{a} / {b} -> {}\n", a_name.resembles(&b_name));
        }
        expect![[r#"
            Ada / ADA -> true
            Ada / Ａｄａ -> true
            Zoë / Zoë -> true
            Strauß / STRAUSS -> true
            Ada / Аda -> true
            PayPal / раураl -> true
            Bob / ВОВ -> true
            Odysseus ς / odysseus σ -> true
            Il / lI -> true
            Ada  Lovelace / ada lovelace -> true
            ❤ / ❤️ -> true
            ılker / ILKER -> true
            İlker / ILKER -> false
            ﬃ / FFI -> true
            Ada / Eda -> false
            Ada / Adá -> false
            Ada 1 / Ada 2 -> false
        "#]]
        .assert_eq(&table);
    }
}
