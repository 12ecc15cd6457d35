//! What may be typed after `trove`, and what `--help` says about it.
//!
//! Not here: what the commands do. A password or token is never among the arguments: other
//! processes can read those.

use crate::words;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use trove_app::ui_types::Pace;

/// Searches your Notion workspaces, offline, from the command line.
///
/// It shares everything with Trove's window and may run beside it.
#[derive(Debug, Parser)]
#[command(name = "trove", version, after_help = words::EXIT_CODES)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, Args)]
pub struct Common {
    /// Whose profile; may be left out when there is one.
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Where Trove keeps everything, instead of TROVE_DATA_DIR or the usual place.
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// Read the password from the first line of standard input.
    #[arg(long, global = true)]
    pub password_stdin: bool,
    /// Answer in JSON, one object a line.
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make and list the profiles of this computer.
    Profile {
        #[command(subcommand)]
        command: ProfileCommand,
    },
    /// Connect a workspace with a token made at Notion.
    Connect(Connect),
    /// List the connected workspaces.
    Connections,
    /// Ask Notion what is new, and read every page that waits.
    Sync(Sync),
    /// Find pages by their titles and texts.
    Search(Search),
    /// Keep searches, and tell what is new in them.
    Saved {
        #[command(subcommand)]
        command: SavedCommand,
    },
    /// Say what assistants may see, and look at what they asked.
    Assistants {
        #[command(subcommand)]
        command: AssistantsCommand,
    },
    /// Answer an assistant on standard input and output (Model Context Protocol). It sees what
    /// `trove assistants allow` says, which is nothing at first, and is never asked for a password.
    Mcp,
    /// Copy pages into plain files: what a search finds, or every page. What is written is no
    /// longer encrypted, and whoever can read the folder's files can read it.
    Export(Export),
    /// Tell what is searched and what is not, or why one page is not found.
    Coverage {
        /// A page's address or id.
        link: Option<String>,
    },
    /// Look what is wrong with this installation: files, room, keychain, proxy and more. Asks
    /// nobody, and changes nothing by itself.
    Doctor(Doctor),
    /// Tell where the log is, or write what may be handed to whoever helps.
    Logs(Logs),
    /// Write a profile into one file, encrypted as it lies on this computer. The window may be
    /// open meanwhile.
    Backup {
        /// A new file.
        file: PathBuf,
    },
    /// Bring a profile back from its backup. Asks for the password that it had on that day.
    Restore(Restore),
    /// Print what a shell loads to complete commands and options.
    Completions { shell: clap_complete::Shell },
    /// Write the manual's pages into a folder, for whoever packages Trove.
    #[command(hide = true)]
    ManPages { folder: PathBuf },
    /// Open a page in the browser or in Notion's app.
    Open {
        /// The page's address or id.
        page: String,
    },
}

#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    /// Make a profile. The first one administers the others; for each further one an
    /// administrator's password is asked for, and its person chooses a password with `claim`.
    Add { name: String },
    /// Choose the password of a profile that an administrator made.
    Claim { name: String },
    /// Let the system's keychain open a profile in place of its password, on this computer.
    Remember {
        name: String,
        /// No longer.
        #[arg(long)]
        forget: bool,
    },
    /// Keep a profile's tokens in a sealed file of Trove's own, in place of a Stronghold snapshot.
    Sealed {
        name: String,
        /// In a Stronghold snapshot again.
        #[arg(long)]
        undo: bool,
    },
    /// List the profiles; needs no password.
    List,
}

#[derive(Debug, Args)]
pub struct Connect {
    /// Read the token from standard input, from the line after the password's.
    #[arg(long)]
    pub token_stdin: bool,
    /// Show the connection under this name instead of its workspace's.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
}

