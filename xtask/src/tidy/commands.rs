//! The commands that the window may call stand in four places; they must be the same.
//!
//! Read as text, in the forms they are written in: names between the brackets of
//! `generate_handler!` (src-tauri/commands.rs); strings of `COMMANDS` (src-tauri/build.rs);
//! `"allow-some-name"` in src-tauri/capabilities; and in the window the keys of
//! `interface Commands` (ui/src/core/commands.ts) together with `invoke("name"` (ui/src/core/host.ts).

use std::collections::BTreeSet;

use super::Source;

type Names = BTreeSet<String>;

pub fn same_everywhere(source: &Source) -> Vec<String> {
    let text = |path| source.get(path).unwrap_or_default();
    let granted = source.within("src-tauri/capabilities/", &[".json"]).flat_map(|(_, text)| granted(text));
    let mut called = keys_of_commands(text("ui/src/core/commands.ts"));
    called.extend(invoked(text("ui/src/core/host.ts")));
    let places: [(&str, Names); 4] = [
        ("src-tauri/commands.rs", handled(text("src-tauri/commands.rs"))),
        ("src-tauri/build.rs", in_manifest(text("src-tauri/build.rs"))),
        ("src-tauri/capabilities", granted.collect()),
        ("ui/src", called),
    ];
    let all: Names = places.iter().flat_map(|(_, names)| names.iter().cloned()).collect();
    if all.is_empty() {
        return vec!["no command was found anywhere".into()];
    }
    all.iter()
        .flat_map(|name| {
            let lacking = places.iter().filter(move |(_, names)| !names.contains(name));
            lacking.map(move |(place, _)| format!("{place} lacks {name}"))
        })
        .collect()
}

fn handled(text: &str) -> Names {
    between(text, "generate_handler![", "]")
        .split(',')
        .filter_map(|path| path.rsplit("::").next())
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn in_manifest(text: &str) -> Names {
    strings(between(text, "COMMANDS: &[&str] = &[", "]")).map(str::to_owned).collect()
}

/// Tauri makes `allow-some-name` for the command `some_name`.
fn granted(text: &str) -> Names {
    strings(text).filter_map(|word| word.strip_prefix("allow-")).map(|name| name.replace('-', "_")).collect()
}

fn keys_of_commands(text: &str) -> Names {
    between(text, "interface Commands {", "\n}")
        .lines()
        .filter_map(|line| line.trim().split_once(": ["))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn invoked(text: &str) -> Names {
    text.split("invoke(\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start)
        .and_then(|(_, rest)| rest.split_once(end))
        .map(|(inside, _)| inside)
        .unwrap_or_default()
}

/// What stands between double quotes.
fn strings(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    const HANDLER: &str = "tauri::generate_handler![\n  start,\n  watch,\n  admin::sign_in,\n]";
    const MANIFEST: &str = "const COMMANDS: &[&str] = &[\"start\", \"watch\", \"sign_in\"];";
    const GRANTED: &str = "{\"permissions\": [\"allow-start\", \"allow-watch\", \"allow-sign-in\"]}";
    const CALLED: &str = "export interface Commands {\n  // Before.\n  start: [args: None];\n  sign_in: [\n    args: {}\n  ];\n}\n";
    const HOST: &str = "await invoke(\"watch\", {})";

    fn checked(handler: &str) -> Vec<String> {
        same_everywhere(&sample(&[
            ("src-tauri/commands.rs", handler),
            ("src-tauri/build.rs", MANIFEST),
            ("src-tauri/capabilities/main.json", GRANTED),
            ("ui/src/core/commands.ts", CALLED),
            ("ui/src/core/host.ts", HOST),
        ]))
    }

    #[test]
    fn a_command_in_one_place_only_is_found() {
        assert_eq!(checked(HANDLER), Vec::<String>::new());
        assert_eq!(
            checked(&HANDLER.replace("start,", "start, dummy,")),
            ["src-tauri/build.rs lacks dummy", "src-tauri/capabilities lacks dummy", "ui/src lacks dummy"]
        );
        assert_eq!(checked(&HANDLER.replace("watch,", "")), ["src-tauri/commands.rs lacks watch"]);
    }

    #[test]
    fn nothing_to_compare_is_no_success() {
        assert!(!same_everywhere(&sample(&[])).is_empty());
    }
}
