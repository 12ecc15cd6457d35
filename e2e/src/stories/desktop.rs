//! The window among others: summoned, hidden, closed, left somewhere, told about outside of it,
//! locked by the system, blank.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use crate::person::{self, CONTROL, ENTER, PASSWORD, RELEASE};
use crate::process::{Outcome, until};
use crate::stage::Stage;
use crate::story::{Ending, Story};
use crate::window::Window;

/// Held anywhere in the system, as the story's person chooses them.
const KEYS: &str = "ctrl+alt+space";

async fn looks_around(window: &Window) -> Outcome {
    person::creates_administrator(window).await?;
    window.press("Open the sample").await?;
    person::sees_pages(window).await
}

async fn follows_a_workspace(stage: &Stage, window: &Window) -> Outcome {
    person::creates_administrator(window).await?;
    person::pastes_token(window, &stage.sim.personal_token).await?;
    person::agrees(window).await?;
    person::has_read_everything(window).await
}

async fn has_focus(window: &Window, what: &str, selector: &str) -> Outcome {
    let script =
        format!("return document.hasFocus() && document.activeElement?.matches('{selector}') === true");
    window.until(what, || async { Ok((window.run(&script).await? == true).then_some(())) }).await
}

/// Waits until a setting of the desktop is written down, as the next start will read it.
async fn kept(window: &Window, name: &str, value: impl Into<Value>) -> Outcome {
    let value = value.into();
    let script = "return window.__TAURI_INTERNALS__.invoke('start').then((start) => start.machine.desktop)";
    window
        .until(&format!("{name} to be {value}"), || async {
            Ok((window.run(script).await?[name] == value).then_some(()))
        })
        .await
}

const BOX: &str = "[role=combobox]";

pub const SUMMONED: Story = Story {
    name: "summoned",
    about: "choose keys, come and go by them, search at once, locked too; close hides and a second start brings back",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(summoned(stage)),
};

async fn summoned(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    looks_around(&window).await?;
    person::goes_to(&window, "Settings").await?;
    window.press("Choose keys").await?;
    stage.picture(&window, "choosing").await?;
    stage.system_keys(KEYS).await?;
    window.find("button", "Change keys").await?;
    stage.picture(&window, "settings").await?;

    // Another program has the focus, and gets it back.
    let other = stage.open_bare_webview("about:blank").await?;
    let before = until("another window with the focus", || async {
        let active = stage.ask_display(&["getactivewindow"]);
        let own = stage.ask_display(&["search", "--onlyvisible", "--name", "Trove$"]);
        Ok((!active.is_empty() && active != own).then_some(active))
    })
    .await?;
    stage.system_keys(KEYS).await?;
    has_focus(&window, "the search box to have the focus", BOX).await?;
    stage.system_keys("q").await?;
    has_typed(&window, "q").await?;
    stage.system_keys("Escape").await?;
    stage.system_keys("Escape").await?;
    stage.until_on_screen(false, "Esc").await?;
    until("the focus to go back", || async {
        Ok((stage.ask_display(&["getactivewindow"]) == before).then_some(()))
    })
    .await?;
    measure(stage, &window).await?;

    // Locked it is the password, and after it the search that was wanted.
    person::goes_to(&window, "Coverage").await?;
    person::locks(&window).await?;
    stage.start_again(&["--summon"]).await?;
    stage.until_on_screen(true, "a second start").await?;
    has_focus(&window, "the password to have the focus", "input[type=password]").await?;
    person::signs_in(&window, PASSWORD).await?;
    has_focus(&window, "the search box to have the focus", BOX).await?;

    person::goes_to(&window, "Settings").await?;
    window.click("radio", "Hides it").await?;
    kept(&window, "close", "hide").await?;
    stage.system_keys("alt+F4").await?;
    stage.until_on_screen(false, "closing").await?;
    stage.start_again(&["--hidden"]).await?;
    if stage.is_on_screen() {
        return Err("a hidden second start brought the window forward".into());
    }
    stage.start_again(&[]).await?;
    stage.until_on_screen(true, "a second start").await?;
    // Keys of the system: a driver that asks a window which ends gets no answer.
    stage.system_keys("ctrl+q").await?;
    drop(other);
    stage.app_ends().await?;

    // What was held is held by somebody else at the next start: openbox closes windows by it.
    let file = stage.home.trove_data().join("machine.json");
    let mut settings: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    settings["settings"]["desktop"]["shortcut"] = json!({ "keys": "Alt+F4", "name": "F4" });
    std::fs::write(&file, settings.to_string())?;
    let window = stage.open_app_saying(&["--hidden"]).await?;
    window.find("button", "Sign in").await?;
    if stage.is_on_screen() {
        return Err("a hidden start showed its window".into());
    }
    stage.start_again(&["--summon"]).await?;
    stage.until_on_screen(true, "a second start").await?;
    person::signs_in(&window, PASSWORD).await?;
    person::goes_to(&window, "Settings").await?;
    window.shows("Another program holds these keys, so they do not bring Trove forward.").await?;
    window.click("checkbox", "Show Trove in the tray or menu bar").await?;
    window.shows("This desktop shows no tray").await?;
    stage.picture(&window, "told").await?;
    Ok(Ending::Good)
}

