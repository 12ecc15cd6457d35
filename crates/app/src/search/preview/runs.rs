//! Runs of a body's text with what was asked for marked, whole or a piece of them.
//!
//! Not here: which piece.

use crate::ui_types::PreviewRun;
use std::ops::Range;
use trove_index::asked::Asked;
use trove_index::link::page_in;
use trove_index::snippet;
use trove_index::text::Text;
use trove_model::NotionId;
use trove_notion::markdown::{Content, Mention, Mentioned, Run};

/// The page that an id leads to, where one is known here.
pub type Leads<'a> = &'a dyn Fn(NotionId) -> Option<NotionId>;

/// How text looks, and the text.
pub type Styled = (PreviewRun, String);

pub fn styled(runs: &[Run], leads: Leads<'_>) -> Vec<Styled> {
    let styled = runs.iter().map(|run| {
        let text = match &run.content {
            Content::Text(text) | Content::Equation(text) => text.clone(),
            Content::Mention(Mention { of: Mentioned::Person(_), text }) if !text.is_empty() => {
                format!("@{text}")
            }
            Content::Mention(mention) => mention.text.clone(),
        };
        let style = PreviewRun {
            bold: run.style.bold,
            italic: run.style.italic,
            strikethrough: run.style.strikethrough,
            underline: run.style.underline,
            code: run.style.code || matches!(run.content, Content::Equation(_)),
            link: run.link.as_deref().map(short),
            page: page(run).and_then(leads).map(|id| id.to_string()),
            mention: matches!(run.content, Content::Mention(_)),
            ..plain("").0
        };
        (style, text)
    });
    styled.collect()
}

pub fn plain(text: &str) -> Styled {
    let style = PreviewRun {
        text: String::new(),
        marked: false,
        bold: false,
        italic: false,
        strikethrough: false,
        underline: false,
        code: false,
        link: None,
        page: None,
        mention: false,
    };
    (style, text.to_owned())
}

/// An address that is shown is one a person can read.
fn short(address: &str) -> String {
    const LONGEST: usize = 2_000;
    address.chars().take(LONGEST).collect()
}

fn page(run: &Run) -> Option<NotionId> {
    match run.content {
        Content::Mention(Mention { of: Mentioned::Object(_, id), .. }) => id,
        _ => {
            let link = run.link.as_deref().filter(|link| link.len() <= 2_000)?;
            // A path without a host is one of the workspace itself.
            if link.starts_with('/') {
                page_in(&format!("https://www.notion.so{link}"))
            } else {
                page_in(link)
            }
        }
    }
}

/// What is asked for in these runs: each stretch once, in order. A word may begin in one run
/// and end in the next, so they are looked through together.
pub fn places(runs: &[Styled], asked: &Asked) -> Vec<Range<usize>> {
    if asked.count() == 0 {
        return Vec::new();
    }
    let all: String = runs.iter().map(|(_, text)| text.as_str()).collect();
    let mut joined: Vec<Range<usize>> = Vec::new();
    for place in snippet::places(&Text::new(all), asked) {
        match joined.last_mut() {
            Some(last) if place.start <= last.end => last.end = last.end.max(place.end),
            _ => joined.push(place),
        }
    }
    joined
}

/// The piece of the runs that lies in `shown`, cut at the borders of runs and of places.
pub fn cut(runs: Vec<Styled>, places: &[Range<usize>], shown: Range<usize>) -> Vec<PreviewRun> {
    let mut cut: Vec<PreviewRun> = Vec::new();
    let mut places = places.iter().peekable();
    let mut start = 0;
    for (style, text) in runs {
        let end = start + text.len();
        let mut at = start.max(shown.start);
        let until = end.min(shown.end);
        let mut push = |from: usize, to: usize, marked: bool| {
            let piece = text.get(floor(&text, from - start)..floor(&text, to.max(from) - start));
            if let Some(piece) = piece.filter(|piece| !piece.is_empty()) {
                cut.push(PreviewRun { text: piece.to_owned(), marked, ..style.clone() });
            }
        };
        while at < until {
            while places.next_if(|place| place.end <= at).is_some() {}
            match places.peek() {
                Some(place) if place.start <= at => {
                    let to = place.end.min(until);
                    push(at, to, true);
                    at = to;
                }
                Some(place) if place.start < until => {
                    push(at, place.start, false);
                    at = place.start;
                }
                _ => {
                    push(at, until, false);
                    at = until;
                }
            }
        }
        start = end;
    }
    cut
}

/// The place itself, or the start of the character that it lies in.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
