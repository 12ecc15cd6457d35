//! Which part of a long body is shown: so many units from a place on that drawing them takes no
//! time that anyone notices.
//!
//! A unit is a block, a row of a table or a piece of a long text, in reading order. Not here:
//! what a unit looks like.

use std::ops::Range;
use trove_notion::markdown::{Content, Node, NodeKind, Run};

/// Bytes of text that make one unit at most.
pub const PIECE: usize = 4_000;
/// What is shown at once may cost this much; a short line costs 1.
const ROOM: usize = 400;
/// Of that, before the first match.
const BEFORE: usize = 20;
/// Bytes of text, and cells of a table, that cost as much as a line.
const LINE: usize = 400;
const CELLS: usize = 4;

/// How many units a node is, without those inside it.
pub fn units(kind: &NodeKind) -> usize {
    match kind {
        NodeKind::Table { rows, .. } => rows.len().max(1),
        kind => length(kind).div_ceil(PIECE).max(1),
    }
}

/// What each unit costs, in reading order.
pub fn costs(nodes: &[Node], found: &mut Vec<usize>) {
    for node in nodes {
        match &node.kind {
            NodeKind::Table { rows, .. } if !rows.is_empty() => {
                let cost = |row: &Vec<Vec<Run>>| {
                    let text: usize = row.iter().map(|cell| length_of(cell).min(PIECE)).sum();
                    1 + row.len() / CELLS + text / LINE
                };
                found.extend(rows.iter().map(cost));
            }
            kind => {
                let length = length(kind);
                found.extend(
                    (0..units(kind)).map(|piece| 1 + length.saturating_sub(piece * PIECE).min(PIECE) / LINE),
                );
            }
        }
        costs(&node.children, found);
    }
}

/// From the start, or from shortly before the unit that is wanted where it would be missed.
pub fn around(costs: &[usize], wanted: Option<usize>) -> Range<usize> {
    let first = from(costs, 0);
    match wanted {
        Some(wanted) if !first.contains(&wanted) => from(costs, back(costs, wanted, BEFORE)),
        _ => first,
    }
}

/// What there is room for from here on: at least one unit.
pub fn from(costs: &[usize], start: usize) -> Range<usize> {
    let start = start.min(costs.len().saturating_sub(1));
    let mut room = ROOM;
    let fits = costs.iter().skip(start).take_while(|cost| {
        let fits = room >= **cost;
        room = room.saturating_sub(**cost);
        fits
    });
    let end = (start + fits.count().max(1)).min(costs.len());
    start..end
}

/// Where to begin so that what is shown ends where `shown` begins.
pub fn before(costs: &[usize], shown: &Range<usize>) -> Option<usize> {
    (shown.start > 0).then(|| back(costs, shown.start, ROOM).min(shown.start - 1))
}

fn back(costs: &[usize], wanted: usize, room: usize) -> usize {
    let (mut at, mut room) = (wanted, room);
    while let Some(cost) = at.checked_sub(1).and_then(|before| costs.get(before))
        && *cost <= room
    {
        room -= cost;
        at -= 1;
    }
    at
}

fn length(kind: &NodeKind) -> usize {
    match kind {
        NodeKind::Code { code, .. } => code.len(),
        NodeKind::Equation { expression } => expression.len(),
        NodeKind::Table { .. } => 0,
        kind => kind.runs().into_iter().map(length_of).sum(),
    }
}

fn length_of(runs: &[Run]) -> usize {
    let length = |run: &Run| match &run.content {
        Content::Text(text) | Content::Equation(text) => text.len(),
        // With the @ of people.
        Content::Mention(mention) => mention.text.len() + 1,
    };
    runs.iter().map(length).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_lie_side_by_side() {
        let costs: Vec<usize> = (0..5_000).map(|unit| 1 + unit % 37).collect();
        let mut shown = from(&costs, 0);
        let mut met = shown.len();
        while shown.end < costs.len() {
            let next = from(&costs, shown.end);
            assert_eq!(next.start, shown.end);
            assert!(next.clone().map(|unit| costs[unit]).sum::<usize>() <= ROOM);
            let back = from(&costs, before(&costs, &next).unwrap());
            assert!(back.start < next.start && back.end >= next.start, "{back:?} {next:?}");
            met += next.len();
            shown = next;
        }
        assert_eq!(met, costs.len());
        assert_eq!(before(&costs, &from(&costs, 0)), None);
        for wanted in 0..costs.len() {
            assert!(around(&costs, Some(wanted)).contains(&wanted));
        }
    }

    #[test]
    fn one_unit_is_always_shown() {
        assert_eq!(from(&[9_000, 1], 0), 0..1);
        assert_eq!(before(&[1, 9_000, 1], &(2..3)), Some(1));
        assert_eq!(from(&[1, 1], 9), 1..2);
        assert_eq!(from(&[], 0), 0..0);
        assert_eq!(around(&[], None), 0..0);
    }
}
