//! Pages that have most of what was typed: in their titles, in what they lie in, in their
//! bodies; and what each of them lacks.
//!
//! What weighs most is what the fewest pages have. Not their order among answers (`ranking`).

use super::candidates::Best;
use super::lookup::{Part, documents};
use super::scores::rarity;
use super::segment::{Segment, Segments};
use super::steps::Search;
use crate::asked::{Asked, Met};
use crate::fields::exact;
use crate::ranking::{Found, in_title};
use crate::wanted::{How, Wanted};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use tantivy::query::Scorer;
use tantivy::{DocId, DocSet, TERMINATED};

/// Pages that are met by their titles, and by their bodies.
const MOST: usize = 60;
/// Documents that are gone through: those of the rarest words, newest first; and the fewest of
/// one segment.
const VISITED: u32 = 2_000;
const LEAST_VISITED: u32 = 500;
/// Words typed among which whole titles are looked for, and pages of one title, the newest.
const MOST_TITLE_WORDS: usize = 12;
const MOST_ALIKE: usize = 20;
/// A page has at least so much of the weight of what was typed, in thousandths. What stands in
/// its title counts half again.
const LEAST: u16 = 500;
/// Thousandths that make no difference.
const STEP: u16 = 100;

/// A page that may have most: where it is in the index, and what of it was met so far.
type Partly = BTreeMap<u64, (usize, DocId, Met)>;