#[derive(Debug, Args)]
pub struct Sync {
    /// List everything again, retry what failed and read every text again, instead of asking
    /// only what changed. What that costs is said first.
    #[arg(long)]
    pub full: bool,
    /// Let go of pages that vanished at once and are kept for a day.
    #[arg(long, conflicts_with_all = ["full", "watch", "until_idle", "pace"])]
    pub let_go: bool,
    /// Stop when no page waits to be read; what happens anyway unless --watch is given.
    #[arg(long, conflicts_with = "watch")]
    pub until_idle: bool,
    /// Go on, asking every five minutes what changed, until Ctrl-C.
    #[arg(long)]
    pub watch: bool,
    /// Requests a minute: auto, a number, or max. Kept for each connection from now on.
    #[arg(long, value_name = "auto|N|max", value_parser = pace)]
    pub pace: Option<Pace>,
    /// Keep at most so many pages of each workspace (1,000,000). Kept as a setting.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub most_pages: Option<u32>,
    /// Keep at most so much text of each workspace, in megabytes (32,768). Kept as a setting.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub most_megabytes: Option<u32>,
}

#[derive(Debug, Args)]
#[command(after_help = crate::words::filter_help())]
pub struct Search {
    /// Words, "phrases", -without, this OR that, filters (below), or a page's address. Quote it
    /// as a whole, or write -- before it, where it begins with a dash.
    #[arg(required_unless_present = "stdin", conflicts_with = "stdin")]
    pub query: Vec<String>,
    /// How many pages at most.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=100))]
    pub limit: u32,
    /// Ask Notion's own search as well. Not while the window is open: one program at a time asks.
    #[arg(long, conflicts_with = "stdin")]
    pub live: bool,
    /// Replace no word by a similar one. Other forms of it, and pages that lack one, are still
    /// found.
    #[arg(long)]
    pub insist: bool,
    /// Answer each line of standard input as a query; with --json one object a line.
    #[arg(long)]
    pub stdin: bool,
    /// Answer in lines of tab-separated fields, for scripts.
    #[arg(long, conflicts_with = "json")]
    pub tsv: bool,
}

#[derive(Debug, Subcommand)]
pub enum SavedCommand {
    /// Keep a search. What it finds now counts as seen.
    Add {
        #[arg(required = true)]
        query: Vec<String>,
    },
    /// List them, with how much is new in each.
    List,
    /// Show the pages that are new in them, or that changed, since somebody looked.
    New(SavedNew),
    /// Keep a search no longer.
    Remove {
        #[arg(required = true)]
        query: Vec<String>,
    },
}

#[derive(Debug, Args)]
pub struct SavedNew {
    /// Of this search alone.
    pub query: Vec<String>,
    /// What is shown counts as seen from now on, in the window too.
    #[arg(long)]
    pub seen: bool,
}

#[derive(Debug, Subcommand)]
pub enum AssistantsCommand {
    /// Tell what assistants may see.
    Status,
    /// Let assistants see these workspaces, and no others.
    Allow(Allow),
    /// Let assistants see nothing.
    Forbid,
    /// Tell what they asked, the newest last.
    Log,
}

#[derive(Debug, Args)]
pub struct Allow {
    /// Names of workspaces, as `trove connections` shows them.
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub workspace: Vec<String>,
    /// Every workspace, those connected later too.
    #[arg(long)]
    pub all: bool,
    /// Only the passages that a search shows, no whole pages.
    #[arg(long)]
    pub passages_only: bool,
    /// The keychain opens the profile for them, without a question in Trove's window.
    #[arg(long)]
    pub keychain: bool,
    /// The same also while Trove's window does not show the profile.
    #[arg(long)]
    pub without_window: bool,
}

#[derive(Debug, Args)]
#[command(after_help = crate::words::filter_help())]
pub struct Export {
    /// As for `trove search`; every page where nothing is asked for.
    pub query: Vec<String>,
    /// The folder in which a new one is made.
    #[arg(long, value_name = "DIR")]
    pub to: PathBuf,
    /// A file for each page with its text, one table with a column for each property, or a line
    /// of JSON for each page.
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    pub format: ExportAs,
    /// Replace no word by a similar one. Other forms of it, and pages that lack one, are still
    /// found.
    #[arg(long)]
    pub insist: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ExportAs {
    Markdown,
    Csv,
    Jsonl,
}

#[derive(Debug, Args)]
pub struct Restore {
    pub file: PathBuf,
    /// Call the profile so, where it is not on this computer.
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Put it in the place of the same profile on this computer, and of everything that has since
    /// come to it.
    #[arg(long, conflicts_with = "name")]
    pub replace: bool,
}

#[derive(Debug, Args)]
pub struct Doctor {
    /// Do what is said: make private what is not, remove what is left over, and what can be made
    /// anew.
    #[arg(long)]
    pub repair: bool,
    /// Open the profile as well (its password is asked for), and look through every page of its
    /// database, its tokens and its index.
    #[arg(long)]
    pub open: bool,
}

#[derive(Debug, Args)]
pub struct Logs {
    /// The log and the doctor's report in one zip file. It holds no page, no address, no secret.
    #[arg(long, value_name = "FILE")]
    pub bundle: Option<PathBuf>,
}

fn pace(text: &str) -> Result<Pace, &'static str> {
    text.parse().map_err(|_| "expected auto, a number above 0, or max")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use std::collections::BTreeSet;

