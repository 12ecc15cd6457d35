//! Searching under real keys: words inside pages, what is shown of them, what Enter opens.

use serde_json::{Value, json};

use crate::person::{self, CONTROL, ENTER, ESCAPE, PASSWORD, RELEASE, TAB};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};
use crate::window::Window;

pub const FINDS_WORDS: Story = Story {
    name: "finds_words_inside_pages",
    about: "a word that only a page's text holds is found, marked, previewed and opened; a typo too, until insisted on",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(finds_words(stage)),
};

/// A page of the sample, and a word that stands once, in its text.
const PAGE: &str = "When something eats the plants";
const WORD: &str = "predatory";
const TYPO: &str = "predatroy";

/// A page that has to be scrolled to its match.
const LONG_PAGE: &str = "Minutes of a long year";
const FAR_DOWN: &str = "quokka";

async fn finds_words(stage: &Stage) -> Outcome<Ending> {
    let days: Vec<String> = (1..=200)
        .map(|day| match day {
            170 => format!("On day {day} a {FAR_DOWN} was seen in the greenhouse."),
            _ => format!("On day {day} nothing was decided."),
        })
        .collect();
    stage.sim.control("/create", Some(json!({ "title": LONG_PAGE, "markdown": days.join("\n") }))).await?;
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    person::has_read_everything(&window).await?;
    stage.resize(&window, 1280, 800).await?;

    person::searches(&window, WORD).await?;
    let (place, hit) = person::finds(&window, PAGE).await?;
    let passage = hit.passages.first().map(String::as_str).unwrap_or_default();
    if place != 0 || hit.marks != ["Predatory"] || !passage.contains("Predatory mites") {
        return Err(format!("hit {place} is {hit:?}").into());
    }
    if !person::previews(&window, PAGE).await?.contains("Sticky traps, counted every morning") {
        return Err("the preview is not the page's text".into());
    }
    stage.picture(&window, "found").await?;
    window.keys(&ENTER.to_string()).await?;
    let (opened, wanted) = (stage.opened_address().await?, address_of(stage, PAGE).await?);
    if opened != wanted {
        return Err(format!("{opened} was opened, not {wanted}").into());
    }

    person::searches(&window, FAR_DOWN).await?;
    person::previews(&window, LONG_PAGE).await?;
    shows_first_match(&window).await?;
    stage.picture(&window, "scrolled-to-the-match").await?;

    person::searches(&window, TYPO).await?;
    window.shows(&format!("Showing results for {WORD}.")).await?;
    person::finds(&window, PAGE).await?;
    stage.picture(&window, "corrected").await?;
    window.keys(&format!("{CONTROL}e{RELEASE}")).await?;
    window.shows("Nothing found").await?;
    stage.picture(&window, "insisted").await?;
    window.keys(&ESCAPE.to_string()).await?;
    person::sees_pages(&window).await?;

    person::searches(&window, "projects").await?;
    let all = settled_titles(&window, |titles| titles.iter().any(|title| title == "Projects")).await?;
    person::searches(&window, "projects type:database").await?;
    let databases = settled_titles(&window, |titles| titles.len() < all.len()).await?;
    if databases != ["Projects", "Finished projects"] {
        return Err(format!("databases among {all:?}: {databases:?}").into());
    }
    stage.picture(&window, "databases").await?;
    looks(stage, &window).await?;
    Ok(Ending::Good)
}

/// The same answer in every light and size: for the eye.
async fn looks(stage: &Stage, window: &Window) -> Outcome {
    let search = |window| async move {
        person::searches(window, "basil").await?;
        let (_, best) = person::finds(window, "Basil: light and water").await?;
        person::previews(window, &best.title).await
    };
    search(window).await?;
    stage.picture(window, "light").await?;
    stage.resize(window, 640, 800).await?;
    stage.picture(window, "narrow").await?;
    window.keys(&TAB.to_string()).await?;
    window.find("button", "Back to the results").await?;
    stage.picture(window, "narrow-preview").await?;
    window.press("Back to the results").await?;
    person::goes_to(window, "Settings").await?;
    window.click("radio", "Dark").await?;
    person::goes_to(window, "Search").await?;
    person::finds(window, "Basil: light and water").await?;
    stage.picture(window, "narrow-dark").await?;
    stage.resize(window, 1280, 800).await?;
    person::previews(window, "Basil: light and water").await?;
    stage.picture(window, "dark").await?;

    stage.close_app().await?;
    // Two dots to a pixel: what a person has who enlarges everything to twice its size.
    let window = stage.open_app_with(&[("GDK_SCALE", "2")]).await?;
    stage.resize(&window, 1280, 800).await?;
    person::signs_in(&window, PASSWORD).await?;
    person::sees_pages(&window).await?;
    search(&window).await?;
    stage.picture(&window, "enlarged").await
}

/// Waits until the first mark of the preview is on screen, below where the text began.
async fn shows_first_match(window: &Window) -> Outcome {
    let script = "
        const text = document.getElementById('preview-text');
        const [frame, mark] = [text, text.querySelector('mark')].map((e) => e?.getBoundingClientRect());
        return text.scrollTop > 0 && mark !== undefined && mark.top >= frame.top && mark.bottom <= frame.bottom;
    ";
    window
        .until("the first match on screen", || async {
            Ok((window.run(script).await? == Value::Bool(true)).then_some(()))
        })
        .await
}

async fn settled_titles(window: &Window, settled: impl Fn(&[String]) -> bool) -> Outcome<Vec<String>> {
    window
        .until("the answer", || async {
            let titles: Vec<String> = person::hits(window).await?.into_iter().map(|hit| hit.title).collect();
            Ok(Some(titles).filter(|titles| settled(titles)))
        })
        .await
}

/// Where Notion says that a page lies.
async fn address_of(stage: &Stage, title: &str) -> Outcome<String> {
    let world = stage.sim.control("/world", None).await?;
    let page = world.as_array().into_iter().flatten().find(|page| page["title"] == title);
    let address = page.and_then(|page| page["url"].as_str());
    Ok(address.ok_or_else(|| format!("no page is called {title:?}"))?.to_owned())
}
