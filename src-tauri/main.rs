//! The desktop binary: starts the shell. Everything it composes is in `lib.rs`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::alloc::System;
use std::process::ExitCode;
use zeroizing_alloc::ZeroAlloc;

/// Zeroes memory as it is given back: of a locked profile nothing lies in it.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

fn main() -> ExitCode {
    trove_desktop::run()
}
