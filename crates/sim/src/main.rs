//! `trove-sim`: a local Notion from the command line.

use std::io::Write;
use std::path::PathBuf;

use clap::Parser;
use serde_json::json;
use tokio::io::AsyncReadExt;
use trove_sim::{Consent, Limit, Options, Sim, Workspace};

/// A local stand-in for Notion. Prints one JSON line when it is ready:
/// origin, control, client_id, client_secret, internal_token, personal_token.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The port on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// sample, synthetic:PAGES[:SEED] or replay:FOLDER.
    #[arg(long, default_value = "sample", value_parser = workspace)]
    workspace: Workspace,
    /// A made-up workspace from a JSON file (crates/sim/WORLD.md).
    #[arg(long, value_name = "FILE", conflicts_with = "workspace")]
    world: Option<PathBuf>,
    /// Another name for the workspace.
    #[arg(long)]
    workspace_name: Option<String>,
    /// Requests a minute for each connection, or none.
    #[arg(long, default_value = "180", value_parser = limit)]
    limit: Limit,
    /// How many results a search or a query lists before it says `incomplete`; Notion's is 10000.
    #[arg(long, value_name = "RESULTS")]
    walk_cap: Option<usize>,
    /// One more registered redirect address; may be given several times.
    #[arg(long = "redirect-uri", value_name = "URI")]
    redirect_uris: Vec<String>,
    /// page asks a person; auto redirects at once.
    #[arg(long, default_value = "page", value_parser = consent)]
    consent: Consent,
    /// Stop when standard input closes, so as not to outlive the parent.
    #[arg(long)]
    until_stdin_closes: bool,
}

fn workspace(text: &str) -> Result<Workspace, String> {
    if text == "sample" {
        return Ok(Workspace::Sample);
    }
    if let Some(folder) = text.strip_prefix("replay:") {
        return Ok(Workspace::Replay(PathBuf::from(folder)));
    }
    let numbers =
        text.strip_prefix("synthetic:").ok_or("expected sample, synthetic:PAGES[:SEED] or replay:FOLDER")?;
    let (pages, seed) = numbers.split_once(':').unwrap_or((numbers, "1"));
    let pages = pages.parse().map_err(|_| "PAGES should be a number".to_owned())?;
    let seed = seed.parse().map_err(|_| "SEED should be a number".to_owned())?;
    if pages > 1_000_000 {
        return Err("PAGES should be at most 1000000".to_owned());
    }
    Ok(Workspace::Synthetic { pages, seed })
}

fn limit(text: &str) -> Result<Limit, String> {
    match text {
        "none" => Ok(Limit::None),
        number => number.parse().map(Limit::PerMinute).map_err(|_| "expected a number or none".to_owned()),
    }
}

fn consent(text: &str) -> Result<Consent, String> {
    match text {
        "page" => Ok(Consent::Page),
        "auto" => Ok(Consent::Auto),
        _ => Err("expected page or auto".to_owned()),
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let arguments = Arguments::parse();
    let mut options = Options {
        port: arguments.port,
        workspace: arguments.world.map_or(arguments.workspace, Workspace::File),
        workspace_name: arguments.workspace_name,
        limit: arguments.limit,
        consent: arguments.consent,
        ..Options::default()
    };
    options.redirect_uris.extend(arguments.redirect_uris);
    if let Some(results) = arguments.walk_cap {
        options.walk_cap = results;
    }
    let sim = Sim::start(options).await?;
    let ready = json!({
        "origin": sim.origin(), "control": sim.control(),
        "client_id": sim.client_id(), "client_secret": sim.client_secret(),
        "internal_token": sim.internal_token(), "personal_token": sim.personal_token(),
    });
    writeln!(std::io::stdout().lock(), "{ready}")?;
    until_told_to_stop(arguments.until_stdin_closes).await
}

async fn until_told_to_stop(until_stdin_closes: bool) -> std::io::Result<()> {
    let stdin_closed = async {
        if until_stdin_closes {
            let mut sink = [0; 256];
            while tokio::io::stdin().read(&mut sink).await? > 0 {}
            Ok(())
        } else {
            std::future::pending().await
        }
    };
    tokio::select! {
        told = tokio::signal::ctrl_c() => told,
        told = terminated() => told,
        closed = stdin_closed => closed,
    }?;
    // A read of standard input may still be under way on its own thread; do not wait for it.
    std::process::exit(0)
}

#[cfg(unix)]
async fn terminated() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    signal(SignalKind::terminate())?.recv().await;
    Ok(())
}

#[cfg(not(unix))]
async fn terminated() -> std::io::Result<()> {
    std::future::pending().await
}
