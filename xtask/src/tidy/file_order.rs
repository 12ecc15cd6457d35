//! The files of a crate stand in an order: what one imports, never leads back to it.
//!
//! A circle is read as one piece, however many files it has. Arrows come from `use` lines
//! and from paths in the text; a parent's `mod` lines, and what it hands on of its modules,
//! are none. Between crates, `edges.rs` does this.

mod modules;
mod tokens;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;
use tree::{Arrow, Tree};

pub fn circles(source: &Source) -> Vec<String> {
    let mut findings = Vec::new();
    for root in roots(source) {
        let arrows = Tree::of_crate(source, root).arrows();
        findings.extend(circles_of(&arrows).iter().map(|circle| told(circle, &arrows)));
    }
    findings
}

/// The file that each crate begins with: libraries, programs, and tests that are crates.
fn roots(source: &Source) -> impl Iterator<Item = &str> {
    source.within("", &[".rs"]).map(|(path, _)| path).filter(|path| {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let above = folder.rsplit_once('/').map_or(folder, |(_, last)| last);
        match name {
            "lib.rs" | "main.rs" => true,
            "build.rs" => source.get(&format!("{folder}/Cargo.toml")).is_some() || folder == "src-tauri",
            _ => matches!(above, "tests" | "bin" | "examples" | "benches"),
        }
    })
}

