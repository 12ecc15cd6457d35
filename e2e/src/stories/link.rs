//! The operating system's link: to an app that is closed, locked, or beside a real browser.

use std::path::Path;

use crate::browser;
use crate::chromium::{self, Chromium};
use crate::person::{self, PASSWORD, Redirect};
use crate::process::Outcome;
use crate::stage::{IDENTIFIER, INSTALLED, Stage};
use crate::story::{Ending, Story};

const WAITING_FOR_YOU: &str = "A sign-in from Notion is waiting for you.";

pub const COLD_START: Story = Story {
    name: "cold_start_by_link",
    about: "the app is closed while the browser is at Notion; the link starts it and waits for sign-in",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(cold_start(stage)),
};

async fn cold_start(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    stage.close_app().await?;

    let location = browser::allows(&stage.sim, &address).await?;
    let window = stage.open_app_by_link(&location).await?;
    window.shows(WAITING_FOR_YOU).await?;
    stage.picture(&window, "waiting").await?;
    person::signs_in(&window, PASSWORD).await?;
    window.find("heading", "Connect this workspace?").await?;
    person::agrees(&window).await?;
    stage.picture(&window, "pages").await?;
    Ok(Ending::Good)
}

/// Check 7.
pub const WHILE_LOCKED: Story = Story {
    name: "link_while_locked",
    about: "a link that arrives while locked asks nothing of Notion until its person signs in",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(while_locked(stage)),
};

async fn while_locked(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    person::locks(&window).await?;
    let location = browser::allows(&stage.sim, &address).await?;
    // No desktop environment helps here: xdg-open alone finds the app.
    stage.open_link_without_desktop(&location).await?;
    window.shows(WAITING_FOR_YOU).await?;
    stage.picture(&window, "waiting").await?;
    if stage.sim.asked_for("/oauth/token").await? != 0 {
        return Err("a token was asked for while locked".into());
    }
    person::signs_in(&window, PASSWORD).await?;
    window.find("heading", "Connect this workspace?").await?;
    person::agrees(&window).await?;
    Ok(Ending::Good)
}

pub const CHROMIUM: Story = Story {
    name: "the_whole_chain_in_chromium",
    about: "the app opens Chromium, Allow is clicked there, and the system brings the link back",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(whole_chain(stage)),
};

async fn whole_chain(stage: &Stage) -> Outcome<Ending> {
    if !chromium::is_here() {
        return Ok(Ending::Skipped("Chromium and its driver are not installed".into()));
    }
    let chromium = Chromium::install(stage)?;
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::enters_client(stage, &window, Redirect::Scheme).await?;
    window.press("Sign in with Notion").await?;
    let page = chromium.page(&stage.log()).await?;
    page.find("button", "Allow access").await?;
    stage.picture(&page, "consent").await?;
    page.press("Allow access").await?;
    window.find("heading", "Connect this workspace?").await?;
    stage.picture(&window, "confirm").await?;
    person::agrees(&window).await?;
    Ok(Ending::Good)
}

pub const INSTALLED_PACKAGE: Story = Story {
    name: "installed_package",
    about: "the Debian package's own entry starts the app, and brings the link to it",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(installed_package(stage)),
};

async fn installed_package(stage: &Stage) -> Outcome<Ending> {
    if !Path::new(INSTALLED).exists() {
        return Ok(Ending::Skipped("the package is not installed".into()));
    }
    let window = stage.open_installed_app().await?;
    person::creates_administrator(&window).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    // The package's entry serves; the app wrote none of its own.
    let own = stage.home.path().join("data/applications").join(format!("{IDENTIFIER}.desktop"));
    if own.exists() {
        return Err("the installed app wrote a second entry for its links".into());
    }
    stage.close_app().await?;
    let location = browser::allows(&stage.sim, &address).await?;
    let window = stage.open_app_by_link(&location).await?;
    window.shows(WAITING_FOR_YOU).await?;
    person::signs_in(&window, PASSWORD).await?;
    window.find("heading", "Connect this workspace?").await?;
    person::agrees(&window).await?;
    stage.picture(&window, "pages").await?;
    Ok(Ending::Good)
}
