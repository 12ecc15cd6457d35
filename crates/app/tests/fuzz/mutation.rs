//! Inputs that are nearly right: a seed with a few changes, each of a kind that parsers of the
//! world have stumbled over.

/// `SplitMix64`: the same number, the same inputs, on every machine.
pub struct Random(u64);

impl Random {
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Below `end`; 0 of nothing.
    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or_default()
    }
}

/// What means something to one of the readers, or is at the edge of what numbers and text hold.
const WORDS: &[&str] = &[
    "\0",
    "\n",
    "\r\n",
    "\t",
    " ",
    "\"",
    "'",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\udfff\\ud800",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "null",
    "true",
    "-1",
    "1e999",
    "-0.0",
    "18446744073709551616",
    "9007199254740993",
    "<",
    ">",
    "</",
    "<br>",
    "<table>",
    "<callout>",
    "<mention-page url=\"",
    "<!--",
    "&lt;",
    "`",
    "```",
    "$",
    "$$",
    "**",
    "~~",
    "_",
    "](",
    "![",
    "|",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{fffd}",
    "\u{10ffff}",
    "e\u{301}",
    "ß",
    "İ",
    "ﬃ",
    "\u{1f469}\u{200d}\u{1f4bb}",
    "中文",
    "ま",
    "OR",
    " | ",
    "-",
    "in:",
    "by:",
    "edited:",
    "ws:\"",
    "%",
    "%00",
    "%2f",
    "?",
    "#",
    "@",
    "&",
    "=",
    "://",
    "../",
    "state=",
    "code=",
    "\"object\":\"list\"",
    "\"id\":",
    "\"version\":99",
];

pub fn mutated(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds.get(random.below(seeds.len())).cloned().unwrap_or_default();
    // One in eight stays as it is: what is right has to go on being taken.
    for _ in 0..random.below(8) {
        change(&mut input, seeds, random);
    }
    input
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], random: &mut Random) {
    let at = random.below(input.len() + 1);
    let end = (at + random.below(32)).min(input.len());
    match random.below(9) {
        0 => flip(input, at, random),
        1 => {
            input.drain(at..end);
        }
        2 => {
            let word = WORDS[random.below(WORDS.len())].as_bytes();
            input.splice(at..at, word.iter().copied());
        }
        3 => {
            let word = WORDS[random.below(WORDS.len())].repeat(1 + random.below(300));
            input.splice(at..at, word.into_bytes());
        }
        4 => input.truncate(at),
        5 => {
            let piece: Vec<u8> = input[at..end].to_vec();
            let times = 1 + random.below(20);
            input.splice(at..at, piece.repeat(times));
        }
        6 => {
            let other = &seeds[random.below(seeds.len())];
            let from = random.below(other.len() + 1);
            let until = (from + random.below(200)).min(other.len());
            input.splice(at..end, other[from..until].iter().copied());
        }
        7 => {
            let byte = u8::try_from(random.below(256)).unwrap_or_default();
            input.insert(at, byte);
        }
        _ => {
            // Two pieces change places.
            let middle = at + (end - at) / 2;
            input[at..end].rotate_left(middle - at);
        }
    }
}

fn flip(input: &mut [u8], at: usize, random: &mut Random) {
    if let Some(byte) = input.get_mut(at) {
        *byte ^= 1 << random.below(8);
    }
}
