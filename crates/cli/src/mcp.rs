//! `trove mcp`: what an assistant asks, answered over the Model Context Protocol on standard
//! input and output (<https://modelcontextprotocol.io/specification>).
//!
//! Read only. The library speaks the protocol; each tool is a use case of the app that was
//! there before. Not here: what assistants may see (`trove_app`, told by `trove assistants`).

mod door;
mod tools;

use crate::answers::{Coverage, FoundForAssistant, PageForAssistant};
use crate::context::Context;
use crate::plain::readable;
use crate::stop::Stop;
use crate::words;
use door::Door;
use rmcp::ErrorData;
use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, JsonObject,
    ListToolsResult, PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, RoleServer, ServerInitializeError, ServiceExt};
use rmcp::transport::async_rw::AsyncRwTransport;
use serde::Serialize;
use serde_json::Value;
use tools::{ReadPage, Search, Tool};
use trove_app::ui_types::UiError;
use trove_app::{Answer, Ask, Refusal, Request};

/// Bytes of one message. What is asked is short.
const LONGEST: usize = 256 * 1024;

/// Returns when the assistant's program closes its end.
pub async fn serve(context: &mut Context) -> Result<(), Stop> {
    let assistant = Assistant { door: Door::new(context).await? };
    let transport =
        AsyncRwTransport::new_server(tokio::io::stdin(), tokio::io::stdout()).with_max_line_length(LONGEST);
    match assistant.serve(transport).await {
        Ok(running) => {
            let _ended = running.waiting().await;
            Ok(())
        }
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(_) => Err(Stop::Usage(words::NO_CONVERSATION.into())),
    }
}

struct Assistant {
    door: Door,
}

/// A sentence for the assistant: it was told nothing.
struct Told(String);

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(Implementation::new("trove", env!("CARGO_PKG_VERSION")))
            .with_instructions(words::ASSISTANT_INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(Tool::ALL.map(Tool::described).into()))
    }

    async fn call_tool(
        &self,
        called: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = Tool::named(&called.name) else {
            return Err(ErrorData::invalid_params(format!("there is no tool {}", called.name), None));
        };
        let program = context.client_info();
        let program = program.map(|it| format!("{} {}", it.name, it.version)).unwrap_or_default();
        let answered = self.answer(tool, called.arguments.unwrap_or_default(), program).await;
        Ok(match answered {
            Ok(answer) => CallToolResult::structured(answer).into(),
            Err(Told(sentence)) => CallToolResult::error(vec![ContentBlock::text(sentence)]).into(),
        })
    }
}

impl Assistant {
    async fn answer(&self, tool: Tool, arguments: JsonObject, program: String) -> Result<Value, Told> {
        let ask = match tool {
            Tool::Search => {
                let Search { query, limit } = tool.arguments(arguments).map_err(Told)?;
                Ask::Search { query, limit }
            }
            Tool::ReadPage => {
                let ReadPage { page, from } = tool.arguments(arguments).map_err(Told)?;
                Ask::ReadPage { page, from }
            }
            Tool::Coverage => Ask::Coverage,
        };
        match self.door.ask(&Request::new(&program, ask)).await.map_err(|why| Told(words::refusal(&why)))? {
            Answer::Found(found) => answer_of(&FoundForAssistant::new(found, words::ASSISTANT_NOTICE)),
            Answer::Page(Some(page)) => answer_of(&PageForAssistant::new(*page, words::ASSISTANT_NOTICE)),
            Answer::Page(None) => Err(Told(words::ASSISTANT_NO_PAGE.into())),
            Answer::Coverage(coverage) => answer_of(&Coverage::from(coverage)),
        }
    }
}

/// What nobody can see in a page is not handed over either.
fn answer_of(answer: &impl Serialize) -> Result<Value, Told> {
    let mut answer = serde_json::to_value(answer)
        .map_err(|_| Told(words::refusal(&Refusal::Failed(UiError::Internal))))?;
    clean(&mut answer);
    Ok(answer)
}

/// As deep as the answers that are made here, which is a few levels.
fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = readable(text),
        Value::Array(values) => values.iter_mut().for_each(clean),
        Value::Object(fields) => fields.values_mut().for_each(clean),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
