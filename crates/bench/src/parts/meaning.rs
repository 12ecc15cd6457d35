//! Pages found by meaning: whether the right ones are, whether others are not, and what it costs.

use super::answer::percentiles;
use crate::Stop;
use crate::answered::{Doing, Memory, ask};
use crate::built::count;
use crate::context::Context;
use crate::judged::{Workspace, model, questions};
use crate::percentiles::Percentiles;
use crate::queries;
use crate::report::{Report, Row, Target};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;
use trove_meaning::Model;

/// Encoding more would take longer than all other figures together.
const MOST_PAGES: usize = 10_000;
const PASSAGES: usize = 400;
/// Bytes of a passage, about.
const LENGTH: usize = 400;

pub(super) fn run(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let Some(model) = model() else {
        report.skip("meaning", "there is no model; cargo xtask model brings it");
        return Ok(());
    };
    encoding(&model, report)?;
    let folder = context.made()?.join("judged");
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let workspace = Workspace::new(&folder, model).await?;
        let judged = judge(&workspace, report).await;
        workspace.app.shut_down().await;
        judged
    })?;
    answers(context, report)
}

/// Key by key, without and with; the pages are encoded before, which takes its time.
fn answers(context: &mut Context, report: &mut Report) -> Result<(), Stop> {
    let (corpus, filled) = context.filled(context.pages.min(MOST_PAGES), report)?;
    let drawn = queries::draw(&corpus, queries::SEED);
    let typed: Vec<&str> = drawn.iter().map(|query| query.text.as_str()).collect();
    let started = Instant::now();
    ask(&filled, &typed, Doing::Encode, Memory::Auto)?;
    let seconds = started.elapsed().as_secs_f64();
    let without = ask(&filled, &typed, Doing::Search, Memory::Auto)?;
    let with = ask(&filled, &typed, Doing::SearchByMeaning, Memory::Auto)?;
    let (times, plain) = (percentiles(&with), percentiles(&without));
    let how = format!(
        "{} pages ({}), encoded in {seconds:.0} s by a process that did nothing else; {} requests; half within {:.2} ms, the \
         longest {:.2} ms; {} pages near in meaning shown in all; without, 99 of 100 within {:.2} ms and {} hits, with it {}",
        filled.pages,
        corpus.source(),
        with.requests.len(),
        times.at(50),
        times.at(100),
        with.similar,
        plain.at(99),
        without.hits,
        with.hits
    );
    report.add(Row {
        name: "meaning_answer_p99_ms",
        what: "key → 20 whole answers with those near in meaning, 99 of 100".to_owned(),
        value: times.at(99),
        unit: "ms",
        peer: None,
        target: Some(Target::AtMost(15.0)),
        how: how.clone(),
    });
    report.add(Row {
        name: "meaning_rss_mb",
        what: "memory that takes more".to_owned(),
        value: with.resident - without.resident,
        unit: "MB",
        peer: None,
        target: Some(Target::AtMost(100.0)),
        how: format!("{:.0} MB without; {how}", without.resident),
    });
    Ok(())
}

/// Passages encoded each second by one thread, and what a question costs.
fn encoding(model: &Path, report: &mut Report) -> Result<(), Stop> {
    let model = Model::read(&std::fs::read(model)?)?;
    let questions = questions()?;
    let mut typed = Vec::new();
    for question in &questions {
        let started = Instant::now();
        model.meaning(question.text);
        typed.push(started.elapsed().as_secs_f64() * 1e3);
    }
    let passage = |nth: usize| {
        let texts = questions.iter().cycle().skip(nth).map(|question| question.text);
        let mut passage = String::new();
        for text in texts {
            if passage.len() >= LENGTH {
                break;
            }
            passage += text;
            passage.push(' ');
        }
        passage
    };
    let passages: Vec<String> = (0..PASSAGES).map(passage).collect();
    let started = Instant::now();
    for some in passages.chunks(4) {
        model.meanings(&some.iter().map(String::as_str).collect::<Vec<_>>());
    }
    let seconds = started.elapsed().as_secs_f64();
    report.add(Row {
        name: "encoded_passages_per_s",
        what: "passages encoded each second by one thread".to_owned(),
        value: count(passages.len()) / seconds,
        unit: "/s",
        peer: None,
        target: Some(Target::AtLeast(100.0)),
        how: format!("{} passages of {LENGTH} bytes, four at a time", passages.len()),
    });
    let typed = Percentiles::of(typed);
    report.add(Row {
        name: "encoded_question_ms",
        what: "a question encoded, 99 of 100".to_owned(),
        value: typed.at(99),
        unit: "ms",
        peer: None,
        target: None,
        how: format!("{} questions, one at a time; half within {:.2} ms", questions.len(), typed.at(50)),
    });
    Ok(())
}

async fn judge(workspace: &Workspace, report: &mut Report) -> Result<(), Stop> {
    let questions = questions()?;
    let languages: BTreeSet<&str> = questions.iter().map(|question| question.language).collect();
    let judged = workspace.judge(&questions).await?;
    let how = format!(
        "{} questions in {} languages about the sample's pages, of which words alone put {} among the first three; missed: {}",
        judged.asked,
        languages.len(),
        judged.found_by_words,
        judged.missed.join("; ")
    );
    report.add(Row {
        name: "meaning_first_three_percent",
        what: "questions in other words whose page is among the first three".to_owned(),
        value: judged.found_percent(),
        unit: "%",
        peer: None,
        target: Some(Target::AtLeast(65.0)),
        how,
    });
    report.add(Row {
        name: "meaning_unrelated_percent",
        what: "unrelated questions that show something similar".to_owned(),
        value: judged.shown_percent(),
        unit: "%",
        peer: None,
        target: Some(Target::AtMost(5.0)),
        how: format!("{} questions; shown for: {}", judged.unrelated, judged.shown_for.join("; ")),
    });
    Ok(())
}
