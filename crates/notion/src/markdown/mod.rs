//! Notion's enhanced Markdown: a page's body as a tree for the preview, and from the
//! tree its text for the index and the pages it links to.
//!
//! Not here: any I/O, the page's title and its properties. Where Notion leaves content
//! out of Markdown ([`NodeKind::Unknown`]) the same tree is made from blocks
//! ([`from_blocks`]).
//!
//! Source: <https://developers.notion.com/guides/data-apis/enhanced-markdown>. What
//! later or earlier versions of the format add is read where it is known (`::: callout`,
//! `<p>`, `<quote>`, `<toggle>`, tables without tabs); unknown tags lose themselves but
//! never their text.
//!
//! **Why no library.** CommonMark parsers give tabs another meaning (four columns, code),
//! end a tag's content at a blank line, join lines into paragraphs where here every line
//! is a block, and know neither `{color="…"}` nor inline tags with text inside. Undoing
//! that costs more than these few hundred lines, which in turn can promise a time that
//! grows with the text and a depth that is bounded. A second dialect that is CommonMark
//! at heart would change our mind.

mod address;
mod block_tag;
mod code_span;
mod content_hash;
mod fill;
mod from_blocks;
mod inline;
mod line;
mod links;
mod names;
mod parse;
mod plain;
mod steps;
mod tag;
mod text;
mod tree;
mod weight;
mod write;

pub use address::Address;
pub use content_hash::content_hash;
pub use from_blocks::from_blocks;
pub use links::LinkedPage;
pub use parse::parse;
pub use plain::written;
pub use tree::{
    Cell, Color, Content, Document, Hue, List, MAX_DEPTH, Media, MeetingPart, Mention, Mentioned, Node,
    NodeKind, Object, Run, Style,
};
pub use weight::{HEAVIEST, lightened, weight};
