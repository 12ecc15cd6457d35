//! What the app has of the computer it runs on: clocks, randomness, folders, the log, the
//! host that opens addresses.
//!
//! Not here: anything that knows a profile.

pub mod blocking;
pub mod clock;
pub mod desktop_host;
pub mod entropy;
pub mod hardening;
pub mod host;
pub mod log;
pub mod machine_settings;
pub mod model_file;
pub mod notion_app;
pub mod notion_origin;
pub mod outside_link;
pub mod paths;
pub mod power;
pub mod support_bundle;
