//! Debian's MinGW, which compiles the C code that some libraries build for Windows, and links.

use std::fs;
use std::process::Command;

use crate::cross::tools::{Tools, executable};
use crate::outcome::{Outcome, Stop};

pub const TARGET: &str = "x86_64-pc-windows-gnu";

/// Of Debian, with what they depend on.
pub const PACKAGES: &[&str] = &["gcc-mingw-w64-x86-64-posix", "g++-mingw-w64-x86-64-posix"];

/// Their C compiler.
pub const COMPILER: &str = "x86_64-w64-mingw32-gcc-posix";

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
