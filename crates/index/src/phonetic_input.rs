//! What is typed on the way to words that are not written letter by letter: the initials of
//! Korean syllables (`ㅎㄱ`), a syllable that is still being put together (`한그` of *한글*), and
//! Chinese in pinyin, whole or by its initials (`beijing`, `bj`).
//!
//! Titles are looked through for what may be meant. Not when (`search`).

use crate::keyboards::{FINALS, INITIALS, VOWELS};
use crate::runs::first;
use pinyin::ToPinyinMulti;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What may be meant by a word.
pub(crate) enum PhoneticInput {
    Korean(Vec<Block>),
    Pinyin(String),
}

/// A syllable, or what of it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Block {
    /// Only the consonant that it begins with.
    Initial(u32),
    Syllable(Syllable),
}

/// The places of a syllable's letters in Unicode's order; a final of zero is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Syllable {
    initial: u32,
    vowel: u32,
    last: u32,
}

/// Letters of pinyin that may mean something.
const SHORTEST: usize = 2;
const LONGEST: usize = 40;
/// So few letters may each be an initial; more are whole syllables, but for the last.
const MOST_INITIALS: usize = 4;
/// Letters of the longest syllable: zhuang.
const LONGEST_SYLLABLE: usize = 6;
/// Characters that pinyin has to stand for: of one there are too many.
const FEWEST_CHARACTERS: usize = 2;

impl PhoneticInput {
    /// `word` is folded.
    pub(crate) fn of(word: &str) -> Option<Self> {
        if word.is_ascii() {
            let fits = (SHORTEST..=LONGEST).contains(&word.len())
                && word.bytes().all(|byte| byte.is_ascii_lowercase())
                && (word.len() <= MOST_INITIALS || is_pinyin(word));
            return fits.then(|| Self::Pinyin(word.to_owned()));
        }
        let blocks: Option<Vec<Block>> = word.chars().map(Block::of).collect();
        let blocks = blocks.filter(|blocks| !matches!(blocks.as_slice(), [] | [Block::Initial(_)]))?;
        Some(Self::Korean(blocks))
    }

    /// A Korean word without the syllable that is only begun: what is typed so far, for texts.
    pub(crate) fn without_last_initial(word: &str) -> Option<&str> {
        let last = word.chars().next_back().filter(|c| matches!(Block::of(*c), Some(Block::Initial(_))))?;
        let before = word.strip_suffix(last)?;
        before.chars().next_back().and_then(Syllable::of).map(|_| before)
    }

    /// Whether its letters may be the initials of pinyin.
    pub(crate) fn may_be_initials(&self) -> bool {
        matches!(self, Self::Pinyin(typed) if typed.len() <= MOST_INITIALS && !is_pinyin(typed))
    }

    /// The characters that pages have to have somewhere for `word` to mean anything.
    pub(crate) fn characters(word: &str) -> std::ops::RangeInclusive<char> {
        if word.is_ascii() { HAN } else { HANGUL }
    }

    /// Calls `found` with each piece of a folded title that may be meant.
    pub(crate) fn pieces<'a>(&self, title: &'a str, mut found: impl FnMut(&'a str)) {
        if title.is_ascii() {
            return;
        }
        let characters = match self {
            Self::Korean(_) => HANGUL,
            Self::Pinyin(_) => HAN,
        };
        for (start, _) in title.char_indices().filter(|(_, c)| characters.contains(c)) {
            let rest = title.get(start..).unwrap_or_default();
            let length = match self {
                Self::Korean(blocks) => korean(blocks, rest),
                Self::Pinyin(typed) => chinese(typed, rest),
            };
            if let Some(piece) = length.and_then(|length| rest.get(..length)) {
                found(piece);
            }
        }
    }
}

impl Block {
    fn of(c: char) -> Option<Self> {
        match u32::from(c) {
            at @ 0x1100..=0x1112 => Some(Self::Initial(at - 0x1100)),
            _ => Syllable::of(c).map(Self::Syllable),
        }
    }
}

impl Syllable {
    fn of(c: char) -> Option<Self> {
        let at = u32::from(c).checked_sub(0xAC00).filter(|at| *at < 19 * 21 * 28)?;
        Some(Self { initial: at / (21 * 28), vowel: at / 28 % 21, last: at % 28 })
    }

