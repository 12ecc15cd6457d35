//! "Why can't I find it?": what the window answers about one page, and reading that is paused.

use serde_json::{Value, json};

use crate::person;
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};
use crate::window::Window;

pub const WHY_NOT_FOUND: Story = Story {
    name: "why_it_is_not_found",
    about: "reading is paused and goes on; a pasted link is known, not visible, found once shared, or in the trash",
    // More pages than are read while the story lasts, and no limit that would hold up more
    // than reading.
    sim: &["--workspace", "synthetic:3000", "--limit", "none"],
    tell: |stage| Box::pin(why_not_found(stage)),
};

async fn why_not_found(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    pauses_and_resumes(stage, &window).await?;

    let listed = window.names("option").await?.into_iter().next().ok_or("no page is listed")?;
    let known = stage.sim.control("/world", None).await?;
    let known = known.as_array().into_iter().flatten().find(|page| page["title"] == listed.as_str());
    let known = known.and_then(|page| page["url"].as_str()).ok_or("the first page is not in the world")?;
    person::goes_to(&window, "Coverage").await?;
    checks(&window, known).await?;
    window.shows("It is here").await?;
    stage.picture(&window, "known").await?;

    let (hidden, hidden_address) = creates(stage, "The page nobody shared").await?;
    stage.sim.control("/unshare", Some(json!({ "id": hidden }))).await?;
    checks(&window, &hidden_address).await?;
    window.shows("No connection sees it. Asked: Synthetic.").await?;
    stage.picture(&window, "not-visible").await?;
    stage.sim.control("/reshare", Some(json!({ "id": hidden }))).await?;
    window.press("Check").await?;
    window.shows("Found just now.").await?;
    stage.picture(&window, "found-just-now").await?;

    let (trashed, trashed_address) = creates(stage, "The page that was thrown away").await?;
    stage.sim.control("/trash", Some(json!({ "id": trashed }))).await?;
    checks(&window, &trashed_address).await?;
    window.shows("It is in the trash of Synthetic.").await?;
    stage.picture(&window, "in-the-trash").await?;

    checks(&window, &hidden_address).await?;
    window.press("Show in search").await?;
    let (place, _) = person::finds(&window, "The page nobody shared").await?;
    if place != 0 {
        return Err(format!("a pasted address is hit {place}, not the first").into());
    }
    Ok(Ending::Good)
}

pub const CUT_SHORT: Story = Story {
    name: "search_is_cut_short",
    about: "where Notion's search ends before it has shown everything, coverage says so, light and dark",
    sim: &["--workspace", "synthetic:600", "--limit", "none", "--walk-cap", "200"],
    tell: |stage| Box::pin(cut_short(stage)),
};

async fn cut_short(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    person::goes_to(&window, "Coverage").await?;
    let words = "Notion’s search ends before it has shown everything of this workspace.";
    window.shows(words).await?;
    stage.picture(&window, "light").await?;
    person::goes_to(&window, "Settings").await?;
    window.click("radio", "Dark").await?;
    person::goes_to(&window, "Coverage").await?;
    window.shows(words).await?;
    stage.picture(&window, "dark").await?;
    stage.resize(&window, 640, 800).await?;
    window.shows(words).await?;
    stage.picture(&window, "narrow-dark").await?;
    Ok(Ending::Good)
}

async fn pauses_and_resumes(stage: &Stage, window: &Window) -> Outcome {
    // Something is read before it stops, and much is left.
    let read_before = read(window, |words| words.contains(" of ")).await?;
    person::goes_to(window, "Coverage").await?;
    window.press("Pause: Synthetic").await?;
    window.shows("Synthetic is paused.").await?;
    stage.picture(window, "paused").await?;
    person::goes_to(window, "Search").await?;
    let read_then = read(window, |words| words.ends_with("reading is paused")).await?;
    if read_then < read_before {
        return Err(format!("{read_before} pages were read, and then {read_then}").into());
    }
    person::goes_to(window, "Coverage").await?;
    window.press("Resume: Synthetic").await?;
    window.shows("Synthetic goes on.").await?;
    person::goes_to(window, "Search").await?;
    window
        .until(&format!("more than {read_then} pages to be read"), || async {
            Ok((read(window, |_| true).await? > read_then).then_some(()))
        })
        .await
}

/// How many pages are read, once the sentence on it is as wanted: `40 of 900 pages read, …`.
async fn read(window: &Window, wanted: impl Fn(&str) -> bool) -> Outcome<u32> {
    window
        .until("the count of pages read", || async {
            let words = person::progress(window).await?;
            let counts = words.contains(" read") && wanted(&words);
            Ok(words.split(' ').next().filter(|_| counts).and_then(|n| n.replace(',', "").parse().ok()))
        })
        .await
}

/// Pastes a link in place of the one before.
async fn checks(window: &Window, link: &str) -> Outcome {
    window.replace("textbox", "Notion link or id", link).await?;
    window.press("Check").await
}

/// A new page at the top of the workspace: its id, and its address as Notion copies it.
async fn creates(stage: &Stage, title: &str) -> Outcome<(String, String)> {
    let created = stage.sim.control("/create", Some(json!({ "title": title }))).await?;
    let id = created.get("id").and_then(Value::as_str).ok_or("a page was made without an id")?;
    Ok((id.to_owned(), format!("https://www.notion.so/{}?pvs=4", id.replace('-', ""))))
}
