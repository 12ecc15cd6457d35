//! What a person is told of how a query was understood, and of why a page answers it.

use crate::plain::plain;
use trove_app::FILTERS;
use trove_app::ui_types::{Correction, SearchHit};

/// `filtered`: only some pages were looked at.
pub fn corrected(corrections: &[Correction], filtered: bool) -> Option<String> {
    let list =
        |word: &dyn Fn(&Correction) -> String| corrections.iter().map(word).collect::<Vec<_>>().join(", ");
    let instead = list(&|correction| plain(&correction.instead).into_owned());
    let typed = list(&|correction| plain(&correction.typed).into_owned());
    let why = if corrections.iter().any(|correction| correction.known) {
        let page = if filtered { "no page that the filters let in" } else { "no page" };
        format!("{page} has all words as typed")
    } else {
        format!("no page has {typed}")
    };
    (!corrections.is_empty())
        .then(|| format!("Showing results for {instead}; {why}. With --insist no word is replaced."))
}

/// The filters, one a line, and what is typed like one.
pub fn filter_help() -> String {
    let filters = FILTERS.iter().map(|filter| (filter.examples.join(" "), filter.meaning));
    let property = ("prop:deadline".to_owned(), "with a property of that name");
    let lines = filters.chain([property]).map(|(typed, meaning)| format!("  {typed:<44} {meaning}"));
    format!("Filters:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// What was taken as filters.
pub fn filters(filters: &[String]) -> Option<String> {
    (!filters.is_empty())
        .then(|| format!("Taken as filters: {}. In quotation marks they are text.", listed(filters)))
}

/// What a hyphen left out.
pub fn left_out(words: &[String]) -> Option<String> {
    (!words.is_empty()).then(|| format!("Without pages that have {}.", listed(words)))
}

pub fn unknown_names(names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("Names nothing here, and is searched as text: {}.", listed(names)))
}

/// Why a page answers, where that is not plain to see.
pub fn why(hit: &SearchHit) -> Option<String> {
    let forms: Vec<String> = hit
        .other_forms
        .iter()
        .map(|form| format!("“{}” for {}", plain(&form.found), plain(&form.typed)))
        .collect();
    let parts = [
        (!hit.lacks.is_empty()).then(|| format!("without {}", listed(&hit.lacks))),
        (!hit.in_path.is_empty()).then(|| format!("{} in the path", listed(&hit.in_path))),
        (!hit.in_properties.is_empty()).then(|| format!("{} in a property", listed(&hit.in_properties))),
        (!forms.is_empty()).then(|| forms.join(", ")),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn listed(words: &[String]) -> String {
    words.iter().map(|word| plain(word)).collect::<Vec<_>>().join(", ")
}
