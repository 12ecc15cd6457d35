//! All files of a profile's meanings: codes in memory, the rest on disk, the newest file right
//! about each page it has.
//!
//! Not how a file is written (`passage_file`), what is encoded when (`search::encoding`), and
//! what is near enough (`common`).

use super::common::Common;
use super::passage_file::{PageMeanings, PassageFile, PassageMeaning, Reached, bytes};
use std::collections::{HashMap, HashSet};
use std::io::{self, ErrorKind};
use std::ops::Range;
use trove_index::EncryptedFolder;
use trove_meaning::{Coarse, Code, nearest_of};
use trove_private_file::{FileLock, is_not_a_file};

/// A file with fewer passages is put together with others of its kind, once there are so many.
const SMALL: usize = 16_384;
const MOST_SMALL: usize = 8;
/// A larger file of which less than this part counts is written anew.
const LEAST_LEFT: usize = 2;

/// Passages looked at closely: bits tell only about how near they are.
const CANDIDATES: usize = 160;
/// Passages that stand for all.
const SAMPLE: usize = 256;

/// No page has this number: a passage that counts no longer.
const NO_PAGE: u32 = u32::MAX;

pub struct Shelf {
    folder: EncryptedFolder,
    /// The model that made what lies here.
    model: u32,
    /// By their numbers, which grow: a later file is right.
    files: Vec<Held>,
    /// In which file each page is, and where.
    pages: HashMap<u32, (u32, Range<u32>)>,
    /// Passages that count.
    count: usize,
    /// What all passages have in common.
    common: Common,
    /// How many there were when that was looked at.
    sampled: usize,
}

struct Held {
    number: u32,
    file: PassageFile,
    /// Whose each passage is, as long as this file is the one that is right about it.
    owners: Vec<u32>,
}

/// A passage that is near what was asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearPassage {
    pub page: u32,
    pub mark: u32,
    /// From -1 to 1, without what all passages have in common.
    pub likeness: f32,
}

impl Shelf {
    /// What lies in the folder.
    ///
    /// # Errors
    /// Of [`ErrorKind::InvalidData`] where some of it is damaged, or made of another store, key,
    /// model or version: to be made anew with [`clear`](Self::clear).
    pub fn open(folder: EncryptedFolder, model: u32) -> io::Result<Self> {
        let mut shelf = Self::empty(folder, model);
        shelf.follow()?;
        Ok(shelf)
    }

    /// As if nothing lay in the folder.
    pub fn empty(folder: EncryptedFolder, model: u32) -> Self {
        let (files, pages, common) = (Vec::new(), HashMap::new(), Common::default());
        Self { folder, model, files, pages, count: 0, common, sampled: 0 }
    }

    /// The right to write, for as long as it is kept.
    ///
    /// # Errors
    /// The lock cannot be made.
    pub fn try_lock(&self) -> io::Result<Option<FileLock>> {
        self.folder.try_lock()
    }

    /// Takes what another process has written.
    ///
    /// # Errors
    /// See [`open`](Self::open).
    pub fn follow(&mut self) -> io::Result<()> {
        let there = self.numbers()?;
        self.files.retain(|held| there.contains(&held.number));
        let last = self.files.last().map_or(0, |held| held.number);
        for number in there.into_iter().filter(|number| *number > last) {
            // Whoever writes may have put it together with others meanwhile: at the next turn.
            match self.folder.read(&name(number)).and_then(|file| PassageFile::read(file, self.model)) {
                Ok(file) => self.hold(number, file),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(damaged(error)),
            }
        }
        self.look_at_all()
    }

    /// How far all of it is like the store.
    pub fn reached(&self) -> Reached {
        self.files.last().map(|held| held.file.reached).unwrap_or_default()
    }

    /// Pages that have passages here.
    pub fn pages(&self) -> impl Iterator<Item = u32> {
        self.pages.iter().filter(|(_, (_, passages))| !passages.is_empty()).map(|(page, _)| *page)
    }

    /// Which passages of a page are here; `None` if nothing was ever known of it.
    pub fn marks(&self, page: u32) -> Option<&[u32]> {
        let (held, passages) = self.place(page)?;
        held.file.marks.get(passages)
    }

