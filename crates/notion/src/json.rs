//! Reading JSON that a careless program wrote: what cannot stand is replaced where it
//! stands, and everything around it is read.
//!
//! Not here: what an answer means ([`crate::api_types`]).
//!
//! JSON as RFC 8259 writes it may carry what no string of ours can hold: halves of
//! surrogate pairs (section 8.2), bytes that are no UTF-8, numbers without bound
//! (section 6), nesting without end (section 9). Any of them would otherwise lose the
//! whole answer for one of its elements. So the text is mended before it is parsed, in one
//! pass without recursion: such a piece of a string becomes U+FFFD, and so
//! does such a value; a number becomes its digits as text. None becomes `null`, which would say
//! that nothing was there.

use serde_json::Value;
use std::borrow::Cow;

/// Levels that are kept. The parser's own limit is 128, and Notion nests a few dozen.
const MOST_LEVELS: usize = 100;
/// What the values of one answer may weigh, all levels together, in units of some hundred bytes
/// that they take once they are read: an object of one short field in seven bytes of an answer
/// takes seven hundred. A hundred pages weigh some ten thousand.
const HEAVIEST: usize = 700_000;
const OBJECT: usize = 7;
const LIST: usize = 2;
const ELEMENT: usize = 1;
/// Digits that stay below the largest number of 64 bits, with or without a point.
const SAFE_DIGITS: usize = 300;
const REPLACEMENT: &str = "\u{fffd}";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JsonError {
    /// It ends in the middle.
    Cut,
    /// Nothing that mending could make JSON.
    NotJson,
    /// More values than are read.
    TooMany,
}

/// The value in `body`. Of two fields with one name, the later counts.
pub(crate) fn read(body: &[u8]) -> Result<Value, JsonError> {
    let text = String::from_utf8_lossy(body);
    let mended = Mending::new(text.as_bytes()).mend()?;
    serde_json::from_slice(&mended).map_err(|error| match error.classify() {
        serde_json::error::Category::Eof => JsonError::Cut,
        _ => JsonError::NotJson,
    })
}

/// One pass over a text. What needs no mending is copied in long pieces, or not at all.
struct Mending<'a> {
    text: &'a [u8],
    at: usize,
    /// Up to here the text is in `out`.
    copied: usize,
    out: Vec<u8>,
    levels: usize,
    weight: usize,
}

impl<'a> Mending<'a> {
    fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, copied: 0, out: Vec::new(), levels: 0, weight: 0 }
    }

    fn mend(mut self) -> Result<Cow<'a, [u8]>, JsonError> {
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => self.string(),
                b'[' | b'{' if self.levels == MOST_LEVELS => self.too_deep(),
                b'[' | b'{' => {
                    self.levels += 1;
                    self.one_more(if byte == b'{' { OBJECT } else { LIST })?;
                }
                b',' => self.one_more(ELEMENT)?,
                b']' | b'}' => {
                    self.levels = self.levels.saturating_sub(1);
                    self.at += 1;
                }
                b'-' | b'0'..=b'9' => self.number(),
                _ => self.at += 1,
            }
        }
        if self.copied == 0 {
            return Ok(Cow::Borrowed(self.text));
        }
        self.replace(self.text.len(), "");
        Ok(Cow::Owned(self.out))
    }

    /// Each value but the first of its list or object has a comma before it, and each list or
    /// object opens.
    fn one_more(&mut self, weight: usize) -> Result<(), JsonError> {
        self.at += 1;
        self.weight += weight;
        if self.weight > HEAVIEST { Err(JsonError::TooMany) } else { Ok(()) }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Puts `with` in the place of the text from here to `end`, and goes on there.
    fn replace(&mut self, end: usize, with: &str) {
        self.out.extend_from_slice(self.text.get(self.copied..self.at).unwrap_or_default());
        self.out.extend_from_slice(with.as_bytes());
        self.copied = end;
        self.at = end;
    }

    /// From one quote to the other.
    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.escape(),
                b'\n' => self.replace(self.at + 1, "\\n"),
                b'\t' => self.replace(self.at + 1, "\\t"),
                b'\r' => self.replace(self.at + 1, "\\r"),
                0..=0x1f => self.replace(self.at + 1, REPLACEMENT),
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self) {
        match self.text.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => match (self.unit(self.at), self.unit(self.at + 6)) {
                (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => self.at += 12,
                // NUL is a character, but ends a text for many who read it.
                (Some(0 | 0xd800..=0xdfff), _) => self.replace(self.at + 6, REPLACEMENT),
                (Some(_), _) => self.at += 6,
                (None, _) => self.replace(self.at + 2, REPLACEMENT),
            },
            Some(_) => self.replace(self.at + 1, REPLACEMENT),
            None => self.at += 1,
        }
    }

    /// The code unit that is escaped at `at`.
    fn unit(&self, at: usize) -> Option<u16> {
        let digits = self.text.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let digits = std::str::from_utf8(digits).ok()?;
        digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
    }

    fn number(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| !matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9'))
            .unwrap_or(rest.len());
        let digits = rest.get(..length).unwrap_or_default();
        let end = self.at + length;
        let exponent = digits.iter().any(|byte| matches!(byte, b'e' | b'E'));
        if length <= SAFE_DIGITS && !exponent {
            self.at = end;
            return;
        }
        let number = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse::<f64>().ok());
        match number {
            Some(number) if !number.is_finite() => self.quote(end),
            _ => self.at = end,
        }
    }

    /// Puts quotes around the text from here to `end`.
    fn quote(&mut self, end: usize) {
        self.replace(self.at, "\"");
        self.at = end;
        self.replace(end, "\"");
    }

    /// What lies too deep goes, with all that lies in it.
    fn too_deep(&mut self) {
        let (mut levels, mut at) = (0_usize, self.at);
        while let Some(byte) = self.text.get(at) {
            match byte {
                b'"' => at = end_of_string(self.text, at),
                b'[' | b'{' => levels += 1,
                b']' | b'}' => levels -= 1,
                _ => {}
            }
            at += 1;
            if levels == 0 {
                break;
            }
        }
        self.replace(at.min(self.text.len()), "\"\u{fffd}\"");
    }
}

