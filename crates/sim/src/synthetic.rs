//! Synthetic workspaces: any number of pages made from a seed, without keeping what can be made again.
//!
//! Kept per object are a few dozen bytes (`world::Node`); titles, properties and bodies are made on demand from the
//! seed and the place, so two runs, or two requests, always agree. The words are in `synthetic_words`.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::clock;
use crate::content::{Block, Marks, plain_rich_text, text_item};
use crate::ids::{self, mix};
use crate::node::{At, Kind};
use crate::people::Person;
use crate::properties::schema_entry;
use crate::synthetic_words::{Language, Words};
use crate::world::{Located, Recipe, World};
use crate::written::Written;

/// Pages for each data source.
const PAGES_PER_SOURCE: u32 = 200;
/// The last edit in any synthetic workspace: 2026-11-20, 17:00 UTC.
const LAST_EDIT_MS: i64 = 1_795_194_000_000;
/// The block that holds a page's nested child pages.
const HOLDER: u16 = 1;

/// The recipe: enough to make any title, id or body again.
#[derive(Debug, Clone)]
pub struct Synthetic {
    seed: u64,
    roots: u32,
    sources: u32,
    pages: u32,
}

/// Makes the workspace. Places are: top-level pages, databases, data sources, all other pages and rows.
pub fn world(name: &str, pages: u32, seed: u64) -> World {
    let people = ["Ada", "Bruno", "Chika", "Dalia", "Emil"]
        .iter()
        .map(|name| Person {
            id: ids::derive(&["person", "synthetic", name]),
            key: name.to_lowercase(),
            name: (*name).to_owned(),
            email: format!("{}@synthetic.example", name.to_lowercase()),
        })
        .collect();
    let mut world = World::new(name, people);
    let synthetic = recipe(pages, seed);
    let total = synthetic.total();
    world.nodes.reserve_exact(total as usize);
    world.recipe = Some(Box::new(synthetic.clone()));
    for at in 0..total {
        let (kind, parent) = synthetic.kind_and_parent(at);
        let mut dice = synthetic.dice(at, 1);
        let edited = LAST_EDIT_MS - dice.spread(1_500_000) * 60_000;
        let created = edited - dice.spread(900_000) * 60_000;
        world.add(synthetic.id(at, 0), kind, parent, created, edited);
    }
    world
}

fn recipe(pages: u32, seed: u64) -> Synthetic {
    let roots = (pages / 500).clamp(1, 40).min(pages);
    Synthetic { seed, roots, sources: pages / PAGES_PER_SOURCE + 1, pages }
}

impl Synthetic {
    fn total(&self) -> u32 {
        self.pages + 2 * self.sources
    }

    fn first_data_source(&self) -> u32 {
        self.roots + self.sources
    }

    fn first_inner_page(&self) -> u32 {
        self.roots + 2 * self.sources
    }

    fn dice(&self, at: At, purpose: u64) -> Dice {
        Dice(mix(self.seed ^ mix(u64::from(at)) ^ (purpose << 56)))
    }

    fn kind_and_parent(&self, at: At) -> (Kind, Option<At>) {
        let mut dice = self.dice(at, 2);
        if at < self.roots {
            return (Kind::Page, None);
        }
        if at < self.first_data_source() {
            return (Kind::Database, Some(dice.below(self.roots)));
        }
        if at < self.first_inner_page() {
            return (Kind::DataSource, Some(at - self.sources));
        }
        if dice.below(100) < 35 {
            // A few data sources have most of the rows.
            let source =
                u32::try_from(dice.spread(i64::from(self.sources))).unwrap_or(0).min(self.sources - 1);
            return (Kind::Page, Some(self.first_data_source() + source));
        }
        // A parent among the first quarter of the pages so far keeps the tree from becoming a chain.
        let inner = (at - self.first_inner_page()) / 4;
        let pick = dice.below(self.roots + inner);
        let parent = if pick < self.roots { pick } else { self.first_inner_page() + pick - self.roots };
        (Kind::Page, Some(parent))
    }

    /// The id of an object, or of one of its blocks: the place is in it, scrambled, so no table is needed to find it.
    pub fn id(&self, at: At, block: u16) -> Uuid {
        let place = u64::from(at.wrapping_mul(SCRAMBLE));
        let low = (u64::from(block & 0x3fff) << 48) | ((mix(self.seed) & 0xffff) << 32) | place;
        ids::stamped(mix(self.seed ^ low), low)
    }

