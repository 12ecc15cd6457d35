//! Whether it finds the page people mean by what they type: the handed cases, and queries made from both corpora.

use crate::built::count;
use crate::context::{Context, Texts};
use crate::report::{Report, Row, Target};
use crate::understood::{EACH, Kind, Outcome, Vocabulary, outcomes};
use crate::{Stop, asked, cases, filled, queries};
use std::collections::BTreeMap;

/// Pages of each corpus, at most: enough that a word too many has rivals.
const PAGES: usize = 20_000;

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let runtime = tokio::runtime::Runtime::new()?;
    match cases::folder() {
        None => report.skip("understanding_cases", "TROVE_CASES names no folder of cases"),
        Some(folder) => handed(report, &runtime.block_on(cases::judged(&folder))?),
    }
    let mut taken = Vec::new();
    for texts in [Texts::Packages, Texts::Synthetic] {
        let (corpus, folder) = context.small(texts, PAGES, report)?;
        let vocabulary = Vocabulary::of(&corpus);
        let queries = vocabulary.queries(queries::HELD_OUT, EACH);
        filled::fill(&corpus, &folder)?;
        let outcomes = runtime.block_on(async {
            let app = asked::opened(&folder).await?;
            let outcomes = outcomes(&app, &vocabulary, &queries).await;
            app.shut_down().await;
            outcomes
        })?;
        taken.push(Taken { source: corpus.source(), pages: corpus.len(), outcomes });
    }
    made(report, &taken);
    Ok(())
}

/// What came out of one corpus.
struct Taken {
    source: &'static str,
    pages: usize,
    outcomes: BTreeMap<Kind, Outcome>,
}

fn handed(report: &mut Report, judged: &[cases::Judged]) {
    let mut by_rule: BTreeMap<cases::Rule, (usize, usize)> = BTreeMap::new();
    for one in judged {
        let (right, all) = by_rule.entry(one.case.rule).or_default();
        *right += usize::from(one.right);
        *all += 1;
    }
    let kinds: Vec<String> =
        by_rule.iter().map(|(rule, (right, all))| format!("{rule:?} {right} of {all}")).collect();
    let wrong: Vec<String> = judged
        .iter()
        .filter(|one| !one.right)
        .map(|one| format!("“{}”", one.case.query.chars().take(40).collect::<String>()))
        .collect();
    let wrong = if wrong.is_empty() { String::new() } else { format!("; not: {}", wrong.join(", ")) };
    report.add(Row {
        name: "understanding_cases",
        what: format!("of {} handed inputs come out right", judged.len()),
        value: count(judged.iter().filter(|one| one.right).count()),
        unit: "",
        peer: None,
        target: Some(Target::AtLeast(114.0)),
        how: format!("asked of the app after it has read the made-up workspace; {}{wrong}", kinds.join(", ")),
    });
}

/// One row for each kind: the worse of both corpora.
fn made(report: &mut Report, taken: &[Taken]) {
    for kind in Kind::ALL {
        let (name, what, target) = row(kind);
        let of_kind: Vec<(&Taken, &Outcome)> =
            taken.iter().filter_map(|one| Some((one, one.outcomes.get(&kind)?))).collect();
        let told: Vec<String> = of_kind.iter().map(|(one, outcome)| told(one, outcome)).collect();
        let least = of_kind.iter().map(|(_, outcome)| count(outcome.right)).fold(f64::INFINITY, f64::min);
        report.add(Row {
            name,
            what: what.to_owned(),
            value: least,
            unit: "",
            peer: None,
            target: target.map(Target::AtLeast),
            how: format!("{EACH} of each corpus, the worse counts: {}", told.join("; ")),
        });
    }
    let sum = |one: &Taken, of: fn(&Outcome) -> usize| -> usize { one.outcomes.values().map(of).sum() };
    let false_ones = |one: &Taken| sum(one, |outcome| outcome.false_sentences.len());
    let told: Vec<String> = taken
        .iter()
        .map(|one| {
            let asked = sum(one, |outcome| outcome.asked);
            let which = one.outcomes.values().flat_map(|outcome| &outcome.false_sentences);
            format!("{} of {asked} ({}){}", false_ones(one), one.source, some_of(which))
        })
        .collect();
    report.add(Row {
        name: "understanding_false_sentences",
        what: "answers that say what is not so".to_owned(),
        value: count(taken.iter().map(false_ones).sum()),
        unit: "",
        peer: None,
        target: Some(Target::AtMost(0.0)),
        how: format!(
            "a correction to what was typed, or a sentence on whether pages have a word; all queries of the rows above: {}",
            told.join("; ")
        ),
    });
}

fn row(kind: Kind) -> (&'static str, &'static str, Option<f64>) {
    match kind {
        Kind::WordNoPageHas => {
            ("understanding_no_page_has", "title + a word no page has: title first", Some(59.0))
        }
        Kind::WordOfAnother => (
            "understanding_another_word",
            "title + a word of another page: title in the first five",
            Some(57.0),
        ),
        Kind::ParentAndTitle => ("understanding_parent", "parent + title: title first", Some(57.0)),
        Kind::Plural => ("understanding_plural", "a word of the title in the plural: found", None),
        Kind::InsideOfLongest => {
            ("understanding_inside", "the inside of the title's longest word: found", Some(50.0))
        }
        Kind::Glued => ("understanding_glued", "two words of the title glued: found", Some(55.0)),
        Kind::OneSlip => ("understanding_one_slip", "title with one slip: found", None),
        Kind::TwoSlips => ("understanding_two_slips", "title with two slips: found", None),
    }
}

fn told(taken: &Taken, outcome: &Outcome) -> String {
    let wrong = some_of(outcome.wrong.iter());
    format!("{} of {} ({} pages, {}){wrong}", outcome.right, outcome.asked, taken.pages, taken.source)
}

/// The first few queries that came out wrong.
fn some_of<'a>(wrong: impl Iterator<Item = &'a String>) -> String {
    let wrong: Vec<String> = wrong.take(4).map(|text| format!("“{text}”")).collect();
    if wrong.is_empty() { String::new() } else { format!(", not {}", wrong.join(", ")) }
}
