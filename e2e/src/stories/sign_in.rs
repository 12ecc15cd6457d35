//! The first screen: making the administrator, coming back, getting it wrong.

use crate::person::{self, ADA, PASSWORD};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};

pub const FIRST_RUN: Story = Story {
    name: "first_run_to_list",
    about: "make the administrator, look around in the sample, see its pages",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(first_run(stage)),
};

async fn first_run(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    window.find("heading", "Welcome").await?;
    window.shows(&format!("Not Notion: {}", stage.sim.origin)).await?;
    stage.picture(&window, "welcome").await?;
    person::creates_administrator(&window).await?;
    stage.picture(&window, "connect").await?;
    window.press("Open the sample").await?;
    person::sees_pages(&window).await?;
    window.shows("Sample").await?;
    stage.picture(&window, "pages").await?;
    Ok(Ending::Good)
}

pub const LOOK_AROUND: Story = Story {
    name: "look_around_first",
    about: "the app as installed, with no network: the sample is a click away, and goes with another",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(look_around(stage)),
};

/// A page of the sample that “basil” is inside of.
const CHOSEN: &str = "Welcome to Fernfield";

async fn look_around(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app_at_notion().await?;
    person::creates_administrator(&window).await?;
    window.press("Open the sample").await?;
    person::sees_pages(&window).await?;
    window.shows("Sample").await?;
    if window.text().await?.contains("Not Notion") {
        return Err("the app says that it is not pointed at Notion".into());
    }
    stage.picture(&window, "pages").await?;
    person::has_read_everything(&window).await?;
    stage.resize(&window, 1280, 800).await?;
    person::searches(&window, "basil").await?;
    person::finds(&window, CHOSEN).await?;
    window.click("option", CHOSEN).await?;
    person::previews(&window, CHOSEN).await?;
    // The README's picture.
    stage.picture(&window, "search").await?;

    person::goes_to(&window, "Settings").await?;
    window.click("radio", "Dark").await?;
    stage.picture(&window, "settings-dark").await?;
    // What was typed is still there.
    person::goes_to(&window, "Search").await?;
    // Until the answer is there, the list of all pages is, in another order.
    person::finds(&window, CHOSEN).await?;
    window.click("option", CHOSEN).await?;
    person::previews(&window, CHOSEN).await?;
    stage.picture(&window, "search-dark").await?;

    person::goes_to(&window, "Connections").await?;
    window.press("Remove the sample: …").await?;
    window.press("Remove the sample").await?;
    window.shows("Nothing is connected yet").await?;
    if stage.sim.asked_for("").await? != 0 {
        return Err("another server than the sample's own was asked".into());
    }
    Ok(Ending::Good)
}

pub const RESTART: Story = Story {
    name: "restart_and_sign_in",
    about: "close the app, start it with no Notion in reach, sign in: the list is there, and texts are found",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(restart(stage)),
};

/// A word that stands in no title and in the text of one page, and that page.
const IN_ONE_TEXT: &str = "predatory";
const HOLDS_IT: &str = "When something eats the plants";

async fn restart(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    person::has_read_everything(&window).await?;
    let before = window.names("option").await?;
    person::searches(&window, IN_ONE_TEXT).await?;
    let (_, hit) = person::finds(&window, HOLDS_IT).await?;
    stage.close_app().await?;

    stage.sim.stop();
    let window = stage.open_app().await?;
    window.shows(ADA).await?;
    stage.picture(&window, "sign-in").await?;
    person::signs_in(&window, PASSWORD).await?;
    person::lists_all_pages(&window).await?;
    let after = window.names("option").await?;
    if after != before {
        return Err(format!("{before:?} before, {after:?} after").into());
    }
    person::searches(&window, IN_ONE_TEXT).await?;
    let (_, again) = person::finds(&window, HOLDS_IT).await?;
    if again != hit || hit.passages.is_empty() {
        return Err(format!("{hit:?} before, {again:?} after").into());
    }
    if !person::previews(&window, HOLDS_IT).await?.contains("Amblyseius") {
        return Err("the page's text is not shown".into());
    }
    stage.picture(&window, "offline").await?;
    Ok(Ending::Good)
}

pub const WRONG_PASSWORD: Story = Story {
    name: "wrong_password",
    about: "a wrong password is said to be that, and the right one still opens",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(wrong_password(stage)),
};

async fn wrong_password(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::locks(&window).await?;
    person::signs_in(&window, "brass otter, ten lanterns").await?;
    window.shows("That is not the password of this profile.").await?;
    stage.picture(&window, "refused").await?;
    // Locked in the connect view, it is there that one lands again.
    person::signs_in(&window, PASSWORD).await?;
    window.find("heading", "Connect a workspace").await?;
    Ok(Ending::Good)
}
