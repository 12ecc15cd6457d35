//! What the process gives up at start: readable files, core dumps, being traced.
//!
//! Not a defence against the same user's malware while a profile is open; see SECURITY.md.

/// Files are made for this user alone, and memory is neither dumped nor readable by
/// other processes of the same user.
#[cfg(unix)]
pub fn apply() {
    use rustix::process::{Resource, Rlimit, setrlimit, umask};
    umask(rustix::fs::Mode::from_raw_mode(0o077));
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

#[cfg(not(unix))]
pub fn apply() {}
