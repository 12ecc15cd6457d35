//! Keeps the index like the store: applies what changed since, or everything anew.
//!
//! Not here: what the index makes of a page, and when to do this.
//!
//! Reading goes on beside the one thread that writes. Dropping either future stops both:
//! the thread ends with the batch under way, and the next run goes on from what was
//! committed.

use std::cell::Cell;
use std::fmt;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use trove_index::{Change, Document, Index, IndexError};
use trove_store::{NewestFirst, Store, StoreError};

/// Pages read at once, and in one commit when catching up.
const BATCH: u32 = 500;
/// Pages in one commit when making everything anew: each commit takes a tenth of a second.
/// The first are few, so that the newest pages answer at once.
const FIRST_COMMIT: usize = 1_000;
const COMMIT: usize = 20_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CatchUpError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The index knows of changes that the store never had: an older copy of the store was
    /// put back. The index is to be made anew.
    #[error("the index is ahead of the store")]
    Ahead,
    /// The thread that writes has failed.
    #[error("the index was not written")]
    Ended,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaughtUp {
    /// So many changes were applied; 0 if the index was right already.
    Applied(u64),
    /// Another process is writing; what it has committed so far is seen.
    Busy,
}

/// Applies what changed in the store since the index's last commit. Costs one look at the
/// store when nothing did.
pub async fn catch_up(store: &Store, index: &Arc<Index>) -> Result<CaughtUp, CatchUpError> {
    let mut seq = index.seq();
    if seq > store.last_seq().await? {
        return Err(CatchUpError::Ahead);
    }
    let mut writing: Option<Writing> = None;
    let mut applied = 0;
    loop {
        let changes = store.changes(seq, BATCH).await?;
        let Some(last) = changes.last() else { break };
        seq = last.seq;
        applied += changes.len() as u64;
        let writing = writing.get_or_insert_with(|| Writing::begin(index, Amount::Some));
        let changes = changes.into_iter().map(change).collect();
        if !writing.send(Message::Apply(changes, seq)).await {
            break;
        }
    }
    let wrote = match writing {
        Some(writing) => writing.end().await?,
        None => true,
    };
    Ok(if wrote { CaughtUp::Applied(applied) } else { CaughtUp::Busy })
}

/// Whether an index that has caught up holds as many pages as the store. Asked once after
/// opening, and after a failure: a disk that was full in the middle of a merge may leave a
/// page in the index twice. Such an index is to be made anew. True while either changes.
pub async fn agrees(store: &Store, index: &Index) -> Result<bool, StoreError> {
    let seq = index.seq();
    let pages = store.count_pages().await?;
    let unchanged = store.last_seq().await? == seq && index.seq() == seq;
    Ok(!unchanged || index.searcher().count() == u64::from(pages))
}

/// Puts every page into an index that is new, the newest first, and searchable as they come;
/// or goes on where an earlier call was cut short. `progress` is told how many of how many
/// are in. What changed meanwhile is left to [`catch_up`].
pub async fn rebuild(
    store: &Store,
    index: &Arc<Index>,
    progress: &(dyn Fn(u64, u64) + Send + Sync),
) -> Result<CaughtUp, CatchUpError> {
    let last = store.last_seq().await?;
    let so_far = index.unfinished()?.and_then(|text| SoFar::parse(&text));
    // Else an older copy of the store was put back.
    let so_far = so_far.filter(|so_far| so_far.seq <= last);
    // Before the first page is read: a later change is then caught up, perhaps twice.
    let seq = so_far.as_ref().map_or(last, |so_far| so_far.seq);
    let total = u64::from(store.count_pages().await?);
    let writing = Writing::begin(index, Amount::Everything);
    let mut done = if so_far.is_some() { index.searcher().count() } else { 0 };
    let mut after = so_far.map(|so_far| so_far.after);
    let mut uncommitted = COMMIT - FIRST_COMMIT;
    loop {
        let (changes, next) = store.texts_newest_first(after, BATCH).await?;
        if changes.is_empty() {
            break;
        }
        let Some(last) = next else { break };
        after = next;
        done += changes.len() as u64;
        uncommitted += changes.len();
        let commit = uncommitted >= COMMIT;
        if commit {
            uncommitted = 0;
        }
        let changes = changes.into_iter().map(change).collect();
        let so_far = SoFar { seq, after: last };
        if !writing.send(Message::Gather { changes, so_far, commit }).await {
            break;
        }
        progress(done.min(total), total);
    }
    // What an unfinished run put in and is gone since.
    let gone = store.gone().await?.into_iter().map(Change::Remove).collect();
    writing.send(Message::Apply(gone, seq)).await;
    Ok(if writing.end().await? { CaughtUp::Applied(done) } else { CaughtUp::Busy })
}

