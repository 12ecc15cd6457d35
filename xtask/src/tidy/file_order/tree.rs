//! The modules of one crate, by the files they stand in, and which file a path leads to.
//!
//! Follows what the compiler follows as far as files go: `mod` declarations, `crate`,
//! `self`, `super`, imports and what is handed on by `pub use` (The Rust Reference,
//! "Paths"). Names of other crates lead nowhere.

use std::collections::BTreeMap;

use super::modules::{self, Import, Module};
use crate::tidy::source::Source;

/// Longer chains of imports than anyone writes; two that import each other end here too.
const DEEPEST: usize = 16;

pub struct Tree {
    /// The first is the crate's root.
    nodes: Vec<Node>,
}

struct Node {
    file: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    said: Module,
}

/// One file leans on another through a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    pub from: String,
    pub to: String,
    pub path: String,
}

impl Tree {
    /// The crate whose root is `file`.
    pub fn of_crate(source: &Source, file: &str) -> Self {
        let mut tree = Self { nodes: Vec::new() };
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        tree.add_file(source, file, folder, None);
        tree
    }

    pub fn arrows(&self) -> Vec<Arrow> {
        let mut arrows = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            let imported = node.said.imports.iter().filter_map(|import| {
                let target = self.find(at, &import.path, 0)?;
                // A parent that hands on what its modules have does not lean on them.
                (!(import.public && self.is_within(target, at))).then_some((target, &import.path))
            });
            let named = node.said.paths.iter().filter_map(|path| {
                let target = self.find(at, path, 0)?;
                // `Kind::Page` says no more than the line that imports `Kind`.
                let import = self.imported(at, path.first()?).filter(|_| path.len() > 1);
                let said = import.is_some_and(|import| self.find(at, &import.path, 0) == Some(target));
                (!said).then_some((target, path))
            });
            arrows.extend(imported.chain(named).map(|(target, path)| Arrow {
                from: node.file.clone(),
                to: self.nodes[target].file.clone(),
                path: path.join("::"),
            }));
        }
        arrows.retain(|arrow| arrow.from != arrow.to);
        arrows.sort();
        arrows.dedup();
        arrows
    }

    /// `folder` is where the files of its own modules are.
    fn add_file(
        &mut self,
        source: &Source,
        file: &str,
        folder: &str,
        parent: Option<usize>,
    ) -> Option<usize> {
        let said = modules::module(source.get(file)?);
        Some(self.add(source, file, folder, parent, said))
    }

    fn add(
        &mut self,
        source: &Source,
        file: &str,
        folder: &str,
        parent: Option<usize>,
        mut said: Module,
    ) -> usize {
        let inline = std::mem::take(&mut said.inline);
        let declared = said.declared.clone();
        let at = self.nodes.len();
        self.nodes.push(Node { file: file.to_owned(), parent, children: BTreeMap::new(), said });
        let beside = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        for (name, path) in declared {
            let own = format!("{folder}/{name}");
            let child = match path {
                Some(path) => {
                    let file = joined(beside, &path);
                    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
                    self.add_file(source, &file, folder, Some(at))
                }
                None => self
                    .add_file(source, &format!("{own}.rs"), &own, Some(at))
                    .or_else(|| self.add_file(source, &format!("{own}/mod.rs"), &own, Some(at))),
            };
            self.nodes[at].children.extend(child.map(|child| (name, child)));
        }
        for (name, inside) in inline {
            let child = self.add(source, file, &format!("{folder}/{name}"), Some(at), inside);
            self.nodes[at].children.insert(name, child);
        }
        at
    }

    /// The module that a path, seen from `at`, leads into.
    fn find(&self, at: usize, path: &[String], depth: usize) -> Option<usize> {
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            _ if depth > DEEPEST => None,
            "crate" => self.walk(0, rest, depth),
            "self" => self.walk(at, rest, depth),
            "super" => self.find_above(at, rest, depth),
            name => match self.nodes[at].children.get(name) {
                Some(child) => self.walk(*child, rest, depth),
                None => {
                    let import = self.imported(at, name)?;
                    self.follow(at, import, rest, depth)
                }
            },
        }
    }

    fn find_above(&self, at: usize, rest: &[String], depth: usize) -> Option<usize> {
        let above = self.nodes[at].parent?;
        match rest.split_first() {
            Some((first, rest)) if first == "super" => self.find_above(above, rest, depth),
            _ => self.walk(above, rest, depth),
        }
    }

    /// From a module down the rest of a path, as far as it leads to modules of ours.
    fn walk(&self, at: usize, rest: &[String], depth: usize) -> Option<usize> {
        let Some((name, below)) = rest.split_first() else { return Some(at) };
        let node = &self.nodes[at];
        if let Some(child) = node.children.get(name) {
            return self.walk(*child, below, depth);
        }
        if node.said.items.contains(name) {
            return Some(at);
        }
        if let Some(import) = self.imported(at, name) {
            // What another crate defines and this module hands on is this module's.
            return self.follow(at, import, below, depth).or(Some(at));
        }
        let everything = node.said.imports.iter().filter(|import| import.name.is_none());
        let elsewhere = everything.filter_map(|import| {
            let target = self.find(at, &import.path, depth + 1).filter(|target| *target != at)?;
            self.has(target, name).then_some(target)
        });
        let found = elsewhere.into_iter().next();
        found.map_or(Some(at), |target| self.walk(target, rest, depth + 1))
    }

    fn follow(&self, at: usize, import: &Import, rest: &[String], depth: usize) -> Option<usize> {
        // An import may have the name of the crate it comes from: `use url::url`.
        if import.path.first() == import.name.as_ref()
            && !self.nodes[at].children.contains_key(&import.path[0])
        {
            return None;
        }
        let whole: Vec<String> = import.path.iter().chain(rest).cloned().collect();
        self.find(at, &whole, depth + 1)
    }

    fn imported(&self, at: usize, name: &str) -> Option<&Import> {
        self.nodes[at].said.imports.iter().find(|import| import.name.as_deref() == Some(name))
    }

    fn has(&self, at: usize, name: &str) -> bool {
        let node = &self.nodes[at];
        node.children.contains_key(name)
            || node.said.items.contains(name)
            || self.imported(at, name).is_some()
    }

    fn is_within(&self, inner: usize, outer: usize) -> bool {
        std::iter::successors(Some(inner), |at| self.nodes[*at].parent).any(|at| at == outer)
    }
}

/// `folder/path` without `..`.
fn joined(folder: &str, path: &str) -> String {
    let mut words: Vec<&str> = folder.split('/').filter(|word| !word.is_empty()).collect();
    for word in path.split('/') {
        match word {
            ".." => {
                words.pop();
            }
            "." => {}
            _ => words.push(word),
        }
    }
    words.join("/")
}
