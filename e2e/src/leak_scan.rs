//! Looks for secrets where they must not be: every file below some folders, for every
//! form in which a secret might have been written.
//!
//! Not a proof of absence: compressed or encrypted copies are not seen. That it sees what
//! it claims to is shown by planting a leak.

use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

use crate::process::Outcome;

/// A secret's name (for the report) and its bytes.
pub struct Marker {
    pub name: String,
    bytes: Vec<u8>,
}

#[derive(Debug, PartialEq)]
pub struct Finding {
    pub place: PathBuf,
    pub marker: String,
    pub form: &'static str,
}

struct Needle {
    marker: usize,
    form: &'static str,
    bytes: Vec<u8>,
}

pub struct Scan<'a> {
    markers: &'a [Marker],
    needles: Vec<Needle>,
    /// Needles by their first four bytes: one look-up for each byte scanned.
    by_start: HashMap<[u8; 4], Vec<usize>>,
}

impl Marker {
    pub fn new(name: &str, secret: &str) -> Self {
        Self { name: name.to_owned(), bytes: secret.as_bytes().to_vec() }
    }
}

impl<'a> Scan<'a> {
    pub fn new(markers: &'a [Marker]) -> Self {
        let mut needles = Vec::new();
        for (marker, wanted) in markers.iter().enumerate() {
            for (form, bytes) in forms(&wanted.bytes) {
                needles.push(Needle { marker, form, bytes });
            }
        }
        let mut by_start: HashMap<[u8; 4], Vec<usize>> = HashMap::new();
        for (index, needle) in needles.iter().enumerate() {
            if let Some(start) = needle.bytes.first_chunk::<4>() {
                by_start.entry(*start).or_default().push(index);
            }
        }
        Self { markers, needles, by_start }
    }

    /// Every finding in a file or below a folder. Links are not followed.
    pub fn below(&self, place: &Path) -> Outcome<Vec<Finding>> {
        let mut findings = Vec::new();
        let mut waiting = vec![place.to_owned()];
        while let Some(place) = waiting.pop() {
            match self.at(&place, &mut waiting) {
                Ok(found) => findings.extend(found),
                // Gone between being listed and being read.
                Err(why) if why.kind() == ErrorKind::NotFound => {}
                Err(why) => return Err(format!("{}: {why}", place.display()).into()),
            }
        }
        Ok(findings)
    }

    fn at(&self, place: &Path, waiting: &mut Vec<PathBuf>) -> std::io::Result<Vec<Finding>> {
        // A name may tell as much as what is inside.
        let mut findings = self.within(place.as_os_str().as_encoded_bytes(), place);
        let kind = std::fs::symlink_metadata(place)?.file_type();
        if kind.is_dir() {
            for entry in std::fs::read_dir(place)? {
                waiting.push(entry?.path());
            }
        } else if kind.is_file() {
            findings.extend(self.within(&std::fs::read(place)?, place));
        }
        Ok(findings)
    }

    pub fn within(&self, bytes: &[u8], place: &Path) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::new();
        for (at, start) in bytes.windows(4).enumerate() {
            let Some(candidates) =
                <[u8; 4]>::try_from(start).ok().and_then(|start| self.by_start.get(&start))
            else {
                continue;
            };
            for needle in candidates.iter().filter_map(|index| self.needles.get(*index)) {
                if bytes.get(at..).is_some_and(|rest| rest.starts_with(&needle.bytes))
                    && let Some(marker) = self.markers.get(needle.marker)
                {
                    let finding =
                        Finding { place: place.to_owned(), marker: marker.name.clone(), form: needle.form };
                    if !findings.contains(&finding) {
                        findings.push(finding);
                    }
                }
            }
        }
        findings
    }
}

fn forms(secret: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let hex = |upper: bool| -> String {
        secret.iter().map(|b| if upper { format!("{b:02X}") } else { format!("{b:02x}") }).collect()
    };
    let every_byte_percent: String = secret.iter().map(|b| format!("%{b:02X}")).collect();
    let percent: String = url::form_urlencoded::byte_serialize(secret).collect();
    let wide = String::from_utf8_lossy(secret).encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut forms = vec![
        ("raw", secret.to_vec()),
        ("hex", hex(false).into_bytes()),
        ("HEX", hex(true).into_bytes()),
        ("percent", every_byte_percent.into_bytes()),
        ("UTF-16", wide),
    ];
    if percent.as_bytes() != secret {
        forms.push(("form", percent.into_bytes()));
    }
    for (name, alphabet) in [("base64", STANDARD), ("base64url", URL_SAFE)] {
        let engine = GeneralPurpose::new(&alphabet, GeneralPurposeConfig::new().with_encode_padding(false));
        for shift in 0..3 {
            let bytes = base64_at(&engine, secret, shift);
            if !forms.iter().any(|(_, known)| *known == bytes) {
                forms.push((name, bytes));
            }
        }
    }
    forms
}

/// What any Base64 text contains if the secret stands `shift` bytes (mod 3) into its
/// source: the characters that depend on neighbouring bytes are left out.
fn base64_at(engine: &GeneralPurpose, secret: &[u8], shift: usize) -> Vec<u8> {
    let mut padded = vec![0; shift];
    padded.extend_from_slice(secret);
    let mut text = engine.encode(&padded).into_bytes();
    if !padded.len().is_multiple_of(3) {
        text.pop();
    }
    text.drain(..(shift * 8).div_ceil(6));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &[u8]) -> Vec<&'static str> {
        let markers = [Marker::new("token", "ntn_Zq/7+ø?seven")];
        Scan::new(&markers).within(text, Path::new("x")).into_iter().map(|finding| finding.form).collect()
    }

    /// Check 20 (control).
    #[test]
    fn every_form_of_a_planted_secret_is_seen() {
        let secret = "ntn_Zq/7+ø?seven";
        assert_eq!(found(format!("a {secret} b").as_bytes()), ["raw"]);
        assert_eq!(found(b"x6e746e5f5a712f372bc3b83f736576656ex"), ["hex"]);
        assert_eq!(found(b"6E746E5F5A712F372BC3B83F736576656E"), ["HEX"]);
        assert_eq!(found(b"?c=ntn_Zq%2F7%2B%C3%B8%3Fseven&"), ["form"]);
        let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(found(&wide), ["UTF-16"]);
        let plain = base64::engine::general_purpose::STANDARD;
        for before in ["", "a", "ab", "abc", "id:"] {
            for after in ["", "y", "yz"] {
                let text = plain.encode(format!("{before}{secret}{after}"));
                assert_eq!(found(text.as_bytes()), ["base64"], "{before:?} {after:?}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_seen() {
        assert!(found(b"ntn_Zq/7+").is_empty());
        assert!(found(b"").is_empty());
    }

    #[test]
    fn folders_are_searched_to_the_bottom_and_names_too() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("log"), "… secret-value …").unwrap();
        std::fs::write(folder.path().join("secret-value.txt"), "").unwrap();
        let markers = [Marker::new("secret", "secret-value")];
        let findings = Scan::new(&markers).below(folder.path()).unwrap();
        assert_eq!(findings.len(), 2, "{findings:?}");
    }
}
