//! Pages found by meaning: whether the right ones are, whether others are not, and what it costs.

use crate::Stop;
use crate::built::count;
use crate::context::Context;
use crate::judged::{Workspace, model, questions};
use crate::percentiles::Percentiles;
use crate::report::{Report, Row, Target};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;
use trove_meaning::Model;

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
    })
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
