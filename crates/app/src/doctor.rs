//! What is wrong with this installation: looked at part by part, without a password and without
//! asking Notion; what is derived is mended, if that is wanted.
//!
//! Works where the app itself cannot start. Not here: sentences (the command line's `words`),
//! and what only an open profile can tell (`opened`).

mod files;
mod finding;
mod opened;
mod place;
mod system;

pub use finding::{Cause, Finding, Mend, Part, State};

use crate::system::paths::Paths;
use place::located;

/// Looks at everything that needs no password. Reads files, and starts small programs.
pub fn examine(paths: &Paths) -> Vec<Finding> {
    let mut found = files::examine(paths);
    found.extend(system::examine(&paths.data));
    found
}

/// Carries out what the findings would have done, as far as it can be.
pub fn repair(paths: &Paths, found: &mut [Finding]) {
    for finding in found {
        let (Some(mend), Some(place)) = (finding.mend, &finding.place) else { continue };
        let path = located(paths, place);
        finding.mended = match mend {
            Mend::MakePrivate => files::make_private(&path),
            Mend::RemoveLeftOver => trove_private_file::remove(&path),
            Mend::RemoveIndex => std::fs::remove_dir_all(&path),
        }
        .is_ok();
    }
}

#[cfg(test)]
mod tests;
