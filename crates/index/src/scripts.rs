//! Characters that are written for each other within a script: digits, Arabic, Persian and Hebrew
//! letters, kana, traditional and simplified Chinese.
//!
//! One character for one; case, accents and compatibility forms are `fold`'s. The tables are
//! Unicode's and OpenCC's, but for the few letters that neither relates.

use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use std::sync::LazyLock;

/// Traditional characters, each with its simplified forms, the usual one first.
const TRADITIONAL: &str = include_str!("../data/TSCharacters.txt");

/// The block of Han that nearly all text is written in.
const HAN: std::ops::RangeInclusive<u32> = 0x4E00..=0x9FFF;

/// The simplified form of each character of [`HAN`].
static SIMPLIFIED: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut forms: Vec<char> = HAN.filter_map(char::from_u32).collect();
    for line in TRADITIONAL.lines().filter(|line| !line.starts_with('#')) {
        let Some((from, to)) = line.split_once('\t') else { continue };
        let (Some(from), Some(to)) = (from.chars().next(), to.chars().next()) else { continue };
        // A form outside of the block is rarer than the character itself.
        if let (Some(place), true) = (han(from).and_then(|at| forms.get_mut(at)), han(to).is_some()) {
            *place = to;
        }
    }
    // A simplified form may be the traditional one of another.
    for at in 0..forms.len() {
        let simpler = forms.get(at).and_then(|form| forms.get(han(*form)?)).copied();
        if let (Some(simpler), Some(place)) = (simpler, forms.get_mut(at)) {
            *place = simpler;
        }
    }
    // Both are written for an account: OpenCC keeps apart what mainland spelling does not.
    for form in forms.iter_mut().filter(|form| **form == '账') {
        *form = '帐';
    }
    forms
});

/// Where each script's digits start: ten in a row, in their order.
static DIGITS: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let digits = categories.iter_ranges_for_value(GeneralCategory::DecimalNumber);
    digits.map(|range| (*range.start(), *range.end())).collect()
});

/// The character that stands for `c` and for all that are written for it. It is as long in
/// UTF-8 wherever [`keeps_length`] says so.
pub(crate) fn representative(c: char) -> char {
    match c {
        '\u{4E00}'..='\u{9FFF}' => han(c).and_then(|at| SIMPLIFIED.get(at)).copied().unwrap_or(c),
        // Katakana as hiragana.
        '\u{30A1}'..='\u{30F6}' | '\u{30FD}' | '\u{30FE}' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
        // Alef, yeh, kaf and heh as Arabic and Persian keyboards have them.
        'ٱ' => 'ا',
        'ى' | 'ی' | 'ې' => 'ي',
        'ک' | 'ڪ' => 'ك',
        'ة' | 'ہ' | 'ھ' | 'ە' => 'ه',
        // Hebrew letters at the end of a word.
        'ך' => 'כ',
        'ם' => 'מ',
        'ן' => 'נ',
        'ף' => 'פ',
        'ץ' => 'צ',
        _ => c,
    }
}

/// Whether [`representative`] of `c` takes as many bytes, so that it can stand in its place.
pub(crate) fn keeps_length(c: char) -> bool {
    matches!(c, '\u{4E00}'..='\u{9FFF}' | '\u{30A1}'..='\u{30F6}' | '\u{3041}'..='\u{3096}')
}

/// The ASCII digit for a digit of any script.
pub(crate) fn digit(c: char) -> Option<char> {
    if c.is_ascii() || !c.is_numeric() {
        return None;
    }
    let at = u32::from(c);
    let (start, _) = DIGITS.iter().find(|(start, end)| (*start..=*end).contains(&at))?;
    char::from_digit((at - start) % 10, 10)
}

fn han(c: char) -> Option<usize> {
    let at = u32::from(c).checked_sub(*HAN.start()).filter(|_| HAN.contains(&u32::from(c)))?;
    usize::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stands_for_all() {
        for (written, other) in [
            ("開通帳號", "开通账号"),
            ("賬", "帐"),
            ("軟體", "软体"),
            ("マップ", "まっぷ"),
            ("ヽヾ", "ゝゞ"),
            ("علی", "علي"),
            ("مدرسة", "مدرسه"),
            ("کتاب", "كتاب"),
            ("שלום סוף", "שלומ סופ"),
        ] {
            let all = |text: &str| text.chars().map(representative).collect::<String>();
            assert_eq!(all(written), all(other), "{written}");
        }
    }

    #[test]
    fn digits_of_every_script() {
        for (written, digits) in [("٢٠٢٤", "2024"), ("۱۲", "12"), ("०९", "09"), ("๓", "3"), ("𞥕", "5")]
        {
            assert_eq!(written.chars().filter_map(digit).collect::<String>(), digits);
        }
        assert_eq!(digit('½').or(digit('Ⅷ')).or(digit('七')), None);
    }

    #[test]
    fn representatives_stay() {
        for c in (0..=0x1_FFFF).filter_map(char::from_u32) {
            let one = representative(c);
            assert_eq!(representative(one), one, "{c}");
            assert!(!keeps_length(c) || one.len_utf8() == c.len_utf8(), "{c}");
        }
    }
}
