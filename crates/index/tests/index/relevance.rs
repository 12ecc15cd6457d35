//! Counts over a made-up library: exact titles, slips of the finger, unspaced scripts.
//!
//! Small, the same every time, and far from real text: a guard against falling back, not a
//! measurement.

use crate::world::{World, page};
use trove_index::text::Text;

const FIRST: [&str; 12] = [
    "annual",
    "budget",
    "customer",
    "design",
    "engineering",
    "finance",
    "growth",
    "hiring",
    "incident",
    "journey",
    "kitchen",
    "launch",
];
const SECOND: [&str; 10] = [
    "report",
    "review",
    "planning",
    "meeting",
    "handbook",
    "strategy",
    "checklist",
    "interview",
    "overview",
    "proposal",
];
const UNSPACED: [&str; 6] = [
    "東京都の観光案内と旅行計画を立てる",
    "四半期予算の見直しについて話し合った",
    "北京市的春节联欢晚会节目单已经公布",
    "我们下个季度的产品路线图和预算",
    "주간회의록과다음주예산계획을정리했다",
    "신제품출시일정을논의하고담당자를정했다",
];

fn library() -> World {
    let mut world = World::new(&[]);
    let mut pages = Vec::new();
    for number in 0..1200_usize {
        let (first, second) = (FIRST[number % 12], SECOND[number / 12 % 10]);
        let title = format!("{first} {second} {}", number / 120);
        let body =
            format!("{} {} notes, see {} {}", FIRST[number * 7 % 12], SECOND[number * 3 % 10], second, first);
        pages.push(page(number as u64, &title, &body));
    }
    for (id, text) in (5000..).zip(UNSPACED.iter().cycle().take(60)) {
        let cut = (id as usize * 5) % text.chars().count();
        let body: String = text.chars().cycle().skip(cut).take(30).collect();
        pages.push(page(id, &format!("文書 {id}"), &body));
    }
    world.put(pages);
    world
}

/// Each word with two neighbouring letters swapped, one left out, one doubled.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let middle = letters.len() / 2;
    let (mut swapped, mut less, mut more) = (letters.clone(), letters.clone(), letters.clone());
    swapped.swap(middle, middle + 1);
    less.remove(middle);
    more.insert(middle, 'x');
    [swapped, less, more].map(String::from_iter).into()
}

#[test]
fn what_is_looked_for_is_found() {
    let world = library();
    let (mut exact, mut titles) = (0, 0);
    for (id, title) in &world.pages.shown {
        titles += 1;
        exact += usize::from(world.answer(title, 20).hits.first().is_some_and(|hit| hit.id == *id));
    }
    assert_eq!(exact, titles, "exact titles that come first");

    let (mut typed, mut empty, mut right) = (0, 0, 0);
    for word in FIRST.iter().chain(&SECOND) {
        for slip in slips(word) {
            typed += 1;
            let answer = world.answer(&slip, 20);
            empty += usize::from(answer.hits.is_empty());
            right += usize::from(answer.hits.iter().any(|hit| world.pages.shown[&hit.id].contains(word)));
        }
    }
    assert_eq!((empty, right), (0, typed), "slips of {typed}");
}

/// Against a scan for the substring: all that it finds is found, whatever piece is typed.
#[test]
fn pieces_of_unspaced_text_are_found() {
    let mut world = World::new(&[]);
    let pages: Vec<_> = (0..).zip(UNSPACED).map(|(id, text)| page(id, &format!("Page {id}"), text)).collect();
    world.put(pages);
    let (mut expected, mut found) = (0, 0);
    for (from, length) in (0..14).flat_map(|from| (1..5).map(move |length| (from, length))) {
        for text in UNSPACED {
            let piece: String = text.chars().skip(from).take(length).collect();
            let answer = world.answer(&piece, 20);
            for (id, text) in (0..).zip(UNSPACED).filter(|(_, text)| text.contains(&piece)) {
                expected += 1;
                let hit = answer.hits.iter().any(|hit| hit.id == id);
                found += usize::from(hit && answer.asked.holds(&[&Text::new(text)]));
            }
        }
    }
    assert!(expected > 300);
    assert_eq!(found, expected);
}

/// Few characters make many words: most pages then have all pairs of a piece, apart.
#[test]
fn pages_with_all_pairs_apart_do_not_push_out_those_with_the_piece() {
    let mut world = World::new(&[]);
    let meant = (0..3).map(|id| page(id, &format!("Page {id}"), "新しい東京都府中市の地図"));
    let apart = (3..400).map(|id| page(id, &format!("Page {id}"), "東京の京都と都府と府中と中市"));
    world.put(meant.chain(apart).collect());
    for piece in ["東京都", "京都府", "東京都府", "都府中市"] {
        let mut found: Vec<u64> = world.answer(piece, 20).hits.iter().map(|hit| hit.id).collect();
        found.sort_unstable();
        assert_eq!(found, [0, 1, 2], "{piece}");
    }
}
