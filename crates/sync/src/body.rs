//! Deciding what to ask for one page's body: its Markdown, what that leaves out, and what
//! all of it comes to. Pure; nothing here waits, asks or stores.
//!
//! Markdown leaves out what is too large for one answer and what this connection may not
//! see, and does not tell which; asking for the part by its id does. A part that is no
//! Markdown is walked block by block and kept as its words, its form being lost; so are
//! bookmarks and the like, which Markdown only marks.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use trove_model::NotionId;
use trove_notion::block_text::block_text;
use trove_notion::markdown::{
    Document, HEAVIEST, NodeKind, content_hash, from_blocks, parse, weight, written,
};
use trove_notion::{Block, List, PageMarkdown};

/// Notion lists so many missing ids; behind that there may be more.
const LISTED: usize = 100;
/// Blocks that have no Markdown and nothing to read either.
const WORDLESS: [&str; 5] = ["breadcrumb", "table_of_contents", "alias", "child_page", "child_database"];
/// Requests for one body in one sitting. What is still missing then is asked for in the
/// next, so that one page does not keep the others waiting.
const REQUESTS: usize = 500;
/// Requests for the blocks of one part, which are walked in one go. Behind that its words
/// are missing, and the page is said to be read in part.
const WALK_REQUESTS: usize = 5_000;
/// Parts of one body at most: more than that has no end that a person would see.
const MOST_PARTS: usize = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextFetch {
    Markdown(NotionId),
    Block(NotionId),
    Children(NotionId, Option<String>),
    Done,
}

/// What became of a request.
#[derive(Debug, Clone)]
pub enum Answer {
    Markdown(PageMarkdown),
    Block(Box<Block>),
    Children(List<Block>),
    /// It is a page of its own, known by a listing.
    AnotherPage,
    /// Gone, or not shared with this connection.
    Denied,
    /// This is no page: its blocks may be asked for.
    NotAPage,
    /// Notion would not say, or could not be understood.
    Nothing,
}

/// A body with all that could be had of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompleteBody {
    pub markdown: String,
    pub parts: Vec<(NotionId, String)>,
    pub text: String,
    pub hash: [u8; 32],
    /// Parts that this connection may not see.
    pub denied: Vec<NotionId>,
    /// Parts of it that Notion did not give, or that were not understood.
    pub lost: u32,
    /// Parts that the next sitting asks for.
    pub left: Vec<NotionId>,
    /// What it shows may change without the page's stamp.
    pub changeable: bool,
    /// Pages and databases that it names.
    pub links: Vec<NotionId>,
    /// People that it mentions, with their names.
    pub people: Vec<(NotionId, String)>,
    /// Databases that stand in it, with their titles.
    pub databases: Vec<(NotionId, String)>,
}

/// One body on its way.
pub struct Body {
    page: NotionId,
    /// Ids not to be asked for.
    skipped: Arc<HashSet<NotionId>>,
    next: NextFetch,
    markdown: String,
    parts: Vec<(NotionId, String)>,
    denied: Vec<NotionId>,
    /// Holes that stand for another page: seen, its content is not this page's.
    others: HashSet<NotionId>,
    found: Vec<NotionId>,
    holes: VecDeque<NotionId>,
    /// Blocks that have no Markdown: bookmarks and the like.
    unwritten: Vec<NotionId>,
    /// The page's own blocks are listed, for several of these at once.
    listing: Listing,
    asked: HashSet<NotionId>,
    /// Some part was not asked for, since this connection could not see it earlier.
    skips: bool,
    requests: usize,
    /// Of all that was read so far: [`weight`].
    weight: usize,
    lost: u32,
    walk: Option<BlockWalk>,
}

/// Whether the page's own blocks are asked for.
#[derive(PartialEq, Eq)]
enum Listing {
    NotBegun,
    Under(HashSet<String>),
    Over,
}

/// The blocks of one part.
struct BlockWalk {
    hole: NotionId,
    children: HashMap<NotionId, Vec<Block>>,
    inside: Vec<NotionId>,
    cursors: HashSet<String>,
    met: HashSet<NotionId>,
    requests: usize,
    /// Bytes that they take, about.
    weight: usize,
}

/// A block without its text.
const BLOCK: usize = 1_000;

impl Body {
    pub fn new(page: NotionId, skipped: &Arc<HashSet<NotionId>>) -> Self {
        Self {
            page,
            skipped: Arc::clone(skipped),
            next: NextFetch::Markdown(page),
            markdown: String::new(),
            parts: Vec::new(),
            denied: Vec::new(),
            others: HashSet::new(),
            found: Vec::new(),
            holes: VecDeque::new(),
            unwritten: Vec::new(),
            listing: Listing::NotBegun,
            asked: HashSet::from([page]),
            skips: false,
            requests: 0,
            weight: 0,
            lost: 0,
            walk: None,
        }
    }

