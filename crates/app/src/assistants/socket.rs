//! The window's private socket, at which programs of this user ask to be let in to the profile
//! that it shows. It is there while the profile is open: locking ends everything at it at once.
//!
//! A Unix domain socket of mode 0600 in a folder of mode 0700, and the system says who is at
//! its other end. Not here: what is asked and answered there (`visit`).

use super::visit::Visit;
use crate::state::app::{App, WeakApp};
use crate::state::open_profile::OpenProfile;
use crate::state::task::Task;
use crate::system::blocking::blocking;
use std::fs;
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;
use trove_private_file as private_file;

/// Programs at a time; who comes besides is turned away.
const MOST: usize = 16;

/// After the system had no descriptor or memory for one more.
const A_WHILE: Duration = Duration::from_secs(1);

impl App {
    pub(crate) fn listen_for_assistants(&self, open: &Arc<OpenProfile>) {
        let listening = listen(self.downgrade(), Arc::downgrade(open), self.inner.paths.window_socket());
        open.own(Task::new(self.inner.runtime.spawn(listening)));
    }
}

async fn listen(app: WeakApp, open: Weak<OpenProfile>, path: PathBuf) {
    let socket = match Socket::bind(path).await {
        Ok(socket) => socket,
        Err(error) => {
            tracing::warn!(kind = ?error.kind(), "no program can ask this window to be let in");
            return;
        }
    };
    if let Some(open) = open.upgrade() {
        open.access_requests.set_listening();
    }
    let mut visits = JoinSet::new();
    loop {
        tokio::select! {
            accepted = socket.listener.accept() => match accepted {
                Ok((stream, _)) if visits.len() < MOST && is_ours(&stream) => {
                    visits.spawn(Visit::new(app.clone(), Weak::clone(&open)).serve(stream));
                }
                Ok(_) => tracing::info!("a program was turned away at the window's socket"),
                Err(_) => tokio::time::sleep(A_WHILE).await,
            },
            Some(_) = visits.join_next() => {}
        }
    }
}

/// Whether a program of this user is at the other end (`SO_PEERCRED`, `getpeereid`).
pub(super) fn is_ours(stream: &UnixStream) -> bool {
    stream.peer_cred().is_ok_and(|peer| peer.uid() == rustix::process::geteuid().as_raw())
}

/// Removed when dropped.
struct Socket {
    listener: UnixListener,
    path: PathBuf,
    /// Device and inode, which tell it from one that another process put there.
    made: (u64, u64),
}

impl Socket {
    /// One that a killed window left is replaced; one at which somebody answers is not, and
    /// neither is anything else that lies there.
    async fn bind(path: PathBuf) -> io::Result<Self> {
        let place = path.clone();
        let left = blocking(move || what_lies_there(&place)).await.map_err(|_| ErrorKind::Other)??;
        if left {
            match UnixStream::connect(&path).await {
                Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(&path)?,
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                _ => return Err(ErrorKind::AddrInUse.into()),
            }
        }
        let listener = UnixListener::bind(&path)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600))?;
        let made = identity(&path)?;
        Ok(Self { listener, path, made })
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|there| there == self.made) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Whether a socket lies there, in a folder that is ours alone.
fn what_lies_there(path: &Path) -> io::Result<bool> {
    path.parent().map_or(Ok(()), private_file::our_folder)?;
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.file_type().is_socket() => Ok(true),
        Ok(_) => Err(ErrorKind::InvalidData.into()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::symlink_metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::fs::{CWD, FileType, Mode, mknodat};

    fn place() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("window").join("socket");
        (folder, path)
    }

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// Check 64.
    #[tokio::test]
    async fn it_is_for_this_user_alone_and_gone_when_nobody_listens() {
        let (_folder, path) = place();
        let socket = Socket::bind(path.clone()).await.unwrap();
        assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        let (stream, accepted) = tokio::join!(UnixStream::connect(&path), socket.listener.accept());
        assert!(is_ours(&stream.unwrap()) && is_ours(&accepted.unwrap().0));
        drop(socket);
        assert!(!path.exists());
    }

    /// Check 64.
    #[tokio::test]
    async fn what_a_killed_window_left_is_replaced_and_a_living_one_is_not() {
        let (_folder, path) = place();
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::set_permissions(path.parent().unwrap(), fs::Permissions::from_mode(0o755)).unwrap();
        drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
        let left = identity(&path).unwrap();
        let socket = Socket::bind(path.clone()).await.unwrap();
        assert_eq!(mode(path.parent().unwrap()), 0o700);
        assert_eq!(Socket::bind(path.clone()).await.err().unwrap().kind(), ErrorKind::AddrInUse);
        // Another's, in the place of ours, outlives ours.
        fs::remove_file(&path).unwrap();
        let other = std::os::unix::net::UnixListener::bind(&path).unwrap();
        drop(socket);
        assert!(path.exists() && left.0 > 0);
        drop(other);
    }

    /// The system's bound on such paths is about a hundred bytes.
    #[tokio::test]
    async fn in_a_folder_too_deep_for_one_there_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep".repeat(40)).join("window").join("socket");
        assert_eq!(Socket::bind(path.clone()).await.err().unwrap().kind(), ErrorKind::InvalidInput);
        assert!(!path.exists());
    }

    /// Check 64.
    #[tokio::test]
    async fn nothing_else_in_its_place_is_replaced_followed_or_waited_for() {
        type Put = fn(&Path, &Path);
        let things: [(&str, Put); 4] = [
            ("a file", |path, _| fs::write(path, "kept").unwrap()),
            ("a folder", |path, _| fs::create_dir(path).unwrap()),
            ("a link", |path, elsewhere| std::os::unix::fs::symlink(elsewhere, path).unwrap()),
            ("a pipe", |path, _| {
                mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
            }),
        ];
        for (name, put) in things {
            let (folder, path) = place();
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            let elsewhere = folder.path().join("elsewhere");
            let _other = std::os::unix::net::UnixListener::bind(&elsewhere).unwrap();
            put(&path, &elsewhere);
            let before = identity(&path).unwrap();
            assert!(Socket::bind(path.clone()).await.is_err(), "{name}");
            assert_eq!(identity(&path).unwrap(), before, "{name} is left alone");
        }
        // Nor is a link in the place of its folder.
        let (folder, path) = place();
        let elsewhere = folder.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, path.parent().unwrap()).unwrap();
        assert!(Socket::bind(path).await.is_err());
        assert_eq!(fs::read_dir(elsewhere).unwrap().count(), 0);
    }
}
