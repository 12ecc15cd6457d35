//! The local Notion of a story: the real `trove-sim` program and its control port.

use std::cell::RefCell;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::process::{Outcome, Running};

pub struct Sim {
    pub origin: String,
    control: String,
    pub client_id: String,
    pub client_secret: String,
    pub internal_token: String,
    pub personal_token: String,
    http: reqwest::Client,
    program: RefCell<Option<Running>>,
}

impl Sim {
    pub fn start(program: &Path, arguments: &[&str]) -> Outcome<Self> {
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| format!("{} did not start: {why}", program.display()))?;
        let pipe = child.stdout.take().ok_or("the sim has no output")?;
        let program = Running::from_child(child);
        let mut line = String::new();
        BufReader::new(pipe).read_line(&mut line)?;
        let ready: Value =
            serde_json::from_str(&line).map_err(|why| format!("the sim said {line:?}: {why}"))?;
        let field = |name: &str| {
            let value = ready.get(name).and_then(Value::as_str);
            value.map(str::to_owned).ok_or_else(|| format!("the sim did not say its {name}"))
        };
        Ok(Self {
            origin: field("origin")?,
            control: field("control")?,
            client_id: field("client_id")?,
            client_secret: field("client_secret")?,
            internal_token: field("internal_token")?,
            personal_token: field("personal_token")?,
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .no_proxy()
                .build()?,
            program: RefCell::new(Some(program)),
        })
    }

    /// Asks the control port, which scripts the world and knows every request.
    pub async fn control(&self, path: &str, body: Option<Value>) -> Outcome<Value> {
        let address = format!("{}{path}", self.control);
        let request = match body {
            Some(body) => self.http.post(address).json(&body),
            None => self.http.get(address),
        };
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            return Err(format!("control {path}: {status} {text}").into());
        }
        Ok(if text.is_empty() { Value::Null } else { serde_json::from_str(&text)? })
    }

    /// Notion is gone, as when the network is.
    pub fn stop(&self) {
        self.program.replace(None);
    }

    /// How often something was asked for so far, by the end of its path.
    pub async fn asked_for(&self, path: &str) -> Outcome<usize> {
        let log = self.control("/log", None).await?;
        let paths = log.as_array().into_iter().flatten().filter_map(|entry| entry.get("path")?.as_str());
        Ok(paths.filter(|asked| asked.ends_with(path)).count())
    }

    /// Every token it ever gave out, access and refresh tokens alike.
    pub async fn tokens(&self) -> Outcome<Vec<String>> {
        Ok(serde_json::from_value(self.control("/tokens", None).await?)?)
    }

    /// The client that plays a browser: it follows nothing by itself.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }
}