    /// Goes on with a body of which some parts are stored, so many are lost, and these are left.
    pub fn resumed(
        page: NotionId,
        skipped: &Arc<HashSet<NotionId>>,
        markdown: String,
        parts: Vec<(NotionId, String)>,
        lost: u32,
        left: Vec<NotionId>,
    ) -> Self {
        let mut body = Self::new(page, skipped);
        for text in std::iter::once(&markdown).chain(parts.iter().map(|(_, text)| text)) {
            body.note_others(&parse(text));
            body.weight += weight(text);
        }
        body.asked.extend(parts.iter().map(|(id, _)| *id));
        body.asked.extend(&left);
        (body.markdown, body.parts, body.lost, body.holes) = (markdown, parts, lost, left.into());
        body.next = body.next_hole();
        body
    }

    pub fn next(&self) -> &NextFetch {
        &self.next
    }

    pub fn answered(&mut self, answer: Answer) {
        self.requests += 1;
        self.lost += u32::from(matches!(answer, Answer::Nothing));
        self.next = match (std::mem::replace(&mut self.next, NextFetch::Done), answer) {
            (NextFetch::Done, _) => NextFetch::Done,
            (NextFetch::Markdown(id), Answer::Markdown(markdown)) => self.part(id, markdown),
            (NextFetch::Markdown(id), Answer::NotAPage) if id != self.page && !self.others.contains(&id) => {
                NextFetch::Block(id)
            }
            (NextFetch::Markdown(id) | NextFetch::Block(id), Answer::Denied) if id != self.page => {
                self.denied.push(id);
                self.next_hole()
            }
            (NextFetch::Block(id), Answer::Block(block)) => self.begin_walk(id, *block),
            (NextFetch::Children(..), Answer::Children(list)) if self.walk.is_none() => self.listed(list),
            (NextFetch::Children(id, _), Answer::Children(list)) => self.walked(id, list),
            (NextFetch::Children(..), _) if self.walk.is_none() => {
                self.listing = Listing::Over;
                self.next_unwritten()
            }
            // What lies in this block is missing, the rest is not.
            (NextFetch::Children(..), _) => self.next_inside(),
            _ => self.next_hole(),
        };
    }

    fn part(&mut self, id: NotionId, answer: PageMarkdown) -> NextFetch {
        let document = parse(&answer.markdown);
        let (missing, empty) = self.note_others(&document);
        self.lost += u32::from(answer.has_nameless_gaps);
        self.weight += weight(&answer.markdown);
        if id == self.page {
            self.markdown = answer.markdown;
        } else if self.others.contains(&id) {
            self.found.push(id);
            return self.next_hole();
        } else if missing == [id] && document.nodes.len() == 1 {
            // Notion has no Markdown for it.
            return NextFetch::Block(id);
        } else {
            self.parts.push((id, answer.markdown));
        }
        // Holes that Notion does not count as missing are blocks without Markdown.
        let all = answer.truncated && answer.unknown_block_ids.len() >= LISTED;
        let holes = answer.unknown_block_ids.into_iter().chain(missing.iter().copied().filter(|_| all));
        for hole in holes {
            if self.is_to_be_asked(hole) {
                self.holes.push_back(hole);
            }
        }
        for hole in missing {
            if !empty.contains(&hole) && self.is_to_be_asked(hole) {
                self.unwritten.push(hole);
            }
        }
        self.next_hole()
    }

    fn is_to_be_asked(&mut self, hole: NotionId) -> bool {
        let skipped = self.skipped.contains(&hole);
        self.skips |= skipped;
        !skipped && self.asked.insert(hole)
    }

    /// What is missing in a document, and what of it has no words in any case; those that
    /// stand for other pages are remembered.
    fn note_others(&mut self, document: &Document) -> (Vec<NotionId>, HashSet<NotionId>) {
        let (mut missing, mut empty) = (Vec::new(), HashSet::new());
        document.walk(|node| {
            if let NodeKind::Unknown { kind, id: Some(hole) } = &node.kind {
                missing.push(*hole);
                if WORDLESS.contains(&kind.as_str()) {
                    empty.insert(*hole);
                }
                if matches!(kind.as_str(), "child_page" | "child_database") {
                    self.others.insert(*hole);
                }
            }
        });
        (missing, empty)
    }

    fn next_hole(&mut self) -> NextFetch {
        if self.parts.len() >= MOST_PARTS || self.weight >= HEAVIEST {
            self.lost += count(self.holes.len() + self.unwritten.len());
            self.holes.clear();
            self.unwritten.clear();
        }
        if self.requests >= REQUESTS {
            return NextFetch::Done;
        }
        match self.holes.pop_front() {
            Some(hole) => NextFetch::Markdown(hole),
            None => self.next_unwritten(),
        }
    }

    /// One is asked for by itself; several stand in the list of the page's blocks, a hundred a
    /// request, unless they lie inside others.
    fn next_unwritten(&mut self) -> NextFetch {
        if self.requests >= REQUESTS {
            return NextFetch::Done;
        }
        if self.unwritten.len() > 1 && self.listing == Listing::NotBegun {
            self.listing = Listing::Under(HashSet::new());
            return NextFetch::Children(self.page, None);
        }
        self.unwritten.pop().map_or(NextFetch::Done, NextFetch::Block)
    }