    /// Writes down what these pages mean in place of what was known of them; and puts files
    /// together where there are many.
    ///
    /// # Errors
    /// It cannot be written. What was known before stays.
    pub fn put(&mut self, pages: &[PageMeanings], reached: Reached) -> io::Result<()> {
        self.write(pages, reached)?;
        let small = |held: &Held| held.owners.len() < SMALL;
        if self.files.iter().filter(|held| small(held)).count() > MOST_SMALL {
            self.rewrite(small)?;
        }
        let mostly_old =
            |held: &Held| held.counting() * LEAST_LEFT < held.owners.len() && held.owners.len() >= SMALL;
        if let Some(number) = self.files.iter().find(|held| mostly_old(held)).map(|held| held.number) {
            self.rewrite(|held| held.number == number)?;
        }
        self.look_at_all()
    }

    /// Removes everything, whatever state it is in.
    ///
    /// # Errors
    /// It cannot be removed.
    pub fn clear(&mut self) -> io::Result<()> {
        self.files.clear();
        self.pages.clear();
        (self.common, self.count, self.sampled) = (Common::default(), 0, 0);
        self.folder.names()?.iter().try_for_each(|name| self.folder.remove(name))
    }

    /// The passages near enough to one, the nearest first: of each page that `counts` is true of
    /// the nearest alone.
    ///
    /// # Errors
    /// Of [`ErrorKind::InvalidData`] where a file was damaged since.
    pub fn near(&self, wanted: &Coarse, counts: impl Fn(u32) -> bool) -> io::Result<Vec<NearPassage>> {
        let code = wanted.code();
        let mut candidates: Vec<(u32, usize, usize)> = Vec::new();
        for (which, held) in self.files.iter().enumerate() {
            let counts =
                |at: usize| held.owners.get(at).is_some_and(|page| *page != NO_PAGE && counts(*page));
            let found = nearest_of(&held.file.codes, &code, CANDIDATES, counts);
            candidates.extend(found.into_iter().map(|(distance, at)| (distance, which, at)));
        }
        candidates.sort_unstable();
        candidates.truncate(CANDIDATES);
        let least = self.common.cut_off(self.count);
        let mut found = Vec::new();
        for (_, which, at) in candidates {
            let Some(held) = self.files.get(which) else { continue };
            let (page, mark) = (held.owners.get(at), held.file.marks.get(at));
            let likeness = self.common.likeness(&held.file.coarse(at).map_err(damaged)?, wanted);
            if let (Some(&page), Some(&mark)) = (page, mark)
                && likeness >= least
            {
                found.push(NearPassage { page, mark, likeness });
            }
        }
        found.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
        let mut seen = HashSet::new();
        found.retain(|passage| seen.insert(passage.page));
        Ok(found)
    }

    /// What a page's passages mean.
    ///
    /// # Errors
    /// See [`near`](Self::near).
    pub fn meanings_of(&self, page: u32) -> io::Result<Vec<Coarse>> {
        let Some((held, passages)) = self.place(page) else { return Ok(Vec::new()) };
        held.file.coarse_of(passages).map_err(damaged)
    }

    fn write(&mut self, pages: &[PageMeanings], reached: Reached) -> io::Result<()> {
        let number = self.numbers()?.last().copied().unwrap_or(0) + 1;
        self.folder.write(&name(number), &bytes(self.model, reached, pages))?;
        let file = self.folder.read(&name(number))?;
        self.hold(number, PassageFile::read(file, self.model)?);
        Ok(())
    }

    /// What counts of these files goes into one; then they are removed. Killed in between, what
    /// stands in both counts once.
    fn rewrite(&mut self, which: impl Fn(&Held) -> bool) -> io::Result<()> {
        let old: Vec<u32> = self.files.iter().filter(|held| which(held)).map(|held| held.number).collect();
        let mut pages = Vec::new();
        for (page, (number, _)) in &self.pages {
            if old.contains(number) {
                pages.push(self.page(*page)?);
            }
        }
        pages.sort_by_key(|page| page.page);
        self.write(&pages, self.reached())?;
        self.files.retain(|held| !old.contains(&held.number));
        old.iter().try_for_each(|number| self.folder.remove(&name(*number)))
    }

    fn page(&self, page: u32) -> io::Result<PageMeanings> {
        let Some((held, places)) = self.place(page) else {
            return Ok(PageMeanings { page, passages: Vec::new() });
        };
        let coarse = held.file.coarse_of(places.clone()).map_err(damaged)?;
        let kept = |of: &[u32]| of.get(places.clone()).unwrap_or_default().to_vec();
        let codes: Vec<Code> = held.file.codes.get(places.clone()).unwrap_or_default().to_vec();
        let passages = kept(&held.file.marks).into_iter().zip(codes).zip(coarse);
        let passages = passages.map(|((mark, code), coarse)| PassageMeaning { mark, code, coarse });
        Ok(PageMeanings { page, passages: passages.collect() })
    }