/// From the keys to the first frame, a few times. Figures for people.
async fn measure(stage: &Stage, window: &Window) -> Outcome {
    let mut all = Vec::new();
    for _ in 0..5 {
        window
            .run(
                // The page may hear only now that the window was hidden.
                "window.shown = undefined;
                 const heard = () => {
                     if (document.visibilityState !== 'visible') return;
                     document.removeEventListener('visibilitychange', heard);
                     requestAnimationFrame(() => setTimeout(() => (window.shown = Date.now())));
                 };
                 document.addEventListener('visibilitychange', heard);",
            )
            .await?;
        let pressed = SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis();
        stage.system_keys(KEYS).await?;
        let shown = window
            .until("the first frame", || async { Ok(window.run("return window.shown").await?.as_i64()) })
            .await?;
        all.push(i128::from(shown) - i128::try_from(pressed)?);
        has_focus(window, "the search box to have the focus", BOX).await?;
        stage.system_keys(KEYS).await?;
        stage.until_on_screen(false, "its keys").await?;
    }
    stage.note("figures", &format!("milliseconds from the start of xdotool to the first frame: {all:?}\n"))
}

pub const TOLD_OUTSIDE: Story = Story {
    name: "told_outside",
    about: "the tray and notifications say how things are and no name; the system's lock and sleep lock",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(told_outside(stage)),
};

async fn told_outside(stage: &Stage) -> Outcome<Ending> {
    let system = stage.system().await?;
    let window = stage.open_app().await?;
    follows_a_workspace(stage, &window).await?;
    person::goes_to(&window, "Settings").await?;
    window.shows("When its screen locks, and before it sleeps.").await?;
    window.click("checkbox", "Show Trove in the tray or menu bar").await?;
    says(&system, "Up to date").await?;
    let notify = "Tell me when a connection needs a new token, and when all is read for the first time";
    window.click("checkbox", notify).await?;
    window.click("radio", "Hides it").await?;
    kept(&window, "close", "hide").await?;
    stage.picture(&window, "settings").await?;
    stage.system_keys("alt+F4").await?;
    stage.until_on_screen(false, "closing").await?;

    stage.sim.control("/revoke", Some(json!({ "token": stage.sim.personal_token }))).await?;
    system.click_tray().await?;
    stage.until_on_screen(true, "a click on the tray").await?;
    stage.system_keys("Escape").await?;
    stage.until_on_screen(false, "Esc").await?;
    // As every few minutes by itself.
    window.run("window.__TAURI_INTERNALS__.invoke('refresh', { connection: null }).catch(() => {})").await?;
    until("a notification", || async { Ok((!system.notifications().is_empty()).then_some(())) }).await?;
    if system.notifications() != ["Trove: A connection needs a new token."] {
        return Err(format!("{:?} was told", system.notifications()).into());
    }
    says(&system, "A connection needs a new token.").await?;

    system.lock_screen().await?;
    says(&system, "Locked").await?;
    window.find("button", "Sign in").await?;
    system.click_tray().await?;
    stage.until_on_screen(true, "a click on the tray").await?;
    person::signs_in(&window, PASSWORD).await?;
    window.find("combobox", "Search pages").await?;
    system.prepare_for_sleep().await?;
    says(&system, "Locked").await?;
    window.find("button", "Sign in").await?;
    stage.picture(&window, "locked").await?;
    Ok(Ending::Good)
}