    fn listed(&mut self, list: List<Block>) -> NextFetch {
        self.lost += lost_of(&list);
        let next = list.next().map(str::to_owned);
        for block in list.results {
            if let Some(at) = self.unwritten.iter().position(|hole| *hole == block.id)
                && !block.has_children
            {
                self.unwritten.swap_remove(at);
                let alone = HashMap::from([(self.page, vec![block.clone()])]);
                self.parts.push((block.id, written(&from_blocks(self.page, &alone))));
            }
        }
        let goes_on = self.unwritten.len() > 1 && self.requests < REQUESTS;
        if let (Some(cursor), Listing::Under(cursors), true) = (next, &mut self.listing, goes_on)
            && cursors.insert(cursor.clone())
        {
            return NextFetch::Children(self.page, Some(cursor));
        }
        self.listing = Listing::Over;
        self.next_unwritten()
    }

    fn begin_walk(&mut self, hole: NotionId, block: Block) -> NextFetch {
        let goes_on = block.has_children && !block.is_another_page();
        self.lost += u32::from(block.damaged);
        self.walk = Some(BlockWalk {
            hole,
            inside: if goes_on { vec![block.id] } else { Vec::new() },
            children: HashMap::from([(self.page, vec![block])]),
            cursors: HashSet::new(),
            met: HashSet::new(),
            requests: 0,
            weight: 0,
        });
        self.next_inside()
    }

    fn walked(&mut self, id: NotionId, list: List<Block>) -> NextFetch {
        self.lost += lost_of(&list);
        let Some(walk) = &mut self.walk else { return self.next_hole() };
        walk.requests += 1;
        // The same blocks under ever-new cursors have no end.
        let fresh = list.results.iter().any(|block| walk.met.insert(block.id));
        let next = list.next().map(str::to_owned);
        for block in &list.results {
            if block.has_children && !block.is_another_page() && !walk.children.contains_key(&block.id) {
                walk.inside.push(block.id);
            }
        }
        walk.weight += list.results.iter().map(|block| BLOCK + block_text(block).len()).sum::<usize>();
        walk.children.entry(id).or_default().extend(list.results);
        if self.weight + walk.weight >= HEAVIEST {
            self.lost += count(walk.inside.len()) + u32::from(next.is_some());
            walk.inside.clear();
            return self.next_inside();
        }
        match next {
            Some(cursor) if fresh && walk.requests < WALK_REQUESTS && walk.cursors.insert(cursor.clone()) => {
                NextFetch::Children(id, Some(cursor))
            }
            Some(_) => {
                self.lost += 1;
                self.next_inside()
            }
            None => self.next_inside(),
        }
    }

    fn next_inside(&mut self) -> NextFetch {
        while let Some(walk) = &mut self.walk {
            match walk.inside.pop() {
                Some(id) if walk.children.contains_key(&id) => {}
                Some(id) if walk.requests < WALK_REQUESTS => return NextFetch::Children(id, None),
                rest => {
                    self.lost += count(rest.iter().len() + walk.inside.len());
                    let words = written(&from_blocks(self.page, &walk.children));
                    self.weight += weight(&words);
                    self.parts.push((walk.hole, words));
                    self.walk = None;
                }
            }
        }
        self.next_hole()
    }

    /// Bytes of text that were read so far.
    pub fn size(&self) -> usize {
        self.markdown.len() + self.parts.iter().map(|(_, text)| text.len()).sum::<usize>()
    }

    /// What was read so far, as a tree.
    pub fn document(&self) -> Document {
        let mut document: Document = parse(&self.markdown);
        document.fill(self.parts.iter().map(|(hole, part)| (*hole, parse(part))));
        document
    }

    /// All of it together, as far as it was read. `document` is [`Body::document`], with names
    /// for what it mentions by an id alone.
    pub fn complete(self, document: &Document) -> CompleteBody {
        let mut hashed = self.markdown.clone();
        for (hole, part) in &self.parts {
            hashed += &format!("\n\0{hole}\n{part}");
        }
        let links = document.linked_pages().into_iter().map(|page| page.id).chain(self.found);
        let texts = std::iter::once(&self.markdown).chain(self.parts.iter().map(|(_, text)| text));
        CompleteBody {
            links: links.collect(),
            people: document.people(),
            databases: document.databases(),
            text: document.text(),
            hash: content_hash(&hashed),
            // Parts that are not shared may be, one day.
            changeable: self.skips
                || !self.denied.is_empty()
                || texts.into_iter().any(|text| is_changeable(text)),
            left: self.holes.into_iter().chain(self.unwritten).collect(),
            markdown: self.markdown,
            parts: self.parts,
            denied: self.denied,
            lost: self.lost,
        }
    }
}

/// What in it was not understood; and that it ends before its end.
fn lost_of(list: &List<Block>) -> u32 {
    let damaged = list.results.iter().filter(|block| block.damaged).count();
    count(list.left_out.len() + damaged + usize::from(list.is_incomplete()))
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Copies of blocks and names of pages and people change where they come from.
fn is_changeable(markdown: &str) -> bool {
    markdown.contains("<synced_block") || markdown.contains("<mention-")
}

#[cfg(test)]
mod tests;
