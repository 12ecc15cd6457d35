//! A storm: things that happen at random, from a seed, to the workspace and to the requests of whoever reads it.
//!
//! What happens before which request follows from the seed and the order of requests alone, so that a seed replays.
//! Every page has words of its own in its title and its text, by which it can be looked for. Not what the verbs do
//! (`state`, `faults`, `damage`).

use std::ops::Range;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::damage::Damage;
use crate::faults::{Action, Fault};
use crate::ids::{self, mix};
use crate::node::Kind;
use crate::state::{Create, Edit, State, Unknown, Visible, Weather};

/// A kind of thing that may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// Pages are made, edited, moved, trashed and restored, and time passes.
    Edits,
    /// Pages are unshared and shared again.
    Sharing,
    /// Requests fail and would not, if asked again: errors of the service, cut connections, gateways' pages, short lists.
    Passing,
    /// One request for a page is refused or does not find it.
    Denials,
    /// Cursors go stale, all of them or every fourth.
    DeadCursors,
    /// A good token is refused once.
    StrayRefusals,
    /// For a while every body is `{}` or a gateway's page.
    Hollow,
    /// Pages are damaged, and stay so.
    Damage,
    /// Search leaves pages out that something leads to, and goes on doing so.
    Unlisted,
    /// Edits that search notices a quarter of an hour later.
    Late,
    /// Edits that leave the stamp alone.
    Unstamped,
    /// Markdown that holds less than the page, with marks or without.
    Truncated,
    /// Few bytes that unpack to many.
    Bombs,
    /// Everything is unshared, and shared again by the end.
    Disappearance,
}

impl Trouble {
    pub const ALL: [Self; 14] = [
        Self::Edits,
        Self::Sharing,
        Self::Passing,
        Self::Denials,
        Self::DeadCursors,
        Self::StrayRefusals,
        Self::Hollow,
        Self::Damage,
        Self::Unlisted,
        Self::Late,
        Self::Unstamped,
        Self::Truncated,
        Self::Bombs,
        Self::Disappearance,
    ];
}

/// Which storms a test is to make. The environment says so: `TROVE_STORM_SEED=17` replays one,
/// `TROVE_STORM_RUNS=1000` makes more than usual, `TROVE_STORM_TROUBLES=damage,late` takes these
/// kinds of trouble instead of the usual ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub seeds: Range<u64>,
    pub troubles: Option<Vec<Trouble>>,
}

impl Wanted {
    /// # Errors
    /// What the environment says cannot be understood; a test that ran less than it was told
    /// would say nothing.
    pub fn from_environment(usual_runs: u64) -> Result<Self, Unknown> {
        let number = |name: &str| match std::env::var(name) {
            Err(_) => Ok(None),
            Ok(text) => text.parse::<u64>().map(Some).map_err(|_| Unknown(format!("{name}={text}"))),
        };
        let seeds = match number("TROVE_STORM_SEED")? {
            Some(seed) => seed..seed.saturating_add(1),
            None => 0..number("TROVE_STORM_RUNS")?.unwrap_or(usual_runs),
        };
        let kind = |name: &str| {
            serde_json::from_value(name.into()).map_err(|_| Unknown(format!("a trouble called {name}")))
        };
        let named = std::env::var("TROVE_STORM_TROUBLES").ok();
        let troubles = named.map(|names| names.split(',').map(kind).collect()).transpose()?;
        Ok(Self { seeds, troubles })
    }
}

/// A storm that goes on.
#[derive(Debug)]
pub struct Storm {
    seed: u64,
    dice: u64,
    troubles: Vec<Trouble>,
    /// Pages, in the order in which they were made.
    ids: Vec<String>,
    /// What has happened, for whoever replays it.
    told: Vec<String>,
}

/// Of so many requests, about one brings trouble.
const ONE_IN: usize = 6;
/// Paragraphs of a page, each with a word of its own.
const PARAGRAPHS: usize = 4;

