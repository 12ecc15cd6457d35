//! Real texts in five languages: what Debian says its packages are.
//!
//! Fetched by apt from wherever this machine's apt fetches, into a folder of our own:
//! the system's lists stay as they are.

use super::library::{Entry, Language, Library};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// Languages as Debian names them, as we do, and the share of pages each gets: all that
/// there are of the smaller ones, and some more.
const LANGUAGES: [(&str, &str, usize); 5] =
    [("en", "en", 55), ("de", "de", 15), ("ja", "ja", 12), ("ko", "ko", 9), ("zh_CN", "zh", 9)];

/// # Errors
/// A sentence that says why there are none.
pub fn library(folder: &Path) -> Result<Library, String> {
    let lists = folder.join("lists");
    let texts = |lists: &Path| -> Result<Vec<Language>, String> {
        let languages = LANGUAGES.iter().map(|(theirs, code, share)| {
            let mut entries = BTreeMap::new();
            for file in fs::read_dir(lists).map_err(|why| format!("{why}"))?.flatten() {
                if file
                    .file_name()
                    .to_string_lossy()
                    .ends_with(&format!("Translation-{}", theirs.replace('_', "%5f")))
                    && let Ok(text) = fs::read_to_string(file.path())
                {
                    entries.extend(stanzas(&text, code));
                }
            }
            let entries: Vec<Entry> = entries.into_values().collect();
            if entries.len() < 100 {
                return Err(format!("apt has no descriptions in {code}"));
            }
            Ok(Language { code, share: *share, entries })
        });
        languages.collect()
    };
    let languages = match texts(&lists) {
        Ok(languages) => languages,
        Err(_) => {
            update(folder, &lists)?;
            texts(&lists)?
        }
    };
    Ok(Library { source: "descriptions of Debian packages in en, de, ja, ko, zh", languages })
}

fn update(folder: &Path, lists: &Path) -> Result<(), String> {
    fs::create_dir_all(lists.join("partial")).map_err(|why| format!("{why}"))?;
    let languages: Vec<&str> = LANGUAGES.iter().map(|(theirs, ..)| *theirs).collect();
    let options = [
        format!("Dir::State={}", folder.display()),
        format!("Dir::State::Lists={}", lists.display()),
        format!("Dir::Cache={}", folder.join("cache").display()),
        format!("Acquire::Languages={}", languages.join(",")),
        // As text, whatever the system keeps its own lists as.
        "Acquire::GzipIndexes=false".to_owned(),
        // The folder is ours; apt's own user could not write there.
        "APT::Sandbox::User=".to_owned(),
    ];
    let mut apt = Command::new("apt-get");
    options.iter().for_each(|option| {
        apt.args(["-o", option]);
    });
    let done = apt.arg("update").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    match done {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`apt-get update` into a folder of its own failed ({status})")),
        Err(why) => Err(format!("there is no apt-get ({why})")),
    }
}

/// The texts of a translation list, by package.
fn stanzas(list: &str, code: &str) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    for stanza in list.split("\n\n") {
        let mut lines = stanza.lines();
        let package = stanza.lines().find_map(|line| line.strip_prefix("Package: "));
        let title = lines
            .by_ref()
            .find_map(|line| line.strip_prefix("Description-").filter(|rest| !rest.starts_with("md5")));
        let (Some(package), Some((_, title))) = (package, title.and_then(|rest| rest.split_once(": ")))
        else {
            continue;
        };
        let sentences = sentences(lines.take_while(|line| line.starts_with(' ')), code);
        entries.insert(package.to_owned(), Entry { title: title.trim().to_owned(), sentences });
    }
    entries
}

/// Lines of a long description, put together and taken apart at the ends of sentences.
fn sentences<'a>(lines: impl Iterator<Item = &'a str>, code: &str) -> Vec<String> {
    let mut text = String::new();
    for line in lines {
        let line = line.trim();
        if line == "." || line.starts_with(['*', '-', '+']) {
            text.push('\n');
        }
        if line != "." {
            let unspaced =
                matches!(code, "ja" | "zh") && !text.ends_with(|c: char| c.is_ascii_alphanumeric());
            if !unspaced && !text.is_empty() && !text.ends_with('\n') {
                text.push(' ');
            }
            text.push_str(line);
        }
    }
    let text = text.replace(". ", ".\n").replace('。', "。\n");
    text.lines().map(str::trim).filter(|sentence| sentence.len() > 3).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read() {
        let list = "Package: a\nDescription-md5: 1\nDescription-de: Ein Titel\n Erste Zeile\n geht weiter. Und noch\n .\n Ende.\n\n\
                    Package: b\nDescription-md5: 2\nDescription-de: Zwei\n";
        let entries: Vec<Entry> = stanzas(list, "de").into_values().collect();
        let titles: Vec<&str> = entries.iter().map(|entry| entry.title.as_str()).collect();
        assert_eq!(titles, ["Ein Titel", "Zwei"]);
        let sentences = entries.first().map(|entry| entry.sentences.join("|"));
        assert_eq!(sentences.as_deref(), Some("Erste Zeile geht weiter.|Und noch|Ende."));
    }
}
