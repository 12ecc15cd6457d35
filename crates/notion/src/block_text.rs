//! A block's own text, for the index.
//!
//! Not here: the text of its children, and Markdown.

use crate::api_types::{Block, plain_text};

/// All text that a person reads on the block, a line per part: the text itself, a
/// table row's cells (separated by tabs), then addresses and the caption. Signed
/// addresses of uploaded files are no text: they change with every request.
pub fn block_text(block: &Block) -> String {
    let content = &block.content;
    let cells: Vec<String> = content.cells.iter().map(|cell| plain_text(cell)).collect();
    let external = content.external.as_ref().and_then(|external| external.url.as_deref());
    let parts = [
        content.title.as_deref().unwrap_or_default(),
        &plain_text(&content.rich_text),
        &cells.join("\t"),
        content.expression.as_deref().unwrap_or_default(),
        content.name.as_deref().unwrap_or_default(),
        content.url.as_deref().unwrap_or_default(),
        external.unwrap_or_default(),
        &plain_text(&content.caption),
    ];
    parts.into_iter().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join("\n")
}
