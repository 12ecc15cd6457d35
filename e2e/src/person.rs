//! What people do in the window, step by step, in the window's own words.
//!
//! Each ends when the window shows that it is done.

use crate::process::Outcome;
use crate::stage::Stage;
use crate::window::Window;

pub const ADA: &str = "Ada";
pub const PASSWORD: &str = "brass otter, nine lanterns";

/// Keys of WebDriver §17.4.2 (keyboard actions).
const CONTROL: char = '\u{E009}';
const RELEASE: char = '\u{E000}';

pub async fn creates_administrator(window: &Window) -> Outcome {
    window.find("heading", "Welcome").await?;
    window.fill("Name", ADA).await?;
    window.fill("Password", PASSWORD).await?;
    window.press("Create profile").await?;
    window.find("heading", "Connect a workspace").await?;
    Ok(())
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
