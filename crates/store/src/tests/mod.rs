//! The store against real files. What concerns the whole process (umask, log, kill) is
//! in `tests/process.rs`.

mod bodies;
mod changes;
mod connections;
mod copying;
mod damage;
mod databases;
mod following;
mod gate;
mod listing;
mod migrating;
mod properties;
mod secrecy;
mod settings;
mod usage;

use crate::{Entry, Store, StoreError, SweepId};
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use trove_model::{
    Account, Connection, ConnectionId, ConnectionStatus, Key32, NotionId, Origin, Page, PageKind, Parent,
    Timestamp, TokenKind,
};

fn key() -> Key32 {
    Key32::new([7; 32])
}

/// A folder for one database.
struct Directory(TempDir);

impl Directory {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn database(&self) -> PathBuf {
        self.0.path().join("trove.db")
    }

    async fn store(&self) -> Store {
        self.open().await.unwrap()
    }

    async fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.database(), &key()).await
    }
}

/// By their numbers, and the change they are to be followed from.
async fn all_entries(store: &Store) -> Result<(Vec<Entry>, u64), StoreError> {
    let (sender, mut read) = tokio::sync::mpsc::channel::<crate::EntriesRead>(1);
    let parse = async {
        let mut entries = Vec::new();
        while let Some(some) = read.recv().await {
            entries.extend(some.parse()?);
        }
        Ok::<_, StoreError>(entries)
    };
    let (seq, entries) = tokio::join!(store.entries(sender), parse);
    let (seq, mut entries) = (seq?, entries?);
    entries.sort_unstable_by_key(|entry| entry.key);
    Ok((entries, seq))
}

fn id(number: u64) -> NotionId {
    let mut bytes = [0xaa; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    NotionId::from_bytes(bytes)
}

fn connection_id(number: u8) -> ConnectionId {
    ConnectionId::from_bytes([number; 16])
}

fn connection(number: u8) -> Connection {
    Connection {
        id: connection_id(number),
        kind: TokenKind::OAuth,
        status: ConnectionStatus::Active,
        origin: Origin::parse(Origin::NOTION).unwrap(),
        workspace_id: Some(id(1000 + u64::from(number))),
        workspace_name: format!("Workspace {number}"),
        workspace_icon: None,
        account: Account::Person { id: id(1), name: Some("Ada".into()), email: None },
        bot_id: None,
        duplicated_template_id: None,
        owner_json: None,
        created: Timestamp(i64::from(number)),
        last_used: None,
        last_listed: None,
    }
}

fn page(number: u64, title: &str) -> Page {
    Page {
        id: id(number),
        kind: PageKind::Page,
        title: title.to_owned(),
        icon: None,
        parent: Parent::Workspace,
        url: Some(format!("https://app.notion.com/p/{}", id(number).bare())),
        created: Some(Timestamp(1_000)),
        edited: Some(Timestamp(60_000)),
        edited_by: None,
        in_trash: false,
    }
}

/// Everything as text: title, id's last digits and connections of each page.
async fn titles(store: &Store) -> Vec<String> {
    let mut lines: Vec<String> = store
        .pages()
        .await
        .unwrap()
        .into_iter()
        .map(|listed| {
            let seen: Vec<String> =
                listed.connections.iter().map(|connection| connection.as_bytes()[0].to_string()).collect();
            format!("{} [{}]", listed.page.title, seen.join(" "))
        })
        .collect();
    lines.sort();
    lines
}

async fn list(store: &Store, connection: u8, sweep: SweepId, pages: Vec<Page>) -> usize {
    let batch = crate::ListingBatch { pages: pages.into_iter().map(Into::into).collect(), sweep };
    store.apply_listing(connection_id(connection), &batch).await.unwrap()
}
