//! `trove`: the app without a window.
//!
//! Not here: any decision about profiles, Notion or ranking; commands call the same use
//! cases (`trove-app`) as the window does.

mod answers;
mod arguments;
mod assistants;
mod backup;
mod completions_and_manual;
mod context;
mod coverage;
mod doctor;
mod export;
mod host;
mod input;
mod mcp;
mod output;
mod plain;
mod profiles;
mod saved;
mod search;
mod stop;
mod sync;
mod words;
mod workspaces;

use crate::arguments::{Arguments, AssistantsCommand, Command, ProfileCommand, SavedCommand};
use crate::context::Context;
use crate::stop::{Code, Stop};
use clap::Parser;
use std::alloc::System;
use std::process::ExitCode;
use std::time::Duration;
use zeroizing_alloc::ZeroAlloc;

/// Zeroes memory as it is given back: of what was asked and found nothing lies in it.
#[global_allocator]
static MEMORY: ZeroAlloc<System> = ZeroAlloc(System);

/// Enough for threads that are done anyway; nothing of value is left to them.
const LAST_THREADS: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    trove_app::hardening::apply();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // `--help` and `--version` are among these, with code 0.
        Err(told) => {
            let _ = told.print();
            return ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(Code::Usage as u8));
        }
    };
    let Ok(runtime) = tokio::runtime::Runtime::new() else {
        output::note(&words::error(&trove_app::ui_types::UiError::Internal));
        return Code::Other.into();
    };
    let done = runtime.block_on(run(arguments));
    runtime.shutdown_timeout(LAST_THREADS);
    match done {
        Ok(()) => Code::Done.into(),
        Err(stop) => {
            if let Some(sentence) = words::stop(&stop) {
                output::note(&sentence);
            }
            stop.code().into()
        }
    }
}

async fn run(arguments: Arguments) -> Result<(), Stop> {
    let Arguments { command, common } = arguments;
    // Where the app itself cannot start, these are what helps.
    match &command {
        Command::Doctor(wanted) => return doctor::doctor(common, wanted).await,
        Command::Logs(wanted) => return doctor::logs(&common, wanted),
        Command::Completions { shell } => return completions_and_manual::completions(*shell),
        Command::ManPages { folder } => return completions_and_manual::man_pages(folder),
        _ => {}
    }
    let mut context = Context::new(common)?;
    let done = match command {
        Command::Profile { command } => match command {
            ProfileCommand::Add { name } => profiles::add(&mut context, name).await,
            ProfileCommand::Claim { name } => profiles::claim(&mut context, &name).await,
            ProfileCommand::Remember { name, forget } => {
                profiles::remember(&mut context, name, !forget).await
            }
            ProfileCommand::Sealed { name, undo } => profiles::sealed(&mut context, name, !undo).await,
            ProfileCommand::List => profiles::list(&context).await,
        },
        Command::Connect(wanted) => workspaces::connect(&mut context, wanted).await,
        Command::Connections => workspaces::list(&mut context).await,
        Command::Sync(wanted) => sync::sync(&mut context, &wanted).await,
        Command::Search(wanted) => search::search(&mut context, wanted).await,
        Command::Saved { command } => match command {
            SavedCommand::Add { query } => saved::add(&mut context, &query.join(" ")).await,
            SavedCommand::List => saved::list(&mut context).await,
            SavedCommand::New(wanted) => saved::new(&mut context, &wanted).await,
            SavedCommand::Remove { query } => saved::remove(&mut context, &query.join(" ")).await,
        },
        Command::Assistants { command } => match command {
            AssistantsCommand::Status => assistants::status(&mut context).await,
            AssistantsCommand::Allow(wanted) => assistants::allow(&mut context, wanted).await,
            AssistantsCommand::Forbid => assistants::forbid(&mut context).await,
            AssistantsCommand::Log => assistants::log(&mut context).await,
        },
        Command::Mcp => mcp::serve(&mut context).await,
        Command::Export(wanted) => export::export(&mut context, wanted).await,
        Command::Coverage { link: None } => coverage::overview(&mut context).await,
        Command::Coverage { link: Some(link) } => coverage::link(&mut context, &link).await,
        Command::Backup { file } => backup::back_up(&mut context, &file).await,
        Command::Restore(wanted) => backup::restore(&mut context, wanted).await,
        Command::Open { page } => coverage::open(&mut context, &page).await,
        Command::Doctor(_) | Command::Logs(_) | Command::Completions { .. } | Command::ManPages { .. } => {
            Ok(())
        }
    };
    // However it went: a database connection that closes while the process ends crashes it.
    context.app.shut_down().await;
    done
}
