//! What is near enough to be shown, in one workspace.
//!
//! How near passages are that have nothing to do with each other differs from workspace to
//! workspace: where all is about one thing, all is a little alike. So passages that stand for all
//! are held against each other, and only what lies beyond what they have in common is near. Of
//! many passages the nearest lies farther out by chance alone, as the largest of many of a bell
//! curve does: by the root of twice the logarithm of their number. Nothing below a floor is near,
//! which is where questions lie that a workspace has no answer to: `crates/bench/data` has some.

use super::shelf::{NearPassage, Nearest};

const FLOOR: f32 = 0.37;
/// Whatever is above is near, in a workspace that is about one thing alone, too.
const CEILING: f32 = 0.55;
/// A question is shorter than a passage, and less like all of them: so much of the distance that
/// chance brings between passages, it brings between those and a question.
const OF_CHANCE: f32 = 0.6;
/// Pairs below which there is no distribution to speak of.
const FEW: usize = 100;

/// How like each other passages of different pages are that stand for all.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Common {
    middle: f32,
    spread: f32,
}

impl Common {
    /// From how like each other pairs of them are.
    pub fn new(mut pairs: Vec<f32>) -> Self {
        if pairs.len() < FEW {
            return Self::default();
        }
        pairs.sort_by(f32::total_cmp);
        let at = |quarter: usize| pairs.get((pairs.len() - 1) * quarter / 4).copied().unwrap_or_default();
        // Of a bell curve the middle half is 1.35 spreads wide. What is near by right is among
        // them, too, and would widen a spread that is computed of all.
        Self { middle: at(2), spread: (at(3) - at(1)) / 1.35 }
    }

    /// How like a question one of so many passages has to be.
    fn cut_off(self, passages: usize) -> f32 {
        let chance = (2.0 * (passages.max(2) as f32).ln()).sqrt();
        (self.middle + OF_CHANCE * chance * self.spread).clamp(FLOOR, CEILING)
    }
}

/// Those that are near enough, in their order.
pub fn near_enough(nearest: Nearest) -> Vec<NearPassage> {
    let Nearest { mut passages, common, of } = nearest;
    let least = common.cut_off(of);
    passages.retain(|passage| passage.likeness >= least);
    passages
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Even ones, of which the middle half is as wide as that of a bell curve.
    fn pairs(middle: f32, spread: f32) -> Vec<f32> {
        (0..=1_000_u16).map(|at| middle + 1.35 * spread * (f32::from(at) / 500.0 - 1.0)).collect()
    }

    #[test]
    fn it_follows_the_workspace_within_bounds() {
        let cut_off = |middle, spread, passages| Common::new(pairs(middle, spread)).cut_off(passages);
        assert_eq!(cut_off(0.04, 0.09, 150), FLOOR, "a handbook of many things");
        let packages = cut_off(0.17, 0.11, 6_000);
        assert!(FLOOR < packages && packages < CEILING, "{packages}");
        assert!(cut_off(0.17, 0.11, 300_000) > packages, "of more, more are near by chance");
        assert!(cut_off(0.17, 0.12, 6_000) > packages && cut_off(0.2, 0.11, 6_000) > packages);
        assert_eq!(cut_off(0.5, 0.2, 6_000), CEILING);
        assert_eq!(Common::new(vec![0.9; FEW - 1]).cut_off(50), FLOOR);
    }

    #[test]
    fn what_is_near_enough_stays_in_its_order() {
        let passages = [0.8, 0.5, FLOOR, 0.2];
        let passages = passages.iter().zip(0..).map(|(likeness, page)| NearPassage {
            page,
            mark: 0,
            likeness: *likeness,
        });
        let nearest = Nearest { passages: passages.collect(), common: Common::default(), of: 500 };
        let shown: Vec<u32> = near_enough(nearest).iter().map(|passage| passage.page).collect();
        assert_eq!(shown, [0, 1, 2]);
        assert!(near_enough(Nearest::default()).is_empty());
    }
}
