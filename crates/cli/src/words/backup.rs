//! What is said of a backup, before it is opened and after.

use super::day;
use crate::plain::plain;
use std::path::Path;
use trove_app::backup::{Backup, BackupError, Restored};

pub const NOT_THAT_DAYS_PASSWORD: &str = "That is not the password that the profile had on that day. Nothing was \
     changed; try again.";
pub const NAME_TAKEN_HERE: &str = "Another profile of this computer has this name. Choose one: trove restore FILE \
     --name NAME";

pub fn backed_up(name: &str, file: &Path) -> String {
    format!(
        "Profile {} is in {}, encrypted as it is on this computer. It comes back with: trove restore FILE. That asks \
         for the password that the profile has today, also after it was changed.",
        plain(name),
        file.display()
    )
}

/// Before the password is asked for.
pub fn backup_of(backup: &Backup) -> String {
    format!(
        "This is profile {} as it was on {}. It opens with the password that it had on that day.",
        plain(&backup.name),
        day(backup.made)
    )
}

pub fn restored(restored: &Restored) -> Vec<String> {
    let workspaces =
        |count| if count == 1 { "1 workspace".to_owned() } else { format!("{count} workspaces") };
    let mut lines = vec![format!(
        "Profile {} is back as it was on {}, with {}. What changed at Notion since: trove sync",
        plain(&restored.profile.name),
        day(restored.made),
        workspaces(restored.connections)
    )];
    if restored.left_out > 0 {
        lines.push(format!(
            "{} that had been removed on this computer since stayed away.",
            workspaces(restored.left_out)
        ));
    }
    if restored.signed_in > 0 {
        lines.push(format!(
            "{} signed in through the browser may want a new sign-in: Notion renews such tokens as they are used, \
             and takes each only once. Sign in again in the window, or: trove connect",
            workspaces(restored.signed_in)
        ));
    }
    if restored.lowered {
        lines.push("It administered profiles before; on this computer others do.".into());
    }
    lines
}

pub fn backup_error(error: &BackupError) -> String {
    match error {
        BackupError::Exists(path) => {
            format!("There is a file {} already, which was left alone. Name another one.", path.display())
        }
        BackupError::NotFound => "There is no such file. Check its name.".into(),
        BackupError::NotAFile => {
            "That is no file but a pipe, a device or a folder. Name the file that trove backup wrote.".into()
        }
        BackupError::NotABackup => "That file is not a backup of Trove's. Nothing was changed.".into(),
        BackupError::Damaged => {
            "The backup is not as it was written: cut off, changed, or damaged on its disk. Nothing was changed. Use \
             another copy of it, or an older backup."
                .into()
        }
        BackupError::NewerVersion => {
            "The backup was written by a newer version of Trove. Update this one. Nothing was changed.".into()
        }
        BackupError::RemovedHere => {
            "This profile was removed on this computer, and a backup does not bring it back. Make a profile and \
             connect its workspaces again: trove profile add NAME"
                .into()
        }
        BackupError::AlreadyHere { name } => format!(
            "Profile {} is on this computer already. To put the backup in its place, and lose what has come to it \
             since: trove restore FILE --replace",
            plain(name)
        ),
        // Told as everywhere else.
        BackupError::App(error) => super::error(error),
    }
}
