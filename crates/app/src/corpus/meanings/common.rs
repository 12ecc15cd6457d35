//! What all passages of a workspace have in common, and so what is near enough to be shown there.
//!
//! Where all is about one thing, all is a little alike. So passages that stand for all are held
//! against each other. The direction in which they differ most says little about what they are
//! about (at its one end are headings of one word, at its other whole sentences), and made such
//! headings near to everything: it is left out. Near is what then lies beyond what passages have
//! in common by chance. Of many the nearest lies farther out by chance alone, as the largest of
//! many of a bell curve does: by the root of twice the logarithm of their number. Nothing below a
//! floor is near, which is where questions lie that a workspace has no answer to:
//! `crates/bench/data` has some, and some of what is found in spite of it.

use trove_meaning::{Coarse, DIMENSIONS};

const FLOOR: f32 = 0.33;
/// Whatever is above is near, in a workspace that is about one thing alone, too.
const CEILING: f32 = 0.55;
/// A question is shorter than a passage, and less like all of them: so much of the distance that
/// chance brings between passages, it brings between those and a question.
const OF_CHANCE: f32 = 0.6;
/// Passages below which there is nothing to speak of that they have in common.
const FEW: usize = 24;
/// Steps towards the direction in which they differ most; each brings it nearer by a third.
const STEPS: usize = 40;

/// Nothing is left out before passages were looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct Common {
    /// Of length one, or nothing.
    direction: Box<[f32; DIMENSIONS]>,
    /// How like each other passages of different pages are: half of them less, and the rest of a
    /// bell curve.
    middle: f32,
    spread: f32,
}

impl Default for Common {
    fn default() -> Self {
        Self { direction: Box::new([0.0; DIMENSIONS]), middle: 0.0, spread: 0.0 }
    }
}

impl Common {
    /// From passages that stand for all, each with its page.
    pub fn new(passages: &[(u32, Coarse)]) -> Self {
        let mut common = Self::default();
        if passages.len() < FEW {
            return common;
        }
        common.direction = differing_most(passages);
        let mut pairs: Vec<f32> = passages
            .iter()
            .enumerate()
            .flat_map(|(at, (page, one))| {
                let others = passages.iter().skip(at + 1).filter(move |(other, _)| other != page);
                others.map(move |(_, other)| (one, other))
            })
            .map(|(one, other)| common.likeness(one, other))
            .collect();
        pairs.sort_by(f32::total_cmp);
        let last = pairs.len().saturating_sub(1);
        let at = |quarter: usize| pairs.get(last * quarter / 4).copied().unwrap_or_default();
        // Of a bell curve the middle half is 1.35 spreads wide. What is near by right is among
        // them, too, and would widen a spread that is computed of all.
        (common.middle, common.spread) = (at(2), (at(3) - at(1)) / 1.35);
        common
    }

    /// From -1 to 1, without what all have in common.
    pub fn likeness(&self, one: &Coarse, other: &Coarse) -> f32 {
        let (of_one, of_other) = (self.along(one), self.along(other));
        let rest = ((1.0 - of_one * of_one) * (1.0 - of_other * of_other)).sqrt();
        if rest > f32::EPSILON { (one.likeness(other) - of_one * of_other) / rest } else { 0.0 }
    }

    /// How far a passage lies in the direction, of its whole length.
    fn along(&self, passage: &Coarse) -> f32 {
        unit(passage).zip(self.direction.iter()).map(|(number, part)| number * part).sum()
    }

    /// How like a question one of so many passages has to be.
    pub fn cut_off(&self, passages: usize) -> f32 {
        let chance = (2.0 * (passages.max(2) as f32).ln()).sqrt();
        (self.middle + OF_CHANCE * chance * self.spread).clamp(FLOOR, CEILING)
    }
}