async fn says(system: &crate::system::System, text: &str) -> Outcome {
    until(&format!("the tray to say {text:?}"), || async {
        Ok((system.tray_title().await? == text).then_some(()))
    })
    .await
}

pub const DESKTOP_SEARCH: Story = Story {
    name: "desktop_search",
    about: "the desktop's own search finds titles once that is wanted, opens a page, goes on in the window; nothing while locked",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(desktop_search(stage)),
};

async fn desktop_search(stage: &Stage) -> Outcome<Ending> {
    let system = stage.system().await?;
    let window = stage.open_app().await?;
    follows_a_workspace(stage, &window).await?;
    let typed = ["kitchen", "desk"];
    if system.overview_finds(&typed).await.is_ok() {
        return Err("the desktop was answered before anybody wanted that".into());
    }
    person::goes_to(&window, "Settings").await?;
    window.click("checkbox", "Answer the desktop’s own search, with titles of pages").await?;
    kept(&window, "answer_search", true).await?;
    stage.picture(&window, "settings").await?;

    let names =
        until("an answer to the desktop", || async { Ok(system.overview_finds(&typed).await.ok()) }).await?;
    let titles = system.overview_titles(&names).await?;
    if titles.first().map(String::as_str) != Some("Kitchen desk") {
        return Err(format!("the desktop was told {titles:?}").into());
    }
    let began = std::time::Instant::now();
    for _ in 0..10 {
        system.overview_finds(&typed).await?;
    }
    stage
        .note("answers", &format!("an answer to the desktop takes {:?} on average", began.elapsed() / 10))?;
    system.overview_opens(&names[0], &typed).await?;
    let address = stage.opened_address().await?;
    if !address.starts_with("https://app.notion.com/p/") {
        return Err(format!("{address} was opened").into());
    }
    system.overview_goes_on(&typed).await?;
    has_typed(&window, "kitchen desk").await?;
    has_focus(&window, "the search box to have the focus", BOX).await?;
    person::finds(&window, "Kitchen desk").await?;

    person::locks(&window).await?;
    if !system.overview_finds(&typed).await?.is_empty() || !system.overview_titles(&names).await?.is_empty() {
        return Err("the desktop was told of pages of a locked profile".into());
    }
    system.overview_goes_on(&["roof", "garden"]).await?;
    has_focus(&window, "the password to have the focus", "input[type=password]").await?;
    person::signs_in(&window, PASSWORD).await?;
    has_typed(&window, "roof garden").await?;
    person::goes_to(&window, "Settings").await?;
    window.click("checkbox", "Answer the desktop’s own search, with titles of pages").await?;
    until("the desktop to be answered no longer", || async {
        Ok(system.overview_finds(&typed).await.is_err().then_some(()))
    })
    .await?;
    Ok(Ending::Good)
}

async fn has_typed(window: &Window, text: &str) -> Outcome {
    let script = "return document.querySelector('[role=combobox]')?.value";
    window
        .until(&format!("“{text}” in the search box"), || async {
            Ok((window.run(script).await? == text).then_some(()))
        })
        .await
}

pub const WHERE_IT_WAS: Story = Story {
    name: "where_it_was_left",
    about: "size, place, the preview's width and zoom survive a restart, on a screen that still exists",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(where_it_was(stage)),
};

