//! Where things are: the project's root and the folder of built binaries.
//!
//! Not where the app keeps its data: that is the app's own business.

use std::path::{Path, PathBuf};

/// The folder of the workspace's Cargo.toml. Cargo names this package's folder when it runs us.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_else(|| "xtask".into());
    here.parent().map(Path::to_owned).unwrap_or_default()
}

/// A binary of the workspace.
pub fn built(name: &str) -> PathBuf {
    beside_us(name).with_extension(std::env::consts::EXE_EXTENSION)
}

/// In the folder of the binary that runs: the target folder may be anywhere.
pub fn beside_us(name: &str) -> PathBuf {
    let folder = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_owned));
    folder.unwrap_or_default().join(name)
}
