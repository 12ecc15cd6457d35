//! Which of many codes are nearest to one.
//!
//! Not how near they are in truth: a bit a dimension finds candidates, [`crate::Coarse`] tells.

use crate::Code;
use std::collections::BinaryHeap;

/// Where the `most` nearest stand among `codes`, the nearest first; of those as near as each
/// other the earlier. Every code is looked at once.
pub fn nearest(codes: &[Code], wanted: &Code, most: usize) -> Vec<usize> {
    nearest_of(codes, wanted, most, |_| true).into_iter().map(|(_, at)| at).collect()
}

/// As [`nearest`], of those alone that `counts` is true of, each with its distance. `counts` is
/// asked of those only that are near enough: it may cost more than the distance.
pub fn nearest_of(
    codes: &[Code],
    wanted: &Code,
    most: usize,
    mut counts: impl FnMut(usize) -> bool,
) -> Vec<(u32, usize)> {
    // The farthest of those kept is on top.
    let mut kept: BinaryHeap<(u32, usize)> =
        BinaryHeap::with_capacity(most.saturating_add(1).min(codes.len()));
    for (at, code) in codes.iter().enumerate() {
        let distance = code.distance(wanted);
        let full = kept.len() >= most;
        if full && kept.peek().is_none_or(|(farthest, _)| distance >= *farthest) || !counts(at) {
            continue;
        }
        if full {
            kept.pop();
        }
        kept.push((distance, at));
    }
    kept.into_sorted_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_those_that_sorting_all_of_them_gives() {
        let mut seed = 7_u64;
        let mut random = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            seed ^ (seed >> 29)
        };
        let codes: Vec<Code> = (0..3_000).map(|_| Code(std::array::from_fn(|_| random()))).collect();
        let wanted = Code(std::array::from_fn(|_| random()));
        let mut all: Vec<usize> = (0..codes.len()).collect();
        all.sort_by_key(|at| (codes[*at].distance(&wanted), *at));
        for most in [0, 1, 20, 2_999, 3_000, 5_000] {
            assert_eq!(nearest(&codes, &wanted, most), all[..most.min(3_000)]);
        }
        assert_eq!(nearest(&[], &wanted, 5), Vec::<usize>::new());
        let third: Vec<usize> = all.iter().copied().filter(|at| at % 3 == 0).collect();
        let found = nearest_of(&codes, &wanted, 20, |at| at % 3 == 0);
        assert!(found.iter().all(|(distance, at)| codes[*at].distance(&wanted) == *distance));
        assert_eq!(found.into_iter().map(|(_, at)| at).collect::<Vec<_>>(), third[..20]);
    }
}
