//! What is in the list: two workspaces together, and one gone again.

use crate::browser;
use crate::person::{self, Redirect};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};

pub const TWO_WORKSPACES: Story = Story {
    name: "two_workspaces_in_one_list",
    about: "more pages than one answer holds, and the sample beside them; the filter narrows both",
    sim: &["--workspace", "synthetic:230"],
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

    window.keys("a").await?;
    window
        .until("the filter to narrow the list", || async {
            Ok((count(&window.text().await?).is_some_and(|shown| shown < both)).then_some(()))
        })
        .await?;
    stage.picture(&window, "filtered").await?;
    Ok(Ending::Good)
}

/// Waits for a count of at least this many pages with no listing going on.
async fn settled_count(window: &crate::window::Window, least: u32) -> Outcome<u32> {
    window
        .until(&format!("at least {least} pages"), || async {
            let text = window.text().await?;
            Ok(count(&text).filter(|shown| {
                *shown >= least && !text.contains("found so far") && !text.contains("Asking Notion")
            }))
        })
        .await
}

/// `230 pages` or `12 of 230 pages`, in the line under the list.
fn count(text: &str) -> Option<u32> {
    let line = text
        .lines()
        .find(|line| line.ends_with(" pages") && line.starts_with(|c: char| c.is_ascii_digit()))?;
    line.split(' ').next()?.replace(',', "").parse().ok()
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
    person::goes_to(&window, "Pages").await?;
    window.shows("Nothing is connected yet").await?;
    Ok(Ending::Good)
}
