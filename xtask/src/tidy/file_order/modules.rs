//! What a file says about modules: which it declares, what it imports and names by path.
//!
//! Code under `#[cfg(test)]` is left out, as dependencies of tests are between crates.
//! Nothing is looked up here; `tree.rs` does that.

use std::collections::{BTreeMap, BTreeSet};

use super::tokens::{Token, tokens};

/// `crate::a::b`, in its words.
pub type Path = Vec<String>;

#[derive(Debug, Default, PartialEq)]
pub struct Module {
    /// `mod a;` with the file of its `#[path]`, if it has one.
    pub declared: BTreeMap<String, Option<String>>,
    /// `mod a { … }`
    pub inline: BTreeMap<String, Module>,
    pub imports: Vec<Import>,
    /// Paths outside of `use`.
    pub paths: BTreeSet<Path>,
    /// Names that are defined here.
    pub items: BTreeSet<String>,
}

#[derive(Debug, PartialEq)]
pub struct Import {
    pub path: Path,
    /// `None` for `*`.
    pub name: Option<String>,
    pub public: bool,
}

pub fn module(text: &str) -> Module {
    Reader { tokens: &tokens(text), at: 0 }.module()
}

struct Reader<'t> {
    tokens: &'t [Token<'t>],
    at: usize,
}

/// Words before the name of something that a path can lead to.
const DEFINING: &[&str] =
    &["struct", "enum", "union", "trait", "type", "fn", "const", "static", "macro_rules"];
/// Items that end with `;` whatever braces they hold.
const ENDED_BY_SEMICOLON: &[&str] = &["use", "const", "static", "type", "let"];
/// Items that end with their braces, or with `;` where they have none.
const ENDED_BY_BRACES: &[&str] =
    &["mod", "fn", "struct", "enum", "union", "trait", "impl", "unsafe", "async", "extern", "macro_rules"];

impl<'t> Reader<'t> {
    fn peek(&self, ahead: usize) -> Option<Token<'t>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn next(&mut self) -> Option<Token<'t>> {
        let token = self.peek(0);
        self.at += 1;
        token
    }

    fn skip(&mut self, token: Token) -> bool {
        let there = self.peek(0) == Some(token);
        self.at += usize::from(there);
        there
    }

    /// Up to the brace that closes the module, or the end of the file.
    fn module(&mut self) -> Module {
        let mut module = Module::default();
        let mut depth = 0_usize;
        let mut public = false;
        let mut file = None;
        let mut before = None;
        while let Some(token) = self.next() {
            match token {
                Token::Mark('{') => depth += 1,
                Token::Mark('}') if depth == 0 => break,
                Token::Mark('}') => depth -= 1,
                Token::Mark('#') => match self.attribute() {
                    Attribute::OfTests => self.skip_item(&mut module),
                    Attribute::File(path) => file = Some(path),
                    Attribute::Other => {}
                },
                Token::Word("pub") => {
                    public = true;
                    self.skip_visibility();
                    continue;
                }
                Token::Word("use") if before != Some(Token::Mark('+')) => {
                    self.use_tree(Vec::new(), public, &mut module.imports);
                }
                Token::Word("mod") => self.submodule(file.take(), &mut module),
                Token::Word(word) if before != Some(Token::Colons) && self.peek(0) == Some(Token::Colons) => {
                    let path = self.path(word);
                    module.paths.insert(path);
                }
                Token::Word(word) if depth == 0 && DEFINING.contains(&word) => {
                    self.skip(Token::Mark('!'));
                    if let Some(Token::Word(name)) = self.peek(0) {
                        module.items.insert(name.to_owned());
                    }
                }
                _ => {}
            }
            public = false;
            before = Some(token);
        }
        module
    }

    /// After `mod`.
    fn submodule(&mut self, file: Option<String>, module: &mut Module) {
        let Some(Token::Word(name)) = self.next() else { return };
        if self.skip(Token::Mark(';')) {
            module.declared.insert(name.to_owned(), file);
        } else if self.skip(Token::Mark('{')) {
            let inside = self.module();
            module.inline.insert(name.to_owned(), inside);
        }
    }

    /// After its first word.
    fn path(&mut self, first: &str) -> Path {
        let mut path = vec![first.to_owned()];
        while self.peek(0) == Some(Token::Colons)
            && let Some(Token::Word(word)) = self.peek(1)
        {
            path.push(word.to_owned());
            self.at += 2;
        }
        path
    }

    /// After `pub`: `(crate)`, `(in crate::a)`.
    fn skip_visibility(&mut self) {
        if let (Some(Token::Mark('(')), Some(Token::Word("crate" | "super" | "self" | "in"))) =
            (self.peek(0), self.peek(1))
        {
            while self.next().is_some_and(|token| token != Token::Mark(')')) {}
        }
    }

    /// A branch of `use`, up to the mark that ends it.
    fn use_tree(&mut self, mut path: Path, public: bool, imports: &mut Vec<Import>) {
        self.skip(Token::Colons);
        loop {
            match self.next() {
                Some(Token::Word("self")) if !path.is_empty() => {}
                Some(Token::Word("as")) => {
                    if let Some(Token::Word(name)) = self.next() {
                        imports.push(Import { path, name: Some(name.to_owned()), public });
                    }
                    return;
                }
                Some(Token::Word(word)) => path.push(word.to_owned()),
                Some(Token::Colons) => {}
                Some(Token::Mark('*')) => {
                    imports.push(Import { path, name: None, public });
                    return;
                }
                Some(Token::Mark('{')) => {
                    while self.peek(0).is_some() && !self.skip(Token::Mark('}')) {
                        self.use_tree(path.clone(), public, imports);
                        self.skip(Token::Mark(','));
                    }
                    return;
                }
                _ => {
                    // The mark belongs to whoever opened the branch.
                    self.at -= 1;
                    let name = path.last().cloned();
                    if name.is_some() {
                        imports.push(Import { path, name, public });
                    }
                    return;
                }
            }
        }
    }

