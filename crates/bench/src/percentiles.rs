//! Percentiles of measured times, nearest rank.

/// Sorted times.
pub struct Percentiles(Vec<f64>);

impl Percentiles {
    pub fn of(times: impl IntoIterator<Item = f64>) -> Self {
        let mut times: Vec<f64> = times.into_iter().collect();
        times.sort_unstable_by(f64::total_cmp);
        Self(times)
    }

    /// NaN of no times.
    pub fn at(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1);
        self.0.get(rank - 1).copied().unwrap_or(f64::NAN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_rank() {
        let times = Percentiles::of((1..=200).rev().map(f64::from));
        assert_eq!((times.at(0), times.at(50), times.at(99), times.at(100)), (1.0, 100.0, 198.0, 200.0));
        assert!(Percentiles::of([]).at(50).is_nan());
    }
}
