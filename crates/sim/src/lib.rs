//! A local Notion: the part of its public API that a reader of pages needs, on a real socket.
//!
//! Notion's own JavaScript SDK, unmodified, cannot tell it from the real one in what we use (`sdk/`). It knows
//! nothing of our client, on purpose: it writes its own JSON, or stand-in and client could share a mistake. It is not
//! a copy of Notion: nothing can be written through the API, and nothing here reaches the network.
//!
//! # From a test
//!
//! ```no_run
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! use trove_sim::{Fault, Options, Sim};
//!
//! let sim = Sim::start(Options::default()).await?; // closed when dropped
//! sim.fault(Fault::rate_limited(7).on("/v1/search"));
//! println!("{} {}", sim.origin(), sim.internal_token());
//! # Ok(())
//! # }
//! ```
//!
//! # From the command line
//!
//! ```text
//! trove-sim [--port N] [--workspace sample|synthetic:PAGES[:SEED]|replay:FOLDER | --world FILE] [--workspace-name NAME]
//!           [--limit 180|600|none] [--redirect-uri URI]... [--consent page|auto] [--until-stdin-closes]
//! ```
//!
//! When ready it prints one JSON line: `{"origin","control","client_id","client_secret","internal_token",
//! "personal_token"}`. It ends on SIGINT or SIGTERM, and with `--until-stdin-closes` when its parent goes away.
//!
//! # What answers
//!
//! | Address | Notes |
//! |---|---|
//! | `GET /v1/oauth/authorize` | consent page with `#allow`, `#cancel`, a page picker and a choice of person (`#person`); an unknown address gets an error page, never a redirect |
//! | `POST /v1/oauth/token`, `introspect`, `revoke` | Basic auth, JSON only; a code is good once, for ten minutes, for the same redirect address; refreshing kills the old pair |
//! | `POST /v1/search` | titles only; 10,000 results a walk, then `request_status` says `incomplete` |
//! | `GET /v1/users`, `/users/me`, `/users/{id}` | the list is refused to a person's own token |
//! | `GET /v1/pages/{id}`, `/properties/{property}`, `/markdown` | Markdown says `truncated` and `unknown_block_ids` |
//! | `GET /v1/databases/{id}`, `/data_sources/{id}`, `POST …/query` | filters, sorts, 10,000 rows a walk |
//! | `GET /v1/blocks/{id}`, `/children` | one level at a time |
//!
//! Known addresses that write answer 403, unknown ones 400, as they would for a read-only connection.
//!
//! # Who sees what
//!
//! The *personal* token sees everything; the *internal* one all but the private branch; an OAuth token the pages
//! picked on the consent page and what is below them.
//!
//! # The control port
//!
//! JSON over HTTP on a second socket; the same verbs are methods of [`Sim`]. There is none behind a [`Door::OwnToken`],
//! which is how a product brings the sample.
//!
//! | Verb | Body |
//! |---|---|
//! | `POST /edit` | `{"id", "title"?, "markdown"?, "icon"?, "properties"?, "untouched"?, "late_seconds"?}`: without a new stamp; noticed late by search |
//! | `POST /create` | `{"parent"?, "title", "markdown", "icon"?, "properties"?}` → `{"id"}` |
//! | `POST /move` | `{"id", "parent"}`: below a page or data source that was there before it |
//! | `POST /trash`, `/restore` | `{"id"}` |
//! | `POST /unshare`, `/reshare` | `{"id", "kind"?: "oauth" \| "internal" \| "personal"}` |
//! | `POST /unshare-all`, `/reshare-all` | `{"kind"?}`: everything at once, as by accident |
//! | `POST /list` | `{"id", "listed"}`: false has search leave it out though it is shared |
//! | `POST /damage`, `/mend` | `{"id", "damage"}`: what a client does not expect, wherever the object appears: `lone_surrogate`, `nested` (`"depth"`), `wrong_types`, `missing_fields`, `long_text` (`"letters"`), `nul`, `huge_numbers`, `duplicate_keys` |
//! | `POST /truncate` | `{"id", "blocks"?, "marked"?}`: its Markdown holds so many blocks at a time, with a mark where the rest stood or without |
//! | `POST /revoke` | `{"token"}` or `{"kind"}` |
//! | `POST /stale-cursors` | `{}` |
//! | `POST /advance`, `/search-lag` | `{"seconds"}` of virtual time |
//! | `POST /fault` | a [`Fault`]: `{"action": "status", "status": 429, "retry_after": 7, "path"?, "method"?, "after"?, "every"?, "count"?}`; actions `status` (`retry_after`: seconds or any text), `refusal` (`code` and `message` word for word), `delay`, `cut`, `wrong_json`, `html`, `endless_cursor`, `dead_cursor`, `short_pages`, `redirect`, `empty`, `empty_object`, `gzip_bomb`, `truncated`; `"count": null` strikes until cleared |
//! | `POST /faults/clear`, `/log/clear` | `{}` |
//! | `POST /storm`, `/calm` | `{"seed", "pages"?, "troubles"?}`: things happen at random between requests, until the calm, which tells what happened |
//! | `GET /log` | every request in order, without secrets |
//! | `GET /world?token=…&markdown=true` | what a token sees |
//!
//! # Finding the room for a change
//!
//! `oauth`, `consent_page`, `search`, `query`, `objects` (pages, data sources, databases), `properties`, `blocks`,
//! `markdown`, `users`, `errors`, `rate_limit`, `paging`, `faults`, `damage`, `storm`, `control`, `door` are what they say. A new kind of block
//! goes into `block_kinds`. `world` is the tree of objects (`node`) with what each holds (`written`), `content` the
//! tree of blocks; `sample` (texts in `sample/`), `synthetic`, `replay` and `world_file` fill them. `around` signs
//! every answer; `serve` routes.

mod around;
mod block_kinds;
mod blocks;
mod clock;
mod connections;
mod consent_page;
mod content;
mod control;
mod damage;
mod door;
mod errors;
mod faults;
mod ids;
mod inline_reading;
mod inline_writing;
mod log;
mod markdown;
mod markdown_reading;
mod markdown_tags;
mod names;
mod node;
mod oauth;
mod objects;
mod options;
mod paging;
mod people;
mod properties;
mod query;
mod rate_limit;
mod replay;
mod sample;
mod search;
mod serve;
mod signed_files;
mod sim;
mod state;
mod storm;
mod synthetic;
mod synthetic_words;
mod users;
mod world;
mod world_file;
mod written;

pub use connections::TokenKind;
pub use damage::Damage;
pub use faults::{Action, Fault, RetryAfter};
pub use log::Logged;
pub use options::{Consent, DEEP_LINK_REDIRECT, Door, LOOPBACK_REDIRECT, Options, Workspace};
pub use rate_limit::Limit;
pub use sim::Sim;
pub use state::{Create, Edit, Unknown, Visible};
pub use storm::{Trouble, Wanted as StormsWanted, own_words};
