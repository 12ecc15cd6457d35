//! What goes over the window's socket: a line of JSON for what is asked, a line for the answer,
//! each of a bounded length. Keys, passwords and tokens are in neither.
//!
//! Not here: who may ask (`visit`), and where the socket is (`socket`).

use super::request::{Answer, Refusal, Request};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io::{self, ErrorKind};
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Both ends are of one version: these lines are nobody else's.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Bytes of a question. What is asked is short.
pub const LONGEST_QUESTION: u64 = 256 * 1024;

/// Bytes of an answer: fifty hits, or a part of a page with many properties.
pub const LONGEST_ANSWER: u64 = 16 * 1024 * 1024;

#[derive(Debug, Serialize, Deserialize)]
pub struct Question {
    pub version: String,
    /// The profile's id.
    pub profile: String,
    pub request: Request,
}

pub type Reply = Result<Answer, Refusal>;

/// The next line; nothing at the end.
///
/// # Errors
/// When there are more bytes than `most`, no line end, or something else than was expected.
pub async fn read<T: DeserializeOwned>(
    from: &mut (impl AsyncBufRead + Unpin),
    most: u64,
) -> io::Result<Option<T>> {
    let mut line = Vec::new();
    if from.take(most).read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') {
        return Err(ErrorKind::InvalidData.into());
    }
    Ok(Some(serde_json::from_slice(&line)?))
}

/// # Errors
/// When it cannot be written.
pub async fn write(to: &mut (impl AsyncWrite + Unpin), what: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(what)?;
    line.push(b'\n');
    to.write_all(&line).await?;
    to.flush().await
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Check 64.
    #[tokio::test]
    async fn a_line_is_read_up_to_its_bound_and_no_further() {
        let mut good: &[u8] = b"[1,2]\n[3]\n";
        assert_eq!(read::<Vec<u8>>(&mut good, 6).await.unwrap(), Some(vec![1, 2]));
        assert_eq!(read::<Vec<u8>>(&mut good, 6).await.unwrap(), Some(vec![3]));
        assert_eq!(read::<Vec<u8>>(&mut good, 6).await.unwrap(), None);
        for mut bad in [&b"[1,2]\n"[..5], b"[1,2,3]\n", b"\n", b"{}\n", b"\xff\n"] {
            assert!(read::<Vec<u8>>(&mut bad, 6).await.is_err(), "{bad:?}");
        }
        let mut endless = tokio::io::BufReader::new(tokio::io::repeat(b'x'));
        assert!(read::<Vec<u8>>(&mut endless, LONGEST_QUESTION).await.is_err());
    }
}
