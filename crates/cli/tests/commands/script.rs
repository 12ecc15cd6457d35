//! `examples/fzf-trove`, with a stand-in for fzf that does what fzf is told by its arguments.

use crate::desk::{Desk, PASSWORD};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

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

fn program(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_fzf_example_searches_and_opens() {
    let desk = Desk::synced().await;
    let folder = desk.folder.path();
    program(&folder.join("fzf"), FZF);
    program(&folder.join("xdg-open"), "#!/bin/sh\nprintf '%s' \"$1\" >\"$OUT/opened\"\n");
    let start = |password: &str| {
        let command = desk.command(&["handbook"]);
        let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
        let mut script = std::process::Command::new("sh");
        script.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/fzf-trove")).arg("handbook");
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
