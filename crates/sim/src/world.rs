//! The workspace: its pages, databases and data sources as one tree of compact facts, and what each one holds.
//!
//! Not who may see it (`connections`), nor how it looks on the wire (`objects`, `blocks`, `markdown`).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::content::{self, Block};
use crate::ids;
use crate::names::Names;
use crate::node::{At, Kind, NONE, Node};
use crate::people::Person;
use crate::written::{Made, Recorded, Written};

/// Makes what objects hold again whenever it is asked for, so that a million of them need not be kept.
pub trait Recipe: std::fmt::Debug + Send + Sync {
    /// Takes an id apart, if it is one of the recipe's.
    fn locate(&self, id: Uuid) -> Option<Located>;
    /// The block of the parent page that holds this page, if one does.
    fn holder(&self, world: &World, at: At) -> Option<Uuid>;
    fn title_text(&self, at: At) -> String;
    /// What the object holds besides its blocks.
    fn written(&self, world: &World, at: At) -> Written;
    fn body(&self, world: &World, at: At) -> Vec<Block>;
}

/// An id taken apart: the object, and the block on it (0 for the object itself).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Located {
    pub at: At,
    pub block: u16,
}

/// The whole workspace.
#[derive(Debug, Default)]
pub struct World {
    pub id: Uuid,
    pub names: Names,
    pub icon: Value,
    pub nodes: Vec<Node>,
    /// Nodes that only a person's own token sees at first.
    pub private: Vec<At>,
    /// Nodes that are shared with every connection or kept from every one, whatever is said of those above.
    pub sharing: Vec<(At, bool)>,
    /// Nodes that search leaves out.
    pub unlisted: HashSet<At>,
    /// Where the rest is made up on demand.
    pub recipe: Option<Box<dyn Recipe>>,
    /// Recorded block lists whose parent is no page that we know.
    pub recorded_children: HashMap<Uuid, Vec<Value>>,
    /// Recorded users, served as they were.
    pub recorded_users: Vec<Value>,
    by_id: HashMap<Uuid, At>,
    block_homes: HashMap<Uuid, At>,
    holders: HashMap<Uuid, Uuid>,
}

impl World {
    /// An empty workspace of this name.
    pub fn new(name: &str, people: Vec<Person>) -> Self {
        Self {
            id: ids::derive(&["workspace", name]),
            names: Names { workspace: name.to_owned(), people },
            ..Self::default()
        }
    }

    /// Adds a node below `parent` (`None`: at the top of the workspace).
    pub fn add(&mut self, id: Uuid, kind: Kind, parent: Option<At>, created_ms: i64, edited_ms: i64) -> At {
        let at = At::try_from(self.nodes.len()).unwrap_or(NONE - 1);
        if self.recipe.as_ref().is_none_or(|recipe| recipe.locate(id).is_none()) {
            self.by_id.insert(id, at);
        }
        self.nodes.push(Node {
            id,
            kind,
            created_ms,
            edited_ms,
            trashed: false,
            parent: parent.unwrap_or(NONE),
            first_child: NONE,
            last_child: NONE,
            next_sibling: NONE,
            made: None,
            lagging: None,
        });
        if let Some(parent) = parent {
            let last = std::mem::replace(&mut self.nodes[parent as usize].last_child, at);
            if last == NONE {
                self.nodes[parent as usize].first_child = at;
            } else {
                self.nodes[last as usize].next_sibling = at;
            }
        }
        at
    }

    /// Puts a node below another that was there before it; false where it was not.
    pub fn move_below(&mut self, at: At, parent: At) -> bool {
        if parent >= at {
            return false;
        }
        if let Some(old) = self.parent(at) {
            let next = self.node(at).next_sibling;
            let before = self.children(old).take_while(|child| *child != at).last();
            match before {
                Some(before) => self.nodes[before as usize].next_sibling = next,
                None => self.nodes[old as usize].first_child = next,
            }
            if self.node(old).last_child == at {
                self.nodes[old as usize].last_child = before.unwrap_or(NONE);
            }
        }
        let id = self.node(at).id;
        self.holders.remove(&id);
        self.nodes[at as usize].parent = parent;
        self.nodes[at as usize].next_sibling = NONE;
        let last = std::mem::replace(&mut self.nodes[parent as usize].last_child, at);
        if last == NONE {
            self.nodes[parent as usize].first_child = at;
        } else {
            self.nodes[last as usize].next_sibling = at;
        }
        true
    }

