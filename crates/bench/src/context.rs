//! What the parts of the table have in common: corpora, indexes and profiles, each made once.

use crate::Stop;
use crate::built::{Built, build};
use crate::corpus::{Corpus, debian, synthetic};
use crate::filled::{Filled, fill};
use crate::report::Report;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// What pages are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Texts {
    /// Descriptions of Debian packages in five languages, fetched by apt.
    Packages,
    /// The local Notion's synthetic workspace.
    Synthetic,
}

pub struct Context {
    /// Pages of the main corpus.
    pub pages: usize,
    /// Everything that is made goes here.
    pub folder: PathBuf,
    /// What pages are made of.
    pub corpus: Texts,
    /// Where the texts of packages are kept from run to run.
    pub texts: PathBuf,
    made: BTreeMap<usize, (Rc<Corpus>, Rc<Built>)>,
    filled: BTreeMap<usize, (Rc<Corpus>, Rc<Filled>)>,
}

/// The seed of all corpora.
const SEED: u64 = 20_261_120;

impl Context {
    pub fn new(pages: usize, folder: PathBuf, corpus: Texts, texts: PathBuf) -> Self {
        Self { pages, folder, corpus, texts, made: BTreeMap::new(), filled: BTreeMap::new() }
    }

    pub fn corpus(&self, pages: usize, report: &mut Report) -> Result<Corpus, Stop> {
        self.corpus_of(self.corpus, pages, report)
    }

    fn corpus_of(&self, texts: Texts, pages: usize, report: &mut Report) -> Result<Corpus, Stop> {
        let packages = match texts {
            Texts::Packages => debian::library(&self.texts),
            Texts::Synthetic => return Ok(Corpus::new(synthetic::library(SEED)?, pages, SEED)),
        };
        let library = match packages {
            Ok(library) => library,
            Err(why) => {
                report.skip("descriptions of packages", &format!("{why}; synthetic texts instead"));
                synthetic::library(SEED)?
            }
        };
        Ok(Corpus::new(library, pages, SEED))
    }

    /// A corpus of these texts, at most as large as the main one, and a folder of its own for what is made of it.
    pub fn small(&self, texts: Texts, pages: usize, report: &mut Report) -> Result<(Corpus, PathBuf), Stop> {
        let pages = pages.min(self.pages);
        let corpus = self.corpus_of(texts, pages, report)?;
        Ok((corpus, self.folder.join(format!("{}profile-{pages}", prefix(texts)))))
    }

    /// A corpus with its index, made the first time it is asked for.
    pub fn built(&mut self, pages: usize, report: &mut Report) -> Result<(Rc<Corpus>, Rc<Built>), Stop> {
        if let Some((corpus, built)) = self.made.get(&pages) {
            return Ok((Rc::clone(corpus), Rc::clone(built)));
        }
        let corpus = Rc::new(self.corpus(pages, report)?);
        let built = Rc::new(build(&corpus, &self.folder.join(format!("{}{pages}", prefix(self.corpus))))?);
        self.made.insert(pages, (Rc::clone(&corpus), Rc::clone(&built)));
        Ok((corpus, built))
    }

    /// A profile with a corpus in its database, made the first time it is asked for.
    pub fn filled(&mut self, pages: usize, report: &mut Report) -> Result<(Rc<Corpus>, Rc<Filled>), Stop> {
        if let Some((corpus, filled)) = self.filled.get(&pages) {
            return Ok((Rc::clone(corpus), Rc::clone(filled)));
        }
        let corpus = Rc::new(self.corpus(pages, report)?);
        let filled =
            Rc::new(fill(&corpus, &self.folder.join(format!("{}profile-{pages}", prefix(self.corpus))))?);
        self.filled.insert(pages, (Rc::clone(&corpus), Rc::clone(&filled)));
        Ok((corpus, filled))
    }

    /// The folder for everything, made.
    pub fn made(&self) -> Result<&Path, Stop> {
        fs::create_dir_all(&self.folder)?;
        Ok(&self.folder)
    }
}

/// What was made of other texts lies beside.
fn prefix(texts: Texts) -> &'static str {
    match texts {
        Texts::Packages => "",
        Texts::Synthetic => "synthetic-",
    }
}