async fn where_it_was(stage: &Stage) -> Outcome<Ending> {
    let window = stage.open_app().await?;
    looks_around(&window).await?;
    let id = stage.ask_display(&["search", "--onlyvisible", "--name", "Trove$"]);
    stage.resize(&window, 1000, 640).await?;
    let moved = stage.ask_display(&["windowmove", "--sync", &id, "300", "150"]);
    let left = geometry(stage);
    let preview = window.find("separator", "Width of the preview").await?;
    preview.send_keys("\u{E012}").await?;
    let width = "return document.querySelector('[role=separator]').ariaValueNow";
    window
        .until("a wider preview", || async { Ok((window.run(width).await? == "50").then_some(())) })
        .await?;
    stage.picture(&window, "wider-preview").await?;
    window.keys(&format!("{CONTROL}+{RELEASE}")).await?;
    window.shows("110 %").await?;
    stage.close_app().await?;

    let window = stage.open_app().await?;
    window.find("button", "Sign in").await?;
    // By keys alone: what is drawn larger is not where the driver clicks.
    window.keys(&format!("{PASSWORD}{ENTER}")).await?;
    person::sees_pages(&window).await?;
    until(&format!("the window where it was left: {left} ({moved})"), || async {
        Ok((geometry(stage) == left).then_some(()))
    })
    .await?;
    let drawn = window.run("return innerWidth").await?;
    if window.run(width).await? != "50" || drawn != 909 {
        return Err(format!("the preview or the zoom was forgotten: {drawn} are left of 1000").into());
    }
    stage.close_app().await?;

    // The screen it stood on is gone.
    let file = stage.home.trove_data().join("window.json");
    let mut kept: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
    kept["place"]["x"] = json!(5000);
    std::fs::write(&file, kept.to_string())?;
    let window = stage.open_app().await?;
    window.find("button", "Sign in").await?;
    until("a window that can be seen", || async {
        let shown = geometry(stage);
        Ok((!shown.is_empty() && x_of(&shown) < 1600).then_some(()))
    })
    .await?;
    Ok(Ending::Good)
}

/// Place and size of the window as the display has them.
fn geometry(stage: &Stage) -> String {
    let find = ["search", "--onlyvisible", "--name", "Trove$", "getwindowgeometry", "--shell"];
    let told = stage.ask_display(&find);
    told.lines().filter(|line| !line.starts_with("WINDOW")).collect::<Vec<_>>().join(" ")
}

fn x_of(geometry: &str) -> i64 {
    let x = geometry.split(' ').find_map(|part| part.strip_prefix("X="));
    x.and_then(|x| x.parse().ok()).unwrap_or(i64::MAX)
}

pub const DRAWS_NOTHING: Story = Story {
    name: "draws_nothing",
    about: "a window that draws nothing for seconds is noticed, and the next start draws safely",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(draws_nothing(stage)),
};

async fn draws_nothing(stage: &Stage) -> Outcome<Ending> {
    // Stopped before it has drawn, as one that waits for its driver.
    let app = stage.start_app()?;
    let page = until("the process that draws", || async { Ok(drawer_of(app)) }).await?;
    signal("STOP", page)?;
    let file = stage.home.trove_data().join("machine.json");
    let noticed = until("the empty window to be noticed", || async {
        let settings: Value = serde_json::from_str(&std::fs::read_to_string(&file)?)?;
        Ok((settings["settings"]["desktop"]["draw_safely"] == true).then_some(()))
    })
    .await;
    signal("CONT", page)?;
    noticed?;
    stage.kill_app();

    let window = stage.open_app().await?;
    looks_around(&window).await?;
    person::goes_to(&window, "Settings").await?;
    let safely = "return window.__TAURI_INTERNALS__.invoke('desktop_state')";
    let state = window.run(safely).await?;
    if state["draws_safely"] != true {
        return Err(format!("the next start draws as before: {state}").into());
    }
    stage.picture(&window, "settings").await?;
    Ok(Ending::Good)
}

/// WebKit's process for the page, a child of the app.
fn drawer_of(app: u32) -> Option<u32> {
    processes_of(app).into_iter().find(|id| name_of(*id).starts_with("WebKitWebProces"))
}

