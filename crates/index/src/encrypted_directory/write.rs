//! Writes one file, encrypting chunk by chunk.
//!
//! A file that was not finished has no last chunk and cannot be read.

use crate::encrypted_file::{CHUNK, FileKey, IndexKey, TAG};
use std::fs::File;
use std::io::{self, Write};
use tantivy::directory::{AntiCallToken, TerminatingWrite};
use trove_model::Entropy;

pub(super) struct Sealing {
    file: File,
    key: FileKey,
    next: u64,
    /// At most one chunk of content.
    chunk: Vec<u8>,
}

impl Sealing {
    /// Starts the file with its header.
    pub(super) fn new(mut file: File, name: &str, key: &IndexKey, entropy: &dyn Entropy) -> io::Result<Self> {
        let (header, key) = key.create(name, entropy).map_err(io::Error::other)?;
        file.write_all(&header)?;
        Ok(Self { file, key, next: 0, chunk: Vec::with_capacity(CHUNK + TAG) })
    }

    fn write_chunk(&mut self, last: bool) -> io::Result<()> {
        self.key.seal(self.next, last, &mut self.chunk).map_err(io::Error::other)?;
        self.file.write_all(&self.chunk)?;
        self.next += 1;
        self.chunk.clear();
        Ok(())
    }
}

impl Write for Sealing {
    fn write(&mut self, content: &[u8]) -> io::Result<usize> {
        // A full chunk waits for what follows: only then is it known not to be the last.
        if self.chunk.len() == CHUNK && !content.is_empty() {
            self.write_chunk(false)?;
        }
        let taken = content.len().min(CHUNK - self.chunk.len());
        self.chunk.extend(content.iter().take(taken));
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for Sealing {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.write_chunk(true)?;
        self.file.sync_data()
    }
}
