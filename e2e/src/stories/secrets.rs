//! No secret is left where it does not belong, and the search for them finds what is there.

use std::path::Path;

use crate::browser;
use crate::leak_scan::{Marker, Scan};
use crate::person::{self, PASSWORD, Redirect};
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};

/// Checks 20, 45.
pub const NO_LEAK: Story = Story {
    name: "no_secret_is_left_behind",
    about: "after the whole journey at trace level, no file holds a token, code, state, secret, password, page or question",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(no_leak(stage)),
};

/// What is typed, the page it finds, and what stands in that page's text.
const TYPED: &str = "telephone inbox -marmalade";
const PAGE: &str = "Incident 2026-07-31: the night the pumps stopped";
const TEXT: &str = "pumps in Hamburg waited for a confirmation";
const WORD: &str = "confirmation";

/// Records what crosses to the page from here on: replies of commands and events both
/// run a callback that Tauri keeps in this map.
const RECORD: &str = "
    const callbacks = window.__TAURI_INTERNALS__.callbacks;
    window.crossed = [];
    callbacks.get = (id) => {
      const handle = Map.prototype.get.call(callbacks, id);
      return handle && ((data) => (window.crossed.push(JSON.stringify(data)), handle(data)));
    };
";

async fn no_leak(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    window.run(RECORD).await?;
    let address = person::begins_sign_in(stage, &window, Redirect::Scheme).await?;
    let location = browser::allows(&stage.sim, &address).await?;
    stage.open_link(&location).await?;
    window.find("heading", "Connect this workspace?").await?;
    person::agrees(&window).await?;
    person::goes_to(&window, "Connections").await?;
    window.press("Connect a workspace").await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    let rows = window.names("option").await?;
    let title = rows.into_iter().max_by_key(String::len);
    let title = title.ok_or("no page to look for")?;
    person::has_read_everything(&window).await?;
    person::searches(&window, TYPED).await?;
    let (_, hit) = person::finds(&window, PAGE).await?;
    if !person::previews(&window, &hit.title).await?.contains(TEXT) {
        return Err("the preview does not show the text to look for".into());
    }

    let redirected = url::Url::parse(&location)?;
    let parameter = |name: &str| {
        let found =
            redirected.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        found.ok_or_else(|| format!("the redirect has no {name}"))
    };
    let given = stage.sim.tokens().await?;
    if given.len() < 4 {
        return Err(format!("only {} tokens were given out; a sign-in alone brings two", given.len()).into());
    }
    let mut secrets: Vec<Marker> = given.iter().map(|token| Marker::new("token", token)).collect();
    secrets.extend([
        Marker::new("client secret", &stage.sim.client_secret),
        Marker::new("code", &parameter("code")?),
        Marker::new("state", &parameter("state")?),
        Marker::new("password", PASSWORD),
    ]);
    let crossed = window.run("return window.crossed.join('\\n')").await?;
    let crossed = crossed.as_str().unwrap_or_default();
    if !crossed.contains(&title) || !crossed.contains("\"pages_changed\"") {
        return Err("the recording of what crosses to the window missed the list, or the events".into());
    }
    let scan = Scan::new(&secrets);
    let mut findings = scan.within(crossed.as_bytes(), "replies and events".as_ref());
    findings.extend(scan.within(window.document().await?.as_bytes(), "the document".as_ref()));

    // On disk neither pages nor what is asked may be readable; while running, and afterwards.
    let mut on_disk = secrets;
    on_disk.extend([
        Marker::new("title", &title),
        Marker::new("text", TEXT),
        // Words of the index stand by themselves.
        Marker::new("word", WORD),
        Marker::new("question", TYPED),
    ]);
    let scan = Scan::new(&on_disk);
    let places = [stage.home.path().to_owned(), stage.log()];
    let index = stage.home.trove_data().join("cache");
    if size_below(&index)? < 10_000 {
        return Err(format!("there is no index to look into below {}", index.display()).into());
    }
    for place in &places {
        findings.extend(scan.below(place)?);
    }
    stage.close_app().await?;
    for place in &places {
        findings.extend(scan.below(place)?);
    }
    if !findings.is_empty() {
        return Err(format!("secrets were left behind: {findings:#?}").into());
    }

    // The scan itself works here: planted leaks are found.
    std::fs::write(stage.home.trove_data().join("planted"), format!("x{PASSWORD}y"))?;
    std::fs::write(index.join("planted"), format!("x{WORD}y"))?;
    let planted = scan.below(stage.home.path())?;
    for marker in ["password", "word"] {
        if planted.iter().all(|finding| finding.marker != marker) {
            return Err(format!("a planted {marker} was not found").into());
        }
    }
    Ok(Ending::Good)
}

fn size_below(folder: &Path) -> Outcome<u64> {
    let mut size = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        size +=
            if entry.file_type()?.is_dir() { size_below(&entry.path())? } else { entry.metadata()?.len() };
    }
    Ok(size)
}
