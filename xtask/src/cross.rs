//! `cargo xtask cross`: the code for Windows or macOS on Debian: type-checked, and for Windows
//! built and tried too.
//!
//! A check links nothing, so what would be linked with may be empty. rustup and the system's
//! packages are left alone: a compiler that carries the source of its library comes from Debian,
//! and what a target's build scripts ask for beside it (`windows`, `macos`).

mod macos;
mod nothing_to_link;
mod tools;
mod windows;

use std::path::PathBuf;
use std::process::ExitCode;

use crate::command_line::{Cross, CrossTarget, Options};
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, run_and_read};
use crate::system_packages;
use tools::Tools;
use windows::mingw;

/// What was asked for.
pub fn cross(options: &Options) -> Outcome<ExitCode> {
    let wanted = options.cross.ok_or_else(|| {
        Stop(
            "`cross` wants `--check windows`, `--check macos`, `--build windows` or `--test windows`.".into(),
        )
    })?;
    let tools = Tools::here()?;
    match wanted {
        Cross::Check(target) => {
            bring(target, &tools, options)?;
            check(target, &tools)?;
            println!("For {}, window and command line pass without a warning.", name(target));
        }
        Cross::BuildForWindows => {
            bring(CrossTarget::Windows, &tools, options)?;
            let version = options.installers.then_some(env!("CARGO_PKG_VERSION"));
            windows::build(&tools, version)?;
        }
        Cross::TestForWindows => {
            bring(CrossTarget::Windows, &tools, options)?;
            let report = windows::test(&tools)?;
            for why in &report.skipped {
                println!("skipped  {why}");
            }
            for failure in &report.failures {
                println!("FAILED   {}", failure.what);
            }
            println!(
                "\n{} passed, {} failed, {} skipped",
                report.passed,
                report.failed,
                report.skipped.len()
            );
            if report.failed > 0 {
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The setup and the `.msi` of a release, on Debian or on Windows itself.
pub fn packed_for_windows(version: &str) -> Outcome<Vec<PathBuf>> {
    if cfg!(windows) {
        windows::native::packed(version)
    } else {
        windows::build(&Tools::here()?, Some(version))
    }
}

/// Why they cannot be made here without fetching anything first.
pub fn why_not_packed_for_windows() -> Option<String> {
    let ready = || {
        if !cfg!(windows) && !are_there(CrossTarget::Windows, &Tools::here()?) {
            return Err(Stop("`cargo xtask cross --build windows` brings the compilers.".into()));
        }
        windows::installers_can_be_made()
    };
    ready().err().map(|Stop(why)| why)
}

/// As one phase of `cargo xtask test`: only where the tools are here already.
pub fn check_if_ready(target: CrossTarget) -> Outcome<bool> {
    let Ok(tools) = Tools::here() else { return Ok(false) };
    if !are_there(target, &tools) {
        return Ok(false);
    }
    check(target, &tools).map(|()| true)
}

pub fn name(target: CrossTarget) -> &'static str {
    match target {
        CrossTarget::Windows => "Windows",
        CrossTarget::Macos => "macOS",
    }
}

fn are_there(target: CrossTarget, tools: &Tools) -> bool {
    let compiler = match target {
        CrossTarget::Windows => tools.program(mingw::COMPILER),
        CrossTarget::Macos => macos::zig(tools),
    };
    compiler.exists() && tools.program("rustc").exists() && tools.is_whole(name(target))
}

/// Fetches what is missing, after saying what and how much.
fn bring(target: CrossTarget, tools: &Tools, options: &Options) -> Outcome<()> {
    if are_there(target, tools) {
        return Ok(());
    }
    let besides = if target == CrossTarget::Windows { mingw::PACKAGES } else { &[] };
    let packages = tools.packages(besides)?;
    if !packages.names.is_empty() {
        println!("Fetches from Debian, {} MB: {}.", packages.megabytes, packages.names.join(" "));
    }
    if target == CrossTarget::Macos {
        println!("Fetches from PyPI, 100 MB: {}.", macos::ZIG_VERSION);
    }
    println!(
        "They are unpacked in {}, where the builds go too: about 5 GB for a check, 4 more for a build. Nothing is installed.",
        tools.root().display()
    );
    if !(options.agrees() || system_packages::agreed()?) {
        return Err(Stop("Nothing was fetched.".into()));
    }
    tools.unpack(&packages)?;
    if target == CrossTarget::Macos {
        macos::bring(tools)?;
    }
    // Last: what broke off before is fetched again.
    tools.mark_whole(name(target))
}

fn check(target: CrossTarget, tools: &Tools) -> Outcome<()> {
    let triple = match target {
        CrossTarget::Windows => mingw::TARGET,
        CrossTarget::Macos => macos::TARGET,
    };
    // Not the tests: without `--all-targets` nothing is built that only they ask for.
    let arguments = ["check", "-Zbuild-std", "--locked", "--target", triple, "--workspace"];
    let mut cargo = command(tools.program("cargo"), &arguments, &root());
    tools.compiler_environment(&mut cargo);
    match target {
        CrossTarget::Windows => {
            nothing_to_link::without_c_libraries(&mut cargo, tools)?;
            mingw::compilers(&mut cargo, tools)?;
        }
        CrossTarget::Macos => macos::environment(&mut cargo, tools)?,
    }
    let (good, text) = run_and_read(&mut cargo)?;
    if !good {
        return Err(Stop(format!("The check for {} failed.", name(target))));
    }
    // Cargo repeats them for what it did not check again.
    let warned: Vec<&str> = text.lines().filter(|line| line.starts_with("warning: `trove-")).collect();
    if warned.is_empty() { Ok(()) } else { Err(Stop(format!("Not without warnings: {}", warned.join("; ")))) }
}
