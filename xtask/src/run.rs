//! `cargo xtask run`: from a clone to a window with something in it.
//!
//! Not the installed app's sample workspace: that one runs inside the app itself.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ExitCode, Stdio};

use crate::command_line::Options;
use crate::model;
use crate::outcome::{Outcome, Stop};
use crate::place::{beside_us, built, root};
use crate::process::{cargo, command, run as run_to_end};
use crate::system_packages::{self, Purpose};
use crate::ui_packages::{self, npm};

pub fn run(options: &Options) -> Outcome<ExitCode> {
    system_packages::ensure(Purpose::Run, options)?;
    let ui = root().join("ui");
    ui_packages::ensure(&ui)?;
    run_to_end(&mut npm(&["run", "build"], &ui))?;
    // Always the whole workspace: a smaller selection builds the same libraries again
    // with other features.
    run_to_end(&mut cargo(&["build", "--workspace", "--locked"]))?;

    let mut app = command(built("trove-desktop"), &[], &root());
    if let Some(model) = model::bring_if_possible() {
        app.env(model::VARIABLE, model);
    }
    // The sim ends when its standard input closes: with us, however we end.
    let mut sim = None;
    if !options.real {
        let (child, notion) = start_sim()?;
        sim = Some(child);
        println!("{}", how_to_connect(&notion)?);
        app.env("TROVE_NOTION_ORIGIN", notion.field("origin")?);
        if std::env::var_os("TROVE_DATA_DIR").is_none() {
            app.env("TROVE_DATA_DIR", sample_data());
        }
    }
    let ended = run_to_end(&mut app);
    if let Some(mut sim) = sim {
        drop(sim.stdin.take());
        sim.wait().map_err(|why| Stop(format!("The local Notion did not end: {why}.")))?;
    }
    ended.map(|()| ExitCode::SUCCESS)
}

/// Profiles that were connected to the local Notion do not belong among real ones.
fn sample_data() -> PathBuf {
    beside_us("sample-data")
}

fn start_sim() -> Outcome<(Child, ReadyLine)> {
    let mut child = command(built("trove-sim"), &["--workspace", "sample", "--until-stdin-closes"], &root())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|why| Stop(format!("The local Notion could not be started: {why}.")))?;
    let mut line = String::new();
    let read = child.stdout.take().map(|pipe| BufReader::new(pipe).read_line(&mut line));
    match read {
        Some(Ok(n)) if n > 0 => Ok((child, ReadyLine(line))),
        _ => Err(Stop("The local Notion ended before it was ready.".into())),
    }
}

fn how_to_connect(notion: &ReadyLine) -> Outcome<String> {
    Ok(format!(
        "
A local Notion with a sample workspace is at {origin}
Trove opens in a moment. Create a profile, then connect in one of these ways:

  Paste a token          {personal}
  … or an internal one   {internal}
  Sign in with Notion    client id      {id}
                         client secret  {secret}

Nothing of this is real: the tokens work on this computer until you close Trove.
",
        origin = notion.field("origin")?,
        personal = notion.field("personal_token")?,
        internal = notion.field("internal_token")?,
        id = notion.field("client_id")?,
        secret = notion.field("client_secret")?,
    ))
}

/// The one line of JSON that trove-sim prints: flat, strings without escapes.
struct ReadyLine(String);

impl ReadyLine {
    fn field(&self, name: &str) -> Outcome<&str> {
        let value = self.0.split_once(&format!("\"{name}\"")).map(|(_, rest)| rest.trim_start());
        value
            .and_then(|rest| rest.strip_prefix(':')?.trim_start().strip_prefix('"')?.split_once('"'))
            .map(|(value, _)| value)
            .ok_or_else(|| Stop(format!("The local Notion did not say its {name}.")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_the_ready_line() {
        let line = ReadyLine(r#"{"origin":"http://127.0.0.1:9", "client_id": "a-b"}"#.into());
        assert_eq!(line.field("origin").unwrap(), "http://127.0.0.1:9");
        assert_eq!(line.field("client_id").unwrap(), "a-b");
        assert!(line.field("client").is_err());
    }
}
