//! Generates Tauri's context and puts every command of the app under the access list.

/// Every command the window may name. A command that is missing here is refused by
/// Tauri whatever the handler says; `cargo xtask tidy` holds the lists together.
const COMMANDS: &[&str] = &[
    "start",
    "watch",
    "password_strength",
    "create_administrator",
    "sign_in",
    "claim_profile",
    "is_remembered",
    "sign_in_remembered",
    "forget_profile",
    "set_machine_settings",
    "about",
    "lock",
    "touch",
    "connect_state",
    "begin_sign_in",
    "open_sign_in_again",
    "cancel_sign_in",
    "finish_sign_in",
    "connect_token",
    "look_around",
    "confirm_connection",
    "decline_connection",
    "connections",
    "disconnect",
    "refresh",
    "search",
    "live_search",
    "preview",
    "coverage",
    "check_link",
    "pin_page",
    "pause_connection",
    "set_pace",
    "focused",
    "pages",
    "open_page",
    "open_help",
    "profile_settings",
    "set_profile_settings",
    "change_password",
    "remember_me",
    "administration",
    "accept_registry",
    "create_profile",
    "remove_profile",
    "remove_authorization",
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=ui/dist");
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    // WebKitGTK wants libsqlite3 and would bind to the encrypted build inside this
    // binary if its symbols were exported.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    let attributes = tauri_build::Attributes::new()
        .app_manifest(tauri_build::AppManifest::new().commands(COMMANDS))
        .capabilities_path_pattern("src-tauri/capabilities/*.json");
    Ok(tauri_build::try_build(attributes)?)
}
