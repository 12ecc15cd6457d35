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
use trove_app::ui_types::{SearchRequest, SearchSort, UiError};
use trove_app::{AssistantSettings, Request};

/// Bytes of one message. What is asked is short.
const LONGEST: usize = 256 * 1024;

/// Characters of a page at a time.
const PART: usize = 20_000;

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

impl From<UiError> for Told {
    fn from(error: UiError) -> Self {
        match error {
            UiError::Locked => Self(words::ASSISTANT_LOCKED.into()),
            error => Self(words::assistant_failed(&words::error(&error))),
        }
    }
}

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
        let request = |asked: &str| Request { program, tool: tool.name(), asked: asked.to_owned() };
        match tool {
            Tool::Search => {
                let search: Search = tool.arguments(arguments).map_err(Told)?;
                self.search(&request(&search.query), search).await
            }
            Tool::ReadPage => {
                let read: ReadPage = tool.arguments(arguments).map_err(Told)?;
                self.read_page(&request(&read.page), &read).await
            }
            Tool::Coverage => self.coverage(&request("")).await,
        }
    }

    async fn search(&self, request: &Request, search: Search) -> Result<Value, Told> {
        self.admitted(request).await?;
        let wanted = SearchRequest {
            text: search.query,
            limit: search.limit,
            correct: true,
            sort: SearchSort::Relevance,
        };
        let answer = self.door.app.search(wanted).await?;
        let found = FoundForAssistant::new(answer, words::ASSISTANT_NOTICE);
        let (pages, characters) = (count(found.hits.len()), count(found.characters()));
        let noted = self.door.app.note_for_assistant(request, |asked| {
            (asked.pages, asked.characters) = (pages, characters);
        });
        noted.await?;
        answer_of(&found)
    }

    async fn read_page(&self, request: &Request, read: &ReadPage) -> Result<Value, Told> {
        let allowed = self.admitted(request).await?;
        if !allowed.whole_pages {
            let noted = self.door.app.note_for_assistant(request, |asked| {
                asked.refused = Some("passages_only".into());
            });
            noted.await?;
            return Err(Told(words::ASSISTANT_PASSAGES_ONLY.into()));
        }
        let page = self.door.app.page_text(&read.page, read.from, PART).await?;
        let noted = self.door.app.note_for_assistant(request, |asked| {
            if let Some(page) = &page {
                asked.title = Some(page.hit.title.iter().map(|segment| segment.text.as_str()).collect());
                (asked.pages, asked.characters) = (1, count(page.markdown.chars().count()));
            }
        });
        noted.await?;
        let page = page.ok_or_else(|| Told(words::ASSISTANT_NO_PAGE.into()))?;
        answer_of(&PageForAssistant::new(page, words::ASSISTANT_NOTICE))
    }

    async fn coverage(&self, request: &Request) -> Result<Value, Told> {
        self.admitted(request).await?;
        let coverage = self.door.app.coverage().await?;
        self.door.app.note_for_assistant(request, |_| {}).await?;
        answer_of(&Coverage::from(coverage))
    }

    async fn admitted(&self, request: &Request) -> Result<AssistantSettings, Told> {
        self.door.enter(request).await.map_err(Told)
    }
}

/// What nobody can see in a page is not handed over either.
fn answer_of(answer: &impl Serialize) -> Result<Value, Told> {
    let mut answer = serde_json::to_value(answer).map_err(|_| UiError::Internal)?;
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

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