/// Sets of files each of which leads to every other.
fn circles_of(arrows: &[Arrow]) -> Vec<BTreeSet<&str>> {
    let mut next: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for arrow in arrows {
        next.entry(&arrow.from).or_default().insert(&arrow.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        next.keys().map(|file| (*file, reached_from(file, &next))).collect();
    let leads = |from: &str, to: &str| reached.get(from).is_some_and(|files| files.contains(to));
    let mut circles: Vec<BTreeSet<&str>> = Vec::new();
    for file in next.keys().filter(|file| leads(file, file)) {
        if !circles.iter().any(|circle| circle.contains(file)) {
            circles.push(
                next.keys().copied().filter(|other| leads(file, other) && leads(other, file)).collect(),
            );
        }
    }
    circles
}

fn reached_from<'a>(file: &str, next: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut waiting: Vec<&str> = next.get(file).into_iter().flatten().copied().collect();
    while let Some(file) = waiting.pop() {
        if reached.insert(file) {
            waiting.extend(next.get(file).into_iter().flatten());
        }
    }
    reached
}

/// The files, then each tie between two of them.
fn told(circle: &BTreeSet<&str>, arrows: &[Arrow]) -> String {
    let mut ties: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for arrow in arrows.iter().filter(|arrow| circle.contains(&*arrow.from) && circle.contains(&*arrow.to)) {
        ties.entry((&arrow.from, &arrow.to)).or_default().push(&arrow.path);
    }
    let files: Vec<&str> = circle.iter().copied().collect();
    let mut text = format!("{} files lean on each other: {}", files.len(), files.join(", "));
    for ((from, to), paths) in ties {
        text.push_str(&format!("\n           {from} → {to}: {}", paths.join(", ")));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::source::sample;
    use super::*;

    /// `from → to` with the folder and the ending left out.
    fn arrows(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<(String, &str)> =
            files.iter().map(|(name, text)| (format!("crates/x/src/{name}.rs"), *text)).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), *text)).collect();
        let short = |path: &str| path.replace("crates/x/src/", "").replace(".rs", "");
        let mut told: Vec<String> = Tree::of_crate(&sample(&files), "crates/x/src/lib.rs")
            .arrows()
            .iter()
            .map(|arrow| format!("{} → {}", short(&arrow.from), short(&arrow.to)))
            .collect();
        told.dedup();
        told
    }

    #[test]
    fn every_form_of_path_is_an_arrow() {
        let files = [
            ("lib", "mod a;\nmod b;\nmod c;\nmod d;\npub use c::C;"),
            ("a", "mod inner;\nuse crate::{b::B, d::{self, D}};\nfn f() { crate::C::new(); inner::g() }"),
            ("a/inner", "pub fn g() { super::super::d::h() }"),
            ("b", "pub struct B;\nmod deep { use super::super::c::C; }"),
            ("c", "pub struct C;"),
            ("d", "pub struct D; pub fn h() {}"),
        ];
        assert_eq!(arrows(&files), ["a → a/inner", "a → b", "a → c", "a → d", "a/inner → d", "b → c"]);
    }

    #[test]
    fn what_a_parent_declares_and_hands_on_is_no_arrow() {
        let files = [
            ("lib", "pub mod a;\npub(crate) use a::A;\npub use a::deep::*;\npub struct Own;"),
            ("a", "pub mod deep;\npub use deep::Deep;\npub struct A(crate::Own);"),
            ("a/deep", "pub struct Deep(crate::Own);"),
        ];
        assert_eq!(arrows(&files), ["a → lib", "a/deep → lib"]);
    }

    #[test]
    fn what_is_handed_on_is_followed_to_where_it_is() {
        let files = [
            ("lib", "mod a;\nmod b;\nmod c;\npub use a::A;\npub use b::*;"),
            ("a", "pub struct A;"),
            ("b", "pub enum B { One }"),
            ("c", "use crate::{A, B};\nuse crate::B::One;"),
        ];
        assert_eq!(arrows(&files), ["c → a", "c → b"]);
    }

    #[test]
    fn other_crates_and_comments_lead_nowhere() {
        let files = [
            ("lib", "mod a;\nmod url;"),
            ("a", "use url::Url;\nuse std::process::exit;\n/// See [`crate::url`].\nfn f() { url::url() }"),
            ("url", "pub fn url() {}"),
        ];
        assert_eq!(arrows(&files), Vec::<String>::new());
    }

    #[test]
    fn a_planted_circle_is_found_with_its_ties() {
        let files = [
            ("crates/x/src/lib.rs", "mod a;\nmod b;\nmod c;\nmod d;"),
            ("crates/x/src/a.rs", "use crate::b::B;\npub struct A;"),
            ("crates/x/src/b.rs", "pub struct B;\nfn f() { crate::c::g() }"),
            ("crates/x/src/c.rs", "pub fn g() { let _: super::a::A; }"),
            ("crates/x/src/d.rs", "use crate::a::A;"),
        ];
        assert_eq!(
            circles(&sample(&files)),
            [
                "3 files lean on each other: crates/x/src/a.rs, crates/x/src/b.rs, crates/x/src/c.rs\n           \
              crates/x/src/a.rs → crates/x/src/b.rs: crate::b::B\n           \
              crates/x/src/b.rs → crates/x/src/c.rs: crate::c::g\n           \
              crates/x/src/c.rs → crates/x/src/a.rs: super::a::A"
            ]
        );
        // Cut anywhere, it is none.
        let open = files.map(|(path, text)| (path, text.replace("use crate::b::B;", "")));
        let open: Vec<(&str, &str)> = open.iter().map(|(path, text)| (*path, text.as_str())).collect();
        assert_eq!(circles(&sample(&open)), Vec::<String>::new());
    }

    #[test]
    fn a_parent_and_its_module_can_be_a_circle() {
        let files = [
            ("crates/x/src/main.rs", "mod a;\nstruct Top;\nfn main() { a::run() }"),
            ("crates/x/src/a.rs", "use super::Top;\npub fn run() {}"),
        ];
        assert_eq!(circles(&sample(&files)).len(), 1);
    }

    #[test]
    fn tests_may_look_back() {
        let files = [
            ("crates/x/src/lib.rs", "mod a;\nmod b;"),
            ("crates/x/src/a.rs", "#[cfg(test)]\nmod tests;\n#[cfg(test)]\nuse crate::b::B;\npub struct A;"),
            ("crates/x/src/a/tests.rs", "use super::*;\nuse crate::b::B;"),
            ("crates/x/src/b.rs", "use crate::a::A;\npub struct B;"),
        ];
        assert_eq!(circles(&sample(&files)), Vec::<String>::new());
    }

    #[test]
    fn tests_that_are_crates_have_an_order_too() {
        let files = [
            ("crates/x/Cargo.toml", ""),
            ("crates/x/tests/story/main.rs", "mod one;\nmod two;"),
            ("crates/x/tests/story/one.rs", "use crate::two::f;\npub fn g() {}"),
            ("crates/x/tests/story/two.rs", "pub fn f() { crate::one::g() }"),
            ("crates/x/tests/alone.rs", "#[path = \"story/two.rs\"]\nmod two;\nmod one;"),
        ];
        assert_eq!(circles(&sample(&files)).len(), 1);
    }
}
