//! `integrations/`: what launchers run. fzf itself where it is installed, and stand-ins for what
//! does not run here: for fzf's killing of searches, for Ulauncher, and nothing for Raycast,
//! which runs a script and shows what it prints.

use crate::desk::{Desk, PASSWORD};
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Types "wet hands": the reload for an earlier key is killed, as fzf does, and the one for
/// the last answers. Takes the first line of that.
const FZF: &str = r#"#!/bin/sh
cat >"$OUT/first"
while [ $# -gt 0 ]; do
    case $1 in
    change:reload:*) reload=${1#change:reload:} ;;
    esac
    shift
done
first=$(printf '%s' "$reload" | sed "s/{q}/'wet'/")
last=$(printf '%s' "$reload" | sed "s/{q}/'wet hands'/")
setsid sh -c "echo \$\$ >'$OUT/group'; $first" >/dev/null &
while [ ! -s "$OUT/group" ]; do sleep 0.01; done
kill -KILL "-$(cat "$OUT/group")"
sh -c "$last" >"$OUT/last"
head -n 1 "$OUT/last"
"#;

fn integration(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../integrations").join(name)
}

/// `trove` with its password, for launchers that open the profile from the keychain.
fn opened(desk: &Desk) -> PathBuf {
    let path = desk.folder.path().join("opened-trove");
    let trove = desk.command(&[]).get_program().to_string_lossy().into_owned();
    program(
        &path,
        &format!("#!/bin/sh\n{{ echo '{PASSWORD}'; cat; }} | '{trove}' \"$@\" --password-stdin\n"),
    );
    path
}

/// A launcher's program in the desk's surroundings.
fn launched(desk: &Desk, program: &str) -> Command {
    let mut launched = Command::new(program);
    let command = desk.command(&[]);
    launched.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    launched.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    launched
}

fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn fzf_is_told_to_search_at_each_key_and_opens_what_is_chosen() {
    let desk = Desk::synced().await;
    let folder = desk.folder.path();
    program(&folder.join("fzf"), FZF);
    program(&folder.join("xdg-open"), "#!/bin/sh\nprintf '%s' \"$1\" >\"$OUT/opened\"\n");
    let start = |password: &str| {
        let command = desk.command(&["handbook"]);
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
        let mut script = std::process::Command::new("sh");
        script.arg(integration("fzf/fzf-trove")).arg("handbook");
        script.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        script.env("PATH", path).env("OUT", folder).env("TROVE", command.get_program());
        script.env("TROVE_OPTIONS", "--password-stdin").env("TMPDIR", folder);
        script.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
        let mut child = script.stderr(std::process::Stdio::piped()).spawn().unwrap();
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), format!("{password}\n").as_bytes())
            .unwrap();
        desk.finish(child)
    };
    start(PASSWORD).done();
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert!(read("first").lines().any(|line| line.contains("Handbook 2024")), "{}", read("first"));
    let last = read("last");
    let first: Vec<_> = last.lines().next().unwrap().split('\t').collect();
    assert_eq!((first[1], first[5]), ("Engineering", read("opened").as_str()), "{last}");
    let left: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with("tmp.")), "{left:?}");

    let refused = start("not the password").ended(3);
    assert!(refused.err.contains("not this profile's password"), "{}", refused.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn raycast_shows_what_the_script_prints() {
    let desk = Desk::synced().await;
    let script = integration("raycast/search-trove.sh");
    let text = fs::read_to_string(&script).unwrap();
    for wanted in ["# @raycast.schemaVersion 1\n", "# @raycast.title ", "# @raycast.mode fullOutput\n"] {
        assert!(text.starts_with("#!/bin/sh\n") && text.contains(wanted), "{wanted}");
    }
    let argument = text.lines().find_map(|line| line.strip_prefix("# @raycast.argument1 ")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(argument).unwrap()["type"], "text");
    let run = |query: &str, trove: PathBuf| {
        let mut script_run = launched(&desk, "sh");
        script_run.arg(&script).arg(query).env("TROVE", trove);
        desk.finish(script_run.spawn().unwrap())
    };
    let found = run("wet hands", opened(&desk)).done();
    let expected = desk.run(&["search", "wet", "hands", "--json"]).done().lines();
    let lines: Vec<&str> = found.out.lines().collect();
    assert_eq!(lines[0], expected[0]["title"]);
    assert!(lines.contains(&expected[0]["url"].as_str().unwrap()), "{}", found.out);
    assert_eq!(run("xqzj vkwpt", opened(&desk)).done().out, "Nothing found.\n");
    for query in ["--json", "-kitchen", "'; echo \"$HOME\" `id`", "wet\nhands"] {
        let line = query.replace('\n', " ");
        let answer = desk.type_in(&["search", "--stdin", "--json", "--limit", "15"], &[PASSWORD, &line]);
        let hits = answer.done().lines()[0]["hits"].as_array().unwrap().clone();
        let shown = run(query, opened(&desk)).done().out;
        let urls: Vec<&str> = shown.lines().filter(|line| line.starts_with("https://")).collect();
        let expected: Vec<&str> = hits.iter().map(|hit| hit["url"].as_str().unwrap()).collect();
        assert_eq!(urls, expected, "{query}");
    }
    // What cannot be searched is not told as nothing found.
    let locked = run("wet hands", PathBuf::from(desk.command(&[]).get_program()));
    assert_eq!((locked.code, locked.out.as_str()), (2, ""), "{}", locked.err);
}

#[tokio::test(flavor = "multi_thread")]
async fn ulauncher_is_answered_by_one_process() {
    let desk = Desk::synced().await;
    let run = |trove: &Path, queries: &[Value]| {
        let mut stand_in = launched(&desk, "python3");
        stand_in.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/commands/ulauncher_stand_in.py"));
        stand_in.arg(integration("ulauncher/main.py")).env("TROVE", trove);
        stand_in.env("PYTHONDONTWRITEBYTECODE", "1");
        let mut child = stand_in.spawn().unwrap();
        child.stdin.take().unwrap().write_all(json!(queries).to_string().as_bytes()).unwrap();
        serde_json::from_str::<Value>(&desk.finish(child).done().out).unwrap()
    };
    let told = run(&opened(&desk), &[json!("wet hands"), json!(null), json!("xqzj\nvkwpt")]);
    assert_eq!(told["processes"], 1);
    let expected = desk.run(&["search", "wet", "hands", "--json"]).done().lines();
    assert_eq!(told["shown"][0][0]["name"], expected[0]["title"]);
    assert_eq!(told["shown"][0][0]["on_enter"], json!(["OpenUrlAction", expected[0]["url"]]));
    assert_eq!(told["shown"][1].as_array().unwrap().len(), 8, "the newest, where nothing is asked");
    assert_eq!(told["shown"][2][0]["name"], "Nothing found");
    let locked = run(Path::new(desk.command(&[]).get_program()), &[json!("wet hands"), json!("wet")]);
    assert_eq!(locked["shown"][0][0]["name"], "Trove cannot search");
    let why = locked["shown"][0][0]["description"].as_str().unwrap();
    assert!(why.contains("no terminal to ask for the password on"), "{why}");
    assert_eq!(locked["processes"], 2, "it is tried again");
    let absent = run(Path::new("/nowhere/trove"), &[json!("wet")]);
    assert_eq!(absent["shown"][0][0]["name"], "Trove cannot search");

    let manifest = fs::read_to_string(integration("ulauncher/manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert!(integration("ulauncher").join(manifest["icon"].as_str().unwrap()).is_file());
    assert_eq!(manifest["preferences"][0]["type"], "keyword");
}

/// In fzf itself, on a terminal of `script`'s.
#[tokio::test(flavor = "multi_thread")]
async fn fzf_itself_shows_answers_as_they_are_typed() {
    let there =
        |program: &str| Command::new(program).arg("--version").output().is_ok_and(|ran| ran.status.success());
    if !there("fzf") || !there("script") {
        println!("skipped: fzf and script are needed");
        return;
    }
    let desk = Desk::synced().await;
    let folder = desk.folder.path();
    program(&folder.join("xdg-open"), "#!/bin/sh\nprintf '%s' \"$1\" >\"$OUT/opened\"\n");
    let mut terminal = launched(&desk, "script");
    let inside = format!("stty cols 160 rows 50; sh '{}' handbook", integration("fzf/fzf-trove").display());
    terminal.args(["--quiet", "--flush", "--return", "--command", &inside, "/dev/null"]);
    terminal
        .env("PATH", format!("{}:{}", folder.display(), std::env::var("PATH").unwrap()))
        .env("OUT", folder);
    terminal.env("TROVE", opened(&desk)).env("TMPDIR", folder).env("TERM", "xterm").env("SHELL", "/bin/sh");
    let mut child = terminal.spawn().unwrap();
    let (mut keys, mut screen) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut shown = Vec::new();
    let mut until_shown = |text: &str| {
        let from = shown.len();
        let mut some = [0; 4096];
        while !String::from_utf8_lossy(&shown[from..]).contains(text) {
            let length = screen.read(&mut some).unwrap();
            assert!(length > 0, "{text} was not shown: {}", String::from_utf8_lossy(&shown));
            shown.extend(&some[..length]);
        }
    };
    until_shown("Handbook 2024");
    // Ctrl-U empties the line.
    keys.write_all(b"\x15wet hands").unwrap();
    until_shown("Engineering");
    keys.write_all(b"\r").unwrap();
    drop(keys);
    std::io::copy(&mut screen, &mut std::io::sink()).unwrap();
    assert!(child.wait().unwrap().success());
    let expected = desk.run(&["search", "wet", "hands", "--json"]).done().lines();
    assert_eq!(fs::read_to_string(folder.join("opened")).unwrap(), expected[0]["url"].as_str().unwrap());
}
