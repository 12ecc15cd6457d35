//! A conversation with `trove mcp`, line by line, as an assistant's program has it.

use crate::desk::{Desk, PASSWORD, Ran};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout};

pub struct Talk<'a> {
    desk: &'a Desk,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    asked: u64,
    /// What the server said of itself.
    pub hello: Value,
}

impl<'a> Talk<'a> {
    /// With the password before the conversation.
    pub fn start(desk: &'a Desk) -> Self {
        Self::begin(desk, &["mcp", "--password-stdin"], &format!("{PASSWORD}\n"))
    }

    pub fn begin(desk: &'a Desk, arguments: &[&str], before: &str) -> Self {
        let mut child = desk.command(arguments).spawn().unwrap();
        let (mut input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        input.write_all(before.as_bytes()).unwrap();
        let output = BufReader::new(output);
        let mut talk = Self { desk, child, input, output, asked: 0, hello: Value::Null };
        talk.hello = talk.ask(
            "initialize",
            json!({
                "protocolVersion": "2025-06-18", "capabilities": {},
                "clientInfo": {"name": "a test", "version": "1.0"},
            }),
        )["result"]
            .take();
        talk.say(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string());
        talk
    }

    pub fn say(&mut self, line: &str) {
        self.input.write_all(format!("{line}\n").as_bytes()).unwrap();
    }

    /// The answer to this request. Every line of the output is one of the protocol.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        let id = self.asked;
        self.say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string());
        loop {
            let answer = self.next();
            if answer["id"] == id {
                return answer;
            }
        }
    }

    pub fn next(&mut self) -> Value {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert_eq!(self.desk.secrets_in(&line), Vec::<&str>::new());
        let message: Value = serde_json::from_str(&line).unwrap_or_else(|why| panic!("{why}: {line:?}"));
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        message
    }

    pub fn call(&mut self, tool: &str, arguments: Value) -> Value {
        self.ask("tools/call", json!({"name": tool, "arguments": arguments}))["result"].take()
    }

    /// What a tool answers.
    pub fn told(&mut self, tool: &str, arguments: Value) -> Value {
        let mut result = self.call(tool, arguments);
        assert_ne!(result["isError"], true, "{result}");
        let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, result["structuredContent"], "both forms say the same");
        result["structuredContent"].take()
    }

    /// The sentence with which it answers nothing.
    pub fn refused(&mut self, tool: &str, arguments: Value) -> String {
        let result = self.call(tool, arguments);
        assert_eq!(result["isError"], true, "{result}");
        assert!(result.get("structuredContent").is_none(), "{result}");
        result["content"][0]["text"].as_str().unwrap().to_owned()
    }

    /// Closes our end.
    pub fn end(self) -> Ran {
        let Self { desk, child, input, output, .. } = self;
        drop((input, output));
        desk.finish(child)
    }
}

/// Ids of what was found.
pub fn ids(found: &Value) -> Vec<&str> {
    found["hits"].as_array().unwrap().iter().map(|hit| hit["id"].as_str().unwrap()).collect()
}
