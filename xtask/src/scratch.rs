//! A folder for a while: removed when nobody holds it any more.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::outcome::{Outcome, Stop};

pub struct Scratch(PathBuf);

/// Tests of one process have several.
static MADE: AtomicU32 = AtomicU32::new(0);

impl Scratch {
    pub fn new() -> Outcome<Self> {
        let name = format!("trove-xtask-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        // Not one that is there already: who else made it may have left something in it.
        std::fs::create_dir(&folder).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
        Ok(Self(folder))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
