//! What the shell has to say where there is no window to say it in.
//!
//! On the terminal; a release for Windows or macOS is started without one, and shows a box.

/// Says it to whoever started the program. A box waits until it is closed.
#[expect(clippy::print_stderr, reason = "before the log and the window there is only the terminal")]
pub fn complain(problem: &str) {
    eprintln!("{problem}");
    #[cfg(not(target_os = "linux"))]
    if !cfg!(debug_assertions) {
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title("Trove")
            .set_description(problem)
            .show();
    }
}
