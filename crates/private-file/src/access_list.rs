//! Who may open what lies at a path, on Windows: its access list, which has this user in it and
//! nobody else, and takes nothing over from the folder above (Microsoft's Security Descriptor
//! Definition Language: <https://learn.microsoft.com/windows/win32/secauthz/security-descriptor-string-format>).
//!
//! Not an administrator: one can take over any file. Not Windows itself, which may stand in the
//! list: it opens whatever it wants to, to back it up or to look for viruses. Not a disk without access lists (FAT): there
//! is nothing to change there.

use std::io;
use std::path::Path;
use windows_permissions::constants::{SeObjectType, SecurityInformation};
use windows_permissions::{LocalBox, SecurityDescriptor, utilities, wrappers};

/// Windows' codes for what this disk cannot do: invalid function, not supported
/// (<https://learn.microsoft.com/windows/win32/debug/system-error-codes--0-499->).
const NO_LISTS: [i32; 2] = [1, 50];

/// Windows itself ("local system").
const SYSTEM: &str = "SY";

/// Leaves `path` to this user; of a folder, also what is made in it. Left alone where it is so
/// already.
///
/// # Errors
/// When the list cannot be read or changed: it is somebody else's.
pub(crate) fn only_this_user(path: &Path) -> io::Result<()> {
    let wanted = wanted(path.is_dir())?;
    let changed = match is_as(path, &wanted) {
        Ok(true) => return Ok(()),
        Ok(false) => wrappers::SetNamedSecurityInfo(
            path.as_os_str(),
            SeObjectType::SE_FILE_OBJECT,
            SecurityInformation::Dacl | SecurityInformation::ProtectedDacl,
            None,
            None,
            wanted.dacl(),
            None,
        ),
        Err(error) => Err(error),
    };
    match changed {
        Err(error) if error.raw_os_error().is_some_and(|code| NO_LISTS.contains(&code)) => Ok(()),
        done => done,
    }
}

/// Whether others than this user may open it.
///
/// # Errors
/// When the list cannot be read.
pub fn is_open_to_others(path: &Path) -> io::Result<bool> {
    let wanted = wanted(path.is_dir())?;
    Ok(!is_as(path, &wanted)?)
}

/// All rights (`FA`) for one user, for files and folders within (`OICI`) too.
fn wanted(folder: bool) -> io::Result<LocalBox<SecurityDescriptor>> {
    let user = utilities::current_process_sid()?;
    format!("D:P(A;{};FA;;;{})", if folder { "OICI" } else { "" }, *user).parse()
}

/// Whether nobody stands in the list of `path` but who stands in `wanted`, and Windows. Both are written by
/// Windows, which has short names for some users.
fn is_as(path: &Path, wanted: &SecurityDescriptor) -> io::Result<bool> {
    let there = wrappers::GetNamedSecurityInfo(
        path.as_os_str(),
        SeObjectType::SE_FILE_OBJECT,
        SecurityInformation::Dacl,
    )?;
    let (there, wanted) = (there.as_sddl()?, wanted.as_sddl()?);
    let (there, wanted) = (there.to_string_lossy(), wanted.to_string_lossy());
    let (there, wanted) = (users(&there), users(&wanted));
    // A list without anyone keeps everyone out, no list at all lets everyone in.
    Ok(!there.is_empty() && there.iter().all(|user| *user == SYSTEM || wanted.contains(user)))
}

/// Whom each entry is about: the last of its six fields.
fn users(list: &str) -> Vec<&str> {
    let entries = list.split('(').skip(1).filter_map(|entry| entry.split(')').next());
    entries.map(|entry| entry.rsplit(';').next().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_list_is_about() {
        assert_eq!(
            users("O:BAG:BAD:PAI(A;OICI;FA;;;S-1-5-21-1-2-3-500)(D;;FR;;;WD)"),
            ["S-1-5-21-1-2-3-500", "WD"]
        );
        assert!(users("D:P").is_empty() && users("").is_empty());
    }

    #[test]
    fn what_anyone_may_open_is_narrowed_and_what_is_made_in_it_is_narrow() {
        let folder = tempfile::tempdir().unwrap();
        // Wine hands on what the folder above has, also where that is not to be.
        crate::our_folder(folder.path()).unwrap();
        let ours = folder.path().join("ours");
        std::fs::create_dir(&ours).unwrap();
        let everyone: LocalBox<SecurityDescriptor> = "D:P(A;OICI;FA;;;WD)".parse().unwrap();
        wrappers::SetNamedSecurityInfo(
            ours.as_os_str(),
            SeObjectType::SE_FILE_OBJECT,
            SecurityInformation::Dacl | SecurityInformation::ProtectedDacl,
            None,
            None,
            everyone.dacl(),
            None,
        )
        .unwrap();
        let file = ours.join("file");
        std::fs::write(&file, "").unwrap();
        for (path, narrow) in [(&ours, crate::our_folder as fn(&Path) -> _), (&file, crate::make_private)] {
            assert!(is_open_to_others(path).unwrap(), "{path:?}");
            narrow(path).unwrap();
            assert!(!is_open_to_others(path).unwrap(), "{path:?}");
        }
        for (name, made) in [
            ("new", (|path| crate::create(path).map(drop)) as fn(&Path) -> io::Result<()>),
            ("log", |path| crate::append(path).map(drop)),
            ("replaced", |path| crate::replace(path, b"")),
        ] {
            made(&ours.join(name)).unwrap();
            assert!(!is_open_to_others(&ours.join(name)).unwrap(), "{name}");
        }
    }
}
