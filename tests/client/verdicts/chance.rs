//! Chance that a seed says.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

pub struct Chance(ChaCha8Rng);

impl Chance {
    pub fn of(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Below a bound.
    pub fn below(&mut self, bound: i64) -> i64 {
        let bound = u64::try_from(bound).unwrap();
        i64::try_from(self.0.next_u64() % bound).unwrap()
    }

    /// In so many of a hundred times.
    pub fn often(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        let nth = self.below(i64::try_from(of.len()).unwrap());
        of[usize::try_from(nth).unwrap()].clone()
    }
}
