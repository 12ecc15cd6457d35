//! A program that speaks for an assistant: it starts `trove mcp` and asks over the Model Context
//! Protocol, a line at a time (<https://modelcontextprotocol.io/specification>).

use std::io::{BufRead, BufReader, Write};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::process::{Outcome, Running};

pub struct Assistant {
    lines: Arc<Mutex<Lines>>,
    _program: Running,
}

struct Lines {
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: u64,
}

/// What a tool answered, or the sentence with which it did not.
pub type Told = Result<Value, String>;

impl Assistant {
    pub fn start(command: &mut Command) -> Outcome<Self> {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let program = Running::from_child(child);
        let (input, output) = (input.ok_or("no input")?, BufReader::new(output.ok_or("no output")?));
        let mut lines = Lines { input, output, asked: 0 };
        let client = json!({"name": "A story", "version": "1.0"});
        let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
        lines.ask("initialize", &hello)?;
        writeln!(lines.input, "{}", json!({"jsonrpc": "2.0", "method": "notifications/initialized"}))?;
        Ok(Self { lines: Arc::new(Mutex::new(lines)), _program: program })
    }

    /// Calls a tool; the answer comes when the person has said what they say.
    pub fn calls(&self, tool: &str, arguments: Value) -> JoinHandle<Result<Told, String>> {
        let lines = Arc::clone(&self.lines);
        let call = json!({"name": tool, "arguments": arguments});
        tokio::task::spawn_blocking(move || {
            let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
            let answer = lines.ask("tools/call", &call).map_err(|why| why.to_string())?;
            let result = &answer["result"];
            if result["isError"] == true {
                return Ok(Err(result["content"][0]["text"].as_str().unwrap_or_default().to_owned()));
            }
            Ok(Ok(result["structuredContent"].clone()))
        })
    }

    pub async fn told(&self, tool: &str, arguments: Value) -> Outcome<Told> {
        Ok(self.calls(tool, arguments).await??)
    }
}

impl Lines {
    fn ask(&mut self, method: &str, params: &Value) -> Outcome<Value> {
        self.asked += 1;
        let id = self.asked;
        writeln!(self.input, "{}", json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))?;
        loop {
            let mut line = String::new();
            if self.output.read_line(&mut line)? == 0 {
                return Err("trove mcp ended".into());
            }
            let answer: Value = serde_json::from_str(&line)?;
            if answer["id"] == id {
                return Ok(answer);
            }
        }
    }
}
