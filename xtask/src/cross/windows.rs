//! Windows from Debian: both programs built, installed and run.
//!
//! Not shown: Wine has no WebView2.

mod build;
mod installed;
mod installers;
mod libsodium;
pub mod mingw;
mod tried;
mod wine;

use std::fs;

use super::tools::Tools;
use crate::outcome::{Outcome, Stop};
use crate::test::report::Report;

/// Both programs in release, and what installs them.
pub fn build(tools: &Tools, installers: bool) -> Outcome<()> {
    if installers {
        // Said before the long part.
        installers::tools_are_here()?;
    }
    let mut made = vec![build::command_line(tools, build::RELEASE)?, build::window(tools, build::RELEASE)?];
    let folder = build::folder(tools, build::RELEASE);
    made.push(folder.join(build::LOADER));
    if installers {
        let installers = installers::make(&folder, env!("CARGO_PKG_VERSION"))?;
        made.extend([installers.setup, installers.package]);
    }
    println!("For Windows:");
    for path in made {
        let bytes = fs::metadata(&path).map_err(|why| Stop(format!("{}: {why}.", path.display())))?.len();
        println!("  {}, {:.1} MB", path.display(), bytes as f64 / 1e6);
    }
    Ok(())
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