/// Where a rebuild stands: which change it began at, and after which page it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SoFar {
    seq: u64,
    after: NewestFirst,
}

impl SoFar {
    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(' ');
        let seq = numbers.next()?.parse().ok()?;
        let mut number = || numbers.next()?.parse().ok();
        Some(Self { seq, after: NewestFirst { edited: number()?, key: number()? } })
    }
}

impl fmt::Display for SoFar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.seq, self.after.edited, self.after.key)
    }
}

enum Message {
    /// Applied and committed as one.
    Apply(Vec<Change>, u64),
    /// More of a commit that claims no number; with `commit` it ends.
    Gather { changes: Vec<Change>, so_far: SoFar, commit: bool },
    /// All were sent; without this the sender was dropped.
    End,
}

/// The thread that writes.
struct Writing {
    messages: mpsc::Sender<Message>,
    /// Whether it wrote at all: false if another process does.
    thread: JoinHandle<Result<bool, IndexError>>,
}

impl Writing {
    fn begin(index: &Arc<Index>, amount: Amount) -> Self {
        let (messages, receiver) = mpsc::channel(2);
        let index = Arc::clone(index);
        Self { messages, thread: tokio::task::spawn_blocking(move || write(&index, amount, receiver)) }
    }

    /// False when the thread has ended: [`end`](Self::end) says why.
    async fn send(&self, message: Message) -> bool {
        self.messages.send(message).await.is_ok()
    }

    async fn end(self) -> Result<bool, CatchUpError> {
        let _ = self.messages.send(Message::End).await;
        Ok(self.thread.await.map_err(|_| CatchUpError::Ended)??)
    }
}

/// How much is going to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Amount {
    Some,
    Everything,
}

fn write(index: &Index, amount: Amount, mut messages: mpsc::Receiver<Message>) -> Result<bool, IndexError> {
    let writer = match amount {
        Amount::Some => index.writer(),
        Amount::Everything => index.bulk_writer(),
    };
    let mut writer = match writer {
        Ok(writer) => writer,
        Err(IndexError::Busy) => {
            index.reload()?;
            return Ok(false);
        }
        Err(error) => return Err(error),
    };
    let mut next = messages.blocking_recv();
    while let Some(message) = next.take() {
        match message {
            Message::Apply(changes, seq) => writer.apply(changes, seq)?,
            Message::Gather { changes, so_far, commit } => {
                let (mut gathered, mut ends, so_far) = (changes.into_iter(), commit, Cell::new(so_far));
                let all = std::iter::from_fn(|| {
                    loop {
                        if let Some(change) = gathered.next() {
                            return Some(change);
                        }
                        if ends {
                            return None;
                        }
                        match messages.blocking_recv() {
                            Some(Message::Gather { changes, so_far: further, commit }) => {
                                gathered = changes.into_iter();
                                ends = commit;
                                so_far.set(further);
                            }
                            other => {
                                next = other;
                                ends = true;
                            }
                        }
                    }
                });
                writer.apply_some(all, || so_far.get().to_string())?;
            }
            // Each commit makes a file: given up before small ones are merged, they would
            // only become more. With nothing to merge this takes no time.
            Message::End => {
                writer.finish()?;
                return Ok(true);
            }
        }
        if next.is_none() {
            next = messages.blocking_recv();
        }
    }
    Ok(true)
}

fn change(change: trove_store::Change) -> Change {
    match change.text {
        None => Change::Remove(change.key),
        Some(text) => Change::Put(Document {
            id: change.key,
            edited: text.edited,
            title: text.title,
            icon: text.icon,
            body: format!("{}\n{}", text.properties, text.body),
        }),
    }
}
