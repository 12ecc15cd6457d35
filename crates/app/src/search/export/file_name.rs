//! What a page's file is called: by its title, as far as every system takes it.
//!
//! Pure. Windows is the narrowest ("Naming Files, Paths, and Namespaces", Microsoft); macOS
//! and Windows take names that differ in case or composition only for one.

use crate::invisible::is_invisible;
use icu_normalizer::ComposingNormalizerBorrowed;
use std::collections::HashSet;

/// Bytes of a name without its ending: with a folder before it, paths stay below the 260
/// characters of Windows.
const LONGEST: usize = 100;

/// Names of devices, whatever ending follows.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// Never empty, and no path.
pub fn file_name(title: &str) -> String {
    let mut name = String::new();
    for letter in title.chars() {
        let letter = match letter {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '-',
            _ if letter.is_whitespace() => ' ',
            // What has no width, or turns the direction, could make one name look like another.
            _ if letter.is_control() || is_invisible(letter) => continue,
            _ => letter,
        };
        if letter == ' ' && (name.is_empty() || name.ends_with(' ')) {
            continue;
        }
        if name.len() + letter.len_utf8() > LONGEST {
            break;
        }
        name.push(letter);
    }
    // Windows drops dots and blanks at the end; a dot or hyphen at the beginning hides a file,
    // or makes it an option.
    let name = name.trim_end_matches(['.', ' ']).trim_start_matches(['.', '-', ' ', '~']);
    match name {
        "" => "Untitled".to_owned(),
        // Whatever follows the first dot, it would be the device.
        name if is_device(name) => format!("_{name}"),
        name => name.to_owned(),
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
    let port = numbered.is_some_and(|rest| {
        let mut letters = rest.chars();
        letters.next().is_some_and(|letter| letter.is_ascii_digit() || "¹²³".contains(letter))
            && letters.next().is_none()
    });
    port || DEVICES.contains(&stem.as_str())
}

/// The names that are taken in one folder.
#[derive(Default)]
pub struct Names(HashSet<String>);

impl Names {
    /// The name with its ending, and with a number where another page has it.
    pub fn free(&mut self, name: &str, ending: &str) -> String {
        let mut number = 1_u32;
        loop {
            let tried =
                if number == 1 { format!("{name}.{ending}") } else { format!("{name} {number}.{ending}") };
            if self.0.insert(folded(&tried)) {
                return tried;
            }
            number += 1;
        }
    }
}

/// Alike for names that some system takes for one.
fn folded(name: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc().normalize(&name.to_lowercase()).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn every_system_takes_the_names() {
        let long = "ü".repeat(200);
        let mut told = String::new();
        for title in [
            "Plan 2026/27: what? <now> | \"then\" *",
            "../../etc/passwd",
            "C:\\Windows\\system32",
            "con",
            "CON.txt",
            "Com1",
            "LPT² .x",
            "Comet",
            "nul ",
            ".hidden",
            "-rf",
            "~",
            "ends with dots...",
            "a\u{202e}fdp.exe",
            "zero\u{200b}width",
            "two\nlines\tand\u{0}nothing",
            "   ",
            "",
            "週次レビュー",
            "👩‍👩‍👧",
        ] {
            told += &format!("{title:?} → {:?}\n", file_name(title));
        }
        assert_eq!(file_name(&long).len(), 100);
        expect![[r#"
            "Plan 2026/27: what? <now> | \"then\" *" → "Plan 2026-27- what- -now- - -then- -"
            "../../etc/passwd" → "etc-passwd"
            "C:\\Windows\\system32" → "C--Windows-system32"
            "con" → "_con"
            "CON.txt" → "_CON.txt"
            "Com1" → "_Com1"
            "LPT² .x" → "_LPT² .x"
            "Comet" → "Comet"
            "nul " → "_nul"
            ".hidden" → "hidden"
            "-rf" → "rf"
            "~" → "Untitled"
            "ends with dots..." → "ends with dots"
            "a\u{202e}fdp.exe" → "afdp.exe"
            "zero\u{200b}width" → "zerowidth"
            "two\nlines\tand\0nothing" → "two lines andnothing"
            "   " → "Untitled"
            "" → "Untitled"
            "週次レビュー" → "週次レビュー"
            "👩\u{200d}👩\u{200d}👧" → "👩👩👧"
        "#]]
        .assert_eq(&told);
    }

    #[test]
    fn one_name_is_one_file() {
        let mut names = Names::default();
        let mut of = |name: &str| names.free(name, "md");
        assert_eq!(of("Plan"), "Plan.md");
        assert_eq!(of("plan"), "plan 2.md");
        assert_eq!(of("PLAN"), "PLAN 3.md");
        assert_eq!(of("Plan 2"), "Plan 2 2.md");
        // Composed and not.
        assert_eq!(of("Caf\u{e9}"), "Caf\u{e9}.md");
        assert_eq!(of("Cafe\u{301}"), "Cafe\u{301} 2.md");
    }
}
