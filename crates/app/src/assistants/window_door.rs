//! The other end of the window's socket: how a program that speaks for an assistant asks a
//! window that is open.
//!
//! Not what becomes of it there (`visit`).

use super::request::{Answer, Refusal, Request};
use crate::state::app::App;

#[cfg(unix)]
use {
    super::lines::{self, LONGEST_ANSWER, Question, Reply, VERSION},
    super::socket::is_ours,
    std::io,
    std::path::PathBuf,
    std::time::Duration,
    tokio::io::BufReader,
    tokio::net::UnixStream,
    tokio::time::timeout,
};

/// Longer than a window waits for its person and then for an index.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_secs(75);

/// A profile, seen through a window that shows it.
#[cfg(unix)]
pub struct WindowDoor {
    path: PathBuf,
    profile: String,
    /// Let in, as far as is known.
    stream: Option<BufReader<UnixStream>>,
}

#[cfg(unix)]
impl WindowDoor {
    /// # Errors
    /// Why it is told nothing; [`Refusal::NoWindow`] where no window answers.
    pub async fn ask(&mut self, request: &Request) -> Result<Answer, Refusal> {
        let question =
            Question { version: VERSION.to_owned(), profile: self.profile.clone(), request: request.clone() };
        if let Some(known) = self.stream.take()
            && let Ok(Some(reply)) = self.exchange(known, &question).await
        {
            return reply;
        }
        // None yet, or it was locked since and may be open again.
        let Ok(stream) = UnixStream::connect(&self.path).await else { return Err(Refusal::NoWindow) };
        if !is_ours(&stream) {
            return Err(Refusal::NoWindow);
        }
        match self.exchange(BufReader::new(stream), &question).await {
            Ok(Some(reply)) => reply,
            Ok(None) | Err(_) => Err(Refusal::NoWindow),
        }
    }

    async fn exchange(
        &mut self,
        mut stream: BufReader<UnixStream>,
        question: &Question,
    ) -> io::Result<Option<Reply>> {
        let both = async {
            lines::write(&mut stream, question).await?;
            lines::read(&mut stream, LONGEST_ANSWER).await
        };
        let reply = timeout(PATIENCE, both).await.map_err(|_| io::ErrorKind::TimedOut)??;
        self.stream = Some(stream);
        Ok(reply)
    }
}

#[cfg(not(unix))]
pub struct WindowDoor;

#[cfg(not(unix))]
impl WindowDoor {
    /// # Errors
    /// [`Refusal::NoWindow`]: on this system programs cannot ask one.
    pub async fn ask(&mut self, _request: &Request) -> Result<Answer, Refusal> {
        Err(Refusal::NoWindow)
    }
}

impl App {
    /// A way to ask the window that shows this profile, if one does.
    pub fn window_door(&self, profile: &str) -> WindowDoor {
        #[cfg(unix)]
        return WindowDoor {
            path: self.inner.paths.window_socket(),
            profile: profile.to_owned(),
            stream: None,
        };
        #[cfg(not(unix))]
        {
            let _ = profile;
            WindowDoor
        }
    }
}
