//! Two people on one computer.

use crate::person::{self, PASSWORD};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};
use crate::window::Window;

const GRACE: &str = "Grace";
const HER_PASSWORD: &str = "violet harbour, six kettles";

/// Check 34.
pub const SECOND_PROFILE: Story = Story {
    name: "second_profile",
    about: "a profile made by the administrator is claimed by its person and sees nothing of the first",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(second_profile(stage)),
};

async fn second_profile(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    let first = window.names("option").await?;
    makes_profile(&window).await?;
    stage.picture(&window, "administration").await?;
    person::locks(&window).await?;

    claims_profile(stage, &window).await?;
    let shown = window.document().await?;
    if let Some(title) = first.iter().find(|title| shown.contains(*title)) {
        return Err(format!("a page of the first profile shows: {title}").into());
    }
    if window.has("button", "Administration").await? {
        return Err("a member is offered the administration".into());
    }
    Ok(Ending::Good)
}

async fn makes_profile(window: &Window) -> Outcome {
    person::goes_to(window, "Administration").await?;
    window.fill("Name of the new profile", GRACE).await?;
    window.press("Create profile").await?;
    window.shows("Grace can now open their profile and choose a password.").await
}

/// From the sign-in screen to the connect view of the new profile.
async fn claims_profile(stage: &Stage, window: &Window) -> Outcome {
    window.click("radio", "Grace…").await?;
    window.shows("This profile was made for Grace.").await?;
    stage.picture(window, "claim").await?;
    person::chooses_password(window, "Choose a password", HER_PASSWORD).await?;
    window.press("Set password and open").await?;
    window.find("heading", "Connect a workspace").await?;
    Ok(())
}

pub const REMOVAL: Story = Story {
    name: "removal_at_next_sign_in",
    about: "an authorization removed in the administration goes when its person signs in",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(removal(stage)),
};

async fn removal(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    makes_profile(&window).await?;
    person::locks(&window).await?;
    claims_profile(stage, &window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    person::locks(&window).await?;

    window.click("radio", "Ada…").await?;
    person::signs_in(&window, PASSWORD).await?;
    person::goes_to(&window, "Administration").await?;
    stage.picture(&window, "authorizations").await?;
    window.press("Remove Fernfield Handbook of Grace").await?;
    window.fill("Your own password", PASSWORD).await?;
    window.press("Remove").await?;
    window.shows("It is carried out when Grace next signs in").await?;
    stage.picture(&window, "marked").await?;
    person::locks(&window).await?;

    window.click("radio", "Grace…").await?;
    person::signs_in(&window, HER_PASSWORD).await?;
    window.shows("An administrator removed your connection to").await?;
    stage.picture(&window, "carried-out").await?;
    person::goes_to(&window, "Search").await?;
    window.shows("Nothing is connected yet").await?;
    Ok(Ending::Good)
}
