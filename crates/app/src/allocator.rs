//! The allocator of every program that has the app in it.
//!
//! An answer is twenty pages in many small pieces, made by one thread and given up by
//! another. Only where it was measured (`docs/performance.md` has the app's figures):
//! elsewhere, and for libraries in C, the system's own.

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;
