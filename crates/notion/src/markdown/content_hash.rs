//! Whether a body is still the same.
//!
//! Not here: what has changed in it.

use super::address::is_signed;
use super::steps;
use aws_lc_rs::digest::{Context, SHA256};

/// SHA-256 of a body's Markdown without the queries of signed addresses, which are new in
/// every answer. The same over time and on every machine.
pub fn content_hash(markdown: &str) -> [u8; 32] {
    let mut context = Context::new(&SHA256);
    let mut rest = markdown;
    while let Some((before, address, after)) = next_address(rest) {
        context.update(before.as_bytes());
        let signed = address.split_once('?').filter(|(_, query)| is_signed(query));
        context.update(signed.map_or(address, |(path, _)| path).as_bytes());
        rest = after;
    }
    context.update(rest.as_bytes());
    let mut hash = [0; 32];
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Splits at the first `://` and at what ends an address after it.
fn next_address(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_at_checked(steps::looked(text, text.find("://"))?)?;
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | ')' | ']' | '}' | '`' | '\\');
    let end = steps::looked(rest, rest.find(ends)).unwrap_or(rest.len());
    let (address, after) = rest.split_at_checked(end)?;
    Some((before, address, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_signature_changes_nothing_and_all_else_does() {
        let body = |path: &str, query: &str, text: &str| {
            content_hash(&format!(
                "# A\n![{text}](https://s3.example/{path}?{query})\n<pdf src=\"https://s3.example/b?{query}\">c</pdf>"
            ))
        };
        let first = body("a.png", "X-Amz-Date=1&X-Amz-Signature=abc", "Fig");
        assert_eq!(first, body("a.png", "X-Amz-Date=2&X-Amz-Signature=def", "Fig"));
        assert_ne!(first, body("b.png", "X-Amz-Date=1&X-Amz-Signature=abc", "Fig"));
        assert_ne!(first, body("a.png", "X-Amz-Date=1&X-Amz-Signature=abc", "Fog"));
        assert_ne!(body("a.png", "page=1", "Fig"), body("a.png", "page=2", "Fig"));
        // A fixed value: another hash tomorrow would make every page new.
        let hex: String = first.iter().map(|byte| format!("{byte:02x}")).collect();
        expect_test::expect!["10ba2b55d84c758448c5904642542f51d7031dcdce407078d0c7ad0188bb7616"]
            .assert_eq(&hex);
    }
}
