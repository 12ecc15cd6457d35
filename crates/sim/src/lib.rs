//! A local Notion.
