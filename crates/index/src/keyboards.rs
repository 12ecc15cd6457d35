//! What keys would have written had the keyboard been set to another language: `ghbdtn` for
//! *привет*, `зфыыцщкв` for *password*, `gksrmf` for *한글*.
//!
//! The tables are those of xkeyboard-config (`ru`, `ua`, `gr`, `il`, `ara`, `ir`, `kr`), without
//! shift. Not whether pages have it (`search`). Left out are keyboards whose rows of digits
//! write letters, too, and the Latin ones, which differ in a few keys only.

use unicode_normalization::UnicodeNormalization;

/// The keys of an American keyboard, row by row.
const KEYS: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,./";

/// What other keyboards write with them, key by key.
const KEYBOARDS: &[&str] = &[
    "ёйцукенгшщзхъфывапролджэячсмитьбю.",
    "'йцукенгшщзхїфівапролджєячсмитьбю.",
    "`;ςερτυθιοπ[]ασδφγηξκλ\u{301}'ζχψωβνμ,./",
    ";/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.",
    "ذضصثقفغعهخحجدشسيبلاتنمكطئءؤرﻻىةوزظ",
    "\u{200d}ضصثقفغعهخحجچشسیبلاتنمکگظطزرذدئو./",
];

/// The same of the Korean one, whose letters become syllables; then with shift.
const KOREAN: &str = "`ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ[]ㅁㄴㅇㄹㅎㅗㅓㅏㅣ;'ㅋㅌㅊㅍㅠㅜㅡ,./";
const SHIFTED: [(char, char); 7] =
    [('Q', 'ㅃ'), ('W', 'ㅉ'), ('E', 'ㄸ'), ('R', 'ㄲ'), ('T', 'ㅆ'), ('O', 'ㅒ'), ('P', 'ㅖ')];

/// A keyboard that was set, and the one that was meant.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Keyboard {
    /// Set to American, meant was this.
    Meant(&'static str),
    /// Set to this, meant was American.
    Set(&'static str),
    KoreanMeant,
    KoreanSet,
}

impl Keyboard {
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let both = KEYBOARDS.iter().flat_map(|keys| [Self::Meant(keys), Self::Set(keys)]);
        both.chain([Self::KoreanMeant, Self::KoreanSet])
    }

    /// What the keys of `typed` write; `None` where they are not all on it, or nothing changes.
    pub(crate) fn rewritten(self, typed: &str) -> Option<String> {
        let small = typed.to_lowercase();
        let written = match self {
            Self::Meant(keys) => mapped(&small, KEYS, keys),
            // ﻻ is one key and two letters.
            Self::Set(keys) => mapped(&small.replace("لا", "ﻻ"), keys, KEYS),
            Self::KoreanMeant => in_korean(typed).map(|letters| syllables(&letters)),
            Self::KoreanSet => keys_of_korean(typed),
        };
        written
            .map(|text| accents_behind(&text).replace('ﻻ', "لا").nfc().collect())
            .filter(|other: &String| *other != small)
    }
}

/// An accent is typed before its letter, and written behind it.
fn accents_behind(text: &str) -> String {
    let mut written = String::new();
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        written.extend(if c == '\u{301}' { characters.next() } else { None });
        written.push(c);
    }
    written
}

/// Key by key; digits stay. `None` where a character is on none.
fn mapped(text: &str, from: &str, to: &str) -> Option<String> {
    text.chars().map(|c| if c.is_ascii_digit() { Some(c) } else { on_key(c, from, to) }).collect()
}

fn on_key(c: char, from: &str, to: &str) -> Option<char> {
    from.chars().zip(to.chars()).find(|(key, _)| *key == c).map(|(_, letter)| letter)
}

fn in_korean(typed: &str) -> Option<String> {
    let letter = |c: char| {
        let shifted = SHIFTED.iter().find(|(key, _)| *key == c).map(|(_, letter)| *letter);
        shifted.or_else(|| on_key(c.to_ascii_lowercase(), KEYS, KOREAN))
    };
    typed.chars().map(|c| if c.is_ascii_digit() { Some(c) } else { letter(c) }).collect()
}

/// The keys that syllables and single letters were typed with.
fn keys_of_korean(typed: &str) -> Option<String> {
    let mut keys = String::new();
    for part in typed.nfkd() {
        let letters = match u32::from(part) {
            at @ 0x1100..=0x1112 => INITIALS.get(usize::try_from(at - 0x1100).ok()?)?,
            at @ 0x1161..=0x1175 => VOWELS.get(usize::try_from(at - 0x1161).ok()?)?,
            at @ 0x11A8..=0x11C2 => FINALS.get(usize::try_from(at - 0x11A8).ok()?)?,
            _ if part.is_ascii_digit() => {
                keys.push(part);
                continue;
            }
            _ => return None,
        };
        for letter in letters.chars() {
            let shifted = SHIFTED.iter().find(|(_, other)| *other == letter).map(|(key, _)| *key);
            keys.push(shifted.or_else(|| on_key(letter, KOREAN, KEYS))?);
        }
    }
    Some(keys.to_lowercase())
}

