//! A meaning in three forms: as it is made, in a byte a dimension to be kept, in a bit a
//! dimension to be compared with many.

pub const DIMENSIONS: usize = 512;
const WORDS: usize = DIMENSIONS / 64;

/// What a text is about: a direction. Its length is one.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning(Box<[f32; DIMENSIONS]>);

/// The same to within half a hundredth, in 512 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coarse(pub [i8; DIMENSIONS]);

/// On which side of each dimension it lies, in 64 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Code(pub [u64; WORDS]);

impl Meaning {
    pub(crate) fn new(numbers: impl IntoIterator<Item = f32>) -> Self {
        let mut all = Box::new([0.0; DIMENSIONS]);
        all.iter_mut().zip(numbers).for_each(|(place, number)| *place = number);
        Self(all)
    }

    pub fn numbers(&self) -> &[f32; DIMENSIONS] {
        &self.0
    }

    /// The largest number becomes 127: how long it is does not matter.
    pub fn coarse(&self) -> Coarse {
        let largest = self.0.iter().fold(0.0_f32, |most, number| most.max(number.abs()));
        let scale = if largest > 0.0 { 127.0 / largest } else { 0.0 };
        let mut bytes = [0; DIMENSIONS];
        // Within a byte by its scale, and what is not would be cut.
        bytes.iter_mut().zip(self.0.iter()).for_each(|(byte, number)| *byte = (number * scale).round() as i8);
        Coarse(bytes)
    }

    pub fn code(&self) -> Code {
        code(self.0.iter().map(|number| *number > 0.0))
    }
}

fn code(sides: impl Iterator<Item = bool>) -> Code {
    let mut words = [0_u64; WORDS];
    for (at, side) in sides.enumerate() {
        if let Some(word) = words.get_mut(at / 64) {
            *word |= u64::from(side) << (at % 64);
        }
    }
    Code(words)
}

impl Coarse {
    /// As that of the meaning it is of, but for what is nearly nought.
    pub fn code(&self) -> Code {
        code(self.0.iter().map(|byte| *byte > 0))
    }

    /// From -1 to 1: the cosine of the angle between them. Unrelated texts are at 0 to 0.3.
    pub fn likeness(&self, other: &Self) -> f32 {
        let product = |one: &Self, other: &Self| -> i32 {
            one.0.iter().zip(&other.0).map(|(one, other)| i32::from(*one) * i32::from(*other)).sum()
        };
        let length = (product(self, self) as f32 * product(other, other) as f32).sqrt();
        if length > 0.0 { product(self, other) as f32 / length } else { 0.0 }
    }
}

impl Code {
    /// On how many of the 512 they differ: the fewer, the nearer.
    pub fn distance(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(one, other)| (one ^ other).count_ones()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(at: impl Fn(usize) -> f32) -> Meaning {
        Meaning::new((0..DIMENSIONS).map(at))
    }

    #[test]
    fn the_forms_agree() {
        let one = meaning(|at| (at as f32 * 0.7).sin() / 16.0);
        let other = meaning(|at| (at as f32 * 0.7 + 0.4).sin() / 16.0);
        let opposite = meaning(|at| -(at as f32 * 0.7).sin() / 16.0);
        assert!((one.coarse().likeness(&one.coarse()) - 1.0).abs() < 1e-6);
        assert!((one.coarse().likeness(&opposite.coarse()) + 1.0).abs() < 1e-6);
        let exact: f32 = one.numbers().iter().zip(other.numbers()).map(|(a, b)| a * b).sum();
        assert!((one.coarse().likeness(&other.coarse()) - exact).abs() < 0.01, "{exact}");
        assert_eq!(one.code().distance(&one.code()), 0);
        assert_eq!(one.code().distance(&opposite.code()), 511, "a sine is nought once");
        assert!(one.code().distance(&other.code()) < 100);
        assert!(one.code().distance(&one.coarse().code()) < 5);
        let nothing = meaning(|_| 0.0);
        assert_eq!(nothing.coarse().likeness(&one.coarse()), 0.0);
    }
}
