//! A text as SentencePiece's pieces are cut from it: characters that stand for each other made
//! one, spaces as `▁`, one between words and one at the start.
//!
//! What becomes what is data of the model: a double-array trie (darts-clone) from bytes to
//! places in a list of replacements, each ended by a zero. Source: SentencePiece,
//! `src/normalizer.cc` and darts-clone's `darts.h`.

use crate::packed::NotAModel;

const SPACE: &str = "\u{2581}";

pub struct Normalizer {
    units: Vec<u32>,
    replacements: Vec<u8>,
}

impl Normalizer {
    /// # Errors
    /// When the data ends too early.
    pub fn read(data: &[u8]) -> Result<Self, NotAModel> {
        let short = || NotAModel::because("its table of characters is cut off");
        let (length, rest) = data.split_first_chunk::<4>().ok_or_else(short)?;
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| short())?;
        let (trie, replacements) = rest.split_at_checked(length).ok_or_else(short)?;
        let units = trie.as_chunks::<4>().0.iter().map(|unit| u32::from_le_bytes(*unit));
        Ok(Self { units: units.collect(), replacements: replacements.to_vec() })
    }

    pub fn normalized(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + text.len() / 4 + SPACE.len());
        let mut rest = text;
        // Where a space would follow another, or stand before everything.
        let mut after_space = true;
        while !rest.is_empty() {
            let (written, length) = self.replaced(rest);
            rest = rest.get(length..).unwrap_or_default();
            let written = if after_space { written.trim_start_matches(' ') } else { written };
            if written.is_empty() {
                continue;
            }
            if out.is_empty() {
                out.push_str(SPACE);
            }
            after_space = written.ends_with(' ');
            for letter in written.chars() {
                if letter == ' ' { out.push_str(SPACE) } else { out.push(letter) }
            }
        }
        out.truncate(out.trim_end_matches(SPACE).len());
        out
    }

    /// What the longest beginning that the data knows is written as, and its length in bytes.
    fn replaced<'a>(&'a self, text: &'a str) -> (&'a str, usize) {
        let known = self.longest(text.as_bytes()).and_then(|(place, length)| {
            let written = self.replacements.get(place..)?.split(|byte| *byte == 0).next()?;
            Some((std::str::from_utf8(written).ok()?, length))
        });
        known.filter(|(_, length)| text.is_char_boundary(*length)).unwrap_or_else(|| {
            let length = text.chars().next().map_or(0, char::len_utf8);
            (text.get(..length).unwrap_or_default(), length)
        })
    }

    fn longest(&self, bytes: &[u8]) -> Option<(usize, usize)> {
        let mut at = offset(*self.units.first()?);
        let mut found = None;
        for (before, byte) in bytes.iter().enumerate() {
            at ^= usize::from(*byte);
            let unit = *self.units.get(at)?;
            if unit & 0x8000_00FF != u32::from(*byte) {
                break;
            }
            at ^= offset(unit);
            if unit & 0x100 != 0 {
                let place = self.units.get(at)? & 0x7FFF_FFFF;
                found = Some((usize::try_from(place).ok()?, before + 1));
            }
        }
        found
    }
}

/// How far a unit's children are from it.
fn offset(unit: u32) -> usize {
    ((unit >> 10) << ((unit & 0x200) >> 6)) as usize
}
