//! Where the model of meanings lies, if it lies anywhere: it is a package of its own.
//!
//! Not what is in it (`trove-meaning`), nor whether the person wants it.

use super::paths::Paths;
use std::io;
use std::path::{Path, PathBuf};
use trove_meaning::Model;
use trove_private_file as private_file;

/// Names a file in its stead, for who builds Trove.
pub const MODEL_VARIABLE: &str = "TROVE_MODEL";

const NAME: &str = "meaning.model";
/// Twice what there is.
const LARGEST: u64 = 128 << 20;

/// Named by the environment, beside the program, where a package puts it, or in the data folder.
pub fn find(paths: &Paths) -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(MODEL_VARIABLE).filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named)).filter(|path| path.is_file());
    }
    let program = std::env::current_exe().and_then(|program| program.canonicalize()).ok();
    let beside = program.as_deref().and_then(Path::parent);
    places(beside, &paths.data).into_iter().find(|path| path.is_file())
}

fn places(beside: Option<&Path>, data: &Path) -> Vec<PathBuf> {
    // Of Linux's packages (/usr/bin beside /usr/share), macOS's bundles and Windows's setup.
    let packaged = ["../share/trove", "../Resources", ""];
    let mut places: Vec<PathBuf> =
        packaged.iter().filter_map(|place| Some(beside?.join(place).join(NAME))).collect();
    places.push(data.join(NAME));
    places
}

/// Reads it; what it tells itself from other models by comes with it.
///
/// # Errors
/// It cannot be read, or is of [`io::ErrorKind::InvalidData`]: no model, or another's.
pub fn read(path: &Path) -> io::Result<(Model, u32)> {
    let file = private_file::read(path, LARGEST)?.ok_or(io::ErrorKind::NotFound)?;
    let model = Model::read(&file).map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))?;
    Ok((model, crc32fast::hash(&file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_puts_it_where_it_is_looked_for() {
        let shown = |beside| -> Vec<String> {
            places(beside, Path::new("/data")).iter().map(|place| place.display().to_string()).collect()
        };
        let looked = shown(Some(Path::new("/usr/bin")));
        let expected = "/usr/bin/../share/trove/meaning.model /usr/bin/../Resources/meaning.model \
                        /usr/bin/meaning.model /data/meaning.model";
        assert_eq!(looked.join(" "), expected);
        assert_eq!(shown(None), ["/data/meaning.model"]);
    }

    #[test]
    fn what_is_no_model_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        let kind = || read(&path).err().map(|error| error.kind());
        assert_eq!(kind(), Some(io::ErrorKind::NotFound));
        std::fs::write(&path, b"trovemn1 and no more").unwrap();
        assert_eq!(kind(), Some(io::ErrorKind::InvalidData));
        let endless = std::fs::File::create(&path).unwrap();
        endless.set_len(LARGEST + 1).unwrap();
        assert_eq!(kind(), Some(io::ErrorKind::InvalidData));
    }
}
