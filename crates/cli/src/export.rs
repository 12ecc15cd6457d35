//! `trove export`: what a search finds, or every page, as plain files.

use crate::arguments::{Export, ExportAs};
use crate::context::Context;
use crate::stop::{self, Stop};
use crate::{answers, output, words};
use std::path::Path;
use std::pin::pin;
use trove_app::App;
use trove_app::ui_types::{
    ExportFormat, ExportOutcome, ExportRequest, Exported, ExportedPages, PageSort, SearchSort,
};

pub async fn export(context: &mut Context, wanted: Export) -> Result<(), Stop> {
    context.open_to_read().await?;
    // A file that is kept shall not lack what a moment later would be found.
    context.app.index_settled().await?;
    let text = wanted.query.join(" ");
    let pages = if text.trim().is_empty() {
        ExportedPages::Listed { kind: None, under: None, sort: PageSort::EditedNewest, locale: String::new() }
    } else {
        ExportedPages::Found { text, correct: !wanted.insist, sort: SearchSort::Relevance }
    };
    let format = match wanted.format {
        ExportAs::Markdown => ExportFormat::Markdown,
        ExportAs::Csv => ExportFormat::Csv,
        ExportAs::Jsonl => ExportFormat::JsonLines,
    };
    let Some(exported) = written(&context.app, ExportRequest { pages, format }, &wanted.to).await? else {
        return Err(Stop::Interrupted);
    };
    if exported.pages == 0 {
        output::note(words::NOTHING_FOUND);
        return Err(Stop::NothingFound);
    }
    if context.json {
        output::json(&answers::Exported::from(exported))
    } else {
        output::line(&words::exported(&exported))
    }
}

/// `None` once Ctrl-C stopped it. What cannot be removed then is said.
async fn written(app: &App, request: ExportRequest, to: &Path) -> Result<Option<Exported>, Stop> {
    let mut export = pin!(app.export_to(request, to));
    let outcome = tokio::select! {
        outcome = &mut export => outcome?,
        () = stop::interruption() => {
            app.stop_export().await?;
            export.await?
        }
    };
    Ok(match outcome {
        ExportOutcome::Written(exported) => Some(exported),
        ExportOutcome::Stopped { left } => {
            left.iter().for_each(|folder| output::note(&words::export_left(folder)));
            None
        }
    })
}
