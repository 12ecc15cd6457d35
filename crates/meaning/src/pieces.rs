//! A text cut into the pieces of SentencePiece's unigram model: of all ways to cut it, the one
//! whose pieces are the likeliest together (Kudo, "Subword Regularization",
//! <https://arxiv.org/abs/1804.10959>).

use crate::normalizer::Normalizer;
use crate::packed::NotAModel;
use std::cmp::Reverse;
use std::ops::Range;

/// Numbers that the model gives no text.
const UNKNOWN: u32 = 0;
const BEGIN: u32 = 1;
const END: u32 = 2;

/// How much less likely than its least likely piece a letter is that no piece has.
const UNKNOWN_PENALTY: f64 = 10.0;

pub struct Pieces {
    normalizer: Normalizer,
    /// All of them in the order of their bytes, one behind the other.
    text: String,
    sorted: Vec<Piece>,
    /// Those that begin with each byte.
    begin_with: Vec<Range<usize>>,
    unknown: f64,
}

struct Piece {
    begins: u32,
    length: u32,
    score: f32,
    number: u32,
}

impl Pieces {
    /// From SentencePiece's own file (`ModelProto` of its `sentencepiece_model.proto`, in the
    /// form in which this model came: the table of characters lies in the third field).
    ///
    /// # Errors
    /// When something is missing in it, or is no text.
    pub fn read(file: &[u8]) -> Result<Self, NotAModel> {
        let short = || NotAModel::because("its pieces are cut off");
        let mut pieces = Vec::new();
        let mut characters = None;
        for field in Fields(file) {
            match field.ok_or_else(short)? {
                (1, Value::Bytes(piece)) => {
                    let number = u32::try_from(pieces.len()).map_err(|_| short())?;
                    pieces.push(piece_of(piece, number).ok_or_else(short)?);
                }
                (3, Value::Bytes(normalizing)) => {
                    for field in Fields(normalizing) {
                        if let (2, Value::Bytes(data)) = field.ok_or_else(short)? {
                            characters = Some(Normalizer::read(data)?);
                        }
                    }
                }
                _ => {}
            }
        }
        let normalizer = characters.ok_or_else(|| NotAModel::because("it has no table of characters"))?;
        Self::new(pieces, normalizer).ok_or_else(short)
    }

    fn new(mut pieces: Vec<(&str, f32, u32)>, normalizer: Normalizer) -> Option<Self> {
        let least = pieces.iter().map(|(_, score, _)| f64::from(*score)).reduce(f64::min)?;
        // Of two that are the same the later counts.
        pieces.sort_by_key(|(text, _, number)| (*text, Reverse(*number)));
        let mut text = String::new();
        let mut sorted = Vec::with_capacity(pieces.len());
        for (piece, score, number) in pieces {
            let (begins, length) = (u32::try_from(text.len()).ok()?, u32::try_from(piece.len()).ok()?);
            sorted.push(Piece { begins, length, score, number });
            text.push_str(piece);
        }
        let mut made =
            Self { normalizer, text, sorted, begin_with: Vec::new(), unknown: least - UNKNOWN_PENALTY };
        let all = 0..made.sorted.len();
        made.begin_with = (0..=u8::MAX).map(|byte| made.narrowed(&all, 0, byte)).collect();
        Some(made)
    }

    pub fn count(&self) -> usize {
        self.sorted.len()
    }

    /// The numbers of its pieces, between those of its begin and end.
    pub fn numbers(&self, text: &str) -> Vec<u32> {
        let normalized = self.normalizer.normalized(text);
        let mut numbers = vec![BEGIN];
        if normalized.is_empty() {
            numbers.push(UNKNOWN);
        } else {
            numbers.extend(self.cut(&normalized));
        }
        numbers.push(END);
        numbers
    }

    /// Viterbi's way: the best cut up to each place, from those up to the places before it.
    fn cut(&self, text: &str) -> Vec<u32> {
        let mut best = vec![Best { score: f64::MIN, from: 0, number: UNKNOWN }; text.len() + 1];
        if let Some(first) = best.first_mut() {
            first.score = 0.0;
        }
        for (at, letter) in text.char_indices() {
            let Some(before) = best.get(at).map(|best| best.score) else { break };
            let mut whole_letter = false;
            self.beginning(text.get(at..).unwrap_or_default(), |piece| {
                whole_letter |= piece.length as usize == letter.len_utf8();
                let end = best.get_mut(at + piece.length as usize);
                improve(end, before + f64::from(piece.score), at, piece.number);
            });
            if !whole_letter {
                improve(best.get_mut(at + letter.len_utf8()), before + self.unknown, at, UNKNOWN);
            }
        }
        let mut numbers = Vec::new();
        let mut end = text.len();
        while let Some(last) = best.get(end).filter(|_| end > 0) {
            numbers.push(last.number);
            end = last.from;
        }
        numbers.reverse();
        numbers
    }

