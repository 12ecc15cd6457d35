//! A version of Trove's: three numbers, as SemVer 2.0.0 writes them (item 2).
//!
//! Not pre-releases and not build metadata: Windows Installer compares numbers only, up to
//! 255.255.65535 (learn.microsoft.com/windows/win32/msi/productversion), and a version that one
//! of the packages cannot carry would upgrade on some systems and not on others.

use std::fmt;

use crate::outcome::{Outcome, Stop};

/// Ordered as SemVer orders them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    major: u8,
    minor: u8,
    patch: u16,
}

impl Version {
    pub fn parse(text: &str) -> Outcome<Self> {
        let parts: Vec<&str> = text.split('.').collect();
        let read = match parts.as_slice() {
            [major, minor, patch] => number(major)
                .and_then(|major| Some(Self { major, minor: number(minor)?, patch: number(patch)? })),
            _ => None,
        };
        read.ok_or_else(|| {
            Stop(format!(
                "`{text}` is no version: it wants three numbers as 1.2.3, none above 255.255.65535, which is \
                 as far as Windows Installer counts, and no pre-release, which it cannot compare."
            ))
        })
    }
}

/// Digits without a zero in front.
fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_numbers_are_a_version() {
        for good in ["0.0.0", "0.1.0", "1.10.0", "255.255.65535"] {
            assert_eq!(Version::parse(good).unwrap().to_string(), good);
        }
    }

    #[test]
    fn nothing_else_is() {
        for bad in [
            "",
            "1",
            "1.2",
            "1.2.3.4",
            "v1.2.3",
            "1.2.x",
            "01.2.3",
            "1.02.3",
            "1.2.00",
            "+1.2.3",
            "-1.2.3",
            " 1.2.3",
            "1.2.3 ",
            "1..3",
            "1.2.3-rc.1",
            "1.2.3+5",
            "256.0.0",
            "0.256.0",
            "0.0.65536",
            "१.२.३",
        ] {
            let Err(Stop(why)) = Version::parse(bad) else { panic!("{bad} was taken") };
            assert!(why.starts_with(&format!("`{bad}` is no version")), "{why}");
        }
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        let order = ["0.1.0", "0.1.1", "0.1.10", "0.2.0", "0.10.0", "1.0.0", "2.0.0", "10.0.0"];
        for pair in order.windows(2) {
            assert!(Version::parse(pair[0]).unwrap() < Version::parse(pair[1]).unwrap(), "{pair:?}");
        }
    }
}
