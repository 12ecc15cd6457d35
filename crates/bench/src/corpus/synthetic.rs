//! Texts of the local Notion's synthetic workspace, by their scripts.
//!
//! Seven languages, a few words very often and a long tail of rare ones; nobody's prose.
//! Figures of it say less than those of `debian`, and need no network.

use super::library::{Entry, Language, Library};
use crate::Stop;
use std::collections::BTreeMap;
use trove_sim::{Options, Sim, Workspace};

/// Pages whose texts are mixed anew for the rest.
const PAGES: u32 = 4_000;

/// # Errors
/// No port is free, say.
pub fn library(seed: u64) -> Result<Library, Stop> {
    let workspace = Workspace::Synthetic { pages: PAGES, seed };
    let runtime = tokio::runtime::Runtime::new()?;
    let pages = runtime.block_on(async {
        let sim = Sim::start(Options { workspace, ..Options::default() }).await?;
        sim.world(sim.personal_token()).map_err(|why| Stop(format!("{why:?}")))
    })?;
    let mut by_script: BTreeMap<&'static str, Vec<Entry>> = BTreeMap::new();
    for page in pages {
        let text = trove_notion::markdown::parse(&page.markdown.unwrap_or_default()).text();
        let sentences: Vec<String> =
            text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
        if !page.title.is_empty() && !sentences.is_empty() {
            by_script.entry(script(&text)).or_default().push(Entry { title: page.title, sentences });
        }
    }
    let languages =
        by_script.into_iter().map(|(code, entries)| Language { code, share: entries.len(), entries });
    Ok(Library { source: "the local Notion's synthetic workspace", languages: languages.collect() })
}

/// The first character beyond Latin tells; Japanese begins with Han sometimes.
fn script(text: &str) -> &'static str {
    if text.chars().any(|c| matches!(c, '\u{3041}'..='\u{30FF}')) {
        return "ja";
    }
    let found = text.chars().find_map(|c| match c {
        '\u{4E00}'..='\u{9FFF}' => Some("zh"),
        '\u{AC00}'..='\u{D7A3}' => Some("ko"),
        '\u{0600}'..='\u{06FF}' => Some("ar"),
        _ => None,
    });
    found.unwrap_or("latin")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_has_texts_in_every_script() {
        let library = library(1).unwrap();
        let codes: Vec<&str> = library.languages.iter().map(|language| language.code).collect();
        assert_eq!(codes, ["ar", "ja", "ko", "latin", "zh"]);
        let entries: usize = library.languages.iter().map(|language| language.entries.len()).sum();
        assert!(entries > 3_000, "{entries}");
    }
}