    /// Pieces that the text begins with, the shortest first.
    fn beginning(&self, text: &str, mut found: impl FnMut(&Piece)) {
        let mut range = 0..self.sorted.len();
        for (depth, byte) in text.bytes().enumerate() {
            range = match depth {
                0 => self.begin_with.get(usize::from(byte)).cloned().unwrap_or_default(),
                _ => self.narrowed(&range, depth, byte),
            };
            match self.sorted.get(range.start) {
                Some(first) if !range.is_empty() => {
                    if first.length as usize == depth + 1 {
                        found(first);
                    }
                }
                _ => return,
            }
        }
    }

    /// Of pieces that have the same bytes up to here, those with this one next.
    fn narrowed(&self, range: &Range<usize>, depth: usize, byte: u8) -> Range<usize> {
        let pieces = self.sorted.get(range.clone()).unwrap_or_default();
        // Those that end here come first, with no byte at all.
        let start = pieces.partition_point(|piece| self.byte(piece, depth) < Some(byte));
        let length = pieces
            .get(start..)
            .unwrap_or_default()
            .partition_point(|piece| self.byte(piece, depth) == Some(byte));
        range.start + start..range.start + start + length
    }

    fn byte(&self, piece: &Piece, depth: usize) -> Option<u8> {
        if depth < piece.length as usize {
            self.text.as_bytes().get(piece.begins as usize + depth).copied()
        } else {
            None
        }
    }
}

#[derive(Clone)]
struct Best {
    score: f64,
    /// Where its last piece begins, and which that is.
    from: usize,
    number: u32,
}

/// Of two that are as good the earlier stays.
fn improve(best: Option<&mut Best>, score: f64, from: usize, number: u32) {
    if let Some(best) = best.filter(|best| score > best.score) {
        *best = Best { score, from, number };
    }
}

fn piece_of(message: &[u8], number: u32) -> Option<(&str, f32, u32)> {
    let (mut text, mut score) = (None, 0.0);
    for field in Fields(message) {
        match field? {
            (1, Value::Bytes(bytes)) => text = std::str::from_utf8(bytes).ok(),
            (2, Value::Four(bytes)) => score = f32::from_le_bytes(bytes),
            _ => {}
        }
    }
    Some((text?, score, number))
}

enum Value<'a> {
    Number,
    Four([u8; 4]),
    Bytes(&'a [u8]),
}

/// The fields of a message (<https://protobuf.dev/programming-guides/encoding/>); `None` where
/// it is cut off, and then no more.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Option<(u64, Value<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let read = self.field();
        if read.is_none() {
            self.0 = &[];
        }
        Some(read)
    }
}

impl<'a> Fields<'a> {
    fn field(&mut self) -> Option<(u64, Value<'a>)> {
        let key = self.varint()?;
        let value = match key & 7 {
            0 => {
                self.varint()?;
                Value::Number
            }
            1 => {
                self.bytes(8)?;
                Value::Number
            }
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                Value::Bytes(self.bytes(length)?)
            }
            5 => Value::Four(self.bytes(4)?.try_into().ok()?),
            _ => return None,
        };
        Some((key >> 3, value))
    }

    fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes(1)?.first()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A trie that knows nothing: every character is itself.
    fn pieces(all: &[(&str, f32)]) -> Pieces {
        let mut file = Vec::new();
        for (text, score) in all {
            let mut piece = vec![0x0a, u8::try_from(text.len()).unwrap()];
            piece.extend(text.as_bytes());
            piece.push(0x15);
            piece.extend(score.to_le_bytes());
            file.extend([0x0a, u8::try_from(piece.len()).unwrap()]);
            file.extend(piece);
        }
        file.extend([0x1a, 10, 0x12, 8, 4, 0, 0, 0, 0, 0, 0, 0]);
        Pieces::read(&file).unwrap()
    }

    #[test]
    fn the_likeliest_pieces_are_taken() {
        let known = [
            ("<unk>", 0.0),
            ("<s>", 0.0),
            ("</s>", 0.0),
            ("▁", -3.0),
            ("a", -2.0),
            ("b", -2.0),
            ("ab", -3.5),
            ("▁ab", -4.0),
            ("abc", -30.0),
        ];
        let pieces = pieces(&known);
        assert_eq!(pieces.count(), 9);
        for (text, expected) in [
            ("ab", &[7][..]),
            ("  ab  ab ", &[7, 7]),
            ("aab", &[3, 4, 6]),
            ("abc", &[3, 8]),
            ("abd", &[7, 0]),
            ("ü", &[3, 0]),
            ("", &[0]),
            ("   ", &[0]),
        ] {
            let numbers = pieces.numbers(text);
            assert_eq!(numbers[1..numbers.len() - 1], *expected, "{text:?}");
            assert_eq!((numbers[0], numbers[numbers.len() - 1]), (BEGIN, END));
        }
    }

    #[test]
    fn what_is_cut_off_is_told() {
        assert!(Pieces::read(&[]).is_err());
        assert!(Pieces::read(&[0x0a, 5, 1]).is_err());
        assert!(
            Pieces::read(&[0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01]).is_err()
        );
    }
}
