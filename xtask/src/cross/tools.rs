//! The compilers for other systems: fetched from Debian and PyPI, unpacked into the cache
//! folder, and installed nowhere.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::outcome::{Outcome, Stop};
use crate::process::{command, output, run};

/// The compiler that Debian keeps current for browsers, with its library's source. rustup
/// has the library of this system only.
const COMPILER: &[&str] = &["rustc-web", "cargo-web", "rust-web-src"];

/// Where packages are unpacked.
const UNPACKED: &str = "debian";

pub struct Tools {
    root: PathBuf,
}

/// Packages of Debian to fetch.
pub struct Packages {
    pub names: Vec<String>,
    pub megabytes: u64,
}

impl Tools {
    /// In the cache folder, by the XDG base directory specification.
    pub fn here() -> Outcome<Self> {
        if !cfg!(target_os = "linux") || !Path::new("/usr/bin/dpkg").exists() {
            return Err(Stop(
                "The compilers for other systems come from Debian: this works there only.".into(),
            ));
        }
        let cache = std::env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()).map(PathBuf::from);
        let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache"));
        let cache = cache.or(home).ok_or_else(|| Stop("Neither XDG_CACHE_HOME nor HOME is set.".into()))?;
        Ok(Self { root: cache.join("trove-cross") })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// As [`path`](Self::path), and made.
    pub fn folder(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.path(name);
        fs::create_dir_all(&folder).map_err(|why| Stop(format!("{}: {why}.", folder.display())))?;
        Ok(folder)
    }

    /// Unpacked here, or the system's own where the package is installed.
    pub fn program(&self, name: &str) -> PathBuf {
        let unpacked = self.path(UNPACKED).join("usr/bin").join(name);
        if unpacked.exists() { unpacked } else { Path::new("/usr/bin").join(name) }
    }

    /// Whether everything of this name was fetched to its end.
    pub fn is_whole(&self, name: &str) -> bool {
        self.path("whole").join(name).exists()
    }

    pub fn mark_whole(&self, name: &str) -> Outcome<()> {
        let mark = self.folder("whole")?.join(name);
        fs::write(&mark, "").map_err(|why| Stop(format!("{}: {why}.", mark.display())))
    }

    /// The compiler's and `besides`, with what they depend on and neither this system nor
    /// this folder has: what apt would install, which it is only asked about.
    pub fn packages(&self, besides: &[&str]) -> Outcome<Packages> {
        let wanted = [COMPILER, besides].concat();
        let simulate = [&["install", "--simulate", "--no-install-recommends"], &wanted[..]].concat();
        let plan = output(Command::new("apt-get").args(&simulate))
            .ok_or_else(|| Stop(format!("apt knows no {}; `apt-get update` may help.", wanted.join(" "))))?;
        let names: Vec<&str> = installed_by(&plan).into_iter().filter(|name| !self.is_whole(name)).collect();
        if names.is_empty() {
            return Ok(Packages { names: Vec::new(), megabytes: 0 });
        }
        let uris = output(Command::new("apt-get").args(["--print-uris", "download"]).args(&names));
        let uris = uris.ok_or_else(|| Stop("apt does not say where its packages are.".into()))?;
        let bytes: u64 = names.iter().map(|name| bytes_of(&uris, name)).sum();
        Ok(Packages { names: names.into_iter().map(str::to_owned).collect(), megabytes: bytes / 1_000_000 })
    }

    /// Fetches packages and lays them out, installing none.
    pub fn unpack(&self, packages: &Packages) -> Outcome<()> {
        if packages.names.is_empty() {
            return Ok(());
        }
        let downloads = self.folder("downloads")?;
        let names = packages.names.iter().map(String::as_str);
        let download: Vec<&str> = std::iter::once("download").chain(names).collect();
        run(&mut command("apt-get", &download, &downloads))?;
        let into = self.folder(UNPACKED)?;
        let files =
            fs::read_dir(&downloads).map_err(|why| Stop(format!("{}: {why}.", downloads.display())))?;
        for file in files
            .flatten()
            .map(|file| file.path())
            .filter(|path| path.extension().is_some_and(|e| e == "deb"))
        {
            run(&mut command("dpkg", &["-x", &file.to_string_lossy(), &into.to_string_lossy()], &downloads))?;
            // name_version_architecture.deb
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            self.mark_whole(name.split('_').next().unwrap_or_default())?;
            fs::remove_file(&file).map_err(|why| Stop(format!("{}: {why}.", file.display())))?;
        }
        Ok(())
    }

    /// For `PATH`: the unpacked programs, then the system's.
    pub fn search_path(&self) -> String {
        format!("{}:/usr/bin:/bin", self.path(UNPACKED).join("usr/bin").display())
    }

    /// The unpacked compiler and nothing of rustup's; a target folder of its own.
    pub fn compiler_environment(&self, cargo: &mut Command) {
        let unpacked = self.path(UNPACKED).join("usr");
        cargo
            .env("PATH", self.search_path())
            .env("LD_LIBRARY_PATH", unpacked.join("lib/x86_64-linux-gnu"))
            .env("RUSTC", self.program("rustc"))
            .env("RUSTDOC", self.program("rustdoc"))
            // `-Zbuild-std`: the library is built too.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_TARGET_DIR", self.path("target"))
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO");
    }
}

/// Lines `Inst name (version …)`.
fn installed_by(plan: &str) -> Vec<&str> {
    plan.lines().filter_map(|line| line.strip_prefix("Inst ")?.split(' ').next()).collect()
}

/// Lines `'address' name_version_arch.deb bytes checksum`.
fn bytes_of(uris: &str, name: &str) -> u64 {
    let fields = uris.lines().map(|line| line.split(' ').skip(1).collect::<Vec<_>>());
    let found = fields.into_iter().find(|fields| {
        fields.first().is_some_and(|file| file.strip_prefix(name).is_some_and(|rest| rest.starts_with('_')))
    });
    found.and_then(|fields| fields.get(1)?.parse().ok()).unwrap_or(0)
}

/// `chmod 755`, without naming what only Unix has.
pub fn executable(path: &Path) -> Outcome<()> {
    run(&mut command("chmod", &["755", &path.to_string_lossy()], Path::new("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_apt_answers() {
        let plan = "Reading package lists...\nInst libllvm22 (1:22.1 Debian [amd64])\nRemv rustup [1]\n\
                    Inst rustc-web (1.96 Debian [amd64])\nConf rustc-web (1.96)\n";
        assert_eq!(installed_by(plan), ["libllvm22", "rustc-web"]);
        let uris = "'http://deb.example/r.deb' rustc-web_1.96_amd64.deb 42 SHA256:aa\n\
                    'http://deb.example/s.deb' rustc-web-dev_1.96_amd64.deb 7 SHA256:bb\n";
        assert_eq!(
            (bytes_of(uris, "rustc-web"), bytes_of(uris, "rustc-web-dev"), bytes_of(uris, "x")),
            (42, 7, 0)
        );
    }
}
