//! No core file, and no other process of this user reads its memory.

use crate::{child, is_child};
use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit, setrlimit};
use std::os::unix::process::ExitStatusExt;

#[test]
fn gives_up() {
    if is_child("hardening::gives_up") {
        // As generous as the system allows, so that giving it up is seen.
        let most = getrlimit(Resource::Core).maximum;
        let _ = setrlimit(Resource::Core, rustix::process::Rlimit { current: most, maximum: most });
        show("before");
        trove_app::hardening::apply();
        show("after");
        std::process::abort();
    }
}

fn show(when: &str) {
    let core = getrlimit(Resource::Core);
    let dumpable = dumpable_behavior().unwrap() != DumpableBehavior::NotDumpable;
    let mode = rustix::process::umask(rustix::fs::Mode::empty());
    rustix::process::umask(mode);
    println!(
        "{when}: core {:?} {:?}, dumpable {dumpable}, mask {:o}",
        core.current,
        core.maximum,
        mode.bits()
    );
}

/// Check 43.
#[test]
fn neither_core_files_nor_other_processes_see_its_memory() {
    let ended = child("hardening::gives_up").env("RUST_BACKTRACE", "0").output().unwrap();
    let told = String::from_utf8_lossy(&ended.stdout);
    assert!(told.contains("after: core Some(0) Some(0), dumpable false, mask 77"), "{told}");
    // The control: without it, others of this user may read a process.
    assert!(told.contains("before: ") && told.contains("dumpable true"), "{told}");
    assert_eq!(ended.status.signal(), Some(6), "it ended as it was told to");
    assert!(!ended.status.core_dumped());
}
