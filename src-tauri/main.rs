//! The desktop binary: starts the shell. Everything it composes is in `lib.rs`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::process::ExitCode;

fn main() -> ExitCode {
    trove_desktop::run()
}
