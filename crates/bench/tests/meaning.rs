//! The judged questions find their pages, and the unrelated ones show nothing.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]
#![allow(clippy::print_stdout, reason = "what is skipped is said")]

use std::collections::BTreeSet;
use std::path::PathBuf;
use trove_bench::judged::{Workspace, questions};

/// `None` where `cargo xtask model` has not brought it.
fn model() -> Option<PathBuf> {
    let packed = concat!(env!("CARGO_TARGET_TMPDIR"), "/../model/meaning.model");
    let place = std::env::var_os("TROVE_MODEL").map_or_else(|| PathBuf::from(packed), PathBuf::from);
    if !place.is_file() {
        println!("skipped: there is no model; cargo xtask model brings it");
    }
    Some(place).filter(|place| place.is_file())
}

#[test]
fn there_are_enough_questions_in_enough_languages() {
    let questions = questions().unwrap();
    let (about, unrelated): (Vec<_>, Vec<_>) =
        questions.iter().partition(|question| !question.wanted.is_empty());
    let languages: BTreeSet<&str> = about.iter().map(|question| question.language).collect();
    let texts: BTreeSet<&str> = questions.iter().map(|question| question.text).collect();
    assert!(about.len() >= 100 && unrelated.len() >= 30 && languages.len() >= 6);
    assert_eq!(texts.len(), questions.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_in_other_words_find_their_page_and_unrelated_ones_nothing() {
    let Some(model) = model() else { return };
    let folder = tempfile::tempdir().unwrap();
    let workspace = Workspace::new(folder.path(), model).await.unwrap();
    let judged = workspace.judge(&questions().unwrap()).await;
    workspace.app.shut_down().await;
    let judged = judged.unwrap();
    println!("{judged:#?}");
    assert!(judged.found_percent() >= 65.0, "{judged:#?}");
    assert!(judged.shown_percent() <= 5.0, "{judged:#?}");
}
