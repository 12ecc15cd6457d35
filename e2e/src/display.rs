//! A screen nobody sees: Xvfb, and openbox, so that windows have a frame and the focus.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Outcome, Running};

/// Wide enough for a window of 1280 × 800 with its frame.
const SCREEN: &str = "1600x1000x24";

pub struct Display {
    /// `:99`, for the variable DISPLAY.
    pub name: String,
    // Dropped in this order: the window manager before its screen.
    _openbox: Running,
    _xvfb: Running,
}

impl Display {
    pub fn start(log: &Path) -> Outcome<Self> {
        // Xvfb picks the number and says it when it is ready.
        let mut xvfb = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("Xvfb did not start: {why}"))?;
        let pipe = xvfb.stdout.take().ok_or("Xvfb has no output")?;
        let xvfb = Running::from_child(xvfb);
        let mut number = String::new();
        BufReader::new(pipe).read_line(&mut number)?;
        if number.trim().is_empty() {
            return Err("Xvfb ended before it had a screen".into());
        }
        let name = format!(":{}", number.trim());
        let openbox = Running::start(Command::new("openbox").env("DISPLAY", &name), log)?;
        Ok(Self { name, _openbox: openbox, _xvfb: xvfb })
    }
}
