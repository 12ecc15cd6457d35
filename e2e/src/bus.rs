//! A session bus of the story's own: single instance is guarded by a name on the bus,
//! so two stories on one bus would meet.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::process::{Outcome, Running};

pub struct Bus {
    /// For the variable `DBUS_SESSION_BUS_ADDRESS`.
    pub address: String,
    _daemon: Running,
}

impl Bus {
    /// `prepare` sets the environment that programs started by the bus inherit.
    pub fn start(prepare: impl FnOnce(&mut Command)) -> Outcome<Self> {
        let mut command = Command::new("dbus-daemon");
        command.args(["--session", "--nofork", "--print-address=1"]);
        prepare(&mut command);
        let mut daemon = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("dbus-daemon did not start: {why}"))?;
        let pipe = daemon.stdout.take().ok_or("dbus-daemon has no output")?;
        let daemon = Running::from_child(daemon);
        let mut address = String::new();
        BufReader::new(pipe).read_line(&mut address)?;
        Ok(Self { address: address.trim().to_owned(), _daemon: daemon })
    }

    /// The process that owns a name, `None` while nobody does.
    pub fn owner(&self, name: &str) -> Option<u32> {
        let output = Command::new("gdbus")
            .args(["call", "--address", &self.address, "--dest", "org.freedesktop.DBus"])
            .args(["--object-path", "/org/freedesktop/DBus"])
            .args(["--method", "org.freedesktop.DBus.GetConnectionUnixProcessID", name])
            .stderr(Stdio::null())
            .output()
            .ok()?;
        // `(uint32 1234,)`
        let answer = String::from_utf8(output.stdout).ok()?;
        answer.trim().strip_prefix("(uint32 ")?.strip_suffix(",)")?.parse().ok()
    }
}
