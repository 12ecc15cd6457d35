//! Puts what was fetched on its own into the holes of a body.
//!
//! Not here: fetching it, and remembering what may not be seen.

use super::tree::{Document, MAX_DEPTH, Node, NodeKind};
use trove_model::NotionId;

impl Document {
    /// Replaces what is missing under `id` (see [`Document::missing`]) by `part`. Where no
    /// mark was left, Notion cut the page off there: the part follows at the end, and the
    /// answer is false.
    pub fn fill(&mut self, id: NotionId, part: Self) -> bool {
        let mut part = Some(part);
        fill(&mut self.nodes, id, &mut part, MAX_DEPTH);
        match part {
            None => true,
            Some(part) => {
                self.nodes.extend(part.nodes);
                false
            }
        }
    }
}

/// `room` is how many levels may still lie here.
fn fill(nodes: &mut Vec<Node>, id: NotionId, part: &mut Option<Document>, room: usize) {
    let is_hole = |node: &Node| matches!(node.kind, NodeKind::Unknown { id: Some(hole), .. } if hole == id);
    if let Some(at) = nodes.iter().position(is_hole) {
        let mut lifted = Vec::new();
        for node in part.take().map(|part| part.nodes).unwrap_or_default() {
            lift(node, room, &mut lifted);
        }
        nodes.splice(at..=at, lifted);
        return;
    }
    for node in nodes {
        if part.is_some() {
            fill(&mut node.children, id, part, room.saturating_sub(1));
        }
    }
}

/// What has no room below a node follows it.
fn lift(mut node: Node, room: usize, to: &mut Vec<Node>) {
    let children = std::mem::take(&mut node.children);
    if room > 1 {
        for child in children {
            lift(child, room - 1, &mut node.children);
        }
        to.push(node);
    } else {
        to.push(node);
        for child in children {
            lift(child, room, to);
        }
    }
}
