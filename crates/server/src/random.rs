//! Unguessable bytes from the caller's seed.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::sync::{Mutex, PoisonError};

/// The server's source of tokens and salts.
#[derive(Debug)]
pub(crate) struct Random(Mutex<ChaCha20Rng>);

impl Random {
    /// A source from a seed that nobody else knows.
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self(Mutex::new(ChaCha20Rng::from_seed(seed)))
    }

    pub(crate) fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }
}