    /// One page in twenty sits in a toggle of its parent.
    fn nested(&self, at: At) -> bool {
        self.dice(at, 3).below(20) == 0
    }
}

impl Recipe for Synthetic {
    fn locate(&self, id: Uuid) -> Option<Located> {
        let (_, low) = id.as_u64_pair();
        let block = u16::try_from((low >> 48) & 0x3fff).ok()?;
        let at = u32::try_from(low & 0xffff_ffff).ok()?.wrapping_mul(UNSCRAMBLE);
        (at < self.total() && self.id(at, block) == id).then_some(Located { at, block })
    }

    fn holder(&self, world: &World, at: At) -> Option<Uuid> {
        let located = self.locate(world.node(at).id)?;
        let parent = world.parent(at)?;
        let both_pages = world.node(at).kind == Kind::Page && world.node(parent).kind == Kind::Page;
        (both_pages && self.nested(located.at)).then(|| self.id(parent, HOLDER))
    }

    /// The title. One in thirty is empty.
    fn title_text(&self, at: At) -> String {
        let mut dice = self.dice(at, 4);
        if at >= self.first_inner_page() && dice.below(30) == 0 {
            return String::new();
        }
        let words = Words::of(Language::pick(dice.next()));
        let count = 1 + dice.below(5);
        words.phrase(&mut || dice.next(), count, true)
    }

    fn written(&self, world: &World, at: At) -> Written {
        let mut dice = self.dice(at, 5);
        let people = &world.names.people;
        let person = |dice: &mut Dice| {
            let index = dice.below(u32::try_from(people.len()).unwrap_or(1)) as usize;
            people.get(index).map_or(Uuid::nil(), |person| person.id)
        };
        const ICONS: [&str; 8] = ["📌", "🧭", "🗂️", "🧪", "🌱", "📈", "🛠️", "🏷️"];
        let icon = match dice.below(10) {
            0..6 => json!({"type": "emoji", "emoji": ICONS[dice.below(8) as usize]}),
            _ => Value::Null,
        };
        let node = world.node(at);
        let properties = match node.kind {
            Kind::DataSource => schema(),
            Kind::Page if world.data_source_of(at).is_some() => row_values(&mut dice, node.created_ms),
            Kind::Page | Kind::Database => Map::new(),
        };
        Written {
            title: plain_rich_text(&self.title_text(at)),
            icon,
            properties,
            created_by: person(&mut dice),
            edited_by: person(&mut dice),
            ..Written::default()
        }
    }

    fn body(&self, world: &World, at: At) -> Vec<Block> {
        let mut dice = self.dice(at, 6);
        let words = Words::of(Language::pick(self.dice(at, 4).next()));
        let count = 1 + dice.spread(60);
        let mut blocks = Vec::new();
        let holds = world.children(at).any(|child| self.holder(world, child).is_some());
        let mut ordinal = HOLDER;
        let identified = |mut block: Block, ordinal: &mut u16| {
            block.id = self.id(at, *ordinal);
            *ordinal += 1;
            block
        };
        if holds {
            blocks.push(identified(Block::new("toggle", text_body("…")), &mut ordinal));
        } else {
            ordinal += 1;
        }
        for _ in 0..count {
            let mut draw = || dice.next();
            let phrase = words.phrase(&mut draw, 6, true);
            let kind = draw() % 100;
            let block = match kind {
                0..10 => Block::new(
                    "heading_2",
                    json!({"rich_text": plain_rich_text(&phrase), "is_toggleable": false, "color": "default"}),
                ),
                10..55 => {
                    let sentences = 1 + draw() % 5;
                    let text: Vec<String> = (0..sentences).map(|_| words.sentence(&mut draw)).collect();
                    let mut body = text_body(&text.join(words.between_sentences()));
                    body["icon"] = Value::Null;
                    Block::new("paragraph", body)
                }
                55..75 => Block::new("bulleted_list_item", text_body(&words.sentence(&mut draw))),
                75..82 => {
                    let mut body = text_body(&phrase);
                    body["checked"] = json!(draw() % 2 == 0);
                    Block::new("to_do", body)
                }
                82..87 => {
                    let bold = Marks { bold: true, ..Marks::default() };
                    let items = json!([
                        text_item(&phrase, &bold),
                        text_item(&words.sentence(&mut draw), &Marks::default())
                    ]);
                    Block::new("quote", json!({"rich_text": items, "color": "default"}))
                }
                87..91 => {
                    let source = format!("let {} = {};", words.phrase(&mut draw, 1, false), draw() % 1000);
                    Block::new(
                        "code",
                        json!({"caption": [], "rich_text": plain_rich_text(&source), "language": "rust"}),
                    )
                }
                91..95 => Block::new("divider", json!({})),
                _ => Block::new("toggle", text_body(&phrase))
                    .with(vec![Block::new("paragraph", text_body(&words.sentence(&mut draw)))]),
            };
            let mut block = identified(block, &mut ordinal);
            block.children =
                block.children.into_iter().map(|child| identified(child, &mut ordinal)).collect();
            blocks.push(block);
        }
        blocks
    }
}