    #[test]
    fn the_definition_is_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_pace_is_a_word_or_a_number() {
        assert_eq!(pace("auto"), Ok(Pace::Auto));
        assert_eq!(pace("max"), Ok(Pace::Max));
        assert_eq!(pace("90"), Ok(Pace::PerMinute { requests: 90 }));
        for refused in ["", "0", "-1", "fast", "1.5"] {
            assert!(pace(refused).is_err(), "{refused}");
        }
    }

    const PAGE: &str = include_str!("../../../docs/command-line.md");
    const README: &str = include_str!("../../../README.md");

    /// Lines of a page's code blocks that begin with `trove`, without what explains them.
    fn lines(page: &'static str) -> impl Iterator<Item = &'static str> {
        let blocks = page.split("```").skip(1).step_by(2);
        let lines = blocks.flat_map(str::lines).filter(|line| line.starts_with("trove "));
        lines.map(|line| line.split("  ").next().unwrap_or(line))
    }

    #[test]
    fn every_line_that_the_pages_show_is_understood() {
        assert!(lines(PAGE).count() >= 10 && lines(README).count() >= 4);
        for line in lines(PAGE).chain(lines(README)) {
            let words = line.split_whitespace().map(|word| word.trim_matches(['[', ']']));
            assert!(Arguments::try_parse_from(words).is_ok(), "{line}");
        }
        assert!(Arguments::try_parse_from(["trove", "dance"]).is_err());
    }

    #[test]
    fn the_page_has_every_command_and_option_and_no_other() {
        fn commands(command: &clap::Command, before: &str) -> Vec<String> {
            let name = format!("{before}{}", command.get_name());
            let shown = command.get_subcommands().filter(|inner| !inner.is_hide_set());
            let inner: Vec<String> = shown.flat_map(|inner| commands(inner, &format!("{name} "))).collect();
            if inner.is_empty() { vec![name] } else { inner }
        }
        fn options(command: &clap::Command) -> BTreeSet<String> {
            let own = command.get_arguments().filter_map(|argument| argument.get_long()).map(str::to_owned);
            own.chain(command.get_subcommands().flat_map(options)).collect()
        }
        let command = Arguments::command();
        let all = commands(&command, "");
        let shown: Vec<&str> = lines(PAGE).collect();
        for name in &all {
            assert!(shown.iter().any(|line| line.starts_with(name.as_str())), "`{name}` is not on the page");
        }
        for line in shown {
            assert!(all.iter().any(|name| line.starts_with(name.as_str())), "`{line}` is no command");
        }
        let written: BTreeSet<String> = PAGE
            .split("--")
            .skip(1)
            .map(|rest| {
                rest.split(|c: char| !(c.is_ascii_lowercase() || c == '-')).next().unwrap_or_default()
            })
            .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
            .map(str::to_owned)
            .collect();
        assert_eq!(written, options(&command));
    }

    /// The names of options are public: a secret would show in the list of processes.
    #[test]
    fn no_option_takes_a_secret() {
        fn names(command: &clap::Command) -> Vec<String> {
            let own = command.get_arguments().filter(|argument| argument.get_action().takes_values());
            let own = own.map(|argument| argument.get_id().to_string());
            own.chain(command.get_subcommands().flat_map(names)).collect()
        }
        let names = names(&Arguments::command());
        assert!(names.iter().any(|name| name == "profile"), "{names:?}");
        assert!(!names.iter().any(|name| name.contains("password") || name.contains("token")), "{names:?}");
    }
}
