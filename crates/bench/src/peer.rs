//! The peer: full-text search as SQLite has it, in the same encrypted database as the store's.
//!
//! FTS5 with prefix indexes and bm25, set up as its manual recommends, over the same pages.

use crate::Stop;
use crate::corpus::Corpus;
use rusqlite::{Connection, params};
use std::path::Path;

/// Rows of one transaction.
const BATCH: usize = 10_000;

pub struct Fts5 {
    connection: Connection,
}

impl Fts5 {
    /// # Errors
    /// SQLite refuses.
    pub fn build(corpus: &Corpus, file: &Path) -> Result<Self, Stop> {
        // An earlier run in the same folder left one; its pages may be others.
        if file.exists() {
            std::fs::remove_file(file)?;
        }
        let connection = Connection::open(file)?;
        connection.execute_batch(
            "PRAGMA key = \"x'0707070707070707070707070707070707070707070707070707070707070707'\";
             PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -131072;
             CREATE TABLE docs(id INTEGER PRIMARY KEY, title TEXT, body TEXT);
             CREATE VIRTUAL TABLE fts USING fts5(title, body, content='docs', content_rowid='id',
                 tokenize='unicode61 remove_diacritics 2', prefix='2 3');",
        )?;
        let mut pages = corpus.pages().peekable();
        while pages.peek().is_some() {
            connection.execute_batch("BEGIN")?;
            let mut row = connection.prepare_cached("INSERT INTO docs VALUES (?, ?, ?)")?;
            let mut text =
                connection.prepare_cached("INSERT INTO fts(rowid, title, body) VALUES (?, ?, ?)")?;
            for page in pages.by_ref().take(BATCH) {
                let id = i64::try_from(page.id).unwrap_or(i64::MAX);
                row.execute(params![id, page.title, page.body])?;
                text.execute(params![id, page.title, page.body])?;
            }
            connection.execute_batch("COMMIT")?;
        }
        connection
            .execute_batch("INSERT INTO fts(fts) VALUES ('optimize'); PRAGMA wal_checkpoint(TRUNCATE);")?;
        Ok(Self { connection })
    }

    /// The 20 best: all words, the last one a prefix.
    ///
    /// # Errors
    /// SQLite refuses.
    pub fn search(&self, typed: &str) -> Result<Vec<i64>, Stop> {
        let words: Vec<String> =
            typed.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
        let query = format!("{}*", words.join(" "));
        let mut search = self.connection.prepare_cached(
            "SELECT rowid FROM fts WHERE fts MATCH ? AND rank MATCH 'bm25(10.0, 1.0)' ORDER BY rank LIMIT 20",
        )?;
        let ids = search.query_map([query], |row| row.get(0))?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// # Errors
    /// It has no encryption, so that it would be another peer than said.
    pub fn check_encrypted(&self) -> Result<(), Stop> {
        let version: String = self.connection.query_row("PRAGMA cipher_version", [], |row| row.get(0))?;
        if version.is_empty() { Err(Stop("SQLite was built without SQLCipher".into())) } else { Ok(()) }
    }
}
