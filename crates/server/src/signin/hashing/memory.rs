//! The memory that hashes are made in: taken for a storm of sign-ins, given back after it.

use argon2::Block;
use std::sync::{Mutex, PoisonError};

/// An allocator keeps what it is given back, for each thread apart, unless it was so large that
/// it came from the system alone; glibc's highest bound for that is 32 MiB. So this much is asked
/// for, in blocks of 1 KiB, although only what a hash needs is ever touched.
const GIVEN_BACK: usize = 33 * 1024;

/// Memory of hashes that have ended while others wait.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    /// Memory of at least so many blocks.
    pub(super) fn take(&self, blocks: usize) -> Vec<Block> {
        let spare = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = spare.unwrap_or_else(|| Vec::with_capacity(blocks.max(GIVEN_BACK)));
        if memory.len() < blocks {
            memory.resize(blocks, Block::new());
        }
        memory
    }

    /// Keeps it if another hash is `wanted` soon, else gives it and all spare memory back.
    pub(super) fn put_back(&self, memory: Vec<Block>, wanted: bool) {
        let mut spare = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted {
            spare.push(memory);
        } else {
            spare.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(memory: &Memory) -> usize {
        memory.0.lock().unwrap().len()
    }

    #[test]
    fn kept_only_while_somebody_waits() {
        let memory = Memory::default();
        let (first, second) = (memory.take(8), memory.take(16));
        assert_eq!((first.len(), second.len()), (8, 16));
        memory.put_back(first, true);
        assert_eq!(kept(&memory), 1);
        let again = memory.take(16);
        assert_eq!((again.len(), kept(&memory)), (16, 0));
        memory.put_back(again, true);
        memory.put_back(second, false);
        assert_eq!(kept(&memory), 0);
    }
}
