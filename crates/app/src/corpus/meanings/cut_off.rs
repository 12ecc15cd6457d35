//! What is near enough to be shown, for one question in one workspace.
//!
//! How near passages are that have nothing to do with a question differs from question to
//! question and from workspace to workspace: a page of numbers is a little like every number.
//! So a question is held against passages that stand for all of them, and only what lies far
//! beyond those is near. Of many passages the nearest lies farther out by chance alone, as the
//! largest of many of a bell curve does: by the root of twice the logarithm of their number.

use super::shelf::{NearPassage, Nearest};

/// Nothing below is near, whatever else there is.
const FLOOR: f32 = 0.40;
/// Whatever is above is near, in a workspace that is about one thing alone, too.
const CEILING: f32 = 0.62;
/// Spreads beyond what chance alone would bring.
const BEYOND: f32 = 0.6;
/// With fewer passages there is no distribution to speak of.
const FEW: usize = 12;
/// Nothing is near that is so much farther off than the nearest.
const BEHIND: f32 = 0.16;

/// Those that are near enough, in their order.
pub fn near_enough(nearest: Nearest) -> Vec<NearPassage> {
    let Nearest { mut passages, sample, of } = nearest;
    let best = passages.first().map_or(0.0, |passage| passage.likeness);
    let least = cut_off(sample, of).max(best - BEHIND);
    passages.retain(|passage| passage.likeness >= least);
    passages
}

/// How like a question a passage has to be.
fn cut_off(mut sample: Vec<f32>, of: usize) -> f32 {
    if sample.len() < FEW {
        return CEILING.midpoint(FLOOR);
    }
    sample.sort_by(f32::total_cmp);
    let at = |quarter: usize| sample.get((sample.len() - 1) * quarter / 4).copied().unwrap_or_default();
    // Of a bell curve the middle half is 1.35 spreads wide. What is near is in the sample, too,
    // and would widen a spread that is computed of all.
    let (middle, spread) = (at(2), (at(3) - at(1)) / 1.35);
    let chance = (2.0 * (of.max(2) as f32).ln()).sqrt();
    (middle + (chance + BEYOND) * spread).clamp(FLOOR, CEILING)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(middle: f32, spread: f32) -> Vec<f32> {
        // Sums of twelve even numbers are a bell curve.
        let even = |at: usize, nth: usize| ((at * 12 + nth) as f32 * 0.618_034).fract();
        let bell = |at: usize| (0..12).map(|nth| even(at * 7, nth)).sum::<f32>() - 6.0;
        (0..512).map(|at| middle + spread * bell(at)).collect()
    }

    #[test]
    fn it_follows_the_workspace_within_bounds() {
        assert_eq!(cut_off(sample(0.0, 0.01), 500), FLOOR);
        assert_eq!(cut_off(sample(0.5, 0.2), 500), CEILING);
        let narrow = cut_off(sample(0.15, 0.07), 500);
        let wide = cut_off(sample(0.15, 0.09), 500);
        assert!(FLOOR < narrow && narrow < wide && wide < CEILING, "{narrow} {wide}");
        assert!(cut_off(sample(0.15, 0.07), 300_000) > narrow, "of more, more are near by chance");
        let few = cut_off(vec![0.1; FEW - 1], FEW);
        assert!(FLOOR < few && few < CEILING);
    }

    #[test]
    fn what_is_far_behind_the_nearest_is_not_shown_beside_it() {
        let passages = [0.8, 0.7, 0.63, 0.2];
        let passages = passages.iter().zip(0..).map(|(likeness, page)| NearPassage {
            page,
            mark: 0,
            likeness: *likeness,
        });
        let nearest = Nearest { passages: passages.collect(), sample: sample(0.1, 0.02), of: 500 };
        let shown: Vec<u32> = near_enough(nearest).iter().map(|passage| passage.page).collect();
        assert_eq!(shown, [0, 1]);
        assert!(near_enough(Nearest::default()).is_empty());
    }
}
