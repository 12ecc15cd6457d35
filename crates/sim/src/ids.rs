//! Identifiers: derived ones (the same workspace always has the same ids) and Notion's own rule for reading them.
//!
//! Not a source of secrets: tokens and codes come from the system's generator (`connections`).

use uuid::Uuid;

/// Mixes 64 bits so that neighbouring inputs have nothing in common (the finalizer of `SplitMix64`).
pub fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A 64-bit digest of text (FNV-1a, then mixed). Stable across runs and platforms.
pub fn digest(parts: &[&str]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts {
        for byte in part.bytes().chain([0x1f]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    mix(hash)
}

/// The id that these words always have: a UUID in version 4's clothes.
pub fn derive(parts: &[&str]) -> Uuid {
    let high = digest(parts);
    stamped(high, mix(high ^ 0x5851_f42d_4c95_7f2d))
}

/// Puts version and variant bits over 128 others.
pub fn stamped(high: u64, low: u64) -> Uuid {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    Uuid::from_u128((u128::from(high) << 64) | u128::from(low))
}

/// Reads an id as Notion does: hyphenated or bare, any case, and only with a real version and variant
/// (`12345678-1234-1234-1234-123456789abc` is refused as "not a valid uuid").
pub fn parse(text: &str) -> Option<Uuid> {
    if text.len() != 32 && text.len() != 36 {
        return None;
    }
    let id = Uuid::try_parse(text).ok()?;
    let bytes = id.as_bytes();
    let version = bytes[6] >> 4;
    ((1..=8).contains(&version) && bytes[8] >> 6 == 0b10).then_some(id)
}

/// The 32 hex digits used in addresses.
pub fn bare(id: Uuid) -> String {
    id.simple().to_string()
}

/// The address of a page, as Notion has given it since June 2026.
pub fn page_url(id: Uuid) -> String {
    format!("https://app.notion.com/p/{}", bare(id))
}

/// A fresh random id, for request ids and cursors.
pub fn random() -> Uuid {
    stamped(rand::random(), rand::random())
}
