//! `GET /v1/users`, `/v1/users/me`, `/v1/users/{id}`.

use serde_json::Value;
use uuid::Uuid;

use crate::connections::{Connection, TokenKind};
use crate::errors::Answer;
use crate::ids;
use crate::paging::{Paging, list};
use crate::people::Person;
use crate::world::World;

/// Everyone in the workspace and this connection's own bot.
pub fn all(world: &World, connection: &Connection, paging: &Paging) -> Result<Value, Answer> {
    if connection.kind == TokenKind::Personal {
        return Err(Answer::restricted());
    }
    let everyone = everyone(world, connection);
    let (places, next) = paging.page(&everyone, id_of)?;
    Ok(list("user", places.into_iter().map(|at| everyone[at].clone()).collect(), next))
}

/// One of them.
pub fn one(world: &World, connection: &Connection, id: Uuid) -> Result<Value, Answer> {
    if connection.kind == TokenKind::Personal && id != connection.bot_id {
        return Err(Answer::restricted());
    }
    everyone(world, connection)
        .into_iter()
        .find(|user| id_of(user) == id)
        .ok_or_else(|| Answer::not_found("user", id))
}

fn everyone(world: &World, connection: &Connection) -> Vec<Value> {
    let mut users: Vec<Value> = world.names.people.iter().map(Person::json).collect();
    users.extend(world.recorded_users.iter().cloned());
    users.push(connection.bot_json(world));
    users
}

fn id_of(user: &Value) -> Uuid {
    user["id"].as_str().and_then(ids::parse).unwrap_or_default()
}
