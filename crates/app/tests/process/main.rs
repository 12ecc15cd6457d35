//! What is true of a whole process: what it gives up at start, how much memory an answer takes,
//! and what is left in it after locking.
//!
//! Each is asked of a process of its own: this program starts itself again.

#![cfg(target_os = "linux")]
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a panic is a test's report; what a child prints is read by its parent"
)]

mod answers;
mod hardening;
mod memory;
mod soak;

use std::process::{Command, Stdio};
use zeroizing_alloc::ZeroAlloc;

/// As in the programs.
#[global_allocator]
static MEMORY: ZeroAlloc<std::alloc::System> = ZeroAlloc(std::alloc::System);

/// Says that a test is the child that a parent waits for.
const CHILD: &str = "TROVE_TEST_CHILD";

fn child(test: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, test);
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

fn is_child(test: &str) -> bool {
    std::env::var(CHILD).is_ok_and(|asked| asked == test)
}
