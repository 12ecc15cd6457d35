//! How much memory the tree of a body takes, told from its text before there is a tree.
//!
//! A line of one letter becomes a block with a list of runs, some hundred bytes: 16 MB of such
//! lines, which are packed into 20 KB, were five gigabytes. Not here: what is done about the
//! part that is left out (`trove-sync`).

/// The heaviest body that is read, in bytes: many times Notion's largest pages, which have some
/// 20,000 blocks.
pub const HEAVIEST: usize = 96 << 20;

/// Bytes that a body and its tree take, about, and rather more than less.
pub fn weight(markdown: &str) -> usize {
    markdown.bytes().map(of).sum()
}

/// As much of a body as weighs no more than `most`: whole lines, unless it is one.
pub fn lightened(markdown: &str, most: usize) -> &str {
    let mut weight = 0;
    let heavy = markdown.bytes().position(|byte| {
        weight += of(byte);
        weight > most
    });
    let Some(mut end) = heavy else { return markdown };
    while !markdown.is_char_boundary(end) {
        end -= 1;
    }
    let kept = markdown.get(..end).unwrap_or_default();
    kept.rfind('\n').map_or(kept, |line| kept.get(..line).unwrap_or_default())
}

/// A line begins a block; a mark or a tag may begin a run, a cell, a block.
fn of(byte: u8) -> usize {
    match byte {
        b'\n' => 700,
        b'<' => 300,
        b'*' | b'~' | b'`' | b'$' | b'[' | b']' => 130,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_heavy_ends_with_a_line_or_a_letter() {
        let line = weight("ab\n");
        assert_eq!(lightened("ab\nab\nab", 3 * line), "ab\nab\nab");
        assert_eq!(lightened("ab\nab\nab", 2 * line), "ab\nab");
        assert_eq!(lightened("ab\nab\nab", 2 * line - 1), "ab");
        assert_eq!(lightened("日本語", 6), "日本");
        assert_eq!(lightened("日本語", 5), "日");
        assert_eq!(lightened("\n\n", 0), "");
        assert_eq!(lightened("", 0), "");
    }
}