fn name_of(id: u32) -> String {
    std::fs::read_to_string(format!("/proc/{id}/comm")).unwrap_or_default().trim().to_owned()
}

/// A process and all that it has started.
fn processes_of(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let all: Vec<(u32, u32)> = std::fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
            let parent = stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()?;
            Some((id, parent))
        })
        .collect();
    let mut at = 0;
    while let Some(parent) = found.get(at).copied() {
        found.extend(all.iter().filter(|(_, of)| *of == parent).map(|(id, _)| *id));
        at += 1;
    }
    found
}

fn signal(name: &str, process: u32) -> Outcome {
    let status =
        std::process::Command::new("kill").args([&format!("-{name}"), &process.to_string()]).status()?;
    if status.success() { Ok(()) } else { Err(format!("process {process} took no {name}").into()) }
}

pub const HIDDEN_COST: Story = Story {
    name: "hidden_cost",
    about: "hides the window and writes down what it then takes: processor, wake-ups, memory",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(hidden_cost(stage)),
};

/// No event says that a window has come to rest, and what it takes on the way there is not what is
/// measured.
const SETTLING: Duration = Duration::from_secs(20);
/// Long enough for what happens every fifteen seconds to happen a few times.
const WATCHED: Duration = Duration::from_secs(60);

async fn hidden_cost(stage: &Stage) -> Outcome<Ending> {
    // A log of everything, and a driver that asks, would be measured too.
    let id = {
        let window = stage.open_app_with(&[("TROVE_LOG", "warn"), ("RUST_LOG", "warn")]).await?;
        looks_around(&window).await?;
        person::has_read_everything(&window).await?;
        person::goes_to(&window, "Settings").await?;
        window.click("radio", "Hides it").await?;
        kept(&window, "close", "hide").await?;
        stage.app_id().ok_or("no app runs")?
    };
    let mut text = String::from("over all processes of the app; a second has 100 ticks\n");
    for (state, on_screen) in [("shown, untouched", true), ("hidden", false)] {
        if !on_screen {
            stage.system_keys("alt+F4").await?;
            stage.until_on_screen(false, "closing").await?;
        }
        tokio::time::sleep(SETTLING).await;
        let before = cost(id);
        // What is measured is this time itself; nothing is waited for.
        tokio::time::sleep(WATCHED).await;
        let after = cost(id);
        text += &format!("{state}, {} s\n", WATCHED.as_secs());
        for (process, (ticks, wakes, kib)) in &after {
            let (ticks_before, wakes_before, _) = before.get(process).copied().unwrap_or_default();
            text += &format!(
                "  {:16} {:4} ticks {:6.1} wake-ups a second {:7} KiB PSS\n",
                name_of(*process),
                ticks.saturating_sub(ticks_before),
                wakes.saturating_sub(wakes_before) as f64 / WATCHED.as_secs_f64(),
                kib
            );
        }
    }
    stage.note("figures", &text)?;
    Ok(Ending::Good)
}

/// By process: ticks of processor, times it was woken (over its threads), memory.
fn cost(root: u32) -> std::collections::BTreeMap<u32, (u64, u64, u64)> {
    let number = |text: &str, name: &str| -> u64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    };
    let of = |id: u32| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        let fields: Vec<u64> = stat
            .rsplit_once(')')
            .map(|(_, rest)| rest.split_whitespace().map(|field| field.parse().unwrap_or_default()).collect())
            .unwrap_or_default();
        let ticks = fields.get(11).copied().unwrap_or_default() + fields.get(12).copied().unwrap_or_default();
        let tasks = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
        let wakes = tasks
            .map(|task| std::fs::read_to_string(task.path().join("status")).unwrap_or_default())
            .map(|status| number(&status, "voluntary_ctxt_switches:"))
            .sum();
        let smaps = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
        (ticks, wakes, number(&smaps, "Pss:"))
    };
    processes_of(root).into_iter().map(|id| (id, of(id))).collect()
}
