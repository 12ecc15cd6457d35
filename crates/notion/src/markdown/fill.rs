//! Puts what was fetched on its own into the holes of a body.
//!
//! Not here: fetching it, and remembering what may not be seen.

use super::steps;
use super::tree::{Document, MAX_DEPTH, Node, NodeKind};
use std::collections::HashMap;
use trove_model::NotionId;

/// Parts whose hole has not been met.
type Waiting = HashMap<NotionId, Document>;

impl Document {
    /// Replaces what is missing (see [`Document::missing`]) under each id by its part; a part
    /// may have holes for others. Where no mark was left, Notion cut the page off there: the
    /// part follows at the end. How many did.
    ///
    /// The tree is gone through once, however many parts there are.
    pub fn fill(&mut self, parts: impl IntoIterator<Item = (NotionId, Self)>) -> usize {
        let (mut waiting, mut order) = (Waiting::new(), Vec::new());
        for (id, part) in parts {
            order.push(id);
            waiting.insert(id, part);
        }
        place(&mut self.nodes, &mut waiting, MAX_DEPTH);
        let mut unmarked = 0;
        for id in order {
            let Some(mut part) = waiting.remove(&id) else { continue };
            unmarked += 1;
            place(&mut part.nodes, &mut waiting, MAX_DEPTH);
            self.nodes.extend(part.nodes);
        }
        unmarked
    }
}

/// `room` is how many levels may still lie here.
fn place(nodes: &mut Vec<Node>, waiting: &mut Waiting, room: usize) {
    if waiting.is_empty() {
        return;
    }
    // A stack and no recursion for what lies beside each other: parts lead to parts.
    let mut left: Vec<Node> = std::mem::take(nodes);
    left.reverse();
    while let Some(mut node) = left.pop() {
        steps::take(1);
        if let NodeKind::Unknown { id: Some(hole), .. } = node.kind
            && let Some(part) = waiting.remove(&hole)
        {
            let mut lifted = Vec::new();
            part.nodes.into_iter().for_each(|node| lift(node, room, &mut lifted));
            left.extend(lifted.into_iter().rev());
        } else {
            place(&mut node.children, waiting, room.saturating_sub(1));
            nodes.push(node);
        }
    }
}

/// What has no room below a node follows it.
fn lift(mut node: Node, room: usize, to: &mut Vec<Node>) {
    steps::take(1);
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
