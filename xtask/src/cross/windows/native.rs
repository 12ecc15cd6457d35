//! Both programs for Windows on Windows itself, with the toolchain and for the target that Debian
//! builds them with, and the same setup and `.msi` of them.
//!
//! Nobody has run it: it is what a forge's machine would do (`.github/workflows/release.yml`).

use std::path::PathBuf;

use super::build::RELEASE;
use super::installers;
use super::mingw::TARGET;
use crate::bundle::{build_words, is_auditable};
use crate::outcome::Outcome;
use crate::place::{beside_us, root};
use crate::process::{cargo, run};
use crate::ui_packages::{self, npm};

pub fn packed(version: &str) -> Outcome<Vec<PathBuf>> {
    let ui = root().join("ui");
    ui_packages::ensure(&ui)?;
    run(&mut npm(&["run", "build"], &ui))?;
    let audited = is_auditable();
    // One by one, as `build` says.
    for package in ["trove-cli", "trove-desktop"] {
        let words = ["--locked", "--target", TARGET, "--profile", RELEASE, "--package", package];
        run(&mut cargo(&[build_words(audited), &words].concat()))?;
    }
    let folder = beside_us("..").join(TARGET).join(RELEASE);
    Ok(installers::make(&folder, version)?.both())
}
