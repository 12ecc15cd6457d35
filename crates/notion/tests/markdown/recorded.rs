//! Bodies that Notion has sent: no visible word of any is lost.
//!
//! Not here: the recordings. `TROVE_RECORDED` names their folder; without it this skips
//! and says so.

use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use trove_model::NotionId;
use trove_notion::api_types::Block;
use trove_notion::block_text::block_text;
use trove_notion::markdown::{from_blocks, parse};

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

const FOREIGN: [&str; 6] = ["children", "parents", "page", "database", "site_meta", "oembed"];

fn recordings(folder: &str) -> Option<Vec<(String, Value)>> {
    let Some(root) = std::env::var_os("TROVE_RECORDED").map(PathBuf::from) else {
        eprintln!("skipped: TROVE_RECORDED does not name a folder of recorded answers");
        return None;
    };
    let files = fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path());
    let recordings: Vec<_> = files
        .map(|path| {
            let json = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            (path.display().to_string(), json)
        })
        .collect();
    assert!(!recordings.is_empty(), "{folder}");
    Some(recordings)
}

/// The words outside tags, item marks and numbers: found by crossing out, not by reading.
fn visible(markdown: &str) -> Vec<String> {
    let mut outside = String::new();
    let mut in_tag = false;
    for letter in markdown.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            letter if !in_tag => outside.push(letter),
            _ => {}
        }
    }
    let lines = outside.lines().map(|line| {
        let line = line.trim().trim_start_matches("- [x] ");
        line.split_once(". ")
            .filter(|(number, _)| number.parse::<u32>().is_ok())
            .map_or(line, |(_, text)| text)
    });
    lines.flat_map(words).map(str::to_owned).collect()
}

#[test]
fn no_word_of_a_recorded_markdown_body_is_lost() {
    let Some(recordings) = recordings("markdown") else { return };
    let mut count = 0;
    for (name, json) in recordings {
        let markdown = json["markdown"].as_str().unwrap();
        let text = parse(markdown).text();
        let expected = visible(markdown);
        assert_eq!(words(&text).collect::<Vec<_>>(), expected, "{name}");
        count += expected.len();
    }
    assert!(count > 10, "{count} words");
}

/// Every text in a block's JSON. What lies in its children Notion sends on its own, and
/// what only other clients' test data holds is never sent.
fn plain_texts(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::Object(fields) => {
            found.extend(fields.get("plain_text").and_then(Value::as_str).map(str::to_owned));
            let own = fields.iter().filter(|(name, _)| !FOREIGN.contains(&name.as_str()));
            own.for_each(|(_, value)| plain_texts(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| plain_texts(item, found)),
        _ => {}
    }
}

#[test]
fn no_word_of_a_recorded_block_is_lost() {
    let root: NotionId = "00000000-0000-4000-8000-0000000000ff".parse().unwrap();
    let (mut blocks, mut count) = (0, 0);
    for folder in ["blocks", "blocks_children", "blocks_children_append"] {
        let Some(recordings) = recordings(folder) else { return };
        for (name, json) in recordings {
            let single = vec![json.clone()];
            let results = json["results"].as_array().unwrap_or(&single);
            let read: Vec<Block> =
                results.iter().filter_map(|block| serde_json::from_value(block.clone()).ok()).collect();
            for (block, json) in read.iter().zip(results).filter(|_| read.len() == results.len()) {
                // A table's rows are its children, which are recorded apart from it.
                let document = from_blocks(root, &HashMap::from([(root, vec![block.clone()])]));
                let text = document.text();
                let mut texts = Vec::new();
                plain_texts(&json[&block.kind], &mut texts);
                texts.extend(block_text(block).lines().map(str::to_owned));
                // Letter for letter; a word may be several runs.
                let letters = |text: &str| text.split_whitespace().collect::<String>();
                // What Notion writes where there is no title is nobody's word.
                for expected in texts.iter().filter(|text| !["", "Untitled"].contains(&text.trim())) {
                    // A moment's day is a word of its own, and its time follows as people write it.
                    for part in between_times(expected) {
                        assert!(letters(&text).contains(&letters(&part)), "{name}: {part:?} in {text:?}");
                    }
                    count += words(expected).count();
                }
                blocks += 1;
            }
            // Together they say the same as one by one.
            let together = from_blocks(root, &HashMap::from([(root, read.clone())]));
            let one_by_one: String = read
                .iter()
                .map(|block| from_blocks(root, &HashMap::from([(root, vec![block.clone()])])).text())
                .collect();
            assert_eq!(together.text(), one_by_one, "{name}");
        }
    }
    assert!(blocks > 500 && count > 1_000, "{blocks} blocks, {count} words");
    eprintln!("{blocks} blocks, {count} words");
}

/// A text cut behind the day of each moment in it, without the time.
fn between_times(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in text.split_whitespace() {
        let day = word.split_once('T').filter(|(day, _)| day.parse::<jiff::civil::Date>().is_ok());
        let Some(part) = parts.last_mut() else { continue };
        part.push(' ');
        part.push_str(day.map_or(word, |(day, _)| day));
        if day.is_some() {
            parts.push(String::new());
        }
    }
    parts
}
