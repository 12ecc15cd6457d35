//! What counts as the same character when searching: case, accents, width and
//! compatibility forms are forgiven, and characters that are written for each other.
//!
//! Not words: those are `tokenizer`. Not which characters those are: `scripts`. Folding goes cluster by cluster (a character with
//! the marks that follow it), so that every folded character knows where in the
//! original it came from; passages are marked in the original.

use crate::scripts::{digit, keeps_length, representative};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

/// The folded form of `text`: NFKD, accents dropped, lower case, one character for all that
/// are written for each other.
///
/// Kept are marks that make another letter rather than an accented one: the voicing of
/// kana, the vowel signs of Indic scripts and of Thai. A number in a circle stands apart from
/// what is written behind it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    parts(text, |part| match part {
        Part::Kept(range) => push_kept(&mut folded, text.get(range)),
        Part::Cluster(range) => fold_cluster(text, range, |c| folded.push(c)),
    });
    folded
}

/// Folded text that remembers where each character came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// In order. Stretches that folding keeps in place, byte for byte, share one.
    spans: Vec<Span>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    /// Where it starts in the folded text; it ends where the next one starts.
    folded: u32,
    original: u32,
    original_end: u32,
    /// Whether each character stands for one of the same length, so that offsets carry over.
    in_place: bool,
}

impl Folded {
    pub fn new(original: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(original.len()), spans: Vec::new() };
        parts(original, |part| match part {
            Part::Kept(range) => {
                folded.span(&range, true);
                push_kept(&mut folded.text, original.get(range));
            }
            Part::Cluster(range) => {
                let before = folded.text.len();
                folded.span(&range, false);
                fold_cluster(original, range, |c| folded.text.push(c));
                if folded.text.len() == before {
                    folded.spans.pop();
                }
            }
        });
        // It is kept, and looked at often.
        folded.spans.shrink_to_fit();
        folded
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// Bytes of memory it takes.
    pub(crate) fn size(&self) -> usize {
        self.text.capacity() + self.spans.capacity() * size_of::<Span>()
    }

    /// The part of the original that the characters at `range` of [`text`](Self::text) came from.
    /// On character boundaries of the original if `range` is on such of the folded text;
    /// empty for an empty range.
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let (from, until) = (offset(range.start), offset(range.end));
        let (Some(first), Some(last)) =
            (self.span_at(from), until.checked_sub(1).and_then(|last| self.span_at(last)))
        else {
            return 0..0;
        };
        if from >= until {
            return 0..0;
        }
        let start = if first.in_place { first.original + (from - first.folded) } else { first.original };
        let end = if last.in_place { last.original + (until - last.folded) } else { last.original_end };
        start as usize..(end.min(last.original_end)) as usize
    }

    /// What is pushed next comes from there.
    fn span(&mut self, origin: &Range<usize>, in_place: bool) {
        self.spans.push(Span {
            folded: offset(self.text.len()),
            original: offset(origin.start),
            original_end: offset(origin.end),
            in_place,
        });
    }

    /// The span that holds the folded byte at `at`.
    fn span_at(&self, at: u32) -> Option<Span> {
        let after = self.spans.partition_point(|span| span.folded <= at);
        self.spans.get(after.checked_sub(1)?).copied()
    }
}

/// Texts here are pages, far below 4 GiB; a longer one would mark its end wrongly, not fail.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A stretch of text as folding sees it, in bytes.
enum Part {
    /// Stays as it is but for the case of ASCII letters, or has something as long in its place.
    Kept(Range<usize>),
    /// One character with the marks that follow it.
    Cluster(Range<usize>),
}

/// The parts of `text`, in order; together they are all of it.
fn parts(text: &str, mut found: impl FnMut(Part)) {
    let mut start = 0;
    while start < text.len() {
        // Up to the first character that folding may change, and where the last kept one starts.
        let (mut end, mut last) = (start, None);
        while let Some(&byte) = text.as_bytes().get(end) {
            let length = if byte.is_ascii() { 1 } else { kept_at(text, end) };
            if length == 0 {
                break;
            }
            last = Some(end);
            end += length;
        }
        let mut rest = text.get(end..).unwrap_or_default().chars().peekable();
        let Some(&next) = rest.peek() else {
            found(Part::Kept(start..end));
            return;
        };
        // A mark takes the character before it into its cluster.
        let cluster = last.filter(|_| extends(next)).unwrap_or(end);
        if start < cluster {
            found(Part::Kept(start..cluster));
        }
        if cluster == end {
            end += next.len_utf8();
            rest.next();
        }
        while let Some(mark) = rest.next_if(|mark| extends(*mark)) {
            end += mark.len_utf8();
        }
        found(Part::Cluster(cluster..end));
        start = end;
    }
}

