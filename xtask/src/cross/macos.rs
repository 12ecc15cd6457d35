//! What a check for macOS needs beside the compiler: a C compiler that has Apple's headers.
//! Zig's has, and PyPI carries it. Apple's frameworks themselves are not to be had.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::nothing_to_link::without_c_libraries;
use super::tools::{Tools, executable};
use crate::outcome::{Outcome, Stop};
use crate::process::{command, run};

pub const TARGET: &str = "aarch64-apple-darwin";

/// As it was when the check was made to work; its flags differ from version to version.
pub const ZIG_VERSION: &str = "ziglang==0.15.2";

/// What build scripts hand to Apple's compiler and Zig's does not know. Objective-C needs
/// Apple's frameworks: nothing stands in its place, since nothing is linked.
const CC: &str = "#!/bin/sh
# Written by `cargo xtask cross`: Zig's compiler in the place of Apple's.
kept=
skip=
for word in \"$@\"; do
  if [ -n \"$skip\" ]; then skip=; continue; fi
  case \"$word\" in
    -arch|-isysroot) skip=1 ;;
    *.m|*.mm) kept=\"$kept 'HEADERS/nothing.c'\" ;;
    --target=*|-mmacosx-version-min=*|-mmacos-version-min=*|-mcpu=apple*) ;;
    *) kept=\"$kept '$(printf %s \"$word\" | sed \"s/'/'\\\\\\\\''/g\")'\" ;;
  esac
done
eval exec \"'ZIG'\" cc -target aarch64-macos.11.0 -isystem \"'HEADERS'\" $kept
";

/// Where the wheel has it.
pub fn zig(tools: &Tools) -> PathBuf {
    tools.path("ziglang/zig")
}

/// Fetched and unpacked, unless it is there.
pub fn bring(tools: &Tools) -> Outcome<()> {
    if zig(tools).exists() {
        return Ok(());
    }
    let downloads = tools.folder("downloads")?;
    let into = downloads.to_string_lossy();
    let download =
        ["-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--dest", &into, ZIG_VERSION];
    run(&mut command("python3", &download, &downloads))?;
    let wheel = fs::read_dir(&downloads)
        .ok()
        .and_then(|files| {
            files.flatten().map(|file| file.path()).find(|path| path.extension().is_some_and(|e| e == "whl"))
        })
        .ok_or_else(|| Stop("pip brought no wheel of Zig.".into()))?;
    let (wheel, root) = (wheel.to_string_lossy().into_owned(), tools.root().to_string_lossy().into_owned());
    run(&mut command("python3", &["-m", "zipfile", "-e", &wheel, &root], tools.root()))?;
    executable(&zig(tools))
}

pub fn environment(cargo: &mut Command, tools: &Tools) -> Outcome<()> {
    without_c_libraries(cargo, tools)?;
    let zig = self::zig(tools);
    let scripts = tools.folder("apple-compiler")?;
    let headers = tools.folder("apple-headers/os")?;
    write(
        &headers.join("log.h"),
        "/* Apple's own is not to be had. Nothing is linked, so nothing has to log. */\n\
         #define OS_LOG_DEFAULT ((void *)0)\n#define os_log(log, ...) ((void)(log))\n",
    )?;
    let headers = tools.path("apple-headers");
    write(&headers.join("nothing.c"), "")?;
    let cc = CC.replace("ZIG", &zig.to_string_lossy()).replace("HEADERS", &headers.to_string_lossy());
    for (name, text) in [
        ("cc", cc),
        ("ar", format!("#!/bin/sh\nexec '{}' ar \"$@\"\n", zig.display())),
        ("ranlib", format!("#!/bin/sh\nexec '{}' ranlib \"$@\"\n", zig.display())),
    ] {
        write(&scripts.join(name), &text)?;
        executable(&scripts.join(name))?;
    }
    cargo
        .env("CC_aarch64_apple_darwin", scripts.join("cc"))
        .env("CXX_aarch64_apple_darwin", scripts.join("cc"))
        .env("AR_aarch64_apple_darwin", scripts.join("ar"))
        .env("RANLIB_aarch64_apple_darwin", scripts.join("ranlib"))
        // Build scripts want one to be named and do not look inside.
        .env("SDKROOT", &headers);
    Ok(())
}

fn write(path: &Path, text: &str) -> Outcome<()> {
    fs::write(path, text).map_err(|why| Stop(format!("{}: {why}.", path.display())))
}
