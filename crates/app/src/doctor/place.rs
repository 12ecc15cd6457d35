//! Where something was found, as it is shown: below the data folder or the cache, so that no
//! person's folder is named.

use crate::system::paths::Paths;
use std::path::{Path, PathBuf};

pub const CACHE: &str = "cache/";

pub fn shown(paths: &Paths, path: &Path) -> String {
    match (path.strip_prefix(&paths.cache), path.strip_prefix(&paths.data)) {
        (Ok(rest), _) => format!("{CACHE}{}", rest.display()),
        (_, Ok(rest)) => rest.display().to_string(),
        _ => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    }
}

pub fn located(paths: &Paths, place: &str) -> PathBuf {
    match place.strip_prefix(CACHE) {
        Some(rest) => paths.cache.join(rest),
        None => paths.data.join(place),
    }
}