    /// After `#`.
    fn attribute(&mut self) -> Attribute {
        self.skip(Token::Mark('!'));
        let begun = self.at;
        self.skip_group();
        let words = self.tokens.get(begun..self.at).unwrap_or_default();
        match words {
            [_, Token::Word("cfg"), rest @ ..]
                if rest.contains(&Token::Word("test")) && !rest.contains(&Token::Word("not")) =>
            {
                Attribute::OfTests
            }
            [_, Token::Word("path"), _, Token::Text(path), ..] => Attribute::File((*path).to_owned()),
            _ => Attribute::Other,
        }
    }

    /// From an opening mark past the one that closes it.
    fn skip_group(&mut self) {
        let mut depth = 0_usize;
        while let Some(token) = self.next() {
            match token {
                Token::Mark('(' | '[' | '{') => depth += 1,
                Token::Mark(')' | ']' | '}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
    }

    /// What stands under `#[cfg(test)]`: an item, or a field, an arm, a statement. A file that
    /// is declared there is one of the crate all the same, with an order of its own.
    fn skip_item(&mut self, module: &mut Module) {
        let mut file = None;
        while self.skip(Token::Mark('#')) {
            if let Attribute::File(path) = self.attribute() {
                file = Some(path);
            }
        }
        if self.skip(Token::Word("pub")) {
            self.skip_visibility();
        }
        let kind = self.peek(0);
        if let (Some(Token::Word("mod")), Some(Token::Word(name)), Some(Token::Mark(';'))) =
            (kind, self.peek(1), self.peek(2))
        {
            module.declared.insert(name.to_owned(), file);
        }
        let among = |words: &[&str]| matches!(kind, Some(Token::Word(word)) if words.contains(&word));
        let (by_semicolon, by_braces) = (among(ENDED_BY_SEMICOLON), among(ENDED_BY_BRACES));
        while let Some(token) = self.peek(0) {
            match token {
                Token::Mark(';') => {
                    self.at += 1;
                    return;
                }
                // Of the list or block that holds it.
                Token::Mark('}' | ')' | ']') => return,
                Token::Mark(',') if !by_semicolon && !by_braces => {
                    self.at += 1;
                    return;
                }
                Token::Mark('{') if !by_semicolon => {
                    self.skip_group();
                    return;
                }
                Token::Mark('{' | '(' | '[') => self.skip_group(),
                _ => self.at += 1,
            }
        }
    }
}

enum Attribute {
    OfTests,
    File(String),
    Other,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imported(text: &str) -> Vec<String> {
        let shown = |import: &Import| {
            let public = if import.public { "pub " } else { "" };
            format!("{public}{} as {}", import.path.join("::"), import.name.as_deref().unwrap_or("*"))
        };
        module(text).imports.iter().map(shown).collect()
    }

    #[test]
    fn use_lines_in_every_form() {
        assert_eq!(imported("use crate::a;"), ["crate::a as a"]);
        assert_eq!(
            imported("use super::{a::{self, B}, c as d, e::*,};\npub(crate) use f::G;"),
            ["super::a as a", "super::a::B as B", "super::c as d", "super::e as *", "pub f::G as G"]
        );
        assert_eq!(imported("use ::a::b; use c as _; fn x() { use self::d::e; }").len(), 3);
    }

    #[test]
    fn modules_paths_and_items() {
        let read = module(
            "#[path = \"x/y.rs\"]\nmod a;\npub mod b { mod c; use super::D; }\n\
             pub(in crate::z) struct E<T>(crate::f::G<T>);\nimpl E { fn h() { self::i::j(); Vec::<u8>::new() } }",
        );
        assert_eq!(read.declared, BTreeMap::from([("a".into(), Some("x/y.rs".into()))]));
        assert_eq!(read.inline["b"].declared, BTreeMap::from([("c".into(), None)]));
        assert_eq!(read.inline["b"].imports.len(), 1);
        let paths: Vec<String> = read.paths.iter().map(|path| path.join("::")).collect();
        assert_eq!(paths, ["Vec", "crate::f::G", "self::i::j"]);
        assert_eq!(read.items, BTreeSet::from(["E".into()]));
    }

    #[test]
    fn what_is_of_tests_is_left_out() {
        let read = module(
            "#[cfg(test)]\nuse crate::a;\n#[cfg(test)]\n#[allow(x)]\nmod tests { use crate::b; }\n\
             #[cfg(all(test, unix))]\npub fn c<A, B>() { crate::c::d() }\nuse crate::e;\n\
             #[cfg(test)]\nmod f;\n#[cfg(not(test))]\nuse crate::g;\n\
             struct H { #[cfg(test)] i: crate::i::I, j: crate::j::J }",
        );
        let imports: Vec<&str> = read.imports.iter().filter_map(|import| import.name.as_deref()).collect();
        assert_eq!(imports, ["e", "g"]);
        assert_eq!(read.paths.iter().map(|path| path.join("::")).collect::<Vec<_>>(), ["crate::j::J"]);
        assert!(read.inline.is_empty() && read.declared.contains_key("f"));
    }
}
