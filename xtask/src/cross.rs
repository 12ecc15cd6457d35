//! `cargo xtask cross`: the code for Windows or macOS, type-checked on Debian.
//!
//! Checked only: nothing is linked, so what would be linked with may be empty. rustup and the
//! system's packages are left alone: a compiler that carries the source of its library comes
//! from Debian, and what a target's build scripts ask for beside it (`windows`, `macos`).

mod macos;
mod tools;
mod windows;

use std::path::PathBuf;
use std::process::{Command, ExitCode};

use crate::command_line::{CrossTarget, Options};
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, run_and_read};
use tools::Tools;

/// Runs the check that was asked for.
pub fn cross(options: &Options) -> Outcome<ExitCode> {
    let target =
        options.check.ok_or_else(|| Stop("`cross` wants `--check windows` or `--check macos`.".into()))?;
    let tools = Tools::here()?;
    tools.bring(target, options)?;
    check(target, &tools)?;
    println!("For {}, window and command line pass without a warning.", name(target));
    Ok(ExitCode::SUCCESS)
}

/// As one phase of `cargo xtask test`: only where the tools are here already.
pub fn check_if_ready(target: CrossTarget) -> Outcome<bool> {
    let Ok(tools) = Tools::here() else { return Ok(false) };
    if !tools.are_there(target) {
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

fn check(target: CrossTarget, tools: &Tools) -> Outcome<()> {
    let triple = match target {
        CrossTarget::Windows => windows::TARGET,
        CrossTarget::Macos => macos::TARGET,
    };
    // The stories drive a Linux desktop.
    let arguments =
        ["check", "-Zbuild-std", "--locked", "--target", triple, "--workspace", "--exclude", "trove-e2e"];
    let mut cargo = command(tools.program("cargo"), &arguments, &root());
    tools.compiler_environment(&mut cargo);
    match target {
        CrossTarget::Windows => windows::environment(&mut cargo, tools)?,
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

/// Names that a build script may look for, each an archive with nothing in it.
fn empty_archives(tools: &Tools, names: &[&str]) -> Outcome<PathBuf> {
    let folder = tools.folder("nothing-to-link")?;
    for name in names {
        // The mark that every archive begins with (ar(5)).
        let path = folder.join(name);
        std::fs::write(&path, "!<arch>\n").map_err(|why| Stop(format!("{}: {why}.", path.display())))?;
    }
    Ok(folder)
}

/// libssl-dev's headers, away from the other headers of this system.
fn openssl_headers(tools: &Tools) -> Outcome<PathBuf> {
    let folder = tools.folder("openssl-headers")?;
    let own = folder.join("openssl");
    std::fs::create_dir_all(&own).map_err(|why| Stop(format!("{}: {why}.", own.display())))?;
    for from in ["/usr/include/openssl", "/usr/include/x86_64-linux-gnu/openssl"] {
        let headers = std::fs::read_dir(from)
            .map_err(|why| Stop(format!("{from}: {why}. `apt-get install libssl-dev` brings it.")))?;
        for header in headers.flatten() {
            let to = own.join(header.file_name());
            std::fs::copy(header.path(), &to).map_err(|why| Stop(format!("{}: {why}.", to.display())))?;
        }
    }
    Ok(folder)
}

/// Neither SQLCipher's nor Stronghold's C library is built: a check links nothing.
fn without_c_libraries(cargo: &mut Command, tools: &Tools) -> Outcome<()> {
    let names = ["libssl.a", "libcrypto.a", "libsodium.a", "ssl.lib", "crypto.lib", "libsodium.lib"];
    let archives = empty_archives(tools, &names)?;
    cargo
        .env("OPENSSL_NO_VENDOR", "1")
        .env("OPENSSL_STATIC", "1")
        .env("OPENSSL_LIB_DIR", &archives)
        .env("OPENSSL_INCLUDE_DIR", openssl_headers(tools)?)
        .env("SODIUM_LIB_DIR", &archives);
    Ok(())
}
