//! The index as its users see it: on real files, through the public interface only.

#![expect(clippy::unwrap_used, reason = "a panic in a test is its report")]

mod cases;
mod changes;
mod everything_is_found;
mod on_disk;
mod relevance;
mod searching;
mod understanding;
mod world;
