//! `trove search`: one query, or one a line in one process.

use crate::answers::{self, Answer, Hit};
use crate::arguments::Search;
use crate::context::Context;
use crate::output::{self, BOLD, DIM};
use crate::plain::plain;
use crate::stop::Stop;
use crate::words;
use trove_app::ui_types::{Passage, SearchAnswer, SearchHit, SearchRequest, SearchSort, Segment};

pub async fn search(context: &mut Context, wanted: Search) -> Result<(), Stop> {
    if wanted.stdin {
        return each_line(context, &wanted).await;
    }
    if wanted.live {
        context.open_to_write(words::LIVE_BUSY).await?;
        context.app.index_settled().await?;
    } else {
        context.open_to_read().await?;
    }
    // The model is read beside the index; whoever asks once gets all of the answer.
    context.app.meanings_settled().await?;
    let text = wanted.query.join(" ");
    let mut answer = context.app.search(request(&text, &wanted)).await?;
    if context.json || wanted.tsv {
        // Whoever reads the lines has no other place to learn what was searched for instead.
        understood(&answer);
    } else {
        remarks(&answer);
    }
    let mut at_notion = 0;
    if wanted.live {
        let shown = answer.hits.iter().map(|hit| hit.id.clone()).collect();
        let live = context.app.live_search(text, shown).await?;
        for failure in &live.failures {
            output::note(&words::not_answered(&failure.workspace, &failure.error));
        }
        at_notion = live.hits.len();
        answer.hits.extend(live.hits);
    }
    if answer.hits.is_empty() && answer.similar.is_empty() {
        let gaps = words::gaps(&answer.covers, true);
        if context.json || wanted.tsv {
            // Nothing was printed, and that may not be all.
            gaps.iter().for_each(|gap| output::note(gap));
        } else {
            output::note(words::NOTHING_FOUND);
            let told = words::gaps(&answer.covers, false);
            gaps.iter().filter(|gap| !told.contains(gap)).for_each(|gap| output::note(gap));
        }
        let covered = context.app.coverage().await?.connections;
        covered.iter().flat_map(words::incomplete).for_each(|sentence| output::note(&sentence));
        return Err(Stop::NothingFound);
    }
    let (total, shown) = (answer.total, answer.hits.len() - at_notion);
    for hit in answer.hits {
        if context.json {
            output::json(&Hit::from(hit))?;
        } else if wanted.tsv {
            output::raw(tsv(&hit).as_bytes())?;
        } else {
            show(&hit)?;
        }
    }
    if context.json {
        answer.similar.into_iter().try_for_each(|hit| output::json(&Hit::from(hit)))?;
    } else if !wanted.tsv {
        show_similar(&answer.similar)?;
        output::note(&words::found(total, shown, at_notion));
    }
    Ok(())
}

/// Answers come in the order of the queries, each as soon as its line has been read.
async fn each_line(context: &mut Context, wanted: &Search) -> Result<(), Stop> {
    context.open_to_read().await?;
    context.app.meanings_settled().await?;
    let input = std::mem::replace(&mut context.input, crate::input::Input::none());
    let mut lines = input.lines()?;
    loop {
        // A thread of its own waits: the app goes on following what another process writes.
        let next = tokio::task::spawn_blocking(move || (lines.next(), lines));
        let (line, rest) = next.await.map_err(|_| trove_app::ui_types::UiError::Internal)?;
        lines = rest;
        let Some(line) = line else { return Ok(()) };
        let text = line?;
        let answer = context.app.search(request(&text, wanted)).await?;
        if context.json {
            output::json(&Answer::new(text, answer))?;
        } else if wanted.tsv {
            // The first line tells which query this answers, an empty one ends it.
            let taken = answer.filters.join(" ");
            let mut lines = format!("?\t{}\t{}\n", plain(&text), plain(&taken));
            lines.extend(answer.hits.iter().map(tsv));
            lines.push('\n');
            output::raw(lines.as_bytes())?;
        } else {
            remarks(&answer);
            answer.hits.iter().try_for_each(show)?;
            show_similar(&answer.similar)?;
            output::line("")?;
        }
    }
}

fn request(text: &str, wanted: &Search) -> SearchRequest {
    SearchRequest {
        text: text.to_owned(),
        limit: wanted.limit,
        correct: !wanted.insist,
        sort: SearchSort::Relevance,
    }
}

/// What a person should know about an answer before they read it.
fn remarks(answer: &SearchAnswer) {
    understood(answer);
    words::gaps(&answer.covers, false).into_iter().for_each(|remark| output::note(&remark));
}

/// What was searched for instead, what was not searched for as words, and what was although it
/// looks otherwise.
fn understood(answer: &SearchAnswer) {
    let remarks = [
        words::corrected(&answer.corrections, !answer.filters.is_empty()),
        words::filters(&answer.filters),
        words::left_out(&answer.left_out),
        words::unknown_names(&answer.unknown_names),
    ];
    remarks.into_iter().flatten().for_each(|remark| output::note(&remark));
}

/// Apart from what has the words.
fn show_similar(similar: &[SearchHit]) -> Result<(), Stop> {
    if !similar.is_empty() {
        output::line(&format!("{DIM}{}{DIM:#}\n", words::SIMILAR))?;
    }
    similar.iter().try_for_each(show)
}

fn show(hit: &SearchHit) -> Result<(), Stop> {
    output::line(&heading(hit))?;
    for passage in &hit.passages {
        output::line(&format!("  {}", shown(passage, BOLD.render().to_string().as_str())))?;
    }
    if let Some(why) = words::why(hit) {
        output::line(&format!("  {DIM}{why}{DIM:#}"))?;
    }
    output::line("")
}

/// Title, then where it is, when it was edited, and its address.
pub fn heading(hit: &SearchHit) -> String {
    let title = marked(&hit.title, &BOLD.render().to_string());
    let title = if title.is_empty() { words::UNTITLED.to_owned() } else { title };
    let mut place = plain(&hit.workspaces.join(", ")).into_owned();
    for parent in &hit.path {
        place += " › ";
        place += &plain(parent);
    }
    let details = [Some(place), hit.edited.map(words::day), Some(plain(&hit.url).into_owned())];
    let details: Vec<_> = details.into_iter().flatten().filter(|detail| !detail.is_empty()).collect();
    format!("{title}\n  {DIM}{}{DIM:#}", details.join(" · "))
}

fn shown(passage: &Passage, bold: &str) -> String {
    let (before, after) =
        (if passage.cut_before { "… " } else { "" }, if passage.cut_after { " …" } else { "" });
    format!("{before}{}{after}", marked(&passage.segments, bold))
}

/// Segments in one line, marked ones in bold.
fn marked(segments: &[Segment], bold: &str) -> String {
    let shown = segments.iter().map(|segment| {
        let text = plain(&segment.text);
        if segment.marked && !bold.is_empty() { format!("{bold}{text}{BOLD:#}") } else { text.into_owned() }
    });
    shown.collect()
}

/// id, title, path, workspaces, date, address, passages.
fn tsv(hit: &SearchHit) -> String {
    let title = answers::title(hit);
    let passages: Vec<_> = hit.passages.iter().map(|passage| shown(passage, "")).collect();
    let fields = [
        hit.id.as_str(),
        if title.is_empty() { words::UNTITLED } else { &title },
        &hit.path.join(" › "),
        &hit.workspaces.join(", "),
        &hit.edited.map(words::day).unwrap_or_default(),
        &hit.url,
        &passages.join(" "),
    ];
    let fields = fields.map(plain);
    format!("{}\n", fields.join("\t"))
}
