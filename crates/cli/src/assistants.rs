//! `trove assistants`: what the person lets assistants see, and what those asked.
//!
//! Not here: answering them (`mcp`).

use crate::answers::{AskedByAssistant, Assistants};
use crate::arguments::Allow;
use crate::context::Context;
use crate::stop::Stop;
use crate::{output, words};
use trove_app::ui_types::{AllowedWorkspaces, AssistantSettings, WorkspaceForAssistants};

pub async fn status(context: &mut Context) -> Result<(), Stop> {
    context.open_to_keep().await?;
    tell(context).await
}

pub async fn allow(context: &mut Context, wanted: Allow) -> Result<(), Stop> {
    context.open_to_keep().await?;
    let known = context.app.workspaces_for_assistants().await?;
    let workspaces = if wanted.all {
        AllowedWorkspaces::All
    } else {
        let keys: Result<Vec<String>, Stop> =
            wanted.workspace.iter().map(|name| named(&known, name)).collect();
        AllowedWorkspaces::These(keys?)
    };
    let settings = AssistantSettings {
        workspaces,
        whole_pages: !wanted.passages_only,
        // Without a window nothing else could open it.
        keychain: wanted.keychain || wanted.without_window,
        without_window: wanted.without_window,
    };
    context.app.set_assistant_settings(&settings).await?;
    tell(context).await
}

pub async fn forbid(context: &mut Context) -> Result<(), Stop> {
    context.open_to_keep().await?;
    context.app.set_assistant_settings(&AssistantSettings::default()).await?;
    tell(context).await
}

pub async fn log(context: &mut Context) -> Result<(), Stop> {
    context.open_to_keep().await?;
    let log = context.app.asked_by_assistants().await?;
    if log.is_empty() {
        output::note(words::NOTHING_ASKED);
        return Err(Stop::NothingFound);
    }
    for asked in log {
        if context.json {
            output::json(&AskedByAssistant::from(asked))?;
        } else {
            output::line(&words::asked_by_assistant(&asked))?;
        }
    }
    Ok(())
}

async fn tell(context: &Context) -> Result<(), Stop> {
    let settings = context.app.assistant_settings().await?;
    let known = context.app.workspaces_for_assistants().await?;
    let allowed: Vec<String> =
        known.into_iter().filter(|workspace| workspace.allowed).map(|workspace| workspace.name).collect();
    if context.json {
        output::json(&Assistants::new(&settings, allowed))
    } else {
        output::line(&words::assistants(&settings, &allowed))
    }
}

/// The one workspace of this name as it is written, else in another case; or of this id.
fn named(known: &[WorkspaceForAssistants], name: &str) -> Result<String, Stop> {
    let lower = name.to_lowercase();
    let ways: [&dyn Fn(&WorkspaceForAssistants) -> bool; 3] =
        [&|one| one.key == name, &|one| one.name == name, &|one| one.name.to_lowercase() == lower];
    let found = ways.iter().map(|way| known.iter().filter(|one| way(one)).collect::<Vec<_>>());
    match found.into_iter().find(|found| !found.is_empty()).as_deref() {
        Some([one]) => Ok(one.key.clone()),
        Some(several) => {
            let keys: Vec<&str> = several.iter().map(|one| one.key.as_str()).collect();
            Err(Stop::Usage(words::several_workspaces(name, &keys)))
        }
        None => {
            let names: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
            Err(Stop::Usage(words::no_such_workspace(name, &names)))
        }
    }
}
