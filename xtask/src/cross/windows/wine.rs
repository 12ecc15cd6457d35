//! The program for Windows, run: the command line's own tests with `trove.exe` under Wine in the
//! place of the program of this system, and what only Windows does, built for it.
//!
//! Wine has no WebView2, so the window cannot be shown here.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{COMPILER, TARGET, build, compilers};
use crate::cross::tools::Tools;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{cargo, command, output, run, run_and_read};
use crate::test::counts;
use crate::test::report::Report;

/// Of this system: unpacked somewhere else they do not find their own parts.
const PACKAGES: &str = "wine64 wine";

/// Names the program that `crates/cli/tests` then try under Wine.
const WINDOWS_PROGRAM: &str = "TROVE_WINDOWS_PROGRAM";

/// Wine 8 lacks it, and Rust's library takes randomness from it. Windows has had it since 8.
const RANDOMNESS: &str = "\
/* Written by `cargo xtask cross`, for Wine alone: Windows has its own. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID into, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T length) {
    while (length > 0) {
        ULONG now = length > 65536 ? 65536 : (ULONG)length;
        if (!SystemFunction036(into, now)) return FALSE;
        into += now;
        length -= now;
    }
    return TRUE;
}
";

/// Crates whose own tests are about files as Windows keeps them.
const BUILT_FOR_WINDOWS: &[&str] = &["trove-private-file"];

/// A Windows of its own, thrown away at the end.
struct Wine {
    prefix: PathBuf,
}

impl Wine {
    fn new(tools: &Tools) -> Outcome<Self> {
        if output(&mut command("wine", &["--version"], &root())).is_none() {
            return Err(Stop(format!("Wine is not installed: `apt-get install {PACKAGES}` brings it.")));
        }
        let wine = Self { prefix: tools.path("wine") };
        wine.remove();
        run(wine.surround(&mut command("wine", &["wineboot", "--init"], &root())))?;
        // Stays, so that not every command starts it anew.
        run(wine.surround(&mut command("wineserver", &["--persistent"], &root())))?;
        wine.add_randomness(tools)?;
        Ok(wine)
    }

    fn add_randomness(&self, tools: &Tools) -> Outcome<()> {
        let source = self.prefix.join("randomness.c");
        std::fs::write(&source, RANDOMNESS).map_err(|why| Stop(format!("{}: {why}.", source.display())))?;
        let library = self.prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
        let (source, library) = (source.to_string_lossy(), library.to_string_lossy());
        let words = ["-Os", "-s", "-shared", "-o", &*library, &*source, "-ladvapi32"];
        let mut compiler = command(tools.program(COMPILER), &words, &root());
        tools.compiler_environment(&mut compiler);
        run(&mut compiler)
    }

    /// Nothing of this account's own Wine, no window, names of files in UTF-8.
    fn surround<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
    }

    fn remove(&self) {
        if self.prefix.exists() {
            let _ = self.surround(&mut command("wineserver", &["--kill", "--wait"], &root())).status();
            let _ = std::fs::remove_dir_all(&self.prefix);
        }
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.remove();
    }
}

pub fn test(tools: &Tools) -> Outcome<Report> {
    build::build_command_line(tools)?;
    let wine = Wine::new(tools)?;
    let mut report = Report::default();
    let mut told = |(good, text): (bool, String), what: &str| report.add(counts::libtest(&text), good, what);
    told(command_line(&wine, &build::command_line(tools))?, "the command line under Wine");
    told(built_for_windows(&wine, tools)?, "what is built for Windows, under Wine");
    Ok(report)
}

/// The tests are of this system, and so is the Notion that they answer with.
fn command_line(wine: &Wine, program: &Path) -> Outcome<(bool, String)> {
    let words = ["test", "--locked", "--package", "trove-cli", "--test", "commands", "--", "--show-output"];
    let mut cargo = cargo(&words);
    run_and_read(wine.surround(&mut cargo).env(WINDOWS_PROGRAM, program).env("CARGO_TERM_COLOR", "never"))
}

fn built_for_windows(wine: &Wine, tools: &Tools) -> Outcome<(bool, String)> {
    let mut words = vec!["test", "-Zbuild-std", "--locked", "--target", TARGET, "--profile", build::PROFILE];
    words.extend(BUILT_FOR_WINDOWS.iter().flat_map(|name| ["--package", name]));
    words.extend(["--", "--show-output"]);
    let mut cargo = command(tools.program("cargo"), &words, &root());
    tools.compiler_environment(&mut cargo);
    compilers(&mut cargo, tools)?;
    cargo.env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_RUNNER", "wine").env("CARGO_TERM_COLOR", "never");
    run_and_read(wine.surround(&mut cargo))
}
