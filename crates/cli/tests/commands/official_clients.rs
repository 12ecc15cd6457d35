//! `trove mcp` as the Model Context Protocol's official libraries ask it. Each is fetched once.

use crate::assistants::{WORKSPACE, allow, log};
use crate::desk::{Desk, PASSWORD};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

#[tokio::test(flavor = "multi_thread")]
async fn the_official_python_library_is_served() {
    let Some(library) = python_library() else {
        println!("skipped: Python's package mcp cannot be installed here");
        return;
    };
    let mut client = Command::new("python3");
    client.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commands/official_client.py"));
    client.env("PYTHONPATH", library);
    is_served(client).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_official_typescript_library_is_served() {
    let Some(client) = typescript_client() else {
        println!("skipped: npm's packages of crates/cli/sdk are not installed here");
        return;
    };
    is_served(client).await;
}

async fn is_served(mut client: Command) {
    let desk = Desk::synced().await;
    allow(&desk, &[WORKSPACE]);
    let told = asks(&desk, client.env("PASSWORD", PASSWORD));
    assert_eq!(told["tools"], json!(["search", "read_page", "coverage"]));
    let expected = desk.run(&["search", "wet hands", "--json"]).done().lines();
    assert_eq!(told["found"], expected[0]["id"]);
    assert_eq!(told["read"], expected[0]["title"]);
    assert!(told["markdown"].as_str().unwrap().to_lowercase().contains("wet hands"), "{told}");
    assert!(told["refused"].as_str().unwrap().contains("No page of this id"), "{told}");
    assert_eq!(log(&desk).len(), 4);
}

/// What a client says that it was told.
pub fn asks(desk: &Desk, client: &mut Command) -> Value {
    let command = desk.command(&[]);
    client.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let ran = client.env("TROVE", command.get_program()).output().unwrap();
    let (out, err) = (String::from_utf8(ran.stdout).unwrap(), String::from_utf8(ran.stderr).unwrap());
    assert!(ran.status.success(), "{out}\n{err}");
    serde_json::from_str(out.lines().last().unwrap()).unwrap()
}

const LIBRARY: &str = "mcp==2.3.0";

fn python_library() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(LIBRARY);
    if folder.exists() {
        return Some(folder);
    }
    let new = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut install = Command::new("python3");
    install.args(["-m", "pip", "install", "--quiet", "--retries=1", "--target"]).arg(new.path()).arg(LIBRARY);
    let installed = install.output().is_ok_and(|ran| ran.status.success());
    // Whole, or not at all.
    (installed && std::fs::rename(new.path(), &folder).is_ok()).then_some(folder)
}

/// `cargo xtask test` installs what its lock file says, and leaves that beside it when all is there.
pub fn typescript_client() -> Option<Command> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sdk"));
    let installed = std::fs::read(folder.join("node_modules/.installed-lock.json")).ok()?;
    if installed != std::fs::read(folder.join("package-lock.json")).ok()? {
        return None;
    }
    let mut client = Command::new("node");
    client.arg(folder.join("client.mjs"));
    Some(client)
}