/// The length of the character at `at` if it is kept, else 0.
fn kept_at(text: &str, at: usize) -> usize {
    let character = text.get(at..).and_then(|rest| rest.chars().next());
    character.filter(|c| is_kept(*c)).map_or(0, char::len_utf8)
}

fn push_kept(folded: &mut String, kept: Option<&str>) {
    let kept = kept.unwrap_or_default();
    if kept.is_ascii() {
        let start = folded.len();
        folded.push_str(kept);
        if let Some(kept) = folded.get_mut(start..) {
            kept.make_ascii_lowercase();
        }
    } else {
        folded.extend(kept.chars().map(|c| representative(c).to_ascii_lowercase()));
    }
}

fn fold_cluster(text: &str, range: Range<usize>, mut found: impl FnMut(char)) {
    let after = text.get(range.end..).unwrap_or_default();
    let cluster = text.get(range).unwrap_or_default();
    let first = cluster.chars().next();
    if first.is_some_and(is_long_mark) && !after.starts_with(is_kana) {
        // At the end of a word it is written or left out.
        return;
    }
    if let Some(number) = first.and_then(circled_number) {
        found(' ');
        number.to_string().chars().for_each(&mut found);
        found(' ');
        return;
    }
    let stands_for_itself = |c: char| matches!(c, '™' | '℠');
    if let Some(sign) = first.filter(|c| stands_for_itself(*c)) {
        found(sign);
        return;
    }
    // One and a half is not eleven halves: 1½.
    if first.is_some_and(is_fraction) {
        found(' ');
    }
    let kept = cluster.nfkd().filter(|&c| !is_accent(c) && !is_ignored(c));
    for composed in kept.nfc() {
        for lower in composed.to_lowercase().filter(|&c| !is_accent(c)) {
            match letters(lower) {
                Some(letters) => letters.chars().for_each(&mut found),
                None => found(digit(lower).unwrap_or_else(|| representative(lower))),
            }
        }
    }
}

/// ½ and its kind, a numerator alone aside.
fn is_fraction(c: char) -> bool {
    matches!(c, '¼'..='¾' | '⅐'..='⅞' | '↉')
}

/// ①, ⑴, ⒈, ⓪, ❶ and their kind.
fn circled_number(c: char) -> Option<u32> {
    let at = u32::from(c);
    match at {
        0x2460..=0x249B => Some((at - 0x2460) % 20 + 1),
        0x24EA | 0x24FF => Some(0),
        0x24EB..=0x24F4 => Some(at - 0x24EB + 11),
        0x24F5..=0x24FE => Some(at - 0x24F5 + 1),
        0x2776..=0x2793 => Some((at - 0x2776) % 10 + 1),
        0x3251..=0x325F => Some(at - 0x3251 + 21),
        0x32B1..=0x32BF => Some(at - 0x32B1 + 36),
        _ => None,
    }
}

fn is_long_mark(c: char) -> bool {
    matches!(c, '\u{30FC}' | '\u{FF70}')
}

fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30FF}' | '\u{FF66}'..='\u{FF9F}')
}

/// Whether a character belongs to the cluster of the one before it.
fn extends(c: char) -> bool {
    !c.is_ascii()
        && (is_combining_mark(c)
            || is_ignored(c)
            // Vowels and finals of Hangul written in parts, halfwidth voicing marks, and the
            // one vowel of Kirat Rai that others are composed with.
            || matches!(c, '\u{1160}'..='\u{11FF}' | '\u{D7B0}'..='\u{D7FB}' | '\u{FF9E}' | '\u{FF9F}' | '\u{16D67}'))
}

