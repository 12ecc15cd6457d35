//! `trove coverage`: what is searched and what is not; and `trove open`, which finds its
//! page the same way.

use crate::context::Context;
use crate::plain::plain;
use crate::stop::{Code, Stop};
use crate::{answers, output, words};
use trove_app::ui_types::{LinkVerdict, OpenedPage, UiError};

pub async fn overview(context: &mut Context) -> Result<(), Stop> {
    context.open_to_read().await?;
    context.app.meanings_settled().await?;
    let coverage = context.app.coverage().await?;
    if context.json {
        return output::json(&answers::Coverage::from(coverage));
    }
    if coverage.connections.is_empty() {
        output::note(words::NO_CONNECTION);
        return Err(Stop::NothingFound);
    }
    for covered in &coverage.connections {
        output::line(&words::coverage(covered))?;
        for failed in &covered.failures {
            let title = plain(&failed.title);
            let title = if title.is_empty() { words::UNTITLED } else { &title };
            output::line(&format!("  {title} ({}): {}", failed.id, words::read_failure(failed.why)))?;
        }
        for page in &covered.partly_read {
            output::line(&words::partly_read(page))?;
        }
        for left_out in &covered.left_out {
            output::line(&words::not_understood(left_out))?;
        }
        let shown = u32::try_from(covered.left_out.len()).unwrap_or(u32::MAX);
        if covered.left_out_count > shown {
            output::line(&words::more_left_out(covered.left_out_count - shown))?;
        }
        if let Some(sentence) = words::limits(covered) {
            output::line(&sentence)?;
        }
        if let Some(since) = covered.connection.short_since {
            output::line(&words::listed_short(&covered.connection, since))?;
        }
        if let Some(missing) = covered.connection.missing {
            output::line(&words::missing(&covered.connection, missing))?;
        }
    }
    output::line(&words::index(coverage.index))?;
    if let Some(known) = coverage.meanings {
        output::line(&words::meanings(known))?;
    }
    output::line(words::NOT_READ)
}

pub async fn link(context: &mut Context, link: &str) -> Result<(), Stop> {
    let verdict = check(context, link).await?;
    let code = code(&verdict);
    if context.json {
        output::json(&answers::Verdict::from(verdict))?;
    } else {
        if let LinkVerdict::Known { hit, others, .. } | LinkVerdict::JustFound { hit, others } = &verdict {
            for hit in std::iter::once(hit).chain(others) {
                output::line(&crate::search::heading(hit))?;
            }
        }
        output::line(&words::verdict(&verdict))?;
    }
    if code == Code::Done { Ok(()) } else { Err(Stop::Told(code)) }
}

pub async fn open(context: &mut Context, page: &str) -> Result<(), Stop> {
    match check(context, page).await? {
        LinkVerdict::Known { hit, .. } | LinkVerdict::JustFound { hit, .. } => {
            if context.app.open_page(&hit.id, false).await? == OpenedPage::InBrowserInstead {
                output::note(words::NO_NOTION_APP);
            }
            Ok(())
        }
        verdict => {
            output::note(&words::verdict(&verdict));
            Err(Stop::Told(code(&verdict)))
        }
    }
}

fn code(verdict: &LinkVerdict) -> Code {
    match verdict {
        LinkVerdict::Known { .. } | LinkVerdict::JustFound { .. } => Code::Done,
        LinkVerdict::InTrash { .. } | LinkVerdict::NotUnderstood { .. } | LinkVerdict::NotVisible { .. } => {
            Code::NothingFound
        }
        LinkVerdict::NotALink => Code::Usage,
        LinkVerdict::NotAsked { .. } => Code::Notion,
    }
}

/// Asks Notion only about a page that is not known, because that needs what the window may
/// have.
async fn check(context: &mut Context, link: &str) -> Result<LinkVerdict, Stop> {
    context.open_to_read().await?;
    match context.app.check_link(link).await? {
        // Nobody was asked: that is for who writes.
        LinkVerdict::NotAsked { failures }
            if failures.iter().all(|failure| failure.error == UiError::ProfileBusy) =>
        {
            context.open_to_write(words::LINK_BUSY).await?;
            Ok(context.app.check_link(link).await?)
        }
        verdict => Ok(verdict),
    }
}