    fn place(&self, page: u32) -> Option<(&Held, Range<usize>)> {
        let (number, passages) = self.pages.get(&page)?;
        let held = self.files.iter().find(|held| held.number == *number)?;
        Some((held, passages.start as usize..passages.end as usize))
    }

    /// From here on this file is right about its pages.
    fn hold(&mut self, number: u32, file: PassageFile) {
        let mut owners = vec![NO_PAGE; file.codes.len()];
        let mut begins = 0;
        for (page, count) in &file.pages {
            let passages = begins..begins + count;
            begins = passages.end;
            self.count += passages.len();
            if let Some(places) = owners.get_mut(passages.start as usize..passages.end as usize) {
                places.fill(*page);
            }
            if let Some((before, old)) = self.pages.insert(*page, (number, passages)) {
                self.count -= old.len();
                let held = self.files.iter_mut().find(|held| held.number == before);
                let places = held.and_then(|held| held.owners.get_mut(old.start as usize..old.end as usize));
                places.unwrap_or_default().fill(NO_PAGE);
            }
        }
        self.files.push(Held { number, file, owners });
    }

    /// The numbers of the files there are, in order.
    fn numbers(&self) -> io::Result<Vec<u32>> {
        let names = self.folder.names()?;
        let mut numbers: Vec<u32> =
            names.iter().filter_map(|name| name.strip_suffix(ENDING)?.parse().ok()).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// What all of it has in common: looked at again where there are a quarter more passages than
    /// the last time, or fewer.
    fn look_at_all(&mut self) -> io::Result<()> {
        if self.sampled > 0 && (self.sampled..=self.sampled + self.sampled / 4).contains(&self.count) {
            return Ok(());
        }
        let counting = self.files.iter().flat_map(|held| {
            let places = held.owners.iter().enumerate().filter(|(_, page)| **page != NO_PAGE);
            places.map(move |(at, page)| (held, at, *page))
        });
        let some = counting.step_by(self.count.div_ceil(SAMPLE).max(1));
        let some: io::Result<Vec<(u32, Coarse)>> =
            some.map(|(held, at, page)| Ok((page, held.file.coarse(at)?))).collect();
        self.common = Common::new(&some.map_err(damaged)?);
        self.sampled = self.count;
        Ok(())
    }
}

impl Held {
    fn counting(&self) -> usize {
        self.owners.iter().filter(|page| **page != NO_PAGE).count()
    }
}

const ENDING: &str = ".meanings";

fn name(number: u32) -> String {
    format!("{number}{ENDING}")
}

/// Whatever is not what was written is one kind of error.
fn damaged(error: io::Error) -> io::Error {
    if error.kind() == ErrorKind::UnexpectedEof || is_not_a_file(&error) {
        return io::Error::new(ErrorKind::InvalidData, error);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::super::passage_file::tests::{folder, passage};
    use super::*;

    fn page(page: u32, passages: Range<u32>) -> PageMeanings {
        PageMeanings { page, passages: passages.map(passage).collect() }
    }

    fn reached(seq: u64) -> Reached {
        Reached { seq, after: None }
    }

    /// Marks of all passages that count, as a search of everything finds them.
    fn marks(shelf: &Shelf) -> Vec<(u32, u32)> {
        let mut marks: Vec<(u32, u32)> = shelf
            .files
            .iter()
            .flat_map(|held| held.owners.iter().zip(&held.file.marks).filter(|(page, _)| **page != NO_PAGE))
            .map(|(page, mark)| (*page, *mark))
            .collect();
        marks.sort_unstable();
        marks
    }

    #[test]
    fn the_newest_file_is_right_about_its_pages_now_and_after_a_restart() {
        let place = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder(place.path()), 1).unwrap();
        assert_eq!((shelf.reached(), shelf.count), (Reached::default(), 0));
        shelf.put(&[page(1, 0..3), page(2, 10..12)], reached(5)).unwrap();
        shelf.put(&[page(1, 20..21), page(3, 30..31)], reached(6)).unwrap();
        shelf.put(&[page(2, 0..0)], reached(7)).unwrap();
        let expected = [(1, 20), (3, 30)];
        let again = Shelf::open(folder(place.path()), 1).unwrap();
        for shelf in [&shelf, &again] {
            assert_eq!(marks(shelf), expected);
            assert_eq!((shelf.reached(), shelf.count), (reached(7), 2));
            let mut pages: Vec<u32> = shelf.pages().collect();
            pages.sort_unstable();
            assert_eq!(pages, [1, 3]);
            assert_eq!(shelf.meanings_of(1).unwrap(), [passage(20).coarse]);
            assert!(shelf.meanings_of(2).unwrap().is_empty() && shelf.meanings_of(9).unwrap().is_empty());
        }
    }

    #[test]
    fn many_small_files_become_one_and_another_process_follows() {
        let place = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder(place.path()), 1).unwrap();
        let mut other = Shelf::open(folder(place.path()), 1).unwrap();
        let mut most = 0;
        for round in 0..60_u32 {
            let changed = round % 7;
            shelf
                .put(
                    &[page(changed, round..round + 2), page(100 + round, round..round + 1)],
                    reached(round.into()),
                )
                .unwrap();
            most = most.max(shelf.files.len());
            if round % 5 == 0 {
                other.follow().unwrap();
                assert_eq!(marks(&other), marks(&shelf));
            }
        }
        assert!(most <= MOST_SMALL + 1, "{most}");
        assert_eq!(shelf.numbers().unwrap().len(), shelf.files.len());
        other.follow().unwrap();
        let again = Shelf::open(folder(place.path()), 1).unwrap();
        assert_eq!(marks(&shelf).len(), 7 * 2 + 60);
        for shelf in [&other, &again] {
            assert_eq!((marks(shelf), shelf.reached()), (marks(&shelf_of(place.path())), reached(59)));
        }
    }