impl Search<'_> {
    /// Adds pages that have a part of what is wanted in their titles, and the rest in the names
    /// of what they lie in.
    pub(super) fn titles_and_paths(&mut self) -> tantivy::Result<()> {
        // Trove itself writes a path as one thing: Acme / Mobile / Roadmap.
        let asked = self.asked.spread();
        if asked.count() < 2 {
            return Ok(());
        }
        let weights = weights(self.index, &asked)?;
        for (_, _, id, _) in self.most_of(&asked, Part::Title, &weights)? {
            let Some(page) = self.candidates.known(id).filter(|_| !self.candidates.has(id)) else { continue };
            let title = in_title(&asked, page.title);
            let mut met = title.met;
            self.candidates.path(id, &mut |name| met = met.and(in_title(&asked, name).met));
            if met == asked.everything() {
                let found = Found { how: title.how, in_path: true, ..Found::default() };
                self.candidates.add(id, &asked, &found);
            }
        }
        Ok(())
    }

    /// Adds the pages that have most of what is wanted, with what they lack.
    pub(super) fn lacking(&mut self) -> tantivy::Result<()> {
        let weights = weights(self.index, &self.asked)?;
        let mut partly = self.titles_within()?;
        for part in [Part::Title, Part::Body] {
            for (number, document, id, met) in self.most_of(&self.asked, part, &weights)? {
                let place = partly.entry(id).or_insert((number, document, Met::default()));
                place.2 = place.2.and(met);
            }
        }
        self.add_bodies(&mut partly, &weights)?;
        let all: f32 = weights.iter().map(|one| one.weight).sum();
        for (id, (_, _, mut met)) in partly {
            self.candidates.path(id, &mut |name| met = met.and(in_title(&self.asked, name).met));
            let Some(page) = self.candidates.known(id) else { continue };
            let lacks = self.asked.everything().without(met);
            let weight = |some: Met| {
                let some = weights.iter().enumerate().filter(|(at, _)| some.contains(*at));
                some.map(|(_, one)| one.weight).sum::<f32>()
            };
            let in_title = in_title(&self.asked, page.title).met;
            let lacking = thousandths(weight(lacks) / all);
            let says =
                self.asked.all().iter().enumerate().any(|(at, one)| met.contains(at) && one.says_something());
            if says && thousandths((weight(met) + weight(in_title) / 2.0) / all) >= LEAST {
                let found = Found { lacks, lacking: lacking / STEP, ..Found::default() };
                self.candidates.add(id, &self.asked, &found);
            }
        }
        Ok(())
    }

    /// Pages whose whole title was typed, with other words before or behind it.
    fn titles_within(&self) -> tantivy::Result<Partly> {
        let mut partly = Partly::new();
        let words: Vec<&str> = self.asked.plain(How::Typed).split(' ').collect();
        if words.len() > MOST_TITLE_WORDS {
            return Ok(partly);
        }
        for length in (1..words.len()).rev().take_while(|length| 2 * length >= words.len()) {
            for some in words.windows(length) {
                let number = exact(&some.join(" ")).to_be_bytes();
                for (at, segment) in self.index.all.iter().enumerate() {
                    let Some(info) = segment.exact.get(number)? else { continue };
                    let mut found = segment.scorer(&segment.exact.documents(info))?;
                    for _ in 0..MOST_ALIKE {
                        if found.doc() == TERMINATED {
                            break;
                        }
                        if let Some(id) = segment.page(found.doc()) {
                            partly.entry(id).or_insert((at, found.doc(), Met::default()));
                        }
                        found.advance();
                    }
                }
            }
        }
        Ok(partly)
    }

    /// The documents that have the most of what is wanted, by its weight.
    fn most_of(
        &self,
        asked: &Asked,
        part: Part,
        weights: &[Weight],
    ) -> tantivy::Result<Vec<(usize, DocId, u64, Met)>> {
        let mut best = Best::new(MOST);
        let segments = u32::try_from(self.index.all.len().max(1)).unwrap_or(u32::MAX);
        let visited = (VISITED / segments).max(LEAST_VISITED);
        let mut met_by: BTreeMap<u64, (usize, DocId, Met)> = BTreeMap::new();
        for (number, segment) in self.index.all.iter().enumerate() {
            let mut merging = Merging::new(asked, part, segment, weights, visited)?;
            while let Some((document, met, weight)) = merging.next(&best) {
                let shortness = match part {
                    Part::Title => 255 - segment.title_lengths.fieldnorm(document).min(255),
                    Part::Body => 0,
                };
                let goodness = u32::from(thousandths(weight / merging.all)) << 8 | shortness;
                if best.takes(goodness)
                    && let Some(id) = segment.page(document).filter(|id| self.candidates.known(*id).is_some())
                {
                    met_by.insert(id, (number, document, met));
                    best.add((goodness, Reverse((number, document)), id));
                }
            }
        }
        let found = best.ids().into_iter();
        Ok(found
            .filter_map(|id| met_by.get(&id).map(|(number, document, met)| (*number, *document, id, *met)))
            .collect())
    }

    /// What their bodies have of what is wanted.
    fn add_bodies(&self, partly: &mut Partly, weights: &[Weight]) -> tantivy::Result<()> {
        let mut places: Vec<(usize, DocId, u64)> =
            partly.iter().map(|(id, (number, document, _))| (*number, *document, *id)).collect();
        places.sort_unstable();
        for (at, (wanted, Weight { reach, .. })) in self.asked.all().iter().zip(weights).enumerate() {
            for (number, segment) in self.index.all.iter().enumerate() {
                let here = || places.iter().filter(|(other, ..)| *other == number);
                if here().next().is_none() {
                    continue;
                }
                let Some(found) = documents(&segment.body, wanted, *reach, true)? else { continue };
                let mut found = segment.scorer(&found)?;
                for (_, document, id) in here() {
                    if stands_at(found.as_mut(), *document)
                        && let Some(place) = partly.get_mut(id)
                    {
                        place.2.insert(at);
                    }
                }
            }
        }
        Ok(())
    }
}

