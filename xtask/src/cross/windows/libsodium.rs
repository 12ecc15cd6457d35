//! libsodium for Windows, which Stronghold's library links. Its crate carries the source, but
//! builds it under the name of this system, and then wants to download it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::mingw::COMPILER;
use crate::cross::tools::Tools;
use crate::outcome::{Outcome, Stop};
use crate::place::root;
use crate::process::{command, output, run};

/// The crate, in whose folder its source lies.
const CRATE: &str = "libsodium-sys-stable-";
const SOURCE: &str = "LATEST.tar.gz";

/// The folder of the archive to link with; built where it is not there for this version.
pub fn built(tools: &Tools) -> Outcome<PathBuf> {
    let crate_folder = crate_folder(tools)?;
    let version = crate_folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = format!("windows-{version}");
    let library = tools.path(&name).join("lib");
    if tools.is_whole(&name) && library.join("libsodium.a").exists() {
        return Ok(library);
    }
    let build = tools.folder("libsodium-build")?;
    let source = crate_folder.join(SOURCE);
    run(&mut command("tar", &["xzf", &source.to_string_lossy(), "--strip-components=1"], &build))?;
    let prefix = format!("--prefix={}", tools.path(&name).display());
    let compiler = format!("CC={}", tools.program(COMPILER).display());
    let arguments = [
        "--host=x86_64-w64-mingw32",
        &compiler,
        &prefix,
        "--enable-shared=no",
        "--disable-ssp",
        "--disable-dependency-tracking",
        "--quiet",
    ];
    run(with_tools(&mut command("./configure", &arguments, &build), tools))?;
    let make = ["--quiet", "-j2", "-C", "src/libsodium", "install-libLTLIBRARIES"];
    run(with_tools(&mut command("make", &make, &build), tools))?;
    std::fs::remove_dir_all(&build).map_err(|why| Stop(format!("{}: {why}.", build.display())))?;
    tools.mark_whole(&name)?;
    Ok(library)
}

fn with_tools<'a>(command: &'a mut Command, tools: &Tools) -> &'a mut Command {
    tools.compiler_environment(command);
    command
}

/// Where cargo has unpacked the crate that is locked.
fn crate_folder(tools: &Tools) -> Outcome<PathBuf> {
    let words = ["metadata", "--locked", "--format-version", "1"];
    let mut cargo = command(tools.program("cargo"), &words, &root());
    tools.compiler_environment(&mut cargo);
    let told = output(&mut cargo).ok_or_else(|| Stop("cargo does not say where its crates are.".into()))?;
    manifest_of(&told, CRATE)
        .and_then(|manifest| Path::new(manifest).parent().map(Path::to_owned))
        .ok_or_else(|| Stop(format!("{CRATE} is no longer built from source: look at what needs it.")))
}

/// The manifest in the folder of the registry whose name begins so.
fn manifest_of<'a>(metadata: &'a str, folder: &str) -> Option<&'a str> {
    let places = metadata.split("\"manifest_path\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    places.into_iter().find(|place| place.contains(&format!("/{folder}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crate_is_found_among_others() {
        let told = r#"{"packages":[{"manifest_path":"/r/a-1/Cargo.toml","x":1},{"manifest_path":"/r/b-2.0/Cargo.toml"}]}"#;
        assert_eq!(manifest_of(told, "b-"), Some("/r/b-2.0/Cargo.toml"));
        assert_eq!(manifest_of(told, "c-"), None);
    }
}