    /// Says what the node holds and remembers where its blocks are.
    pub fn write(&mut self, at: At, mut written: Written) {
        let page = self.node(at).id;
        content::number(&mut written.blocks, page);
        self.remember(&written.blocks, at, None);
        self.nodes[at as usize].made = Some(Box::new(Made::Written(written)));
    }

    fn remember(&mut self, blocks: &[Block], at: At, holder: Option<Uuid>) {
        for block in blocks {
            if block.is_child_object() {
                match holder {
                    Some(holder) => self.holders.insert(block.id, holder),
                    None => self.holders.remove(&block.id),
                };
            } else {
                self.block_homes.insert(block.id, at);
                self.remember(&block.children, at, Some(block.id));
            }
        }
    }

    /// Says what was recorded for the node.
    pub fn record(&mut self, at: At, recorded: Recorded) {
        let blocks = self.recorded_blocks(self.node(at).id);
        self.remember(&blocks, at, None);
        self.nodes[at as usize].made = Some(Box::new(Made::Recorded(recorded)));
    }

    /// The recorded lists of blocks below this id, as a tree.
    fn recorded_blocks(&self, id: Uuid) -> Vec<Block> {
        let block = |value: &Value| {
            let kind = value["type"].as_str()?;
            let mut block = Block::new(kind, value[kind].clone());
            block.id = ids::parse(value["id"].as_str()?)?;
            if !block.is_child_object() && block.id != id {
                block.children = self.recorded_blocks(block.id);
            }
            Some(block)
        };
        self.recorded_children.get(&id).into_iter().flatten().filter_map(block).collect()
    }

    /// The facts of a node.
    pub fn node(&self, at: At) -> &Node {
        &self.nodes[at as usize]
    }

