//! Standard input and the terminal: where passwords, tokens and queries come from.
//!
//! Secrets are read byte by byte, so that no buffer keeps a copy of them.

use crate::stop::Stop;
use crate::words;
use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use trove_model::SecretString;
use zeroize::Zeroizing;

/// Longer than any password, token or query.
const LONGEST: usize = 64 * 1024;

/// What some of Windows' programs begin a text with, to say that it is UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// One line after the other.
pub struct Input {
    file: Option<File>,
    /// Whether a line was read already.
    begun: bool,
}

impl Input {
    pub fn standard() -> Self {
        Self { file: unbuffered(), begun: false }
    }

    pub fn none() -> Self {
        Self { file: None, begun: false }
    }

    /// The next line, as it is.
    pub fn secret_line(&mut self, missing: &'static str) -> Result<SecretString, Stop> {
        let mut line = Zeroizing::new(Vec::with_capacity(LONGEST));
        let file = self.file.as_mut().ok_or(Stop::Usage(missing.into()))?;
        let mut byte = Zeroizing::new([0]);
        let mut any = false;
        while file.read(&mut *byte).map_err(|_| Stop::Usage(missing.into()))? == 1 {
            any = true;
            match byte[0] {
                b'\n' => break,
                // What is left of it would be taken for the next one.
                _ if line.len() == LONGEST => return Err(Stop::Usage(words::TOO_LONG.into())),
                other => line.push(other),
            }
        }
        if line.last() == Some(&b'\r') {
            line.pop();
        }
        let line = without_mark(&line, &mut self.begun);
        let text = std::str::from_utf8(line).map_err(|_| Stop::Usage(words::NOT_UTF8.into()))?;
        if any { Ok(SecretString::from(text)) } else { Err(Stop::Usage(missing.into())) }
    }

    /// Every line that follows, each as far as a query goes.
    pub fn lines(self) -> Result<impl Iterator<Item = io::Result<String>>, Stop> {
        let file = self.file.ok_or(Stop::Usage(words::NO_INPUT.into()))?;
        let (mut reader, mut begun) = (BufReader::new(file), self.begun);
        Ok(std::iter::from_fn(move || {
            let mut line = Vec::new();
            match reader.by_ref().take(LONGEST as u64).read_until(b'\n', &mut line) {
                Ok(0) => None,
                Ok(read) => {
                    // The rest of a long line is not another one.
                    let cut = read == LONGEST && line.last() != Some(&b'\n');
                    if cut && let Err(error) = reader.skip_until(b'\n') {
                        return Some(Err(error));
                    }
                    let text = String::from_utf8_lossy(without_mark(&line, &mut begun));
                    Some(Ok(text.trim_end_matches(['\n', '\r']).to_owned()))
                }
                Err(error) => Some(Err(error)),
            }
        }))
    }
}

/// The mark is at the beginning of all, and nowhere else.
fn without_mark<'a>(line: &'a [u8], begun: &mut bool) -> &'a [u8] {
    let first = !std::mem::replace(begun, true);
    line.strip_prefix(BYTE_ORDER_MARK).filter(|_| first).unwrap_or(line)
}

/// Asks on the terminal itself, whatever standard input is; without echo.
pub fn ask(question: &str, otherwise: &'static str) -> Result<SecretString, Stop> {
    if !(io::stdin().is_terminal() || io::stderr().is_terminal()) {
        return Err(Stop::Usage(otherwise.into()));
    }
    match rpassword::prompt_password(format!("{question}: ")) {
        Ok(answer) => Ok(SecretString::new(answer)),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(Stop::Interrupted),
        Err(_) => Err(Stop::Usage(otherwise.into())),
    }
}

/// Standard input without the buffer that the standard library puts before it.
#[cfg(unix)]
fn unbuffered() -> Option<File> {
    use std::os::fd::AsFd;
    io::stdin().as_fd().try_clone_to_owned().ok().map(File::from)
}

#[cfg(windows)]
fn unbuffered() -> Option<File> {
    use std::os::windows::io::AsHandle;
    io::stdin().as_handle().try_clone_to_owned().ok().map(File::from)
}
