//! Wine, with a Windows of its own that is thrown away at the end.
//!
//! Not what is tried in it (`tried`, `installed`).

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::mingw::COMPILER;
use crate::cross::tools::Tools;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output, run};

/// Long enough for a loaded machine; reached only by what never ends.
const PATIENCE: Duration = Duration::from_secs(300);

/// Wine 8 lacks it, and Rust's library takes randomness from it. Windows has had it since 8.
const RANDOMNESS: &str = "\
/* Written by `cargo xtask cross`, for Wine alone: Windows has its own. */
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID into, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T length) {
    while (length > 0) {
        ULONG now = length > 65536 ? 65536 : (ULONG)length;
        if (!SystemFunction036(into, now)) return FALSE;
        into += now;
        length -= now;
    }
    return TRUE;
}
";

/// Installed in this system: unpacked elsewhere, Wine does not find its own parts.
pub fn is_here() -> Outcome<()> {
    output(&mut command("wine", &["--version"], &root()))
        .map(drop)
        .ok_or_else(|| Stop("Wine is not installed: `apt-get install wine64 wine` brings it.".into()))
}

pub struct Wine {
    prefix: PathBuf,
}

impl Wine {
    pub fn new(tools: &Tools) -> Outcome<Self> {
        let wine = Self { prefix: tools.path("wine") };
        wine.remove();
        tools.folder("wine")?;
        // Its server stays until the end, and with it Windows' services, which would hold the
        // output of the first command that started them. The server makes all files: on Windows
        // those in a person's folder are that person's by its access list, which Wine does not
        // hand on.
        for program in ["umask 077; exec wineserver --persistent", "exec wineboot --init"] {
            let mut starting = command("sh", &["-c", program], &root());
            starting.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            run(wine.surround(&mut starting))?;
        }
        wine.add_randomness(tools)?;
        wine.close_home()?;
        Ok(wine)
    }

    /// As on Windows: a person's folders, that for temporary files among them, are their own.
    /// Wine keeps access lists as the modes of files.
    fn close_home(&self) -> Outcome<()> {
        let temporary = self.home()?.join("Temp");
        run(&mut command("chmod", &["700", &temporary.to_string_lossy()], &root()))
    }

    /// Of the one person that this Windows knows.
    pub fn home(&self) -> Outcome<PathBuf> {
        let users = self.drive().join("users");
        let mut people = std::fs::read_dir(&users).into_iter().flatten().flatten().map(|user| user.path());
        let home = people.find(|home| home.join("AppData").exists());
        home.ok_or_else(|| Stop(format!("Nobody has a folder in {}.", users.display())))
    }

    fn add_randomness(&self, tools: &Tools) -> Outcome<()> {
        let source = self.prefix.join("randomness.c");
        std::fs::write(&source, RANDOMNESS).map_err(|why| Stop(format!("{}: {why}.", source.display())))?;
        let library = self.drive().join("windows/system32/bcryptprimitives.dll");
        let (source, library) = (source.to_string_lossy(), library.to_string_lossy());
        let words = ["-Os", "-s", "-shared", "-o", &*library, &*source, "-ladvapi32"];
        let mut compiler = command(tools.program(COMPILER), &words, &root());
        tools.compiler_environment(&mut compiler);
        run(&mut compiler)
    }

    /// `C:`.
    pub fn drive(&self) -> PathBuf {
        self.prefix.join("drive_c")
    }

    /// Nothing of this account's own Wine, no window, names of files in UTF-8.
    pub fn surround<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command
            .env("WINEPREFIX", &self.prefix)
            .env("WINEDEBUG", "-all")
            .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
            .env("LC_ALL", "C.UTF-8")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
    }

    /// A program for Windows, not started yet; nothing comes in, what it prints can be read.
    pub fn command(&self, program: &Path, words: &[&str]) -> Command {
        let mut wine = command("wine", &[], &root());
        wine.arg(program).args(words);
        wine.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        self.surround(&mut wine);
        wine
    }

    /// Runs a program to its end.
    pub fn ran(&self, program: &Path, words: &[&str]) -> Outcome<Output> {
        let name = program.display();
        println!("$ wine {name} {}", words.join(" "));
        let mut child =
            self.command(program, words).spawn().map_err(|why| Stop(format!("{name}: {why}.")))?;
        let begun = Instant::now();
        while child.try_wait().map_err(|why| Stop(format!("{name}: {why}.")))?.is_none() {
            if begun.elapsed() > PATIENCE {
                let _ = child.kill();
                return Err(Stop(format!("{name} did not end.")));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        child.wait_with_output().map_err(|why| Stop(format!("{name}: {why}.")))
    }

    /// What the registry has at a key and below; empty where there is none.
    pub fn registry(&self, key: &str) -> Outcome<String> {
        let told = self.ran(Path::new("reg"), &["query", key, "/s"])?;
        Ok(if told.status.success() {
            String::from_utf8_lossy(&told.stdout).into_owned()
        } else {
            String::new()
        })
    }

    fn remove(&self) {
        if self.prefix.exists() {
            let _ = self.surround(&mut command("wineserver", &["--kill", "--wait"], &root())).status();
            let _ = std::fs::remove_dir_all(&self.prefix);
        }
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        self.remove();
    }
}