/// The first principal component, by power iteration.
fn differing_most(passages: &[(u32, Coarse)]) -> Box<[f32; DIMENSIONS]> {
    let mut middle = [0.0_f32; DIMENSIONS];
    for (_, passage) in passages {
        middle.iter_mut().zip(unit(passage)).for_each(|(sum, number)| *sum += number);
    }
    let count = passages.len() as f32;
    let centred: Vec<Vec<f32>> = passages
        .iter()
        .map(|(_, passage)| unit(passage).zip(&middle).map(|(number, sum)| number - sum / count).collect())
        .collect();
    let mut direction = Box::new([0.0_f32; DIMENSIONS]);
    // Anything that is not at right angles to it.
    direction.iter_mut().zip(centred.first().into_iter().flatten()).for_each(|(to, from)| *to = *from);
    for _ in 0..STEPS {
        let mut next = [0.0_f32; DIMENSIONS];
        for passage in &centred {
            let along: f32 = passage.iter().zip(direction.iter()).map(|(number, part)| number * part).sum();
            next.iter_mut().zip(passage).for_each(|(sum, number)| *sum += along * number);
        }
        let length = next.iter().map(|number| number * number).sum::<f32>().sqrt();
        if length <= f32::EPSILON {
            return Box::new([0.0; DIMENSIONS]);
        }
        direction.iter_mut().zip(next).for_each(|(part, number)| *part = number / length);
    }
    direction
}

/// A passage with a length of one.
fn unit(passage: &Coarse) -> impl Iterator<Item = f32> {
    let square: i32 = passage.0.iter().map(|byte| i32::from(*byte) * i32::from(*byte)).sum();
    let length = (square as f32).sqrt().max(1.0);
    passage.0.iter().map(move |byte| f32::from(*byte) / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One that is mostly its own, and besides to this extent like all others.
    fn passage(number: usize, common: f64) -> Coarse {
        let own = |at: usize| ((at * 31 + 7) as f64 * (number as f64 + 1.3)).sin();
        let all = |at: usize| if at < DIMENSIONS / 2 { 1.0 } else { -1.0 };
        Coarse(std::array::from_fn(|at| ((own(at) + common * all(at)) * 40.0).clamp(-127.0, 127.0) as i8))
    }

    fn passages(common: impl Fn(usize) -> f64) -> Vec<(u32, Coarse)> {
        (0..200_usize).zip(0..).map(|(number, page)| (page, passage(number, common(number)))).collect()
    }

    #[test]
    fn what_passages_differ_in_most_is_left_out() {
        // Half of them are headings, say, and half are sentences.
        let all = passages(|number| if number % 2 == 0 { 1.0 } else { -1.0 });
        let common = Common::new(&all);
        let (one, heading, sentence) = (&all[0].1, &all[2].1, &all[3].1);
        assert!(one.likeness(heading) > 0.5 && one.likeness(sentence) < -0.5);
        assert!(common.likeness(one, heading).abs() < 0.2 && common.likeness(one, sentence).abs() < 0.2);
        assert!((common.likeness(one, one) - 1.0).abs() < 1e-3);
        let plain = Common::default();
        assert!((plain.likeness(one, heading) - one.likeness(heading)).abs() < 1e-6);
        let same: Vec<(u32, Coarse)> = (0..30).map(|page| (page, passage(1, 0.0))).collect();
        assert!((Common::new(&same).likeness(&same[0].1, &same[1].1) - 1.0).abs() < 1e-3);
    }

    #[test]
    fn near_enough_follows_the_workspace_within_bounds() {
        let of = |middle, spread| Common { middle, spread, ..Common::default() };
        assert_eq!(of(0.05, 0.08).cut_off(150), FLOOR, "a handbook of many things");
        let packages = of(0.16, 0.1).cut_off(6_000);
        assert!(FLOOR < packages && packages < CEILING, "{packages}");
        assert!(of(0.16, 0.1).cut_off(300_000) > packages, "of more, more are near by chance");
        assert!(of(0.16, 0.11).cut_off(6_000) > packages && of(0.2, 0.1).cut_off(6_000) > packages);
        assert_eq!(of(0.5, 0.2).cut_off(6_000), CEILING);
        // As it is measured: these have nothing in common, and those a little of everything.
        let apart = Common::new(&passages(|_| 0.0));
        let alike = Common::new(&passages(|_| 1.0));
        assert!(apart.middle.abs() < 0.05 && alike.middle > apart.middle + 0.2, "{apart:?} {alike:?}");
        assert_eq!(Common::new(&passages(|_| 1.0)[..FEW - 1]), Common::default());
    }
}
