//! The parts of the table, in its order; each is a file.

mod answer;
mod answer_million;
mod crawl;
pub mod meaning;
mod million;
mod open;
mod rank;
mod refresh;
pub mod relevance;
mod size;
mod understanding;

use crate::Stop;
use crate::context::Context;
use crate::report::Report;

/// A part takes its figures and adds their rows.
type Part = fn(&mut Context, &mut Report) -> Result<(), Stop>;

/// In the order of the table.
pub const PARTS: [(&str, Part); 11] = [
    ("rank", rank::run),
    ("relevance", relevance::run),
    ("understanding", understanding::run),
    ("meaning", meaning::run),
    ("size", size::run),
    ("answer", answer::run),
    ("open", open::run),
    ("crawl", crawl::run),
    ("refresh", refresh::run),
    ("million", million::run),
    ("answer_million", answer_million::run),
];