/// The bulk of text in Chinese, Japanese, Korean, Greek and Cyrillic, spared the way
/// through normalization: at most another character of the same length comes in its place.
fn is_kept(c: char) -> bool {
    keeps_length(c) || matches!(c, 'α'..='ρ' | 'σ'..='ω' | 'а'..='и' | 'к'..='я' | '\u{AC00}'..='\u{D7A3}')
}

/// Marks that a person leaves out when typing, by combining class (Unicode Standard 4.3):
/// 10 to 36 are the points of Hebrew, Arabic and Syriac, from 200 accents of Latin, Greek, Cyrillic.
fn is_accent(c: char) -> bool {
    !c.is_ascii() && matches!(canonical_combining_class(c), 10..=36 | 200..)
}

/// Characters without a shape of their own: soft hyphen, joiners, spaces of no width,
/// direction and variation marks, the tatweel that stretches Arabic; and what changes the
/// look of another: keycaps, circles, tones of skin.
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{61C}' | '\u{640}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{20DD}'..='\u{20E4}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Letters that Unicode does not decompose but keyboards replace.
fn letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        'ґ' => "г",
        '♯' => "#",
        '♭' => "b",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_forgiven() {
        for (text, folded) in [
            ("Résumé", "resume"),
            ("STRASSE", "strasse"),
            ("Straße", "strasse"),
            ("Łódź Ærø İstanbul", "lodz aero istanbul"),
            ("ﬁle №5 x²", "file no5 x2"),
            ("Ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
            ("ﾊﾞﾅﾅ", "ばなな"),
            ("サーバー サーバ ｻｰﾊﾞｰ", "さーば さーば さーば"),
            ("サーバー障害", "さーば障害"),
            ("開通帳號", "开通帐号"),
            ("کتاب عليٰ مدرسة ـــ", "كتاب علي مدرسه "),
            ("٢٠٢٤ ۱۲ ४", "2024 12 4"),
            ("អក្សរ\u{200B}ខ្មែរ", "អក្សរខ្មែរ"),
            ("Notion™", "notion™"),
            ("1\u{FE0F}\u{20E3} Setup", "1 setup"),
            ("①Setup ⑳ ❷", " 1 setup  20   2 "),
            ("ⓗⓔⓛⓛⓞ 𝐁𝐨𝐥𝐝", "hello bold"),
            ("1½ ⅔", "1 1⁄2  2⁄3"),
            ("👍🏽", "👍"),
            ("ёж й", "еж и"),
            ("がか", "がか"),
            ("か\u{3099}", "が"),
            ("한글", "한글"),
            ("한글", "한글"),
            ("हिन्दी", "हिन्दी"),
            ("שָׁלוֹם", "שלומ"),
            ("Ὀδυσσεύς", "οδυσσευσ"),
            ("soft\u{AD}hyphen", "softhyphen"),
            ("❤\u{FE0F}", "❤"),
            ("ґанок F♯ B♭", "ганок f# bb"),
            ("\u{16D67}\u{16D67}", "\u{16D68}"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn a_folded_range_points_back_into_the_original() {
        let original = "Die Straße, ﬁne: か\u{3099}!";
        let folded = Folded::new(original);
        for (part, expected) in
            [("strasse", "Straße"), ("fi", "ﬁ"), ("f", "ﬁ"), ("が", "か\u{3099}"), ("!", "!")]
        {
            let at = folded.text().find(part).unwrap();
            assert_eq!(original.get(folded.origin(at..at + part.len())), Some(expected));
        }
        assert_eq!(folded.origin(3..3), 0..0);
    }

    proptest! {
        #[test]
        fn composed_and_decomposed_text_fold_alike(text in any::<String>()) {
            let (composed, decomposed) = (text.nfc().collect::<String>(), text.nfd().collect::<String>());
            prop_assert_eq!(fold(&composed), fold(&decomposed));
        }

        #[test]
        fn every_folded_character_has_a_place(text in any::<String>()) {
            let folded = Folded::new(&text);
            prop_assert_eq!(folded.text(), fold(&text));
            let mut before = 0;
            for (at, character) in folded.text().char_indices() {
                let origin = folded.origin(at..at + character.len_utf8());
                prop_assert!(text.get(origin.clone()).is_some_and(|part| !part.is_empty()));
                prop_assert!(origin.start >= before);
                before = origin.start;
            }
        }
    }
}
