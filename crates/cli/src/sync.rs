//! `trove sync`: once, or until Ctrl-C.
//!
//! However it ends, what was read is stored: pages are written as they come, and the
//! caller closes the profile.

use crate::answers;
use crate::arguments::Sync;
use crate::context::Context;
use crate::plain::plain;
use crate::stop::{self, Code, Stop};
use crate::{output, words};
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use std::collections::HashMap;
use std::pin::pin;
use std::time::{Duration, Instant};
use tokio::sync::mpsc::unbounded_channel;
use trove_app::ui_types::{
    ConnectionCard, ConnectionKind, ConnectionStatus, Event, Limits, Listing, Pace, UiError,
};
use trove_app::{Extent, Synced};

/// As often as the window asks.
const POLL: Duration = Duration::from_secs(5 * 60);

/// Pages that one request lists.
const LISTED_AT_ONCE: u32 = 100;

pub async fn sync(context: &mut Context, wanted: &Sync) -> Result<(), Stop> {
    context.open_to_write(words::SYNC_BUSY).await?;
    let app = context.app.clone();
    // The sample workspace lives in the window.
    let of_ours = |card: &ConnectionCard| card.kind != ConnectionKind::Sample;
    if !app.connections().await?.iter().any(of_ours) {
        return Err(Stop::Usage(words::NO_CONNECTION.into()));
    }
    if wanted.let_go {
        return let_go(context).await;
    }
    if wanted.most_pages.is_some() || wanted.most_megabytes.is_some() {
        for ConnectionCard { id, limits, .. } in app.connections().await? {
            let pages = wanted.most_pages.unwrap_or(limits.pages);
            let megabytes = wanted.most_megabytes.unwrap_or(limits.megabytes);
            app.set_limits(&id, Limits { pages, megabytes }).await?;
        }
    }
    if wanted.full && !context.json {
        tell_cost(&app.connections().await?.into_iter().filter(of_ours).collect::<Vec<_>>(), wanted.pace);
    }
    let (tell, mut told) = unbounded_channel();
    app.watch(move |event| match event {
        Event::Connections(cards) => tell.send(cards).is_ok(),
        _ => !tell.is_closed(),
    });
    let mut interrupted = pin!(stop::interruption());
    let mut extent = if wanted.full { Extent::Everything } else { Extent::Changes };
    loop {
        // Removed since this command began, while it watches.
        app.settle_removals().await?.iter().for_each(|notice| output::note(&words::notice(notice)));
        let began = Instant::now();
        let mut show = Show::new(context.json);
        let outcome = {
            let mut run = pin!(app.sync_now(extent, wanted.pace));
            loop {
                tokio::select! {
                    done = &mut run => break Some(done?),
                    Some(cards) = told.recv() => show.cards(cards.into_iter().filter(of_ours))?,
                    () = &mut interrupted => break None,
                }
            }
        };
        let seconds = began.elapsed().as_secs();
        let cards: Vec<ConnectionCard> = app.connections().await?.into_iter().filter(of_ours).collect();
        let worst = show.end(&cards, outcome.as_deref().unwrap_or_default(), seconds)?;
        let covered = app.coverage().await?.connections;
        covered.iter().flat_map(words::incomplete).for_each(|sentence| output::note(&sentence));
        if outcome.is_none() {
            output::note(words::INTERRUPTED);
            return Err(Stop::Told(Code::Interrupted));
        }
        if !wanted.watch {
            return worst.map_or(Ok(()), |code| Err(Stop::Told(code)));
        }
        output::note(words::WATCHING);
        extent = Extent::InTurn;
        tokio::select! {
            () = tokio::time::sleep(POLL) => {}
            () = &mut interrupted => return Err(Stop::Told(Code::Interrupted)),
        }
    }
}

/// Lets go of what vanished at once.
async fn let_go(context: &mut Context) -> Result<(), Stop> {
    for card in context.app.connections().await? {
        if card.missing.is_some() {
            let count = context.app.let_go_of_missing(&card.id).await?;
            output::note(&words::let_go(&card, count));
        }
    }
    Ok(())
}

