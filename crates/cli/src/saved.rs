//! `trove saved`: searches that are kept, the window's too, and what is new in them.

use crate::answers::{self, NewHit};
use crate::arguments::SavedNew;
use crate::context::{Context, settle_index};
use crate::output::{self, BOLD};
use crate::plain::plain;
use crate::stop::Stop;
use crate::{search, words};
use trove_app::LONGEST_SEARCH;
use trove_app::ui_types::IndexState;

pub async fn add(context: &mut Context, query: &str) -> Result<(), Stop> {
    let query = worth_keeping(query)?;
    open(context).await?;
    context.app.save_search(query, true).await?;
    output::done(&words::saved(query), context.json)
}

pub async fn remove(context: &mut Context, query: &str) -> Result<(), Stop> {
    context.open_to_keep().await?;
    let query = known(context, query).await?;
    context.app.save_search(&query, false).await?;
    output::done(&words::no_longer_saved(&query), context.json)
}

pub async fn list(context: &mut Context) -> Result<(), Stop> {
    open(context).await?;
    let searches = context.app.new_in_searches().await?;
    if searches.is_empty() {
        output::note(words::NOTHING_SAVED);
        return Err(Stop::NothingFound);
    }
    for search in searches {
        if context.json {
            output::json(&answers::SavedSearch::from(search))?;
        } else {
            output::line(&words::new_in(&search))?;
        }
    }
    Ok(())
}

pub async fn new(context: &mut Context, wanted: &SavedNew) -> Result<(), Stop> {
    open(context).await?;
    let one = match wanted.query.as_slice() {
        [] => None,
        words => Some(known(context, &words.join(" ")).await?),
    };
    let mut any = false;
    for search in context.app.new_in_searches().await? {
        if search.hits.is_empty() || one.as_ref().is_some_and(|one| *one != search.text) {
            continue;
        }
        any = true;
        if search.more {
            output::note(&words::more_new(&search));
        }
        if !context.json {
            output::line(&format!("{BOLD}{}{BOLD:#}", words::new_in(&search)))?;
        }
        for hit in &search.hits {
            if context.json {
                output::json(&NewHit::new(&search.text, hit.clone()))?;
            } else {
                output::line(&search::heading(hit))?;
            }
        }
        if !context.json {
            output::line("")?;
        }
        if wanted.seen {
            context.app.saw_in_search(&search).await?;
        }
    }
    if any { Ok(()) } else { Err(Stop::NothingFound) }
}

async fn open(context: &mut Context) -> Result<(), Stop> {
    context.open_to_keep().await?;
    settle_index(&context.app).await?;
    let state = context.app.index_state().await?;
    if state != IndexState::Ready {
        output::note(&words::index(state));
    }
    Ok(())
}

/// One that is kept, as it was written.
async fn known(context: &Context, query: &str) -> Result<String, Stop> {
    let kept = context.app.saved_searches().await?;
    let found = kept.into_iter().find(|known| known == query.trim());
    found.ok_or_else(|| Stop::Usage(words::not_saved(&plain(query))))
}

fn worth_keeping(query: &str) -> Result<&str, Stop> {
    match query.trim() {
        "" => Err(Stop::Usage(words::EMPTY_SEARCH.into())),
        query if query.len() > LONGEST_SEARCH => Err(Stop::Usage(words::long_search())),
        query => Ok(query),
    }
}
