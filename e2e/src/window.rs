//! The app's real window, driven over WebDriver: found by role and accessible name,
//! typed into with real keys, read by polling what it shows.

use std::path::Path;
use std::process::Command;

use fantoccini::elements::Element;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::process::{Outcome, Running, until};

const FIND: &str = include_str!("accessible.js");

/// Two frames after the last change is when WebKit's picture is the new one.
const AFTER_TWO_FRAMES: &str =
    "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";

/// Control and the letter (WebDriver §17.4.2).
const SELECT_ALL: &str = "\u{E009}a";

pub struct Window {
    client: Client,
    _driver: Running,
}

impl Window {
    /// Attaches to an app that was started with `WEBKIT_INSPECTOR_SERVER=127.0.0.1:port`,
    /// by whomever.
    pub async fn attach(inspector: u16, log: &Path) -> Outcome<Self> {
        let port = crate::process::free_port()?;
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}")).arg(format!("--target=127.0.0.1:{inspector}"));
        Self::through(&mut command, port, Capabilities::new(), log).await
    }

    /// Attaches to a Chromium that was started with `--remote-debugging-port`.
    pub async fn attach_chromium(debugging: u16, log: &Path) -> Outcome<Self> {
        let port = crate::process::free_port()?;
        let mut command = Command::new("chromedriver");
        command.arg(format!("--port={port}"));
        let options = json!({ "debuggerAddress": format!("127.0.0.1:{debugging}") });
        let capabilities = Capabilities::from_iter([("goog:chromeOptions".to_owned(), options)]);
        Self::through(&mut command, port, capabilities, log).await
    }

    /// A page in the app's own engine with nothing of the app around it. `driver` is a
    /// `WebKitWebDriver` to be, which brings a small browser.
    pub async fn bare(driver: &mut Command, address: &str, log: &Path) -> Outcome<Self> {
        let port = crate::process::free_port()?;
        driver.arg(format!("--port={port}"));
        let window = Self::through(driver, port, Capabilities::new(), log).await?;
        window.client.goto(address).await?;
        Ok(window)
    }

    async fn through(driver: &mut Command, port: u16, wanted: Capabilities, log: &Path) -> Outcome<Self> {
        let driver = Running::start(driver, log)?;
        let address = format!("http://127.0.0.1:{port}");
        let client = until("the app's window to take a driver", || async {
            let client = ClientBuilder::new(HttpConnector::new())
                .capabilities(wanted.clone())
                .connect(&address)
                .await?;
            Ok(Some(client))
        })
        .await?;
        Ok(Self { client, _driver: driver })
    }

    /// The visible element with this role and exactly this name; waits for it.
    pub async fn find(&self, role: &str, name: &str) -> Outcome<Element> {
        self.until(&format!("{role} “{name}”"), || self.look(role, name)).await
    }

    /// As [`until`]; in vain, it tells what the window shows instead.
    pub async fn until<T, F>(&self, what: &str, ask: impl FnMut() -> F) -> Outcome<T>
    where
        F: Future<Output = Outcome<Option<T>>>,
    {
        match until(what, ask).await {
            Ok(found) => Ok(found),
            Err(why) => Err(format!("{why}; the window shows:\n{}", self.text().await?).into()),
        }
    }

    async fn look(&self, role: &str, name: &str) -> Outcome<Option<Element>> {
        let found = self.client.execute(FIND, vec![json!(role), json!(name), json!(false)]).await?;
        if found.is_null() {
            return Ok(None);
        }
        Ok(Some(Element::from_element_id(self.client.clone(), element_id(&found)?.into())))
    }

    pub async fn has(&self, role: &str, name: &str) -> Outcome<bool> {
        Ok(self.look(role, name).await?.is_some())
    }

    pub async fn press(&self, button: &str) -> Outcome {
        self.click("button", button).await
    }

    /// Clicks as soon as it is there and enabled.
    pub async fn click(&self, role: &str, name: &str) -> Outcome {
        self.until(&format!("{role} “{name}” to be clickable"), || async {
            let Some(element) = self.look(role, name).await? else { return Ok(None) };
            if !element.is_enabled().await? {
                return Ok(None);
            }
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Types with real keys into the box of this name, in place of what stands there.
    pub async fn replace(&self, role: &str, name: &str, text: &str) -> Outcome {
        let field = self.find(role, name).await?;
        field.click().await?;
        // A call of its own: WebKit releases the modifier with its end.
        field.send_keys(SELECT_ALL).await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Types with real keys into the box of this name.
    pub async fn fill(&self, name: &str, text: &str) -> Outcome {
        let field = self.find("textbox", name).await?;
        field.click().await?;
        field.send_keys(text).await?;
        Ok(())
    }

    /// Keys to whatever has the focus.
    pub async fn keys(&self, keys: &str) -> Outcome {
        Ok(self.client.active_element().await?.send_keys(keys).await?)
    }

    /// Waits until the visible text contains this.
    pub async fn shows(&self, text: &str) -> Outcome {
        self.until(&format!("“{text}”"), || async { Ok(self.text().await?.contains(text).then_some(())) })
            .await
    }

    /// All visible text.
    pub async fn text(&self) -> Outcome<String> {
        let text = self.client.execute("return document.body?.innerText ?? ''", vec![]).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// The accessible names of all that has this role, in order, now.
    pub async fn names(&self, role: &str) -> Outcome<Vec<String>> {
        let names = self.client.execute(FIND, vec![json!(role), Value::Null, json!(true)]).await?;
        Ok(serde_json::from_value(names)?)
    }

    /// Everything the document holds: attributes and the values of boxes too.
    pub async fn document(&self) -> Outcome<String> {
        let script = "return document.documentElement.outerHTML + \
                      [...document.querySelectorAll('input')].map((box) => box.value).join('\\n')";
        Ok(self.client.execute(script, vec![]).await?.as_str().unwrap_or_default().to_owned())
    }

    pub async fn run(&self, script: &str) -> Outcome<Value> {
        Ok(self.client.execute(script, vec![]).await?)
    }

    /// As [`run`](Self::run), until the script calls its last argument.
    pub async fn run_async(&self, script: &str) -> Outcome<Value> {
        Ok(self.client.execute_async(script, vec![]).await?)
    }

    pub async fn two_frames(&self) -> Outcome {
        self.run_async(AFTER_TWO_FRAMES).await.map(drop)
    }

    /// Keeps a picture once it stands still.
    pub async fn picture(&self, file: &Path) -> Outcome {
        let mut before = Vec::new();
        for _ in 0..20 {
            self.two_frames().await?;
            let now = self.client.screenshot().await?;
            if now == before {
                break;
            }
            before = now;
        }
        Ok(std::fs::write(file, before)?)
    }
}

fn element_id(value: &Value) -> Outcome<String> {
    // The key is the constant of WebDriver §12 (Elements).
    let id = value.get("element-6066-11e4-a52e-4f735466cecf").and_then(Value::as_str);
    Ok(id.ok_or_else(|| format!("not an element: {value}"))?.to_owned())
}
