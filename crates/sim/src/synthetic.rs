//! Synthetic workspaces.
use serde_json::Value;
use uuid::Uuid;

use crate::world::{At, World, Written};

#[derive(Debug)]
pub struct Synthetic {}
#[derive(Debug)]
pub struct Located {
    pub at: At,
    pub block: u16,
}
impl Synthetic {
    pub fn locate(&self, _id: Uuid) -> Option<Located> {
        None
    }
    pub fn holder(&self, _world: &World, _at: At) -> Option<Uuid> {
        None
    }
    pub fn written(&self, _world: &World, _at: At) -> Written {
        Written::default()
    }
    pub fn title(&self, _at: At) -> Value {
        Value::Null
    }
}
pub fn world(name: &str, _pages: u32, _seed: u64) -> World {
    World::new(name, Vec::new())
}
