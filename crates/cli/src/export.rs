//! `trove export`: what a search finds, or every page, as plain files.

use crate::arguments::{Export, ExportAs};
use crate::context::Context;
use crate::stop::Stop;
use crate::{answers, output, words};
use trove_app::ui_types::{ExportFormat, ExportRequest, ExportedPages, PageSort, SearchSort};

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
    let exported = context.app.export_to(ExportRequest { pages, format }, &wanted.to).await?;
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
