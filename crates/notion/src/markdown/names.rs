//! Names for what a body mentions by its id alone.
//!
//! Not here: where the names come from; whoever has read the pages knows their titles.

use super::text::words;
use super::tree::{Content, Document, Mention, Mentioned, Node, NodeKind, Object, Run, UNTITLED};
use std::collections::{HashMap, HashSet};
use trove_model::NotionId;

impl Document {
    /// Pages, databases and people that are mentioned without a name, each once.
    pub fn unnamed(&self) -> Vec<NotionId> {
        let (mut found, mut met) = (Vec::new(), HashSet::new());
        self.walk(|node| {
            let nameless = node.kind.runs().into_iter().flatten().filter_map(|run| match &run.content {
                Content::Mention(mention) if is_nameless(&mention.text) => mentioned(mention),
                _ => None,
            });
            let own = match &node.kind {
                NodeKind::Page { id, title, .. } if is_untitled(title) => *id,
                _ => None,
            };
            found.extend(nameless.chain(own).filter(|id| met.insert(*id)));
        });
        found
    }

    /// Writes the names where they are missing.
    pub fn name(&mut self, names: &HashMap<NotionId, String>) {
        if !names.is_empty() {
            self.nodes.iter_mut().for_each(|node| name(node, names));
        }
    }

    /// The databases that stand here, with their titles.
    pub fn databases(&self) -> Vec<(NotionId, String)> {
        let mut found = Vec::new();
        self.walk(|node| {
            if let NodeKind::Page { object: Object::Database, id: Some(id), title } = &node.kind
                && !is_untitled(title)
            {
                found.push((*id, words(title)));
            }
        });
        found
    }

    /// The people that are mentioned with their names.
    pub fn people(&self) -> Vec<(NotionId, String)> {
        let mut found = Vec::new();
        self.walk(|node| {
            found.extend(node.kind.runs().into_iter().flatten().filter_map(|run| match &run.content {
                Content::Mention(Mention { of: Mentioned::Person(Some(id)), text }) if !is_nameless(text) => {
                    Some((*id, text.trim().to_owned()))
                }
                _ => None,
            }));
        });
        found
    }
}

/// Depth is bounded by the tree itself.
fn name(node: &mut Node, names: &HashMap<NotionId, String>) {
    if let NodeKind::Page { id: Some(id), title, .. } = &mut node.kind
        && is_untitled(title)
        && let Some(name) = names.get(id)
    {
        *title = vec![Run::text(name.as_str())];
    }
    for run in node.kind.runs_mut().into_iter().flatten() {
        if let Content::Mention(mention) = &mut run.content
            && is_nameless(&mention.text)
            && let Some(name) = mentioned(mention).and_then(|id| names.get(&id))
        {
            mention.text.clone_from(name);
        }
    }
    node.children.iter_mut().for_each(|child| self::name(child, names));
}

fn mentioned(mention: &Mention) -> Option<NotionId> {
    match mention.of {
        Mentioned::Person(id) | Mentioned::Object(_, id) => id,
        Mentioned::Date | Mentioned::Other => None,
    }
}

fn is_nameless(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || text == UNTITLED
}

fn is_untitled(title: &[Run]) -> bool {
    match title {
        [] => true,
        [Run { content: Content::Text(text), .. }] => is_nameless(text),
        _ => false,
    }
}
