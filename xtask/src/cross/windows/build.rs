//! Both programs for Windows, and what is true of them before anything runs.
//!
//! Not installers.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::libsodium;
use super::mingw::{TARGET, compilers};
use crate::cross::tools::Tools;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output, run};
use crate::ui_packages::{self, npm};

/// Profiles of `Cargo.toml`, and the folders that cargo builds them in: for people, and to try.
pub const RELEASE: &str = "cross";
pub const TRIAL: &str = "cross-dev";

/// What the window cannot do without, laid beside it by its build script.
pub const LOADER: &str = "WebView2Loader.dll";

/// Where the programs of a profile lie.
pub fn folder(tools: &Tools, profile: &str) -> PathBuf {
    tools.path("target").join(TARGET).join(profile)
}

/// Not together with the window: they would share features, and the command line would ask for
/// the window's [`LOADER`].
pub fn command_line(tools: &Tools, profile: &str) -> Outcome<PathBuf> {
    cargo(tools, profile, "trove-cli")?;
    let program = folder(tools, profile).join("trove.exe");
    let about = about(tools, &program)?;
    told(&program, weaknesses(&about, Subsystem::Console))?;
    if about.contains(LOADER) {
        return Err(Stop(format!("{}: it wants {LOADER}.", program.display())));
    }
    Ok(program)
}

pub fn window(tools: &Tools, profile: &str) -> Outcome<PathBuf> {
    let ui = root().join("ui");
    ui_packages::ensure(&ui)?;
    run(&mut npm(&["run", "build"], &ui))?;
    cargo(tools, profile, "trove-desktop")?;
    let program = folder(tools, profile).join("trove-desktop.exe");
    // One that is tried has a console, to see what it says.
    let subsystem = if profile == RELEASE { Subsystem::Window } else { Subsystem::Console };
    told(&program, weaknesses(&about(tools, &program)?, subsystem))?;
    let loader = folder(tools, profile).join(LOADER);
    if loader.exists() { Ok(program) } else { Err(Stop(format!("{} is not there.", loader.display()))) }
}

fn cargo(tools: &Tools, profile: &str, package: &str) -> Outcome<()> {
    run(&mut linking(tools, &["build", "--profile", profile, "--package", package])?)
}

/// Cargo for Windows, whose programs can be linked.
pub fn linking(tools: &Tools, words: &[&str]) -> Outcome<Command> {
    let (subcommand, options) = words.split_first().unwrap_or((&"build", &[]));
    let arguments = [&[*subcommand, "-Zbuild-std", "--locked", "--target", TARGET], options].concat();
    let mut cargo = command(tools.program("cargo"), &arguments, &root());
    tools.compiler_environment(&mut cargo);
    compilers(&mut cargo, tools)?;
    cargo.env("SODIUM_LIB_DIR", libsodium::built(tools)?);
    Ok(cargo)
}

/// Headers and imports, as MinGW's `objdump` shows them.
fn about(tools: &Tools, program: &Path) -> Outcome<String> {
    let words = ["-p", &program.to_string_lossy()];
    output(&mut command(tools.program("x86_64-w64-mingw32-objdump"), &words, &root()))
        .ok_or_else(|| Stop(format!("{} cannot be read.", program.display())))
}

fn told(program: &Path, found: Vec<String>) -> Outcome<()> {
    if found.is_empty() { Ok(()) } else { Err(Stop(format!("{}: {}.", program.display(), found.join("; ")))) }
}

/// A window of the second kind has no console behind it.
#[derive(Clone, Copy, PartialEq)]
enum Subsystem {
    Console,
    Window,
}

/// What is wrong with a program, by its headers (PE format, "Optional Header") and imports.
fn weaknesses(about: &str, subsystem: Subsystem) -> Vec<String> {
    let mut found = Vec::new();
    for flag in ["HIGH_ENTROPY_VA", "DYNAMIC_BASE", "NX_COMPAT"] {
        if !about.lines().any(|line| line.trim() == flag) {
            found.push(format!("{flag} is not set"));
        }
    }
    let wanted = match subsystem {
        Subsystem::Console => "(Windows CUI)",
        Subsystem::Window => "(Windows GUI)",
    };
    if !about.lines().any(|line| line.starts_with("Subsystem") && line.ends_with(wanted)) {
        found.push(format!("it is not {wanted}"));
    }
    // Named `lib…` by MinGW, and on no one's Windows.
    let imports = about.lines().filter_map(|line| line.trim().strip_prefix("DLL Name: "));
    found.extend(imports.filter(|name| name.starts_with("lib")).map(|name| format!("it wants {name}")));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "DllCharacteristics\t00000160\n\t\t\t\t\tHIGH_ENTROPY_VA\n\t\t\t\t\tDYNAMIC_BASE\n\
        \t\t\t\t\tNX_COMPAT\nSubsystem\t\t00000003\t(Windows CUI)\n\tDLL Name: KERNEL32.dll\n";

    #[test]
    fn weaknesses_are_named() {
        assert!(weaknesses(SOUND, Subsystem::Console).is_empty());
        assert_eq!(weaknesses(SOUND, Subsystem::Window), ["it is not (Windows GUI)"]);
        let weak = SOUND.replace("NX_COMPAT", "") + "\tDLL Name: libstdc++-6.dll\n";
        assert_eq!(
            weaknesses(&weak, Subsystem::Console),
            ["NX_COMPAT is not set", "it wants libstdc++-6.dll"]
        );
    }
}