/// Where the quote is that ends the string which begins at `at`.
fn end_of_string(text: &[u8], mut at: usize) -> usize {
    at += 1;
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_stand_is_replaced_where_it_stands() {
        let deep = |levels: usize| format!("{}7{}", "[".repeat(levels), "]".repeat(levels));
        let mut table = String::new();
        for text in [
            r#"{"a":"\ud800","b":1}"#.to_owned(),
            r#"{"a":"x\udc00y\ud83d\ude00z\ud83d"}"#.to_owned(),
            r#"{"a":"\ud800\ud800\udc00"}"#.to_owned(),
            r#"{"\ud800":"key"}"#.to_owned(),
            r#"{"a":"\u0000|\u12|\q|\u00e9"}"#.to_owned(),
            "{\"a\":\"tab\t, line\n, bell\u{7}, nothing\0\"}".to_owned(),
            r#"{"a":1e400,"b":-1e400,"c":12345678901234567890123,"d":1e5,"e":18446744073709551616}"#
                .to_owned(),
            format!(r#"{{"a":{},"b":2}}"#, "9".repeat(400)),
            r#"{"a":1,"a":2}"#.to_owned(),
            format!(r#"{{"a":{},"b":"]"}}"#, deep(5_000)),
            r#"{"a":"#.to_owned(),
            r#"{"a":"b"#.to_owned(),
            "<html>".to_owned(),
            r#"{"a":}"#.to_owned(),
            "".to_owned(),
        ] {
            let read = match read(text.as_bytes()) {
                Ok(value) => value.to_string().replace(&deep(1), "…"),
                Err(error) => format!("{error:?}"),
            };
            let short = |text: &str| text.chars().take(90).collect::<String>();
            table += &format!("{} -> {}\n", short(&text.escape_debug().to_string()), short(&read));
        }
        expect![[r#"
            {\"a\":\"\\ud800\",\"b\":1} -> {"a":"�","b":1}
            {\"a\":\"x\\udc00y\\ud83d\\ude00z\\ud83d\"} -> {"a":"x�y😀z�"}
            {\"a\":\"\\ud800\\ud800\\udc00\"} -> {"a":"�𐀀"}
            {\"\\ud800\":\"key\"} -> {"�":"key"}
            {\"a\":\"\\u0000|\\u12|\\q|\\u00e9\"} -> {"a":"�|�12|�q|é"}
            {\"a\":\"tab\t, line\n, bell\u{7}, nothing\0\"} -> {"a":"tab\t, line\n, bell�, nothing�"}
            {\"a\":1e400,\"b\":-1e400,\"c\":12345678901234567890123,\"d\":1e5,\"e\":184467440737095516 -> {"a":"1e400","b":"-1e400","c":1.2345678901234568e+22,"d":100000.0,"e":1.8446744073709552e+
            {\"a\":99999999999999999999999999999999999999999999999999999999999999999999999999999999999 -> {"a":"999999999999999999999999999999999999999999999999999999999999999999999999999999999999
            {\"a\":1,\"a\":2} -> {"a":2}
            {\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[ -> {"a":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
            {\"a\": -> Cut
            {\"a\":\"b -> Cut
            <html> -> NotJson
            {\"a\":} -> NotJson
             -> Cut
        "#]].assert_eq(&table);
        assert_eq!(
            read(b"{\"a\":\"\xff\xfe\"}"),
            Ok(serde_json::json!({"a": "\u{fffd}\u{fffd}"})),
            "bytes that are no UTF-8"
        );
    }

    #[test]
    fn what_lies_deep_is_cut_at_a_level_and_no_sooner() {
        let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        let whole = read(nested(MOST_LEVELS).as_bytes()).unwrap().to_string();
        assert_eq!(whole, nested(MOST_LEVELS));
        let cut = read(nested(MOST_LEVELS + 1).as_bytes()).unwrap().to_string();
        assert_eq!(cut, format!("{}\"\u{fffd}\"{}", "[".repeat(MOST_LEVELS), "]".repeat(MOST_LEVELS)));
    }

    #[test]
    fn more_values_than_memory_should_hold_are_refused() {
        for (one, weight) in [("0,", ELEMENT), ("[],", LIST + ELEMENT), (r#"{"a":0},"#, OBJECT + ELEMENT)] {
            let some = |count: usize| format!("[{}0]", one.repeat(count));
            assert_eq!(read(some(HEAVIEST / weight).as_bytes()), Err(JsonError::TooMany), "{one}");
            assert!(read(some(HEAVIEST / weight - 3).as_bytes()).is_ok(), "{one}");
        }
    }

    proptest! {
        /// What was sound comes through as it was.
        #[test]
        fn sound_json_is_left_as_it_is(text in "[^\\p{Cc}]{0,60}", number in any::<f64>(), whole in any::<i64>()) {
            let value = serde_json::json!({"t": text, "n": number, "w": whole, "l": [text, {"x": null}]});
            let text = value.to_string();
            prop_assert_eq!(Mending::new(text.as_bytes()).mend().unwrap(), Cow::Borrowed(text.as_bytes()));
        }

        #[test]
        fn nothing_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), text in r#"[\[\]{}":,\\ud8c0e9\-+.]{0,80}"#) {
            let _ = read(&bytes);
            let _ = read(text.as_bytes());
        }
    }
}
