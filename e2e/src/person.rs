//! What people do in the window, step by step, in the window's own words.
//!
//! Each ends when the window shows that it is done.

use serde::Deserialize;
use serde_json::Value;

use crate::process::Outcome;
use crate::stage::Stage;
use crate::window::Window;

pub const ADA: &str = "Ada";
pub const PASSWORD: &str = "brass otter, nine lanterns";

/// Keys of WebDriver §17.4.2 (keyboard actions).
pub const CONTROL: char = '\u{E009}';
pub const RELEASE: char = '\u{E000}';
pub const TAB: char = '\u{E004}';
pub const ENTER: char = '\u{E007}';
pub const ESCAPE: char = '\u{E00C}';

pub async fn creates_administrator(window: &Window) -> Outcome {
    window.find("heading", "Welcome").await?;
    window.fill("Name", ADA).await?;
    chooses_password(window, "Password", PASSWORD).await?;
    window.press("Create profile").await?;
    window.find("heading", "Connect a workspace").await?;
    Ok(())
}

/// Where a password is chosen it is typed twice.
pub async fn chooses_password(window: &Window, label: &str, password: &str) -> Outcome {
    window.fill(label, password).await?;
    window.fill("Repeat the password", password).await
}

pub async fn signs_in(window: &Window, password: &str) -> Outcome {
    window.fill("Password", password).await?;
    window.press("Sign in").await
}

pub async fn goes_to(window: &Window, view: &str) -> Outcome {
    window.press(view).await?;
    window.find("heading", view).await?;
    Ok(())
}

pub async fn locks(window: &Window) -> Outcome {
    window.keys(&format!("{CONTROL}l{RELEASE}")).await?;
    window.find("button", "Sign in").await?;
    Ok(())
}

/// From the connect view to the question whether this is the right workspace.
pub async fn pastes_token(window: &Window, token: &str) -> Outcome {
    window.fill("Token", token).await?;
    window.press("Check token").await?;
    window.find("heading", "Connect this workspace?").await?;
    Ok(())
}

/// Agrees to the workspace, and waits until its pages are there.
pub async fn agrees(window: &Window) -> Outcome {
    window.press("Connect").await?;
    sees_pages(window).await
}

pub async fn sees_pages(window: &Window) -> Outcome {
    window
        .until("pages in the list", || async {
            let rows = window.names("option").await?;
            Ok((!rows.is_empty() && rows.iter().all(|row| !row.is_empty())).then_some(()))
        })
        .await
}

/// Goes from what stands before a letter is typed to the list of every page.
pub async fn lists_all_pages(window: &Window) -> Outcome {
    sees_pages(window).await?;
    window.keys(&format!("{CONTROL}b{RELEASE}")).await?;
    let all =
        "return document.getElementById('page-list') !== null && document.getElementById('home') === null";
    window
        .until("the list of every page", || async {
            Ok((window.run(all).await? == Value::Bool(true)).then_some(()))
        })
        .await?;
    sees_pages(window).await
}

/// Waits until every page's text is read and searched, for as long as that goes on.
pub async fn has_read_everything(window: &Window) -> Outcome {
    let mut before = String::new();
    while !before.starts_with("Up to date") {
        before = window
            .until("reading to go on", || async {
                Ok(Some(progress(window).await?).filter(|words| *words != before))
            })
            .await?;
    }
    Ok(())
}

/// The sentence on how far things are, in the line under the list.
pub async fn progress(window: &Window) -> Outcome<String> {
    let words = window.run("return document.getElementById('progress').textContent").await?;
    Ok(words.as_str().unwrap_or_default().to_owned())
}

/// Types into the search box in place of what stands there, and waits for the answer.
pub async fn searches(window: &Window, text: &str) -> Outcome {
    window.replace("combobox", "Search pages", text).await?;
    let script = "return document.getElementById('results').ariaBusy";
    window
        .until("the answer to all of it", || async {
            Ok((window.run(script).await? == "false").then_some(()))
        })
        .await
}

/// A hit as it is shown.
#[derive(Debug, PartialEq, Deserialize)]
pub struct Hit {
    pub title: String,
    /// What stands below the title, of the page's text.
    pub passages: Vec<String>,
    /// What is marked in either.
    pub marks: Vec<String>,
}

const HITS: &str = "
    const texts = (all) => [...all].map((one) => one.textContent);
    return [...document.querySelectorAll('#hits [role=option]')].map((hit) => ({
        title: hit.querySelector('[data-part=title]').textContent,
        passages: texts(hit.querySelectorAll('[data-part=passage]')),
        marks: texts(hit.querySelectorAll('mark')),
    }));
";

/// The hits on screen, now; empty while every page is listed.
pub async fn hits(window: &Window) -> Outcome<Vec<Hit>> {
    Ok(serde_json::from_value(window.run(HITS).await?)?)
}

/// Waits for a hit with this title, and hands it back with its place among all.
pub async fn finds(window: &Window, title: &str) -> Outcome<(usize, Hit)> {
    window
        .until(&format!("the hit {title:?}"), || async {
            Ok(hits(window).await?.into_iter().enumerate().find(|(_, hit)| hit.title == title))
        })
        .await
}

/// Waits for the preview of the page with this title, and hands back its text.
pub async fn previews(window: &Window, title: &str) -> Outcome<String> {
    let script = "
        const pane = document.getElementById('preview');
        const text = (of) => pane.querySelector(of)?.textContent;
        return pane.getAttribute('aria-busy') === 'true' ? null : [text('h2'), text('#preview-text')];
    ";
    window
        .until(&format!("the preview of {title:?}"), || async {
            let shown: Option<(String, String)> = serde_json::from_value(window.run(script).await?)?;
            Ok(shown.filter(|(heading, _)| heading == title).map(|(_, text)| text))
        })
        .await
}

/// Where Notion sends the browser.
#[derive(Clone, Copy)]
pub enum Redirect {
    Loopback,
    Scheme,
}

/// From the connect view to the open page at Notion, whose address is handed back.
pub async fn begins_sign_in(stage: &Stage, window: &Window, redirect: Redirect) -> Outcome<String> {
    enters_client(stage, window, redirect).await?;
    window.press("Sign in with Notion").await?;
    window.find("heading", "Waiting for Notion").await?;
    stage.opened_address().await
}

pub async fn enters_client(stage: &Stage, window: &Window, redirect: Redirect) -> Outcome {
    window.press("Set up").await?;
    let form = match redirect {
        Redirect::Loopback => "This computer…",
        Redirect::Scheme => "A Trove link…",
    };
    window.click("radio", form).await?;
    window.fill("Client ID", &stage.sim.client_id).await?;
    window.fill("Client secret", &stage.sim.client_secret).await
}
