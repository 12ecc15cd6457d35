//! Child processes that end with the story, and waiting without sleeping blindly.
//!
//! Never by name or pattern: a story ends only what it started itself.

use std::error::Error;
use std::fs::File;
use std::future::Future;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// Why a story failed, in words.
pub type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// How long anything may take before the story gives up. Generous, because a busy
/// machine is no bug; nothing ever waits this long when it goes well.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// Sets who may use a file, where files have modes.
pub fn set_mode(path: &Path, mode: u32) -> Outcome {
    #[cfg(unix)]
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    #[cfg(not(unix))]
    let _ = (path, mode);
    Ok(())
}

/// A child that is ended, and waited for, when dropped.
pub struct Running(Child);

impl Running {
    /// Starts it with both outputs appended to `log`.
    pub fn start(command: &mut Command, log: &Path) -> Outcome<Self> {
        let log = File::options().create(true).append(true).open(log)?;
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
        let child = command
            .spawn()
            .map_err(|why| format!("{} did not start: {why}", command.get_program().to_string_lossy()))?;
        Ok(Self(child))
    }

    pub fn from_child(child: Child) -> Self {
        Self(child)
    }

    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Waits for it to end well.
    pub async fn finish(mut self) -> Outcome {
        let status = until("a program to end", || {
            let ended = self.0.try_wait();
            async move { Ok(ended?) }
        })
        .await?;
        if status.success() { Ok(()) } else { Err(format!("a program ended with {status}").into()) }
    }

    /// How it ended by itself, once it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.0.try_wait().ok().flatten()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> Outcome<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Asks until the answer is `Some`, at most [`PATIENCE`]; then says what was waited for.
pub async fn until<T, F>(what: &str, mut ask: impl FnMut() -> F) -> Outcome<T>
where
    F: Future<Output = Outcome<Option<T>>>,
{
    let begun = Instant::now();
    loop {
        let answer = ask().await;
        match answer {
            Ok(Some(value)) => return Ok(value),
            Ok(None) if begun.elapsed() > PATIENCE => return Err(format!("waited in vain for {what}").into()),
            Err(why) if begun.elapsed() > PATIENCE => {
                return Err(format!("waited in vain for {what}: {why}").into());
            }
            Ok(None) | Err(_) => tokio::time::sleep(Duration::from_millis(40)).await,
        }
    }
}
