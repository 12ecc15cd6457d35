//! Lines on standard output and standard error.
//!
//! Not here: what they say. Styles vanish where there is no terminal or `NO_COLOR` is set
//! (`anstream`), and a reader that goes away ends the command quietly.

use crate::plain::Escaping;
use crate::stop::Stop;
use anstyle::Style;
use serde::Serialize;
use std::io::{self, Write};

pub const BOLD: Style = Style::new().bold();
pub const DIM: Style = Style::new().dimmed();

/// One line for people.
pub fn line(text: &str) -> Result<(), Stop> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    writeln!(out, "{text}")?;
    Ok(out.flush()?)
}

/// That something was done: an answer for people, and beside it for programs, who have the exit
/// code.
pub fn done(text: &str, json: bool) -> Result<(), Stop> {
    if json {
        note(text);
        Ok(())
    } else {
        line(text)
    }
}

/// One object for programs.
pub fn json(object: &impl Serialize) -> Result<(), Stop> {
    let mut line = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut line, Escaping);
    object.serialize(&mut serializer).map_err(io::Error::from)?;
    line.push(b'\n');
    raw(&line)
}

/// Written at once, so that a reader never sees half of it for long.
pub fn raw(bytes: &[u8]) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    Ok(out.flush()?)
}

/// Beside the answer: where nobody reads it, nothing is lost.
pub fn note(text: &str) {
    let mut out = anstream::AutoStream::auto(io::stderr().lock());
    let _ = writeln!(out, "{text}");
}
