//! The parts of the table, and what they have in common: corpora and indexes made once.

mod million;
mod rank;
pub mod relevance;
mod size;

use crate::Stop;
use crate::built::{Built, build};
use crate::corpus::{Corpus, debian, made_up};
use crate::report::Report;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

/// A part takes its figures and adds their rows.
type Part = fn(&mut Context, &mut Report) -> Result<(), Stop>;

/// In the order of the table.
pub const PARTS: [(&str, Part); 4] =
    [("rank", rank::run), ("relevance", relevance::run), ("size", size::run), ("million", million::run)];

pub struct Context {
    /// Pages of the main corpus.
    pub pages: usize,
    /// Everything that is made goes here.
    pub folder: PathBuf,
    /// Where the texts of packages are kept from run to run.
    pub texts: PathBuf,
    made: BTreeMap<usize, (Rc<Corpus>, Rc<Built>)>,
}

/// The seed of all corpora.
const SEED: u64 = 20_261_120;

impl Context {
    pub fn new(pages: usize, folder: PathBuf, texts: PathBuf) -> Self {
        Self { pages, folder, texts, made: BTreeMap::new() }
    }

    pub fn corpus(&self, pages: usize, report: &mut Report) -> Corpus {
        let library = debian::library(&self.texts).unwrap_or_else(|why| {
            report.skip("descriptions of packages", &format!("{why}; made-up texts instead"));
            made_up::library(SEED)
        });
        Corpus::new(library, pages, SEED)
    }

    /// A corpus with its index, made the first time it is asked for.
    pub fn built(&mut self, pages: usize, report: &mut Report) -> Result<(Rc<Corpus>, Rc<Built>), Stop> {
        if let Some((corpus, built)) = self.made.get(&pages) {
            return Ok((Rc::clone(corpus), Rc::clone(built)));
        }
        let corpus = Rc::new(self.corpus(pages, report));
        let built = Rc::new(build(&corpus, &self.folder.join(pages.to_string()))?);
        self.made.insert(pages, (Rc::clone(&corpus), Rc::clone(&built)));
        Ok((corpus, built))
    }
}