fn text_body(text: &str) -> Value {
    json!({"rich_text": plain_rich_text(text), "color": "default"})
}

const STATES: [(&str, &str); 4] =
    [("Backlog", "gray"), ("Next", "blue"), ("Doing", "yellow"), ("Done", "green")];

fn state_option(at: usize) -> Value {
    let (name, color) = STATES[at % STATES.len()];
    json!({"id": ids::derive(&["option", name]), "name": name, "color": color})
}

fn schema() -> Map<String, Value> {
    let options: Vec<Value> = (0..STATES.len()).map(state_option).collect();
    [
        ("Name", "title", "title", json!({})),
        ("State", "st%3At", "select", json!({"options": options})),
        ("Due", "du_e", "date", json!({})),
        ("Points", "pt%5Bs", "number", json!({"format": "number"})),
        ("Edited", "ed%7Ct", "last_edited_time", json!({})),
    ]
    .into_iter()
    .map(|(name, id, kind, settings)| (name.to_owned(), schema_entry(name, id, kind, &settings)))
    .collect()
}

fn row_values(dice: &mut Dice, created_ms: i64) -> Map<String, Value> {
    let due = clock::minute(created_ms + dice.spread(200_000) * 60_000);
    let day = due.split('T').next().unwrap_or_default().to_owned();
    let mut values = Map::new();
    values.insert("State".to_owned(), state_option(dice.below(4) as usize));
    values.insert("Due".to_owned(), json!({"start": day, "end": null, "time_zone": null}));
    values.insert("Points".to_owned(), json!(dice.below(13)));
    values
}

/// A stream of numbers that depends only on where it starts.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    fn below(&mut self, limit: u32) -> u32 {
        u32::try_from(self.next() % u64::from(limit.max(1))).unwrap_or(0)
    }

    /// A number from 0 to `limit`, small ones far more often (each doubling as likely as the one before).
    fn spread(&mut self, limit: i64) -> i64 {
        crate::synthetic_words::zipf(self.next(), limit)
    }
}

const SCRAMBLE: u32 = 0x9e37_79b1;
const UNSCRAMBLE: u32 = inverse(SCRAMBLE);

/// The number that undoes a multiplication by an odd one, by Newton's method modulo 2^32.
const fn inverse(odd: u32) -> u32 {
    let mut guess = odd;
    let mut round = 0;
    while round < 5 {
        guess = guess.wrapping_mul(2_u32.wrapping_sub(odd.wrapping_mul(guess)));
        round += 1;
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_leads_back_to_its_place() {
        let world = world("w", 3_000, 7);
        let synthetic = recipe(3_000, 7);
        for at in world.all() {
            assert_eq!(world.find(world.node(at).id), Some(at));
            assert_eq!(synthetic.locate(synthetic.id(at, 9)), Some(Located { at, block: 9 }));
        }
        assert_eq!(synthetic.locate(ids::derive(&["somebody else's"])), None);
    }

    #[test]
    fn the_same_seed_makes_the_same_workspace_and_another_one_does_not() {
        let facts = |seed| {
            let world = world("w", 400, seed);
            world
                .all()
                .map(|at| (world.node(at).id, world.title_text(at), world.body(at).len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(facts(1), facts(1));
        assert_ne!(facts(1), facts(2));
    }

    #[test]
    fn a_million_pages_stay_small_and_shallow() {
        assert!(size_of::<crate::node::Node>() <= 80);
        let world = world("w", 1_000_000, 1);
        let deepest = world.all().map(|at| world.upward(at).count()).max();
        assert!(deepest.is_some_and(|depth| (6..40).contains(&depth)), "{deepest:?}");
    }
}
