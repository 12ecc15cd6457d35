//! Which passwords may be chosen, and how strong they are.
//!
//! Asked only when a password is chosen: an existing one is judged by its key file alone.
//! A password counts exactly as typed, spaces and all; nothing is normalized or cut.
//!
//! Not here: keys (`key_derivation`) and wrong guesses (`login_throttle`).

use crate::name::fold;
use trove_model::SecretString;
use zxcvbn::{Score, zxcvbn};

/// The shortest password, in characters.
pub const SHORTEST: usize = 8;

/// The longest password, in bytes: beyond it, hashing is a way to keep the machine busy.
pub const LONGEST: usize = 4096;

/// What to show beneath the box while a password is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strength {
    /// From 0, guessed at once, to 4, beyond reach (zxcvbn's score).
    pub score: u8,
    /// Why it may not be chosen, if so.
    pub refused: Option<Refused>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// Fewer than [`SHORTEST`] characters.
    TooShort,
    /// More than [`LONGEST`] bytes.
    TooLong,
    /// Little more than the profile's name.
    LikeTheName,
    /// Among the first that a guesser tries.
    TooCommon,
}

/// Judges `password` for the profile called `name`. Never slow: what is too long is not
/// looked at, and the estimate reads the first 100 characters only.
pub fn password_strength(name: &str, password: &SecretString) -> Strength {
    let text = password.expose();
    if text.len() > LONGEST {
        return Strength { score: 0, refused: Some(Refused::TooLong) };
    }
    let score = zxcvbn(text, &name_parts(name)).score();
    let refused = if text.chars().count() < SHORTEST {
        Some(Refused::TooShort)
    } else if like_the_name(name, text) {
        Some(Refused::LikeTheName)
    } else if score < Score::Two {
        // Fewer than a million guesses.
        Some(Refused::TooCommon)
    } else {
        None
    };
    Strength { score: score.into(), refused }
}

/// The name, forwards or backwards, and fewer than eight characters besides.
fn like_the_name(name: &str, password: &str) -> bool {
    let letters = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let name = letters(name);
    let backwards: String = name.chars().rev().collect();
    // A name of one or two letters is in every password.
    name.chars().count() > 2
        && [name, backwards].iter().any(|name| {
            let folded = fold(password);
            let rest = letters(&folded).replace(name.as_str(), "");
            rest.len() < letters(&folded).len() && rest.chars().count() < SHORTEST
        })
}

fn name_parts(name: &str) -> Vec<&str> {
    std::iter::once(name).chain(name.split_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn refused(name: &str, password: &str) -> Option<Refused> {
        password_strength(name, &SecretString::from(password)).refused
    }

    /// Check 39.
    #[test]
    fn chosen_and_refused() {
        let mut table = String::new();
        for (name, password) in [
            ("Ada", "correct horse battery staple"),
            ("Ada", "1234567"),
            ("Ada", "пароли7"),
            ("Ada", "12345678"),
            ("Ada", "password"),
            ("Ada", "Passw0rd"),
            ("Ada", "iloveyou1"),
            ("Ada", "aaaaaaaaaaaa"),
            ("Ada", "qwertyuiop"),
            ("Ada", "ключ от подвала"),
            ("Ada", "密码很长而且很难猜"),
            ("Ada", "  two spaces around it  "),
            ("Ada Lovelace", "ada lovelace"),
            ("Ada Lovelace", "AdaLovelace1815"),
            ("Ada Lovelace", "ecalevoL adA"),
            ("Ada Lovelace", "lovelace likes engines of brass"),
            ("Al", "also a fine long password"),
        ] {
            table += &format!("{name} / {password} -> {:?}\n", refused(name, password));
        }
        expect![[r#"
            Ada / correct horse battery staple -> None
            Ada / 1234567 -> Some(TooShort)
            Ada / пароли7 -> Some(TooShort)
            Ada / 12345678 -> Some(TooCommon)
            Ada / password -> Some(TooCommon)
            Ada / Passw0rd -> Some(TooCommon)
            Ada / iloveyou1 -> Some(TooCommon)
            Ada / aaaaaaaaaaaa -> Some(TooCommon)
            Ada / qwertyuiop -> Some(TooCommon)
            Ada / ключ от подвала -> None
            Ada / 密码很长而且很难猜 -> None
            Ada /   two spaces around it   -> None
            Ada Lovelace / ada lovelace -> Some(LikeTheName)
            Ada Lovelace / AdaLovelace1815 -> Some(LikeTheName)
            Ada Lovelace / ecalevoL adA -> Some(LikeTheName)
            Ada Lovelace / lovelace likes engines of brass -> None
            Al / also a fine long password -> None
        "#]]
        .assert_eq(&table);
    }

    /// Check 39.
    #[test]
    fn length_is_counted_in_characters_below_and_bytes_above() {
        assert_eq!(refused("Ada", "ẞ9x!kq7"), Some(Refused::TooShort));
        let longest: String = "zq7!mK2w".repeat(LONGEST / 8);
        assert_eq!(longest.len(), LONGEST);
        assert_eq!(refused("Ada", &longest), None);
        assert_eq!(refused("Ada", &format!("{longest}x")), Some(Refused::TooLong));
    }
}
