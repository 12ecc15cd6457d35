//! The handed cases: what people type on a made-up workspace, asked of the app itself, and the rule each must meet.
//!
//! The folder is named by `TROVE_CASES`: `world.json` is the workspace (its form is in `crates/sim/WORLD.md`),
//! `queries.json` the queries. Both are read here and nowhere else.

use crate::{Stop, asked};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use trove_app::ui_types::{SearchAnswer, Total};
use trove_sim::{Options, Sim, Workspace};

/// What has to be so, of at most twenty hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// One of the pages comes first.
    First,
    /// That, and there are fewer than five.
    FirstOfFew,
    #[serde(rename = "in_first_3")]
    InFirst3,
    /// That, and there are fewer than a hundred.
    #[serde(rename = "in_first_3_of_few")]
    InFirst3OfFew,
    #[serde(rename = "in_first_10")]
    InFirst10,
    /// One is found.
    Found,
    /// That, and the note's word is marked in a passage.
    FoundAndMarked,
    /// All are found.
    All,
    /// The first page is found, and before the second if that is.
    InThisOrder,
    /// None is found.
    Absent,
    /// There is no hit at all.
    Nothing,
    /// For a person to look at.
    Path,
}

#[derive(Debug, Clone, Deserialize)]
pub struct Case {
    pub query: String,
    /// Keys of the pages it is about.
    pub pages: Vec<String>,
    pub rule: Rule,
    #[serde(default)]
    pub note: String,
}

/// A case and how it came out.
#[derive(Debug)]
pub struct Judged {
    pub case: Case,
    pub right: bool,
    /// Keys of what was found, in order.
    pub found: Vec<String>,
}

/// The folder, where there is one.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os("TROVE_CASES").map(PathBuf::from)
}

/// Serves the workspace, reads it whole with the app, and asks every query.
///
/// # Errors
/// The folder cannot be read or understood, or the app refuses.
pub async fn judged(folder: &Path) -> Result<Vec<Judged>, Stop> {
    let cases: Vec<Case> = serde_json::from_slice(&fs::read(folder.join("queries.json"))?)?;
    let world = folder.join("world.json");
    let keys = keys(&world)?;
    let sim = Sim::start(Options { workspace: Workspace::File(world), ..Options::default() }).await?;
    let profile = tempfile::tempdir()?;
    let app = asked::connected(profile.path(), &sim).await?;
    let mut judged = Vec::new();
    for case in cases {
        let answer = asked::answer(&app, &case.query).await;
        let Ok(answer) = answer else {
            app.shut_down().await;
            return Err(Stop(format!("“{}” was not answered", case.query)));
        };
        let found: Vec<String> =
            answer.hits.iter().map(|hit| keys.get(&bare(&hit.id)).cloned().unwrap_or_default()).collect();
        let right = case.is_met(&found, &answer.total, case.is_marked(&found, &answer));
        judged.push(Judged { case, right, found });
    }
    app.shut_down().await;
    Ok(judged)
}

/// Of each id, without hyphens, the key.
fn keys(world: &Path) -> Result<HashMap<String, String>, Stop> {
    let world: Value = serde_json::from_slice(&fs::read(world)?)?;
    let pages = world.get("pages").and_then(Value::as_array).into_iter().flatten();
    let text = |page: &Value, name: &str| page.get(name).and_then(Value::as_str).map(str::to_owned);
    Ok(pages.filter_map(|page| Some((bare(&text(page, "id")?), text(page, "key")?))).collect())
}

fn bare(id: &str) -> String {
    id.replace('-', "")
}

impl Case {
    /// `found` are the keys of at most twenty hits, of so many in all; `marked`: a passage marks the note's word.
    fn is_met(&self, found: &[String], total: &Total, marked: bool) -> bool {
        let place = |page: &String| found.iter().position(|key| key == page);
        let within = |first: usize| self.pages.iter().any(|page| place(page).is_some_and(|at| at < first));
        let fewer_than = |limit: u32| match total {
            Total::Exactly { pages } => *pages < limit,
            Total::Many { .. } => false,
        };
        match self.rule {
            Rule::First => within(1),
            Rule::FirstOfFew => within(1) && fewer_than(5),
            Rule::InFirst3 => within(3),
            Rule::InFirst3OfFew => within(3) && fewer_than(100),
            Rule::InFirst10 => within(10),
            Rule::Found => within(usize::MAX),
            Rule::FoundAndMarked => within(usize::MAX) && marked,
            Rule::All => self.pages.iter().all(|page| place(page).is_some()),
            Rule::InThisOrder => {
                let mut places = self.pages.iter().map(place);
                let (first, second) = (places.next().flatten(), places.next().flatten());
                first.is_some_and(|first| second.is_none_or(|second| first < second))
            }
            Rule::Absent => !within(usize::MAX),
            Rule::Nothing => found.is_empty(),
            Rule::Path => true,
        }
    }

    fn is_marked(&self, found: &[String], answer: &SearchAnswer) -> bool {
        let hits = answer.hits.iter().zip(found).filter(|(_, key)| self.pages.contains(key));
        let mut segments = hits.flat_map(|(hit, _)| &hit.passages).flat_map(|passage| &passage.segments);
        segments.any(|segment| segment.marked && segment.text.trim() == self.note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(rule: Rule, pages: &[&str]) -> Case {
        let pages = pages.iter().map(|page| (*page).to_owned()).collect();
        Case { query: String::new(), pages, rule, note: String::new() }
    }

    /// Each rule with an order that meets it and one that does not.
    #[test]
    fn rules() {
        let met = |rule, pages: &[&str], found: &[&str], total| {
            let found: Vec<String> = found.iter().map(|key| (*key).to_owned()).collect();
            case(rule, pages).is_met(&found, &Total::Exactly { pages: total }, true)
        };
        let many = ["x", "y", "z", "a"];
        assert!(met(Rule::First, &["b", "a"], &["a", "x"], 2) && !met(Rule::First, &["a"], &["x", "a"], 2));
        assert!(met(Rule::FirstOfFew, &["a"], &["a"], 4) && !met(Rule::FirstOfFew, &["a"], &["a"], 5));
        assert!(met(Rule::InFirst3, &["z"], &many, 4) && !met(Rule::InFirst3, &["a"], &many, 4));
        assert!(met(Rule::InFirst3OfFew, &["z"], &many, 99) && !met(Rule::InFirst3OfFew, &["z"], &many, 100));
        assert!(met(Rule::Found, &["a"], &many, 4) && !met(Rule::Found, &["b"], &many, 4));
        assert!(met(Rule::All, &["a", "x"], &many, 4) && !met(Rule::All, &["a", "b"], &many, 4));
        assert!(
            met(Rule::InThisOrder, &["x", "a"], &many, 4) && met(Rule::InThisOrder, &["a", "b"], &many, 4)
        );
        assert!(
            !met(Rule::InThisOrder, &["a", "x"], &many, 4) && !met(Rule::InThisOrder, &["b", "x"], &many, 4)
        );
        assert!(met(Rule::Absent, &["b"], &many, 4) && !met(Rule::Absent, &["b", "a"], &many, 4));
        assert!(met(Rule::Nothing, &[], &[], 0) && !met(Rule::Nothing, &[], &many, 4));
    }
}