impl Storm {
    /// Adds so many pages to the workspace and lets these kinds of things happen from now on.
    pub fn begin(state: &mut State, seed: u64, pages: usize, troubles: &[Trouble]) -> Result<(), Unknown> {
        let world = &state.world;
        let there = world.all().filter(|at| world.node(*at).kind == Kind::Page);
        let ids = there.map(|at| world.node(at).id.to_string()).collect();
        let mut storm = Self { seed, dice: mix(seed), troubles: troubles.to_vec(), ids, told: Vec::new() };
        let sources = world.all().filter(|at| world.node(*at).kind == Kind::DataSource);
        let sources: Vec<String> = sources.map(|at| world.node(at).id.to_string()).collect();
        for _ in 0..pages {
            let parent = match storm.below(4) {
                0 => None,
                1 if !sources.is_empty() => Some(storm.pick(&sources)),
                _ if !storm.ids.is_empty() => Some(storm.any_page()),
                _ => None,
            };
            storm.create(state, parent)?;
        }
        state.weather = Some(Box::new(storm));
        Ok(())
    }

    fn happen(&mut self, state: &mut State, trouble: Trouble, page: &str) -> Result<(), Unknown> {
        match trouble {
            Trouble::Edits => return self.edits(state, page),
            Trouble::Sharing => return state.share(page, None, self.below(3) != 0),
            Trouble::Passing => {
                let fault = self.passing();
                self.strike(state, fault);
            }
            Trouble::Denials => {
                let status = if self.below(2) == 0 { 403 } else { 404 };
                state.faults.add(Fault::status(status).on("/v1/pages/"));
            }
            Trouble::DeadCursors if self.below(2) == 0 => state.walks.expire(),
            Trouble::DeadCursors => {
                state.faults.add(Fault::new(Action::DeadCursor).on("/v1/search").every(4).times(3));
            }
            Trouble::StrayRefusals => state.faults.add(Fault::status(401)),
            Trouble::Hollow => {
                let hollow =
                    if self.below(2) == 0 { Action::EmptyObject } else { Action::Html { status: 200 } };
                let times = 1 + self.below(20);
                state
                    .faults
                    .add(Fault::new(hollow).on("/v1/pages/").times(u32::try_from(times).unwrap_or(1)));
            }
            Trouble::Damage => {
                let damage = self.pick(&[
                    Damage::LoneSurrogate,
                    Damage::Nested { depth: 5_000 },
                    Damage::WrongTypes,
                    Damage::MissingFields,
                    Damage::LongText { letters: 100_000 },
                    Damage::Nul,
                    Damage::HugeNumbers,
                    Damage::DuplicateKeys,
                ]);
                self.told.push(format!("  {damage:?}"));
                return state.damage(page, Some(damage));
            }
            Trouble::Unlisted => {
                let at = state.find(page)?;
                if state.world.parent(at).is_none() {
                    return Err(Unknown("a way to a page at the top".to_owned()));
                }
                return state.list(page, false);
            }
            Trouble::Late => {
                let edit = self.edit();
                return state.edit(page, Edit { late_seconds: 900, ..edit });
            }
            Trouble::Unstamped => {
                let edit = self.edit();
                return state.edit(page, Edit { untouched: true, ..edit });
            }
            Trouble::Truncated => {
                let marked = self.below(2) == 0;
                return state.truncate(page, Some((1 + self.below(3), marked)));
            }
            Trouble::Bombs => state.faults.add(Fault::new(Action::GzipBomb { megabytes: 300 })),
            Trouble::Disappearance => state.blind(None, true),
        }
        Ok(())
    }

