//! What lies beside the program where it is installed: completions for shells and the manual's
//! pages, made from the definition of the command line.
//!
//! Not here: where a package puts them (`cargo xtask bundle`).

use crate::arguments::Arguments;
use crate::output;
use crate::stop::Stop;
use clap::CommandFactory;
use clap_complete::Shell;
use std::path::Path;

const NAME: &str = "trove";

pub fn completions(shell: Shell) -> Result<(), Stop> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
    output::raw(&script)
}

/// One for each command, as `git` has them: `trove-search.1`.
pub fn man_pages(folder: &Path) -> Result<(), Stop> {
    Ok(clap_mangen::generate_to(Arguments::command(), folder)?)
}