/// What listing and reading everything again costs, before it begins.
/// Workspaces are asked side by side: the slowest is the last.
fn tell_cost(cards: &[ConnectionCard], pace: Option<Pace>) {
    let (mut texts, mut requests, mut minutes) = (0_u32, 0_u32, 0);
    for card in cards {
        let read = card.reading.read.saturating_add(card.reading.waiting);
        let asked = read.saturating_add(card.pages.div_ceil(LISTED_AT_ONCE));
        let per_minute = match pace.unwrap_or(card.pace) {
            Pace::PerMinute { requests } => requests.max(1),
            Pace::Max => trove_model::Pace::LARGEST_PLAN,
            Pace::Auto => trove_model::Pace::EVERY_PLAN,
        };
        texts = texts.saturating_add(read);
        requests = requests.saturating_add(asked);
        minutes = minutes.max(asked.div_ceil(per_minute));
    }
    if requests > 0 {
        output::note(&words::full_cost(texts, requests, minutes));
    }
}

/// How it goes: bars on a terminal, lines of JSON where asked for, else the end alone.
struct Show {
    json: bool,
    bars: MultiProgress,
    each: HashMap<String, ProgressBar>,
    per_minute: HashMap<String, u32>,
}

impl Show {
    fn new(json: bool) -> Self {
        Self { json, bars: MultiProgress::new(), each: HashMap::new(), per_minute: HashMap::new() }
    }

    fn cards(&mut self, cards: impl Iterator<Item = ConnectionCard>) -> Result<(), Stop> {
        for card in cards {
            if card.reading.per_minute > 0 {
                self.per_minute.insert(card.id.clone(), card.reading.per_minute);
            }
            let listing = match card.listing {
                Listing::Running { found } => Some(found),
                Listing::Idle | Listing::Failed { .. } => None,
            };
            if self.json {
                output::json(&answers::Sync::Progress {
                    connection: (&card).into(),
                    listing,
                    per_minute: card.reading.per_minute,
                    seconds_left: card.reading.seconds_left,
                })?;
            } else {
                self.bar(&card, listing);
            }
        }
        Ok(())
    }

    fn bar(&mut self, card: &ConnectionCard, listing: Option<u32>) {
        let reading = card.reading;
        let bar = self.each.entry(card.id.clone()).or_insert_with(|| {
            let bar = self.bars.add(ProgressBar::new(0));
            // A template that cannot be parsed is a bug that a test would show.
            if let Ok(style) = ProgressStyle::with_template("{prefix:.bold} {wide_bar} {pos}/{len} {msg}") {
                bar.set_style(style);
            }
            bar
        });
        bar.set_prefix(plain(&words::workspace(card)).into_owned());
        bar.set_length(u64::from(reading.read.saturating_add(reading.waiting)));
        bar.set_position(u64::from(reading.read));
        bar.set_message(match listing {
            Some(found) => words::listing(found),
            None => words::reading(reading.per_minute, reading.seconds_left),
        });
    }

    /// The summary; which failure the exit code tells of.
    fn end(self, cards: &[ConnectionCard], synced: &[Synced], seconds: u64) -> Result<Option<Code>, Stop> {
        let _ = self.bars.clear();
        let mut worst = None;
        let mut failed = 0;
        for card in cards {
            let paused = card.status == ConnectionStatus::Paused;
            let error = match synced.iter().find(|done| done.connection == card.id) {
                Some(done) => done.error.as_ref(),
                None => paused.then_some(&UiError::ConnectionPaused),
            };
            let per_minute = self.per_minute.get(&card.id).copied().unwrap_or_default();
            if self.json {
                let error = error.map(answers::Error::from);
                output::json(&answers::Sync::Synced { connection: card.into(), seconds, per_minute, error })?;
            } else {
                output::line(&words::synced(card, seconds, per_minute))?;
            }
            if !self.json {
                if let Some(since) = card.short_since {
                    output::note(&words::listed_short(card, since));
                }
                if let Some(missing) = card.missing {
                    output::note(&words::missing(card, missing));
                }
            }
            // What could not be listed is not what was asked for.
            if card.short_since.is_some() && error.is_none() {
                worst = worst.or(Some(Code::Notion));
            }
            match error {
                // Left alone on purpose; a failure only where nothing else was to be done.
                Some(error) if paused => output::note(&words::not_asked(card, error)),
                Some(error) => {
                    worst = worst.or(Some(stop::code(error)));
                    output::note(&words::ended_early(card, error));
                }
                None => {}
            }
            failed += card.reading.failed;
        }
        if cards.iter().all(|card| card.status == ConnectionStatus::Paused) {
            worst = Some(stop::code(&UiError::ConnectionPaused));
        }
        if failed > 0 && !self.json {
            output::note(&words::failed_pages(failed));
        }
        Ok(worst)
    }
}
