//! Windows from Debian: both programs built, installed and run.
//!
//! Not shown: Wine has no WebView2.

mod build;
mod installed;
mod installers;
mod libsodium;
pub mod mingw;
pub mod native;
mod tried;
mod wine;

use std::fs;
use std::path::PathBuf;

use super::tools::Tools;
use crate::outcome::{Outcome, Stop};
use crate::test::report::Report;

/// Both programs in release, and with a version what installs them, which is given back.
pub fn build(tools: &Tools, version: Option<&str>) -> Outcome<Vec<PathBuf>> {
    if version.is_some() {
        // Said before the long part.
        installers_can_be_made()?;
    }
    let mut made = vec![build::command_line(tools, build::RELEASE)?, build::window(tools, build::RELEASE)?];
    let folder = build::folder(tools, build::RELEASE);
    made.push(folder.join(build::LOADER));
    let installers = match version {
        Some(version) => installers::make(&folder, version)?.both(),
        None => Vec::new(),
    };
    println!("For Windows:");
    for path in made.iter().chain(&installers) {
        let bytes = fs::metadata(path).map_err(|why| Stop(format!("{}: {why}.", path.display())))?.len();
        println!("  {}, {:.1} MB", path.display(), bytes as f64 / 1e6);
    }
    Ok(installers)
}

pub fn installers_can_be_made() -> Outcome<()> {
    installers::tools_are_here()
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