    /// Every place, in order of creation.
    pub fn all(&self) -> impl Iterator<Item = At> + '_ {
        0..At::try_from(self.nodes.len()).unwrap_or(NONE)
    }

    /// The node with this id.
    pub fn find(&self, id: Uuid) -> Option<At> {
        if let Some(at) = self.by_id.get(&id) {
            return Some(*at);
        }
        let located = self.recipe.as_ref()?.locate(id)?;
        (located.block == 0).then_some(located.at)
    }

    /// The page that holds the block with this id.
    pub fn home_of_block(&self, id: Uuid) -> Option<At> {
        if let Some(at) = self.block_homes.get(&id) {
            return Some(*at);
        }
        let located = self.recipe.as_ref()?.locate(id)?;
        (located.block != 0).then_some(located.at)
    }

    /// The node above.
    pub fn parent(&self, at: At) -> Option<At> {
        let parent = self.node(at).parent;
        (parent != NONE).then_some(parent)
    }

    /// The node and everything above it, nearest first.
    pub fn upward(&self, at: At) -> impl Iterator<Item = At> + '_ {
        std::iter::successors(Some(at), |at| self.parent(*at))
    }

    /// The nodes directly below.
    pub fn children(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let some = |at: At| (at != NONE).then_some(at);
        std::iter::successors(some(self.node(at).first_child), move |at| some(self.node(*at).next_sibling))
    }

    /// In the trash itself, or below something that is.
    pub fn in_trash(&self, at: At) -> bool {
        self.upward(at).any(|at| self.node(at).trashed)
    }

    /// The block of the parent page that a page sits in, when it is not at the page's own level.
    pub fn holder(&self, at: At) -> Option<Uuid> {
        let id = self.node(at).id;
        if let Some(holder) = self.holders.get(&id) {
            return Some(*holder);
        }
        self.recipe.as_ref()?.holder(self, at)
    }

    /// The page's own blocks, made up on demand where there is a recipe.
    pub fn own_blocks(&self, at: At) -> Vec<Block> {
        match (self.node(at).made.as_deref(), &self.recipe) {
            (None, Some(recipe)) => recipe.body(self, at),
            _ => self.written(at).into_owned().blocks,
        }
    }

    /// What the node holds, made up on demand where there is a recipe, where its blocks are left out: they are the
    /// dear part (see `own_blocks`).
    pub fn written(&self, at: At) -> Cow<'_, Written> {
        match self.node(at).made.as_deref() {
            Some(Made::Written(written)) => Cow::Borrowed(written),
            Some(Made::Recorded(recorded)) => Cow::Owned(Written {
                title: recorded_title(&recorded.object),
                icon: recorded.object["icon"].clone(),
                blocks: self.recorded_blocks(self.node(at).id),
                ..Written::default()
            }),
            None => {
                Cow::Owned(self.recipe.as_ref().map(|recipe| recipe.written(self, at)).unwrap_or_default())
            }
        }
    }

    /// What was recorded for the node, in a replayed workspace.
    pub fn recorded(&self, at: At) -> Option<&Recorded> {
        match self.node(at).made.as_deref() {
            Some(Made::Recorded(recorded)) => Some(recorded),
            _ => None,
        }
    }

    /// The title as rich text.
    pub fn title(&self, at: At) -> Value {
        match (self.node(at).made.as_deref(), &self.recipe) {
            (None, Some(recipe)) => content::plain_rich_text(&recipe.title_text(at)),
            _ => self.written(at).title.clone(),
        }
    }

    /// The title's words.
    pub fn title_text(&self, at: At) -> String {
        match (self.node(at).made.as_deref(), &self.recipe) {
            (None, Some(recipe)) => recipe.title_text(at),
            _ => content::plain_text(&self.written(at).title),
        }
    }

    /// For every place, what `own` says of it or else what was found for the place above (`top` where there is
    /// none): one pass, because nothing is ever added before its parent.
    pub fn inherited(&self, top: bool, own: impl Fn(At) -> Option<bool>) -> Vec<bool> {
        let mut flags = Vec::with_capacity(self.nodes.len());
        for at in self.all() {
            let above = self.parent(at).map_or(top, |parent| flags[parent as usize]);
            flags.push(own(at).unwrap_or(above));
        }
        flags
    }

    /// The page's blocks, with its child pages and databases that no block mentions at the end.
    pub fn body(&self, at: At) -> Vec<Block> {
        let mut blocks = self.own_blocks(at);
        let mut placed = Vec::new();
        placed_children(&blocks, &mut placed);
        for child in self.children(at) {
            let node = self.node(child);
            let kind = match node.kind {
                Kind::Page => "child_page",
                Kind::Database => "child_database",
                Kind::DataSource => continue,
            };
            if !placed.contains(&node.id) {
                let mut block = Block::new(kind, json!({"title": ""}));
                block.id = node.id;
                match self.holder(child).and_then(|holder| find_mut(&mut blocks, holder)) {
                    Some(holder) => holder.children.push(block),
                    None => blocks.push(block),
                }
            }
        }
        blocks
    }

    /// The data source a row belongs to.
    pub fn data_source_of(&self, row: At) -> Option<At> {
        self.parent(row).filter(|parent| self.node(*parent).kind == Kind::DataSource)
    }
}

fn placed_children(blocks: &[Block], found: &mut Vec<Uuid>) {
    for block in blocks {
        if block.is_child_object() {
            found.push(block.id);
        }
        placed_children(&block.children, found);
    }
}

fn find_mut(blocks: &mut [Block], id: Uuid) -> Option<&mut Block> {
    for block in blocks {
        if block.id == id {
            return Some(block);
        }
        if let Some(found) = find_mut(&mut block.children, id) {
            return Some(found);
        }
    }
    None
}

/// A recorded object's title: a data source's own, or the one property whose type is title.
fn recorded_title(object: &Value) -> Value {
    if object["title"].is_array() {
        return object["title"].clone();
    }
    object["properties"]
        .as_object()
        .into_iter()
        .flat_map(Map::values)
        .find(|property| property["type"] == "title" && property["title"].is_array())
        .map_or_else(|| json!([]), |property| property["title"].clone())
}
