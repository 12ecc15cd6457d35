//! What is listed and found: two workspaces together, and one gone again.

use serde_json::json;

use crate::browser;
use crate::person::{self, Redirect};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};
use crate::window::Window;

pub const TWO_WORKSPACES: Story = Story {
    name: "two_workspaces_in_one_list",
    about: "more pages than one answer holds, and the sample beside them; a search finds both, a filter one",
    // No limit: how reading waits its turn is no part of this.
    sim: &["--workspace", "synthetic:230", "--limit", "none"],
    tell: |stage| Box::pin(two_workspaces(stage)),
};

async fn two_workspaces(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    // Everything, not the first hundred.
    let alone = settled_count(&window, 200).await?;
    person::goes_to(&window, "Connections").await?;
    window.press("Connect a workspace").await?;
    window.press("Open the sample").await?;
    person::sees_pages(&window).await?;
    let both = settled_count(&window, alone + 1).await?;
    stage.picture(&window, "both").await?;

    // One letter stands at the start of words in both.
    person::searches(&window, "a").await?;
    let found = settled_count(&window, 2).await?;
    if found >= both {
        return Err(format!("{found} of {both} pages hold a word that begins with “a”").into());
    }
    finds_in(&window, &["Fernfield Handbook", "Synthetic"]).await?;
    stage.picture(&window, "found").await?;
    person::searches(&window, "a ws:synthetic").await?;
    finds_in(&window, &["Synthetic"]).await?;
    Ok(Ending::Good)
}

/// Waits until the hits come from these workspaces and from no other.
async fn finds_in(window: &Window, workspaces: &[&str]) -> Outcome {
    let script = "return [...new Set([...document.querySelectorAll('#hits .badge bdi')].map((name) => name.textContent))].sort()";
    window
        .until(&format!("hits from {workspaces:?}"), || async {
            Ok((window.run(script).await? == json!(workspaces)).then_some(()))
        })
        .await
}

/// Waits for a count of at least this many pages with nothing being listed or read.
async fn settled_count(window: &Window, least: u32) -> Outcome<u32> {
    window
        .until(&format!("at least {least} pages"), || async {
            let text = window.text().await?;
            Ok(count(&text).filter(|shown| *shown >= least && text.contains("Up to date")))
        })
        .await
}

/// `230 pages`, `12 of 230 pages` or `more than 50 pages`, in the line under the list.
fn count(text: &str) -> Option<u32> {
    let counted = |line: &str| {
        let number = line.strip_suffix(" pages")?.trim_start_matches("more than ");
        number.split(' ').next()?.replace(',', "").parse().ok()
    };
    text.lines().find_map(counted)
}

pub const DISCONNECT: Story = Story {
    name: "disconnect",
    about: "disconnecting revokes at Notion, takes the pages along, and says which happened",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(disconnect(stage)),
};

async fn disconnect(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    let location = browser::allows(&stage.sim, &address).await?;
    stage.open_link(&location).await?;
    window.find("heading", "Connect this workspace?").await?;
    person::agrees(&window).await?;
    person::goes_to(&window, "Connections").await?;
    stage.picture(&window, "connections").await?;
    window.press("Disconnect: …").await?;
    stage.picture(&window, "question").await?;
    window.press("Disconnect").await?;
    window.shows("Notion confirmed that the token no longer works.").await?;
    window.shows("Nothing is connected yet").await?;
    if stage.sim.asked_for("/oauth/revoke").await? != 1 {
        return Err("Notion was not asked to revoke".into());
    }
    person::goes_to(&window, "Search").await?;
    window.shows("Nothing is connected yet").await?;
    Ok(Ending::Good)
}
