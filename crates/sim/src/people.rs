//! The members of a workspace and how Notion shows a user.
//!
//! Not about bots' rights; a connection's bot is described in `connections`.

use serde_json::{Value, json};
use uuid::Uuid;

/// A member.
#[derive(Debug, Clone)]
pub struct Person {
    pub id: Uuid,
    pub key: String,
    pub name: String,
    pub email: String,
}

impl Person {
    /// The full user object. Who has no address shows none, as to a connection that may not see it.
    pub fn json(&self) -> Value {
        let person = match self.email.as_str() {
            "" => json!({}),
            email => json!({"email": email, "email_verified": true}),
        };
        json!({
            "object": "user", "id": self.id, "name": self.name, "avatar_url": null, "type": "person",
            "person": person,
        })
    }
}

/// The short form used in `created_by` and `last_edited_by`.
pub fn partial(id: Uuid) -> Value {
    json!({"object": "user", "id": id})
}
