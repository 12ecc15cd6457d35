//! Profile names: which are allowed, and which count as the same.
//!
//! Not here: anything on disk. Names never become file names; random ids do.

use unicode_normalization::UnicodeNormalization;
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
    /// Control, format, bidirectional, private or unassigned characters: names would
    /// look alike or turn the text around them.
    InvisibleCharacters,
}

impl Name {
    /// # Errors
    /// When no profile may bear this name.
    pub fn parse(text: &str) -> Result<Self, NameRefused> {
        let name: String = text.trim().nfc().collect();
        if name.chars().any(invisible) {
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
    pub fn resembles(&self, other: &Self) -> bool {
        self.likeness() == other.likeness()
    }

    /// Unicode Technical Standard 39, section 4: the skeleton, of the folded name.
    fn likeness(&self) -> String {
        let skeleton: String = skeleton(&fold(&self.0)).collect();
        // A look-alike may be a capital letter: fold what came out once more.
        fold(&skeleton).split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Case and compatibility folding, as close to Unicode's NFKC_Casefold as upper-then-lower
/// casing comes (`ß` = `SS`, `ς` = `Σ`).
pub fn fold(text: &str) -> String {
    let upper_then_lower = |c: char| c.to_uppercase().flat_map(char::to_lowercase);
    text.nfkc().flat_map(upper_then_lower).nfkc().collect()
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

/// Letters by category that draw nothing: the Hangul fillers.
const BLANK_LETTERS: [char; 4] = ['\u{115F}', '\u{1160}', '\u{3164}', '\u{FFA0}'];

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

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
            "\u{E000}",
            "\u{10FFFF}",
        ] {
            table += &format!("{text:?} -> {:?}\n", Name::parse(text).map(|name| name.0));
        }
        expect![[r#"
            "Ada" -> Ok("Ada")
        "#]]
        .assert_eq(&table);
        assert!(Name::parse(&long).is_ok());
        assert_eq!(Name::parse(&too_long), Err(NameRefused::TooLong));
        assert_eq!(Name::parse(&very_long), Err(NameRefused::TooLong));
    }

    #[test]
    fn the_same_to_the_eye() {
        let mut table = String::new();
        for (a, b) in [
            ("Ada", "ADA"),
            ("Ada", "Ａｄａ"),
            ("Zoë", "Zoe\u{308}"),
            ("Strauß", "STRAUSS"),
            ("Ada", "Аda"),
            ("paypal", "раураl"),
            ("Odysseus ς", "odysseus σ"),
            ("Il", "lI"),
            ("Ada  Lovelace", "ada lovelace"),
            ("Ada", "Eda"),
            ("Ada", "Adá"),
            ("Ada 1", "Ada 2"),
        ] {
            let [a_name, b_name] = [a, b].map(|text| Name::parse(text).unwrap());
            table += &format!("{a} / {b} -> {}\n", a_name.resembles(&b_name));
        }
        expect![[r#"
            Ada / ADA -> true
        "#]]
        .assert_eq(&table);
    }
}
