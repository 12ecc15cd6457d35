//! The same as the package whose numbers these are, on the sentences of `record.py`: piece by
//! piece and to within a hundredth.

#![allow(clippy::unwrap_used, reason = "a panic in a test is its report")]
#![allow(clippy::print_stdout, reason = "what is skipped is said")]

use std::path::PathBuf;
use trove_meaning::{Coarse, DIMENSIONS, Meaning, Model, nearest};

const SENTENCES: &str = include_str!("data/sentences.tsv");
const MEANINGS: &[u8] = include_bytes!("data/meanings.i8");

/// `None` where `cargo xtask model` has not brought it.
fn model() -> Option<Model> {
    let packed = concat!(env!("CARGO_TARGET_TMPDIR"), "/../model/meaning.model");
    let place = std::env::var_os("TROVE_MODEL").map_or_else(|| PathBuf::from(packed), PathBuf::from);
    match std::fs::read(&place) {
        Ok(file) => Some(Model::read(&file).unwrap()),
        Err(_) => {
            println!("skipped: there is no model; cargo xtask model brings it");
            None
        }
    }
}

fn recorded() -> Vec<(String, Vec<u32>, Coarse)> {
    let meanings = MEANINGS.chunks_exact(DIMENSIONS);
    let lines = SENTENCES.lines().zip(meanings).map(|(line, bytes)| {
        let (sentence, pieces) = line.split_once('\t').unwrap();
        let pieces = pieces.split(' ').map(|piece| piece.parse().unwrap()).collect();
        let bytes: Vec<i8> = bytes.iter().map(|byte| i8::from_le_bytes([*byte])).collect();
        (serde_json::from_str(sentence).unwrap(), pieces, Coarse(bytes.try_into().unwrap()))
    });
    lines.collect()
}

#[test]
fn sentences_mean_what_the_package_says() {
    let recorded = recorded();
    assert!(recorded.len() >= 600 && MEANINGS.len() == recorded.len() * DIMENSIONS);
    let Some(model) = model() else { return };
    let texts: Vec<&str> = recorded.iter().map(|(sentence, ..)| sentence.as_str()).collect();
    for (text, pieces, _) in &recorded {
        assert_eq!(model.numbers(text), *pieces, "{text:?}");
    }
    let meanings = model.meanings(&texts);
    assert_eq!(meanings.len(), texts.len());
    for ((text, _, expected), meaning) in recorded.iter().zip(&meanings) {
        let likeness = meaning.coarse().likeness(expected);
        assert!(likeness >= 0.99, "{text:?}: {likeness}");
        let length: f32 = meaning.numbers().iter().map(|number| number * number).sum();
        assert!((length - 1.0).abs() < 1e-4, "{text:?}: {length}");
    }
}

#[test]
fn a_text_means_the_same_beside_others_and_alone() {
    let Some(model) = model() else { return };
    let texts = ["Parental leave", "", "a", "家族旅行", "word ".repeat(450).trim_end()].map(str::to_owned);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    for (text, together) in texts.iter().zip(model.meanings(&texts)) {
        let alone: Meaning = model.meaning(text);
        let largest = alone.numbers().iter().zip(together.numbers()).map(|(one, other)| (one - other).abs());
        assert!(largest.fold(0.0, f32::max) < 1e-5, "{text:?}");
    }
    assert!(model.meanings(&[]).is_empty());
    let long = "概念 ".repeat(100_000);
    assert!(model.numbers(&long).len() <= trove_meaning::LONGEST + 3);
}

/// The questions that the model was chosen for.
#[test]
fn other_words_and_other_languages_find_the_page() {
    let Some(model) = model() else { return };
    let pages = [
        "Parental leave",
        "Travel and expenses",
        "Security",
        "Kitchen",
        "Onboarding",
        "Brand colours",
        "Database backups",
        "Office plants",
        "Release checklist",
        "Salary bands",
    ];
    let codes: Vec<_> = model.meanings(&pages).iter().map(Meaning::code).collect();
    for (question, page) in [
        ("maternity leave", "Parental leave"),
        ("congé parental", "Parental leave"),
        ("出張費", "Travel and expenses"),
        ("보안", "Security"),
        ("Reisekosten", "Travel and expenses"),
        ("erster Arbeitstag", "Onboarding"),
        ("how much do we pay people", "Salary bands"),
    ] {
        let found: Vec<&str> =
            nearest(&codes, &model.meaning(question).code(), 3).into_iter().map(|at| pages[at]).collect();
        assert!(found.contains(&page), "{question}: {found:?}");
    }
}
