//! Windows from Debian: its compilers, and what is done with them.
//!
//! Debian's MinGW compiles the C code that some libraries build, and links.

mod build;
mod installed;
mod installers;
mod libsodium;
mod tried;
mod wine;

use std::fs;
use std::process::Command;

use super::tools::{Tools, executable};
use crate::outcome::{Outcome, Stop};
use crate::test::report::Report;

pub const TARGET: &str = "x86_64-pc-windows-gnu";

/// Of Debian, with what they depend on.
pub const PACKAGES: &[&str] = &["gcc-mingw-w64-x86-64-posix", "g++-mingw-w64-x86-64-posix"];

/// Their C compiler.
pub const COMPILER: &str = "x86_64-w64-mingw32-gcc-posix";

/// Both programs in release, and what installs them.
pub fn build(tools: &Tools, installers: bool) -> Outcome<()> {
    if installers {
        // Said before the long part.
        installers::tools_are_here()?;
    }
    let mut made = vec![build::command_line(tools, build::RELEASE)?, build::window(tools, build::RELEASE)?];
    let folder = build::folder(tools, build::RELEASE);
    made.push(folder.join(build::LOADER));
    if installers {
        let installers = installers::make(&folder, env!("CARGO_PKG_VERSION"))?;
        made.extend([installers.setup, installers.package]);
    }
    println!("For Windows:");
    for path in made {
        let bytes = fs::metadata(&path).map_err(|why| Stop(format!("{}: {why}.", path.display())))?.len();
        println!("  {}, {:.1} MB", path.display(), bytes as f64 / 1e6);
    }
    Ok(())
}

/// Both programs, run; of the debug build, which takes half of a release's time.
pub fn test(tools: &Tools) -> Outcome<Report> {
    wine::is_here()?;
    installers::tools_are_here()?;
    let command_line = build::command_line(tools, build::TRIAL)?;
    let window = build::window(tools, build::TRIAL)?;
    let wine = wine::Wine::new(tools)?;
    let mut report = tried::command_line(&wine, &command_line)?;
    report.sum(tried::built_for_windows(&wine, tools)?);
    report.sum(tried::window(&wine, &window)?);
    report.sum(installed::tried(&wine, &build::folder(tools, build::TRIAL))?);
    Ok(report)
}

/// C's compiler, linker and the programs around them, for cargo.
pub fn compilers(cargo: &mut Command, tools: &Tools) -> Outcome<()> {
    // The resource compiler runs its preprocessor by the name that Debian leaves to
    // `update-alternatives`.
    let names = tools.folder("windows-names")?;
    let unversioned = names.join("x86_64-w64-mingw32-gcc");
    fs::write(&unversioned, format!("#!/bin/sh\nexec '{}' \"$@\"\n", tools.program(COMPILER).display()))
        .map_err(|why| Stop(format!("{}: {why}.", unversioned.display())))?;
    executable(&unversioned)?;
    cargo
        .env("PATH", format!("{}:{}", names.display(), tools.search_path()))
        .env("CC_x86_64_pc_windows_gnu", tools.program(COMPILER))
        .env("CXX_x86_64_pc_windows_gnu", tools.program("x86_64-w64-mingw32-g++-posix"))
        .env("AR_x86_64_pc_windows_gnu", tools.program("x86_64-w64-mingw32-ar"))
        .env("CARGO_TARGET_X86_64_PC_WINDOWS_GNU_LINKER", tools.program(COMPILER));
    Ok(())
}
