//! A place to type at: a data folder, the local Notion, and the program started on both: this
//! system's, or that for Windows under Wine. Everything it prints is searched for the password
//! and the token.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use trove_sim::{Options, Sim};

pub const PASSWORD: &str = "violet-harbour-lantern-9";

/// Long enough for a loaded machine; reached only by a test that fails.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Names a `trove.exe` that is tried in the place of this system's program
/// (`cargo xtask cross --test windows`).
const WINDOWS_PROGRAM: &str = "TROVE_WINDOWS_PROGRAM";

/// Whether these are tests of the program for Windows.
pub fn under_wine() -> bool {
    std::env::var_os(WINDOWS_PROGRAM).is_some()
}

/// Whether this user alone may open it, a file or a folder. Wine keeps access lists as modes, in which a user's
/// group is what the user is.
#[cfg(unix)]
pub fn is_private(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let metadata = path.metadata().unwrap();
    let mode = metadata.permissions().mode() & 0o777;
    let ours = if metadata.is_dir() { 0o700 } else { 0o600 };
    if under_wine() { mode & 0o007 == 0 } else { mode == ours }
}

/// Of this system, whatever is tried.
pub fn own_program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_trove"))
}

/// Wine's process is the program's: it is killed and interrupted as any other.
fn program() -> Command {
    match std::env::var_os(WINDOWS_PROGRAM) {
        None => own_program(),
        Some(program) => {
            let mut wine = Command::new("wine");
            wine.arg(program);
            wine
        }
    }
}

pub struct Desk {
    pub folder: TempDir,
    pub sim: Sim,
}

pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Desk {
    pub async fn new() -> Self {
        let sim = Sim::start(Options::default()).await.unwrap();
        Self { folder: tempfile::tempdir().unwrap(), sim }
    }

    /// A profile with the workspace connected.
    pub async fn connected() -> Self {
        let desk = Self::new().await;
        desk.connect();
        desk
    }

    /// The same with everything read.
    pub async fn synced() -> Self {
        let desk = Self::connected().await;
        desk.run(&["sync", "--pace", "max"]).done();
        desk
    }

    pub fn connect(&self) {
        self.run(&["profile", "add", "Ada"]).done();
        let token = self.sim.personal_token().to_owned();
        self.type_in(&["connect", "--token-stdin"], &[PASSWORD, &token]).done();
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        self.with(program(), arguments)
    }

    /// The command line as `program` here.
    pub fn with(&self, mut program: Command, arguments: &[&str]) -> Command {
        program
            .args(arguments)
            .env("TROVE_DATA_DIR", self.data())
            .env("TROVE_NOTION_ORIGIN", self.sim.origin())
            .env("TZ", "UTC")
            .env("HOME", self.folder.path())
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env_remove("XDG_RUNTIME_DIR")
            .env_remove("NO_COLOR")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        program
    }

    /// With the right password.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.type_in(arguments, &[PASSWORD])
    }

    /// With lines on standard input, the first of which is the password.
    pub fn type_in(&self, arguments: &[&str], lines: &[&str]) -> Ran {
        let arguments = [arguments, &["--password-stdin"]].concat();
        self.finish(self.start(&arguments, lines))
    }

    pub fn start(&self, arguments: &[&str], lines: &[&str]) -> Child {
        self.start_with(self.command(arguments), lines)
    }

    pub fn start_with(&self, mut command: Command, lines: &[&str]) -> Child {
        let mut child = command.spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        // It may end before it has read them.
        let _ = input.write_all(text.as_bytes());
        child
    }

    pub fn finish(&self, child: Child) -> Ran {
        let output = child.wait_with_output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        let ran = Ran {
            code: output.status.code().unwrap_or(-1),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert_eq!(self.secrets_in(&format!("{}{}", ran.out, ran.err)), Vec::<&str>::new());
        ran
    }

    pub fn secrets_in(&self, text: &str) -> Vec<&str> {
        let secrets = [PASSWORD, self.sim.personal_token(), self.sim.internal_token()];
        secrets.into_iter().filter(|secret| text.contains(secret)).collect()
    }

    pub fn requests(&self, part: &str) -> usize {
        self.sim.log().iter().filter(|request| request.path.contains(part)).count()
    }
}

impl Ran {
    pub fn done(self) -> Self {
        self.ended(0)
    }

    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "out: {}\nerr: {}", self.out, self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self
    }

    pub fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Lines of a program that goes on running.
pub fn lines_of(reader: impl Read) -> impl Iterator<Item = String> {
    BufReader::new(reader).lines().map(|line| line.unwrap())
}

pub fn until<T>(what: &str, mut probe: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(found) = probe() {
            return found;
        }
        assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