    /// How many syllables this, typed last, may become: `first`, or that and the `next`.
    fn becomes(self, first: Self, next: Option<Self>) -> Option<usize> {
        let (typed, written) = (final_of(self.last), final_of(first.last));
        let vowel = match (letters(&VOWELS, self.vowel), letters(&VOWELS, first.vowel)) {
            (typed, written) if self.last == 0 => written.starts_with(typed),
            (typed, written) => written == typed,
        };
        // What ends the syllable so far may begin the next one.
        let moves = |next: Syllable| typed.strip_suffix(letters(&INITIALS, next.initial)) == Some(written);
        match self.initial == first.initial && vowel {
            true if written.starts_with(typed) => Some(1),
            true if next.is_some_and(moves) => Some(2),
            _ => None,
        }
    }
}

fn letters(table: &[&'static str], at: u32) -> &'static str {
    usize::try_from(at).ok().and_then(|at| table.get(at)).copied().unwrap_or_default()
}

fn final_of(last: u32) -> &'static str {
    last.checked_sub(1).map_or("", |at| letters(&FINALS, at))
}

/// How many bytes of `text` the blocks stand for, from its beginning.
fn korean(blocks: &[Block], text: &str) -> Option<usize> {
    let mut characters = text.chars();
    let mut count = 0;
    for (at, block) in blocks.iter().enumerate() {
        let (syllable, last) = (Syllable::of(characters.next()?)?, at + 1 == blocks.len());
        count += match block {
            Block::Initial(initial) => usize::from(syllable.initial == *initial),
            Block::Syllable(typed) if last => {
                typed.becomes(syllable, characters.clone().next().and_then(Syllable::of)).unwrap_or(0)
            }
            Block::Syllable(typed) => usize::from(*typed == syllable),
        };
        if count <= at {
            return None;
        }
    }
    Some(first(text, count).len())
}

/// Whole syllables of Korean.
const HANGUL: std::ops::RangeInclusive<char> = '\u{AC00}'..='\u{D7A3}';

/// Characters that pinyin is known of.
const HAN: std::ops::RangeInclusive<char> = '\u{4E00}'..='\u{9FFF}';

/// Of each character of [`HAN`] the letters that its readings begin with, as bits: of a title's
/// characters few can be the first that is meant, and looking up readings takes long.
static BEGINNINGS: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let beginning = |reading: &String| reading.bytes().next().and_then(bit);
    HAN.map(|c| readings(c).iter().filter_map(beginning).fold(0, |all, bit| all | bit)).collect()
});

/// Every syllable, and all that one begins with.
static SYLLABLES: LazyLock<(HashSet<String>, HashSet<String>)> = LazyLock::new(|| {
    let whole: HashSet<String> = HAN.flat_map(readings).collect();
    let beginnings = |syllable: &String| -> Vec<String> {
        (1..=syllable.len()).filter_map(|end| syllable.get(..end).map(str::to_owned)).collect()
    };
    let begun = whole.iter().flat_map(beginnings).collect();
    (whole, begun)
});

/// Whether a word is made of syllables, the last of which may be half typed: of other words few
/// are, and titles need not be looked through for them.
fn is_pinyin(word: &str) -> bool {
    let (whole, begun) = &*SYLLABLES;
    let mut reached = vec![0];
    let mut next = 0;
    while let Some(start) = reached.get(next).copied() {
        next += 1;
        let rest = word.get(start..).unwrap_or_default();
        if begun.contains(rest) {
            return true;
        }
        for length in 1..=LONGEST_SYLLABLE.min(rest.len()) {
            let end = start + length;
            if rest.get(..length).is_some_and(|syllable| whole.contains(syllable)) && !reached.contains(&end)
            {
                reached.push(end);
            }
        }
    }
    false
}

fn bit(letter: u8) -> Option<u32> {
    letter.checked_sub(b'a').filter(|at| *at < 26).map(|at| 1 << at)
}

/// The readings of a character, without tones; ü is typed as v.
fn readings(c: char) -> Vec<String> {
    let all = c.to_pinyin_multi().into_iter().flatten();
    let mut readings: Vec<String> = all.map(|reading| reading.plain().replace('ü', "v")).collect();
    readings.sort_unstable();
    readings.dedup();
    readings
}

