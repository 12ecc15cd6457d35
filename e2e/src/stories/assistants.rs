//! An assistant beside the window: let in by keys, sent away by a lock, written down.

use std::time::Duration;

use serde_json::json;

use crate::assistant::Told;
use crate::person::{self, ENTER, ESCAPE, PASSWORD, TAB};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};
use crate::window::Window;

/// Checks 62, 64.
pub const LET_IN: Story = Story {
    name: "assistant_let_in",
    about: "without a keychain, trove mcp asks the open window, is let in by keys, answers, and is sent away by a lock",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(let_in(stage)),
};

const QUESTION: &str = "Let “A story 1.0” search?";

/// Longer than a dialog that comes by itself takes keys for those of whoever typed elsewhere.
const READ: Duration = Duration::from_millis(900);

async fn let_in(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    person::has_read_everything(&window).await?;
    let assistant = stage.assistant()?;
    let kitchen = || json!({"query": "kitchen"});
    refused("nothing is allowed", assistant.told("search", kitchen()).await?, "has not allowed assistants")?;

    person::goes_to(&window, "Settings").await?;
    window.click("radio", "Every workspace").await?;
    window.click("radio", "Whole pages").await?;
    window.find("radio", "When I say yes").await?;
    window.press("How to set one up").await?;
    stage.picture(&window, "settings").await?;
    person::goes_to(&window, "Coverage").await?;

    let asking = assistant.calls("search", kitchen());
    window.find("heading", QUESTION).await?;
    stage.picture(&window, "question").await?;
    has_focus(&window, "No").await?;
    tokio::time::sleep(READ).await;
    window.keys(&TAB.to_string()).await?;
    has_focus(&window, "Let it search").await?;
    tokio::time::sleep(READ).await;
    window.keys(&ENTER.to_string()).await?;
    let found = asking.await???;
    let id = found["hits"][0]["id"].as_str().ok_or("nothing was found")?.to_owned();
    let read = assistant.told("read_page", json!({"page": id})).await??;
    if read["markdown"].as_str().is_none_or(str::is_empty) {
        return Err(format!("no page was read: {read}").into());
    }

    person::locks(&window).await?;
    refused("the window is locked", assistant.told("search", kitchen()).await?, "is locked for assistants")?;
    person::signs_in(&window, PASSWORD).await?;
    window.find("heading", "Coverage").await?;
    let asking = assistant.calls("search", kitchen());
    window.find("heading", QUESTION).await?;
    tokio::time::sleep(READ).await;
    window.keys(&ESCAPE.to_string()).await?;
    refused("Esc", asking.await??, "does not let this program search")?;

    person::goes_to(&window, "Settings").await?;
    window.press("What they asked").await?;
    window.shows("looked for “kitchen”").await?;
    window.shows("Refused by you").await?;
    stage.picture(&window, "log").await?;
    Ok(Ending::Good)
}

fn refused(when: &str, told: Told, sentence: &str) -> Outcome {
    match told {
        Err(why) if why.contains(sentence) => Ok(()),
        other => Err(format!("{when}: {other:?}").into()),
    }
}

async fn has_focus(window: &Window, button: &str) -> Outcome {
    let script = "return document.activeElement?.textContent";
    window
        .until(&format!("{button:?} to have the focus"), || async {
            Ok((window.run(script).await? == button).then_some(()))
        })
        .await
}