    fn shelf_of(path: &std::path::Path) -> Shelf {
        Shelf::open(folder(path), 1).unwrap()
    }

    /// A file that was put together with others and is still there says nothing new.
    #[test]
    fn killed_between_writing_and_removing_nothing_counts_twice() {
        let place = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder(place.path()), 1).unwrap();
        shelf.put(&[page(1, 0..3)], reached(1)).unwrap();
        let old = std::fs::read(place.path().join("1.meanings")).unwrap();
        shelf.put(&[page(1, 7..9), page(2, 4..5)], reached(2)).unwrap();
        shelf.rewrite(|_| true).unwrap();
        assert_eq!(shelf.numbers().unwrap(), [3]);
        std::fs::write(place.path().join("1.meanings"), old).unwrap();
        assert_eq!(marks(&shelf_of(place.path())), [(1, 7), (1, 8), (2, 4)]);
    }

    #[test]
    fn the_near_ones_are_found_wherever_they_are_and_each_page_once() {
        let place = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder(place.path()), 1).unwrap();
        shelf.put(&[page(1, 0..3), page(2, 3..5)], reached(1)).unwrap();
        shelf.put(&[page(3, 6..9), page(4, 60..64)], reached(2)).unwrap();
        let found = |counts: &dyn Fn(u32) -> bool| -> Vec<(u32, u32)> {
            let near = shelf.near(&passage(4).coarse, counts).unwrap();
            assert!(near.windows(2).all(|pair| pair[0].likeness >= pair[1].likeness));
            near.iter().map(|near| (near.page, near.mark)).collect()
        };
        assert_eq!(found(&|_| true), [(2, 4), (1, 2), (3, 6)]);
        assert_eq!(found(&|page| page != 2), [(1, 2), (3, 6)]);
        assert!(found(&|_| false).is_empty() && found(&|page| page == 4).is_empty());
    }

    #[test]
    fn what_is_damaged_or_of_another_model_is_told_and_cleared() {
        let place = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder(place.path()), 1).unwrap();
        shelf.put(&[page(1, 0..300)], reached(1)).unwrap();
        let kind = |opened: io::Result<Shelf>| opened.err().map(|error| error.kind());
        assert_eq!(kind(Shelf::open(folder(place.path()), 2)), Some(ErrorKind::InvalidData));
        let path = place.path().join("1.meanings");
        let whole = std::fs::read(&path).unwrap();
        for (at, opens) in [(3, false), (200, false), (whole.len() - 1, false)] {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            std::fs::write(&path, changed).unwrap();
            assert_eq!(kind(Shelf::open(folder(place.path()), 1)).is_none(), opens, "{at}");
        }
        std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
        assert_eq!(kind(Shelf::open(folder(place.path()), 1)), Some(ErrorKind::InvalidData));
        let mut anew = Shelf::empty(folder(place.path()), 1);
        anew.clear().unwrap();
        assert_eq!(shelf_of(place.path()).reached(), Reached::default());
        anew.put(&[page(1, 0..2)], reached(1)).unwrap();
        assert_eq!(marks(&shelf_of(place.path())), [(1, 0), (1, 1)]);
    }
}
