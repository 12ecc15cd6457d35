//! Generates Tauri's context, and puts every command of the app under its access list.

use std::error::Error;
use std::fs;
use std::path::Path;

/// Of each command in the list, its name. The rest of the list means nothing here.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($($arguments:tt)*) -> $reply:ty $body:block)*) => {
        pub const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

mod commands;

/// The permission that `capabilities/main.json` grants: to call any command of the list, and
/// nothing else. Tauri makes an `allow-some-name` for each `some_name`.
const PERMISSION: &str = "every-command";

/// Where Tauri looks for permissions, and writes those it makes.
const PERMISSIONS: &str = "permissions";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=src-tauri/commands.rs");
    // WebKitGTK wants libsqlite3 and would bind to the encrypted build inside this
    // binary if its symbols were exported.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    write_permission()?;
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(commands::NAMES))
        .capabilities_path_pattern("src-tauri/capabilities/*.json");
    Ok(tauri_build::try_build(attributes)?)
}

/// A file with another date would have everything built again.
fn write_permission() -> Result<(), Box<dyn Error>> {
    let allowed: Vec<String> =
        commands::NAMES.iter().map(|name| format!("\"allow-{}\"", name.replace('_', "-"))).collect();
    let text = format!(
        "[[set]]\nidentifier = \"{PERMISSION}\"\ndescription = \"Every command of src-tauri/commands.rs\"\n\
         permissions = [{}]\n",
        allowed.join(", ")
    );
    let path = Path::new(PERMISSIONS).join(format!("{PERMISSION}.toml"));
    if fs::read_to_string(&path).is_ok_and(|written| written == text) {
        return Ok(());
    }
    fs::create_dir_all(PERMISSIONS)?;
    Ok(fs::write(path, text)?)
}