/// How many bytes of `text` the pinyin stands for, from its beginning.
fn chinese(typed: &str, text: &str) -> Option<usize> {
    let (mut characters, mut letters) = (text.chars(), typed.bytes());
    let first_letter = letters.next().and_then(bit)?;
    let others = letters.filter_map(bit).fold(0, |all, bit| all | bit);
    // Looking up readings takes long: what the first two may begin with rules out nearly all.
    if beginnings(characters.next()?)? & first_letter == 0 || beginnings(characters.next()?)? & others == 0 {
        return None;
    }
    Some(first(text, spelt_by(typed, text)?).len())
}

fn beginnings(c: char) -> Option<u32> {
    let at = u32::from(c).checked_sub(u32::from(*HAN.start()))?;
    BEGINNINGS.get(usize::try_from(at).ok()?).copied()
}

/// How many characters of `text` the letters stand for: each by a whole reading or by its
/// initial; the last one may be half typed.
fn spelt_by(typed: &str, text: &str) -> Option<usize> {
    // How many letters the characters so far may stand for.
    let mut reached = vec![0];
    for (at, c) in text.chars().take_while(|c| HAN.contains(c)).enumerate() {
        let mut next = Vec::new();
        for reading in readings(c) {
            let initial =
                ["zh", "ch", "sh"].into_iter().find(|two| reading.starts_with(two)).unwrap_or_default();
            for rest in reached.iter().filter_map(|letters| typed.get(*letters..)) {
                if reading.starts_with(rest) && at + 1 >= FEWEST_CHARACTERS {
                    return Some(at + 1);
                }
                let ways = [reading.as_str(), initial, first(&reading, 1)];
                let after =
                    ways.into_iter().filter(|way| !way.is_empty()).filter_map(|way| rest.strip_prefix(way));
                next.extend(
                    after.map(|rest| typed.len() - rest.len()).filter(|letters| *letters < typed.len()),
                );
                // The last one may be an initial alone.
                if ways.contains(&rest) && at + 1 >= FEWEST_CHARACTERS {
                    return Some(at + 1);
                }
            }
        }
        next.sort_unstable();
        next.dedup();
        reached = next;
        if reached.is_empty() {
            break;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use proptest::prelude::*;

    fn pieces(typed: &str, title: &str) -> String {
        let (typed, title) = (fold(typed), crate::asked::plain(title));
        let mut found = Vec::new();
        if let Some(spelt) = PhoneticInput::of(&typed) {
            spelt.pieces(&title, |piece| found.push(piece.to_owned()));
        }
        found.join(" ")
    }

    #[test]
    fn korean_on_the_way() {
        for (typed, title, expected) in [
            ("ㅎㄱ", "한글 입력기", "한글"),
            ("ㅎㄱ", "환경과 한국", "환경 한국"),
            ("ㅎㄱㅇ", "한글 입력기", ""),
            ("하", "한글", "한"),
            ("한ㄱ", "한글", "한글"),
            ("한그", "한글", "한글"),
            ("힌", "하나 한글", ""),
            ("한", "하나", "하나"),
            ("갑", "값", "값"),
            ("닭", "달걀", "달걀"),
            ("달ㄱ", "달걀", "달걀"),
            ("달", "다리", "다리"),
            ("회으", "회의록", "회의"),
            ("ㅎ", "한글", ""),
            ("한글", "English", ""),
        ] {
            assert_eq!(pieces(typed, title), expected, "{typed} in {title}");
        }
    }

    #[test]
    fn chinese_in_pinyin() {
        for (typed, title, expected) in [
            ("beijing", "去北京出差", "北京"),
            ("beij", "北京", "北京"),
            ("bj", "北京", "北京"),
            ("beijingchu", "北京出差计划", "北京出"),
            ("bjcc", "北京出差计划", "北京出差"),
            ("kubernetes", "苦北", ""),
            ("chongqing", "重庆火锅", "重庆"),
            ("zhongguo", "中國 旅行", "中国"),
            ("zg", "中国", "中国"),
            ("lvyou", "旅游", "旅游"),
            ("xian", "西安", "西安"),
            ("bei", "北京", ""),
            ("shanghai", "北京", ""),
            ("b", "北京", ""),
        ] {
            assert_eq!(pieces(typed, title), expected, "{typed} in {title}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(typed in any::<String>(), near in "[a-zㄱ-ㅎ가-힣]{0,8}", title in "[一-十가-깋ㄱ a]{0,20}") {
            for typed in [typed, near] {
                pieces(&typed, &title);
            }
        }
    }
}