/// The letters of Hangul in the order of Unicode's composition (Unicode Standard 3.12), each by
/// the keys that write it.
pub(crate) const INITIALS: [&str; 19] = [
    "ㄱ", "ㄲ", "ㄴ", "ㄷ", "ㄸ", "ㄹ", "ㅁ", "ㅂ", "ㅃ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅉ", "ㅊ", "ㅋ", "ㅌ",
    "ㅍ", "ㅎ",
];
pub(crate) const VOWELS: [&str; 21] = [
    "ㅏ", "ㅐ", "ㅑ", "ㅒ", "ㅓ", "ㅔ", "ㅕ", "ㅖ", "ㅗ", "ㅗㅏ", "ㅗㅐ", "ㅗㅣ", "ㅛ", "ㅜ", "ㅜㅓ", "ㅜㅔ",
    "ㅜㅣ", "ㅠ", "ㅡ", "ㅡㅣ", "ㅣ",
];
pub(crate) const FINALS: [&str; 27] = [
    "ㄱ", "ㄲ", "ㄱㅅ", "ㄴ", "ㄴㅈ", "ㄴㅎ", "ㄷ", "ㄹ", "ㄹㄱ", "ㄹㅁ", "ㄹㅂ", "ㄹㅅ", "ㄹㅌ", "ㄹㅍ",
    "ㄹㅎ", "ㅁ", "ㅂ", "ㅂㅅ", "ㅅ", "ㅆ", "ㅇ", "ㅈ", "ㅊ", "ㅋ", "ㅌ", "ㅍ", "ㅎ",
];

fn place(table: &[&str], letters: &str) -> Option<u32> {
    table.iter().position(|other| *other == letters).and_then(|at| u32::try_from(at).ok())
}

/// Letters of Hangul put together as an input method does: a consonant belongs to the vowel
/// behind it.
fn syllables(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let is_vowel =
        |at: usize| letters.get(at).is_some_and(|c| place(&VOWELS, c.encode_utf8(&mut [0; 4])).is_some());
    let text = |from: usize, until: usize| -> String {
        letters.get(from..until).unwrap_or_default().iter().collect()
    };
    let (mut written, mut at) = (String::new(), 0);
    while at < letters.len() {
        let initial = place(&INITIALS, &text(at, at + 1)).filter(|_| is_vowel(at + 1));
        let Some(initial) = initial else {
            written.push_str(&text(at, at + 1));
            at += 1;
            continue;
        };
        at += 1;
        let long = place(&VOWELS, &text(at, at + 2)).filter(|_| at + 2 <= letters.len());
        let vowel = long.or_else(|| place(&VOWELS, &text(at, at + 1))).unwrap_or(0);
        at += if long.is_some() { 2 } else { 1 };
        let ends = |length: usize| {
            let fits = at + length <= letters.len() && !is_vowel(at + length);
            place(&FINALS, &text(at, at + length)).filter(|_| fits).map(|last| (last + 1, length))
        };
        let (last, length) = ends(2).or_else(|| ends(1)).unwrap_or((0, 0));
        at += length;
        written.extend(char::from_u32(0xAC00 + (initial * 21 + vowel) * 28 + last));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_key_is_a_key() {
        for keyboard in KEYBOARDS.iter().chain([&KOREAN]) {
            assert_eq!(keyboard.chars().count(), KEYS.chars().count(), "{keyboard}");
        }
    }

    #[test]
    fn the_keyboard_was_set_to_another_language() {
        for (typed, meant) in [
            ("ghbdtn", "привет"),
            ("Ghbdtn", "привет"),
            ("jn[jl", "отход"),
            ("pecnhsx", "зустріч"),
            ("kjuow", "κξθος"),
            ("syn;anthsh", "συνάντηση"),
            ("akuo", "שלום"),
            ("jrvhv", "חרהיה"),
            ("lvpfh", "مرحبا"),
            ("sghl", "سلام"),
            ("gksrmf", "한글"),
            ("ghldml", "회의"),
            ("dlfRnsdl", "일꾼이"),
            ("rkqt", "값"),
            ("зфыыцщкв", "password"),
            ("ьууештп", "meeting"),
            ("ㅔㅁㄴㄴ재ㄱㅇ", "password"),
            ("ㅡㄷㄷ샤ㅜㅎ", "meeting"),
            ("םרק", "ore"),
        ] {
            let others: Vec<String> = Keyboard::all().filter_map(|one| one.rewritten(typed)).collect();
            let meant: String = meant.nfc().collect();
            assert!(others.contains(&meant), "{typed}: {others:?}");
        }
        for typed in ["", "12", "東京都", "x→y→z"] {
            assert!(Keyboard::all().all(|one| one.rewritten(typed).is_none()), "{typed}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(typed in any::<String>(), near in "[a-zA-Zа-яㄱ-ㅣ가-힣0-9;'\\[]{0,12}") {
            for keyboard in Keyboard::all() {
                keyboard.rewritten(&typed);
                keyboard.rewritten(&near);
            }
        }
    }
}
