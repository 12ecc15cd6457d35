//! An index of a corpus on disk, made as the app makes it: one writer, fed by a reader.

use crate::corpus::Corpus;
use crate::titles::Titles;
use crate::{Stop, index_settings, machine};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Instant;
use trove_index::{Change, Document, Index, Memory};

/// Pages of one commit while everything is indexed anew.
pub const BATCH: usize = 5_000;

pub struct Built {
    pub folder: PathBuf,
    pub pages: usize,
    /// Bytes of titles and bodies.
    pub text: u64,
    pub seconds: f64,
    /// Seconds that processors worked for it, the making of texts included.
    pub worked: f64,
}

impl Built {
    pub fn index(&self) -> PathBuf {
        self.folder.join("index")
    }

    pub fn titles(&self) -> PathBuf {
        self.folder.join("titles")
    }

    /// Bytes of all files of the index.
    ///
    /// # Errors
    /// The folder cannot be read.
    pub fn on_disk(&self) -> Result<u64, Stop> {
        let mut bytes = 0;
        for entry in fs::read_dir(self.index())? {
            bytes += entry?.metadata()?.len();
        }
        Ok(bytes)
    }

    pub fn pages_per_second(&self) -> f64 {
        count(self.pages) / self.seconds
    }
}

/// Makes the index in `folder`. Another thread makes the pages meanwhile, as the store
/// would read them.
///
/// # Errors
/// The disk is full, say.
pub fn build(corpus: &Corpus, folder: &Path) -> Result<Built, Stop> {
    fs::create_dir_all(folder)?;
    let (sender, receiver) = sync_channel::<Vec<Document>>(2);
    let index = Index::create(index_settings(&folder.join("index"), Memory::All))?;
    let mut writer = index.bulk_writer()?;
    let (mut titles, mut text, mut pages) = (Titles::default(), 0_u64, 0);
    let (started, before) = (Instant::now(), machine::worked_in_all());
    thread::scope(|scope| -> Result<(), Stop> {
        scope.spawn(move || {
            let mut pages = corpus.pages().peekable();
            while pages.peek().is_some() {
                // The other end hangs up when it failed.
                if sender.send(pages.by_ref().take(BATCH).collect()).is_err() {
                    break;
                }
            }
        });
        for batch in receiver {
            pages += batch.len();
            for page in &batch {
                titles.push(page);
                text += (page.title.len() + page.body.len()) as u64;
            }
            writer.apply(batch.into_iter().map(Change::Put), pages as u64)?;
        }
        Ok(())
    })?;
    writer.finish()?;
    let seconds = started.elapsed().as_secs_f64();
    let worked = (machine::worked_in_all() - before) / 1e3;
    let built = Built { folder: folder.to_owned(), pages, text, seconds, worked };
    titles.write(&built.titles())?;
    Ok(built)
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
pub fn count(of: usize) -> f64 {
    of as f64
}
