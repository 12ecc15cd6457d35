//! The program: what it prints, and that it leaves when its parent does.

use std::process::Stdio;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

#[tokio::test]
async fn it_prints_one_line_and_ends_with_its_standard_input() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_trove-sim"))
        .args(["--workspace", "synthetic:50:9", "--limit", "none", "--until-stdin-closes"])
        .args(["--redirect-uri", "https://app.example/callback"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let ready: Value = serde_json::from_str(&lines.next_line().await.unwrap().unwrap()).unwrap();
    let keys: Vec<_> = ready.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["client_id", "client_secret", "control", "internal_token", "origin", "personal_token"]);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let me = http
        .get(format!("{}/v1/users/me", ready["origin"].as_str().unwrap()))
        .bearer_auth(ready["internal_token"].as_str().unwrap())
        .header("Notion-Version", "2026-03-11");
    assert_eq!(me.send().await.unwrap().status(), 200);
    drop(child.stdin.take());
    assert!(child.wait().await.unwrap().success());
    assert_eq!(lines.next_line().await.unwrap(), None, "nothing but the one line");
}

#[tokio::test]
async fn a_wrong_argument_is_refused_in_words() {
    let told =
        Command::new(env!("CARGO_BIN_EXE_trove-sim")).args(["--workspace", "synthetic:many"]).output().await;
    let told = told.unwrap();
    assert!(!told.status.success());
    assert!(String::from_utf8(told.stderr).unwrap().contains("PAGES should be a number"));
}

#[tokio::test]
async fn a_workspace_from_a_file_is_served_or_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("world.json");
    let trove_sim = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_trove-sim"));
        command.arg("--world").arg(&file).arg("--until-stdin-closes").stdin(Stdio::piped());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        command
    };
    std::fs::write(&file, r#"{"pages": [{"kind": "page", "id": "no id"}]}"#).unwrap();
    let refused = trove_sim().output().await.unwrap();
    let told = String::from_utf8(refused.stderr).unwrap();
    assert!(!refused.status.success() && told.contains("world.json: pages[0]: no id is no id"), "{told}");

    let id = "00000000-0000-4000-8000-000000000009";
    let world = format!(r#"{{"pages": [{{"kind": "page", "id": "{id}", "title": "Here", "md": "I am"}}]}}"#);
    std::fs::write(&file, world).unwrap();
    let mut child = trove_sim().spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let ready: Value = serde_json::from_str(&lines.next_line().await.unwrap().unwrap()).unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let page = http
        .get(format!("{}/v1/pages/{id}/markdown", ready["origin"].as_str().unwrap()))
        .bearer_auth(ready["personal_token"].as_str().unwrap())
        .header("Notion-Version", "2026-03-11");
    let page: Value = page.send().await.unwrap().json().await.unwrap();
    assert_eq!(page["markdown"], "I am");
}
