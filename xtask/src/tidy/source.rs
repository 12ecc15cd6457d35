//! The project's text, read once for all rules.

use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output};

/// The project's text files as git lists them, those not yet added included.
pub struct Source {
    /// Those that are no text among them.
    names: Vec<String>,
    files: Vec<(String, String)>,
}

impl Source {
    pub fn of_the_project() -> Outcome<Self> {
        let root = root();
        let arguments = ["ls-files", "--cached", "--others", "--exclude-standard"];
        let list = output(&mut command("git", &arguments, &root))
            .ok_or_else(|| Stop("`git ls-files` failed: tidy wants a git clone.".into()))?;
        let read = |name: &str| {
            let text = std::fs::read_to_string(root.join(name)).ok()?;
            Some((name.to_owned(), text))
        };
        // What is no text, or deleted and not yet committed, has nothing to check.
        let files = list.lines().filter_map(read).collect();
        Ok(Self { names: list.lines().map(str::to_owned).collect(), files })
    }

    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.iter().find(|(name, _)| name == path).map(|(_, text)| text.as_str())
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    /// Files in a folder, at any depth, whose names end in one of `endings`.
    pub fn within<'a>(
        &'a self,
        folder: &'a str,
        endings: &'a [&str],
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.iter().filter(move |(name, _)| {
            name.starts_with(folder) && endings.iter().any(|ending| name.ends_with(ending))
        })
    }
}

#[cfg(test)]
pub fn sample(files: &[(&str, &str)]) -> Source {
    Source {
        names: files.iter().map(|(name, _)| (*name).to_owned()).collect(),
        files: files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
    }
}
