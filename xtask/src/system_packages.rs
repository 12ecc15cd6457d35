//! The system packages that building and testing need, and getting them on Debian and Ubuntu.
//!
//! On other systems it says the command and stops: guessing at a package manager we
//! cannot try would help nobody. Not Rust and not Node: those come first, from their makers.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::process::Command;

use crate::command_line::Options;
use crate::outcome::{Outcome, Stop};
use crate::process::{output, run};

/// To build and open the app.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libgtk-3-dev",
    "libwebkit2gtk-4.1-dev",
    // SQLCipher's encryption.
    "libssl-dev",
    // The scheme handler is registered and called through these.
    "xdg-utils",
    "desktop-file-utils",
];

/// To drive the window in the stories, besides.
const STORIES: &[&str] = &[
    "xvfb",
    "openbox",
    "xdotool",
    "dbus",
    // A launcher, for the tests of `integrations`.
    "fzf",
    // A keychain that opens profiles.
    "gnome-keyring",
    "libglib2.0-bin",
    "webkit2gtk-driver",
    // The browser of the full chain; Ubuntu has it as a snap only, and there that story is skipped.
    "chromium",
    "chromium-driver",
    // The sample workspace is written in several scripts, and the screenshots show it.
    "fonts-dejavu-core",
    "fonts-noto-cjk",
    "fonts-noto-color-emoji",
];

#[derive(Clone, Copy, PartialEq)]
pub enum Purpose {
    Run,
    Test,
}

/// Makes sure that what `purpose` needs is there, installing it after asking.
pub fn ensure(purpose: Purpose, options: &Options) -> Outcome<()> {
    node()?;
    if options.skip_packages {
        return Ok(());
    }
    let Some(family) = family() else { return Err(Stop(elsewhere(std::env::consts::OS, &release()))) };
    let missing = missing(&wanted(purpose, family));
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("To install them yourself: apt-get install {}", missing.join(" "));
    println!("These system packages are missing and would be installed: {}.", missing.join(" "));
    if !(options.agrees() || agreed()?) {
        return Err(Stop(format!("Nothing was installed. {by_hand}")));
    }
    let mut install = vec!["install", "--yes", "--no-install-recommends"];
    install.extend(&missing);
    run(&mut apt(&["update"]))
        .and_then(|()| run(&mut apt(&install)))
        .map_err(|Stop(why)| Stop(format!("{why} {by_hand}")))
}

/// Whether nothing is missing that building wants, as far as it can be told.
pub fn can_build() -> bool {
    node().is_ok() && family().is_some_and(|family| missing(&wanted(Purpose::Run, family)).is_empty())
}

/// What a test would install; `None` where that is left to the person.
pub fn missing_for_test(options: &Options) -> Option<Vec<&'static str>> {
    let family = family().filter(|_| !options.skip_packages)?;
    Some(missing(&wanted(Purpose::Test, family)))
}

fn wanted(purpose: Purpose, family: Family) -> Vec<&'static str> {
    let stories = STORIES.iter().filter(|name| family == Family::Debian || !name.starts_with("chromium"));
    match purpose {
        Purpose::Run => BUILD.to_vec(),
        Purpose::Test => BUILD.iter().chain(stories).copied().collect(),
    }
}

fn release() -> String {
    std::fs::read_to_string("/etc/os-release").unwrap_or_default()
}

fn family() -> Option<Family> {
    apt_family(&release())
}

/// Installs a package file of ours over whatever version is there.
pub fn install_file(package: &Path) -> Outcome<()> {
    let package = package.to_string_lossy();
    run(&mut apt(&["install", "--yes", "--reinstall", "--no-install-recommends", &package]))
}

pub fn is_installed(name: &str) -> bool {
    missing(&[name]).is_empty()
}

/// Takes a package away again.
pub fn remove(name: &str) -> Outcome<()> {
    run(&mut apt(&["remove", "--yes", name]))
}

/// The UI's build tool asks for these versions.
fn node() -> Outcome<()> {
    let found = output(Command::new("node").arg("--version"));
    match found.as_deref().map(str::trim) {
        Some(version) if new_enough(version) => Ok(()),
        found => Err(Stop(format!(
            "Node 20.19 or newer of 20, or 22.12 or newer, is needed to build the window; found {}. \
             Install it from nodejs.org or your system, then run this again.",
            found.unwrap_or("none")
        ))),
    }
}

fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    match (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) {
        (20, minor) => minor >= 19,
        (22, minor) => minor >= 12,
        (major, _) => major > 22,
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Family {
    Debian,
    Ubuntu,
}

/// Reads `/etc/os-release` (its manual page is os-release(5)).
fn apt_family(release: &str) -> Option<Family> {
    let words: Vec<&str> = release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split_whitespace())
        .collect();
    if words.contains(&"ubuntu") {
        Some(Family::Ubuntu)
    } else {
        words.contains(&"debian").then_some(Family::Debian)
    }
}

/// The commands of Tauri's own page on prerequisites.
fn elsewhere(os: &str, release: &str) -> String {
    let command = match os {
        "macos" => "xcode-select --install",
        "windows" => "winget install Microsoft.VisualStudio.2022.BuildTools",
        _ if release.contains("ID=arch") || release.contains("ID_LIKE=arch") => {
            "sudo pacman -S --needed webkit2gtk-4.1 gtk3 base-devel openssl xdg-utils desktop-file-utils"
        }
        _ => {
            "sudo dnf install webkit2gtk4.1-devel gtk3-devel openssl-devel gcc gcc-c++ make pkgconf \
             xdg-utils desktop-file-utils"
        }
    };
    format!(
        "System packages can be installed from here on Debian and Ubuntu only. On this system run\n\n  \
         {command}\n\nand then `cargo xtask run --skip-packages`."
    )
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    // The exit code says that some are unknown; what is printed is all the same good.
    let listed = Command::new("dpkg-query")
        .args(["--show", "--showformat=${Package} ${db:Status-Abbrev}\n"])
        .args(wanted)
        .output()
        .map(|output| String::from_utf8_lossy(&output.stdout).into_owned())
        .unwrap_or_default();
    not_installed(wanted, &listed)
}

fn not_installed<'a>(wanted: &[&'a str], listed: &str) -> Vec<&'a str> {
    let installed: Vec<&str> =
        listed.lines().filter_map(|line| line.split_once(" ii")).map(|(name, _)| name).collect();
    wanted.iter().copied().filter(|name| !installed.contains(name)).collect()
}

/// Whether the person at the terminal says yes; nobody there says no.
pub fn agreed() -> Outcome<bool> {
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("Go on? [y/N] ");
    let read = std::io::stdout().flush().and_then(|()| {
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer).map(|_| answer)
    });
    let answer = read.map_err(|why| Stop(format!("The terminal gave no answer: {why}.")))?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes"))
}

fn apt(arguments: &[&str]) -> Command {
    let root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    let mut command = if root || !Path::new("/usr/bin/sudo").exists() {
        Command::new("apt-get")
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg("apt-get");
        sudo
    };
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions() {
        let cases = [
            ("v20.20.2", true),
            ("v20.19.0", true),
            ("v20.18.9", false),
            ("v22.11.0", false),
            ("v22.12.0", true),
            ("v21.7.0", false),
            ("v24.1.0", true),
            ("v18.19.0", false),
            ("", false),
        ];
        for (version, good) in cases {
            assert_eq!(new_enough(version), good, "{version}");
        }
    }

    #[test]
    fn families() {
        assert_eq!(apt_family("NAME=x\nID=debian\n"), Some(Family::Debian));
        assert_eq!(apt_family("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), Some(Family::Ubuntu));
        assert_eq!(apt_family("ID=fedora\n"), None);
        assert_eq!(apt_family(""), None);
    }

    #[test]
    fn removed_and_unknown_packages_are_missing() {
        let listed = "build-essential ii \nxvfb rc \npkg-config ii \n";
        assert_eq!(
            not_installed(&["build-essential", "xvfb", "pkg-config", "dbus"], listed),
            ["xvfb", "dbus"]
        );
    }

    #[test]
    fn other_systems_get_one_command() {
        assert!(elsewhere("macos", "").contains("xcode-select"));
        assert!(elsewhere("linux", "ID=fedora").contains("dnf install"));
        assert!(elsewhere("linux", "ID=arch").contains("pacman"));
    }
}
