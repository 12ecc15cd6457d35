//! Blocks on the wire: one block, and the children of one.
//!
//! Not the tree they come from (`content`, `world`).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock;
use crate::connections::Connection;
use crate::content::{self, Block};
use crate::errors::Answer;
use crate::node::{At, Kind};
use crate::objects::{self, Version};
use crate::paging::{Paging, list};
use crate::people;
use crate::world::World;

/// A block as found: the page it is on, where it hangs, and itself.
#[derive(Debug)]
pub struct Found {
    pub page: At,
    pub block: Block,
    pub parent: Value,
}

/// Finds a block by id. Pages and databases are blocks of their parents too.
pub fn find(world: &World, connection: &Connection, id: Uuid) -> Option<Found> {
    if let Some(at) = world.find(id).filter(|at| connection.sees(world, *at)) {
        let kind = match world.node(at).kind {
            Kind::Page => "child_page",
            Kind::Database => "child_database",
            Kind::DataSource => return None,
        };
        let mut block = Block::new(kind, json!({"title": world.title_text(at)}));
        block.id = id;
        return Some(Found { page: at, block, parent: objects::parent(world, at) });
    }
    let page = world.home_of_block(id).filter(|at| connection.sees(world, *at))?;
    let hidden = world.written(page).verbatim.as_ref().is_some_and(|verbatim| verbatim.unknown.contains(&id));
    if hidden {
        return None;
    }
    let body = world.body(page);
    let parent = parent_of(&body, id, &json!({"type": "page_id", "page_id": world.node(page).id}))?;
    let block = content::find(&body, id)?.clone();
    Some(Found { page, block, parent })
}

fn parent_of(blocks: &[Block], id: Uuid, above: &Value) -> Option<Value> {
    blocks.iter().find_map(|block| {
        if block.id == id {
            Some(above.clone())
        } else {
            parent_of(&block.children, id, &json!({"type": "block_id", "block_id": block.id}))
        }
    })
}

/// `GET /v1/blocks/{id}`.
pub fn retrieve(world: &World, connection: &Connection, id: Uuid, version: Version) -> Result<Value, Answer> {
    let found = find(world, connection, id).ok_or_else(|| Answer::not_found("block", id))?;
    Ok(block_json(world, connection, &found, version))
}

/// `GET /v1/blocks/{id}/children`: one level.
pub fn children(
    world: &World,
    connection: &Connection,
    id: Uuid,
    version: Version,
    paging: &Paging,
) -> Result<Value, Answer> {
    if let Some(blocks) = world.recorded_children.get(&id) {
        let (places, next) = paging.page(blocks, |block| read_id(&block["id"]))?;
        return Ok(list("block", places.into_iter().map(|at| blocks[at].clone()).collect(), next));
    }
    let found = find(world, connection, id).ok_or_else(|| Answer::not_found("block", id))?;
    let is_page = found.block.is_child_object();
    let children =
        if found.block.kind == "child_page" { world.body(found.page) } else { found.block.children };
    let shown: Vec<Block> = children
        .into_iter()
        .filter(|block| {
            !block.is_child_object()
                || world
                    .find(block.id)
                    .is_some_and(|at| connection.sees(world, at) && !world.node(at).trashed)
        })
        .collect();
    let (places, next) = paging.page(&shown, |block| block.id)?;
    let parent = if is_page {
        json!({"type": "page_id", "page_id": id})
    } else {
        json!({"type": "block_id", "block_id": id})
    };
    let results = places
        .into_iter()
        .map(|at| {
            let found = Found { page: found.page, block: shown[at].clone(), parent: parent.clone() };
            block_json(world, connection, &found, version)
        })
        .collect();
    Ok(list("block", results, next))
}

fn read_id(value: &Value) -> Uuid {
    value.as_str().and_then(crate::ids::parse).unwrap_or_default()
}

fn block_json(world: &World, connection: &Connection, found: &Found, version: Version) -> Value {
    let block = &found.block;
    // A child page's stamps are its own.
    let stamped = world.find(block.id).unwrap_or(found.page);
    let node = world.node(stamped);
    let written = world.written(stamped);
    let mut body = block.body.clone();
    let has_children = match block.kind.as_str() {
        "child_page" => {
            body["title"] = json!(world.title_text(stamped));
            world.body(stamped).iter().any(|child| {
                !child.is_child_object() || world.find(child.id).is_some_and(|at| connection.sees(world, at))
            })
        }
        "child_database" => {
            body["title"] = json!(world.title_text(stamped));
            false
        }
        _ => !block.children.is_empty(),
    };
    let trashed = world.in_trash(stamped);
    let mut value = json!({
        "object": "block", "id": block.id, "parent": found.parent,
        "created_time": clock::minute(node.created_ms), "last_edited_time": clock::minute(node.edited_ms),
        "created_by": people::partial(written.created_by), "last_edited_by": people::partial(written.edited_by),
        "has_children": has_children, "in_trash": trashed, "type": block.kind, block.kind.as_str(): body,
    });
    if version == Version::V2025_09_03 {
        value["archived"] = json!(trashed);
        if block.kind == "meeting_notes" {
            value["type"] = json!("transcription");
            value["transcription"] = value["meeting_notes"].take();
        }
    }
    value
}