    fn edits(&mut self, state: &mut State, page: &str) -> Result<(), Unknown> {
        match self.below(8) {
            0..=2 => {
                let edit = self.edit();
                state.edit(page, edit)
            }
            3 => state.trash(page, true),
            4 => state.trash(page, false),
            5 => {
                let parent = self.any_page();
                state.move_to(page, &parent)
            }
            6 => self.create(state, Some(page.to_owned())),
            _ => {
                state.clock.advance(Duration::from_secs(self.next() % 200));
                Ok(())
            }
        }
    }

    fn passing(&mut self) -> Fault {
        match self.below(7) {
            0 => Fault::status(500),
            1 => Fault::status(503),
            2 => Fault::rate_limited(1),
            3 => Fault::new(Action::Cut { bytes: 40 }),
            4 => Fault::new(Action::WrongJson),
            5 => Fault::new(Action::ShortPages { size: 7 }).on("/v1/search"),
            _ => Fault::new(Action::Html { status: 502 }),
        }
    }

    fn strike(&mut self, state: &mut State, fault: Fault) {
        let (after, times) = (self.below(5), 1 + self.below(3));
        let number = |value: usize| u32::try_from(value).unwrap_or(1);
        state.faults.add(fault.after(number(after)).times(number(times)));
    }

    fn create(&mut self, state: &mut State, parent: Option<String>) -> Result<(), Unknown> {
        let Edit { title, markdown, .. } = self.edit();
        let (title, markdown) = (title.unwrap_or_default(), markdown.unwrap_or_default());
        // Another run of the same seed makes the same page.
        let id = ids::derive(&["storm", &self.seed.to_string(), &self.ids.len().to_string()]);
        let id = state.create_as(id, Create { parent, title, markdown, ..Create::default() })?;
        self.ids.push(id.to_string());
        Ok(())
    }

    /// A new title and a new text, of new words.
    fn edit(&mut self) -> Edit {
        let title = format!("Page {}", self.word(TITLE));
        let paragraphs: Vec<String> =
            (0..PARAGRAPHS).map(|_| format!("Here stands {} alone.", self.word(TEXT))).collect();
        Edit { title: Some(title), markdown: Some(paragraphs.join("\n")), ..Edit::default() }
    }

    /// A word that no other page has, far from all others.
    fn word(&mut self, first: char) -> String {
        const CONSONANTS: [char; 16] =
            ['b', 'c', 'd', 'f', 'g', 'h', 'k', 'l', 'm', 'n', 'p', 'r', 's', 't', 'v', 'z'];
        const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];
        let syllables = (0..4).flat_map(|_| [self.pick(&CONSONANTS), self.pick(&VOWELS)]);
        [first].into_iter().chain(syllables).collect()
    }

    fn any_page(&mut self) -> String {
        let at = self.below(self.ids.len());
        self.ids.get(at).cloned().unwrap_or_default()
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    fn next(&mut self) -> u64 {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.dice)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }
}

impl Weather for Storm {
    fn blow(&mut self, state: &mut State) {
        if self.below(ONE_IN) != 0 || self.troubles.is_empty() {
            return;
        }
        let trouble = self.pick(&self.troubles.clone());
        let page = self.any_page();
        self.told.push(format!("{trouble:?} {page}"));
        // What cannot be done (a page moved below itself) is not done.
        if let Err(Unknown(why)) = self.happen(state, trouble, &page) {
            self.told.push(format!("  not done: {why}"));
        }
    }

    fn told(&self) -> Vec<String> {
        self.told.clone()
    }
}

const TITLE: char = 'q';
const TEXT: char = 'x';

/// The words of a page that no other page has: of its title, and of its text.
pub fn own_words(page: &Visible) -> (Vec<String>, Vec<String>) {
    let own = |text: &str, first: char| -> Vec<String> {
        let words = text.split(|c: char| !c.is_ascii_lowercase());
        words.filter(|word| word.len() == 9 && word.starts_with(first)).map(str::to_owned).collect()
    };
    (own(&page.title, TITLE), own(page.markdown.as_deref().unwrap_or_default(), TEXT))
}
