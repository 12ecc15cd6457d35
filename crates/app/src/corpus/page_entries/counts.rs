//! How many pages and bodies there are, counted as pages come and go.

use trove_model::PageKind;
use trove_store::BodyMark;

/// How many pages and bodies there are, in all or of one connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub pages: u32,
    pub data_sources: u32,
    pub read: u32,
    /// Read, and edited since.
    pub stale: u32,
    pub unread: u32,
    pub failed: u32,
}

impl Counts {
    pub(super) fn change(&mut self, kind: PageKind, body: BodyMark, by: i32) {
        let change = |count: &mut u32| *count = count.saturating_add_signed(by);
        match kind {
            PageKind::Page => change(&mut self.pages),
            PageKind::DataSource => change(&mut self.data_sources),
        }
        match body {
            BodyMark::None => {}
            BodyMark::Unread => change(&mut self.unread),
            BodyMark::Stale => change(&mut self.stale),
            BodyMark::Read => change(&mut self.read),
            BodyMark::Failed => change(&mut self.failed),
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.pages += other.pages;
        self.data_sources += other.data_sources;
        self.read += other.read;
        self.stale += other.stale;
        self.unread += other.unread;
        self.failed += other.failed;
    }

    pub fn known(&self) -> u32 {
        self.pages + self.data_sources
    }
}
