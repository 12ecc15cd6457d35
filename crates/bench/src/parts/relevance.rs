//! Whether what is looked for is found, and first: counts, the same on every machine.

use crate::Stop;
use crate::built::{Built, count};
use crate::context::Context;
use crate::corpus::Corpus;
use crate::queries::{self, Query};
use crate::report::{Report, Row, Target};
use crate::titles::Titles;
use crate::{index_settings, today};
use trove_index::asked::plain;
use trove_index::fold::fold;
use trove_index::ranking::Tier;
use trove_index::text::Text;
use trove_index::{Answer, Index, Memory, Pages, Searcher};

/// Queries of each kind.
const QUERIES: usize = 300;
/// Candidates that are checked: where pairs stand in other orders too, the index has more than the texts.
const CHECKED: usize = 500;
/// Pieces that more pages have are left out: nobody reads that many answers.
const MOST_FOUND: usize = 50;

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (corpus, built) = context.built(context.pages, report)?;
    let counted = counted(&corpus, &built, queries::HELD_OUT, QUERIES)?;
    let Counted {
        titles,
        exact_first,
        slips,
        empty,
        in_top,
        ceiling,
        pieces,
        expected,
        found,
        missed_titles,
        without_answer,
        missed_pieces,
    } = counted;
    let mut add = |name, what: &str, value, unit, target, how: String| {
        report.add(Row { name, what: what.to_owned(), value, unit, peer: None, target: Some(target), how });
    };
    let how = format!(
        "{titles} titles typed whole, in all languages; the first answer has that title{}",
        listed(&missed_titles)
    );
    add(
        "exact_first",
        "exact titles that come first",
        percent(exact_first, titles),
        "%",
        Target::AtLeast(100.0),
        how,
    );
    let how =
        format!("{slips} times one to three words of a title, one of them with one edit, anywhere in it");
    let without = format!("{how}{}", listed(&without_answer));
    add("typo_empty", "such queries without any answer", count(empty), "", Target::AtMost(0.0), without);
    let how = format!("{how}; typed without the edit, {:.0} % have it there", percent(ceiling, slips));
    add(
        "typo_top20",
        "with the page meant among the first 20",
        percent(in_top, slips),
        "%",
        Target::AtLeast(60.0),
        how,
    );
    let how = format!(
        "{pieces} pieces of 1 to 5 characters of Japanese, Chinese and Korean titles that at most {MOST_FOUND} pages \
         have, at most {CHECKED} candidates checked by their texts, against a scan of all texts: {found} of {expected} pages found{}",
        listed(&missed_pieces)
    );
    let recall = count(found) / count(expected);
    add("cjk_recall", "pages found by pieces of unspaced text", recall, "", Target::AtLeast(0.99), how);
    Ok(())
}

/// What was counted, of how many.
pub struct Counted {
    pub titles: usize,
    pub exact_first: usize,
    pub slips: usize,
    pub empty: usize,
    pub in_top: usize,
    /// Of the slips, with the page in the top when typed right.
    pub ceiling: usize,
    pub pieces: usize,
    pub expected: usize,
    pub found: usize,
    pub missed_titles: Vec<String>,
    pub without_answer: Vec<String>,
    pub missed_pieces: Vec<String>,
}

/// A few of what went wrong.
fn listed(texts: &[String]) -> String {
    let shown: Vec<String> = texts.iter().take(6).map(|text| format!("“{text}”")).collect();
    if shown.is_empty() { String::new() } else { format!("; not: {}", shown.join(", ")) }
}

/// # Errors
/// The index cannot be opened or read.
pub fn counted(corpus: &Corpus, built: &Built, seed: u64, count: usize) -> Result<Counted, Stop> {
    let index = Index::open(index_settings(&built.index(), Memory::All))?;
    let (searcher, titles) = (index.searcher(), Titles::read(&built.titles(), built.pages)?);
    let answers = |typed: &str, limit: usize| answer(&searcher, &titles, typed, limit);

    let exact = queries::draw_titles(corpus, seed, count);
    let (mut exact_first, mut missed_titles) = (0, Vec::new());
    for query in &exact {
        let answer = answers(&query.text, 20)?;
        let first = answer.hits.first().and_then(|hit| titles.page(hit.id));
        if first.is_some_and(|page| page.title.plain == plain(&query.text)) {
            exact_first += 1;
        } else {
            missed_titles.push(query.text.clone());
        }
    }

    let slips = queries::draw_slips(corpus, seed, count);
    let (mut empty, mut in_top, mut ceiling) = (0, 0, 0);
    let mut without_answer = Vec::new();
    let has =
        |answer: &Answer, query: &Query| usize::from(answer.hits.iter().any(|hit| hit.id == query.page));
    for query in &slips {
        let answer = answers(&query.text, 20)?;
        if answer.hits.is_empty() {
            empty += 1;
            without_answer.push(query.text.clone());
        }
        in_top += has(&answer, query);
        ceiling += has(&answers(query.meant.as_deref().unwrap_or_default(), 20)?, query);
    }

    let pieces = queries::draw_pieces(corpus, seed, count);
    let scanned = scan(corpus, &pieces);
    let (mut kept, mut expected, mut found) = (0, 0, 0);
    let mut missed_pieces = Vec::new();
    for (piece, truth) in pieces.iter().zip(scanned).filter(|(_, truth)| truth.len() <= MOST_FOUND) {
        kept += 1;
        expected += truth.len();
        let answer = answers(&piece.text, CHECKED)?;
        let shown: Vec<u64> = answer
            .hits
            .iter()
            .filter(|hit| holds(corpus, &answer, hit.id, hit.rank.tier))
            .map(|hit| hit.id)
            .collect();
        let both = truth.iter().filter(|page| shown.contains(page)).count();
        if both < truth.len() {
            missed_pieces.push(piece.text.clone());
        }
        found += both;
    }
    Ok(Counted {
        titles: exact.len(),
        exact_first,
        slips: slips.len(),
        empty,
        in_top,
        ceiling,
        pieces: kept,
        expected,
        found,
        missed_titles,
        without_answer,
        missed_pieces,
    })
}

fn answer(searcher: &Searcher, titles: &Titles, typed: &str, limit: usize) -> Result<Answer, Stop> {
    Ok(searcher.search(&trove_index::query::Query::parse(typed, &today()), titles, limit, true)?)
}

/// Whether a page has what was asked for, as the app checks before it shows it.
fn holds(corpus: &Corpus, answer: &Answer, id: u64, tier: Tier) -> bool {
    if tier < Tier::Body {
        return true;
    }
    let page = usize::try_from(id).ok().and_then(|number| corpus.page(number));
    page.is_some_and(|page| {
        answer.asked.holds(&[&Text::new(page.title.as_str()), &Text::new(page.body.as_str())])
    })
}

/// Of each piece, the pages whose folded text has it; one more than is looked at, at most.
fn scan(corpus: &Corpus, pieces: &[Query]) -> Vec<Vec<u64>> {
    let finders: Vec<_> =
        pieces.iter().map(|piece| memchr::memmem::Finder::new(piece.text.as_bytes())).collect();
    let mut found = vec![Vec::new(); pieces.len()];
    for page in corpus.pages().filter(|page| !page.body.is_ascii() || !page.title.is_ascii()) {
        let text = fold(&format!("{}\n{}", page.title, page.body));
        for (finder, found) in finders.iter().zip(&mut found) {
            if found.len() <= MOST_FOUND && finder.find(text.as_bytes()).is_some() {
                found.push(page.id);
            }
        }
    }
    found
}

fn percent(part: usize, of: usize) -> f64 {
    100.0 * count(part) / count(of)
}
