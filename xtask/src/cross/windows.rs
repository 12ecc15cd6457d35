//! What a check for Windows needs beside the compiler: Debian's MinGW, for the C code that
//! some libraries build.

use std::fs;
use std::process::Command;

use super::nothing_to_link::without_c_libraries;
use super::tools::{Tools, executable};
use crate::outcome::{Outcome, Stop};

pub const TARGET: &str = "x86_64-pc-windows-gnu";

/// Of Debian, with what they depend on.
pub const PACKAGES: &[&str] = &["gcc-mingw-w64-x86-64-posix", "g++-mingw-w64-x86-64-posix"];

/// Their C compiler.
pub const COMPILER: &str = "x86_64-w64-mingw32-gcc-posix";

pub fn environment(cargo: &mut Command, tools: &Tools) -> Outcome<()> {
    without_c_libraries(cargo, tools)?;
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
        .env("AR_x86_64_pc_windows_gnu", tools.program("x86_64-w64-mingw32-ar"));
    Ok(())
}