/// What each of what is wanted weighs: the more the fewer pages have it. What no page has
/// weighs half of the others: it does not tell one page from another. So does a number or a
/// letter, which says little by itself.
fn weights(index: &Segments, asked: &Asked) -> tantivy::Result<Vec<Weight>> {
    let all = index.documents();
    let mut weights = Vec::new();
    for wanted in asked.all() {
        let near = pages(index, wanted, How::Bare)?;
        let (reach, pages) =
            if near > 0 { (How::Bare, near) } else { (How::Slip, pages(index, wanted, How::Slip)?) };
        weights.push((reach, (pages > 0).then(|| rarity(pages, all).max(f32::MIN_POSITIVE))));
    }
    let known = weights.iter().filter_map(|(_, weight)| *weight);
    let (known, sum) = known.fold((0.0, 0.0), |(count, sum), weight| (count + 1.0, sum + weight));
    let unknown = if known > 0.0 { sum / known / 2.0 } else { 1.0 };
    let says_little =
        |wanted: &Wanted, weight: f32| if wanted.says_something() { weight } else { weight / 2.0 };
    let weighed = weights.into_iter().zip(asked.all()).map(|((reach, weight), wanted)| {
        let weight = weight.map_or(unknown, |weight| says_little(wanted, weight));
        Weight { weight, reach }
    });
    Ok(weighed.collect())
}

/// What something that is wanted weighs, and how far off from what was typed it is looked for:
/// what is farther stands only for what is nowhere.
struct Weight {
    weight: f32,
    reach: How,
}

/// In how many pages it is, at most.
fn pages(index: &Segments, wanted: &Wanted, up_to: How) -> tantivy::Result<u64> {
    let mut pages = 0;
    for segment in &index.all {
        pages += documents(&segment.body, wanted, up_to, true)?.map_or(0, |found| u64::from(found.most));
    }
    Ok(pages)
}

/// Documents of a segment that have something of what is wanted, in order.
struct Merging {
    leaders: Vec<Word>,
    followers: Vec<Word>,
    /// The weight of all that is wanted.
    all: f32,
    left: u32,
}

struct Word {
    wanted: usize,
    weight: f32,
    documents: Box<dyn Scorer>,
}

impl Merging {
    fn new(
        asked: &Asked,
        part: Part,
        segment: &Segment,
        weights: &[Weight],
        most: u32,
    ) -> tantivy::Result<Self> {
        let mut words = Vec::new();
        for (at, (wanted, Weight { weight, reach })) in asked.all().iter().zip(weights).enumerate() {
            if let Some(found) = documents(part.of(segment), wanted, *reach, true)? {
                words.push((
                    found.most,
                    Word { wanted: at, weight: *weight, documents: segment.scorer(&found)? },
                ));
            }
        }
        words.sort_by_key(|(most, _)| *most);
        // The rarest lead through the documents; what nearly every page has is looked up in them.
        let mut visited = 0;
        let leads = words.iter().take_while(|(pages, _)| {
            let first = visited == 0;
            visited += pages;
            first || visited <= most
        });
        let leading = leads.count();
        let mut leaders: Vec<Word> = words.into_iter().map(|(_, word)| word).collect();
        let followers = leaders.split_off(leading);
        Ok(Self { leaders, followers, all: weights.iter().map(|one| one.weight).sum(), left: most })
    }

    /// The next document, what it has, and the weight of that. Followers are not asked where
    /// they could not bring it among the best.
    fn next(&mut self, best: &Best) -> Option<(DocId, Met, f32)> {
        let document = self.leaders.iter().map(|word| word.documents.doc()).min()?;
        if document == TERMINATED || self.left == 0 {
            return None;
        }
        self.left -= 1;
        let (mut met, mut weight) = (Met::default(), 0.0);
        for word in self.leaders.iter_mut().filter(|word| word.documents.doc() == document) {
            met.insert(word.wanted);
            weight += word.weight;
            word.documents.advance();
        }
        let most: f32 = weight + self.followers.iter().map(|word| word.weight).sum::<f32>();
        if best.takes(u32::from(thousandths(most / self.all)) << 8 | 255) {
            for word in &mut self.followers {
                if stands_at(word.documents.as_mut(), document) {
                    met.insert(word.wanted);
                    weight += word.weight;
                }
            }
        }
        Some((document, met, weight))
    }
}

/// Whether `document` is one of them. They are asked in order.
fn stands_at(documents: &mut dyn Scorer, document: DocId) -> bool {
    if documents.doc() < document {
        documents.seek(document);
    }
    documents.doc() == document
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped; NaN becomes zero")]
fn thousandths(part: f32) -> u16 {
    (part * 1000.0).round().clamp(0.0, 1000.0) as u16
}
