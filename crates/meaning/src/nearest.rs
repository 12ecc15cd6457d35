//! Which of many codes are nearest to one.
//!
//! Not how near they are in truth: a bit a dimension finds candidates, [`crate::Coarse`] tells.

use crate::Code;
use std::collections::BinaryHeap;

/// Where the `most` nearest stand among `codes`, the nearest first; of those as near as each
/// other the earlier. Every code is looked at once.
pub fn nearest(codes: &[Code], wanted: &Code, most: usize) -> Vec<usize> {
    // The farthest of those kept is on top.
    let mut kept: BinaryHeap<(u32, usize)> =
        BinaryHeap::with_capacity(most.saturating_add(1).min(codes.len()));
    for (at, code) in codes.iter().enumerate() {
        let distance = code.distance(wanted);
        if kept.len() < most {
            kept.push((distance, at));
        } else if kept.peek().is_some_and(|(farthest, _)| distance < *farthest) {
            kept.pop();
            kept.push((distance, at));
        }
    }
    kept.into_sorted_vec().into_iter().map(|(_, at)| at).collect()
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
    }
}
