//! What is known of an object that was not understood.
//!
//! Not here: why not; that would be another program's fault.

use super::lenient;
use aws_lc_rs::digest;
use serde_json::Value;
use trove_model::{NotionId, Parent};

/// An element of a list that was left out, so that the others could be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    pub id: Option<NotionId>,
    /// Notion's word for what it is (`page`), if it told one.
    pub object: Option<String>,
    pub parent: Option<Parent>,
    /// Of all that came, so that the same object is counted once where it has no id.
    pub digest: [u8; 16],
}

/// Longest word for an object that is kept, in characters.
const WORD: usize = 40;

impl From<&Value> for LeftOut {
    fn from(value: &Value) -> Self {
        let object = value.get("object").and_then(Value::as_str);
        Self {
            id: lenient::id_at(value, "id"),
            object: object.map(|word| word.chars().filter(|c| !c.is_control()).take(WORD).collect()),
            parent: value.get("parent").and_then(lenient::parent_in),
            digest: digest(value),
        }
    }
}

fn digest(value: &Value) -> [u8; 16] {
    let hash = digest::digest(&digest::SHA256, value.to_string().as_bytes());
    let mut digest = [0; 16];
    digest.iter_mut().zip(hash.as_ref()).for_each(|(to, from)| *to = *from);
    digest
}
