//! What of the table can be counted, on a corpus that needs no network: every change has to pass.
//!
//! No times here. Texts and queries come from seeds, so a count is the same on every machine.

use tempfile::TempDir;
use trove_bench::built::{Built, build};
use trove_bench::corpus::{Corpus, made_up, synthetic};
use trove_bench::parts::relevance::{Counted, counted};
use trove_bench::queries::{self, prefixes};
use trove_bench::titles::Titles;
use trove_bench::{Stop, index_settings, today};
use trove_index::query::Query;
use trove_index::text::Text;
use trove_index::titles::scan;
use trove_index::{Document, Hit, Index, Memory, Met};

const SEED: u64 = 7;

/// Pages that a keystroke may look at: sixty for each step of the plan, in each segment.
const MOST_LOOKED_AT: u64 = 1_500;

fn world(pages: usize) -> Result<(Corpus, Built, TempDir), Stop> {
    let folder = tempfile::tempdir()?;
    let corpus = Corpus::new(made_up::library(SEED), pages, SEED);
    let built = build(&corpus, folder.path())?;
    Ok((corpus, built, folder))
}

#[test]
fn what_is_looked_for_is_found() -> Result<(), Stop> {
    let (corpus, built, _folder) = world(3_000)?;
    for seed in [queries::SEED, queries::HELD_OUT] {
        let Counted { titles, exact_first, slips, empty, in_top, pieces, expected, found, .. } =
            counted(&corpus, &built, seed, 120)?;
        assert!(titles >= 100 && slips >= 100 && pieces >= 50 && expected >= 200, "too few to say anything");
        assert_eq!(exact_first, titles, "exact titles first");
        assert_eq!(empty, 0, "slips without an answer");
        assert!(in_top * 100 >= slips * 60, "{in_top} of {slips} slips with the page in the first 20");
        assert!(found * 100 >= expected * 99, "{found} of {expected} pages by pieces of unspaced text");
    }
    Ok(())
}

#[test]
fn a_key_looks_at_so_many_pages_and_no_more() -> Result<(), Stop> {
    let (corpus, built, _folder) = world(3_000)?;
    let (index, titles) =
        (Index::open(index_settings(&built.index(), Memory::All))?, Titles::read(&built.titles(), 3_000)?);
    let searcher = index.searcher();
    let mut most = 0;
    for query in queries::draw(&corpus, queries::SEED) {
        for prefix in prefixes(&query.text) {
            titles.take_asked();
            searcher.search(&Query::parse(prefix, &today()), &titles, 20, true)?;
            most = most.max(titles.take_asked());
        }
    }
    assert!((100..=MOST_LOOKED_AT).contains(&most), "{most}");
    Ok(())
}

/// With the index or without, the same titles answer, as long as titles are enough.
#[test]
fn titles_alone_answer_like_the_index() -> Result<(), Stop> {
    let (corpus, built, _folder) = world(1_000)?;
    let (index, titles) =
        (Index::open(index_settings(&built.index(), Memory::All))?, Titles::read(&built.titles(), 1_000)?);
    let searcher = index.searcher();
    let mut compared = 0;
    for query in queries::draw_titles(&corpus, queries::SEED, 100) {
        let query = Query::parse(&query.text, &today());
        let alone = scan(&query, titles.iter(), 1).hits.first().map(|hit| hit.id);
        let indexed = searcher.search(&query, &titles, 1, false)?.hits.first().map(|hit| hit.id);
        assert_eq!(alone, indexed, "{query:?}");
        compared += 1;
    }
    assert!(compared > 50);
    Ok(())
}

/// Of each page so many words are passed over between two stretches that are typed.
const STRIDE: usize = 61;

/// A page answers its own title, and each three words that follow each other in its text.
#[test]
fn every_page_is_found_by_what_it_says() -> Result<(), Stop> {
    for library in [made_up::library(SEED), synthetic::library(SEED)?] {
        let folder = tempfile::tempdir()?;
        let corpus = Corpus::new(library, 150, SEED);
        let built = build(&corpus, folder.path())?;
        let (index, titles) = (
            Index::open(index_settings(&built.index(), Memory::All))?,
            Titles::read(&built.titles(), corpus.len())?,
        );
        let searcher = index.searcher();
        let finds = |typed: &str, page: &Document| -> Result<bool, Stop> {
            let query = Query::parse_knowing(typed, &today(), &|_, _| false);
            let answer = searcher.search(&query, &titles, corpus.len(), true)?;
            let text = [page.title.as_str(), page.body.as_str()].map(Text::new);
            let holds = |hit: &Hit| !hit.unchecked || answer.asked.holds(&text.each_ref());
            let full = |hit: &&Hit| hit.id == page.id && hit.lacks == Met::default() && holds(hit);
            Ok(answer.hits.iter().any(|hit| full(&hit)))
        };
        let (mut typed, mut missed) = (0, Vec::new());
        for page in corpus.pages() {
            let words: Vec<&str> = page.body.split_whitespace().collect();
            let threes = words.windows(3).step_by(STRIDE).map(|three| three.join(" "));
            for text in threes.chain([page.title.clone()]) {
                typed += 1;
                if !finds(&text, &page)? {
                    missed.push(format!("{}: {text}", page.title));
                }
            }
        }
        assert!(typed > 400, "{typed}");
        assert_eq!(missed, [""; 0], "of {typed} in {}", corpus.source());
    }
    Ok(())
}
