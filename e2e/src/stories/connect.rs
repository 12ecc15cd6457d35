//! Connecting a workspace, each way, and each way it can end without one.

use crate::browser;
use crate::person::{self, Redirect};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};

pub const PASTE_TOKEN: Story = Story {
    name: "paste_a_token",
    about: "a token that Notion refuses, one that is declined, one that is connected",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(paste_token(stage)),
};

async fn paste_token(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    window.fill("Token", "ntn_this_is_not_a_token").await?;
    window.press("Check token").await?;
    window.shows("Notion does not accept this token.").await?;
    stage.picture(&window, "refused").await?;

    person::pastes_token(&window, &stage.sim.internal_token).await?;
    window.shows("Nothing is stored yet.").await?;
    window.press("Not this one").await?;
    window.find("heading", "Connect a workspace").await?;

    person::pastes_token(&window, &stage.sim.personal_token).await?;
    stage.picture(&window, "confirm").await?;
    person::agrees(&window).await?;
    stage.picture(&window, "pages").await?;
    Ok(Ending::Good)
}

pub const LOOPBACK: Story = Story {
    name: "connect_by_loopback",
    about: "sign in with Notion, coming back through the listener on this computer",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(loopback(stage)),
};

async fn loopback(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Loopback).await?;
    stage.picture(&window, "waiting").await?;
    let location = browser::allows(&stage.sim, &address).await?;
    browser::follows(&stage.sim, &location).await?;
    window.find("heading", "Connect this workspace?").await?;
    person::agrees(&window).await?;
    // The second time is one click: the client is in the vault.
    person::goes_to(&window, "Connections").await?;
    window.press("Connect a workspace").await?;
    window.press("Sign in with Notion").await?;
    window.find("heading", "Waiting for Notion").await?;
    let location = browser::allows(&stage.sim, &stage.opened_address().await?).await?;
    browser::follows(&stage.sim, &location).await?;
    window.shows("They will be updated, not added twice.").await?;
    Ok(Ending::Good)
}

pub const PASTE_ADDRESS: Story = Story {
    name: "paste_the_address",
    about: "the browser does not come back; the address is pasted, a wrong one first",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(paste_address(stage)),
};

async fn paste_address(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    let location = browser::allows(&stage.sim, &address).await?;
    window.press("The browser did not bring you back?").await?;
    window.fill("Address you ended up at", "https://www.notion.so/").await?;
    window.press("Finish with this address").await?;
    window.shows("This is not the address that Notion sends you back to.").await?;
    window.fill("Address you ended up at", &location).await?;
    window.press("Finish with this address").await?;
    window.find("heading", "Connect this workspace?").await?;
    person::agrees(&window).await?;
    Ok(Ending::Good)
}

/// Check 10.
pub const CANCEL: Story = Story {
    name: "cancel_at_notion",
    about: "Cancel on the consent page ends the sign-in with a sentence and a way on",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(cancel(stage)),
};

async fn cancel(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    let location = browser::cancels(&stage.sim, &address).await?;
    stage.open_link(&location).await?;
    window.shows("You cancelled at Notion. Nothing was connected.").await?;
    stage.picture(&window, "cancelled").await?;
    window.press("Start again").await?;
    window.find("heading", "Connect a workspace").await?;
    if stage.sim.asked_for("/oauth/token").await? != 0 {
        return Err("a token was asked for all the same".into());
    }
    Ok(Ending::Good)
}

/// Check 4.
pub const WRONG_STATE: Story = Story {
    name: "wrong_state_from_another_page",
    about: "links that another page fires while a sign-in is pending neither end it nor reach Notion",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(wrong_state(stage)),
};

async fn wrong_state(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    for forged in [
        "net.trovesearch.desktop:/oauth/callback?code=stolen&state=guessed",
        "net.trovesearch.desktop:/oauth/callback?error=access_denied&state=guessed",
        "net.trovesearch.desktop:/oauth/callback?code=stolen",
        "net.trovesearch.desktop:/elsewhere?code=stolen&state=guessed",
    ] {
        stage.open_link(forged).await?;
    }
    let location = browser::allows(&stage.sim, &address).await?;
    window.find("heading", "Waiting for Notion").await?;
    stage.picture(&window, "still-waiting").await?;
    if stage.sim.asked_for("/oauth/token").await? != 0 {
        return Err("a forged link reached Notion".into());
    }
    stage.open_link(&location).await?;
    window.find("heading", "Connect this workspace?").await?;
    if stage.sim.asked_for("/oauth/token").await? != 1 {
        return Err("not exactly one token was asked for".into());
    }
    Ok(Ending::Good)
}
